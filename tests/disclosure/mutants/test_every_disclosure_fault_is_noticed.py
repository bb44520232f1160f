"""The gate on seeded faults: nothing faulty goes out past its own room's tests."""

import pytest
from disclosure_faults import FAULTS, SUITES
from rooms_anew import Fault, noticed_by, source_of


@pytest.mark.parametrize("module", SUITES)
def test_a_room_copied_without_a_fault_passes(module: str) -> None:
    """The copy itself is no reason to fail, or every fault would seem noticed."""
    assert noticed_by(module, source_of(module), SUITES[module]) is None


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_faulty_room_is_noticed(fault: Fault) -> None:
    noticed = noticed_by(fault.module, fault.source(), SUITES[fault.module])
    assert noticed is not None, f"nothing noticed: {fault.name}"
    print(f"{fault.name}: noticed by {noticed}")  # noqa: T201  (shown with pytest -rP)
