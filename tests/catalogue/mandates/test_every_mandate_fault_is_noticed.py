"""The gate on seeded faults: no faulty reach of a mandate may pass its suite."""

from collections.abc import Sequence
from pathlib import Path

import mandates_world
import pytest
from mandate_faults import FAULTS

from faulty_copies import Check, Copies, Fault, checks, killer

MANDATES = Copies(mandates_world.PACKAGE, ("mandates", "rules"), mandates_world.gather)


@pytest.fixture(scope="module")
def suite() -> Sequence[Check]:
    return list(checks(Path(mandates_world.__file__).parent, "test_mandates_*.py"))


def test_mandates_copied_without_a_fault_pass(suite: Sequence[Check]) -> None:
    assert killer(MANDATES.load("mandates", MANDATES.source_of("mandates")), suite) is None


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_faulty_mandate_is_noticed(fault: Fault, suite: Sequence[Check]) -> None:
    noticed_by = killer(MANDATES.load(fault.module, fault.source(MANDATES)), suite)
    assert noticed_by is not None, f"nothing noticed: {fault.name}"
