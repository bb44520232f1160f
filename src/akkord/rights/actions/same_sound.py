"""Two recordings with one sound: noted when the ear finds it, and every later word a fact of its own.

A word takes the place of the one before, with its line, in one transaction; so an agreement can be taken back
and every earlier decision still be recomputed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.ledger.actions import write_line
from akkord.ledger.rules import Actor, ActorClass
from akkord.rights import errors
from akkord.rights import facts_in_tables as tables
from akkord.rights.models import SameSound
from akkord.rights.queries import hold_facts

from . import lines
from .stating import note_change

if TYPE_CHECKING:
    from akkord.people.models import Person

State = SameSound.State


@dataclass(frozen=True)
class Likeness:
    """How the sound of one recording (f, its length first) is like that of another (r), as the ear found it.

    Segments are {f0, f1, r0, r1, score} in seconds; `speed` and `pitch` (semitones) are the first's against
    the other's.
    """

    segments: Sequence[Mapping[str, float]]
    lengths_ms: tuple[int, int]
    score: float
    engine: str
    p_false: float | None = None
    speed: float = 1.0
    pitch: float = 0.0

    def turned(self) -> "Likeness":
        """The same, asked the other way round."""
        turned = [
            {**each, "f0": each["r0"], "f1": each["r1"], "r0": each["f0"], "r1": each["f1"]}
            for each in self.segments
        ]
        first, second = self.lengths_ms
        return Likeness(
            turned, (second, first), self.score, self.engine, self.p_false, 1 / self.speed, -self.pitch
        )


@transaction.atomic
def note_same_sound(recording_id: int, like: int, found: Likeness) -> SameSound:
    """The ear says that two recordings have one sound. Whatever was said of the two stands: twice is once."""
    hold_facts()  # two recordings that come at once find each other, and only one of them says so
    if recording_id > like:
        recording_id, like, found = like, recording_id, found.turned()
    known = SameSound.objects.filter(one_id=recording_id, other_id=like, withdrawn_at=None).first()
    if known is not None:
        return known
    row = SameSound(
        one_id=recording_id,
        other_id=like,
        score=found.score,
        p_false=found.p_false,
        speed=found.speed,
        pitch=found.pitch,
        segments=list(found.segments),
        one_ms=found.lengths_ms[0],
        other_ms=found.lengths_ms[1],
        engine=found.engine,
        recorded_at=clock.now(),
    )
    tables.same_sound(row)  # what the law could not read is not written
    row.entry = write_line(lines.sounding(row, Actor(ActorClass.AUTOMATIC)))
    row.save()
    _changed(row)
    return row


@transaction.atomic
def say_same_sound(
    row: SameSound,
    state: State,
    actor: Actor,
    *,
    person: "Person | None" = None,
    organisation_id: int | None = None,
    reason: str = "",
) -> SameSound:
    """Put another word in the place of what stands about two recordings. The caller has made sure who may.

    Raises AlreadyWithdrawn when something else was said meanwhile.
    """
    hold_facts()
    before = SameSound.objects.select_for_update(of=("self",)).select_related("entry").get(pk=row.pk)
    if before.withdrawn_at is not None:
        raise errors.AlreadyWithdrawn
    after = SameSound.objects.get(pk=before.pk)
    after.pk, after._state.adding = None, True
    after.state, after.reason, after.recorded_at = state, reason, clock.now()
    after.person, after.organisation_id = person, organisation_id
    after.entry = write_line(lines.sounding(after, actor, _standing_line(before)))
    before.withdrawn_at, before.withdrawal = after.recorded_at, after.entry
    before.save(update_fields=["withdrawn_at", "withdrawal"])
    after.save()
    _changed(after)
    return after


def _standing_line(row: SameSound) -> str:
    """The line that stands for the row; a reversal leaves none."""
    return "" if row.state == State.DIFFERENT else row.entry.public_id


def _changed(row: SameSound) -> None:
    note_change()
    outbox.announce("facts_changed", recordings=[row.one_id, row.other_id])
    for number in (row.one_id, row.other_id):
        outbox.announce("ownership_changed", recording=number)
