"""The gate on seeded faults: no faulty rule of fraud may pass its suite."""

from collections.abc import Sequence
from pathlib import Path

import fraud_world
import pytest
from fraud_faults import FAULTS

from faulty_copies import Check, Copies, Fault, checks, killer

LAW = Copies(fraud_world.PACKAGE, ("fraud",), fraud_world.gather)


@pytest.fixture(scope="module")
def suite() -> Sequence[Check]:
    return list(checks(Path(fraud_world.__file__).parent, "test_fraud_*.py"))


def test_rules_of_fraud_copied_without_a_fault_pass(suite: Sequence[Check]) -> None:
    assert killer(LAW.load("fraud", LAW.source_of("fraud")), suite) is None


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_faulty_rule_of_fraud_is_noticed(fault: Fault, suite: Sequence[Check]) -> None:
    noticed_by = killer(LAW.load(fault.module, fault.source(LAW)), suite)
    assert noticed_by is not None, f"nothing noticed: {fault.name}"
