"""Compiled kernels of the verification: do the peaks of file and reference agree along one straight line?

The file's peaks in a window are drawn into a raster, once; a candidate's reference peaks are laid over it
along the line, and what they fall on is summed. A peak drawn counts most at its very place and less beside
it; a peak in a pitch where the file has peaks everywhere (noise, a voice) counts less. The sum along the
best line is judged against the sums along wrong lines (the same line moved in time), because music repeats
itself and percussion agrees with everything a little.

A line is (speed, pitch, place): reference frame = place + speed * (file frame - middle of the window), file
pitch = reference pitch + pitch. The raster lies with time along its rows, so that one pass sums all moves of
a line.
"""

from __future__ import annotations

import math
from typing import Any

import numba as nb
import numpy as np

from earprint.packing import FILLER, PER_BIN, PER_FRAME, PITCH_BITS
from earprint.prints import BINS

ROWS = 2 * BINS  # half bins
KERNEL_TIME = np.array([4, 3], np.int64)  # worth of a peak drawn, by frames and by half bins from its place
KERNEL_PITCH = np.array([4, 3, 1], np.int64)
UNIT = 16.0  # a peak met at its very place, in a pitch where a twentieth of the time is drawn
USUAL = 0.05
REFINE_MOVES = 8  # frames the place may be off at first, to either side
MOVES = 2 * REFINE_MOVES + 1
SLACK = REFINE_MOVES + 12.0  # frames of the reference looked at beyond the window
LITTLE_HOPE = 3.5  # deviations above chance
NULL_NEAREST = 30  # frames a wrong line is moved at least


@nb.njit("void(f4[::1], f4[::1], f4, i8[::1], i8[::1], u1[:,::1])", cache=True, nogil=True)
def draw(t: Any, f: Any, begin: float, times: Any, pitches: Any, raster: Any) -> None:
    """Draw peaks into raster[half bin, frame - begin]; where two overlap, the higher worth stands."""
    wide, high = len(times) - 1, len(pitches) - 1
    for i in range(len(t)):
        column, row = math.floor(t[i] - begin + 0.5), math.floor(f[i] * 2 + 0.5)
        for r in range(max(0, row - high), min(raster.shape[0], row + high + 1)):
            for c in range(max(0, column - wide), min(raster.shape[1], column + wide + 1)):
                worth = times[abs(c - column)] * pitches[abs(r - row)]
                if worth > raster[r, c]:
                    raster[r, c] = worth


@nb.njit("void(u1[:,::1])", cache=True, nogil=True)
def weigh(raster: Any) -> None:
    """Make crowded pitches count less: by the information of a meeting there, -log of the share drawn."""
    rows, columns = raster.shape
    share = np.zeros(rows, np.float64)
    for r in range(rows):
        filled = 0
        for c in range(columns):
            if raster[r, c]:
                filled += 1
        share[r] = filled / max(1, columns)
    for r in range(rows):
        near, total = 0.0, 0
        for other in range(max(0, r - 4), min(rows, r + 5)):
            near += share[other]
            total += 1
        factor = min(3.0, max(0.1, math.log(max(0.01, near / total)) / math.log(USUAL)))
        for c in range(columns):
            raster[r, c] = int(raster[r, c] * factor + 0.5)


@nb.njit(
    "void(f4[::1], f4[::1], f8, f8, f8, f8, i8, u1[:,::1], u4[::1])", cache=True, nogil=True, fastmath=True
)
def agreeing(
    t: Any, f: Any, speed: float, pitch: float, place: float, middle: float, first: int, raster: Any, out: Any
) -> None:
    """Sums along the line for each move: out[i] with the reference moved by first + i file frames."""
    out[:] = 0
    length, faster = raster.shape[1], 1.0 / speed
    for i in range(len(t)):
        row = math.floor((f[i] + pitch) * 2 + 0.5)
        if 0 <= row < raster.shape[0]:
            column = math.floor(middle + (t[i] - place) * faster + 0.5) + first
            low, high = max(0, -column), min(len(out), length - column)
            if low < high:
                line, sums = raster[row, column + low : column + high], out[low:high]
                for move in range(len(sums)):
                    sums[move] += line[move]


@nb.njit("Tuple((f4[::1], f4[::1]))(u2[::1], f8, f8, f4[::1], f4[::1])", cache=True, nogil=True)
def between(packed: Any, begin: float, end: float, t: Any, f: Any) -> Any:
    """The peaks of packed ones in the frames begin..end, written to `t` and `f`."""
    made, now = 0, 0
    first, last = int(begin * PER_FRAME), int(end * PER_FRAME)
    for i in range(len(packed)):
        now += packed[i] >> PITCH_BITS
        if now > last:
            break
        pitch = packed[i] & FILLER
        if now >= first and pitch != FILLER:
            t[made], f[made] = now / PER_FRAME, pitch / PER_BIN
            made += 1
    return t[:made], f[:made]


@nb.njit("f8[:,::1](u1[:,::1])", cache=True, nogil=True)
def rows_of(raster: Any) -> Any:
    """(mean, variance) of each row of a raster: what a peak of that pitch meets by chance."""
    rows, columns = raster.shape
    made = np.zeros((rows, 2), np.float64)
    for r in range(rows):
        total, squares = np.int64(0), np.int64(0)
        for c in range(columns):
            total += raster[r, c]
            squares += np.int64(raster[r, c]) * raster[r, c]
        made[r, 0] = total / columns
        made[r, 1] = max(0.0, squares / columns - made[r, 0] ** 2)
    return made


@nb.njit("void(u1[:,::1], i8, u1[::1])", cache=True, nogil=True)
def with_margins(raster: Any, margin: int, out: Any) -> None:
    """The raster's rows one after another, with so many columns of nothing before, between and behind."""
    rows, columns = raster.shape
    out[:] = 0
    for r in range(rows):
        first = margin + r * (columns + margin)
        out[first : first + columns] = raster[r]


@nb.njit("i8(f4[::1], i8[::1], i8, f8[::1], f8, i8, u1[::1], i8, i8)", cache=True, nogil=True, fastmath=True)
def coarse(
    t: Any, starts: Any, count: int, line: Any, half: float, length: int, padded: Any, first: int, every: int
) -> Any:
    """Move line = (speed, pitch, place) to the speed and place where most agrees; the sum there.

    3 % of speed to either side in steps that move the window's ends by one and a half frames, with all moves
    of the place. Of the steps from the `first`, one of `every` is tried. `starts`: where in `padded`
    (with_margins, rows of `length`) the row of a peak's pitch begins.
    """
    sums, best = np.empty(MOVES, np.uint32), np.int64(-1)
    speed, place = line[0], line[2]
    step = 1.6 / half
    steps = min(14, int(0.03 / step) + 1)
    for i in range(first - steps, steps + 1, every):
        s = speed * (1 + i * step)
        faster = 1.0 / s
        sums[:] = 0
        for k in range(count):
            column = math.floor(half + (t[k] - place) * faster + 0.5) - REFINE_MOVES
            if -MOVES < column < length:
                at = starts[k] + column
                for move in range(MOVES):
                    sums[move] += padded[at + move]
        for move in range(MOVES):
            if np.int64(sums[move]) > best:
                best = np.int64(sums[move])
                line[0], line[2] = s, place - (move - REFINE_MOVES) * s
    return best


@nb.njit("i8(f4[::1], f4[::1], f8, i8, f4[::1], i8[::1])", cache=True, nogil=True)
def _drawable(t: Any, f: Any, pitch: float, length: int, when: Any, starts: Any) -> int:
    """Times of the peaks whose pitch, moved by `pitch`, lies in a raster, and where their rows begin in it
    (with_margins, rows of `length`); how many."""
    made = 0
    for i in range(len(t)):
        row = math.floor((f[i] + pitch) * 2 + 0.5)
        if 0 <= row < ROWS:
            when[made], starts[made] = t[i], MOVES + row * (length + MOVES)
            made += 1
    return made


@nb.njit(
    "void(u2[::1], i8[::1], i8[::1], f8[:,::1], f8, i8, u1[::1], f8[:,::1], f8[::1])", cache=True, nogil=True
)
def screen(
    packed: Any, firsts: Any, lasts: Any, lines: Any, half: float, length: int, padded: Any, rows: Any,
    hopes: Any,
) -> None:  # fmt: skip
    """Fit lines (speed, pitch, place) coarsely to the peaks packed from their `firsts` to their `lasts`;
    `hopes`: deviations of their sums above chance.

    What has little hope at every second speed is not tried at the others.
    """
    room, other = 0, np.empty(3)
    for n in range(len(lines)):
        room = max(room, lasts[n] - firsts[n])
    t, f, starts = np.empty(room, np.float32), np.empty(room, np.float32), np.empty(room, np.int64)
    for n in range(len(lines)):
        line = lines[n]
        slack = line[0] * (half + SLACK)
        peaks, begin, end = packed[firsts[n] : lasts[n]], line[2] - slack, line[2] + slack
        when, pitches = between(peaks, begin, end, t, f)
        count = _drawable(when, pitches, line[1], length, t, starts)
        expected, spread = 0.0, UNIT * UNIT
        low, high = line[2] - line[0] * half, line[2] + line[0] * half
        for i in range(count):
            if low <= t[i] < high:
                row = (starts[i] - MOVES) // (length + MOVES)
                expected += rows[row, 0]
                spread += rows[row, 1]
        deviation = math.sqrt(spread)
        other[:] = line
        best = coarse(t, starts, count, line, half, length, padded, 1, 2)
        if best > expected + LITTLE_HOPE * deviation:
            more = coarse(t, starts, count, other, half, length, padded, 0, 2)
            if more > best:
                best = more
                line[:] = other
        hopes[n] = (best - expected) / deviation


@nb.njit("i8(f4[::1], f4[::1], f8[::1], f8, u1[:,::1], u1[::1])", cache=True, nogil=True)
def refine(t: Any, f: Any, line: Any, half: float, raster: Any, padded: Any) -> Any:
    """Move line = (speed, pitch, place) to where most agrees; the sum there.

    Coarse to fine: speed and place; then pitch; then finer steps of speed, and pitch again.
    """
    when, starts = np.empty(len(t), np.float32), np.empty(len(t), np.int64)
    count = _drawable(t, f, line[1], raster.shape[1], when, starts)
    best = coarse(when, starts, count, line, half, raster.shape[1], padded, 0, 1)
    sums = np.empty(5, np.uint32)
    step = 1.6 / half
    for stage in range(1, 4):
        speed, pitch, place = line[0], line[1], line[2]
        for i in range(-4, 5):
            s, p = speed, pitch
            if stage == 2:
                s = speed * (1 + i * step / 5)
            else:
                p = pitch + i * (0.25 if stage == 1 else 0.1)
            agreeing(t, f, s, p, place, half, -2, raster, sums)
            for k in range(len(sums)):
                if np.int64(sums[k]) > best:
                    best = np.int64(sums[k])
                    line[0], line[1], line[2] = s, p, place - (k - 2) * s
    return best


@nb.njit("void(u4[::1], i8, i8, f8[::1])", cache=True, nogil=True)
def wrong_lines(sums: Any, nearest: int, farthest: int, out: Any) -> None:
    """(mean, variance, highest, its move) of sums whose middle is the line itself, moved by so much."""
    total, squares, highest, tried = 0.0, 0.0, 0.0, 0
    middle = len(sums) // 2
    for move in range(nearest, min(farthest, middle) + 1):
        for sign in (-1, 1):
            value = float(sums[middle + sign * move])
            total += value
            squares += value * value
            if value > highest:
                highest = value
                out[3] = sign * move
            tried += 1
    mean = total / max(1, tried)
    out[0] = mean
    out[1] = max(0.0, squares / max(1, tried) - mean * mean)
    out[2] = highest


@nb.njit("f8(f8, f8, f8, f8)", cache=True, nogil=True)
def deviations(value: float, mean: float, variance: float, peaks: float) -> float:
    """Standard deviations of a sum above wrong lines; the spread is never believed below Poisson's."""
    floor = max(mean, 0.01 * peaks * UNIT)
    return (value - floor) / math.sqrt(max(variance, floor * UNIT / 2) + UNIT * UNIT)


@nb.njit("void(f4[::1], f4[::1], f8, f8, f8, f8, u1[:,::1], u1[::1])", cache=True, nogil=True)
def met(
    t: Any, f: Any, speed: float, pitch: float, place: float, middle: float, raster: Any, out: Any
) -> None:
    """What each reference peak falls on along the line itself; 255 if it lies outside the raster."""
    for i in range(len(t)):
        row = math.floor((f[i] + pitch) * 2 + 0.5)
        column = math.floor(middle + (t[i] - place) / speed + 0.5)
        inside = 0 <= row < raster.shape[0] and 0 <= column < raster.shape[1]
        out[i] = min(254, raster[row, column]) if inside else 255


@nb.njit("i8(f4[::1], f4[::1], f4[::1], f4[::1], f8, f8, f8, f8, b1[::1])", cache=True, nogil=True)
def explained(
    qt: Any, qf: Any, t: Any, f: Any, speed: float, pitch: float, place: float, middle: float, out: Any
) -> int:
    """Which peaks of the file have a reference peak within two frames and 0.75 bin along the line.

    Returns how many.
    """
    first, count = 0, 0
    for i in range(len(qt)):
        when, tone = place + speed * (qt[i] - middle), qf[i] - pitch
        while first < len(t) and t[first] < when - 2 * speed:
            first += 1
        out[i] = False
        other = first
        while other < len(t) and t[other] <= when + 2 * speed:
            if abs(f[other] - tone) <= 0.75:
                out[i] = True
                count += 1
                break
            other += 1
    return count


@nb.njit("void(u1[::1], f8, i8[::1])", cache=True, nogil=True)
def best_stretch(worth: Any, bar: float, out: Any) -> None:
    """First and last of the run of peaks whose worths exceed `bar` by most in sum; 255 is nothing."""
    best, rise, start = -1.0, 0.0, 0
    out[0], out[1] = 0, len(worth) - 1
    for i in range(len(worth)):
        if worth[i] == 255:
            continue
        if rise <= 0:
            rise, start = 0.0, i
        rise += worth[i] - bar
        if rise > best:
            best = rise
            out[0], out[1] = start, i


@nb.njit("void(f4[::1], f4[::1], f8[::1], f8, f8, u1[:,::1], f8[::1])", cache=True, nogil=True)
def stretch(t: Any, f: Any, line: Any, half: float, chance: float, raster: Any, out: Any) -> None:
    """Where the line agrees: (first frame, last frame, share of the reference's peaks there that agree).

    `chance`: mean worth of the raster. Frames are of the raster; nothing agrees if they are equal.
    """
    worth, edges = np.empty(len(t), np.uint8), np.zeros(2, np.int64)
    met(t, f, line[0], line[1], line[2], half, raster, worth)
    edges[1] = len(t) - 1
    out[:] = 0.0
    for turn in range(3):  # the worth inside the stretch is found together with the stretch
        total, counted, agree = 0.0, 0, 0
        for i in range(edges[0], edges[1] + 1):
            if worth[i] != 255:
                total += worth[i]
                counted += 1
                agree += worth[i] > 0
        if counted == 0:
            return
        if turn < 2:
            best_stretch(worth, (max(total / counted, 2 * chance) + chance) / 2, edges)
        else:
            out[2] = agree / counted
    out[0] = max(0.0, half + (t[edges[0]] - line[2]) / line[0])
    out[1] = min(2 * half, half + (t[edges[1]] - line[2]) / line[0])
