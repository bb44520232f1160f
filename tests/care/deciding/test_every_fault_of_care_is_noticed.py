"""The gate on seeded faults: no faulty rule of care may pass its suite."""

from collections.abc import Sequence
from pathlib import Path

import care_world
import pytest
from care_faults import FAULTS

from faulty_copies import Check, Copies, Fault, checks, killer

LAW = Copies(care_world.PACKAGE, ("rules",), care_world.gather)


@pytest.fixture(scope="module")
def suite() -> Sequence[Check]:
    return list(checks(Path(care_world.__file__).parent, "test_care_*.py"))


def test_care_copied_without_a_fault_pass(suite: Sequence[Check]) -> None:
    assert killer(LAW.load("rules.deciding", LAW.source_of("rules.deciding")), suite) is None


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_faulty_rule_of_talks_is_noticed(fault: Fault, suite: Sequence[Check]) -> None:
    noticed_by = killer(LAW.load(fault.module, fault.source(LAW)), suite)
    assert noticed_by is not None, f"nothing noticed: {fault.name}"
