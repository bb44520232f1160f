"""The gate on seeded faults: no faulty rule of owning or recomputing may pass its own tests."""

from collections.abc import Sequence
from pathlib import Path

import owning_world
import pytest
from owning_faults import FAULTS

from faulty_copies import Check, Copies, Fault, checks, killer

OWNING = Copies(owning_world.PACKAGE, ("rules", "terms", "territories"), owning_world.gather)


@pytest.fixture(scope="module")
def suite() -> Sequence[Check]:
    return list(checks(Path(owning_world.__file__).parent, "test_owning_*.py", given="owning"))


def test_the_rules_copied_without_a_fault_pass(suite: Sequence[Check]) -> None:
    assert killer(OWNING.load("rules.retro", OWNING.source_of("rules.retro")), suite) is None


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_faulty_rule_is_noticed(fault: Fault, suite: Sequence[Check]) -> None:
    assert killer(OWNING.load(fault.module, fault.source(OWNING)), suite) is not None, fault.name
