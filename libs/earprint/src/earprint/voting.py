"""Compiled kernels of the vote: which (track, pitch, speed, place) the landmarks of a window agree on."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

PITCH_SPAN, SPEED_SPAN, PLACE_SPAN = 64, 64, 1 << 20  # cells; places of 60 frames up to 12 hours
PLACE_FRAMES = 60.0
SPEED_CELL = 1 / 36
TABLE_BITS = 18
FULL = 255  # a slot counts no further


@nb.njit("i8(i8, f4, f4, f4, f4, f4, f4)", cache=True, nogil=True)
def cell_of(
    track: int, speed: float, pitch: float, there: float, here: float, middle: float, half: float
) -> int:
    """The cell one vote falls into; `half` (0 or 0.5) moves the grid: nothing is split in both."""
    place = there + speed * (middle - here)
    speed_cell = int(speed / SPEED_CELL + half)
    place_cell = int(place / PLACE_FRAMES + half + 64)
    place_cell = min(max(place_cell, 0), PLACE_SPAN - 1)
    return ((track * PITCH_SPAN + int(pitch + 20.5)) * SPEED_SPAN + speed_cell) * PLACE_SPAN + place_cell


@nb.njit("void(i4[::1], f4[:,::1], f4, f4, u1[::1], i4[::1])", cache=True, nogil=True)
def count_cells(who: Any, votes: Any, middle: float, half: float, table: Any, slots: Any) -> None:
    """Count every vote in the slot its cell is hashed to (Fibonacci hashing), and remember the slot."""
    for i in range(len(who)):
        cell = cell_of(who[i], votes[i, 0], votes[i, 1], votes[i, 2], votes[i, 3], middle, half)
        slot = np.int64((np.uint64(cell) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - TABLE_BITS))
        slots[i] = slot
        if table[slot] < FULL:
            table[slot] += 1


@nb.njit("i8(u1[::1], i8, i8)", cache=True, nogil=True)
def bar_for(table: Any, wanted: int, least: int) -> int:
    """The count that at most `wanted` slots of the table reach, at least `least`."""
    ladder = np.zeros(FULL + 1, np.int64)
    for slot in range(len(table)):
        ladder[table[slot]] += 1
    bar, reached = FULL, ladder[FULL]
    while bar > least and reached + ladder[bar - 1] <= wanted:
        bar -= 1
        reached += ladder[bar]
    return max(bar, least)


@nb.njit("i8(i4[::1], f4[:,::1], f4, f4, u1[::1], i4[::1], i8, i8[::1], f4[:,::1])", cache=True, nogil=True)
def votes_above(
    who: Any, votes: Any, middle: float, half: float, table: Any, slots: Any, bar: int, cells: Any, out: Any
) -> int:
    """The votes whose slots reach the bar: cells, and (speed, pitch, reference frame of `middle`)."""
    made = 0
    for i in range(len(slots)):
        if table[slots[i]] < bar or made == len(cells):
            continue
        cells[made] = cell_of(who[i], votes[i, 0], votes[i, 1], votes[i, 2], votes[i, 3], middle, half)
        out[made, 0] = votes[i, 0]
        out[made, 1] = votes[i, 1]
        out[made, 2] = votes[i, 2] + votes[i, 0] * (middle - votes[i, 3])
        made += 1
    return made
