"""The table of cases: one allowed world, one change, one verdict with its reasons (rights.md section 5)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from law_world import (
    FILE,
    GROUP,
    LABEL,
    LENGTH,
    MEMBER,
    OTHER_SONG,
    RELEASE,
    RIVAL,
    SONG,
    STRANGER,
    STREAM,
    WORK,
    World,
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
    CommercialModel,
    Doubt,
    Gaps,
    Mode,
    Right,
    Scope,
    Standing,
    Use,
    UseType,
    Verdict,
    Viewer,
    Why,
)

ALLOW, REPORT, HOLD, BLOCK = Verdict
HALF = Fraction(1, 2)
SUBSCRIPTION = CommercialModel.SUBSCRIPTION


@dataclass(frozen=True)
class Case:
    """A start, one change, what is asked, and the answer: the verdict and the reasons for it."""

    promise: str
    start: Callable[[SimpleNamespace], World]
    change: Callable[[World], object]
    verdict: Verdict
    because: set[Why]
    asked: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.promise


def nothing(world: World) -> None:
    """No change."""


def both(*changes: Callable[[World], object]) -> Callable[[World], object]:
    def change(world: World) -> None:
        for each in changes:
            each(world)

    return change


def told(**file: Any) -> Callable[[World], object]:
    return lambda w: w.file.update(file)


def rematch(**match: Any) -> Callable[[World], object]:
    """The song is heard elsewhere or for shorter than by default."""

    def change(world: World) -> None:
        world.matches.clear()
        world.match(**match)

    return change


def excerpt(ms: int, **more: Any) -> Callable[[World], object]:
    """Only so many milliseconds of the song are heard."""
    return rematch(f1=ms, r1=ms, **more)


def owners(*shares: tuple[int, Any]) -> Callable[[World], object]:
    """The song is owned so, instead of by the label alone."""

    def change(world: World) -> None:
        world.drop("ownerships")
        for party, share in shares:
            world.own(party, share)

    return change


def relicense(**licence: Any) -> Callable[[World], object]:
    def change(world: World) -> None:
        world.drop("licences")
        world.license(**licence)

    return change


def rules(*told: tuple[Any, ...], **policy: Any) -> Callable[[World], object]:
    """The label's policy: (action, {"where": …, band: (at_least, below)}) per rule."""

    def change(world: World) -> None:
        world.policy(*(world.rule(action, **(more[0] if more else {})) for action, *more in told), **policy)

    return change


def setting(**instance: Any) -> Callable[[World], object]:
    return lambda w: w.instance.update(instance)


def delivered(world: World) -> None:
    """The file is the label's own delivery."""
    world.matches.clear()
    world.file.update(delivered_as=SONG, account=None)


LICENSED, UNLICENSED, BLOCKED, FREE = {Why.LICENSED}, {Why.UNLICENSED}, {Why.BLOCKED}, {Why.FREE}

DOUBT_AND_SCAN = [
    Case("a licensed and unblocked upload is allowed", allowed_world, nothing, ALLOW, LICENSED),
    *(
        Case(f"doubt holds: {doubt}", allowed_world, told(doubts=frozenset({doubt})), HOLD, {Why.DOUBT})
        for doubt in Doubt
    ),
    Case("a file not scanned is held", allowed_world, told(scanned=False), HOLD, {Why.NOT_SCANNED}),
    Case(
        "an unscanned file is not called unknown", empty_world, told(scanned=False), HOLD, {Why.NOT_SCANNED}
    ),
    Case(
        "an unscanned file is not sent to review",
        empty_world,
        both(told(scanned=False), setting(mode=Mode.STRICT)),
        HOLD,
        {Why.NOT_SCANNED},
    ),
    Case("an expired match holds", allowed_world, rematch(when=(0, 12)), HOLD, {Why.MATCH_EXPIRED}),
    Case("a match not yet valid holds", allowed_world, rematch(when=(13, None)), HOLD, {Why.MATCH_EXPIRED}),
    Case("a match in its time serves", allowed_world, rematch(when=(12, 13)), ALLOW, LICENSED),
    Case(
        "a match of a recording nobody knows holds",
        allowed_world,
        lambda w: w.match(OTHER_SONG),
        HOLD,
        {Why.RECORDING_UNKNOWN},
    ),
    Case(
        "a withdrawn recording is unknown",
        empty_world,
        both(lambda w: w.record(withdrawn_at=hour(1)), lambda w: w.match()),
        HOLD,
        {Why.RECORDING_UNKNOWN},
    ),
    Case(
        "a withdrawn match is no match",
        owned_world,
        rematch(withdrawn_at=hour(1)),
        REPORT,
        {Why.UNMATCHED},
    ),
    Case(
        "doubt does not soften a refusal",
        owned_world,
        told(doubts=frozenset({Doubt.ERROR})),
        BLOCK,
        UNLICENSED,
    ),
]

UNKNOWN_SOUND = [
    Case("an unknown sound is heard and reported", empty_world, nothing, REPORT, {Why.UNMATCHED}),
    Case("strict: an unknown sound waits", empty_world, setting(mode=Mode.STRICT), HOLD, {Why.UNREVIEWED}),
    Case(
        "strict: attested alone waits",
        empty_world,
        both(setting(mode=Mode.STRICT), told(attested=True)),
        HOLD,
        {Why.UNREVIEWED},
    ),
    Case(
        "strict: reviewed alone waits",
        empty_world,
        both(setting(mode=Mode.STRICT), told(reviewed=True)),
        HOLD,
        {Why.UNREVIEWED},
    ),
    Case(
        "strict: attested and reviewed is heard",
        empty_world,
        both(setting(mode=Mode.STRICT), told(attested=True, reviewed=True)),
        REPORT,
        {Why.UNMATCHED},
    ),
    Case("strict: a known sound does not wait", allowed_world, setting(mode=Mode.STRICT), ALLOW, LICENSED),
    Case("a match below the minimum is none", owned_world, excerpt(4_999), REPORT, {Why.UNMATCHED}),
    Case("a match of the minimum counts", owned_world, excerpt(5_000), BLOCK, UNLICENSED),
    Case(
        "the instance sets the minimum",
        owned_world,
        both(excerpt(5_000), setting(minimum_ms=5_001)),
        REPORT,
        {Why.UNMATCHED},
    ),
    Case(
        "one long match among short ones counts",
        owned_world,
        both(excerpt(1_000), lambda w: w.match(f1=6_000, r1=6_000), lambda w: w.match(f1=900, r1=900)),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "overlapping segments count once",
        owned_world,
        rematch(segments=((0, 3_000, 0, 3_000), (1_000, 4_000, 1_000, 4_000))),
        REPORT,
        {Why.UNMATCHED},
    ),
    Case(
        "an inner segment adds nothing and takes nothing away",
        owned_world,
        rematch(segments=((0, 6_000, 0, 6_000), (1_000, 2_000, 1_000, 2_000))),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "segments apart add up, in any order",
        owned_world,
        rematch(segments=((50_000, 52_500, 9_000, 11_500), (0, 2_500, 0, 2_500))),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "a short match named by a blocking rule is blocked",
        owned_world,
        both(excerpt(1_000), rules((Action.BLOCK,))),
        BLOCK,
        {Why.OWNER_BLOCKS},
    ),
    Case(
        "a short match whose rule is not met stays unknown",
        owned_world,
        both(excerpt(1_000), rules((Action.BLOCK, {"matched_ms": (1_001, None)}))),
        REPORT,
        {Why.UNMATCHED},
    ),
    Case(
        "strict: a short match does not make a sound known",
        owned_world,
        both(excerpt(1_000), rules((Action.REPORT,)), setting(mode=Mode.STRICT)),
        HOLD,
        {Why.UNREVIEWED},
    ),
]

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

OWNED = [
    Case("free here is allowed without licence", owned_world, lambda w: w.free(), ALLOW, FREE),
    Case("free elsewhere is not free", owned_world, lambda w: w.free(where="DE"), BLOCK, UNLICENSED),
    Case("free from now", owned_world, lambda w: w.free(when=(12, None)), ALLOW, FREE),
    Case("free from later", owned_world, lambda w: w.free(when=(13, None)), BLOCK, UNLICENSED),
    Case("another recording being free", owned_world, lambda w: w.free(OTHER_SONG), BLOCK, UNLICENSED),
    Case("withdrawn freedom", owned_world, lambda w: w.free(withdrawn_at=hour(1)), BLOCK, UNLICENSED),
    Case(
        "an owner's rule says nothing on a free recording",
        owned_world,
        both(lambda w: w.free(), rules((Action.BLOCK,))),
        ALLOW,
        FREE,
    ),
    Case(
        "a recording nobody owns is held", allowed_world, lambda w: w.drop("ownerships"), HOLD, {Why.NO_OWNER}
    ),
    Case(
        "a bare assertion is no ownership",
        allowed_world,
        both(lambda w: w.drop("ownerships"), lambda w: w.own(standing=Standing.ASSERTED)),
        HOLD,
        {Why.NO_OWNER},
    ),
    Case(
        "a stranger's assertion changes nothing",
        allowed_world,
        lambda w: w.own(STRANGER, standing=Standing.ASSERTED),
        ALLOW,
        LICENSED,
    ),
    Case(
        "what a court found is an ownership",
        allowed_world,
        both(lambda w: w.drop("ownerships"), lambda w: w.own(standing=Standing.COURT)),
        ALLOW,
        LICENSED,
    ),
    Case("a share of nothing has no voice", allowed_world, lambda w: w.own(RIVAL, 0), ALLOW, LICENSED),
    Case(
        "a stranger's policy has no voice",
        allowed_world,
        rules((Action.BLOCK,), owner=STRANGER),
        ALLOW,
        LICENSED,
    ),
    Case(
        "an owner elsewhere has no voice", allowed_world, lambda w: w.own(RIVAL, where="DE"), ALLOW, LICENSED
    ),
    Case(
        "an owner of later has no voice",
        allowed_world,
        lambda w: w.own(RIVAL, when=(13, None)),
        ALLOW,
        LICENSED,
    ),
    Case(
        "an owner of before has no voice",
        allowed_world,
        lambda w: w.own(RIVAL, when=(0, 12)),
        ALLOW,
        LICENSED,
    ),
    Case(
        "an owner since now has one",
        allowed_world,
        lambda w: w.own(RIVAL, when=(12, None)),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "an owner of another recording has no voice",
        allowed_world,
        lambda w: w.own(RIVAL, recording=OTHER_SONG),
        ALLOW,
        LICENSED,
    ),
    Case("withdrawn ownership", allowed_world, lambda w: w.own(RIVAL, withdrawn_at=hour(1)), ALLOW, LICENSED),
    *(
        Case(
            f"{right} is asked when {use}",
            allowed_world,
            lambda w, r=right: w.own(RIVAL, right=r),
            verdict,
            why,
            {"use": use},
        )
        for right, use, verdict, why in [
            (Right.MAKE_AVAILABLE, Use.PLAY, BLOCK, UNLICENSED),
            (Right.MAKE_AVAILABLE, Use.RADIO, BLOCK, UNLICENSED),
            (Right.MAKE_AVAILABLE, Use.SHARE, BLOCK, UNLICENSED),
            (Right.MAKE_AVAILABLE, Use.PREVIEW, BLOCK, UNLICENSED),
            (Right.MAKE_AVAILABLE, Use.OFFLINE, ALLOW, LICENSED),
            (Right.MAKE_AVAILABLE, Use.DOWNLOAD, ALLOW, LICENSED),
            (Right.REPRODUCTION, Use.PLAY, ALLOW, LICENSED),
            (Right.REPRODUCTION, Use.RADIO, ALLOW, LICENSED),
            (Right.REPRODUCTION, Use.SHARE, ALLOW, LICENSED),
            (Right.REPRODUCTION, Use.PREVIEW, ALLOW, LICENSED),
            (Right.REPRODUCTION, Use.OFFLINE, BLOCK, UNLICENSED),
            (Right.REPRODUCTION, Use.DOWNLOAD, BLOCK, UNLICENSED),
            (Right.GENERAL, Use.PLAY, BLOCK, UNLICENSED),
            (Right.GENERAL, Use.DOWNLOAD, BLOCK, UNLICENSED),
        ]
    ),
    Case(
        "both halves licensed",
        allowed_world,
        both(owners((LABEL, HALF), (RIVAL, HALF)), lambda w: w.license(RIVAL)),
        ALLOW,
        LICENSED,
    ),
    Case("one half unlicensed", allowed_world, owners((LABEL, HALF), (RIVAL, HALF)), BLOCK, UNLICENSED),
    Case(
        "one party in two rows is one owner",
        allowed_world,
        owners((LABEL, HALF), (LABEL, HALF)),
        ALLOW,
        LICENSED,
    ),
    Case("a missing half holds", allowed_world, owners((LABEL, HALF)), HOLD, {Why.GAP}),
    Case("a missing thousandth holds", allowed_world, owners((LABEL, Fraction(999, 1000))), HOLD, {Why.GAP}),
    Case(
        "the operator may let a gap wait in escrow",
        allowed_world,
        both(owners((LABEL, HALF)), setting(gaps=Gaps.ESCROW)),
        REPORT,
        {Why.GAP_IN_ESCROW},
    ),
    Case(
        "no operator lets an unlicensed half through",
        owned_world,
        both(owners((LABEL, HALF)), setting(gaps=Gaps.ESCROW)),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "the operator's escrow is no answer to nobody owning it",
        allowed_world,
        both(lambda w: w.drop("ownerships"), setting(gaps=Gaps.ESCROW)),
        HOLD,
        {Why.NO_OWNER},
    ),
    Case(
        "two whole owners who both license are reported",
        allowed_world,
        both(lambda w: w.own(RIVAL), lambda w: w.license(RIVAL)),
        REPORT,
        {Why.OVERCLAIM},
    ),
    Case("two whole owners, one silent", allowed_world, lambda w: w.own(RIVAL), BLOCK, UNLICENSED),
    Case(
        "a thousandth too much is an overclaim",
        allowed_world,
        both(lambda w: w.own(RIVAL, Fraction(1, 1000)), lambda w: w.license(RIVAL)),
        REPORT,
        {Why.OVERCLAIM},
    ),
    Case(
        "an overclaim does not wait for the operator's escrow",
        allowed_world,
        both(lambda w: w.own(RIVAL), lambda w: w.license(RIVAL), setting(gaps=Gaps.ESCROW)),
        REPORT,
        {Why.OVERCLAIM},
    ),
]

PERMITTED = [
    Case("no licence", owned_world, nothing, BLOCK, UNLICENSED),
    Case("licensed here", owned_world, relicense(where="RU UA"), ALLOW, LICENSED),
    Case("licensed elsewhere", owned_world, relicense(where="UA"), BLOCK, UNLICENSED),
    Case("licensed everywhere but here", owned_world, relicense(where="* RU"), BLOCK, UNLICENSED),
    Case("unknown territory under Worldwide", owned_world, relicense(), ALLOW, LICENSED, {"territory": "ZZ"}),
    Case(
        "unknown territory under exclusions",
        owned_world,
        relicense(where="* DE"),
        BLOCK,
        UNLICENSED,
        {"territory": "ZZ"},
    ),
    Case("licensed from now", owned_world, relicense(when=(12, None)), ALLOW, LICENSED),
    Case("licensed from later", owned_world, relicense(when=(12.01, None)), BLOCK, UNLICENSED),
    Case("licensed until now", owned_world, relicense(when=(0, 12)), BLOCK, UNLICENSED),
    Case("licensed until later", owned_world, relicense(when=(0, 12.01)), ALLOW, LICENSED),
    Case(
        "licensed under this model", owned_world, relicense(models=frozenset({SUBSCRIPTION})), ALLOW, LICENSED
    ),
    Case(
        "licensed under another model",
        owned_world,
        relicense(models=frozenset(CommercialModel) - {SUBSCRIPTION}),
        BLOCK,
        UNLICENSED,
    ),
    Case("licensed by another", owned_world, relicense(licensor=RIVAL), BLOCK, UNLICENSED),
    Case("a withdrawn licence", owned_world, relicense(withdrawn_at=hour(1)), BLOCK, UNLICENSED),
    Case(
        "the recording named", owned_world, relicense(of={"recordings": frozenset({SONG})}), ALLOW, LICENSED
    ),
    Case(
        "another recording named",
        owned_world,
        relicense(of={"recordings": frozenset({OTHER_SONG})}),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "its release named", owned_world, relicense(of={"releases": frozenset({RELEASE, 9})}), ALLOW, LICENSED
    ),
    Case("another release named", owned_world, relicense(of={"releases": frozenset({9})}), BLOCK, UNLICENSED),
    Case("no repertoire at all", owned_world, relicense(of={}), BLOCK, UNLICENSED),
    Case("one of two licences covers", allowed_world, lambda w: w.license(where="DE"), ALLOW, LICENSED),
    Case(
        "one of two licences covers, the other first",
        owned_world,
        both(lambda w: w.license(where="DE"), lambda w: w.license()),
        ALLOW,
        LICENSED,
    ),
    Case("a granted member needs no licence", owned_world, lambda w: w.grant(), ALLOW, {Why.GRANTED}),
    Case("a grant to another member", owned_world, lambda w: w.grant(to=MEMBER + 1), BLOCK, UNLICENSED),
    Case("a grant by another owner", owned_world, lambda w: w.grant(RIVAL), BLOCK, UNLICENSED),
    Case(
        "a grant to nobody",
        owned_world,
        both(told(account=None), lambda w: w.grant(to=None)),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "a granted community",
        owned_world,
        both(told(group=GROUP), lambda w: w.grant(to=None, group=GROUP)),
        ALLOW,
        {Why.GRANTED},
    ),
    Case(
        "a grant to another community",
        owned_world,
        both(told(group=9), lambda w: w.grant(to=None, group=GROUP)),
        BLOCK,
        UNLICENSED,
    ),
    Case("a grant elsewhere", owned_world, lambda w: w.grant(where="DE"), BLOCK, UNLICENSED),
    Case("a grant that ends now", owned_world, lambda w: w.grant(when=(0, 12)), BLOCK, UNLICENSED),
    Case(
        "a grant of this use",
        owned_world,
        lambda w: w.grant(uses=frozenset({Use.PLAY})),
        ALLOW,
        {Why.GRANTED},
    ),
    Case(
        "a grant of another use",
        owned_world,
        lambda w: w.grant(uses=frozenset({Use.SHARE})),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "a grant of another recording",
        owned_world,
        lambda w: w.grant(of={"recordings": frozenset({9})}),
        BLOCK,
        UNLICENSED,
    ),
    Case("a withdrawn grant", owned_world, lambda w: w.grant(withdrawn_at=hour(1)), BLOCK, UNLICENSED),
    Case(
        "a grant stands over the owner's rule",
        owned_world,
        both(rules((Action.BLOCK,)), lambda w: w.grant()),
        ALLOW,
        {Why.GRANTED},
    ),
    Case(
        "a grant does not stand over a court",
        owned_world,
        both(lambda w: w.block(), lambda w: w.grant()),
        BLOCK,
        BLOCKED,
    ),
]

POLICIES = [
    Case(
        "an owner's block stands over its licence",
        allowed_world,
        rules((Action.BLOCK,)),
        BLOCK,
        {Why.OWNER_BLOCKS},
    ),
    Case(
        "an owner's report needs no licence",
        owned_world,
        rules((Action.REPORT,)),
        REPORT,
        {Why.OWNER_REPORTS},
    ),
    Case(
        "an owner's report stands over its licence",
        allowed_world,
        rules((Action.REPORT,)),
        REPORT,
        {Why.OWNER_REPORTS},
    ),
    Case(
        "block wins over report",
        allowed_world,
        rules((Action.REPORT,), (Action.BLOCK,), (Action.REPORT,)),
        BLOCK,
        {Why.OWNER_BLOCKS},
    ),
    Case(
        "block wins across policies",
        allowed_world,
        both(rules((Action.BLOCK,)), rules((Action.REPORT,))),
        BLOCK,
        {Why.OWNER_BLOCKS},
    ),
    Case("a rule elsewhere", allowed_world, rules((Action.BLOCK, {"where": "DE"})), ALLOW, LICENSED),
    Case("a rule here", allowed_world, rules((Action.BLOCK, {"where": "RU"})), BLOCK, {Why.OWNER_BLOCKS}),
    Case(
        "a policy from now", allowed_world, rules((Action.BLOCK,), when=(12, None)), BLOCK, {Why.OWNER_BLOCKS}
    ),
    Case("a policy until now", allowed_world, rules((Action.BLOCK,), when=(0, 12)), ALLOW, LICENSED),
    Case("a withdrawn policy", allowed_world, rules((Action.BLOCK,), withdrawn_at=hour(1)), ALLOW, LICENSED),
    Case(
        "a policy on another recording",
        allowed_world,
        rules((Action.BLOCK,), of={"recordings": frozenset({9})}),
        ALLOW,
        LICENSED,
    ),
    Case(
        "one owner's block among licensed owners",
        allowed_world,
        both(
            owners((LABEL, HALF), (RIVAL, HALF)),
            lambda w: w.license(RIVAL),
            rules((Action.BLOCK,), owner=RIVAL),
        ),
        BLOCK,
        {Why.OWNER_BLOCKS},
    ),
    *(
        Case(
            f"{band} of {said} at 50 s of 200 s",
            allowed_world,
            both(excerpt(50_000), rules((Action.BLOCK, {band: said}))),
            verdict,
            why,
        )
        for band, edge in [("matched_ms", 50_000), ("percent_of_file", 25), ("percent_of_reference", 25)]
        for said, verdict, why in [
            ((edge, None), BLOCK, {Why.OWNER_BLOCKS}),
            ((edge + 1, None), ALLOW, LICENSED),
            ((0, edge), ALLOW, LICENSED),
            ((0, edge + 1), BLOCK, {Why.OWNER_BLOCKS}),
            ((edge, edge + 1), BLOCK, {Why.OWNER_BLOCKS}),
        ]
    ),
    Case(
        "percent of a file is not of its reference",
        allowed_world,
        both(
            rematch(f1=50_000, r1=100_000, reference_ms=LENGTH),
            rules((Action.BLOCK, {"percent_of_file": (26, None)})),
        ),
        ALLOW,
        LICENSED,
    ),
    Case(
        "percent of a reference is not of the file",
        allowed_world,
        both(
            rematch(f1=50_000, r1=100_000, reference_ms=LENGTH),
            rules((Action.BLOCK, {"percent_of_reference": (50, 51)})),
        ),
        BLOCK,
        {Why.OWNER_BLOCKS},
    ),
    Case(
        "all parts of a condition must hold: time",
        allowed_world,
        both(
            excerpt(50_000),
            rules(
                (
                    Action.BLOCK,
                    {
                        "matched_ms": (50_001, None),
                        "percent_of_file": (25, None),
                        "percent_of_reference": (25, None),
                    },
                )
            ),
        ),
        ALLOW,
        LICENSED,
    ),
    Case(
        "all parts of a condition must hold: file",
        allowed_world,
        both(
            excerpt(50_000),
            rules(
                (
                    Action.BLOCK,
                    {
                        "matched_ms": (50_000, None),
                        "percent_of_file": (26, None),
                        "percent_of_reference": (25, None),
                    },
                )
            ),
        ),
        ALLOW,
        LICENSED,
    ),
    Case(
        "all parts of a condition must hold: reference",
        allowed_world,
        both(
            excerpt(50_000),
            rules(
                (
                    Action.BLOCK,
                    {
                        "matched_ms": (50_000, None),
                        "percent_of_file": (25, None),
                        "percent_of_reference": (26, None),
                    },
                )
            ),
        ),
        ALLOW,
        LICENSED,
    ),
    Case(
        "a rule fires on any of several matches",
        allowed_world,
        both(
            excerpt(6_000),
            lambda w: w.match(f1=50_000, r1=50_000),
            lambda w: w.match(f1=7_000, r1=7_000),
            rules((Action.BLOCK, {"matched_ms": (50_000, None)})),
        ),
        BLOCK,
        {Why.OWNER_BLOCKS},
    ),
]

USES = [
    *(
        Case(
            f"an upload: {use} under {', '.join(sorted(types))}",
            owned_world,
            relicense(uses=frozenset(types)),
            ALLOW if good else BLOCK,
            LICENSED if good else UNLICENSED,
            {"use": use},
        )
        for use, types, good in [
            (Use.PLAY, STREAM, True),
            (Use.PLAY, {UseType.ON_DEMAND_STREAM}, False),
            (Use.PLAY, {UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, False),
            (Use.PLAY, set(UseType) - {UseType.ON_DEMAND_STREAM}, False),
            (Use.SHARE, STREAM, True),
            (Use.SHARE, {UseType.ON_DEMAND_STREAM, UseType.USER_MAKE_AVAILABLE_LABEL_PROVIDED}, False),
            (Use.SHARE, {UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, False),
            (Use.RADIO, {UseType.NON_INTERACTIVE_STREAM, UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, True),
            (Use.RADIO, STREAM, False),
            (Use.OFFLINE, {UseType.TETHERED_DOWNLOAD, UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, True),
            (Use.OFFLINE, {UseType.CONDITIONAL_DOWNLOAD, UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, True),
            (Use.OFFLINE, {UseType.CONDITIONAL_DOWNLOAD, UseType.TETHERED_DOWNLOAD}, False),
            (Use.OFFLINE, {UseType.PERMANENT_DOWNLOAD, UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, False),
            (Use.DOWNLOAD, {UseType.PERMANENT_DOWNLOAD, UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, True),
            (Use.DOWNLOAD, {UseType.TETHERED_DOWNLOAD, UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, False),
            (Use.PREVIEW, {UseType.PREVIEW, UseType.USER_MAKE_AVAILABLE_USER_PROVIDED}, True),
            (Use.PREVIEW, STREAM, False),
        ]
    ),
    *(
        Case(
            f"a delivery: {use} under {', '.join(sorted(types))}",
            owned_world,
            both(delivered, relicense(uses=frozenset(types))),
            ALLOW if good else BLOCK,
            LICENSED if good else UNLICENSED,
            {"use": use},
        )
        for use, types, good in [
            (Use.PLAY, {UseType.ON_DEMAND_STREAM}, True),
            (Use.PLAY, set(UseType) - {UseType.ON_DEMAND_STREAM}, False),
            (Use.SHARE, {UseType.ON_DEMAND_STREAM, UseType.USER_MAKE_AVAILABLE_LABEL_PROVIDED}, True),
            (Use.SHARE, {UseType.ON_DEMAND_STREAM}, False),
            (Use.SHARE, {UseType.USER_MAKE_AVAILABLE_LABEL_PROVIDED}, False),
            (Use.RADIO, {UseType.NON_INTERACTIVE_STREAM}, True),
            (Use.RADIO, {UseType.ON_DEMAND_STREAM}, False),
            (Use.OFFLINE, {UseType.TETHERED_DOWNLOAD}, True),
            (Use.OFFLINE, {UseType.CONDITIONAL_DOWNLOAD}, True),
            (Use.DOWNLOAD, {UseType.PERMANENT_DOWNLOAD}, True),
            (Use.DOWNLOAD, {UseType.TETHERED_DOWNLOAD}, False),
            (Use.PREVIEW, {UseType.PREVIEW}, True),
            (Use.PREVIEW, {UseType.ON_DEMAND_STREAM}, False),
        ]
    ),
]

DELIVERIES = [
    Case("a delivered file is its recording without a match", owned_world, delivered, BLOCK, UNLICENSED),
    Case("a delivered file licensed", allowed_world, delivered, ALLOW, LICENSED),
    Case(
        "a delivered file not looked up yet is held",
        allowed_world,
        both(delivered, told(scanned=False)),
        HOLD,
        {Why.NOT_SCANNED},
    ),
    Case(
        "a delivered file of an unknown recording",
        allowed_world,
        both(delivered, told(delivered_as=9)),
        HOLD,
        {Why.RECORDING_UNKNOWN},
    ),
    Case(
        "a delivered file blocked by recording",
        allowed_world,
        both(delivered, lambda w: w.block()),
        BLOCK,
        BLOCKED,
    ),
    Case(
        "a delivered file is all of itself",
        allowed_world,
        both(
            delivered,
            rules(
                (
                    Action.BLOCK,
                    {
                        "percent_of_file": (100, 101),
                        "percent_of_reference": (100, 101),
                        "matched_ms": (LENGTH, LENGTH + 1),
                    },
                )
            ),
        ),
        BLOCK,
        {Why.OWNER_BLOCKS},
    ),
    Case(
        "a delivered file is all of its reference and no more",
        allowed_world,
        both(delivered, told(length_ms=100), rules((Action.BLOCK, {"percent_of_reference": (100, 101)}))),
        BLOCK,
        {Why.OWNER_BLOCKS},
    ),
    Case(
        "a delivered file matching its own reference", allowed_world, told(delivered_as=SONG), ALLOW, LICENSED
    ),
    Case(
        "a delivered file that is a rival's recording too",
        allowed_world,
        both(
            delivered,
            lambda w: w.record(OTHER_SONG),
            lambda w: w.own(RIVAL, recording=OTHER_SONG),
            lambda w: w.match(OTHER_SONG),
        ),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "no lawful use of a whole delivery",
        owned_world,
        both(delivered, told(lawful_use=True)),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "a short delivery still counts by its whole length",
        owned_world,
        both(delivered, told(length_ms=5_000)),
        BLOCK,
        UNLICENSED,
    ),
]


def unlicense(party: int) -> Callable[[World], object]:
    def change(world: World) -> None:
        world.facts["licences"] = [each for each in world.facts["licences"] if each.licensor != party]

    return change


MIXES = [
    Case("a mix of two licensed songs", two_songs, nothing, ALLOW, LICENSED),
    Case("its first song unlicensed", two_songs, unlicense(LABEL), BLOCK, UNLICENSED),
    Case("its last song unlicensed", two_songs, unlicense(RIVAL), BLOCK, UNLICENSED),
    Case(
        "its last song without owner", two_songs, lambda w: w.facts["ownerships"].pop(), HOLD, {Why.NO_OWNER}
    ),
    Case(
        "its first song free, its last licensed",
        two_songs,
        both(unlicense(LABEL), lambda w: w.free()),
        ALLOW,
        {Why.FREE, Why.LICENSED},
    ),
    *(
        Case(
            f"mix terms {terms}",
            two_songs,
            both(unlicense(LABEL), lambda w, t=terms: w.license(mix=t)),
            verdict,
            why,
        )
        for terms, verdict, why in [
            ((LENGTH, 2), ALLOW, LICENSED),
            ((LENGTH + 1, 2), BLOCK, UNLICENSED),
            ((LENGTH, 1), BLOCK, UNLICENSED),
            ((0, 3), ALLOW, LICENSED),
        ]
    ),
    Case(
        "mix terms do not concern a single song", owned_world, relicense(mix=(LENGTH + 1, 0)), ALLOW, LICENSED
    ),
]

LAWFUL = told(lawful_use=True)
QUOTED = excerpt(179_999)  # of 200 s; whole begins at 90 %

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

CASES = [
    *DOUBT_AND_SCAN,
    *UNKNOWN_SOUND,
    *FORBIDDEN,
    *OWNED,
    *PERMITTED,
    *POLICIES,
    *USES,
    *DELIVERIES,
    *MIXES,
    *LAWFUL_USE,
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_table_of_cases(law: SimpleNamespace, case: Case) -> None:
    world = case.start(law)
    case.change(world)
    decision = world.decide(**case.asked)
    assert (decision.verdict, {reason.why for reason in decision.tombstone}) == (case.verdict, case.because)
    assert decision.audible == (case.verdict < HOLD)
    assert bool(decision.payees) <= decision.audible


@pytest.mark.parametrize("viewer", Viewer)
def test_held_is_heard_by_uploader_and_rights_office_only(law: SimpleNamespace, viewer: Viewer) -> None:
    world = allowed_world(law)
    assert world.decide(viewer=viewer).audible
    world.drop("ownerships")
    assert world.decide(viewer=viewer).audible == (viewer in {Viewer.UPLOADER, Viewer.RIGHTS_OFFICE})
    world.block()
    assert not world.decide(viewer=viewer).audible


def test_an_ordinary_listener_is_assumed(law: SimpleNamespace) -> None:
    world = allowed_world(law)
    world.drop("ownerships")
    assert not world.decide().audible
