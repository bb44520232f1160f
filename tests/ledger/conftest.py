"""A log of its own for each test: key, files and database."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def log(db: None, settings, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    """A log that has begun and holds its key line; the path of its folder."""
    from akkord.ledger import actions, sequencing

    settings.DATA = tmp_path
    settings.SITE_URL = "https://music.example"
    actions.begin_log()
    sequencing.sequence.func()
    return tmp_path / "log"
