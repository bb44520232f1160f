"""Compiled kernels of the verification: do the peaks of file and reference agree along one straight line?

The reference's peaks around the candidate are drawn into a raster; a file peak agrees if it falls on a
drawn cell. The count along the best line is judged against the counts along wrong lines (the same line
moved in time), because music repeats itself and percussion agrees with everything a little.
"""

from __future__ import annotations

import math
from typing import Any

import numba as nb

COLUMNS = 320  # half bins
NEAR_FRAMES = 2  # a drawn peak is five frames (40 ms) long
NEAR_HALF_BINS = 1  # and three half bins high


@nb.njit("void(f4[::1], f4[::1], f4, u1[:,::1])", cache=True, nogil=True)
def draw(t: Any, f: Any, begin: float, raster: Any) -> None:
    """Draw the peaks into raster[frame - begin, half bin], thickened to the tolerance."""
    for i in range(len(t)):
        row = int(t[i] - begin + 0.5)
        column = int(f[i] * 2 + 0.5)
        for r in range(max(0, row - NEAR_FRAMES), min(raster.shape[0], row + NEAR_FRAMES + 1)):
            for c in range(max(0, column - NEAR_HALF_BINS), min(COLUMNS, column + NEAR_HALF_BINS + 1)):
                raster[r, c] = 1


@nb.njit("i8(f4[::1], f4[::1], f4, f4, f4, u1[:,::1])", cache=True, nogil=True)
def agreeing(t: Any, f: Any, speed: float, pitch: float, start: float, raster: Any) -> int:
    """How many file peaks fall on drawn cells when file frame 0 lies at raster row `start`."""
    count = 0
    for i in range(len(t)):
        row = int(start + speed * t[i] + 0.5)
        column = int((f[i] - pitch) * 2 + 0.5)
        if 0 <= row < raster.shape[0] and 0 <= column < COLUMNS and raster[row, column]:
            count += 1
    return count


@nb.njit("void(f4[::1], f4[::1], f4, f4, f4, u1[:,::1], b1[::1])", cache=True, nogil=True)
def mark_agreeing(t: Any, f: Any, speed: float, pitch: float, start: float, raster: Any, out: Any) -> None:
    """Which file peaks `agreeing` counts."""
    for i in range(len(t)):
        row = int(start + speed * t[i] + 0.5)
        column = int((f[i] - pitch) * 2 + 0.5)
        out[i] = 0 <= row < raster.shape[0] and 0 <= column < COLUMNS and raster[row, column] == 1


@nb.njit("i8(f4[::1], f4[::1], f4, f4[::1], u1[:,::1])", cache=True, nogil=True)
def refine(t: Any, f: Any, middle: float, line: Any, raster: Any) -> int:
    """Move line = (speed, pitch, raster row of the file's `middle`) to where most peaks agree; the count.

    Coarse to fine: +-3 % of speed and +-16 frames of place, then +-0.4 % and +-2 frames, then pitch.
    """
    best = -1
    for stage in range(3):
        speed, pitch, place = line[0], line[1], line[2]
        for i in range(-6, 7):
            for j in range(-4, 5):
                if stage == 0:
                    s, p, q = speed * (1 + i * 0.005), pitch, place + j * 4
                elif stage == 1:
                    s, p, q = speed * (1 + i * 0.0008), pitch, place + j * 0.6
                else:
                    s, p, q = speed, pitch + j * 0.12, place + i * 0.3
                count = agreeing(t, f, s, p, q - s * middle, raster)
                if count > best:
                    best = count
                    line[0], line[1], line[2] = s, p, q
    return best


@nb.njit("void(f4[::1], f4[::1], f4, f4, f4, u1[:,::1], f4, f4, f4, f8[::1])", cache=True, nogil=True)
def wrong_lines(
    t: Any, f: Any, speed: float, pitch: float, start: float, raster: Any, nearest: float, farthest: float,
    step: float, out: Any,
) -> None:  # fmt: skip
    """(mean, variance, highest, its move) of the counts along the line moved nearest..farthest frames."""
    total, squares, highest, tried = 0.0, 0.0, 0, 0
    move = nearest
    while move <= farthest:
        for sign in (-1.0, 1.0):
            count = agreeing(t, f, speed, pitch, start + sign * move, raster)
            total += count
            squares += count * count
            if count > highest:
                highest = count
                out[3] = sign * move
            tried += 1
        move += step
    mean = total / tried
    out[0] = mean
    out[1] = max(0.0, squares / tried - mean * mean)
    out[2] = highest


@nb.njit("f8(f8, f8, f8, f8)", cache=True, nogil=True)
def deviations(count: float, mean: float, variance: float, peaks: float) -> float:
    """Standard deviations of the count above wrong lines; the spread is never believed below Poisson's."""
    floor = max(mean, 0.01 * peaks)
    return (count - floor) / math.sqrt(max(variance, floor) + 1)
