"""A catalogue with a store of its own, and stand-ins where sound would be decoded."""

from pathlib import Path

import pytest

from akkord.catalogue import actions, delivery_life
from akkord.sound import printed
from akkord.store.files import Files
from catalogue.makers import StandInBox, StandInEar


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    made = Files(tmp_path / "files")
    for room in (actions, printed):
        monkeypatch.setattr(room, "files", lambda: made)
    return made


@pytest.fixture(autouse=True)
def ear(monkeypatch: pytest.MonkeyPatch) -> StandInEar:
    made = StandInEar()
    monkeypatch.setattr(delivery_life, "ear", made)
    return made


@pytest.fixture(autouse=True)
def box(monkeypatch: pytest.MonkeyPatch) -> StandInBox:
    made = StandInBox()
    monkeypatch.setattr(delivery_life, "box", made)
    return made


@pytest.fixture(autouse=True)
def _wakes(settings) -> None:  # type: ignore[no-untyped-def]
    """Only the rooms under test listen."""
    settings.WAKES = {event: [] for event in settings.WAKES} | {
        "recording_delivered": ["akkord.rights.tasks.own_delivered"]
    }
