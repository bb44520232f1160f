"""What owners want done with matches by their policies (rule 5c)."""

from types import SimpleNamespace

import pytest
from law_cases import ALLOW, BLOCK, HALF, LICENSED, REPORT, Case, both, check, excerpt, owners, rematch, rules
from law_world import (
    LABEL,
    LENGTH,
    RIVAL,
    allowed_world,
    hour,
    owned_world,
)

from akkord.rights.terms import (
    Action,
    Why,
)

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
    *(
        Case(
            f"a segment from {start} to {end} of the recording, of which 50 s sound",
            allowed_world,
            both(excerpt(50_000), rules((Action.BLOCK, {"segment": (start, end)}))),
            verdict,
            why,
        )
        for start, end, verdict, why in [
            (0, 1, BLOCK, {Why.OWNER_BLOCKS}),
            (49_999, 200_000, BLOCK, {Why.OWNER_BLOCKS}),
            (50_000, 200_000, ALLOW, LICENSED),
        ]
    ),
    Case(
        "a segment before what sounds",
        allowed_world,
        both(rematch(r0=60_000, r1=110_000), rules((Action.BLOCK, {"segment": (0, 60_000)}))),
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


@pytest.mark.parametrize("case", POLICIES, ids=str)
def test_the_table_of_cases(law: SimpleNamespace, case: Case) -> None:
    check(law, case)
