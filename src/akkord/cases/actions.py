"""Orders: filed, shown row by row, executed in one step, released."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, Subquery

from akkord.catalogue import queries as catalogue
from akkord.catalogue.news import News, tell_office
from akkord.flow import clock, jobs
from akkord.ledger import actions as ledger
from akkord.ledger.rules import Action, Ground, Kind, Line, Thing
from akkord.music import queries as music
from akkord.rights import actions as rights
from akkord.rights import queries as facts
from akkord.rights.actions.lines import actor_of
from akkord.rights.actions.standing import acting_for
from akkord.rights.terms import BlockKind, FileId, RecordingId, Scope, ScopeKind
from akkord.rights.territories import TerritorySet, UnknownTerritory, parse

from . import errors, lookup, queries, rules
from .models import Order, OrderRow
from .releasing import forget_listed
from .stay_down import learn
from .telling import tell_uploaders

if TYPE_CHECKING:
    from akkord.catalogue.models import Organisation
    from akkord.catalogue.queries import Acting
    from akkord.people.models import Person
    from akkord.rights.models import Block

Found = OrderRow.Found
EFFECTIVE = (Found.RECORDING, Found.FILE)
# What a row says of what was found for it.
_SAID = ("found", "recording_id", "sound_id", "tracks", "note", "claimant_id", "refusal")


# --- orders ------------------------------------------------------------------------------------------


@transaction.atomic
def file_order(
    person: "Person",
    organisation: "Organisation",
    *,
    title: str,
    reason: str,
    text: str,
    territory: str = "Worldwide",
    execute: bool = False,
) -> Order:
    """Look up everything a list names and show it row by row; nothing is silenced yet.

    In a body's own order each row speaks for the owner of what it names, as far as that owner's mandate goes;
    rows beyond it are refused one by one. With `execute` the order is filed and executed, or neither.
    Raises NotRepresented, OutsideMandate, BadList, BadTerritory, NoReason; with `execute` also NothingToDo.
    """
    where = read_territory(territory)
    acting = acting_for(person, organisation.pk, where, ())
    if not title.strip() or not reason.strip():
        raise errors.NoReason
    try:
        named = rules.read_list(text)
    except (rules.TooManyRows, rules.EmptyList) as bad:
        raise errors.BadList from bad
    order = Order.objects.create(
        organisation=acting.agent if acting.by_mandate else organisation,
        on_behalf_of=organisation if acting.by_mandate else None,
        person=person,
        title=title.strip()[:200],
        reason=reason.strip()[:1000],
        territory=str(where),
        made_at=clock.now(),
    )
    found = lookup.look_up(parties_of(person, organisation, where), named)
    OrderRow.objects.bulk_create(
        [_row(order, number, row) for number, row in enumerate(found, 1)], batch_size=500
    )
    return execute_order(person, order) if execute else order


def _row(order: Order, number: int, found: lookup.Row) -> OrderRow:
    return OrderRow(
        order=order,
        line=number,
        given=found.named.given,
        found=found.found,
        note=found.note,
        recording_id=found.recording,
        sound_id=found.sound,
        tracks=found.tracks,
        claimant_id=found.claimant,
        refusal=found.refusal,
    )


def parties_of(person: "Person", organisation: "Organisation", where: TerritorySet) -> lookup.Parties:
    """On whose behalf the person files for the organisation there; for a body also all its principals."""
    now, coordinated = clock.now(), organisation.kind == organisation.Kind.BODY
    asked = {organisation.pk} | (catalogue.principals_of(organisation.pk, now) if coordinated else set())
    ways = catalogue.ways_to_act(person.pk, asked, now)
    if coordinated:  # what the person may do for another body is not this one's mandate
        ways = {pk: [way for way in found if way.agent == organisation] for pk, found in ways.items()}
    return lookup.Parties(organisation.pk, ways, where, coordinated)


def read_territory(text: str) -> TerritorySet:
    """Raises BadTerritory."""
    try:
        where = parse(text)
    except UnknownTerritory as unknown:
        raise errors.BadTerritory from unknown
    if not where:
        raise errors.BadTerritory
    return where


@transaction.atomic
def execute_order(person: "Person", order: Order) -> Order:
    """Silence everything the order's rows name, in one step: rows, lines and blocks, or none of them.

    From the commit on no path gives a byte, because every path asks. Twice is once: AlreadyExecuted.
    What a row names is looked up again, so that nothing is done to what has become somebody else's.
    Raises NothingToDo, NotRepresented, OutsideMandate.
    """
    locked = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if locked.state == Order.State.EXECUTED:
        raise errors.AlreadyExecuted
    claimant = order.on_behalf_of or order.organisation
    where = parse(order.territory)
    acting = acting_for(person, claimant.pk, where, ())
    looked_up = _looked_up_again(order, parties_of(person, claimant, where))
    rows = [row for row in looked_up if row.found in EFFECTIVE]
    if not rows:
        raise errors.NothingToDo
    line_id = ledger.reserve_id()
    laid = _block(person, order, rows, line_id)
    entry = ledger.write_order(_line(order, acting, line_id), [block.entry for block in laid])
    moment = clock.now()
    Order.objects.filter(pk=order.pk).update(state=Order.State.EXECUTED, entry=entry, executed_at=moment)
    order.state, order.entry, order.executed_at = Order.State.EXECUTED, entry, moment
    if any(row.found == Found.FILE for row in rows):
        jobs.put(learn, [order.pk], {})
    jobs.put(tell_uploaders, [order.pk], {})
    for side in {order.organisation_id, claimant.pk}:
        tell_office(side, News.ORDER_EXECUTED, order=str(order.public_id))
    return order


@transaction.atomic
def release_order(person: "Person", order: Order, claimant: "Organisation") -> int:
    """Lift everything an executed order silenced for one of its claimants, in one step; how many blocks.

    A settlement, a mistake: the other claimants' rows stay as they are, and so does whatever else forbids.
    Raises NotExecuted, NothingToRelease, NotRepresented, OutsideMandate.
    """
    if order.state != Order.State.EXECUTED:
        raise errors.NotExecuted
    standing = list(queries.blocks_still_standing(order).filter(claimant=claimant))
    if not standing:
        raise errors.NothingToRelease
    rights.lift_blocks(person, standing)
    forget_listed(standing)
    tell_office(claimant.pk, News.ORDER_RELEASED, order=str(order.public_id))
    return len(standing)


def _looked_up_again(order: Order, parties: lookup.Parties) -> list[OrderRow]:
    """The order's rows as they are now; those that changed since the preview are written anew."""
    rows = list(OrderRow.objects.filter(order=order).order_by("line"))
    now = lookup.look_up(parties, [rules.name(row.line, row.given) for row in rows])
    changed = []
    for old, found in zip(rows, now, strict=True):
        new = _row(order, old.line, found)
        if any(getattr(old, name) != getattr(new, name) for name in _SAID):
            for name in _SAID:
                setattr(old, name, getattr(new, name))
            changed.append(old)
    OrderRow.objects.bulk_update(changed, [name.removesuffix("_id") for name in _SAID], batch_size=500)
    return rows


def _block(person: "Person", order: Order, rows: list[OrderRow], line_id: str) -> list["Block"]:
    """Lay one block for each thing the rows name, for the claimant of its row, and write it with them."""
    claimants: dict[Scope, int | None] = {}
    for row in rows:
        claimants.setdefault(_scope(row), row.claimant_id)  # a recording named twice is blocked once
    basis = rights.Basis(order=line_id, demanded_at=order.made_at)
    laid = rights.block_many(person, _wanted(order, claimants), case=order.pk, basis=basis)
    _show_blocks(order, f"order {order.pk}")
    return laid


def lay_row(row: OrderRow) -> "Block":
    """Silence what one row of an executed order was found to mean since, with a line of its own.

    What the order silences already under another of its rows is not silenced twice. Raises NotRepresented.
    """
    order, scope = row.order, _scope(row)
    standing = queries.blocks_still_standing(order).filter(scope=scope.kind.value, scope_id=scope.id).first()
    if standing is not None:
        return standing
    basis = rights.Basis(demanded_at=order.made_at)  # the order's line counts the rows it was executed with
    wanted = _wanted(order, {scope: row.claimant_id})
    return rights.block_many(order.person, wanted, case=order.pk, basis=basis)[0]


def _wanted(order: Order, claimants: Mapping[Scope, int | None]) -> list[rights.Wanted]:
    where, came = parse(order.territory), _came_to_the_site(list(claimants))
    return [
        rights.Wanted(
            kind=_kind(scope),
            scope=scope,
            claimant=claimant,
            territories=where,
            source=f"order {order.pk}",
            content_date=came.get(scope),
        )
        for scope, claimant in claimants.items()
    ]


def _came_to_the_site(scopes: list[Scope]) -> dict[Scope, date]:
    """On which day the first copy of each was sent in; what nobody has sent in yet is not named."""
    recordings = {scope.id for scope in scopes if scope.kind == ScopeKind.RECORDING}
    sounds = {scope.id for scope in scopes if scope.kind == ScopeKind.FILE}
    of_recordings, of_sounds = music.first_sent(recordings, sounds)
    return {Scope.recording(RecordingId(pk)): day for pk, day in of_recordings.items()} | {
        Scope.file(FileId(pk)): day for pk, day in of_sounds.items()
    }


def _show_blocks(order: Order, source: str) -> None:
    """Write with every row the block that was laid for what it names; two queries for any number of rows.

    Found by what they are on, which is indexed, and told from older blocks by their source: by their case
    every row would read through all blocks of the order.
    """
    for found, scope, column in (
        (Found.RECORDING, ScopeKind.RECORDING, "recording_id"),
        (Found.FILE, ScopeKind.FILE, "sound_id"),
    ):
        laid = facts.blocks_on(scope, OuterRef(column)).filter(source=source).order_by()  # type: ignore[arg-type]
        rows = OrderRow.objects.filter(order=order, found=found)
        rows.update(block=Subquery(laid.values("pk")[:1]))


def _line(order: Order, acting: "Acting", line_id: str) -> Line:
    return Line(
        kind=Kind.ORDER,
        ground=Ground.COPYRIGHT,
        actor=actor_of(acting),
        thing=Thing("list", f"order:{order.pk}"),
        action=Action.BLOCK,
        facts={"order": str(order.public_id), "title": order.title, "reason": order.reason},
        territory=order.territory,
        demanded_at=order.made_at,
        id=line_id,
    )


def _scope(row: OrderRow) -> Scope:
    if row.recording_id is not None:
        return Scope.recording(RecordingId(row.recording_id))
    return Scope.file(FileId(row.sound_id or 0))


def _kind(scope: Scope) -> BlockKind:
    """A recording with standing is kept down; over a file nobody knows an order is a notice."""
    return BlockKind.STAYDOWN if scope.kind == ScopeKind.RECORDING else BlockKind.NOTICE
