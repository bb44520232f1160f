"""Compiled kernels of the keys: three peaks make a key that survives changes of speed, tempo and pitch.

A key holds two frequency steps (1/72 octave), the ratio of two time steps (1/50), and coarsely the length
and the pitch; a reference keeps few keys, a query tries many and their neighbour cells (the asymmetry of
Sonnleitner & Widmer, TASLP 2016; triplets as in Six & Leman, Panako, ISMIR 2014).

Key, 28 bits: step 1 (8) | step 2 (8) | ratio (6) | length (3) | pitch (3). Times are frames, pitches bins.
"""

from __future__ import annotations

import math
from typing import Any

import numba as nb
import numpy as np

SHORTEST, LONGEST = 10.0, 190.0  # frames from a key's first peak to its others: 0.08 to 1.5 s
STEP_BINS = 40.0
CLOSEST = 6.0  # frames between second and third peak
MOST_PARTNERS = 600  # peaks looked at after one anchor; hostile sound cannot have many more
LENGTH_CELLS = 1.5  # cells per doubling of the length
PITCH_BINS = 20.0  # bins per pitch cell
MARGIN = 0.25  # a cell farther away than 1 - MARGIN is not probed: few true keys lie there
SLOWEST, FASTEST = 0.68, 1.45  # reference seconds per file second that a vote may claim
MOST_PITCH = 14.5  # bins (4.8 semitones) a vote may claim
TEMPO_REACH, PITCH_REACH = 0.65, 0.675  # length and pitch cells a probe may go to either side


@nb.njit("u4(i8, i8, i8, i8, i8)", cache=True, nogil=True)
def pack(step1: int, step2: int, ratio: int, length: int, pitch: int) -> int:
    """The key of already quantised parts."""
    return (((step1 * 256 + step2) * 64 + ratio) * 8 + length) * 8 + pitch


@nb.njit("i8(f4[::1], f4[::1], f4[::1], i8, i8, i8[::1])", cache=True, nogil=True)
def partners(t: Any, f: Any, strength: Any, anchor: int, most: int, chosen: Any) -> int:
    """The `most` strongest peaks in the anchor's target zone, in order of time, into `chosen`."""
    count = 0
    after = anchor + 1
    while after < len(t) and t[after] - t[anchor] <= LONGEST:
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


@nb.njit("i8(f4[::1], f4[::1], f4[::1], i8, i8, f4[:,::1])", cache=True, nogil=True)
def triplets(t: Any, f: Any, strength: Any, reach: int, most: int, out: Any) -> int:
    """Up to `most` triplets per anchor among its `reach` strongest partners.

    Rows of `out`: time and pitch of the anchor, length, step 1 and step 2 in half bins from 0, ratio in
    1/50 from 0, length cell, pitch cell; all still unrounded.
    """
    chosen = np.empty(reach, np.int64)
    made = 0
    for anchor in range(len(t)):
        count = partners(t, f, strength, anchor, reach, chosen)
        here = 0
        for i in range(count - 1):
            for j in range(i + 1, count):
                second, third = chosen[i], chosen[j]
                step2 = (f[third] - f[second]) * 2 + 128
                if t[third] - t[second] < CLOSEST or step2 < 1 or step2 >= 254 or here >= most:
                    continue
                if made == out.shape[0]:
                    return made
                length = t[third] - t[anchor]
                out[made, 0] = t[anchor]
                out[made, 1] = f[anchor]
                out[made, 2] = length
                out[made, 3] = (f[second] - f[anchor]) * 2 + 128
                out[made, 4] = step2
                out[made, 5] = (t[second] - t[anchor]) / length * 50 + 4
                out[made, 6] = math.log2(length / SHORTEST) * LENGTH_CELLS
                out[made, 7] = f[anchor] / PITCH_BINS
                made += 1
                here += 1
    return made


@nb.njit("void(f4[:,::1], u4[::1])", cache=True, nogil=True)
def reference_keys(rows: Any, out: Any) -> None:
    """One key per triplet: the nearest cells."""
    for i in range(rows.shape[0]):
        out[i] = pack(
            int(rows[i, 3] + 0.5),
            int(rows[i, 4] + 0.5),
            int(rows[i, 5] + 0.5),
            int(rows[i, 6]),
            int(rows[i, 7]),
        )


@nb.njit("i8(u4[::1], i8, i8, u4)", cache=True, nogil=True)
def first_at_least(keys: Any, low: int, high: int, key: int) -> int:
    """Index of the first key >= `key` in keys[low:high], which is sorted."""
    while low < high:
        middle = (low + high) >> 1
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low


@nb.njit(
    "i8(f4[:,::1], f8[::1], u4[::1], i4[::1], i8, i4[::1], i4[::1], u2[::1], u2[::1], b1[::1], i8, i4[::1],"
    "f4[:,::1])",
    cache=True,
    nogil=True,
)
def look_up(
    rows: Any, span: Any, keys: Any, directory: Any, shift: int, track: Any, time: Any, pitch: Any,
    length: Any, alive: Any, most: int, who: Any, votes: Any,
) -> int:  # fmt: skip
    """Meet a query's triplets with a segment's sorted keys; returns the number of votes written.

    `directory[key >> shift]` is where to begin; `most` bounds the postings read per probe, so that a key
    every song has costs little. `span`: slowest, fastest, lowest and highest pitch of a vote; the narrower,
    the fewer cells are probed. `who`: track of each vote; rows of `votes`: speed (reference over file),
    pitch (bins, file minus reference), time in the reference and time in the file (frames).
    """
    made = 0
    slowest, fastest, lowest, highest = span
    shorter = max(-TEMPO_REACH, math.log2(slowest) * LENGTH_CELLS)
    longer = min(TEMPO_REACH, math.log2(fastest) * LENGTH_CELLS)
    lower, higher = max(-PITCH_REACH, -highest / PITCH_BINS), min(PITCH_REACH, -lowest / PITCH_BINS)
    for row in range(rows.shape[0]):
        low_length = max(0, math.floor(rows[row, 6] + shorter))
        high_length = min(7, math.floor(rows[row, 6] + longer))
        low_pitch = max(0, math.floor(rows[row, 7] + lower))
        high_pitch = min(7, math.floor(rows[row, 7] + higher))
        for step1 in range(int(rows[row, 3] + MARGIN), int(rows[row, 3] + 1 - MARGIN) + 1):
            for step2 in range(int(rows[row, 4] + MARGIN), int(rows[row, 4] + 1 - MARGIN) + 1):
                for ratio in range(int(rows[row, 5] + MARGIN), int(rows[row, 5] + 1 - MARGIN) + 1):
                    for size in range(low_length, high_length + 1):
                        key = pack(step1, step2, ratio, size, low_pitch)
                        last = pack(step1, step2, ratio, size, high_pitch)
                        bucket = key >> shift
                        at = first_at_least(keys, directory[bucket], directory[bucket + 1], key)
                        stop = min(len(keys), at + most)
                        while at < stop and keys[at] <= last:
                            speed = length[at] / 16.0 / rows[row, 2]
                            offset = rows[row, 1] - pitch[at] / 128.0
                            if slowest < speed < fastest and lowest < offset < highest and alive[track[at]]:
                                if made == len(who):
                                    return made
                                who[made] = track[at]
                                votes[made, 0] = speed
                                votes[made, 1] = offset
                                votes[made, 2] = time[at] / 16.0
                                votes[made, 3] = rows[row, 0]
                                made += 1
                            at += 1
    return made
