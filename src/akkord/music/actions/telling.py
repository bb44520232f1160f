"""Telling: what is happening to an upload, for the pages its sender has open."""

from akkord.flow import outbox
from akkord.music import rules
from akkord.music.models import Upload


def tell(upload: Upload) -> None:
    """Say in which state the upload stands now, in the caller's transaction; of a voice note, to dialogs."""
    news = {"upload": str(upload.pk), "state": upload.state}
    outbox.tell(f"upload:{upload.pk}", "state", **news)
    outbox.tell(f"person:{upload.person_id}", "upload", **news)
    if upload.spoken and upload.state in rules.ENDED:
        outbox.announce("voice_told", upload=str(upload.pk))
