"""Compiled kernels of the keys: three peaks make a key that survives changes of speed, tempo and pitch.

A triplet is an anchor and two later peaks of its neighbourhood (triplets as in Six & Leman, Panako, ISMIR
2014; the asymmetry of few reference keys and many query keys as in Sonnleitner & Widmer, TASLP 2016). What no
change of speed touches are its two frequency steps and the ratio of its two time steps: they are the *cell*.
The anchor's pitch and the triplet's length are kept beside, to tell how a query is changed.

Most triplets of music are alike: repeated notes, octaves, fifths. A key of which every song has hundreds
costs much and says nothing, so that of an anchor's triplets a reference keeps the *rarest*, by a table of
how often steps occur in music (`rarity.npy`, made by bench/identifying/rarity.py).

Times are frames, pitches bins. A triplet's row: anchor's time, anchor's pitch, length, step 1, step 2, ratio.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from earprint.cells import RATIO_CELLS, RATIO_FINE, STEP_CELLS, STEP_FINE, STEP_ZERO
from earprint.prints import BINS

Array = npt.NDArray[Any]

STEP_BINS = 40.0  # farthest frequency step
SHORTEST, CLOSEST = (
    5.0,
    3.0,
)  # frames from the anchor to the second peak at least, and from there to the third
LEAST_STEP = 1.1  # bins: three peaks of one pitch say nothing
MOST_PARTNERS = 24  # strongest peaks of an anchor's neighbourhood that may be looked at

PITCH_STEP = 0.75  # bins; eight bits reach 191 bins
LENGTH_STEPS = 32.0  # per octave; seven bits
LEAST_LENGTH = 8.0  # frames
MOST_LENGTH_STEP = 127
assert BINS <= 255 * PITCH_STEP

RARITY_HALF = 48
LEVELS, LEVELS_PER_BIT = 256, 8
RARITY = np.load(Path(__file__).with_name("rarity.npy"))  # eighths of a bit, by the two steps


@nb.njit("i8(f4[::1], f4[::1], f4[::1], i8, i8, f4, i8[::1])", cache=True, nogil=True)
def partners(t: Any, f: Any, strength: Any, anchor: int, most: int, longest: float, chosen: Any) -> int:
    """The `most` strongest peaks in the anchor's target zone, in order of time, into `chosen`."""
    count, weakest = 0, -1
    after = anchor + 1
    while after < len(t) and t[after] - t[anchor] <= longest:
        if t[after] - t[anchor] >= SHORTEST and abs(f[after] - f[anchor]) <= STEP_BINS:
            if count < most:
                chosen[count] = after
                count += 1
            else:
                if weakest < 0:
                    weakest = 0
                    for i in range(1, most):
                        if strength[chosen[i]] < strength[chosen[weakest]]:
                            weakest = i
                if strength[after] > strength[chosen[weakest]]:
                    for i in range(weakest, most - 1):  # keep the order of time
                        chosen[i] = chosen[i + 1]
                    chosen[most - 1] = after
                    weakest = -1
        after += 1
    return count


@nb.njit(
    "i8(f4[::1], f4[::1], f4[::1], i8, i8, i8, f4, i8, u1[:,::1], i4[:,::1], u1[::1])", cache=True, nogil=True
)
def _every(
    t: Any, f: Any, strength: Any, anchors: int, reach: int, most: int, longest: float, least: int,
    rarity: Any, peaks: Any, levels: Any,
) -> int:  # fmt: skip
    """The `most` rarest triplets of each of the first anchors: their peaks and rarities; how many."""
    chosen = np.empty(reach, np.int64)
    made = 0
    for anchor in range(anchors):
        count, first = partners(t, f, strength, anchor, reach, longest, chosen), made
        for i in range(count - 1):
            second = chosen[i]
            step1 = f[second] - f[anchor]
            if abs(step1) < LEAST_STEP:
                continue
            row = math.floor(step1 + RARITY_HALF + 0.5)
            for j in range(i + 1, count):
                third = chosen[j]
                step2 = f[third] - f[second]
                if t[third] - t[second] < CLOSEST or abs(step2) > STEP_BINS:
                    continue
                if abs(step2) < LEAST_STEP or abs(step1 + step2) < LEAST_STEP:
                    continue
                level = rarity[row, math.floor(step2 + RARITY_HALF + 0.5)]
                if level >= least:
                    levels[made] = level
                    peaks[made, 0], peaks[made, 1], peaks[made, 2] = anchor, second, third
                    made += 1
        if made - first > most:
            for rank in range(first, first + most):
                best = rank
                for other in range(rank + 1, made):
                    if levels[other] > levels[best]:
                        best = other
                levels[rank], levels[best] = levels[best], levels[rank]
                for k in range(3):
                    peaks[rank, k], peaks[best, k] = peaks[best, k], peaks[rank, k]
            made = first + most
    return made


@nb.njit("i8(u1[::1], f8[::1], f8, i8[::1])", cache=True, nogil=True)
def _worth(levels: Any, prices: Any, allowed: float, out: Any) -> int:
    """How many triplets may be had for `allowed`, rarest first. `out`: the lowest rarity that may, and how
    many of it, counted from the first."""
    counts = np.zeros(LEVELS, np.int64)
    for i in range(len(levels)):
        counts[levels[i]] += 1
    made, left = 0, allowed
    out[0], out[1] = LEVELS, 0
    for level in range(LEVELS - 1, -1, -1):
        if counts[level] == 0:
            continue
        bought = counts[level]
        if bought * prices[level] > left:
            bought = int(left / prices[level])
        out[0], out[1] = level, bought
        made += bought
        left -= bought * prices[level]
        if bought < counts[level]:
            break
    return made


@nb.njit("void(f4[::1], f4[::1], i4[:,::1], u1[::1], i8[::1], f4[:,::1])", cache=True, nogil=True)
def _rows(t: Any, f: Any, peaks: Any, levels: Any, worth: Any, out: Any) -> None:
    made, left = 0, worth[1]
    for i in range(len(levels)):
        if levels[i] < worth[0] or (levels[i] == worth[0] and left == 0):
            continue
        left -= levels[i] == worth[0]
        anchor, second, third = peaks[i, 0], peaks[i, 1], peaks[i, 2]
        length = t[third] - t[anchor]
        out[made, 0], out[made, 1], out[made, 2] = t[anchor], f[anchor], length
        out[made, 3], out[made, 4] = f[second] - f[anchor], f[third] - f[second]
        out[made, 5] = (t[second] - t[anchor]) / length
        out[made, 6] = levels[i] / LEVELS_PER_BIT
        made += 1


FREE = np.zeros(LEVELS)


def triplets(
    t: Array, f: Array, strength: Array, reach: int, most: int, longest: float, *, anchors: int | None = None,
    least: float = 0.0, rarity: Array = RARITY, prices: Array = FREE, allowed: float = 0.0,
) -> Array:  # fmt: skip
    """The `most` rarest triplets per anchor among its `reach` strongest partners within `longest` frames.

    Of the first `anchors` peaks, and none of less than `least` bits of rarity. `prices`: what a triplet
    costs, by its rarity in eighths of a bit; no more than `allowed` is spent, on the rarest. Rows as above,
    float32; column 6 holds the rarity in bits.
    """
    anchors = len(t) if anchors is None else anchors
    room = anchors * min(most, reach * (reach - 1) // 2) + reach * (reach - 1) // 2
    peaks, levels, worth = np.empty((room, 3), np.int32), np.empty(room, np.uint8), np.empty(2, np.int64)
    least_level = math.ceil(least * LEVELS_PER_BIT)
    made = _every(t, f, strength, anchors, reach, most, longest, least_level, rarity, peaks, levels)
    peaks, levels = peaks[:made], levels[:made]
    rows = np.empty((_worth(levels, prices, allowed, worth), 7), np.float32)
    _rows(t, f, peaks, levels, worth, rows)
    return rows


@nb.njit("void(f4[:,::1], i4[::1], u2[::1], u1[::1])", cache=True, nogil=True)
def reference_keys(rows: Any, cells: Any, traits: Any, residues: Any) -> None:
    """Per triplet its cell, its traits (pitch 8 bits | length 6 | two), and five bits of residue.

    Where in its cell a triplet lies is said by step 1, step 2 and ratio, two bits each: the traits take the
    higher bit of both steps. `residues`: lowest bit of the length, lower bit of both steps, the ratio's two.
    """
    for i in range(rows.shape[0]):
        one = math.floor((rows[i, 3] + STEP_ZERO) * STEP_FINE + 0.5)
        two = math.floor((rows[i, 4] + STEP_ZERO) * STEP_FINE + 0.5)
        ratio = math.floor(rows[i, 5] * RATIO_FINE + 0.5)
        cells[i] = ((one >> 2) * STEP_CELLS + (two >> 2)) * RATIO_CELLS + (ratio >> 2)
        pitch = int(rows[i, 1] / PITCH_STEP + 0.5)
        length = int(math.log2(rows[i, 2] / LEAST_LENGTH) * LENGTH_STEPS + 0.5)
        length = min(MOST_LENGTH_STEP, max(0, length))
        traits[i] = (pitch << 8) | ((length >> 1) << 2) | ((one & 2) | ((two & 2) >> 1))
        residues[i] = ((length & 1) << 4) | ((one & 1) << 3) | ((two & 1) << 2) | (ratio & 3)
