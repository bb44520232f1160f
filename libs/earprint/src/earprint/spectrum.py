"""Compiled kernels of the analysis: logarithmic frequency, sliding maximum, peaks between the samples."""

from __future__ import annotations

import math
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

ONE = np.float32(1)  # a plain 1 would make what it meets twice as wide
QUARTER = np.float32(0.25)
QUIET = np.float32(1e-9)  # added to every power: digital silence has no logarithm


@nb.njit("void(c8[:,::1], i4[::1], f4[::1], b1, f4[:,::1])", cache=True, nogil=True, fastmath=True)
def log_power(spectra: Any, low: Any, share: Any, stereo: bool, out: Any) -> None:
    """Natural logarithm of the power at log-spaced frequencies, interpolated between two FFT lines.

    `stereo`: the rows are spectra of left + i*right, and the power wanted is that of both channels together:
    lines k and n-k hold it between them, |Z[k]|^2 + |Z[n-k]|^2 = 2 (|L[k]|^2 + |R[k]|^2).
    """
    n = spectra.shape[1]
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            k = low[column]
            a, b = spectra[row, k], spectra[row, k + 1]
            below = a.real * a.real + a.imag * a.imag
            above = b.real * b.real + b.imag * b.imag
            if stereo:
                a, b = spectra[row, n - k], spectra[row, n - k - 1]
                below = QUARTER * (below + a.real * a.real + a.imag * a.imag)
                above = QUARTER * (above + b.real * b.real + b.imag * b.imag)
            out[row, column] = math.log((ONE - share[column]) * below + share[column] * above + QUIET)


@nb.njit("void(f4[:,::1], i8, f4[:,::1])", cache=True, nogil=True, fastmath=True)
def highest_around(rows: Any, reach: int, out: Any) -> None:
    """Maximum over `reach` frames to either side, per column, by doubling windows."""
    n, width = rows.shape
    here = rows.copy()
    span = 1  # here[i] is the maximum of rows[i .. i+span-1]
    while span * 2 <= 2 * reach + 1:
        for i in range(n - span):
            for column in range(width):
                here[i, column] = max(here[i, column], here[i + span, column])
        span *= 2
    for i in range(n):
        first = max(0, i - reach)
        second = max(0, min(n - 1, i + reach) - span + 1)
        for column in range(width):
            out[i, column] = max(here[first, column], here[second, column])


@nb.njit("void(f4[:,::1], i8, f4[:,::1])", cache=True, nogil=True, fastmath=True)
def widened(highest: Any, by: int, out: Any) -> None:
    """The maximum over `by` more frames than `highest` was taken over, for `by` up to its reach."""
    n, width = highest.shape
    for i in range(n):
        before, after = max(0, i - by), min(n - 1, i + by)
        for column in range(width):
            out[i, column] = max(highest[before, column], highest[after, column])


@nb.njit("f8(f8, f8, f8)", cache=True, nogil=True)
def between(left: float, middle: float, right: float) -> float:
    """Place of the top of the parabola through three neighbours, -0.5..0.5 from the middle one."""
    bend = left - 2 * middle + right
    if bend >= 0:
        return 0.0
    return max(-0.5, min(0.5, 0.5 * (left - right) / bend))


@nb.njit("b1(f4[:,::1], i8, i8, i8, f4)", cache=True, nogil=True)
def tops_row(highest: Any, row: int, column: int, reach: int, value: float) -> bool:
    """No higher value within `reach` columns of the sliding maximum."""
    for other in range(max(0, column - reach), min(highest.shape[1], column + reach + 1)):
        if highest[row, other] > value:
            return False
    return True


@nb.njit("i8(f4[:,::1], f4[:,::1], f4[:,::1], i8, i8, i8, i8, f4, f4[:,::1])", cache=True, nogil=True)
def find_peaks(
    rows: Any,
    near: Any,
    wide: Any,
    begin: int,
    end: int,
    near_bins: int,
    wide_bins: int,
    floor: float,
    out: Any,
) -> int:
    """Peaks of frames begin..end-1 into `out` as (frame, bin, value, stands out widely); returns how many."""
    found = 0
    for row in range(max(1, begin), min(end, rows.shape[0] - 1)):
        for column in range(1, rows.shape[1] - 1):
            value = rows[row, column]
            if value < floor or value < near[row, column]:
                continue
            if not tops_row(near, row, column, near_bins, value):
                continue
            if found == out.shape[0]:
                return found
            out[found, 0] = row + between(rows[row - 1, column], value, rows[row + 1, column])
            out[found, 1] = column + between(rows[row, column - 1], value, rows[row, column + 1])
            out[found, 2] = value
            stands_out = value >= wide[row, column] and tops_row(wide, row, column, wide_bins, value)
            out[found, 3] = 1.0 if stands_out else 0.0
            found += 1
    return found
