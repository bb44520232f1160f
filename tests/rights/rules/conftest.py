"""The law under test."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parent))
pytest.register_assert_rewrite("law_cases")

import delivered_world  # noqa: E402
from law_world import law_of  # noqa: E402
from owning_world import gather  # noqa: E402

from akkord.rights import rules, territories  # noqa: E402  (needs the path above)

LAW = law_of(rules, territories)


@pytest.fixture
def law() -> SimpleNamespace:
    return LAW


@pytest.fixture
def owning() -> SimpleNamespace:
    """The rules of owning under test."""
    return gather()


@pytest.fixture(scope="session")
def delivered() -> SimpleNamespace:
    """The rules of delivered licences under test."""
    return delivered_world.gather()
