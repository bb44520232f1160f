"""The rules of care under test."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from care_world import gather

RULES = gather()


@pytest.fixture
def law() -> SimpleNamespace:
    return RULES
