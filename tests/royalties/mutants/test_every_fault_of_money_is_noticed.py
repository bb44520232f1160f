"""The gate on the rules of money: the tables notice every fault, and find none in the real rules."""

import sys
from pathlib import Path

import pytest
from money_faults import FAULTS

from faulty_copies import Check, Fault, checks, killer
from royalties.rules.rooms import COPIES, gather

RULES = Path(__file__).parents[1] / "rules"


@pytest.fixture(scope="module")
def suite() -> list[Check]:
    sys.path.insert(0, str(RULES))
    try:
        return list(checks(RULES, "test_reckoning_tables.py", "reckoning"))
    finally:
        sys.path.remove(str(RULES))


def test_the_real_rules_pass(suite: list[Check]) -> None:
    assert killer(gather(), suite) is None


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_faulty_rule_is_noticed(fault: Fault, suite: list[Check]) -> None:
    assert killer(COPIES.load(fault.module, fault.source(COPIES)), suite) is not None
