"""What a step of a proceeding does to what people hear: blocks laid and lifted, strikes counted."""

from collections.abc import Callable, Mapping

from akkord.flow import clock
from akkord.ledger.rules import Actor
from akkord.rights import actions as rights
from akkord.rights.terms import BlockKind, FileId, RecordingId, Scope
from akkord.rights.territories import parse

from . import proceeding_queries as queries
from .law.terms import Effect, Machine, Party
from .models import Proceeding, ProceedingRow, Strike
from .releasing import release_claim

State = ProceedingRow.State
_KINDS = {
    Machine.COURT: BlockKind.COURT,
    Machine.RU_COURT: BlockKind.COURT,
    Machine.DEMAND: BlockKind.REGULATOR,
    Machine.DMCA: BlockKind.NOTICE,
    Machine.DSA: BlockKind.NOTICE,
    Machine.RU_APPLICATION: BlockKind.NOTICE,
}
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
    law = queries.procedure_of(found)
    rows = [
        r
        for r in found.rows.exclude(found="not_found").order_by("line")
        if not r.contradicted or _official(law.machine)
    ]
    rows = [row for row in rows if row.state != State.SILENCED]
    wanted = [
        rights.Wanted(
            kind=_KINDS[law.machine],
            scope=_scope(row),
            claimant=found.organisation_id,
            territories=parse(found.territory),
            authority=WITHHELD if found.state == "told_later" else found.authority,
            source=f"proceeding {found.pk}",
        )
        for row in rows
    ]
    basis = rights.Basis(law=law.source, jurisdiction=found.country)
    laid = rights.block_by_law(wanted, case=CASES_FROM + found.pk, actor=actor, basis=basis)
    for row, block in zip(rows, laid, strict=True):
        row.block, row.state = block, State.SILENCED
    ProceedingRow.objects.bulk_update(rows, ["block", "state"], batch_size=500)


def _official(machine: Machine) -> bool:
    """A court and an authority need not be right by what the site knows."""
    return _KINDS[machine] != BlockKind.NOTICE


def _lift(found: Proceeding, actor: Actor) -> None:
    _give_back(found, actor, suspend=False)


def _suspend(found: Proceeding, actor: Actor) -> None:
    _give_back(found, actor, suspend=True)


def _give_back(found: Proceeding, actor: Actor, *, suspend: bool) -> None:
    rows = list(found.rows.filter(state=State.SILENCED).select_related("block").order_by("line"))
    standing = [row for row in rows if row.block is not None and row.block.withdrawn_at is None]
    left = rights.lift_by_law([row.block for row in standing if row.block], actor=actor, suspend=suspend)
    for row, block in zip(standing, left, strict=True):
        row.block = block
    for row in rows:
        row.state = State.SUSPENDED if suspend else State.RESTORED
    ProceedingRow.objects.bulk_update(rows, ["block", "state"], batch_size=500)


def _strike(found: Proceeding, actor: Actor) -> None:
    for person in sorted(queries.uploaders_of(found)):
        Strike.objects.get_or_create(
            person_id=person, proceeding=found, lifted_at=None, defaults={"at": clock.now()}
        )


def _unstrike(found: Proceeding, actor: Actor) -> None:
    found.strikes.filter(lifted_at=None).update(lifted_at=clock.now())


_HOW: Mapping[Effect, Callable[[Proceeding, Actor], None]] = {
    Effect.BLOCK: _block,
    Effect.LIFT: _lift,
    Effect.SUSPEND: _suspend,
    Effect.STRIKE: _strike,
    Effect.UNSTRIKE: _unstrike,
}


def _scope(row: ProceedingRow) -> Scope:
    if row.recording_id:
        return Scope.recording(RecordingId(row.recording_id))
    return Scope.file(FileId(row.sound_id or 0))
