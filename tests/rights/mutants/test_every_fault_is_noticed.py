"""The gate on seeded faults: no faulty law may pass the law's own tests."""

from collections.abc import Sequence

import pytest
from faults import FAULTS
from faulty_law import LAW, RULES, SUITE

from faulty_copies import Check, Fault, checks, killer


@pytest.fixture(scope="module")
def suite() -> Sequence[Check]:
    return list(checks(RULES, SUITE))


def test_the_law_copied_without_a_fault_passes(suite: Sequence[Check]) -> None:
    """The copy itself is no reason to fail, or every fault would seem noticed."""
    assert killer(LAW.load("rules.law", LAW.source_of("rules.law")), suite) is None


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_faulty_law_is_noticed(fault: Fault, suite: Sequence[Check]) -> None:
    noticed_by = killer(LAW.load(fault.module, fault.source(LAW)), suite)
    assert noticed_by is not None, f"nothing noticed: {fault.name}"
    print(f"{fault.name}: noticed by {noticed_by}")  # noqa: T201  (shown with pytest -rP)
