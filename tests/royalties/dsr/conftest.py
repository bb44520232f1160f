"""The reports under test."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from report_world import gather

REPORTS = gather()


@pytest.fixture(scope="session")
def dsr() -> SimpleNamespace:
    return REPORTS
