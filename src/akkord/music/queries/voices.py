"""Voice notes: what whoever reads their conversation is shown of them, by the same gate as every track."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from akkord.music import rules
from akkord.music.models import Track, Upload
from akkord.music.rules import Listener, Telling
from akkord.rights import queries as rights
from akkord.rights.terms import Mode

from .gate import decide_for
from .rows import tellings


@dataclass(frozen=True)
class Voice:
    """A voice note as one listener has it.

    `state`: checking (heard by nobody yet) | ready | silent (`telling` says why) | refused (its sender alone
    is told why, `refusal`) | gone. `waveform`: up to 800 values 0 to 255, of what is ready alone.
    """

    id: uuid.UUID
    state: str
    mine: bool
    seconds: float = 0.0
    waveform: bytes = b""
    telling: Telling | None = None
    refusal: str = ""
    track: int | None = None
    within: str = ""  # what lets its listener hear it, as the dialogs name it


def voices(listener: Listener, uploads: Iterable[uuid.UUID]) -> dict[uuid.UUID, Voice]:
    """By their numbers; the caller has asked the conversation. A constant number of queries."""
    found = list(Upload.objects.filter(pk__in=set(uploads), spoken=True).select_related("track__sound"))
    tracks = [track for upload in found if (track := standing_voice(upload)) is not None]
    decided = decide_for(listener, tracks) if tracks else {}
    silent = {number: each for number, each in decided.items() if not each.audible}
    told = tellings(listener, silent, [track for track in tracks if track.pk in silent]) if silent else {}
    return {upload.pk: _voice(listener, upload, told) for upload in found}


def _voice(listener: Listener, upload: Upload, told: Mapping[int, Telling | None]) -> Voice:
    mine = upload.person_id == listener.person_id
    if upload.state == "refused":
        return Voice(upload.pk, "refused", mine, refusal=upload.refusal if mine else "")
    track = standing_voice(upload)
    if track is None:
        going = upload.state not in rules.ENDED
        return Voice(upload.pk, "checking" if going else "gone", mine)
    if track.pk in told:
        return Voice(upload.pk, "silent", mine, track.seconds, telling=told[track.pk], track=track.pk)
    return Voice(upload.pk, "ready", mine, track.seconds, bytes(track.sound.waveform), track=track.pk)


def standing_voice(upload: Upload) -> Track | None:
    """Its track, once it is decided and until it is taken back."""
    track: Track | None = getattr(upload, "track", None)
    return track if track is not None and track.withdrawn_at is None else None


def voice_of(person_id: int, upload: uuid.UUID) -> bool:
    """Whether somebody may send this voice note: it is theirs, and not taken back."""
    mine = Upload.objects.filter(pk=upload, person_id=person_id, spoken=True)
    return mine.exclude(track__withdrawn_at__isnull=False).exists()


def voices_before(moment: datetime) -> QuerySet[Upload]:
    """Voice notes that stand and were sent in before then."""
    sent = Upload.objects.filter(spoken=True, made_at__lt=moment)
    return sent.filter(track__isnull=False, track__withdrawn_at=None)


def voice_track(upload: uuid.UUID) -> int | None:
    """The track of a voice note that has been decided."""
    return (
        Track.objects.filter(upload=upload, spoken=True, withdrawn_at=None)
        .values_list("pk", flat=True)
        .first()
    )


def why_voices_are_closed() -> bool:
    """Whether the site has a person hear what it does not know, and so takes no voice notes."""
    return rights.instance().mode == Mode.STRICT


def seconds_of(uploads: Iterable[uuid.UUID]) -> dict[uuid.UUID, float]:
    """Voice note → how long it is, for lists that play nothing."""
    rows = Upload.objects.filter(pk__in=set(uploads), spoken=True).values_list("pk", "sound__seconds")
    return {pk: seconds or 0.0 for pk, seconds in rows}
