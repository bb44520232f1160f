"""A log and a store of its own, and nobody woken by what is announced."""

from pathlib import Path
from typing import Any

import pytest

from akkord.ledger import actions as ledger
from akkord.ledger import sequencing
from akkord.store.files import files


@pytest.fixture(autouse=True)
def _quiet(settings: Any) -> None:
    settings.WAKES = {event: [] for event in settings.WAKES}


@pytest.fixture
def log(db: None, settings: Any, tmp_path: Path) -> Any:
    settings.DATA = tmp_path
    files.cache_clear()
    ledger.begin_log()
    sequencing.sequence.func()
    yield
    files.cache_clear()
