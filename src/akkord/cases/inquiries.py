"""Where is this on the site? A file held up for the occasion: examined in the box, asked for, forgotten.

Its bytes lie beside the store, not in it, so that it can never become an upload or be played; they go as
soon as the box is done with them. What is kept for a week is its print and what was found.
"""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django_tasks import task

import earprint.box
from akkord.catalogue.models import Organisation
from akkord.flow import clock, jobs
from akkord.music import actions as music_actions
from akkord.music import queries as music
from akkord.music.rules import tidy_name
from akkord.people.models import Person
from akkord.sound import box, ear
from akkord.store.files import files
from earprint.matches import Match

from . import errors
from .models import Inquiry

KEPT = timedelta(days=7)
MOST_OPEN = 5  # of one organisation at once
MOST_FOUND = 100


def ask(
    person: Person, organisation: Organisation, filename: str, size: int, pieces: Iterator[bytes]
) -> Inquiry:
    """Take a file to be asked for.

    Raises InquiryEmpty, InquiryTooLarge, InquiriesClosed, TooManyInquiries.
    """
    if size <= 0:
        raise errors.InquiryEmpty
    if size > settings.MOST_UPLOAD_BYTES:
        raise errors.InquiryTooLarge
    if music.why_uploads_are_closed():
        raise errors.InquiriesClosed
    still = Inquiry.objects.filter(organisation=organisation, state=Inquiry.State.ASKED)
    if still.count() >= MOST_OPEN:
        raise errors.TooManyInquiries
    made = Inquiry(
        person=person, organisation=organisation, filename=tidy_name(filename), made_at=clock.now()
    )
    with _bytes_of(made.pk).open("wb") as out:
        for piece in pieces:
            out.write(piece)
    with transaction.atomic():
        made.save(force_insert=True)
        jobs.put(answer, [str(made.pk)], {})
    return made


@task(priority=5)
def answer(inquiry: str) -> None:
    """Examine the file and look it up among what was sent in and what was delivered. Twice is once."""
    asked = Inquiry.objects.filter(pk=inquiry, state=Inquiry.State.ASKED).first()
    if asked is None:
        return
    try:
        found = box.box().examine(_bytes_of(asked.pk))
    except earprint.box.Refused as refused:
        _end(asked, Inquiry.State.REFUSED, refusal=refused.reason, refusal_detail=refused.detail[:500])
        return
    except FileNotFoundError:
        _end(asked, Inquiry.State.REFUSED, refusal="gone")
        return
    music_actions.make_all_findable()
    music_actions.whole_references()
    sent_in, delivered = ear.ask(found.print), ear.recordings_in(found.print)
    references = music.sounds_of_recordings(match.track for match in delivered)
    _end(
        asked,
        Inquiry.State.ANSWERED,
        seconds=found.seconds,
        print=found.print.to_bytes(),
        full=ear.is_full(sent_in),
        found=[
            *(_turned(match, match.track) for match in sent_in[:MOST_FOUND]),
            *(_turned(m, references[m.track]) for m in delivered[:MOST_FOUND] if m.track in references),
        ],
    )


@task(priority=-10)
def forget_old() -> None:
    """Clear questions after a week; bytes of lost ones go with what is left behind in the store."""
    Inquiry.objects.filter(made_at__lt=clock.now() - KEPT).delete()


def inquiry_of(organisation_id: int, number: uuid.UUID) -> Inquiry:
    """One of the organisation's. Raises NoSuchInquiry."""
    found = Inquiry.objects.filter(pk=number, organisation_id=organisation_id).first()
    if found is None:
        raise errors.NoSuchInquiry
    return found


def _turned(match: Match, sound: int) -> dict[str, object]:
    """A match as seen from the sound of the site: f there, r in the file that was asked with."""
    return {
        "sound": sound,
        "score": match.score,
        "speed": 1 / match.tempo,
        "pitch": -match.pitch_semitones,
        "p_false": match.p_false,
        "segments": [
            {"f0": s.r0, "f1": s.r1, "r0": s.f0, "r1": s.f1, "score": s.score} for s in match.segments
        ],
    }


def _end(asked: Inquiry, state: str, **said: object) -> None:
    Inquiry.objects.filter(pk=asked.pk).update(state=state, **said)
    _bytes_of(asked.pk).unlink(missing_ok=True)


def _bytes_of(number: uuid.UUID) -> Path:
    return files().incoming / f"inquiry-{number.hex}"
