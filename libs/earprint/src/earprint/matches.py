"""What a search answers: which reference, where in the file, where in the reference, how sure."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Segment:
    """One stretch of the file that runs along one stretch of the reference.

    `f0`, `f1`: seconds in the file; `r0`, `r1`: seconds in the reference; `score`: see Match.
    """

    f0: float
    f1: float
    r0: float
    r1: float
    score: float


@dataclass(frozen=True)
class Match:
    """A reference that is in the file; only matches that passed verification are ever made.

    `score`: how many standard deviations the agreeing peaks stand above wrong alignments, best segment;
    `speed`: seconds of reference per second of file (1.02 = the file runs 2 % fast); `pitch_semitones`:
    pitch of the file minus pitch of the reference; covered seconds count overlaps once.
    """

    track: int
    score: float
    segments: list[Segment] = field(default_factory=list)
    speed: float = 1.0
    pitch_semitones: float = 0.0
    covered_seconds: float = 0.0
    covered_reference_seconds: float = 0.0


def covered(spans: list[tuple[float, float]]) -> float:
    """Seconds covered by the spans together, overlaps once."""
    total, reached = 0.0, float("-inf")
    for begin, end in sorted(spans):
        total += max(0.0, end - max(begin, reached))
        reached = max(reached, end)
    return total
