"""Sounds nobody knows, under the strict mode: once their sender attested, a person listens and decides."""

from typing import TYPE_CHECKING

from django.conf import settings

from akkord.flow import clock
from akkord.rights.terms import Why

from . import proceedings
from .law.procedures import versions_of
from .law.terms import Party, Subject
from .models import OrderRow, Proceeding, ProceedingRow

if TYPE_CHECKING:
    from akkord.music.queries import Upload


def keep_review(upload: "Upload") -> None:
    """Open the review of an attested upload that waits, close what waits for nothing. Twice is once."""
    reviews = Proceeding.objects.filter(procedure="unknown", upload=upload)
    waits = (upload.told.get("telling") or {}).get("why") == Why.UNREVIEWED
    if not waits:
        for found in reviews.filter(closed_at=None):
            proceedings.record_event(found.public_id, "clear", Party.MACHINE)
    elif upload.attested_at is not None and not reviews.exists():
        _open(upload)


def _open(upload: "Upload") -> None:
    law = versions_of("unknown")[-1]
    row = ProceedingRow(
        line=1,
        given=f"{upload.track.artist} — {upload.track.title}"[:500],
        found=OrderRow.Found.FILE,
        sound_id=upload.sound_id,
        person_id=upload.person_id,
    )
    opened = Proceeding(
        procedure=law.id,
        version=law.version,
        country=proceedings.calendar_country(settings.HOME_TERRITORY),
        subject=Subject.MUSIC.value,
        claimant="",
        language=settings.LANGUAGE_CODE[:2],
        upload=upload,
        opened_at=clock.now(),
    )
    proceedings.begin(opened, [row], Party.UPLOADER, {}, upload.person)
