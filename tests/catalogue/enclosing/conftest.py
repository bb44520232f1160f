"""The rules of batches under test."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

HERE = Path(__file__).parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

from enclosing_world import gather  # noqa: E402  (needs the path above)


@pytest.fixture(scope="session")
def batch() -> SimpleNamespace:
    return gather()
