"""What a search answers: which reference, where in file and reference, how changed, how sure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Segment:
    """One stretch of the file that runs along one stretch of the reference.

    `f0`, `f1`: seconds in the file; `r0`, `r1`: seconds in the reference; `score`: see Match; `tempo`:
    seconds of reference per second of file; `pitch_semitones`: pitch of the file minus pitch of the
    reference.
    """

    f0: float
    f1: float
    r0: float
    r1: float
    score: float
    tempo: float = 1.0
    pitch_semitones: float = 0.0


@dataclass(frozen=True)
class Match:
    """A reference that is in the file; only matches that passed verification are ever made.

    `score`: how many standard deviations the agreeing peaks stand above wrong alignments, all segments
    together; `p_false`: the probability that any stranger of this length reaches that score in a catalogue
    of this size (see `chance`); `tempo`: seconds of reference per second of file in the best segment (1.02 =
    2 % quicker); `pitch_semitones`: its pitch minus the reference's; `speed`: the change of a record's speed
    that explains both, 1.0 if tempo and pitch do not go together; covered seconds count overlaps once.
    """

    track: int
    score: float
    segments: list[Segment] = field(default_factory=list)
    speed: float = 1.0
    pitch_semitones: float = 0.0
    covered_seconds: float = 0.0
    covered_reference_seconds: float = 0.0
    p_false: float = 0.0
    tempo: float = 1.0


def covered(spans: Iterable[tuple[float, float]]) -> float:
    """Seconds covered by the spans together, overlaps once."""
    total, reached = 0.0, float("-inf")
    for begin, end in sorted(spans):
        total += max(0.0, end - max(begin, reached))
        reached = max(reached, end)
    return total
