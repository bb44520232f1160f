"""The annex of a court's act: read like a label's list, looked up row by row, doubts left to a person."""

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from akkord.catalogue import queries as catalogue
from akkord.flow import clock
from akkord.ledger.rules import Actor, ActorClass
from akkord.music import queries as music
from akkord.rights.territories import TerritorySet

from . import errors, lookup, rules
from . import proceeding_queries as queries
from .carrying_out import lay
from .doubts import track_meant
from .law.proceeding import Outcome
from .law.terms import Machine, Party
from .models import OrderRow, Proceeding, ProceedingRow
from .named import judge

if TYPE_CHECKING:
    from akkord.music.models import Track
    from akkord.people.models import Person

COURTS = frozenset({Machine.COURT, Machine.RU_COURT})
Found = OrderRow.Found


def rows_of_act(
    lines: Sequence[str], facts: Mapping[str, object], claimant: int | None, where: TerritorySet
) -> list[ProceedingRow]:
    """A row for every line of the annex, and with "and the catalogue generally" one for every recording.

    Raises BadList, NoClaimant.
    """
    try:
        named = rules.read_list("\n".join(lines)) if lines else []
    except rules.TooManyRows as bad:
        raise errors.BadList from bad
    if facts.get("catalogue"):
        named += _catalogue_of(claimant, named)
    rows = [_row(number, found) for number, found in enumerate(lookup.look_up_for_court(named), 1)]
    senders = _senders(named)
    for row, one in zip(rows, named, strict=True):
        row.person_id = senders.get(lookup.track_number(one) or 0)
    if claimant is not None:
        judge(rows, claimant, where)
    return rows


def _catalogue_of(claimant: int | None, named: Sequence[rules.Named]) -> list[rules.Named]:
    """The claimant's delivered recordings. The act has to say whose catalogue it means."""
    if claimant is None:
        raise errors.NoClaimant
    numbers = catalogue.recording_numbers_of(claimant)
    return [rules.name(len(named) + place, f"recording {pk}") for place, pk in enumerate(sorted(numbers), 1)]


def _senders(named: Sequence[rules.Named]) -> dict[int, int | None]:
    """track → who sent it in."""
    numbers = {number for one in named if (number := lookup.track_number(one)) is not None}
    return {pk: track.person_id for pk, track in music.tracks_by_numbers(numbers).items()}


def _row(number: int, found: lookup.Row) -> ProceedingRow:
    return ProceedingRow(
        line=number,
        given=found.named.given,
        found=found.found,
        recording_id=found.recording,
        sound_id=found.sound,
        note=found.note,
        tracks=found.tracks,
    )


def note_deadlines(found: Proceeding, outcome: Outcome) -> None:
    """By when the law wants the site to have acted is said with every row, once such a clock runs."""
    due = next((each.falls for each in outcome.deadlines if each.clock.actor == Party.STAFF), None)
    if due is not None:
        found.rows.filter(due_at=None).update(due_at=due)


@transaction.atomic
def decide_row(person: "Person", public_id: uuid.UUID, line: int, track: int | None) -> ProceedingRow:
    """One of the staff says which track an ambiguous row means, or (None) that it means none of them.

    While the act is in force what it means is silent at once, with its own line. Raises StaffOnly,
    NoSuchProceeding, NoSuchRow.
    """
    if not catalogue.is_operator(person):
        raise errors.StaffOnly
    found = queries.locked(public_id)
    rows = found.rows.select_for_update(of=("self",))
    row = rows.filter(line=line, found=Found.AMBIGUOUS, decided_at=None).first()
    if row is None:
        raise errors.NoSuchRow
    if track is not None:
        _mean(row, track_meant(row, track))
    row.decided_by, row.decided_at = person, clock.now()
    row.save()
    if row.meant and queries.is_in_force(found):
        lay(found, [row], Actor(ActorClass.STAFF), order="")
    return row


def _mean(row: ProceedingRow, track: "Track") -> None:
    (found,) = lookup.look_up_for_court([rules.name(row.line, f"/audio{track.pk}")])
    row.recording_id, row.sound_id, row.person_id = found.recording, found.sound, track.person_id
    row.note, row.tracks = found.note or str(track)[:300], found.tracks
