"""Verification: is this stretch of the file this stretch of the reference, or does it only sound alike?

The candidate's line is fitted to the peaks, then judged twice: against wrong lines in general (is it there
at all?), and against the best of them (or is it only a loop, a beat or chords that many songs share?).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from earprint import alignment
from earprint.prints import FRAMES_PER_SECOND
from earprint.references import References

Array = npt.NDArray[Any]

PROBABLE = 6.5  # deviations above wrong lines
CERTAIN = (  # at least (score, lead, share)
    (7.5, 5.0, 0.15),  # agrees along this line and along no other
    (9.5, 4.0, 0.10),
    (22.0, 2.0, 0.15),  # repeats itself, but agrees more than shared drums and chords ever did
    (9.5, 0.0, 0.72),  # nearly everything agrees: an exact loop
)
RIVAL_NEAREST, RIVAL_FARTHEST, RIVAL_STEP = (
    40.0,
    2500.0,
    2.0,
)  # music comes back after bars: no bar is skipped
NULL_NEAREST, NULL_FARTHEST, NULL_STEP = 60.0, 1500.0, 7.3  # frames a wrong line is moved


@dataclass(frozen=True)
class Excerpt:
    """The strongest peaks of one window of the file: frames and bins."""

    begin: float
    end: float
    t: Array
    f: Array

    @property
    def middle(self) -> float:
        return (self.begin + self.end) / 2


@dataclass(frozen=True)
class Alignment:
    """One window of the file verified against one reference. Times in frames, pitch in bins."""

    volume: int
    track: int  # position in the volume
    begin: float  # the part of the window that agrees, in the file
    end: float
    speed: float
    pitch: float
    start: float  # reference frame of file frame 0
    score: float  # deviations above wrong lines
    share: float  # of the file's peaks in the window that agree
    rival: float  # the same share along the best wrong line
    peaks: int

    @property
    def lead(self) -> float:
        """Deviations between the share and its rival, as of two proportions of the same number of peaks."""
        spread = self.share * (1 - self.share) + self.rival * (1 - self.rival)
        return (self.share - self.rival) * math.sqrt(self.peaks / max(spread, 0.05))

    def place(self, frame: float) -> float:
        """Reference frame at a file frame."""
        return self.start + self.speed * frame


def probable(found: Alignment) -> bool:
    """Enough to go on with a match that stands already, or to look closer; strangers reach it now and then."""
    return found.score >= PROBABLE


def certain(found: Alignment) -> bool:
    """The score that admits no stranger; measured by bench/identify.py and the tests.

    A stranger with the same drums or the same chords agrees along many lines, a copy along one: so beside
    the deviations the best wrong line must be left behind, unless nearly everything agrees. Measured on
    strangers: score up to 8.6 with a lead under 2; on songs that share drums, chords and bass with a
    reference to the sample: score up to 18, lead up to 3, share up to 0.65.
    """
    return any(
        found.score >= score and found.lead >= lead and found.share >= share for score, lead, share in CERTAIN
    )


def verify(
    excerpt: Excerpt, volume: References, number: int, track: int, speed: float, pitch: float, place: float
) -> Alignment:
    """Fit the line that puts the excerpt's middle at `place` (reference frame), and judge it."""
    top, raster = _drawn(excerpt, volume, track, place, NULL_FARTHEST)
    t = (excerpt.t - excerpt.middle).astype(np.float32)
    line = np.array([speed, pitch, place - top], np.float32)
    count = alignment.refine(t, excerpt.f, 0.0, line, raster)
    null = np.zeros(3)
    far = _farthest(volume, track, NULL_FARTHEST)
    alignment.wrong_lines(t, excerpt.f, line[0], line[1], line[2], raster, NULL_NEAREST, far, NULL_STEP, null)
    marks = np.zeros(len(t), np.bool_)
    alignment.mark_agreeing(t, excerpt.f, line[0], line[1], line[2], raster, marks)
    begin, end = agreeing_part(excerpt.t, marks, null[0] / len(t))
    fitted, tone, where = (float(x) for x in line)
    score = alignment.deviations(count, null[0], null[1], len(t))
    start = where + top - fitted * excerpt.middle
    found = Alignment(
        number, track, begin, end, fitted, tone, start, score, count / len(t), null[2] / len(t), len(t)
    )
    return _against_rival(found, excerpt, volume) if probable(found) else found


def _against_rival(found: Alignment, excerpt: Excerpt, volume: References) -> Alignment:
    """The same with the best wrong line searched for closely and far: repeats lie bars away."""
    place = found.place(excerpt.middle)
    top, raster = _drawn(excerpt, volume, found.track, place, RIVAL_FARTHEST)
    null = np.zeros(3)
    far = _farthest(volume, found.track, RIVAL_FARTHEST)
    t = (excerpt.t - excerpt.middle).astype(np.float32)
    alignment.wrong_lines(
        t, excerpt.f, found.speed, found.pitch, place - top, raster, RIVAL_NEAREST, far, RIVAL_STEP, null
    )
    return replace(found, rival=null[2] / found.peaks)


def _farthest(volume: References, track: int, wanted: float) -> float:
    """A short reference is drawn as going round, so a line moved by its whole length would be right again."""
    return float(min(wanted, max(2 * NULL_NEAREST, volume.seconds[track] * FRAMES_PER_SECOND - NULL_NEAREST)))


def _drawn(excerpt: Excerpt, volume: References, track: int, place: float, far: float) -> tuple[float, Array]:
    """Raster of the reference `far` frames around the excerpt's place, and the frame of its first row.

    Drawn as going round and round, so that wrong lines near the reference's ends have something to meet.
    """
    half = (excerpt.end - excerpt.begin) / 2
    top = place - half * 1.5 - far
    raster = np.zeros((int(3 * half + 2 * far) + 1, alignment.COLUMNS), np.uint8)
    t, f = volume.peaks_of(track)
    period = max(volume.seconds[track] * FRAMES_PER_SECOND, 4 * NULL_NEAREST)
    turn = np.floor(top / period)
    while turn * period < top + len(raster):
        begin = top - turn * period
        part = slice(*np.searchsorted(t, (begin - 4, begin + len(raster) + 4)))
        alignment.draw(t[part], f[part], begin, raster)
        turn += 1
    return float(top), raster


def agreeing_part(t: Array, marks: Array, chance: float) -> tuple[float, float]:
    """First and last frame of the stretch where agreement is best explained by a copy (largest sum of a run)."""
    inside = marks.mean() if len(marks) else 0.0
    begin, end = 0, len(t) - 1
    for _ in range(3):  # the share inside the stretch is found together with the stretch
        bar = (inside + chance) / 2
        sums = np.concatenate([[0.0], np.cumsum(np.where(marks, 1 - bar, -bar))])
        rise = sums[1:] - np.minimum.accumulate(sums)[:-1]
        end = int(np.argmax(rise))
        begin = int(np.argmin(sums[: end + 1]))
        inside = marks[begin : end + 1].mean()
    return float(t[begin]), float(t[end])
