"""What is forbidden, and what the lawful-use flag softens (rules 2, 8)."""

from types import SimpleNamespace

import pytest
from law_cases import (
    ALLOW,
    BLOCK,
    BLOCKED,
    HOLD,
    LAWFUL,
    LICENSED,
    QUOTED,
    UNLICENSED,
    Case,
    both,
    check,
    excerpt,
    rematch,
    rules,
    setting,
    told,
)
from law_world import (
    FILE,
    LENGTH,
    MEMBER,
    OTHER_SONG,
    WORK,
    allowed_world,
    empty_world,
    hour,
    owned_world,
    two_songs,
)

from akkord.rights.terms import (
    Action,
    BlockKind,
    BlockState,
    Scope,
    Use,
    Why,
)

FORBIDDEN = [
    *(
        Case(
            f"{kind} blocks a licensed recording", allowed_world, lambda w, k=kind: w.block(k), BLOCK, BLOCKED
        )
        for kind in BlockKind
    ),
    *(
        Case(
            f"a suspended {kind} goes on blocking",
            allowed_world,
            lambda w, k=kind: w.block(k, state=BlockState.SUSPENDED),
            BLOCK,
            BLOCKED,
        )
        for kind in BlockKind
        if kind != BlockKind.NOTICE
    ),
    Case(
        "an answered notice is suspended",
        allowed_world,
        lambda w: w.block(BlockKind.NOTICE, state=BlockState.SUSPENDED),
        ALLOW,
        LICENSED,
    ),
    *(
        Case(
            f"a lifted {kind} is over",
            allowed_world,
            lambda w, k=kind: w.block(k, state=BlockState.LIFTED),
            ALLOW,
            LICENSED,
        )
        for kind in BlockKind
    ),
    Case(
        "a withdrawn block is no block",
        allowed_world,
        lambda w: w.block(withdrawn_at=hour(1)),
        ALLOW,
        LICENSED,
    ),
    Case("the file", allowed_world, lambda w: w.block(scope=Scope.file(FILE)), BLOCK, BLOCKED),
    Case("another file", allowed_world, lambda w: w.block(scope=Scope.file(FILE + 1)), ALLOW, LICENSED),
    Case("the account", allowed_world, lambda w: w.block(scope=Scope.account(MEMBER)), BLOCK, BLOCKED),
    Case(
        "another account", allowed_world, lambda w: w.block(scope=Scope.account(MEMBER + 1)), ALLOW, LICENSED
    ),
    Case("the work", allowed_world, lambda w: w.block(scope=Scope.work(WORK)), BLOCK, BLOCKED),
    Case("another work", allowed_world, lambda w: w.block(scope=Scope.work(WORK + 1)), ALLOW, LICENSED),
    Case(
        "another recording",
        allowed_world,
        lambda w: w.block(scope=Scope.recording(OTHER_SONG)),
        ALLOW,
        LICENSED,
    ),
    Case(
        "a file of nobody has no account to block",
        allowed_world,
        both(told(account=None), lambda w: w.block(scope=Scope.account(MEMBER))),
        ALLOW,
        LICENSED,
    ),
    Case(
        "a blocked recording is blocked however short it is heard",
        owned_world,
        both(excerpt(1_000), lambda w: w.block(BlockKind.STAYDOWN)),
        BLOCK,
        BLOCKED,
    ),
    Case(
        "a blocked recording is blocked even when its catalogue entry is missing",
        empty_world,
        both(lambda w: w.match(), lambda w: w.block()),
        BLOCK,
        BLOCKED,
    ),
    Case("a block here", allowed_world, lambda w: w.block(where="RU"), BLOCK, BLOCKED),
    Case("a block elsewhere", allowed_world, lambda w: w.block(where="DE"), ALLOW, LICENSED),
    Case("a block everywhere else", allowed_world, lambda w: w.block(where="* RU"), ALLOW, LICENSED),
    Case("a block starting now", allowed_world, lambda w: w.block(when=(12, None)), BLOCK, BLOCKED),
    Case("a block starting later", allowed_world, lambda w: w.block(when=(12.01, None)), ALLOW, LICENSED),
    Case("a block ending now", allowed_world, lambda w: w.block(when=(0, 12)), ALLOW, LICENSED),
    Case("a block ending later", allowed_world, lambda w: w.block(when=(0, 12.01)), BLOCK, BLOCKED),
    Case(
        "a block of this use",
        allowed_world,
        lambda w: w.block(uses=frozenset({Use.PLAY, Use.RADIO})),
        BLOCK,
        BLOCKED,
    ),
    Case(
        "a block of another use",
        allowed_world,
        lambda w: w.block(uses=frozenset({Use.DOWNLOAD})),
        ALLOW,
        LICENSED,
    ),
    Case(
        "a block on a free recording",
        owned_world,
        both(lambda w: w.free(), lambda w: w.block()),
        BLOCK,
        BLOCKED,
    ),
    Case(
        "a block on an unknown sound", empty_world, lambda w: w.block(scope=Scope.file(FILE)), BLOCK, BLOCKED
    ),
    Case(
        "lifting one of two blocks changes nothing",
        allowed_world,
        both(
            lambda w: w.block(BlockKind.COURT, state=BlockState.LIFTED), lambda w: w.block(BlockKind.NOTICE)
        ),
        BLOCK,
        BLOCKED,
    ),
]


LAWFUL_USE = [
    Case(
        "a flagged quotation of an unlicensed song is looked at",
        owned_world,
        both(LAWFUL, QUOTED),
        HOLD,
        UNLICENSED,
    ),
    Case("an unflagged quotation is blocked", owned_world, QUOTED, BLOCK, UNLICENSED),
    Case("a flagged whole song is blocked", owned_world, both(LAWFUL, excerpt(180_000)), BLOCK, UNLICENSED),
    Case(
        "the instance says what is whole",
        owned_world,
        both(LAWFUL, QUOTED, setting(whole_percent=89)),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "one whole match among parts is whole",
        owned_world,
        both(LAWFUL, QUOTED, lambda w: w.match(), lambda w: w.match(f1=9_000, r1=9_000)),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "wholeness is of the reference, not of the file",
        owned_world,
        both(LAWFUL, rematch(r1=LENGTH, reference_ms=500_000)),
        HOLD,
        UNLICENSED,
    ),
    Case(
        "a flagged quotation against an owner's rule",
        allowed_world,
        both(LAWFUL, QUOTED, rules((Action.BLOCK,))),
        HOLD,
        {Why.OWNER_BLOCKS},
    ),
    Case(
        "a flagged quotation against an automatic claim",
        allowed_world,
        both(LAWFUL, QUOTED, lambda w: w.block(BlockKind.OWNER_POLICY)),
        HOLD,
        BLOCKED,
    ),
    Case(
        "a flagged quotation against a claim on the work",
        allowed_world,
        both(LAWFUL, QUOTED, lambda w: w.block(BlockKind.OWNER_POLICY, Scope.work(WORK))),
        HOLD,
        BLOCKED,
    ),
    Case(
        "a flagged whole song against an automatic claim",
        allowed_world,
        both(LAWFUL, lambda w: w.block(BlockKind.OWNER_POLICY)),
        BLOCK,
        BLOCKED,
    ),
    Case(
        "an unflagged quotation against an automatic claim",
        allowed_world,
        both(QUOTED, lambda w: w.block(BlockKind.OWNER_POLICY)),
        BLOCK,
        BLOCKED,
    ),
    Case(
        "a flagged quotation against a claim on the file",
        allowed_world,
        both(LAWFUL, QUOTED, lambda w: w.block(BlockKind.OWNER_POLICY, Scope.file(FILE))),
        BLOCK,
        BLOCKED,
    ),
    Case(
        "a claim on another work's whole is not softened by a part of this",
        two_songs,
        both(LAWFUL, lambda w: w.block(BlockKind.OWNER_POLICY, Scope.account(MEMBER))),
        BLOCK,
        BLOCKED,
    ),
    *(
        Case(
            f"lawful use never softens {kind}",
            allowed_world,
            both(LAWFUL, QUOTED, lambda w, k=kind: w.block(k)),
            BLOCK,
            BLOCKED,
        )
        for kind in BlockKind
        if kind != BlockKind.OWNER_POLICY
    ),
    Case(
        "lawful use needs no flag where it is licensed", allowed_world, both(LAWFUL, QUOTED), ALLOW, LICENSED
    ),
    Case(
        "a work quoted once and whole once",
        two_songs,
        both(
            LAWFUL,
            lambda w: w.facts["recordings"].pop(),
            lambda w: w.record(OTHER_SONG),
            lambda w: w.match(OTHER_SONG),
            lambda w: w.block(BlockKind.OWNER_POLICY, Scope.work(WORK)),
        ),
        BLOCK,
        BLOCKED,
    ),
]


@pytest.mark.parametrize("case", [*FORBIDDEN, *LAWFUL_USE], ids=str)
def test_the_table_of_cases(law: SimpleNamespace, case: Case) -> None:
    check(law, case)
