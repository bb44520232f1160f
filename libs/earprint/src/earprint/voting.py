"""Compiled kernels of the vote: which (place, speed, pitch) the triplets of a window agree on.

Votes are summed by their information in the slots of a hashed table; those whose slots are among the
fullest are sorted by their cells, and each cell of them is made a line.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

FULL = 65535
PITCH_CELL = 1.0  # bins
WITHIN_BITS = 13
UNIT = 8.0  # a table's sums are in eighths of a bit


@nb.njit("i8(i8, f4, f4, f4, f4, f4, f4, f4)", cache=True, nogil=True)
def cell_of(
    when: Any,
    time: float,
    speed: float,
    pitch: float,
    middle: float,
    width: float,
    octaves: float,
    half: float,
) -> Any:
    """The cell a vote falls into: the place of the window's middle on the axis, in steps of `width` frames,
    the speed in steps of `octaves`, the pitch in bins. `half` (0 or 0.5) moves the grid.
    """
    place = when + speed * (middle - time)
    speed_cell = math.floor(math.log2(speed) / octaves + half + 64)
    cell = (math.floor(place / width + half) + 4096) * 64 + math.floor(pitch / PITCH_CELL + half + 32)
    return cell * 128 + speed_cell


@nb.njit("i8(i8, i8)", cache=True, nogil=True)
def slot_of(cell: int, slots: int) -> Any:
    """Where a cell is counted, in a table of a power of two (Fibonacci hashing)."""
    return np.int64((np.uint64(cell) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40)) & (slots - 1)


class Tables(threading.local):
    """A thread's table of sums, used again and again: new pages of memory cost more than what is written on
    them, and most of a table is empty."""

    def __init__(self) -> None:
        self._sums = np.zeros(0, np.uint16)
        self._slots, self._used = np.empty((0, 2), np.int32), np.empty(0, np.int32)

    @contextmanager
    def of(self, votes: int) -> Iterator[Table]:
        """An empty table for so many votes, emptied again in the end."""
        slots = 1 << min(23, max(14, (4 * votes).bit_length()))  # few cells share one
        if len(self._sums) < 2 * slots:
            self._sums = np.zeros(2 * slots, np.uint16)
        if len(self._used) <= 2 * votes:
            self._slots, self._used = np.empty((votes, 2), np.int32), np.empty(2 * votes + 1, np.int32)
        table = Table(self._sums[: 2 * slots], self._slots[:votes], self._used)
        try:
            yield table
        except BaseException:
            self._sums = np.zeros(0, np.uint16)
            raise
        table.sums[table.used[: table.filled]] = 0


@dataclass
class Table:
    """Sums of votes: uint16, the slots of one grid and then of the other; the `slots` of each vote; which of
    all are `used`, so many are `filled`."""

    sums: Array
    slots: Array
    used: Array
    filled: int = 0


TABLES = Tables()


@nb.njit("i8(i8[::1], f4[:,::1], f4, f4, f4, u2[::1], i4[:,::1], i4[::1])", cache=True, nogil=True)
def tally(
    when: Any, votes: Any, middle: float, width: float, octaves: float, sums: Any, slots: Any, used: Any
) -> int:
    """Sum the information of votes per slot, in two grids: nothing is split in both. `slots`: each vote's;
    `used`: all of them once; how many."""
    made: Any = 0
    size = len(sums) >> 1
    for i in range(len(when)):
        bits = math.ceil(votes[i, 3] * UNIT)  # never less than what a line counts
        for grid in range(2):
            cell = cell_of(
                np.int64(when[i]),
                votes[i, 0],
                votes[i, 1],
                votes[i, 2],
                middle,
                width,
                octaves,
                grid * 0.5,
            )
            slot = slot_of(cell, size) + grid * size
            slots[i, grid] = slot
            used[made] = slot
            made += np.int64(sums[slot] == 0)
            sums[slot] = min(FULL, sums[slot] + bits)
    return int(made)


@nb.njit("i8(u2[::1], i4[::1], i8)", cache=True, nogil=True)
def bar_for(sums: Any, used: Any, wanted: int) -> int:
    """The sum that at most about `wanted` of the used slots reach; at least 1."""
    highest = 0
    for k in range(len(used)):
        highest = max(highest, sums[used[k]])
    ladder = np.zeros(highest + 1, np.int64)
    for k in range(len(used)):
        ladder[sums[used[k]]] += 1
    bar, reached = highest, ladder[highest]
    while bar > 1 and reached + ladder[bar - 1] <= wanted:
        bar -= 1
        reached += ladder[bar]
    return max(1, bar)


@nb.njit("i8(u2[::1], i4[:,::1], i8, i4[::1])", cache=True, nogil=True)
def _above(sums: Any, slots: Any, bar: int, which: Any) -> int:
    """Votes and grids (2 * vote + grid) whose slots reach the bar; those there is room for are written."""
    made = 0
    for i in range(len(slots)):
        for grid in range(2):
            if sums[slots[i, grid]] >= bar:
                if made < len(which):
                    which[made] = 2 * i + grid
                made += 1
    return made


@nb.njit("void(i8[::1], f4[:,::1], f4, f4, f4, i4[::1], i8[::1])", cache=True, nogil=True)
def _cells(when: Any, votes: Any, middle: float, width: float, octaves: float, which: Any, out: Any) -> None:
    for k in range(len(which)):
        i, grid = which[k] >> 1, which[k] & 1
        time, speed = votes[i, 0], votes[i, 1]
        cell = cell_of(np.int64(when[i]), time, speed, votes[i, 2], middle, width, octaves, grid * 0.5)
        # How far the vote lies from where its cell begins: less than half a window and a cell.
        within = np.int64(when[i]) - np.int64(((cell >> 13) - 4096) * width) + (1 << (WITHIN_BITS - 1))
        out[k] = ((cell * 2 + grid) << WITHIN_BITS) | within


@nb.njit("void(i8[::1], i8[::1])", cache=True, nogil=True)
def _settle(keys: Any, order: Any) -> None:
    """Put what is equal in the order it came in: a sort that keeps it takes five times as long."""
    for k in range(1, len(order)):
        one, at = order[k], k
        while at > 0 and order[at - 1] > one and keys[order[at - 1]] == keys[one]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = one


def gathered(
    when: Array, votes: Array, asked: tuple[float, float, float], sums: Array, slots: Array, bar: int
) -> tuple[Array, Array]:
    """The votes in slots that reach the bar: their cells (with the grid as lowest bit), their numbers; in
    order of cells, and of `when` in a cell."""
    which = np.empty(1 << 14, np.int32)
    made = _above(sums, slots, bar, which)
    if made > len(which):
        which = np.empty(made, np.int32)
        _above(sums, slots, bar, which)
    which = which[:made]
    keys = np.empty(made, np.int64)
    _cells(when, votes, *asked, which, keys)
    order = np.argsort(keys)
    _settle(keys, order)
    return keys[order] >> WITHIN_BITS, which[order] >> 1


@nb.njit("i8(i8[::1], i8[::1], i4[::1], i8[::1], f4[:,::1], f4, f8[:,::1])", cache=True, nogil=True)
def lines(cells: Any, tracks: Any, which: Any, when: Any, votes: Any, middle: float, out: Any) -> int:
    """One line per run of equal cells and tracks. Rows of `out`: bits, speed, pitch, frames from the first
    vote to the file's `middle`, axis frame of the first vote.

    A window that reaches over a track's end has its place in common with votes for the neighbour's beginning:
    they are no votes for the track, and in another set another would be its neighbour.

    Votes of one and the same reference key count once. What is summed is counted from the first vote, so that
    a line is the same wherever on an axis its reference lies.
    """
    made, first = 0, 0
    while first < len(cells):
        last = first
        while last < len(cells) and cells[last] == cells[first] and tracks[last] == tracks[first]:
            last += 1
        origin = np.int64(when[which[first]])
        bits, speed, pitch, time, place = 0.0, 0.0, 0.0, 0.0, 0.0
        counted, seen = 0, np.int64(-1)
        for k in range(first, last):  # in order of `when`
            i = which[k]
            if np.int64(when[i]) == seen:
                continue
            seen = np.int64(when[i])
            bits += votes[i, 3]
            speed += math.log2(votes[i, 1])
            pitch += votes[i, 2]
            time += votes[i, 0]
            place += seen - origin
            counted += 1
        speed, pitch, time, place = 2.0 ** (speed / counted), pitch / counted, time / counted, place / counted
        if counted >= 3:
            spread, slope, seen = 0.0, 0.0, np.int64(-1)
            for k in range(first, last):
                i = which[k]
                if np.int64(when[i]) == seen:
                    continue
                seen = np.int64(when[i])
                spread += (votes[i, 0] - time) ** 2
                slope += (votes[i, 0] - time) * (seen - origin - place)
            if (
                spread > 1e4 * counted
            ):  # the votes lie further apart than 100 frames: they know the speed best
                speed = min(speed * 1.04, max(speed * 0.96, slope / spread))
        out[made, 0], out[made, 1], out[made, 2] = bits, speed, pitch
        out[made, 3], out[made, 4] = place + speed * (middle - time), origin
        made += 1
        first = last
    return made


@nb.njit("i8(f8[:,::1], i8[::1], i8, i8, i8[::1])", cache=True, nogil=True)
def _distinct(found: Any, tracks: Any, most: int, each: int, kept: Any) -> int:
    made = 0
    for i in range(found.shape[0]):
        alike, before = False, 0
        for j in range(made):
            other = kept[j]
            if tracks[i] != tracks[other]:
                continue
            before += 1
            if before == each or (
                abs(found[i, 3] - found[other, 3]) < 8
                and abs(found[i, 1] - found[other, 1]) < 0.02 * found[i, 1]
                and abs(found[i, 2] - found[other, 2]) < 0.7
            ):
                alike = True
                break
        if not alike:
            kept[made] = i
            made += 1
            if made == most:
                break
    return made


def distinct(found: Array, tracks: Array, most: int, each: int) -> Array:
    """Numbers of the first `most` lines (rows of `lines`, best first; their tracks) of which none is nearly
    another, and `each` of one track at most."""
    kept = np.empty(most, np.int64)
    return kept[: _distinct(found, tracks, most, each, kept)]
