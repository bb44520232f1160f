"""Who hears what is held, and every careless edit of that rule is noticed."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from akkord.rights.territories import WORLDWIDE, TerritorySet
from faulty_copies import Copies, Fault, killer

RULES = Copies(
    "akkord.music", ("rules",), lambda: SimpleNamespace(**vars(__import__("akkord.music.rules").music.rules))
)
BOTH, ONE = frozenset({1, 2}), frozenset({1})

CASES = [
    ("an owner's own office", "DE", BOTH, [(WORLDWIDE, None)], True),
    ("nobody who acts for it", "DE", BOTH, [], False),
    ("nothing proven", "DE", frozenset(), [(WORLDWIDE, None)], False),
    ("a mandate for elsewhere", "DE", BOTH, [(TerritorySet.of("FR"), None)], False),
    ("a mandate for here", "DE", BOTH, [(TerritorySet.of("DE"), None)], True),
    ("a mandate for another recording", "DE", ONE, [(WORLDWIDE, frozenset({2}))], False),
    ("a mandate for this recording", "DE", ONE, [(WORLDWIDE, ONE)], True),
    ("a mandate for no recording", "DE", ONE, [(WORLDWIDE, frozenset())], False),
    ("two that reach only together", "DE", ONE,
     [(TerritorySet.of("DE"), frozenset({2})), (TerritorySet.of("FR"), ONE)], False),
    ("the second of two", "DE", ONE, [(TerritorySet.of("FR"), None), (TerritorySet.of("DE"), ONE)], True),
]  # fmt: skip

FAULTS = [
    Fault("one way must not do", "rules", "any(\n        territory in", "all(\n        territory in"),
    Fault("where is not asked", "rules", "territory in way.territory and", "True and"),
    Fault("proof is not asked", "rules", "(proven if way", "(True if way"),
    Fault("a mandate's recordings are not asked", "rules", "else proven & way.recordings", "else proven"),
    Fault("its recordings need no proof", "rules", "else proven & way.recordings", "else way.recordings"),
    Fault("no recordings is all", "rules", "if way.recordings is None", "if not way.recordings"),
]


def check(case: tuple) -> Callable[[SimpleNamespace], None]:  # type: ignore[type-arg]
    _, territory, proven, ways, heard = case

    def told(rules: SimpleNamespace) -> None:
        reach = [rules.Reach(where, recordings) for where, recordings in ways]
        assert bool(rules.hears_as_office(territory, proven, reach)) is heard

    return told


SUITE = [(case[0], check(case)) for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_who_hears_what_is_held(case) -> None:  # type: ignore[no-untyped-def]
    from akkord.music import rules

    check(case)(rules)  # type: ignore[arg-type]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_of_it_is_noticed(fault: Fault) -> None:
    assert killer(RULES.load("rules", fault.source(RULES)), SUITE) is not None
