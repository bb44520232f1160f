"""What came in a ZIP, and the playlists that wait for their sounds."""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q, QuerySet

from akkord.flow import clock
from akkord.music.models import ComingList, PackedEntry, Upload
from akkord.music.rules.zips import Outcome

SHOWN_FOR = timedelta(days=7)
MOST_SHOWN = 20


def packed_entries(upload_id: uuid.UUID) -> list[PackedEntry]:
    """What became of each entry of a ZIP, in its order; whoever calls has asked whose ZIP it is."""
    rows = PackedEntry.objects.filter(packed=upload_id).order_by("place")
    return list(rows.select_related("upload__sound", "upload__entry", "upload__track"))


def lists_of_packed(upload_id: uuid.UUID) -> list[ComingList]:
    """The playlists that came in a ZIP, made or still waiting."""
    return list(ComingList.objects.filter(packed=upload_id).select_related("playlist").order_by("pk"))


def lists_to_come(person_id: int) -> bool:
    """Whether a playlist of theirs waits for its sounds."""
    return ComingList.objects.filter(person_id=person_id, closed_at=None).exists()


def sent_in_before(person_id: int, sha256: str) -> Upload | None:
    """The newest upload by which a person sent in these very bytes, if it was not refused. What they once
    said in a conversation was sent in there alone."""
    same = Upload.objects.filter(person_id=person_id, spoken=False, sound__sha256=sha256)
    same = same.exclude(state="refused")
    return same.order_by("-made_at").first()


def is_zip_before(upload: Upload) -> bool:
    """Whether an older ZIP of the same person is still being unpacked."""
    older = Q(made_at__lt=upload.made_at) | Q(made_at=upload.made_at, pk__lt=upload.pk)
    return _zips_of(upload).filter(older).exists()


def zip_after(upload: Upload) -> Upload | None:
    """The oldest other ZIP of the same person that waits."""
    return _zips_of(upload).order_by("made_at", "pk").first()


def zips_waiting(person_id: int) -> int:
    return Upload.objects.filter(person_id=person_id, state="packed").count()


def zips_of(person_id: int) -> list[Upload]:
    """ZIPs a person sent in lately, and those that wait or are being unpacked; the newest first."""
    lately = Q(state="unpacked", made_at__gt=clock.now() - SHOWN_FOR) | Q(state="packed")
    return list(Upload.objects.filter(lately, person_id=person_id).order_by("-made_at", "-pk")[:MOST_SHOWN])


def zips_with(uploads: Iterable[uuid.UUID]) -> dict[uuid.UUID, Upload]:
    """upload → the ZIP it came in."""
    rows = PackedEntry.objects.filter(upload__in=list(uploads), outcome=Outcome.TAKEN).select_related(
        "packed"
    )
    return {row.upload_id: row.packed for row in rows if row.upload_id is not None}


def _zips_of(upload: Upload) -> QuerySet[Upload]:
    return Upload.objects.filter(person_id=upload.person_id, state="packed").exclude(pk=upload.pk)
