"""Rule 2: whatever covers the file, its sounds or its uploader and is in force, forbids.

A counter-notice or appeal suspends only the notice it answers. Lawful use (rule 8) softens an owner's
automatic claim on a part of a recording, and no block of any other kind.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from akkord.rights.rules.answers import Reason
from akkord.rights.rules.facts import Block
from akkord.rights.rules.hearing import Heard, Hearing
from akkord.rights.terms import BlockKind, BlockState, Contest, RecordingId, Scope, ScopeKind, Verdict, Why

_CONTEST: Final = {
    BlockKind.COURT: Contest.COURT,
    BlockKind.REGULATOR: Contest.AUTHORITY,
    BlockKind.SAFETY: Contest.COMPLAINT,
    BlockKind.STAYDOWN: Contest.DISPUTE,
    BlockKind.NOTICE: Contest.COUNTER_NOTICE,
    BlockKind.OWNER_POLICY: Contest.DISPUTE,
    BlockKind.UPLOADER: Contest.OWN,
    BlockKind.EMBARGO: Contest.WAIT,
}


def judge_blocks(
    hearing: Hearing, linked: Mapping[RecordingId, object], heard: list[Heard]
) -> Iterator[Reason]:
    """A reason for every block in force on the file, its account, and each recording and work linked to it.

    `linked` holds every recording the matcher named, `heard` those whose catalogue entry is known too.
    """
    on_these = (
        block for scope in _scopes(hearing, linked, heard) for block in hearing.facts.blocks_on.get(scope, ())
    )
    for block in sorted(on_these, key=lambda block: block.id):
        if in_force(hearing, block):
            yield _reason(block, softened=_softened(hearing, block, heard))


def in_force(hearing: Hearing, block: Block) -> bool:
    """Whether the block speaks about this use, here and now."""
    if not _stands(block):
        return False
    return hearing.query.use in block.uses and hearing.covers(block.territories, block.valid)


def forbids_there(block: Block, territory: str, at: datetime) -> bool:
    """Whether a block on what is no sound forbids it there at the instant; its uses say nothing then."""
    begun = block.valid.start is None or block.valid.start <= at
    over = block.valid.end is not None and block.valid.end <= at
    return _stands(block) and territory in block.territories and begun and not over


def _stands(block: Block) -> bool:
    if block.state == BlockState.LIFTED:
        return False
    return not (block.state == BlockState.SUSPENDED and block.kind == BlockKind.NOTICE)


def _scopes(hearing: Hearing, linked: Mapping[RecordingId, object], heard: list[Heard]) -> set[Scope]:
    scopes = {Scope.file(hearing.file.file)}
    if hearing.file.account is not None:
        scopes.add(Scope.account(hearing.file.account))
    scopes.update(Scope.recording(n) for recording in linked for n in hearing.facts.numbers_of(recording))
    scopes.update(Scope.work(work) for each in heard for work in each.recording.works)
    return scopes


def _softened(hearing: Hearing, block: Block, heard: list[Heard]) -> bool:
    if block.kind != BlockKind.OWNER_POLICY or not hearing.file.lawful_use:
        return False
    named = [each for each in heard if _names(block.scope, each)]
    return bool(named) and all(each.partial(hearing.facts.instance) for each in named)


def _names(scope: Scope, heard: Heard) -> bool:
    recording = heard.recording
    return scope in {
        *(Scope.recording(number) for number in (recording.id, *recording.also)),
        *(Scope.work(work) for work in recording.works),
    }


def _reason(block: Block, *, softened: bool) -> Reason:
    return Reason(
        why=Why.BLOCKED,
        verdict=Verdict.HOLD if softened else Verdict.BLOCK,
        contest=Contest.REVIEW if softened else _CONTEST[block.kind],
        recording=_recording(block),
        party=block.claimant,
        authority=block.authority,
        case=block.case,
        block=block.kind,
        facts=(block.id,),
    )


def _recording(block: Block) -> RecordingId | None:
    return RecordingId(block.scope.id) if block.scope.kind == ScopeKind.RECORDING else None
