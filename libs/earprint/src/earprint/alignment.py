"""Compiled kernels of the verification: do the peaks of file and reference agree along one straight line?

The reference's peaks around the candidate are drawn into a raster; a file peak agrees if it falls on a
drawn cell. The count along the best line is judged against the counts along wrong lines (the same line
moved in time), because music repeats itself and percussion agrees with everything a little.

The raster lies with time along its rows, so that one pass counts a line together with all its moves.
"""

from __future__ import annotations

import math
from typing import Any

import numba as nb
import numpy as np

COLUMNS = 320  # half bins
NEAR_FRAMES = 2  # a drawn peak is five frames (40 ms) long
NEAR_HALF_BINS = 1  # and three half bins high
REFINE_MOVES = 16  # frames the place may be off at first, to either side


@nb.njit("void(f4[::1], f4[::1], f4, u1[:,::1])", cache=True, nogil=True)
def draw(t: Any, f: Any, begin: float, raster: Any) -> None:
    """Draw the peaks into raster[half bin, frame - begin], thickened to the tolerance."""
    for i in range(len(t)):
        row = math.floor(t[i] - begin + 0.5)
        column = math.floor(f[i] * 2 + 0.5)
        for c in range(max(0, column - NEAR_HALF_BINS), min(COLUMNS, column + NEAR_HALF_BINS + 1)):
            for r in range(max(0, row - NEAR_FRAMES), min(raster.shape[1], row + NEAR_FRAMES + 1)):
                raster[c, r] = 1


@nb.njit("void(f4[::1], f4[::1], f4, f4, f4, i8, u1[:,::1], u2[::1])", cache=True, nogil=True)
def agreeing(
    t: Any, f: Any, speed: float, pitch: float, start: float, first: int, raster: Any, out: Any
) -> None:
    """How many file peaks fall on drawn cells when file frame 0 lies at raster frame start + first + i."""
    out[:] = 0
    length = raster.shape[1]
    for i in range(len(t)):
        column = math.floor((f[i] - pitch) * 2 + 0.5)
        if 0 <= column < COLUMNS:
            row = math.floor(start + speed * t[i] + 0.5) + first
            low, high = max(0, -row), min(len(out), length - row)
            if low < high:
                line, counts = raster[column, row + low : row + high], out[low:high]
                for move in range(len(counts)):
                    counts[move] += line[move]


@nb.njit("void(f4[::1], f4[::1], f4, f4, f4, u1[:,::1], b1[::1])", cache=True, nogil=True)
def mark_agreeing(t: Any, f: Any, speed: float, pitch: float, start: float, raster: Any, out: Any) -> None:
    """Which file peaks `agreeing` counts on the line itself."""
    for i in range(len(t)):
        row = math.floor(start + speed * t[i] + 0.5)
        column = math.floor((f[i] - pitch) * 2 + 0.5)
        out[i] = 0 <= row < raster.shape[1] and 0 <= column < COLUMNS and raster[column, row] == 1


@nb.njit("i8(u2[::1])", cache=True, nogil=True)
def best_move(counts: Any) -> int:
    """Where the highest count stands, the one nearest to the middle among equals."""
    middle = len(counts) // 2
    best = middle
    for i in range(len(counts)):
        if counts[i] > counts[best] or (counts[i] == counts[best] and abs(i - middle) < abs(best - middle)):
            best = i
    return best


@nb.njit("i8(f4[::1], f4[::1], f4[::1], u1[:,::1])", cache=True, nogil=True)
def refine(t: Any, f: Any, line: Any, raster: Any) -> int:
    """Move line = (speed, pitch, raster frame of file frame 0) to where most peaks agree; the count.

    Coarse to fine: +-3 % of speed and +-16 frames of place, then +-0.5 % and +-2 frames, then pitch.
    """
    best = -1
    wide, narrow = np.empty(2 * REFINE_MOVES + 1, np.uint16), np.empty(5, np.uint16)
    for stage in range(3):
        speed, pitch, place = line[0], line[1], line[2]
        counts = wide if stage == 0 else narrow
        reach = len(counts) // 2
        for i in range(-6, 7):
            s, p = speed, pitch
            if stage == 0:
                s = speed * (1 + i * 0.005)
            elif stage == 1:
                s = speed * (1 + i * 0.0008)
            else:
                p = pitch + i * 0.08
            agreeing(t, f, s, p, place, -reach, raster, counts)
            move = best_move(counts)
            if counts[move] > best:
                best = counts[move]
                line[0], line[1], line[2] = s, p, place + move - reach
    return best


@nb.njit("void(u2[::1], i8, i8, f8[::1])", cache=True, nogil=True)
def wrong_lines(counts: Any, nearest: int, step: int, out: Any) -> None:
    """(mean, variance, highest, its move) of counts whose middle is the line itself.

    Moves of `nearest` frames and more are wrong, every `step`-th is looked at.
    """
    total, squares, highest, tried = 0.0, 0.0, 0, 0
    middle = len(counts) // 2
    for move in range(nearest, middle + 1, step):
        for sign in (-1, 1):
            count = int(counts[middle + sign * move])
            total += count
            squares += count * count
            if count > highest:
                highest = count
                out[3] = sign * move
            tried += 1
    mean = total / tried
    out[0] = mean
    out[1] = max(0.0, squares / tried - mean * mean)
    out[2] = highest


@nb.njit("f8(f8, f8, f8, f8)", cache=True, nogil=True)
def deviations(count: float, mean: float, variance: float, peaks: float) -> float:
    """Standard deviations of the count above wrong lines; the spread is never believed below Poisson's."""
    floor = max(mean, 0.01 * peaks)
    return (count - floor) / math.sqrt(max(variance, floor) + 1)
