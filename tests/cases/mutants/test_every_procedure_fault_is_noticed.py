"""The gate on seeded faults: no faulty calendar, clock, table or form may pass the suite of procedures."""

from collections.abc import Sequence
from pathlib import Path

import procedures_world
import pytest
from procedure_faults import FAULTS

from faulty_copies import Check, Copies, Fault, checks, killer

LAW = Copies(procedures_world.PACKAGE, ("law",), procedures_world.gather)


@pytest.fixture(scope="module")
def suite() -> Sequence[Check]:
    return list(checks(Path(procedures_world.__file__).parent, "test_procedures_*.py"))


def test_procedures_copied_without_a_fault_pass(suite: Sequence[Check]) -> None:
    assert killer(LAW.load("law.clocks", LAW.source_of("law.clocks")), suite) is None


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_faulty_procedure_is_noticed(fault: Fault, suite: Sequence[Check]) -> None:
    noticed_by = killer(LAW.load(fault.module, fault.source(LAW)), suite)
    assert noticed_by is not None, f"nothing noticed: {fault.name}"
    print(f"{fault.name}: noticed by {noticed_by}")  # noqa: T201  (shown with pytest -rP)
