"""Cases alone: nobody else listens to what they announce, and the ear is a stand-in."""

import pytest

from akkord.cases import stay_down


class StandInEar:
    """Remembers which sound it was taught for which recording."""

    def __init__(self) -> None:
        self.knows: dict[int, int] = {}

    def add_reference(self, recording_id: int, sound) -> int:  # type: ignore[no-untyped-def]
        self.knows[recording_id] = sound.pk
        return len(self.knows)

    def forget(self, recording_ids: list[int]) -> None:
        for recording in recording_ids:
            self.knows.pop(recording, None)


@pytest.fixture(autouse=True)
def ear(monkeypatch: pytest.MonkeyPatch) -> StandInEar:
    made = StandInEar()
    monkeypatch.setattr(stay_down, "ear", made)
    return made


@pytest.fixture(autouse=True)
def _wakes(settings) -> None:  # type: ignore[no-untyped-def]
    settings.WAKES = {event: [] for event in settings.WAKES}
