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

from earprint.cells import RATIO_CELLS, RATIO_FINE, STEP_CELLS, STEP_FINE, STEP_ZERO
from earprint.prints import BINS

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
RARITY = np.load(Path(__file__).with_name("rarity.npy")).astype(np.float32) / 8  # bits, by the two steps


@nb.njit("i8(f4[::1], f4[::1], f4[::1], i8, i8, f4, i8[::1])", cache=True, nogil=True)
def partners(t: Any, f: Any, strength: Any, anchor: int, most: int, longest: float, chosen: Any) -> int:
    """The `most` strongest peaks in the anchor's target zone, in order of time, into `chosen`."""
    count = 0
    after = anchor + 1
    while after < len(t) and t[after] - t[anchor] <= longest:
        if t[after] - t[anchor] >= SHORTEST and abs(f[after] - f[anchor]) <= STEP_BINS:
            if count < most:
                chosen[count] = after
                count += 1
            else:
                weakest = 0
                for i in range(1, most):
                    if strength[chosen[i]] < strength[chosen[weakest]]:
                        weakest = i
                if strength[after] > strength[chosen[weakest]]:
                    for i in range(weakest, most - 1):  # keep the order of time
                        chosen[i] = chosen[i + 1]
                    chosen[most - 1] = after
        after += 1
    return count


@nb.njit("i8(f4[::1], f4[::1], f4[::1], i8, i8, f4, f4, f4[:,::1], f4[:,::1])", cache=True, nogil=True)
def triplets(
    t: Any, f: Any, strength: Any, reach: int, most: int, longest: float, least: float, rarity: Any, out: Any
) -> int:
    """The `most` rarest triplets per anchor among its `reach` strongest partners within `longest` frames.

    None of less than `least` bits of rarity. Rows of `out` as above; column 6 holds the rarity.
    """
    chosen = np.empty(reach, np.int64)
    room = reach * (reach - 1) // 2
    bits, seconds, thirds = np.empty(room, np.float32), np.empty(room, np.int64), np.empty(room, np.int64)
    made = 0
    for anchor in range(len(t)):
        count = partners(t, f, strength, anchor, reach, longest, chosen)
        here = 0
        for i in range(count - 1):
            for j in range(i + 1, count):
                second, third = chosen[i], chosen[j]
                step1, step2 = f[second] - f[anchor], f[third] - f[second]
                if t[third] - t[second] < CLOSEST or abs(step2) > STEP_BINS:
                    continue
                if abs(step1) < LEAST_STEP or abs(step2) < LEAST_STEP or abs(step1 + step2) < LEAST_STEP:
                    continue
                rare = rarity[math.floor(step1 + RARITY_HALF + 0.5), math.floor(step2 + RARITY_HALF + 0.5)]
                if rare >= least:
                    bits[here], seconds[here], thirds[here] = rare, second, third
                    here += 1
        kept = min(here, most)
        for rank in range(kept):
            if kept < here:
                best = rank
                for other in range(rank + 1, here):
                    if bits[other] > bits[best]:
                        best = other
                bits[rank], bits[best] = bits[best], bits[rank]
                seconds[rank], seconds[best] = seconds[best], seconds[rank]
                thirds[rank], thirds[best] = thirds[best], thirds[rank]
            if made == out.shape[0]:
                return made
            second, third = seconds[rank], thirds[rank]
            length = t[third] - t[anchor]
            out[made, 0], out[made, 1], out[made, 2] = t[anchor], f[anchor], length
            out[made, 3], out[made, 4] = f[second] - f[anchor], f[third] - f[second]
            out[made, 5] = (t[second] - t[anchor]) / length
            out[made, 6] = bits[rank]
            made += 1
    return made


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
