"""Tunes: short motifs that come back changed, on chord notes where the bar is strong."""

from dataclasses import dataclass

import numpy as np

from akkord.sample.music.figures import Bar, Stroke, draw
from akkord.sample.music.styles import Player

# The order in which the motifs of a phrase come back, two bars each.
PHRASES = ("ABAC", "AABC", "ABCB", "ABAB", "AABA", "ABCD")


@dataclass(frozen=True, slots=True)
class Motif:
    """A rhythm of two bars and, for each of its notes, the step up or down the scale from the one before."""

    steps: tuple[tuple[int, ...], tuple[int, ...]]
    moves: tuple[int, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Tune:
    """The motifs of one kind of section (a verse has others than a chorus) and the order they come in."""

    motifs: dict[str, Motif]
    phrase: str


def invent_tune(grid: str, rng: np.random.Generator) -> Tune:
    """Draws four motifs and an order."""
    return Tune({name: invent_motif(grid, rng) for name in "ABCD"}, str(rng.choice(PHRASES)))


def invent_motif(grid: str, rng: np.random.Generator) -> Motif:
    """A rhythm from the grid and a contour of small steps with a leap now and then."""
    rhythm = (tuple(draw(grid, rng)) or (0,), tuple(draw(grid, rng)) or (0,))
    count = len(rhythm[0]) + len(rhythm[1])
    moves = rng.choice((-2, -1, -1, 0, 1, 1, 2, 3, -3, 4), count)
    return Motif(rhythm, tuple(int(move) for move in moves), int(rng.integers(0, 6)))


def sing(tune: Tune, player: Player, bar: Bar, number: int, rng: np.random.Generator) -> list[Stroke]:
    """Bar `number` of a section: its half of the motif whose turn it is, leaning on the chord's notes."""
    name = tune.phrase[(number // 2) % 4]
    motif, half = tune.motifs[name], number % 2
    steps = motif.steps[half]
    if rng.random() < 0.25 and len(steps) > 2:  # a singer never sings it twice the same
        steps = steps[:-1]
    before = len(motif.steps[0]) if half else 0
    degree = motif.start + sum(motif.moves[:before])
    ends = [*steps[1:], bar.beats * 4]
    strokes = []
    for i, (step, end) in enumerate(zip(steps, ends, strict=True)):
        degree = fold(degree + motif.moves[before + i])
        leaned = lean(degree, bar.degree) if step % 4 == 0 else degree
        length = max(0.12, min((end - step) / 4, 3.0) * player.gate)
        strokes.append(
            Stroke(
                step / 4, length, bar.pitch(leaned) + 12 * (player.octave - 1), 0.6 + 0.35 * (step % 4 == 0)
            )
        )
    return strokes


def fold(degree: int) -> int:
    """Keeps a tune within a singable octave and a half."""
    return degree - 7 if degree > 11 else degree + 7 if degree < -2 else degree


def lean(degree: int, chord: int) -> int:
    """The chord's note nearest to a scale degree."""
    return min(
        (degree, degree - 1, degree + 1), key=lambda d: ((d - chord) % 7 not in (0, 2, 4), abs(d - degree))
    )
