"""Puts the writer of messages on the path, and the reading under test into `ern`."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from ern_face import face  # noqa: E402  (needs the path above)

ORACLES = HERE.parents[3] / "shared" / "oracles" / "ern-samples"


@pytest.fixture(scope="session")
def ern() -> SimpleNamespace:
    return face()


@pytest.fixture
def samples() -> Path:
    """Messages that others wrote (Apache-2.0). Without them the reading is not fully tested."""
    if not ORACLES.is_dir():
        pytest.skip("NOT TESTED: the sample messages of ../shared/oracles/ern-samples are not here")
    return ORACLES
