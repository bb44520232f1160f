"""Verification: is this stretch of the file this stretch of the reference, or does it only sound alike?

The candidate's line is fitted to the peaks, then judged twice: against wrong lines in general (is it there
at all?), and against the best of them (or is it only a loop, a beat or chords that many songs share?).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from earprint import alignment
from earprint.prints import FRAMES_PER_SECOND
from earprint.references import References

Array = npt.NDArray[Any]

PROBABLE = 6.5  # deviations above wrong lines, to go on at all; strangers reach it now and then
LEAST_SCORE, LEAST_SHARE = 7.5, 0.1
LEAST_LEAD, MORE_LEAD, FREE_RIVAL = 4.0, 8.0, 0.15  # the better the rival, the clearer the lead must be
LOOP_SCORE, LOOP_LEAD = 22.0, 2.0  # repeats itself, but agrees more than shared drums and chords ever did
LOOP_SHARE = 0.72  # nearly everything agrees
RIVAL_NEAREST, RIVAL_FARTHEST, RIVAL_STEP = 40, 2500, 2  # music comes back after bars: no bar is skipped
NULL_NEAREST, NULL_FARTHEST = 60, 1500  # frames a wrong line is moved


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
    lead: float = 0.0  # deviations of share over rival, on the same peaks (McNemar's test for pairs)

    def place(self, frame: float) -> float:
        """Reference frame at a file frame."""
        return self.start + self.speed * frame


def certain(run: Sequence[Alignment]) -> bool:
    """Whether windows that follow one line are a copy: the score that admits no stranger.

    A stranger with the same drums or the same chords agrees along many lines, a copy along one: so beside
    the deviations the best wrong line must be left behind, the further the better that one is. The leads of
    the windows are summed as far as they are independent (each shares half its sound with the next).

    Measured: strangers reach a score of 7.1 with a lead under 2; songs that share drums, chords and bass
    with a reference to the sample reach a score of 18, a lead of 6.1 (rival 0.45) and a share of 0.66.
    """
    best = max(run, key=lambda a: a.score)
    if best.score < LEAST_SCORE or best.share < LEAST_SHARE:
        return False
    together = sum(a.lead for a in run) / math.sqrt(2 * len(run) - 1)
    lead = max(together, max(a.lead for a in run) - 0.7)  # one of many windows leads a little by luck
    if lead >= LEAST_LEAD + MORE_LEAD * max(0.0, best.rival - FREE_RIVAL):
        return True
    return (best.score >= LOOP_SCORE and lead >= LOOP_LEAD) or best.share >= LOOP_SHARE


def verify(
    excerpt: Excerpt, volume: References, number: int, track: int, speed: float, pitch: float, place: float
) -> Alignment | None:
    """Fit the line that puts the excerpt's middle at `place` (reference frame), and judge it.

    None if the line is not probable: so ends nearly every candidate of a stranger.
    """
    top, raster = _drawn(excerpt, volume, track, place, NULL_FARTHEST)
    t = (excerpt.t - excerpt.middle).astype(np.float32)
    line = np.array([speed, pitch, place - top], np.float32)
    count = alignment.refine(t, excerpt.f, line, raster)
    fitted, tone, where = (float(x) for x in line)
    null = _wrong(t, excerpt.f, line, raster, NULL_NEAREST, _farthest(volume, track, NULL_FARTHEST), 1)
    score = alignment.deviations(count, null[0], null[1], len(t))
    if score < PROBABLE:
        return None
    marks = np.zeros(len(t), np.bool_)
    alignment.mark_agreeing(t, excerpt.f, line[0], line[1], line[2], raster, marks)
    begin, end = agreeing_part(excerpt.t, marks, null[0] / len(t))
    start = where + top - fitted * excerpt.middle
    found = Alignment(number, track, begin, end, fitted, tone, start, score, count / len(t), null[2] / len(t))
    return _against_rival(found, excerpt, volume)


def _wrong(t: Array, f: Array, line: Array, raster: Array, nearest: int, farthest: int, step: int) -> Array:
    """(mean, variance, highest, its move) of the counts along the line moved nearest..farthest frames."""
    counts, null = np.empty(2 * farthest + 1, np.uint16), np.zeros(4)
    alignment.agreeing(t, f, line[0], line[1], line[2], -farthest, raster, counts)
    alignment.wrong_lines(counts, nearest, step, null)
    return null


def _against_rival(found: Alignment, excerpt: Excerpt, volume: References) -> Alignment:
    """The same with the best wrong line searched for closely and far: repeats lie bars away."""
    place = found.place(excerpt.middle)
    top, raster = _drawn(excerpt, volume, found.track, place, RIVAL_FARTHEST)
    t = (excerpt.t - excerpt.middle).astype(np.float32)
    line = np.array([found.speed, found.pitch, place - top], np.float32)
    far = _farthest(volume, found.track, RIVAL_FARTHEST)
    null = _wrong(t, excerpt.f, line, raster, RIVAL_NEAREST, far, RIVAL_STEP)
    here, there = np.zeros(len(t), np.bool_), np.zeros(len(t), np.bool_)
    alignment.mark_agreeing(t, excerpt.f, line[0], line[1], line[2], raster, here)
    alignment.mark_agreeing(t, excerpt.f, line[0], line[1], line[2] + null[3], raster, there)
    only_here, only_there = int((here & ~there).sum()), int((there & ~here).sum())
    lead = (only_here - only_there) / math.sqrt(only_here + only_there + 1)
    return replace(found, rival=null[2] / len(t), lead=lead)


def _farthest(volume: References, track: int, wanted: int) -> int:
    """A short reference is drawn as going round, so a line moved by its whole length would be right again."""
    return int(min(wanted, max(2 * NULL_NEAREST, volume.seconds[track] * FRAMES_PER_SECOND - NULL_NEAREST)))


def _drawn(excerpt: Excerpt, volume: References, track: int, place: float, far: int) -> tuple[float, Array]:
    """Raster of the reference `far` frames around the excerpt's place, and the frame of its first row.

    Drawn as going round and round, so that wrong lines near the reference's ends have something to meet.
    """
    half = (excerpt.end - excerpt.begin) / 2
    top = place - half * 1.5 - far
    raster = np.zeros((alignment.COLUMNS, int(3 * half + 2 * far) + 1), np.uint8)
    t, f = volume.peaks_of(track)
    period = max(volume.seconds[track] * FRAMES_PER_SECOND, 4 * NULL_NEAREST)
    turn = np.floor(top / period)
    while turn * period < top + raster.shape[1]:
        begin = top - turn * period
        part = slice(*np.searchsorted(t, (begin - 4, begin + raster.shape[1] + 4)))
        alignment.draw(t[part], f[part], begin, raster)
        turn += 1
    return float(top), raster


def agreeing_part(t: Array, marks: Array, chance: float) -> tuple[float, float]:
    """First and last frame of the stretch where agreement is best explained by a copy ."""
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
