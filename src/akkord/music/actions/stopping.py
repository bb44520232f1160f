"""Stopping: an account sends nothing in for a time; whoever decides that, above, writes its line."""

from datetime import datetime
from typing import TYPE_CHECKING

from akkord.music.models import UploadStop

if TYPE_CHECKING:
    from akkord.ledger.models import Entry


def stop_uploads(person_id: int, until: datetime, entry: "Entry") -> None:
    """Nothing more of theirs is taken in or becomes a track until then; in the transaction of its line."""
    UploadStop.objects.update_or_create(person_id=person_id, defaults={"until": until, "entry": entry})


def let_upload_again(person_id: int) -> None:
    """They may send in again; in the transaction of the line that says so. Twice is once."""
    UploadStop.objects.filter(person_id=person_id).delete()
