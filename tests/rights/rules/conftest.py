"""The law under test, and a deterministic profile so that the properties never flicker."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))

from law_world import law_of  # noqa: E402  (needs the path above)

from akkord.rights import rules, territories  # noqa: E402

settings.register_profile(
    "law", derandomize=True, max_examples=150, deadline=None, suppress_health_check=list(HealthCheck)
)
LAW = law_of(rules, territories)


@pytest.fixture
def law() -> SimpleNamespace:
    return LAW
