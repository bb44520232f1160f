"""Verification: is this stretch of the file this stretch of the reference, or does it only sound alike?

The candidate's line is fitted to the peaks, then judged twice: against wrong lines in general (is it there at
all?), and against the best of them, moved in time and transposed (or is it only a loop, a beat, chords or a
scale that many songs share?). A stranger agrees along several lines about as well; a copy along one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from earprint import alignment
from earprint.packing import unpacked
from earprint.prints import BINS_PER_OCTAVE, FRAMES_PER_SECOND
from earprint.references import GAP_SECONDS, References

Array = npt.NDArray[Any]

HOPEFUL = 6.0  # deviations above chance to look at a candidate closely; copies have 8.5 and more
PROBABLE = 5.5  # deviations above wrong lines, to go on at all; strangers reach it now and then
NULL_FRAMES = 600  # a wrong line is moved by up to this many
RIVAL_FRAMES = 1250  # music comes back after bars: the best wrong line is looked for this far,
TRANSPOSED_FRAMES = 600  # and this far in every key
SEMITONES = 12
LEAST_PEAKS = 6  # of the reference within the window


@dataclass(frozen=True, eq=False)
class Excerpt:
    """One window of the file, ready to lay references over: frames begin..end, its peaks, and their raster.

    `padded`: the raster, alignment.with_margins; `rows`, `chance`: what a stranger's peak meets, mean and
    variance per row (alignment.rows_of), and their mean.
    """

    begin: float
    end: float
    t: Array
    f: Array
    raster: Array
    padded: Array
    rows: Array
    chance: float

    @property
    def middle(self) -> float:
        return (self.begin + self.end) / 2


@dataclass(frozen=True)
class Fit:
    """A line fitted to one window of the file. Times in frames, pitch in bins."""

    id: int
    volume: int  # where the reference lies
    track: int
    window: int
    middle: float  # of the window
    begin: float  # the part of the window that agrees, in the file
    end: float
    speed: float
    pitch: float
    start: float  # reference frame of file frame 0
    hope: float  # deviations above chance, over the whole window, of the line as it was first fitted
    score: float  # deviations above wrong lines, over the part that agrees
    share: float  # of the reference's peaks in that part that agree
    part: float  # of the window, that agrees

    def place(self, frame: float) -> float:
        """Reference frame of a file frame."""
        return self.start + self.speed * frame


@dataclass(frozen=True)
class Alignment(Fit):
    """A fitted line that was judged."""

    margin: float  # deviations by which the score stands above the best wrong line's
    apart: float  # the same, above the best wrong line in other keys only
    lead: float  # deviations by which more of the file's peaks are explained only here than only there


def excerpt(t: Array, f: Array, begin: float, end: float) -> Excerpt:
    """Draw a window's peaks."""
    raster = np.zeros((alignment.ROWS, max(1, math.ceil(end - begin) + 1)), np.uint8)
    alignment.draw(t, f, begin, alignment.KERNEL_TIME, alignment.KERNEL_PITCH, raster)
    alignment.weigh(raster)
    rows = alignment.rows_of(raster)
    height, length = raster.shape
    padded = np.empty(alignment.MOVES + height * (length + alignment.MOVES), np.uint8)
    alignment.with_margins(raster, alignment.MOVES, padded)
    return Excerpt(begin, end, t, f, raster, padded, rows, float(rows[:, 0].mean()))


class Peaks:
    """A reference's peaks, drawn as going round and round: wrong lines near its ends have something to
    meet."""

    def __init__(self, volume: References, track: int) -> None:
        self.packed = volume.packed[int(volume.bounds[track]) : int(volume.bounds[track + 1])]
        self.frames = float(volume.seconds[track]) * FRAMES_PER_SECOND
        self.period = self.frames + GAP_SECONDS * FRAMES_PER_SECOND / 4

    @cached_property
    def _both(self) -> tuple[Array, Array]:
        return unpacked(self.packed)

    def between(self, begin: float, end: float) -> tuple[Array, Array]:
        """Peaks of the frames begin..end as they are."""
        t, f = self._both
        part = slice(*np.searchsorted(t, (begin, end)))
        return t[part], f[part]

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


class Candidate(Protocol):
    """What is to be verified: id of the reference, where it lies, number of the window, and a line; `place`:
    reference frame of the window's middle."""

    @property
    def id(self) -> int: ...

    @property
    def volume(self) -> int: ...

    @property
    def track(self) -> int: ...

    @property
    def window(self) -> int: ...

    @property
    def speed(self) -> float: ...

    @property
    def pitch(self) -> float: ...

    @property
    def place(self) -> float: ...


def hopeful(
    window: Excerpt, references: References, candidates: Sequence[Candidate]
) -> list[tuple[int, Array, float]]:
    """A quick look at candidates of one set, which ends nearly all of them.

    Of those that may be copies: number, better line (speed, pitch, place), hope.
    """
    tracks = np.array([one.track for one in candidates])
    lines = np.array([(one.speed, one.pitch, one.place) for one in candidates])
    hopes = np.empty(len(lines))
    alignment.screen(
        references.packed, references.bounds[tracks], references.bounds[tracks + 1], lines,
        (window.end - window.begin) / 2, window.raster.shape[1], window.padded, window.rows, hopes,
    )  # fmt: skip
    return [(int(n), lines[n], float(hopes[n])) for n in np.flatnonzero(hopes >= HOPEFUL)]


def fitted(window: Excerpt, peaks: Peaks, of: Candidate, line: Array, hope: float) -> Fit | None:
    """Fit the line (speed, pitch, reference frame of the window's middle). None if it is not probable."""
    half = (window.end - window.begin) / 2
    slack = line[0] * (half + alignment.SLACK)
    t, f = peaks.between(line[2] - slack, line[2] + slack)
    if len(t) < LEAST_PEAKS:
        return None
    alignment.refine(t, f, line, half, window.raster, window.padded)
    part = np.zeros(3)
    alignment.stretch(t, f, line, half, window.chance, window.raster, part)
    first, last, share = (float(x) for x in part)
    if last - first < FRAMES_PER_SECOND / 2:
        return None
    score = _Sums(window, peaks, line, first, last).score
    if score < PROBABLE:
        return None
    speed, pitch, place = (float(x) for x in line)
    return Fit(
        of.id, of.volume, of.track, of.window, window.middle, window.begin + first, window.begin + last,
        speed, pitch, place - speed * window.middle, hope, score, share, (last - first) / (2 * half),
    )  # fmt: skip


def judged(window: Excerpt, peaks: Peaks, fit: Fit) -> Alignment:
    """Hold a fitted line against the best wrong ones."""
    line = np.array([fit.speed, fit.pitch, fit.place(window.middle)])
    sums = _Sums(window, peaks, line, fit.begin - window.begin, fit.end - window.begin)
    moved, transposed, rival = sums.best_wrong()
    return Alignment(
        **vars(fit),
        margin=fit.score - max(moved, transposed),
        apart=fit.score - transposed,
        lead=_lead(window, peaks, fit, rival),
    )


class _Sums:
    """Sums along a line and along wrong ones, over the part of the window between two of its frames.

    `score`: deviations by which the line's sum stands above those of the line moved in time.
    """

    def __init__(self, window: Excerpt, peaks: Peaks, line: Array, first: float, last: float) -> None:
        self._peaks, self._line = peaks, line
        self._half = (window.end - window.begin) / 2
        self._low = max(0, math.floor(first) - 1)
        self._high = min(window.raster.shape[1], math.ceil(last) + 2)
        self._part = np.ascontiguousarray(window.raster[:, self._low : self._high])
        self._null = np.zeros(4)
        far = self._farthest(NULL_FRAMES)
        near, around = self._high - self._low, self._around(far)
        self._inside = len(around[0]) * near / (near + 2 * far)
        sums = self._along(around, 0, far)
        alignment.wrong_lines(sums, alignment.NULL_NEAREST, far, self._null)
        self.score = self._deviations(float(sums[far]))

    def best_wrong(self) -> tuple[float, float, float]:
        """Deviations of the best wrong line, also transposed; and how far the best of its own pitch is moved
        (file frames)."""
        far, null = self._farthest(RIVAL_FRAMES), np.zeros(4)
        alignment.wrong_lines(self._along(self._around(far), 0, far), alignment.NULL_NEAREST, far, null)
        best, far = 0.0, self._farthest(TRANSPOSED_FRAMES)
        around = self._around(far)
        for semitone in range(1, SEMITONES + 1):
            for sign in (-1, 1):
                moved = self._along(around, sign * semitone * BINS_PER_OCTAVE / 12, far)
                best = max(best, float(moved.max()))
        return self._deviations(null[2]), self._deviations(best), float(null[3])

    def _around(self, far: int) -> tuple[Array, Array]:
        """The reference's peaks that a line moved so far meets."""
        speed, _, place = self._line
        begin, end = (place + speed * (x - self._half) for x in (self._low - far, self._high + far))
        return self._peaks.around(begin, end)

    def _along(self, around: tuple[Array, Array], transposed: float, far: int) -> Array:
        (t, f), (speed, pitch, place) = around, self._line
        sums = np.empty(2 * far + 1, np.uint32)
        middle = self._half - self._low
        alignment.agreeing(t, f, speed, pitch + transposed, place, middle, -far, self._part, sums)
        return sums

    def _farthest(self, most: int) -> int:
        """A short reference goes round, so a line moved by its whole length would be right again."""
        return int(min(most, max(2 * alignment.NULL_NEAREST, self._peaks.period / self._line[0] / 2)))

    def _deviations(self, value: float) -> float:
        return float(alignment.deviations(value, self._null[0], self._null[1], self._inside))


def _lead(window: Excerpt, peaks: Peaks, fit: Fit, rival: float) -> float:
    """How many more peaks of the part that agrees only the line explains than only its best wrong move does,
    in deviations."""
    place, half = fit.place(window.middle), (window.end - window.begin) / 2 + abs(rival)
    t, f = peaks.around(place - fit.speed * half, place + fit.speed * half)
    part = slice(*np.searchsorted(window.t, (fit.begin, fit.end)))
    ours = window.t[part], window.f[part]
    here, there = np.zeros(len(ours[0]), np.bool_), np.zeros(len(ours[0]), np.bool_)
    alignment.explained(*ours, t, f, fit.speed, fit.pitch, place, window.middle, here)
    alignment.explained(*ours, t, f, fit.speed, fit.pitch, place - rival * fit.speed, window.middle, there)
    only_here, only_there = int((here & ~there).sum()), int((there & ~here).sum())
    return float((only_here - only_there) / math.sqrt(only_here + only_there + 1))
