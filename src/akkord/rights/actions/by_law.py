"""Forbidding and freeing by a proceeding: the law says what follows, and nobody need represent the claimant.

Only `cases` calls this, with a case whose steps are recorded; blocks are laid and lifted with their line, in
the transaction of the step. What a person forbids or frees on their own word goes through `forbidding`.
"""

from collections.abc import Sequence

from django.db import transaction

from akkord.flow import clock
from akkord.ledger.actions import write_line
from akkord.ledger.rules import Actor
from akkord.rights import errors
from akkord.rights import facts_in_tables as tables
from akkord.rights.models import Block, Grant
from akkord.rights.queries import hold_facts
from akkord.rights.rules.facts import ALL_USES
from akkord.rights.terms import BlockKind, BlockState
from akkord.rights.territories import WORLDWIDE, TerritorySet

from . import lines
from .forbidding import Wanted, _changed, _lay, _locked, _row, _successor, _withdraw
from .lines import Basis
from .stating import changed, end

_BY_LAW = frozenset({BlockKind.NOTICE, BlockKind.COURT, BlockKind.REGULATOR, BlockKind.STAYDOWN})
_OFFICIAL = frozenset({BlockKind.COURT, BlockKind.REGULATOR})


@transaction.atomic
def block_by_law(wanted: Sequence[Wanted], *, case: int, actor: Actor, basis: Basis) -> list[Block]:
    """Lay what a step of a proceeding brings about. Raises OperatorOnly, NoAuthority, Nowhere, NoUses."""
    if not wanted:
        return []
    hold_facts()
    for each in wanted:
        if each.kind not in _BY_LAW:
            raise errors.OperatorOnly
        if each.kind in _OFFICIAL and not each.authority:
            raise errors.NoAuthority
    return _lay([_row(None, each, case) for each in wanted], wanted, lambda _: actor, basis)


@transaction.atomic
def lift_by_law(standing: Sequence[Block], *, actor: Actor, suspend: bool = False) -> list[Block]:
    """Take back what a proceeding laid; with `suspend` a suspended notice takes each one's place.

    Raises OnlyNoticesSuspend, AlreadyWithdrawn.
    """
    if not standing:
        return []
    rows = _locked(standing)
    if suspend and any(row.kind != BlockKind.NOTICE.value for row in rows):
        raise errors.OnlyNoticesSuspend
    _withdraw(rows, lambda _: actor)
    left = [_suspended(row) for row in rows] if suspend else rows
    _changed(rows)
    return left


@transaction.atomic
def clear_file(
    owner: int,
    sound: int,
    recordings: Sequence[int],
    *,
    actor: Actor,
    source: str,
    territories: TerritorySet = WORLDWIDE,
) -> Grant:
    """Release an owner's claim to these recordings on one file; blocks stand as they stood. Twice is once."""
    hold_facts()
    named, where = sorted(recordings), tables.write_territories(territories)
    standing = Grant.objects.filter(owner_id=owner, sound_id=sound, withdrawn_at=None)
    for known in standing:
        if known.recordings == named and known.territory == where:
            return known
    row = Grant(
        owner_id=owner,
        sound_id=sound,
        recordings=named,
        uses=tables.words_of(ALL_USES),
        territory=where,
        recorded_at=clock.now(),
        source=source,
    )
    row.entry = write_line(lines.stating(row, actor))
    row.save()
    changed(row)
    return row


@transaction.atomic
def end_clearing(sound: int, *, actor: Actor, source: str) -> None:
    """Take back what a proceeding let pass of one file. Twice is once."""
    hold_facts()
    for row in Grant.objects.filter(sound_id=sound, source=source, withdrawn_at=None).order_by("pk"):
        end(row, actor)


def _suspended(row: Block) -> Block:
    kept = _successor(row, BlockState.SUSPENDED)
    assert row.lifting is not None
    kept.entry = row.lifting
    kept.save()
    return kept
