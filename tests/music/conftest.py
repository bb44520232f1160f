"""A store of its own for each test, an ear that is told what it hears, and a world of one label."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from akkord.ledger import actions as ledger
from akkord.ledger import sequencing
from akkord.music import streams
from akkord.music.actions import recognising
from akkord.music.queries import sounds
from akkord.sound import ear
from akkord.sound.models import Sound
from akkord.store import files as store_files
from akkord.store import partials as store_partials


@pytest.fixture(autouse=True)
def data(settings, tmp_path: Path) -> Iterator[Path]:  # type: ignore[no-untyped-def]
    """Nothing is remembered from another test."""
    settings.DATA = tmp_path
    settings.SITE_URL = "https://music.example"
    for remembered in (store_files.files, store_partials.partials, ear._opened):
        remembered.cache_clear()
    streams._remembered.clear()
    yield tmp_path
    for remembered in (store_files.files, store_partials.partials, ear._opened):
        remembered.cache_clear()


@pytest.fixture
def log(db: None, data: Path) -> None:
    ledger.begin_log()
    sequencing.sequence.func()


@dataclass(frozen=True)
class Piece:
    """A stretch of a sound that is a stretch of a reference, in seconds."""

    f0: float = 0.0
    f1: float = 60.0
    r0: float = 0.0
    r1: float = 60.0
    score: float = 1.0


@dataclass(frozen=True)
class Found:
    """A match as the library gives it."""

    track: int
    score: float = 1.0
    tempo: float = 1.0
    p_false: float = 0.0
    pitch_semitones: float = 0.0
    segments: tuple[Piece, ...] = (Piece(),)


@dataclass
class StandInEar:
    """Hears in a sound what it was told; references have the generation they were added in.

    A print is the number of its sound; a question finds what it was told of that is findable.
    """

    ENGINE = ear.ENGINE  # of the matches
    Heard = ear.Heard

    references: list[tuple[int, int]] = field(default_factory=list)  # (sound, recording), oldest first
    meanwhile: list[tuple[int, int]] = field(default_factory=list)  # added while a look-up runs
    looked: list[tuple[int, int]] = field(default_factory=list)  # (sound, since)
    findable: set[int] = field(default_factory=set)
    name: str = "earprint-2/first"
    named: str = "earprint-2/references"  # the references' name; "" when they were lost
    taught: list[int] = field(default_factory=list)  # recordings taught again
    alike: dict[int, list[int]] = field(default_factory=dict)  # sound of a reference → sounds that hold it
    asked: list[int] = field(default_factory=list)
    full: bool = False

    def generation(self) -> int:
        return len(self.references)

    def look_up(self, sound: Sound, since: int = 0) -> ear.Heard:
        self.looked.append((sound.pk, since))
        now = self.generation()
        found = [
            Found(recording) for heard_in, recording in self.references[since:now] if heard_in == sound.pk
        ]
        if self.meanwhile:
            self.references.append(self.meanwhile.pop(0))
        return ear.Heard(now, found)  # type: ignore[arg-type]

    def references_name(self) -> str:
        return self.named

    def name_references(self) -> str:
        self.named = "earprint-3/references"
        return self.named

    def add_reference(self, recording_id: int, sound: Sound) -> None:
        self.taught.append(recording_id)

    def uploads_name(self) -> str:
        return self.name

    def make_findable(self, sounds: Iterable[Sound]) -> str:
        self.findable |= {sound.pk for sound in sounds}
        return self.name

    def print_of(self, sound: Sound) -> int:
        return sound.pk

    def ask(self, sounding: int) -> list[Found]:
        self.asked.append(sounding)
        return [Found(sound) for sound in self.alike.get(sounding, []) if sound in self.findable]

    def is_full(self, found: list[Found]) -> bool:
        return self.full


@pytest.fixture
def told_ear(monkeypatch: pytest.MonkeyPatch) -> StandInEar:
    made = StandInEar()
    for room in (recognising, sounds):
        monkeypatch.setattr(room, "ear", made)
    return made
