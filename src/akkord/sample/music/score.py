"""What is written down before anybody plays: notes, drum hits, parts, and the pulse they follow."""

import math
from dataclasses import dataclass

from akkord.sample.music.styles import Player, Style
from akkord.sample.music.voices import Voice


@dataclass(frozen=True, slots=True)
class Note:
    """One note: `start` and `length` in seconds, `pitch` a MIDI number, `velocity` 0…1, `bright` 0…3."""

    start: float
    length: float
    pitch: int
    velocity: float
    bright: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One stroke on a drum, `start` in seconds, `velocity` 0…1."""

    start: float
    drum: str
    velocity: float


@dataclass(frozen=True, slots=True)
class Part:
    """What one player plays through the whole song, on which instrument."""

    player: Player
    voice: Voice
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A verse, a chorus …: `bars` bars from bar `first`, played with `energy` 0…1."""

    kind: str
    first: int
    bars: int
    energy: float


@dataclass(frozen=True, slots=True)
class Pulse:
    """How beats fall in time: tempo, swing of the `swing_unit` (in beats), and a slow breathing of tempo."""

    tempo: float
    swing: float
    swing_unit: float
    drift: float
    drift_phase: float

    def seconds(self, beat: float) -> float:
        """The instant of a beat, in seconds from the start of the song."""
        pair, inside = divmod(beat, 2 * self.swing_unit)
        if inside < self.swing_unit:
            inside *= 1 + self.swing
        else:
            late = inside - self.swing_unit
            inside = self.swing_unit * (1 + self.swing) + late * (1 - self.swing)
        swung = pair * 2 * self.swing_unit + inside
        # The breathing never runs backwards: its slope is at most drift * 0.2 of a beat per beat.
        breath = self.drift * (math.sin(0.2 * swung + self.drift_phase) - math.sin(self.drift_phase))
        return (swung + breath) * 60 / self.tempo


@dataclass(frozen=True, slots=True)
class Song:
    """A finished score: everything `render` needs, and nothing that depends on chance any more."""

    seed: int
    style: Style
    seconds: float
    pulse: Pulse
    key: int
    mode: str
    tuning_cents: float
    loudness: float
    sections: tuple[Section, ...]
    parts: tuple[Part, ...]
    hits: tuple[Hit, ...]
    fades_out: bool

    @property
    def tempo(self) -> float:
        """Beats per minute."""
        return self.pulse.tempo
