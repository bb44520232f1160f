"""Puts the makers of lines and of the ledger's tests on the path."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "ledger"))
sys.path.insert(0, str(Path(__file__).parent))

from eu_database import TOKEN, serving


@pytest.fixture
def eu(settings):  # type: ignore[no-untyped-def]
    """The EU's database, and this site told to send there."""
    with serving() as database:
        settings.STATEMENTS_URL, settings.STATEMENTS_TOKEN = database.address, TOKEN
        yield database


@pytest.fixture
def log(db: None, settings, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    """A log that has begun and holds its key line; the path of its folder."""
    from akkord.ledger import actions, sequencing

    settings.DATA = tmp_path
    settings.SITE_URL = "https://music.example"
    settings.WAKES = {event: [] for event in settings.WAKES}  # nobody else listens to what is announced
    actions.begin_log()
    sequencing.sequence.func()
    return tmp_path / "log"
