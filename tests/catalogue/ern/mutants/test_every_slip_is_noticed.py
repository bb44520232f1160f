"""The gate on seeded faults: no faulty reading may pass the tests of its own rules."""

from collections.abc import Sequence

import pytest
from faulty_reading import READING, SUITE, TESTS
from slips import SLIPS

from faulty_copies import Check, Fault, checks, killer


@pytest.fixture(scope="module")
def suite() -> Sequence[Check]:
    return list(checks(TESTS, SUITE, "ern"))


def test_the_reading_copied_without_a_slip_passes(suite: Sequence[Check]) -> None:
    """The copy itself is no reason to fail, or every slip would seem noticed."""
    assert killer(READING.load("ern.timeline", READING.source_of("ern.timeline")), suite) is None


@pytest.mark.parametrize("slip", SLIPS, ids=str)
def test_a_slip_is_noticed(slip: Fault, suite: Sequence[Check]) -> None:
    noticed_by = killer(READING.load(slip.module, slip.source(READING)), suite)
    assert noticed_by is not None, f"nothing noticed: {slip.name}"
    print(f"{slip.name}: noticed by {noticed_by}")  # noqa: T201  (shown with pytest -rP)
