"""The gate on seeded faults: no faulty rule of batches may pass its own tests."""

from collections.abc import Sequence
from pathlib import Path

import enclosing_world
import pytest
from enclosing_faults import FAULTS

from faulty_copies import Check, Copies, Fault, checks, killer

BATCHES = Copies(enclosing_world.PACKAGE, ("layout", "ern"), enclosing_world.gather)


@pytest.fixture(scope="module")
def suite() -> Sequence[Check]:
    return list(checks(Path(enclosing_world.__file__).parent, "test_enclosing_*.py", given="batch"))


def test_the_rules_copied_without_a_fault_pass(suite: Sequence[Check]) -> None:
    assert killer(BATCHES.load("layout", BATCHES.source_of("layout")), suite) is None


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_faulty_rule_is_noticed(fault: Fault, suite: Sequence[Check]) -> None:
    assert killer(BATCHES.load(fault.module, fault.source(BATCHES)), suite) is not None, fault.name
