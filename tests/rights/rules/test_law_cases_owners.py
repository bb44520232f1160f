"""Who owns the recording, and whether it is the whole (rules 5a, 5b, 5d, 5e, 7)."""

from fractions import Fraction
from types import SimpleNamespace

import pytest
from law_cases import (
    ALLOW,
    BLOCK,
    FREE,
    HALF,
    HOLD,
    LICENSED,
    REPORT,
    UNLICENSED,
    Case,
    both,
    check,
    owners,
    rules,
    setting,
)
from law_world import (
    LABEL,
    OTHER_SONG,
    RIVAL,
    STRANGER,
    allowed_world,
    hour,
    owned_world,
)

from akkord.rights.terms import (
    Action,
    Gaps,
    Right,
    Standing,
    Use,
    Why,
)

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


@pytest.mark.parametrize("case", OWNED, ids=str)
def test_the_table_of_cases(law: SimpleNamespace, case: Case) -> None:
    check(law, case)
