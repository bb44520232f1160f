"""Compiled kernels of the look-up: a query's triplets meet the sorted postings of a set of references."""

from __future__ import annotations

import math
from typing import Any

import numba as nb
import numpy as np

from earprint.cells import RATIO_CELLS, RATIO_FINE, STEP_CELLS, STEP_FINE, STEP_ZERO
from earprint.landmarks import LEAST_LENGTH, LENGTH_STEPS, PITCH_STEP

MOST_OCTAVES, MOST_BINS = 40, 25  # reach of an allowance, in 1/32 octave of speed and in bins of pitch

OCTAVE = math.log(2) / LENGTH_STEPS
AT_ONCE = 4096  # postings
TRIPLETS_AT_ONCE = 64
CELLS_AT_ONCE = 27 * TRIPLETS_AT_ONCE  # a tolerance of 4 reaches three cells in each direction
USUAL_BITS = 6.0  # of rarity that every triplet has: the vote counts what is above


@nb.njit("void(u2[::1], i8, i8[::1], i8[::1], i8[::1])", cache=True, nogil=True)
def _find(traits: Any, count: int, at: Any, end: Any, wanted: Any) -> None:
    """Move each `at` to the first of the sorted traits at..end-1 that is not below what is wanted.

    All are searched in step and without a branch that cannot be foretold, so that the waiting for memory,
    most of what a look-up costs, is done for all at once.
    """
    longest = np.int64(0)
    left = np.empty(count, np.int64)
    for k in range(count):
        left[k] = end[k] - at[k]
        longest = max(longest, left[k])
    while longest > 1:
        for k in range(count):
            half = left[k] >> 1
            below = traits[at[k] + half - np.int64(half > 0)] < wanted[k]
            at[k] += half * np.int64(below)
            left[k] -= half
        longest -= longest >> 1
    for k in range(count):
        at[k] += np.int64(left[k] == 1 and traits[at[k]] < wanted[k])


@nb.njit("i8(u2[::1], i8, i8, i8, i8, i8, i8[::1])", cache=True, nogil=True)
def _plausible(traits: Any, at: Any, end: Any, shortest: int, span: int, corners: int, out: Any) -> Any:
    """Which of the postings at..end-1 may fit by their traits alone; how many.

    `shortest`, `span`: lengths; `corners`: which of the four pairs of residue bits. Nine of ten postings are
    turned down here, without a branch, for a branch that cannot be foretold costs more than the rest.
    """
    made: Any = 0
    for i in range(at, end):
        trait = np.int64(traits[i])
        off = ((trait >> 2) & 63) - shortest
        out[made] = i
        made += np.int64(off >= 0) & np.int64(off <= span) & (corners >> (trait & 3))
    return made


@nb.njit(
    "i8(u2[::1], u4[::1], i8[::1], i8, i8[::1], i8[::1], f8, f8, b1[:,::1], i8[::1])", cache=True, nogil=True
)
def _fitting(
    traits: Any, places: Any, plausible: Any, count: int, box: Any, corner: Any, length: float, tone: float,
    allowed: Any, out: Any,
) -> Any:  # fmt: skip
    """Which of the plausible postings fit; how many. `box`: least and most of step 1, step 2 and ratio;
    `corner`: the first of them in the cell. Without a branch too."""
    made: Any = 0
    a0, a1, b0, b1, c0, c1 = box[0], box[1], box[2], box[3], box[4], box[5]
    for k in range(count):
        i = plausible[k]
        trait, place = np.int64(traits[i]), np.int64(places[i])
        x = corner[0] | (trait & 2) | ((place >> 3) & 1)
        y = corner[1] | ((trait & 1) << 1) | ((place >> 2) & 1)
        z = corner[2] | (place & 3)
        sped = ((trait >> 2) & 63) * 2 + ((place >> 4) & 1) - length
        moved = tone - (trait >> 8) * PITCH_STEP
        fits = np.int64(x >= a0) & np.int64(x <= a1) & np.int64(y >= b0) & np.int64(y <= b1)
        fits &= np.int64(z >= c0) & np.int64(z <= c1)
        out[made] = i
        made += fits & np.int64(allowed[int(sped + (MOST_OCTAVES + 0.5)), int(moved + (MOST_BINS + 0.5))])
    return made


@nb.njit(
    "i8(f4[:,::1], u4[::1], i8, i8, f4, f4, f8, f8, i8[:,::1], i8[:,::1], i8[:,::1])",
    cache=True,
    nogil=True,
)
def _cells_of(
    rows: Any, directory: Any, first: int, last: int, steps: float, ratios: float, lowest: float,
    highest: float, boxes: Any, corners: Any, where: Any,
) -> int:  # fmt: skip
    """The cells in which postings may fit the triplets first..last-1; how many.

    Per triplet in `boxes`: least and most of step 1, step 2 and ratio. Per cell in `corners`: first step 1,
    step 2 and ratio, which of the four pairs of residue bits are possible, number of the triplet. Rows of
    `where`: first of each cell's postings, and end; lowest trait of a pitch that is looked for, and end.
    """
    made: Any = 0
    for i in range(first, last):
        one, two = (rows[i, 3] + STEP_ZERO) * STEP_FINE, (rows[i, 4] + STEP_ZERO) * STEP_FINE
        ratio = rows[i, 5] * RATIO_FINE
        a0, a1 = math.ceil(one - steps), math.floor(one + steps)
        b0, b1 = math.ceil(two - steps), math.floor(two + steps)
        c0, c1 = math.ceil(ratio - ratios), math.floor(ratio + ratios)
        box = boxes[i - first]
        box[0], box[1], box[2], box[3], box[4], box[5] = a0, a1, b0, b1, c0, c1
        bottom = max(0, math.floor((rows[i, 1] - highest) / PITCH_STEP + 0.5))
        top = min(255, math.floor((rows[i, 1] - lowest) / PITCH_STEP + 0.5))
        if top < 0 or bottom > 255:
            continue
        for a in range(a0 >> 2, (a1 >> 2) + 1):
            for b in range(b0 >> 2, (b1 >> 2) + 1):
                possible = 0
                for corner in range(4):
                    x, y = (a << 2) | (corner & 2), (b << 2) | ((corner & 1) << 1)
                    possible |= (x <= a1 and x + 1 >= a0 and y <= b1 and y + 1 >= b0) << corner
                row = (a * STEP_CELLS + b) * RATIO_CELLS
                for c in range(max(0, c0 >> 2), min(RATIO_CELLS - 1, c1 >> 2) + 1):
                    where[0, made], where[1, made] = directory[row + c], directory[row + c + 1]
                    where[2, made], where[3, made] = bottom << 8, (top + 1) << 8
                    corners[made, 0], corners[made, 1], corners[made, 2] = a << 2, b << 2, c << 2
                    corners[made, 3], corners[made, 4] = possible, i
                    made += np.int64(where[0, made] < where[1, made])
    return int(made)


@nb.njit(
    "i8(f4[:,::1], u4[::1], u2[::1], u4[::1], i8, f4, f4, f8, f8, f8, f8, b1[:,::1], i8[::1], f4[:,::1])",
    cache=True,
    nogil=True,
)
def look_up(
    rows: Any, directory: Any, traits: Any, places: Any, begin: int, steps: float, ratios: float,
    slowest: float, fastest: float, lowest: float, highest: float, allowed: Any,
    when: Any, votes: Any,
) -> int:  # fmt: skip
    """Meet triplets with postings; returns the number of votes written, never more than there is room for.

    `steps`, `ratios`: how far steps (quarters of a bin) and ratio (1/100) may differ, 4 at most. `slowest`,
    `fastest`: reference seconds per file second; `lowest`, `highest`: file minus reference, bins; `allowed`:
    which of them go together, by 1/32 octave and bins. `when`: frame of each vote, on an axis that is
    `begin` frames along another; rows of `votes`: file frame, speed, pitch, bits of the triplet's rarity.
    """
    made, room = 0, len(when)
    least, most = math.log2(slowest) * LENGTH_STEPS, math.log2(fastest) * LENGTH_STEPS
    plausible, fitting = np.empty(AT_ONCE, np.int64), np.empty(AT_ONCE, np.int64)
    boxes, corners = np.empty((TRIPLETS_AT_ONCE, 6), np.int64), np.empty((CELLS_AT_ONCE, 5), np.int64)
    where = np.empty((4, CELLS_AT_ONCE), np.int64)
    begins, ends = where[0], where[2]  # of the postings that are read
    for first in range(0, rows.shape[0], TRIPLETS_AT_ONCE):
        last = min(rows.shape[0], first + TRIPLETS_AT_ONCE)
        cells = _cells_of(rows, directory, first, last, steps, ratios, lowest, highest, boxes, corners, where)
        _find(traits, cells, begins, where[1], where[2])
        ends[:cells] = begins[:cells]
        _find(traits, cells, ends, where[1], where[3])
        for cell in range(cells):
            at, end, corner = begins[cell], ends[cell], corners[cell]
            i = corner[4]
            tone = rows[i, 1]
            length = math.log2(rows[i, 2] / LEAST_LENGTH) * LENGTH_STEPS
            shortest = math.ceil((least - 1 + length) / 2)
            span = math.floor((most + length) / 2) - shortest
            while at < end:
                upto = min(end, at + AT_ONCE)
                count = _plausible(traits, at, upto, shortest, span, corner[3], plausible)
                at = upto
                count = _fitting(
                    traits, places, plausible, count, boxes[i - first], corner, length, tone, allowed, fitting
                )
                if made + count > room:
                    return room
                for k in range(count):
                    trait, place = np.int64(traits[fitting[k]]), np.int64(places[fitting[k]])
                    sped = ((trait >> 2) & 63) * 2 + ((place >> 4) & 1) - length
                    when[made] = begin + (place >> 5)
                    votes[made, 0], votes[made, 1] = rows[i, 0], math.exp(sped * OCTAVE)
                    votes[made, 2] = tone - (trait >> 8) * PITCH_STEP
                    votes[made, 3] = rows[i, 6] - USUAL_BITS
                    made += 1
    return made


def allowance(spans: list[tuple[float, float, float, float]], tied: bool) -> Any:
    """Table of what may go together: rectangles (slowest, fastest, lowest, highest), and with `tied` the line
    of a record's speed, along which pitch follows tempo."""
    table = np.zeros((2 * MOST_OCTAVES + 1, 2 * MOST_BINS + 1), np.bool_)
    speed = (np.arange(2 * MOST_OCTAVES + 1) - MOST_OCTAVES) / LENGTH_STEPS
    pitch = np.arange(2 * MOST_BINS + 1) - MOST_BINS
    for slowest, fastest, lowest, highest in spans:
        fast = (speed >= math.log2(slowest) - 0.04) & (speed <= math.log2(fastest) + 0.04)
        table |= fast[:, None] & ((pitch >= lowest - 0.8) & (pitch <= highest + 0.8))[None, :]
    if tied:
        table |= np.abs(pitch[None, :] - 36 * speed[:, None]) <= 2.2
    return table
