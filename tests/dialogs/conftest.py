"""What all tests of dialogs share."""

from pathlib import Path

import pytest

from akkord.ledger import actions as ledger
from akkord.ledger import sequencing


@pytest.fixture
def log(db: None, settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A public log that has begun: decisions that silence write their line."""
    settings.DATA = tmp_path
    settings.SITE_URL = "https://music.example"
    ledger.begin_log()
    sequencing.sequence.func()
