"""What stating and taking back any fact have in common: columns, line, count, and the word sent."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import F

from akkord.flow import clock, outbox
from akkord.ledger.actions import write_line
from akkord.ledger.rules import Actor
from akkord.rights import errors
from akkord.rights import facts_in_tables as tables
from akkord.rights.models import FactsVersion, Free, Grant, Licence, Ownership, Policy
from akkord.rights.queries import FIRST_VERSION, hold_facts, taking_back_narrows
from akkord.rights.rules import facts as law
from akkord.rights.territories import TerritorySet

from . import lines
from .standing import acting_for, acting_or_staff

if TYPE_CHECKING:
    from akkord.people.models import Person

Row = TypeVar("Row", Licence, Policy, Grant, Ownership, Free)


def note_change() -> None:
    """Count a change of facts, in its transaction: whatever was decided before is decided anew."""
    if not FactsVersion.objects.filter(pk=1).update(version=F("version") + 1):
        FactsVersion.objects.get_or_create(pk=1, defaults={"version": FIRST_VERSION + 1})


def stated(
    person: "Person", territories: TerritorySet, starts: datetime | None, ends: datetime | None, source: str
) -> dict[str, Any]:
    """The columns every fact has. Raises Nowhere, EndsBeforeStart."""
    if not territories:
        raise errors.Nowhere
    if starts is not None and ends is not None and ends <= starts:
        raise errors.EndsBeforeStart
    return {
        "territory": tables.write_territories(territories),
        "starts": starts,
        "ends": ends,
        "recorded_at": clock.now(),
        "source": source,
        "person": person,
    }


def about(repertoire: law.Repertoire) -> dict[str, Any]:
    if not (repertoire.catalogue or repertoire.recordings or repertoire.releases):
        raise errors.NothingNamed
    return tables.write_repertoire(repertoire)


def take_back(person: "Person", row: Row, party: int, *, staff: bool = False) -> Row:
    may = acting_or_staff if staff else acting_for
    return end(row, lines.actor_of(may(person, party, tables.read_territories(row.territory), _named(row))))


def _named(row: Row) -> list[int] | None:
    """The recordings a fact is about; None when it is about a catalogue or releases."""
    if isinstance(row, Ownership | Free):
        return [row.recording_id]
    return None if row.catalogue or row.releases else row.recordings


def end(row: Row, actor: Actor) -> Row:
    """Withdraw a row with its line, if it narrows or answers one. Raises AlreadyWithdrawn."""
    hold_facts()  # always before the row, so that two changes never wait in a ring
    present = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if present.withdrawn_at is not None:
        raise errors.AlreadyWithdrawn
    stated_by = getattr(present, "entry", None)
    if stated_by is not None or taking_back_narrows(present):
        prev = stated_by.public_id if stated_by is not None else ""
        present.withdrawal = write_line(lines.withdrawing(present, actor, prev))
    present.withdrawn_at = clock.now()
    present.save(update_fields=["withdrawn_at", "withdrawal"])
    changed(present)
    return present


def changed(row: Licence | Policy | Grant | Ownership | Free) -> None:
    """Count the change and wake whoever keeps answers made of it."""
    note_change()
    match row:
        case Ownership() | Free():
            outbox.announce("facts_changed", recordings=[row.recording_id])
            if isinstance(row, Ownership):
                outbox.announce("ownership_changed", recording=row.recording_id)
        case Licence():
            _repertoire_changed(row, row.licensor_id)
            if row.recordings and row.starts is not None and row.starts > clock.now():
                outbox.announce_at(row.starts, "facts_changed", recordings=row.recordings)
        case _:
            _repertoire_changed(row, row.owner_id)


def _repertoire_changed(row: Licence | Policy | Grant, organisation: int) -> None:
    if row.catalogue or row.releases:
        outbox.announce("facts_changed", catalogue_of=organisation)
    else:
        outbox.announce("facts_changed", recordings=row.recordings)
