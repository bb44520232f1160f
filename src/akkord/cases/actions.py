"""Orders and contests: filed, shown row by row, executed in one step; answered and released."""

import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from akkord.catalogue import queries as catalogue
from akkord.flow import clock, jobs, outbox
from akkord.ledger import actions as ledger
from akkord.ledger.rules import Action, Ground, Kind, Line, Thing
from akkord.music import actions as music_actions
from akkord.music import queries as music
from akkord.rights import blocks
from akkord.rights.lines import Basis, actor_of
from akkord.rights.standing import acting_for
from akkord.rights.terms import BlockKind, FileId, RecordingId, Scope, ScopeKind
from akkord.rights.territories import TerritorySet, UnknownTerritory, parse
from akkord.sound import ear

from . import errors, lookup, queries, rules
from .models import Contest, Order, OrderRow
from .stay_down import learn

if TYPE_CHECKING:
    from akkord.catalogue.models import Organisation
    from akkord.people.models import Person

Found = OrderRow.Found
EFFECTIVE = (Found.RECORDING, Found.FILE)
CONTEST_GROUNDS = ("owner", "licensed", "lawful_use", "wrong_match", "other")


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
) -> Order:
    """Look up everything a list names and show it row by row; nothing is silenced yet.

    Raises NotRepresented, OutsideMandate, BadList, BadTerritory, NoReason.
    """
    where = read_territory(territory)
    acting = acting_for(person, organisation.pk, where)
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
    OrderRow.objects.bulk_create(
        [
            OrderRow(
                order=order,
                line=number,
                given=row.named.given,
                found=row.found,
                note=row.note,
                recording_id=row.recording,
                sound_id=row.sound,
                tracks=row.tracks,
            )
            for number, row in enumerate(lookup.look_up(organisation.pk, named), 1)
        ],
        batch_size=500,
    )
    return order


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
    Raises NothingToDo, NotRepresented, OutsideMandate.
    """
    locked = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if locked.state == Order.State.EXECUTED:
        raise errors.AlreadyExecuted
    claimant = order.on_behalf_of or order.organisation
    where = parse(order.territory)
    acting = acting_for(person, claimant.pk, where)
    rows = list(OrderRow.objects.filter(order=order, found__in=EFFECTIVE).order_by("line"))
    if not rows:
        raise errors.NothingToDo
    order_id = ledger.reserve_id()
    scopes = list(dict.fromkeys(_scope(row) for row in rows))  # a recording named twice is blocked once
    laid = blocks.block_many(
        person,
        [
            blocks.Wanted(
                kind=_kind(scope), scope=scope, claimant=claimant.pk, territories=where,
                source=f"order {order.pk}",
            )
            for scope in scopes
        ],
        case=order.pk,
        basis=Basis(order=order_id),
    )  # fmt: skip
    by_scope = dict(zip(scopes, laid, strict=True))
    for row in rows:
        row.block = by_scope[_scope(row)]
    OrderRow.objects.bulk_update(rows, ["block"], batch_size=500)
    line = Line(
        kind=Kind.ORDER,
        ground=Ground.COPYRIGHT,
        actor=actor_of(acting),
        thing=Thing("list", f"order:{order.pk}"),
        action=Action.BLOCK,
        facts={"order": str(order.public_id), "title": order.title, "reason": order.reason},
        territory=order.territory,
        id=order_id,
    )
    entry = ledger.write_order(line, [block.entry for block in laid])
    moment = clock.now()
    Order.objects.filter(pk=order.pk).update(state=Order.State.EXECUTED, entry=entry, executed_at=moment)
    order.state, order.entry, order.executed_at = Order.State.EXECUTED, entry, moment
    if any(row.found == Found.FILE for row in rows):
        jobs.put(learn, [order.pk], {})
    _tell_uploaders(order, rows)
    return order


def _scope(row: OrderRow) -> Scope:
    if row.found == Found.RECORDING:
        return Scope.recording(RecordingId(row.recording_id or 0))
    return Scope.file(FileId(row.sound_id or 0))


def _kind(scope: Scope) -> BlockKind:
    """A recording with standing is kept down; over a file nobody knows an order is a notice."""
    return BlockKind.STAYDOWN if scope.kind == ScopeKind.RECORDING else BlockKind.NOTICE


def _tell_uploaders(order: Order, rows: list[OrderRow]) -> None:
    recordings = [row.recording_id for row in rows if row.recording_id]
    sounds = [row.sound_id for row in rows if row.sound_id]
    for person_id in music.uploaders_of(recordings, sounds):
        outbox.tell(f"person:{person_id}", "order", order=str(order.public_id), title=order.title)


# --- contests ----------------------------------------------------------------------------------------


@transaction.atomic
def contest(person: "Person", upload_id: uuid.UUID, ground: str, text: str) -> Contest:
    """The uploader says why a restriction is wrong; its claimant has to answer.

    Raises NoSuchUpload, NothingToContest, ContestEmpty.
    """
    upload = music.upload_of(person.pk, upload_id)
    if not upload.told.get("silent"):
        raise errors.NothingToContest
    if ground not in CONTEST_GROUNDS or not text.strip():
        raise errors.ContestEmpty
    standing = Contest.objects.filter(upload=upload, state=Contest.State.OPEN).first()
    if standing is not None:
        return standing
    return Contest.objects.create(
        person=person, upload=upload, ground=ground, text=text.strip()[:2000], made_at=clock.now()
    )


@transaction.atomic
def answer_contest(
    person: "Person", organisation: "Organisation", number: int, *, release: bool, answer: str
) -> Contest:
    """The claimant stands by its restriction, or releases what it laid on this very sound.

    Raises NoSuchContest, NotRepresented.
    """
    catalogue.may_act_for(person.pk, organisation.pk, clock.now())
    found = queries.contest_against(organisation.pk, number)
    if found.state != Contest.State.OPEN:
        return found
    if release:
        _release(person, organisation.pk, found)
    found.state = Contest.State.RELEASED if release else Contest.State.UPHELD
    found.answer, found.answered_at = answer.strip()[:1000], clock.now()
    found.save(update_fields=["state", "answer", "answered_at"])
    outbox.tell(f"person:{found.person_id}", "contest", upload=str(found.upload_id), state=found.state)
    return found


def _release(person: "Person", organisation_id: int, contest: Contest) -> None:
    """Free this very sound: a notice over it is lifted; a match with the catalogue is taken back, so that
    the recording itself stays where its label wants it."""
    sound = contest.upload.sound_id
    notices = list(queries.notices_on(organisation_id, sound))
    listed = [b.scope_id for b in notices if b.scope == ScopeKind.RECORDING.value]
    if notices:
        blocks.lift_blocks(person, notices)
    if listed:
        music_actions.withdraw_matches(listed)
        ear.forget(listed)
    matched = music.recordings_of_sounds([sound]).get(sound, [])
    delivered = catalogue.recordings_by_ids(matched)
    own = [r for r in matched if delivered[r].organisation_id == organisation_id]
    if own:
        music_actions.withdraw_matches(own, sound)
