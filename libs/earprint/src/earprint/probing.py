"""Compiled kernels of the look-up: a query's triplets meet the sorted postings of a set of references."""

from __future__ import annotations

import math
from typing import Any

import numba as nb
import numpy as np

from earprint.cells import RATIO_CELLS, RATIO_FINE, STEP_CELLS, STEP_FINE, STEP_ZERO
from earprint.landmarks import LEAST_LENGTH, LENGTH_STEPS, PITCH_STEP

MOST_OCTAVES, MOST_BINS = 40, 25  # reach of an allowance, in 1/32 octave of speed and in bins of pitch

USUAL_BITS = 6.0  # of rarity that every triplet has: the vote counts what is above


@nb.njit(
    "i8(f4[:,::1], u4[::1], u2[::1], u4[::1], f4, f4, f8, f8, f8, f8, b1[:,::1], i4[::1], f4[:,::1])",
    cache=True,
    nogil=True,
)
def look_up(
    rows: Any, directory: Any, traits: Any, places: Any, steps: float, ratios: float,
    slowest: float, fastest: float, lowest: float, highest: float, allowed: Any,
    when: Any, votes: Any,
) -> int:  # fmt: skip
    """Meet triplets with postings; returns the number of votes written, never more than there is room for.

    `steps`, `ratios`: how far steps (quarters of a bin) and ratio (1/100) may differ. `slowest`, `fastest`:
    reference seconds per file second; `lowest`, `highest`: file minus reference, bins; `allowed`: which of
    them go together, by 1/32 octave and bins. `when`: frame of the axis of each vote; rows of `votes`: file
    frame, speed, pitch, bits of the triplet's rarity.
    """
    made, room = 0, len(when)
    least, most = math.log2(slowest) * LENGTH_STEPS, math.log2(fastest) * LENGTH_STEPS
    for i in range(rows.shape[0]):
        time, tone = rows[i, 0], rows[i, 1]
        length = math.log2(rows[i, 2] / LEAST_LENGTH) * LENGTH_STEPS
        one, two = (rows[i, 3] + STEP_ZERO) * STEP_FINE, (rows[i, 4] + STEP_ZERO) * STEP_FINE
        ratio = rows[i, 5] * RATIO_FINE
        a0, a1 = math.ceil(one - steps), math.floor(one + steps)
        b0, b1 = math.ceil(two - steps), math.floor(two + steps)
        c0, c1 = math.ceil(ratio - ratios), math.floor(ratio + ratios)
        bottom = max(0, math.floor((tone - highest) / PITCH_STEP + 0.5))
        top = min(255, math.floor((tone - lowest) / PITCH_STEP + 0.5))
        if top < 0 or bottom > 255:
            continue
        first_trait, last_trait = bottom << 8, (top << 8) | 255
        for a in range(a0 >> 2, (a1 >> 2) + 1):
            for b in range(b0 >> 2, (b1 >> 2) + 1):
                row = (a * STEP_CELLS + b) * RATIO_CELLS
                for c in range(max(0, c0 >> 2), min(RATIO_CELLS - 1, c1 >> 2) + 1):
                    at, end = np.int64(directory[row + c]), np.int64(directory[row + c + 1])
                    if at == end:
                        continue
                    high = end
                    while high - at > 8:
                        middle = (at + high) >> 1
                        if traits[middle] < first_trait:
                            at = middle + 1
                        else:
                            high = middle
                    while at < high and traits[at] < first_trait:
                        at += 1
                    while at < end and traits[at] <= last_trait:
                        trait = np.int64(traits[at])
                        sped = ((trait >> 2) & 63) * 2 + 0.5 - length
                        if least - 0.5 <= sped <= most + 0.5:
                            place = np.int64(places[at])
                            sped += ((place >> 4) & 1) - 0.5
                            x = (a << 2) | (trait & 2) | ((place >> 3) & 1)
                            y = (b << 2) | ((trait & 1) << 1) | ((place >> 2) & 1)
                            z = (c << 2) | (place & 3)
                            if a0 <= x <= a1 and b0 <= y <= b1 and c0 <= z <= c1:
                                moved = tone - (trait >> 8) * PITCH_STEP
                                if allowed[
                                    math.floor(sped + MOST_OCTAVES + 0.5),
                                    math.floor(moved + MOST_BINS + 0.5),
                                ]:
                                    if made == room:
                                        return made
                                    when[made] = place >> 5
                                    votes[made, 0], votes[made, 1] = time, 2.0 ** (sped / LENGTH_STEPS)
                                    votes[made, 2], votes[made, 3] = moved, rows[i, 6] - USUAL_BITS
                                    made += 1
                        at += 1
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
