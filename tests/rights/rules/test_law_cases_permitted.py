"""What owners permit by licence and by grant (rule 5c)."""

from types import SimpleNamespace

import pytest
from law_cases import (
    ALLOW,
    BLOCK,
    BLOCKED,
    LICENSED,
    SUBSCRIPTION,
    UNLICENSED,
    Case,
    both,
    check,
    nothing,
    relicense,
    rules,
    told,
)
from law_world import (
    FILE,
    GROUP,
    MEMBER,
    OTHER_SONG,
    RELEASE,
    RIVAL,
    SONG,
    allowed_world,
    hour,
    owned_world,
)

from akkord.rights.terms import (
    Action,
    CommercialModel,
    Use,
    Why,
)

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
        both(told(groups=frozenset({8, GROUP})), lambda w: w.grant(to=None, group=GROUP)),
        ALLOW,
        {Why.GRANTED},
    ),
    Case(
        "a claim on this file was released",
        owned_world,
        lambda w: w.grant(to=None, file=FILE),
        ALLOW,
        {Why.GRANTED},
    ),
    Case(
        "a claim on another file was released",
        owned_world,
        lambda w: w.grant(to=None, file=FILE + 1),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "a grant to another community",
        owned_world,
        both(told(groups=frozenset({9})), lambda w: w.grant(to=None, group=GROUP)),
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


@pytest.mark.parametrize("case", PERMITTED, ids=str)
def test_the_table_of_cases(law: SimpleNamespace, case: Case) -> None:
    check(law, case)
