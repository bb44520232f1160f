"""Recognising: a sound is held against every reference, and no reference and no sound miss each other.

A sound is made findable first and then looks up the references; a reference is taught to the ear first and
then asks what is findable. So of each pair the later question meets the other one:

- the sound was findable when the reference asked: its question finds the sound;
- it was not: the sound looked up after that, so after the reference was taught, and finds it.

Each first half is durable before its second begins, each second is done again when it was killed, and both
end in `hear`, which writes down the same matches however often. Prints alone are asked: nothing is decoded.

Both indices can be lost and fill themselves from stored prints before anything is asked of them.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q

from akkord.flow import clock, outbox
from akkord.music import queries, rules
from akkord.music.models import Hearing, Match, Reexamination
from akkord.rights import actions as rights_actions
from akkord.sound import ear
from akkord.sound.models import Sound

if TYPE_CHECKING:
    from earprint.matches import Match as Found

PAGE = 200
BY_HAND = "a person"  # as the engine of a match


def hear(sound: Sound) -> None:
    """Make the sound findable, and look it up among all references it has not been held against.

    Repeats until no reference came meanwhile, so that what is decided next knows of it.
    """
    references = whole_references()
    known = Hearing.objects.filter(sound=sound, held_against=references).first()
    place = ear.uploads_name()
    if known is None or known.findable_in != place:
        place = _make_findable([sound])
    while True:
        if known is not None and ear.generation() <= known.generation:
            return
        heard = ear.look_up(sound, since=known.generation if known else 0)
        _remember(sound, heard, references, place)
        known = Hearing.objects.get(sound=sound)


def ask_backlog(recording_id: int) -> bool:
    """Ask what was sent in before for one reference; only what answers is looked at again.

    Returns whether the answer may be incomplete; then every older sound has to be held against it.
    """
    whole_references()
    make_all_findable()
    sound = queries.delivered_recording(recording_id).sound
    if sound is None or not sound.print:
        return False
    found = ear.ask(ear.print_of(sound))
    mine = Reexamination.objects.filter(recording_id=recording_id)
    mine.update(answered=len(found), looked=0, long_way=ear.is_full(found))
    for older in Sound.objects.filter(pk__in=[match.track for match in found]).order_by("pk"):
        hear(older)
        mine.update(looked=F("looked") + 1)
    mine.update(asked_at=clock.now())
    return ear.is_full(found)


def compare_reference(recording_id: int) -> None:
    """Ask the references for one of them: a recording whose sound stands already under another number.

    Both were taught before either asks, so of two that come at once the later one finds the other. What a
    notice only listed is no recording of the catalogue. Twice is once.
    """
    whole_references()
    recording = queries.delivered_recording(recording_id)
    if recording.isrc is None or recording.sound is None or not recording.sound.print:
        return
    found = [match for match in ear.look_up(recording.sound).matches if match.track != recording_id]
    delivered = queries.delivered_lengths(match.track for match in found)
    mine = round((recording.sound.seconds or 0) * 1000)
    for match in found:
        other = delivered.get(match.track)
        segments = [
            {"f0": s.f0, "f1": s.f1, "r0": s.r0, "r1": s.r1, "score": s.score} for s in match.segments
        ]
        if other is not None and rules.is_same_sound(segments, (mine, other)):
            likeness = rights_actions.Likeness(
                segments,
                (mine, other),
                match.score,
                ear.ENGINE,
                match.p_false,
                match.tempo,
                match.pitch_semitones,
            )
            rights_actions.note_same_sound(recording_id, match.track, likeness)


def begin_reexamination(recording_id: int) -> None:
    """A new reference will be asked for: from now on people see how far that is. Twice begins anew."""
    began = {"since": clock.now(), "answered": 0, "looked": 0, "long_way": False, "asked_at": None}
    Reexamination.objects.update_or_create(recording_id=recording_id, defaults=began)


def end_long_way(since: datetime) -> None:
    """Every older sound was held against the references that had been asked for until then."""
    Reexamination.objects.filter(long_way=True, asked_at__lte=since).update(long_way=False)


def whole_references() -> str:
    """The name of the index of references, taught every one of them first if it is new, was lost, or is older
    than what was heard in it. Without that a recording whose reference is gone would pass for unknown.
    """
    name = ear.references_name()
    older = Hearing.objects.filter(held_against=name, generation__gt=ear.generation())
    if name and not older.exists():
        return name
    for recording, sound in queries.references():
        ear.add_reference(recording, sound)
    name = ear.name_references()
    with transaction.atomic():
        outbox.announce("references_renewed")
    return name


def make_all_findable() -> None:
    """Add whatever the index of what was sent in lacks: it is new, was lost, or the engine is another one."""
    place = ear.uploads_name()
    missing = Hearing.objects.filter(Q(findable_in__lt=place) | Q(findable_in__gt=place))
    while page := list(missing.select_related("sound").order_by("sound_id")[:PAGE]):
        _make_findable([hearing.sound for hearing in page])


def _make_findable(sounds: list[Sound]) -> str:
    """Durable before it is said: a kill in between adds them once more."""
    place = ear.make_findable(sounds)
    Hearing.objects.filter(sound__in=sounds).update(findable_in=place)
    return place


@transaction.atomic
def _remember(sound: Sound, heard: ear.Heard, references: str, place: str) -> None:
    """What was found, how far was looked, and the word that decisions about it are to be told anew."""
    found = [_remember_match(sound, match) for match in heard.matches]
    _, first = Hearing.objects.update_or_create(
        sound=sound,
        defaults={
            "generation": heard.generation,
            "held_against": references,
            "findable_in": place,
            "at": clock.now(),
        },
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
            "speed": match.tempo,
            "pitch": match.pitch_semitones,
            "p_false": match.p_false,
            "engine": ear.ENGINE,
            "found_at": clock.now(),
        },
    )
    return True


@transaction.atomic
def match_by_hand(sound: Sound, recording_id: int) -> None:
    """A person has found, by evidence, that the whole sound is the recording, which the ear did not hear.

    What it found itself of the two stays as it is; what was withdrawn stands again.
    """
    length = sound.seconds or 0
    whole = {"f0": 0.0, "f1": length, "r0": 0.0, "r1": length, "score": 1.0}
    match, new = Match.objects.get_or_create(
        sound=sound,
        recording_id=recording_id,
        defaults={
            "score": 1.0,
            "segments": [whole],
            "reference_ms": queries.length_of_reference(recording_id) or round(length * 1000),
            "engine": BY_HAND,
            "found_at": clock.now(),
        },
    )
    if not new and match.withdrawn_at is None:
        return
    match.withdrawn_at = None
    match.save(update_fields=["withdrawn_at"])
    rights_actions.note_change()
    outbox.announce("facts_changed", sounds=[sound.pk])


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
