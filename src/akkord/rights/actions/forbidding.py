"""Forbidding: blocks on files, recordings, works, posts, accounts, one or a thousand; and their lifting."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from akkord.catalogue import queries as catalogue
from akkord.catalogue.errors import NotRepresented
from akkord.catalogue.queries import Acting
from akkord.flow import clock, outbox
from akkord.ledger.actions import write_line, write_lines
from akkord.ledger.rules import Actor
from akkord.rights import errors
from akkord.rights import facts_in_tables as tables
from akkord.rights.models import Block
from akkord.rights.queries import hold_facts
from akkord.rights.rules.facts import ALL_USES
from akkord.rights.terms import BlockKind, BlockState, Scope, ScopeKind, Use
from akkord.rights.territories import NOWHERE, WORLDWIDE, TerritorySet

from . import lines
from .lines import Basis
from .standing import Reach, acting_for_all, not_theirs
from .stating import note_change

if TYPE_CHECKING:
    from akkord.ledger.models import Entry
    from akkord.people.models import Person

# What a court, an office or the site itself decides names who decided it, unless a party claims it.
_OFFICIAL = frozenset({BlockKind.COURT, BlockKind.REGULATOR})
# What a block keeps when it is suspended or resumed.
_KEPT = (
    "kind",
    "scope",
    "scope_id",
    "uses",
    "territory",
    "starts",
    "ends",
    "claimant_id",
    "authority",
    "law",
    "case",
    "source",
    "person_id",
)
# Organisations that decide about what is not theirs.
_OFFICES = frozenset({"court", "authority"})


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One block to be laid. `claimant` is the party behind it; without one it is the operator who forbids."""

    kind: BlockKind
    scope: Scope
    claimant: int | None = None
    territories: TerritorySet = WORLDWIDE
    uses: frozenset[Use] = field(default=ALL_USES)
    starts: datetime | None = None
    ends: datetime | None = None
    authority: str = ""
    law: str = ""  # the provision the authority names, as a tombstone says it
    source: str = ""
    content_date: date | None = None  # when what it silences came to the site, as far as the caller knows


def block(person: "Person", wanted: Wanted, *, case: int | None = None, basis: Basis | None = None) -> Block:
    """Forbid one thing. Raises what `block_many` raises."""
    return block_many(person, [wanted], case=case, basis=basis)[0]


@transaction.atomic
def block_many(
    person: "Person", wanted: Sequence[Wanted], *, case: int | None = None, basis: Basis | None = None
) -> list[Block]:
    """Forbid many things at once, each with its line, in the order given; all or nothing.

    Raises NotRepresented, OutsideMandate, NotTheirs, OperatorOnly, NoAuthority, NoUses, Nowhere,
    EndsBeforeStart.
    """
    if not wanted:
        return []
    hold_facts()
    actings = _may_forbid(person, wanted)
    rows = [_row(person, each, case) for each in wanted]
    return _lay(rows, wanted, lambda row: _actor(row, actings), basis or Basis())


def lift_block(person: "Person", standing: Block) -> Block:
    """Forbid no longer: whoever could lay the block, or the operator. Raises AlreadyWithdrawn."""
    return lift_blocks(person, [standing])[0]


@transaction.atomic
def lift_blocks(person: "Person", standing: Iterable[Block]) -> list[Block]:
    """Lift many at once; all or nothing."""
    rows = _locked(standing)
    _withdraw(rows, _lifter(person, rows))
    _changed(rows)
    return rows


@transaction.atomic
def suspend_block(person: "Person", standing: Block) -> Block:
    """Suspend a notice because it was answered; returns the suspended block that takes its place.

    Raises OnlyNoticesSuspend (rule 2: never a court's, an office's or a stay-down), AlreadyWithdrawn.
    """
    (row,) = _locked([standing])
    if row.kind != BlockKind.NOTICE.value:
        raise errors.OnlyNoticesSuspend
    if row.state == BlockState.SUSPENDED.value:
        return row
    (entry,) = _withdraw([row], _lifter(person, [row]))
    suspended = _successor(row, BlockState.SUSPENDED)
    suspended.entry = entry
    suspended.save()
    _changed([row])
    return suspended


@transaction.atomic
def resume_block(person: "Person", suspended: Block, *, basis: Basis | None = None) -> Block:
    """A suspended notice holds again; returns the block that takes its place. Raises NotSuspended."""
    (row,) = _locked([suspended])
    if row.state != BlockState.SUSPENDED.value:
        raise errors.NotSuspended
    acting = _may_lift(person, [row])[row.claimant_id]
    resumed = _successor(row, BlockState.ACTIVE)
    isrc = _isrcs([row]).get(row.scope_id, "")
    entry = write_line(lines.forbidding(resumed, lines.actor_of(acting), isrc, basis or Basis()))
    row.withdrawn_at, row.lifting, resumed.entry = clock.now(), entry, entry
    row.save(update_fields=["withdrawn_at", "lifting"])
    resumed.save()
    _changed([row])
    return resumed


@transaction.atomic
def end_block_at(person: "Person", standing: Block, ends: datetime) -> Block:
    """Say until when a block holds; the one in its place. Raises EndsBeforeStart, AlreadyWithdrawn."""
    (row,) = _locked([standing])
    actor = _lifter(person, [row])(row)
    if ends <= max(clock.now(), row.starts or row.recorded_at):
        raise errors.EndsBeforeStart
    bounded = _successor(row, BlockState(row.state))
    bounded.ends = ends
    isrc = _isrcs([row]).get(row.scope_id, "")
    entry = write_line(lines.bounding(bounded, actor, isrc, row.entry.public_id))
    row.withdrawn_at, row.lifting, bounded.entry = clock.now(), entry, entry
    row.save(update_fields=["withdrawn_at", "lifting"])
    bounded.save()
    _changed([row])
    return bounded


# --- who may -----------------------------------------------------------------------------------------


def _may_forbid(person: "Person", wanted: Sequence[Wanted]) -> dict[int, Acting]:
    """claimant → how the person acts for it, once it is sure that everything wanted is theirs to forbid."""
    for each in wanted:
        if each.kind in _OFFICIAL and not each.authority:
            raise errors.NoAuthority
        if each.claimant is None:
            _by_operator(person, each)
    reaches = _reaches((each.claimant, each.territories, each.scope) for each in wanted)
    actings = acting_for_all(person, reaches)
    owners = {
        claimant: {each.scope.id for each in wanted if _claims_recording(each, claimant)}
        for claimant in reaches
        if actings[claimant].organisation.kind not in _OFFICES
    }
    if others := not_theirs(owners):
        raise errors.NotTheirs(", ".join(map(str, others[:20])))
    return actings


def _claims_recording(wanted: Wanted, claimant: int) -> bool:
    return wanted.claimant == claimant and wanted.scope.kind == ScopeKind.RECORDING


def _reaches(asked: Iterable[tuple[int | None, TerritorySet, Scope]]) -> dict[int, Reach]:
    """claimant → how far its acts go together; what is no recording asks for the whole catalogue."""
    where: dict[int, TerritorySet] = {}
    named: dict[int, set[int] | None] = {}
    for claimant, territories, scope in asked:
        if claimant is None:
            continue
        where[claimant] = where.get(claimant, NOWHERE) | territories
        known = named.setdefault(claimant, set())
        if scope.kind != ScopeKind.RECORDING:
            named[claimant] = None
        elif known is not None:
            known.add(scope.id)
    return {
        claimant: Reach(territories, None if (of := named[claimant]) is None else frozenset(of))
        for claimant, territories in where.items()
    }


def _by_operator(person: "Person", wanted: Wanted) -> None:
    """Without a claimant only staff forbids, except what a person says of all their own uploads."""
    own_account = Scope(ScopeKind.ACCOUNT, person.pk)
    own = wanted.kind == BlockKind.UPLOADER and wanted.scope == own_account
    if not own and not catalogue.is_operator(person):
        raise errors.OperatorOnly


def _may_lift(person: "Person", rows: Sequence[Block]) -> dict[int | None, Acting | None]:
    """claimant → how the person may lift its blocks: for it, or (None) as the operator."""
    for row in rows:
        own = row.kind == BlockKind.UPLOADER.value and row.person_id == person.pk
        if row.claimant_id is None and not catalogue.is_operator(person) and not own:
            raise errors.OperatorOnly
    reaches = _reaches(
        (row.claimant_id, tables.read_territories(row.territory), Scope(ScopeKind(row.scope), row.scope_id))
        for row in rows
    )
    ways: dict[int | None, Acting | None] = {None: None}
    try:
        for claimant, way in acting_for_all(person, reaches).items():
            ways[claimant] = way
    except NotRepresented:
        if not catalogue.is_operator(person):
            raise
        ways.update(dict.fromkeys(reaches))
    return ways


# --- how ---------------------------------------------------------------------------------------------


def _row(person: "Person | None", wanted: Wanted, case: int | None) -> Block:
    if not wanted.territories:
        raise errors.Nowhere
    if not wanted.uses:
        raise errors.NoUses
    if wanted.starts is not None and wanted.ends is not None and wanted.ends <= wanted.starts:
        raise errors.EndsBeforeStart
    return Block(
        kind=wanted.kind.value,
        scope=wanted.scope.kind.value,
        scope_id=wanted.scope.id,
        uses=tables.words_of(wanted.uses),
        territory=tables.write_territories(wanted.territories),
        starts=wanted.starts,
        ends=wanted.ends,
        claimant_id=wanted.claimant,
        authority=wanted.authority,
        law=wanted.law,
        case=case,
        source=wanted.source,
        recorded_at=clock.now(),
        person=person,
    )


def _actor(row: Block, actings: dict[int, Acting]) -> Actor:
    return lines.actor_of(actings[row.claimant_id] if row.claimant_id is not None else None)


def _lifter(person: "Person", rows: Sequence[Block]) -> Callable[[Block], Actor]:
    """Who lifts each of the rows, as its line says; raises what keeps the person from it."""
    ways = _may_lift(person, rows)
    return lambda row: lines.actor_of(ways[row.claimant_id])


def _isrcs(rows: Iterable[Block]) -> dict[int, str]:
    """recording → its ISRC, for the lines; blocks on anything else have none."""
    ids = {row.scope_id for row in rows if row.scope == ScopeKind.RECORDING.value}
    return catalogue.isrcs_of(ids) if ids else {}


def _locked(standing: Iterable[Block]) -> list[Block]:
    """The rows as they are now, held until the transaction ends. Raises AlreadyWithdrawn."""
    hold_facts()  # always before the rows, so that two changes never wait in a ring
    ids = [row.pk for row in standing]
    found = Block.objects.select_for_update(of=("self",)).select_related("entry").in_bulk(ids)
    rows = [found[pk] for pk in ids]
    if any(row.withdrawn_at is not None for row in rows):
        raise errors.AlreadyWithdrawn
    return rows


def _lay(
    rows: list[Block], wanted: Sequence[Wanted], actor: Callable[[Block], Actor], basis: Basis
) -> list[Block]:
    """Write the rows, each with its line."""
    isrcs = _isrcs(rows)
    told = [
        lines.forbidding(row, actor(row), isrcs.get(row.scope_id, ""), basis, each.content_date)
        for row, each in zip(rows, wanted, strict=True)
    ]
    for row, entry in zip(rows, write_lines(told), strict=True):
        row.entry = entry
    Block.objects.bulk_create(rows, batch_size=500)
    _changed(rows)
    return rows


def _withdraw(rows: Sequence[Block], actor: Callable[[Block], Actor]) -> "list[Entry]":
    """Take the rows back, each with its line; the lines."""
    isrcs, at = _isrcs(rows), clock.now()
    entries = write_lines(
        [lines.lifting(row, actor(row), isrcs.get(row.scope_id, ""), row.entry.public_id) for row in rows]
    )
    for row, entry in zip(rows, entries, strict=True):
        row.withdrawn_at, row.lifting = at, entry
    Block.objects.bulk_update(rows, ["withdrawn_at", "lifting"], batch_size=200)
    return entries


def _successor(row: Block, state: BlockState) -> Block:
    """The same block in another state, recorded now."""
    return Block(
        **{name: getattr(row, name) for name in _KEPT},
        state=state.value,
        replaces=row,
        recorded_at=clock.now(),
    )


def _changed(rows: Sequence[Block]) -> None:
    note_change()
    on: dict[str, list[int]] = {}
    for row in rows:
        on.setdefault(row.scope, []).append(row.scope_id)
    if recordings := on.get(ScopeKind.RECORDING.value):
        outbox.announce("facts_changed", recordings=recordings)
    if files := on.get(ScopeKind.FILE.value):
        outbox.announce("facts_changed", sounds=files)
    for account in on.get(ScopeKind.ACCOUNT.value, []):
        outbox.announce("facts_changed", account=account)
