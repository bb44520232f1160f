"""What a step of a proceeding does to what people hear and read: blocks laid and lifted, strikes counted."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from akkord.flow import clock
from akkord.ledger import actions as ledger
from akkord.ledger.rules import Action, Actor, Ground, Kind, Line, Source, Thing
from akkord.music import actions as music_actions
from akkord.rights import actions as rights
from akkord.rights.terms import BlockKind, ContentId, FileId, PhotoId, PostId, RecordingId, Scope
from akkord.rights.territories import parse

from . import proceeding_queries as queries
from .law.terms import Effect, Machine, Party
from .models import Proceeding, ProceedingRow, Strike
from .releasing import deny_use, end_pass, let_pass, release_claim

if TYPE_CHECKING:
    from akkord.rights.models import Block

State = ProceedingRow.State
_KINDS = {
    Machine.COURT: BlockKind.COURT,
    Machine.RU_COURT: BlockKind.COURT,
    Machine.DEMAND: BlockKind.REGULATOR,
    Machine.DMCA: BlockKind.NOTICE,
    Machine.DSA: BlockKind.NOTICE,
    Machine.RU_APPLICATION: BlockKind.NOTICE,
    Machine.STAY_DOWN: BlockKind.STAYDOWN,
}
_OFFICIAL = frozenset({BlockKind.COURT, BlockKind.REGULATOR})
# Cases of proceedings and those of orders are counted apart in the one column blocks have for them.
CASES_FROM = 1 << 40
WITHHELD = "…"  # while a law forbids telling, the tombstone does not name the authority either


def carry_out(found: Proceeding, effect: Effect, actor: Actor, by: Party) -> None:
    """In the transaction of the step. Twice is once: a row is laid or lifted only where it is not yet."""
    if effect == Effect.RESTORE:
        release_claim(found, actor, by)
    else:
        _HOW[effect](found, actor)


def _block(found: Proceeding, actor: Actor) -> None:
    """Whatever is not silent yet; for a court or an authority under one line that counts the rows' lines."""
    official = _official(queries.procedure_of(found).machine)
    standing = [r for r in found.rows.exclude(state=State.SILENCED).order_by("line") if r.meant]
    rows = [row for row in standing if official or not row.contradicted]
    if not rows or not official:
        lay(found, rows, actor)
        return
    line = _list_line(found, actor)
    laid = lay(found, rows, actor, order=line.id)
    found.entry = ledger.write_order(line, [block.entry for block in laid])
    found.executed_at = clock.now()
    found.save(update_fields=["entry", "executed_at"])


def lay(found: Proceeding, rows: list[ProceedingRow], actor: Actor, order: str = "") -> list["Block"]:
    """Silence what the rows name, each thing once, with its line; `order` is the line that counts them."""
    law = queries.procedure_of(found)
    official = _official(law.machine)
    scopes = {_scope(row): row for row in rows}
    withheld = found.state == "told_later"
    again = found.steps.filter(event="disclose").exists()  # laid anew, now that it may be told
    wanted = [
        rights.Wanted(
            kind=_KINDS[law.machine],
            scope=scope,
            claimant=None if official else found.organisation_id,  # whom a court frees, it frees itself
            territories=parse(found.territory),
            starts=_began(row.block) if again else None,
            authority=WITHHELD if withheld else found.authority,
            law="" if withheld or not official else str(found.given.get("law") or "").strip()[:200],
            source=f"proceeding {found.pk}",
        )
        for scope, row in scopes.items()
    ]
    demanded = found.opened_at if official else None
    basis = rights.Basis(
        law=law.source,
        jurisdiction=found.country,
        order=order,
        demanded_at=demanded,
        source=Source.TRUSTED_FLAGGER if found.facts.get("trusted") else None,
    )
    laid = rights.block_by_law(wanted, case=CASES_FROM + found.pk, actor=actor, basis=basis)
    by_scope = dict(zip(scopes, laid, strict=True))
    for row in rows:
        row.block, row.state = by_scope[_scope(row)], State.SILENCED
    _keep(rows)
    return laid


def _began(before: "Block | None") -> datetime | None:
    return None if before is None else before.starts or before.recorded_at


def _list_line(found: Proceeding, actor: Actor) -> Line:
    law = queries.procedure_of(found)
    return Line(
        kind=Kind.ORDER,
        ground=Ground.STATE if law.machine == Machine.DEMAND else Ground.COURT,
        actor=actor,
        thing=Thing("list", f"proceeding:{found.public_id}"),
        action=Action.BLOCK,
        facts={"proceeding": str(found.public_id), "state": found.state},
        territory=found.territory,
        law=law.source,
        jurisdiction=found.country,
        demanded_at=found.opened_at,
        id=ledger.reserve_id(),
    )


def _keep(rows: list[ProceedingRow]) -> None:
    """Write which block silences each row, and how it stands.

    As an insert that meets its row: bulk_update makes a branch of SQL for each, five times the work.
    """
    ProceedingRow.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["id"], update_fields=["block", "state"]
    )


def _official(machine: Machine) -> bool:
    """A court and an authority need not be right by what the site knows."""
    return _KINDS[machine] in _OFFICIAL


def _lift(found: Proceeding, actor: Actor) -> None:
    _give_back(found, actor, suspend=False)


def _suspend(found: Proceeding, actor: Actor) -> None:
    _give_back(found, actor, suspend=True)


def _give_back(found: Proceeding, actor: Actor, *, suspend: bool) -> None:
    rows = list(found.rows.filter(state=State.SILENCED).select_related("block").order_by("line"))
    standing = {row.block.pk: row.block for row in rows if row.block and row.block.withdrawn_at is None}
    left = rights.lift_by_law(list(standing.values()), actor=actor, suspend=suspend)
    now = dict(zip(standing, left, strict=True))
    for row in rows:
        row.block = now.get(row.block_id or 0, row.block)
        row.state = State.SUSPENDED if suspend else State.RESTORED
    _keep(rows)


def _strike(found: Proceeding, actor: Actor) -> None:
    for person in sorted(queries.uploaders_of(found)):
        Strike.objects.get_or_create(
            person_id=person, proceeding=found, lifted_at=None, defaults={"at": clock.now()}
        )


def _unstrike(found: Proceeding, actor: Actor) -> None:
    found.strikes.filter(lifted_at=None).update(lifted_at=clock.now())


def _reviewed(found: Proceeding, actor: Actor) -> None:
    assert found.upload_id is not None
    music_actions.note_reviewed(found.upload_id)


_HOW: Mapping[Effect, Callable[[Proceeding, Actor], None]] = {
    Effect.BLOCK: _block,
    Effect.LIFT: _lift,
    Effect.SUSPEND: _suspend,
    Effect.STRIKE: _strike,
    Effect.UNSTRIKE: _unstrike,
    Effect.PASS: let_pass,
    Effect.END_PASS: end_pass,
    Effect.DENY: deny_use,
    Effect.REVIEWED: _reviewed,
}


def _scope(row: ProceedingRow) -> Scope:
    if row.post_id:
        return Scope.post(PostId(row.post_id))
    if row.photo_id:
        return Scope.photo(PhotoId(row.photo_id))
    if row.content_id:
        return Scope.document(ContentId(row.content_id))
    if row.recording_id:
        return Scope.recording(RecordingId(row.recording_id))
    return Scope.file(FileId(row.sound_id or 0))
