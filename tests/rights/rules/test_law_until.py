"""Until when an answer is good."""

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from law_world import (
    MEMBER,
    RIVAL,
    allowed_world,
    hour,
    owned_world,
)

from akkord.rights.terms import (
    Action,
    BlockKind,
    BlockState,
    CommercialModel,
    Money,
    Right,
    Scope,
    Standing,
    Use,
)

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
PAY, ESCROW, WAIVED = Money


@pytest.mark.parametrize(
    ("start", "end", "until"),
    [
        (None, None, None),
        (0, None, None),
        (0, 15, 15),
        (None, 15, 15),
        (12, 15, 15),
        (13, 15, 13),
        (13, None, 13),
        (0, 12, None),
    ],
)
@pytest.mark.parametrize("kind", ["block", "free", "license", "grant", "policy", "own", "match"])
def test_an_answer_lasts_until_the_next_boundary_of_what_it_looked_at(
    law: SimpleNamespace, kind: str, start: int | None, end: int | None, until: int | None
) -> None:
    world = owned_world(law)
    args = (world.rule(Action.REPORT),) if kind == "policy" else ()
    getattr(world, kind)(*args, when=(start, end))
    assert world.decide().valid_until == (None if until is None else hour(until))


def test_the_earliest_of_several_boundaries_ends_the_answer(law: SimpleNamespace) -> None:
    world = owned_world(law)
    for end in (20, 14, 17):
        world.license(when=(0, end))
    world.block(when=(15, 16))
    assert world.decide().valid_until == hour(14)


@pytest.mark.parametrize(
    "elsewhere",
    [
        lambda w: w.block(where="DE", when=(13, 14)),
        lambda w: w.block(uses=frozenset({Use.DOWNLOAD}), when=(13, 14)),
        lambda w: w.block(state=BlockState.LIFTED, when=(13, 14)),
        lambda w: w.block(BlockKind.NOTICE, state=BlockState.SUSPENDED, when=(13, 14)),
        lambda w: w.block(scope=Scope.account(MEMBER + 1), when=(13, 14)),
        lambda w: w.license(where="DE", when=(13, 14)),
        lambda w: w.license(models=frozenset({CommercialModel.FREE_OF_CHARGE}), when=(13, 14)),
        lambda w: w.license(uses=frozenset(), when=(13, 14)),
        lambda w: w.license(of={}, when=(13, 14)),
        lambda w: w.own(RIVAL, standing=Standing.ASSERTED, when=(13, 14)),
        lambda w: w.own(RIVAL, 0, when=(13, 14)),
        lambda w: w.own(RIVAL, right=Right.REPRODUCTION, when=(13, 14)),
        lambda w: w.own(RIVAL, where="DE", when=(13, 14)),
        lambda w: w.free(where="DE", when=(13, 14)),
        lambda w: w.grant(to=MEMBER + 1, when=(13, 14)),
        lambda w: w.grant(where="DE", when=(13, 14)),
        lambda w: w.policy(w.rule(Action.BLOCK, "DE"), when=(13, 14)),
        lambda w: w.policy(w.rule(Action.BLOCK), of={}, when=(13, 14)),
    ],
)
def test_boundaries_of_what_does_not_concern_the_question_end_nothing(
    law: SimpleNamespace, elsewhere: Any
) -> None:
    world = allowed_world(law)
    elsewhere(world)
    assert world.decide().valid_until is None
