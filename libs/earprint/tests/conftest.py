"""What the tests of earprint share: a warm box, songs, and files made of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from earprint.box import Box


@pytest.fixture(scope="session")
def box() -> Iterator[Box]:
    """One warm, proven box for all tests."""
    with Box() as warm:
        yield warm
