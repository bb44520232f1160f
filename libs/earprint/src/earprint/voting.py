"""Compiled kernels of the vote: which (track, pitch, speed, place) the landmarks of a window agree on."""

from __future__ import annotations

import math
from typing import Any

import numba as nb
import numpy as np

PITCH_SPAN, SPEED_SPAN, PLACE_SPAN = 64, 64, 1 << 20  # cells; places of 60 frames up to 12 hours
PLACE_FRAMES = 60.0
SPEED_CELLS = 25.0  # per doubling
TABLE_BITS = 18


@nb.njit("i8(i8, f4, f4, f4, f4, f4, f4)", cache=True, nogil=True)
def cell_of(
    track: int, speed: float, pitch: float, there: float, here: float, middle: float, half: float
) -> int:
    """The cell one vote falls into; `half` (0 or 0.5) moves the grid: nothing is split in both."""
    place = there + speed * (middle - here)
    speed_cell = math.floor(math.log2(speed) * SPEED_CELLS + 16 + half)
    place_cell = math.floor(place / PLACE_FRAMES + half) + 64
    place_cell = min(max(place_cell, 0), PLACE_SPAN - 1)
    return (
        (track * PITCH_SPAN + math.floor(pitch + 20.5)) * SPEED_SPAN + speed_cell
    ) * PLACE_SPAN + place_cell


@nb.njit("i8(i8)", cache=True, nogil=True)
def slot_of(cell: int) -> int:
    """Fibonacci hashing of a cell into the counting table."""
    slot: int = (np.uint64(cell) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - TABLE_BITS)  # type: ignore[assignment]  # a NumPy integer only until compiled
    return slot


@nb.njit("void(i4[::1], f4[:,::1], f4, f4, u2[::1], i8[::1])", cache=True, nogil=True)
def count_cells(who: Any, votes: Any, middle: float, half: float, table: Any, cells: Any) -> None:
    """Count every vote into its hashed cell and remember the cell."""
    for i in range(len(who)):
        cell = cell_of(who[i], votes[i, 0], votes[i, 1], votes[i, 2], votes[i, 3], middle, half)
        cells[i] = cell
        slot = slot_of(cell)
        if table[slot] < 65535:
            table[slot] += 1


@nb.njit("i8(u2[::1], i8, i8)", cache=True, nogil=True)
def bar_for(table: Any, wanted: int, least: int) -> int:
    """The count that at most `wanted` slots of the table reach, at least `least`."""
    ladder = np.zeros(256, np.int64)
    for slot in range(len(table)):
        ladder[min(int(table[slot]), 255)] += 1
    bar, reached = 255, ladder[255]
    while bar > least and reached + ladder[bar - 1] <= wanted:
        bar -= 1
        reached += ladder[bar]
    return max(bar, least)


@nb.njit("i8(i8[::1], u2[::1], i8, i8[::1], i8[::1])", cache=True, nogil=True)
def best_cells(cells: Any, table: Any, bar: int, names: Any, counts: Any) -> int:
    """The exact cells behind the slots that reach the bar, with their exact counts; returns how many."""
    found = 0
    for i in range(len(cells)):
        if table[slot_of(cells[i])] < bar:
            continue
        known = False
        for j in range(found):
            if names[j] == cells[i]:
                counts[j] += 1
                known = True
                break
        if not known and found < len(names):
            names[found] = cells[i]
            counts[found] = 1
            found += 1
    return found


@nb.njit("i8(i8[::1], i8, f4[:,::1], f4, f4[:,::1])", cache=True, nogil=True)
def votes_in(cells: Any, cell: int, votes: Any, middle: float, out: Any) -> int:
    """Speed, pitch and place (reference frame of the file's `middle`) of the votes in one cell."""
    made = 0
    for i in range(len(cells)):
        if cells[i] == cell and made < out.shape[0]:
            out[made, 0] = votes[i, 0]
            out[made, 1] = votes[i, 1]
            out[made, 2] = votes[i, 2] + votes[i, 0] * (middle - votes[i, 3])
            made += 1
    return made
