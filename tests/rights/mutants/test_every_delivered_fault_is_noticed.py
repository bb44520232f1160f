"""The gate on seeded faults: no faulty rule of delivered licences may pass its own tests."""

from collections.abc import Sequence
from pathlib import Path

import delivered_world
import pytest
from delivered_faults import FAULTS

from faulty_copies import Check, Copies, Fault, checks, killer

DELIVERED = Copies(delivered_world.PACKAGE, ("rules", "terms", "territories"), delivered_world.gather)


@pytest.fixture(scope="module")
def suite() -> Sequence[Check]:
    folder = Path(delivered_world.__file__).parent
    return list(checks(folder, "test_delivered_*.py", given="delivered"))


def test_the_rules_copied_without_a_fault_pass(suite: Sequence[Check]) -> None:
    source = DELIVERED.source_of("rules.delivered")
    assert killer(DELIVERED.load("rules.delivered", source), suite) is None


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_faulty_rule_is_noticed(fault: Fault, suite: Sequence[Check]) -> None:
    assert killer(DELIVERED.load(fault.module, fault.source(DELIVERED)), suite) is not None, fault.name
