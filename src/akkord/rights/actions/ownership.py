"""Who owns a recording, and what needs nobody's licence: stated, proven by delivery, and taken back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db import transaction

from akkord.catalogue import queries as catalogue
from akkord.flow import clock
from akkord.ledger.actions import write_line
from akkord.ledger.rules import Actor
from akkord.rights import errors, terms
from akkord.rights import facts_in_tables as tables
from akkord.rights.models import Free, Ownership
from akkord.rights.owning import facts_about
from akkord.rights.queries import hold_facts, proven_owners
from akkord.rights.rules import effective
from akkord.rights.rules import facts as law
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
    elif not catalogue.is_operator(person):
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
def narrow_ownership(
    person: "Person", ownership: Ownership, share: Fraction, territories: TerritorySet
) -> Ownership:
    """Claim less from now on: a smaller share, fewer territories, or both; its standing stays.

    Raises NotLess, AlreadyWithdrawn besides those of standing.
    """
    held = tables.ownership(ownership)
    less = 0 < share <= held.share and bool(territories) and territories <= held.territories
    if not less or (share, territories) == (held.share, held.territories):
        raise errors.NotLess
    narrowed = effective.Remainder(held.right, territories, held.valid)
    row = withdraw_ownership(person, ownership)
    acting = acting_or_staff(person, row.party_id, territories, [row.recording_id])
    return _again(person, row, narrowed, share, lines.actor_of(acting))


@transaction.atomic
def prove_ownership(person: "Person", ownership: Ownership, source: str) -> Ownership:
    """A document was looked at by the operator: the assertion becomes evidence. Raises OperatorOnly."""
    if not catalogue.is_operator(person):
        raise errors.OperatorOnly
    held = tables.ownership(ownership)
    whole = effective.Remainder(held.right, held.territories, held.valid)
    row = end(ownership, lines.STAFF)
    row.source = source
    return _again(person, row, whole, held.share, lines.STAFF, terms.Standing.EVIDENCED)


@transaction.atomic
def lapse_ownership(ownership: Ownership) -> Ownership:
    """Nobody stood by a bare assertion in time: it is taken back. Raises AlreadyWithdrawn, OperatorOnly."""
    if ownership.standing != terms.Standing.ASSERTED.value:
        raise errors.OperatorOnly
    return end(ownership, lines.STAFF)


@transaction.atomic
def restate_shares(
    person: "Person",
    recording_ids: Iterable[int],
    shares: Mapping["Organisation", Fraction],
    area: effective.Area,
    *,
    standing: terms.Standing,
    source: str,
    actor: Actor,
) -> list[Ownership]:
    """Put these shares in the place of all the parties state about the area; outside it all stays as it was.

    Of recordings that are one by agreement each is given the shares, so that they hold should the two part.
    The caller has made sure that every party agreed, or that a court has ruled. It reaches as far back as
    the area does.
    """
    hold_facts()
    stated_before = Ownership.objects.select_for_update().filter(
        recording_id__in=set(recording_ids), party__in=list(shares), withdrawn_at=None
    )
    for row in list(stated_before.order_by("pk")):
        held = tables.ownership(row)
        if effective.touches(held, area):
            ended = end(row, actor)
            for left in effective.outside(held, area):
                _again(person, ended, left, held.share, actor)
    return [
        _own(
            Ownership(
                recording_id=recording_id,
                party=party,
                right=right.value,
                share=str(share),
                standing=standing.value,
                **stated(person, area.territories, area.valid.start, area.valid.end, source),
            ),
            actor,
        )
        for recording_id in sorted(recording_ids)
        for party, share in shares.items()
        for right in effective.names_of(area.rights)
        if share
    ]


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
        ),
        lines.actor_of_organisation(party),
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
    return end(free, lines.STAFF if catalogue.is_operator(person) else _owner_actor(person, free))


def _may_silence(stated: law.Ownership) -> bool:
    """Whether somebody else owns some of what is stated, or of what is the same recording by agreement.

    Without another owner nothing was heard there; a bare assertion has no voice, a declaration none beside
    proof.
    """
    if stated.standing in effective.UNPROVEN or not stated.share:
        return False
    area = effective.Area(effective.rights_of(stated.right), stated.territories, stated.valid)
    return any(
        effective.touches(other, area)
        for other in facts_about(stated.recording)
        if other.party != stated.party
        and other.withdrawn_at is None
        and other.standing != terms.Standing.ASSERTED
        and other.share
    )


def _all_owners_or_staff(person: "Person", recording_id: int, territories: TerritorySet) -> None:
    if catalogue.is_operator(person):
        return
    owners = proven_owners([recording_id]).get(recording_id)
    if not owners:
        raise errors.OperatorOnly
    for owner in sorted(owners):
        acting_for(person, owner, territories, [recording_id])


def _owner_actor(person: "Person", free: Free) -> Actor:
    owner = min(proven_owners([free.recording_id])[free.recording_id])
    where = tables.read_territories(free.territory)
    return lines.actor_of(acting_for(person, owner, where, [free.recording_id]))


def _again(
    person: "Person",
    row: Ownership,
    left: effective.Remainder,
    share: Fraction,
    actor: Actor,
    standing: terms.Standing | None = None,
) -> Ownership:
    """Record what is left of a statement that was taken back."""
    return _own(
        Ownership(
            recording_id=row.recording_id,
            party_id=row.party_id,
            right=left.right.value,
            share=str(share),
            standing=(standing or terms.Standing(row.standing)).value,
            **stated(person, left.territories, left.valid.start, left.valid.end, row.source),
        ),
        actor,
    )


def _own(row: Ownership, actor: Actor = lines.STAFF) -> Ownership:
    """Write a statement; beside another owner a proven one may silence, and then it has its line."""
    hold_facts()  # two owners at once must not both find the other missing
    if _may_silence(tables.ownership(row)):  # what the law could not read is not written
        row.entry = write_line(lines.owning(row, actor))
    row.save()
    changed(row)
    return row
