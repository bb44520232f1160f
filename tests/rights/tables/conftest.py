"""Labels, their people and recordings, for facts in tables."""

import pytest

from akkord.catalogue.models import Organisation, Recording
from akkord.people.models import Person
from akkord.rights.models import Ownership
from catalogue import makers


@pytest.fixture(autouse=True)
def _wakes(settings) -> None:  # type: ignore[no-untyped-def]
    """Only re-deciding listens: its jobs say what was announced."""
    settings.WAKES = {
        "recording_delivered": [],
        "facts_changed": ["akkord.music.tasks.redecide"],
        "ownership_changed": [],
        "line_written": [],
    }


@pytest.fixture
def label(db: None) -> Organisation:
    return makers.organisation(name="Northern Light")


@pytest.fixture
def agent(label: Organisation) -> Person:
    return makers.representative(label)


@pytest.fixture
def operator(db: None) -> Person:
    return makers.person(is_staff=True)


@pytest.fixture
def song(label: Organisation) -> Recording:
    return owned(label)


def owned(label: Organisation, share: str = "1", territory: str = "Worldwide") -> Recording:
    """A recording its label delivered."""
    from akkord.rights.actions import own_by_delivery

    recording = makers.recording(label)
    own_by_delivery(makers.person(), recording.pk, label, share, territory, 1)
    return recording


def standing_ownership(recording: Recording) -> Ownership:
    return Ownership.objects.get(recording=recording, withdrawn_at=None)
