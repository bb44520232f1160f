"""A log of its own, and nobody woken by what care announces."""

from pathlib import Path
from typing import Any

import pytest

from akkord.ledger import actions as ledger
from akkord.ledger import sequencing


@pytest.fixture(autouse=True)
def _quiet(settings: Any) -> None:
    settings.WAKES = {event: [] for event in settings.WAKES}


@pytest.fixture
def log(db: None, settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    ledger.begin_log()
    sequencing.sequence.func()
