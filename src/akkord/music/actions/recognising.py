"""Recognising: a sound is held against every reference, and no reference and no sound miss each other."""

from typing import TYPE_CHECKING

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.music import queries
from akkord.music.models import Hearing, Match
from akkord.rights import actions as rights_actions
from akkord.sound import ear
from akkord.sound.models import Sound

if TYPE_CHECKING:
    from earprint.matches import Match as Found


def hear(sound: Sound) -> None:
    """Look the sound up among all references it has not been held against.

    Repeats until no reference came meanwhile: one added before our commit is seen by the check after it,
    one added later finds our hearing in the backlog. So no reference and no sound ever miss each other.
    """
    while True:
        known = Hearing.objects.filter(sound=sound, engine=ear.ENGINE).first()
        if known is not None and ear.generation() <= known.generation:
            return
        heard = ear.look_up(sound, since=known.generation if known else 0)
        _remember(sound, heard)


@transaction.atomic
def _remember(sound: Sound, heard: ear.Heard) -> None:
    """What was found, how far was looked, and the word that decisions about it are to be told anew."""
    found = [_remember_match(sound, match) for match in heard.matches]
    _, first = Hearing.objects.update_or_create(
        sound=sound,
        defaults={"generation": heard.generation, "engine": ear.ENGINE, "at": clock.now()},
    )
    if first or any(found):
        rights_actions.note_change()
    if any(found):
        outbox.announce("facts_changed", sounds=[sound.pk])


def _remember_match(sound: Sound, match: "Found") -> bool:
    reference = queries.length_of_reference(match.track)
    if reference is None:  # a reference of the index whose recording was never committed
        return False
    segments = [{"f0": s.f0, "f1": s.f1, "r0": s.r0, "r1": s.r1, "score": s.score} for s in match.segments]
    Match.objects.update_or_create(
        sound=sound,
        recording_id=match.track,
        defaults={
            "score": match.score,
            "segments": segments,
            "reference_ms": reference,
            "speed": match.speed,
            "engine": ear.ENGINE,
            "found_at": clock.now(),
        },
    )
    return True


@transaction.atomic
def withdraw_matches(recording_ids: list[int], sound_id: int | None = None) -> None:
    """A claimant agrees that these matches mean nothing: for one sound, or for every one."""
    wanted = Match.objects.filter(recording_id__in=recording_ids, withdrawn_at=None)
    if sound_id is not None:
        wanted = wanted.filter(sound_id=sound_id)
    sounds = list(wanted.values_list("sound_id", flat=True))
    wanted.update(withdrawn_at=clock.now())
    rights_actions.note_change()
    outbox.announce("facts_changed", sounds=sounds)
