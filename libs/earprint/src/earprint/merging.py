"""Merging: several sets become one, cell by cell, in memory that does not grow with their size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from earprint import volumes
from earprint.cells import CELLS
from earprint.references import References, axis, cells_between, empty, spans_of_cells

Array = npt.NDArray[Any]
AT_ONCE = 4_000_000  # postings
PEAKS_AT_ONCE = 1 << 25

_PER_TRACK = ("ids", "generations", "seconds")


@dataclass(frozen=True, eq=False)
class _Kept:
    """One of the sets, which of its tracks are kept, and where each begins on the new axis."""

    part: References
    alive: Array
    starts: Array

    def between(self, first: int, last: int) -> tuple[Array, Array, Array]:
        """Postings of the cells first..last-1 with their times on the new axis."""
        cells, traits, places = cells_between(self.part, first, last)
        frames = (places >> 5).astype(np.int64)
        tracks = self.part.track_at(frames)
        kept = self.alive[tracks]
        moved = frames[kept] + (self.starts - self.part.starts)[tracks[kept]]
        return cells[kept], traits[kept], (moved << 5 | (places[kept] & 31)).astype(np.uint32)


def merge(path: Path, parts: Sequence[tuple[References, Array]]) -> None:
    """Write one volume of several sets, leaving out the tracks whose flag is not set."""
    parts = parts or [(empty(), np.zeros(0, np.bool_))]
    seconds = np.concatenate([part.seconds[alive] for part, alive in parts])
    starts = axis(seconds)
    kept, first = [], 0
    for part, alive in parts:
        count = int(alive.sum())
        moved = np.zeros(len(part.ids), np.int64)
        moved[alive] = starts[first : first + count]
        kept.append(_Kept(part, alive, moved))
        first += count
    per_track = {n: np.concatenate([getattr(part, n)[alive] for part, alive in parts]) for n in _PER_TRACK}
    lengths = np.concatenate([np.diff(part.bounds)[alive] for part, alive in parts])
    directory = _directory(kept)
    keys = int(directory[-1])
    sizes = {
        "traits": keys, "places": keys, "ids": len(starts), "generations": len(starts), "seconds":
        len(starts), "starts": len(starts), "bounds": len(starts) + 1, "packed": int(lengths.sum()),
    }  # fmt: skip
    with volumes.writing(path, directory, sizes) as put:
        for name, values in per_track.items():
            put(name, values)
        put("starts", starts)
        put("bounds", np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)]))
        for begin, end in spans_of_cells([part for part, _ in parts], AT_ONCE):
            cells, traits, places = _joined(kept, begin, end)
            order = np.argsort((cells.astype(np.int64) << 16) | traits, kind="stable")
            put("traits", traits[order])
            put("places", places[order])
        for part, alive in parts:
            _copy_peaks(part, alive, put)


def _joined(kept: Sequence[_Kept], begin: int, end: int) -> tuple[Array, ...]:
    found = [one.between(begin, end) for one in kept]
    return tuple(np.concatenate([one[i] for one in found]) for i in range(3))


def _directory(kept: Sequence[_Kept]) -> Array:
    """How many postings each cell will have."""
    directory = np.zeros(CELLS + 1, np.uint32)
    for begin, end in spans_of_cells([one.part for one in kept], AT_ONCE):
        cells, _, _ = _joined(kept, begin, end)
        directory[begin + 1 : end + 1] = np.bincount(cells - begin, minlength=end - begin)
    np.cumsum(directory, out=directory)
    return directory


def _copy_peaks(part: References, alive: Array, put: Any) -> None:
    """Runs of kept tracks lie together in the old set too."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], alive, [False]]).astype(np.int8)))
    for first, last in edges.reshape(-1, 2):
        begin, end = int(part.bounds[first]), int(part.bounds[last])
        for at in range(begin, end, PEAKS_AT_ONCE):
            put("packed", part.packed[at : min(end, at + PEAKS_AT_ONCE)])
