"""What a musician plays over one bar of a chord: held chords, arpeggios, stabs, bass lines."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from akkord.sample.music.styles import Player

MODES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "harmonic": (0, 2, 3, 5, 7, 8, 11),
}


@dataclass(frozen=True, slots=True)
class Stroke:
    """A note before it has a time of its own: `at` and `length` in beats from the start of its bar."""

    at: float
    length: float
    pitch: int
    velocity: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of harmony: degree of the chord and of the next one, in a key and mode."""

    key: int
    mode: str
    degree: int
    following: int
    seventh: bool
    beats: int

    def pitch(self, degree: int) -> int:
        """MIDI number of a scale degree (0 = the key note near middle C)."""
        octave, step = divmod(degree, 7)
        return self.key + 12 * octave + MODES[self.mode][step]

    def tones(self, centre: int) -> list[int]:
        """The chord's notes, voiced close around a centre so that chords move by small steps."""
        thirds = (0, 2, 4, 6) if self.seventh else (0, 2, 4)
        return sorted(near(self.pitch(self.degree + third), centre) for third in thirds)


def near(pitch: int, centre: int) -> int:
    """The same pitch class within half an octave of the centre."""
    return pitch - 12 * round((pitch - centre) / 12)


def draw(grid: str, rng: np.random.Generator) -> list[int]:
    """The steps of a grid this song strikes."""
    chance = rng.random(len(grid)) * 9
    return [step for step, digit in enumerate(grid) if chance[step] < int(digit)]


def spans(steps: list[int], bar: Bar, gate: float) -> list[tuple[float, float]]:
    """Start and length in beats of each struck step: until the next one, times the gate."""
    ends = [*steps[1:], bar.beats * 4]
    return [(step / 4, max(0.1, (end - step) / 4 * gate)) for step, end in zip(steps, ends, strict=True)]


def chords(player: Player, bar: Bar, steps: list[int], rng: np.random.Generator) -> list[Stroke]:
    """Chords struck on the steps, strummed down on strong and up on weak steps."""
    strokes = []
    for at, length in spans(steps, bar, player.gate):
        tones = bar.tones(60 + 12 * player.octave)
        ordered = tones if at % 1 == 0 else tones[::-1]
        accent = 0.8 if at % 1 == 0 else 0.62
        strokes += [Stroke(at + 0.02 * i, length, tone, accent) for i, tone in enumerate(ordered)]
    return strokes


def stabs(player: Player, bar: Bar, steps: list[int], rng: np.random.Generator) -> list[Stroke]:
    """Short chords, all notes at once."""
    tones = bar.tones(60 + 12 * player.octave)
    return [Stroke(step / 4, player.gate * 0.8, tone, 0.8) for step in steps for tone in tones]


def pad(player: Player, bar: Bar, steps: list[int], rng: np.random.Generator) -> list[Stroke]:
    """Held chords that overlap a little."""
    tones = bar.tones(60 + 12 * player.octave)
    return [Stroke(at, length, tone, 0.7) for at, length in spans(steps, bar, player.gate) for tone in tones]


def power(player: Player, bar: Bar, steps: list[int], rng: np.random.Generator) -> list[Stroke]:
    """Root, fifth and octave: the chord an overdriven amplifier likes."""
    root = near(bar.pitch(bar.degree), 58 + 12 * player.octave)
    return [
        Stroke(at, length, root + up, 0.9 if at % 1 == 0 else 0.75)
        for at, length in spans(steps, bar, player.gate)
        for up in (0, 7, 12)
    ]


def arpeggio(player: Player, bar: Bar, steps: list[int], rng: np.random.Generator) -> list[Stroke]:
    """The chord one note at a time, in an order the song has drawn."""
    tones = bar.tones(60 + 12 * player.octave)
    ladder = [*tones, tones[0] + 12, tones[1] + 12]
    order = rng.permutation(len(ladder)) if rng.random() < 0.6 else np.arange(len(ladder))
    turns = order if rng.random() < 0.5 else np.concatenate([order, order[-2:0:-1]])
    return [
        Stroke(step / 4, 0.25 * player.gate, ladder[turns[i % len(turns)]], 0.75 if step % 4 == 0 else 0.55)
        for i, step in enumerate(steps)
    ]


def bass(player: Player, bar: Bar, steps: list[int], rng: np.random.Generator) -> list[Stroke]:
    """Roots on the beat, then fifths, octaves and a step that leads into the next chord."""
    root = near(bar.pitch(bar.degree), 38 + 12 * player.octave)
    target = near(bar.pitch(bar.following), 38 + 12 * player.octave)
    approach = target + int(rng.choice((-2, -1, 1, 2, 7)))
    walking = rng.random() < 0.5
    strokes = []
    for i, (at, length) in enumerate(spans(steps, bar, player.gate)):
        last = i == len(steps) - 1 and i > 0
        if i == 0 or (not walking and rng.random() < 0.62):
            pitch = root
        elif last and bar.following != bar.degree:
            pitch = approach
        else:
            pitch = root + int(rng.choice((0, 7, 12, -5, 7)))
        strokes.append(Stroke(at, length, pitch, 0.9 if at % 1 == 0 else 0.7))
    return strokes


Figure = Callable[[Player, Bar, list[int], np.random.Generator], list[Stroke]]
FIGURES: dict[str, Figure] = {
    "chords": chords,
    "stabs": stabs,
    "pad": pad,
    "power": power,
    "arpeggio": arpeggio,
    "bass": bass,
}
