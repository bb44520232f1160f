"""Verification: is this stretch of the file this stretch of the reference, or does it only sound alike?

The candidate's line is fitted to the peaks, then judged twice: against wrong lines in general (is it there at
all?), and against the best of them, moved in time and transposed (or is it only a loop, a beat, chords or a
scale that many songs share?). A stranger agrees along several lines about as well; a copy along one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from earprint import alignment
from earprint.prints import BINS_PER_OCTAVE, FRAMES_PER_SECOND
from earprint.references import GAP_SECONDS, References

Array = npt.NDArray[Any]

PROBABLE = 5.5  # deviations above wrong lines, to go on at all; strangers reach it now and then
NULL_FRAMES = 600  # a wrong line is moved by up to this many
RIVAL_FRAMES = 1250  # music comes back after bars: the best wrong line is looked for this far,
TRANSPOSED_FRAMES = 600  # and this far in every key
SEMITONES = 12
LEAST_PEAKS = 6  # of the reference within the window


@dataclass(frozen=True, eq=False)
class Excerpt:
    """One window of the file, ready to lay references over: frames begin..end, its peaks, and their raster.

    `chance`: the raster's mean, what a stranger's peak meets.
    """

    begin: float
    end: float
    t: Array
    f: Array
    raster: Array
    chance: float

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
    score: float  # deviations above wrong lines, over the part that agrees
    share: float  # of the reference's peaks in that part that agree
    margin: float  # deviations by which the score stands above the best wrong line's
    lead: float  # deviations by which more of the file's peaks are explained only here than only there
    middle: float  # of the window

    def place(self, frame: float) -> float:
        """Reference frame of a file frame."""
        return self.start + self.speed * frame


def excerpt(t: Array, f: Array, begin: float, end: float) -> Excerpt:
    """Draw a window's peaks."""
    raster = np.zeros((alignment.ROWS, max(1, math.ceil(end - begin) + 1)), np.uint8)
    alignment.draw(t, f, begin, alignment.KERNEL_TIME, alignment.KERNEL_PITCH, raster)
    alignment.weigh(raster)
    return Excerpt(begin, end, t, f, raster, float(raster.mean()))


class Peaks:
    """A reference's peaks, drawn as going round and round: wrong lines near its ends have something to
    meet."""

    def __init__(self, volume: References, track: int) -> None:
        self.t, self.f = volume.peaks_of(track)
        self.frames = float(volume.seconds[track]) * FRAMES_PER_SECOND
        self.period = self.frames + GAP_SECONDS * FRAMES_PER_SECOND / 4

    def between(self, begin: float, end: float) -> tuple[Array, Array]:
        """Peaks of the frames begin..end as they are."""
        part = slice(*np.searchsorted(self.t, (begin, end)))
        return self.t[part], self.f[part]

    def around(self, begin: float, end: float) -> tuple[Array, Array]:
        """Peaks of the frames begin..end of the round."""
        turn = math.floor(begin / self.period)
        parts = []
        while turn * self.period < end:
            moved = np.float32(turn * self.period)
            t, f = self.between(begin - float(moved), end - float(moved))
            parts.append((t + moved, f))
            turn += 1
        return np.concatenate([t for t, _ in parts]), np.concatenate([f for _, f in parts])


def verify(
    window: Excerpt, peaks: Peaks, volume: int, track: int, speed: float, pitch: float, place: float
) -> Alignment | None:
    """Fit the line that puts the window's middle at `place` (reference frame), and judge it.

    None if the line is not probable: so ends nearly every candidate of a stranger.
    """
    half = (window.end - window.begin) / 2
    slack = alignment.REFINE_MOVES + 0.04 * half
    t, f = peaks.between(place - speed * (half + slack), place + speed * (half + slack))
    if len(t) < LEAST_PEAKS:
        return None
    line = np.array([speed, pitch, place])
    alignment.refine(t, f, line, half, half, window.raster)
    speed, pitch, place = (float(x) for x in line)
    part = np.zeros(3)
    alignment.stretch(t, f, line, half, window.chance, window.raster, part)
    first, last, share = (float(x) for x in part)
    if last - first < FRAMES_PER_SECOND / 2:
        return None
    sums = _Sums(window, peaks, line, first, last)
    score = sums.score()
    if score < PROBABLE:
        return None
    margin, rival = sums.margin(score)
    return Alignment(
        volume, track, window.begin + first, window.begin + last, speed, pitch, place - speed * window.middle,
        score, share, margin, _lead(window, peaks, line, rival), window.middle,
    )  # fmt: skip


class _Sums:
    """Sums along a line and along wrong ones, over the part of the window between two of its frames."""

    def __init__(self, window: Excerpt, peaks: Peaks, line: Array, first: float, last: float) -> None:
        self._peaks, self._line = peaks, line
        self._half = (window.end - window.begin) / 2
        self._low = max(0, math.floor(first) - 1)
        self._high = min(window.raster.shape[1], math.ceil(last) + 2)
        self._part = np.ascontiguousarray(window.raster[:, self._low : self._high])
        self._null = np.zeros(4)
        self._inside = 0.0

    def score(self) -> float:
        """Deviations by which the line's sum stands above those of the line moved in time."""
        far = self._farthest(NULL_FRAMES)
        sums = self._along(0, far)
        alignment.wrong_lines(sums, alignment.NULL_NEAREST, far, self._null)
        return self._deviations(float(sums[far]))

    def margin(self, score: float) -> tuple[float, float]:
        """The score less that of the best wrong line, also transposed; and how far the best of its own pitch
        is moved (file frames)."""
        far, null = self._farthest(RIVAL_FRAMES), np.zeros(4)
        alignment.wrong_lines(self._along(0, far), alignment.NULL_NEAREST, far, null)
        best, far = null[2], self._farthest(TRANSPOSED_FRAMES)
        for semitone in range(1, SEMITONES + 1):
            for sign in (-1, 1):
                best = max(best, float(self._along(sign * semitone * BINS_PER_OCTAVE / 12, far).max()))
        return score - self._deviations(best), float(null[3])

    def _along(self, transposed: float, far: int) -> Array:
        speed, pitch, place = self._line
        begin, end = (place + speed * (x - self._half) for x in (self._low - far, self._high + far))
        t, f = self._peaks.around(begin, end)
        self._inside = len(t) * (self._high - self._low) / (self._high - self._low + 2 * far)
        sums = np.empty(2 * far + 1, np.uint32)
        middle = self._half - self._low
        alignment.agreeing(t, f, speed, pitch + transposed, place, middle, -far, self._part, sums)
        return sums

    def _farthest(self, most: int) -> int:
        """A short reference goes round, so a line moved by its whole length would be right again."""
        return int(min(most, max(2 * alignment.NULL_NEAREST, self._peaks.period / self._line[0] / 2)))

    def _deviations(self, value: float) -> float:
        return float(alignment.deviations(value, self._null[0], self._null[1], self._inside))


def _lead(window: Excerpt, peaks: Peaks, line: Array, rival: float) -> float:
    """How many more peaks only the line explains than only its best wrong move does, in deviations."""
    speed, pitch, place = (float(x) for x in line)
    half = (window.end - window.begin) / 2 + abs(rival)
    t, f = peaks.around(place - speed * half, place + speed * half)
    here, there = np.zeros(len(window.t), np.bool_), np.zeros(len(window.t), np.bool_)
    alignment.explained(window.t, window.f, t, f, speed, pitch, place, window.middle, here)
    alignment.explained(window.t, window.f, t, f, speed, pitch, place - rival * speed, window.middle, there)
    only_here, only_there = int((here & ~there).sum()), int((there & ~here).sum())
    return float((only_here - only_there) / math.sqrt(only_here + only_there + 1))
