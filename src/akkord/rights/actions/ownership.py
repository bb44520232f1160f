"""Who owns a recording, and what needs nobody's licence: stated, proven by delivery, and taken back."""

from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db import transaction

from akkord.flow import clock
from akkord.ledger.rules import Actor
from akkord.rights import errors, terms
from akkord.rights import facts_in_tables as tables
from akkord.rights.models import Free, Ownership
from akkord.rights.queries import hold_facts, owners_of
from akkord.rights.territories import WORLDWIDE, TerritorySet

from . import lines
from .standing import acting_for, acting_or_staff
from .stating import changed, end, stated, take_back

if TYPE_CHECKING:
    from akkord.catalogue.models import Organisation
    from akkord.people.models import Person


@transaction.atomic
def record_ownership(
    person: "Person",
    recording_id: int,
    party: "Organisation",
    share: Fraction,
    *,
    territories: TerritorySet = WORLDWIDE,
    standing: terms.Standing = terms.Standing.ASSERTED,
    right: terms.Right = terms.Right.GENERAL,
    starts: datetime | None = None,
    ends: datetime | None = None,
    source: str = "",
) -> Ownership:
    """State that a party holds a share. For itself a party only asserts; proof is the operator's to record.

    Raises OperatorOnly, ShareOutOfRange, Nowhere, EndsBeforeStart besides those of standing.
    """
    if standing == terms.Standing.ASSERTED:
        acting_or_staff(person, party.pk, territories, [recording_id])
    elif not person.is_staff:
        raise errors.OperatorOnly
    return _own(
        Ownership(
            recording_id=recording_id,
            party=party,
            right=right.value,
            share=str(Fraction(share)),
            standing=standing.value,
            **stated(person, territories, starts, ends, source),
        )
    )


@transaction.atomic
def withdraw_ownership(person: "Person", ownership: Ownership) -> Ownership:
    """Take an ownership back; where it had standing, that may silence. Raises AlreadyWithdrawn."""
    return take_back(person, ownership, ownership.party_id, staff=True)


@transaction.atomic
def own_by_delivery(
    person: "Person", recording_id: int, party: "Organisation", share: str, territory: str, delivery: int
) -> Ownership:
    """Standing by delivered reference (rights.md section 5, rule 7): the deliverer owns what its list says.

    The same again is nothing new; another share or territory takes the place of what was delivered earlier.
    """
    hold_facts()  # two deliveries at once must not both find none before them
    said = {"share": share, "territory": territory, "right": terms.Right.GENERAL.value}
    earlier = Ownership.objects.select_for_update().filter(
        recording_id=recording_id,
        party=party,
        standing=terms.Standing.EVIDENCED.value,
        withdrawn_at=None,
        source__startswith="delivery ",
    )
    for row in list(earlier):
        if all(getattr(row, name) == value for name, value in said.items()):
            return row
        take_back(person, row, party.pk, staff=True)
    return _own(
        Ownership(
            recording_id=recording_id,
            party=party,
            standing=terms.Standing.EVIDENCED.value,
            recorded_at=clock.now(),
            source=f"delivery {delivery}",
            person=person,
            **said,
        )
    )


@transaction.atomic
def record_free(
    person: "Person",
    recording_id: int,
    ground: terms.Ground,
    *,
    territories: TerritorySet = WORLDWIDE,
    starts: datetime | None = None,
    ends: datetime | None = None,
    source: str,
) -> Free:
    """State that a recording needs no licence, by this evidence: all its owners may, or the operator.

    Raises OperatorOnly, Nowhere, EndsBeforeStart besides those of standing.
    """
    _all_owners_or_staff(person, recording_id, territories)
    row = Free(
        recording_id=recording_id,
        ground=ground.value,
        **stated(person, territories, starts, ends, source),
    )
    row.save()
    changed(row)
    return row


@transaction.atomic
def withdraw_free(person: "Person", free: Free) -> Free:
    """The recording needs licences again. Raises AlreadyWithdrawn, OperatorOnly."""
    _all_owners_or_staff(person, free.recording_id, tables.read_territories(free.territory))
    return end(free, lines.STAFF if person.is_staff else _owner_actor(person, free))


def _all_owners_or_staff(person: "Person", recording_id: int, territories: TerritorySet) -> None:
    if person.is_staff:
        return
    owners = [o for o in owners_of(recording_id) if o.standing != terms.Standing.ASSERTED.value]
    if not owners:
        raise errors.OperatorOnly
    for owner in owners:
        acting_for(person, owner.party_id, territories, [recording_id])


def _owner_actor(person: "Person", free: Free) -> Actor:
    owner = next(o for o in owners_of(free.recording_id) if o.standing != terms.Standing.ASSERTED.value)
    where = tables.read_territories(free.territory)
    return lines.actor_of(acting_for(person, owner.party_id, where, [free.recording_id]))


def _own(row: Ownership) -> Ownership:
    tables.ownership(row)  # what the law could not read is not written
    row.save()
    changed(row)
    return row
