"""The gate on seeded faults: no faulty rule of talks may pass its suite."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import talks_world
from talks_faults import FAULTS

from faulty_copies import Check, Copies, Fault, checks, killer

LAW = Copies(talks_world.PACKAGE, ("rules",), talks_world.gather)


@pytest.fixture(scope="module")
def suite() -> Sequence[Check]:
    return list(checks(Path(talks_world.__file__).parent, "test_talks_*.py"))


def test_talks_copied_without_a_fault_pass(suite: Sequence[Check]) -> None:
    assert killer(LAW.load("rules.talks", LAW.source_of("rules.talks")), suite) is None


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_faulty_rule_of_talks_is_noticed(fault: Fault, suite: Sequence[Check]) -> None:
    noticed_by = killer(LAW.load(fault.module, fault.source(LAW)), suite)
    assert noticed_by is not None, f"nothing noticed: {fault.name}"
