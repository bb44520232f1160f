"""A set of references ready to be searched: sorted keys with their postings, and the peaks to verify with.

Immutable once made. The same arrays live in memory (MemoryIndex) or mapped from one file (Index). All tracks
lie one after another on one axis of time, so that a posting needs no track number: six bytes are enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from earprint.cells import CELLS
from earprint.prints import FRAMES_PER_SECOND, Print

REFERENCE_REACH = 4  # partners a reference's anchor looks at
REFERENCE_TRIPLETS = 1  # keys it keeps per anchor: about 23 a second
LONGEST = 80.0  # frames from a key's first peak to its last
GAP_SECONDS = 4.0  # between two tracks on the axis
STEP = (
    240  # frames; where a track begins is a multiple, so that its votes fall into the same cells in any set
)
TIME_BITS = 27  # of a posting: frames on the axis
MOST_HOURS = 590.0  # of sound and gaps that fit on one axis
Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class References:
    """Postings in order of their cells and traits, and per track its id, generation, length and peaks.

    `directory` uint32 [CELLS + 1]: the postings of a cell; `traits` uint16 and `places` uint32 (time on the
    axis 27 bits, residue 5): see landmarks.reference_keys; `ids`, `generations` int64; `seconds` float64;
    `starts` int64, frames on the axis; `bounds` int64 (first of each track's packed peaks, and the end);
    `packed` uint16: see packing.
    """

    directory: Array
    traits: Array
    places: Array
    ids: Array
    generations: Array
    seconds: Array
    starts: Array
    bounds: Array
    packed: Array

    @property
    def keys(self) -> int:
        """Number of postings."""
        return len(self.traits)

    def track_at(self, frames: Array) -> Array:
        """The tracks that lie at places of the axis."""
        return np.maximum(np.searchsorted(self.starts, frames, side="right") - 1, 0)

    @property
    def frames(self) -> int:
        """Length of the axis."""
        return int(_stretches(self.seconds).sum())


def empty() -> References:
    """No reference at all."""
    return build([], 0)


def build(references: Sequence[tuple[int, Print]], generation: int) -> References:
    """Make a set of some prints; loads the kernels."""
    from earprint.packing import packed

    seconds = np.array([reference.seconds for _, reference in references], np.float64)
    starts = axis(seconds)
    parts = [
        _keys_of(reference, int(start)) for (_, reference), start in zip(references, starts, strict=True)
    ]
    cells, traits, places = (
        np.concatenate([np.zeros(0, kind), *(part[i] for part in parts)])
        for i, kind in enumerate((np.int32, np.uint16, np.uint32))
    )
    peaks = [packed(r.t[r.sparse], r.f[r.sparse]) for _, r in references]
    return ordered(
        cells, traits, places,
        ids=np.array([track for track, _ in references], np.int64),
        generations=np.full(len(references), generation, np.int64),
        seconds=seconds, starts=starts,
        bounds=np.cumsum([0, *(len(one) for one in peaks)]).astype(np.int64),
        packed=np.concatenate([np.zeros(0, np.uint16), *peaks]),
    )  # fmt: skip


def axis(seconds: Array) -> Array:
    """Where tracks of these lengths begin on the axis: int64 frames. ValueError if it is too short."""
    lengths = _stretches(seconds)
    if lengths.sum() >= 1 << TIME_BITS:
        raise ValueError(f"one set holds {MOST_HOURS:.0f} hours at most")
    return np.cumsum(lengths) - lengths


def hours_on_axis(seconds: Array) -> float:
    """How much of an axis tracks of these lengths take, gaps included."""
    return float(_stretches(seconds).sum()) / FRAMES_PER_SECOND / 3600


def _stretches(seconds: Array) -> Array:
    return np.ceil((seconds + GAP_SECONDS) * FRAMES_PER_SECOND / STEP).astype(np.int64) * STEP


def ordered(cells: Array, traits: Array, places: Array, **rest: Any) -> References:
    """A set whose postings are put in order."""
    order = np.argsort((cells.astype(np.int64) << 16) | traits, kind="stable")
    directory = np.zeros(CELLS + 1, np.uint32)
    np.cumsum(np.bincount(cells, minlength=CELLS), out=directory[1:])
    return References(directory, traits[order], places[order], **rest)


def cells_between(part: References, first: int, last: int) -> tuple[Array, Array, Array]:
    """(cells, traits, places) of the postings of the cells first..last-1."""
    edges = part.directory[first : last + 1].astype(np.int64)
    cells = np.repeat(np.arange(first, last, dtype=np.int32), np.diff(edges))
    return cells, part.traits[edges[0] : edges[-1]], part.places[edges[0] : edges[-1]]


def spans_of_cells(parts: Sequence[References], most: int) -> Iterator[tuple[int, int]]:
    """Ranges of cells in which all parts together have about `most` postings, in order."""
    total = np.sum([part.directory.astype(np.int64) for part in parts], axis=0)
    first = 0
    while first < CELLS:
        last = int(np.searchsorted(total, total[first] + most, side="right")) - 1
        last = min(CELLS, max(last, first + 1))
        yield first, last
        first = last


def _keys_of(reference: Print, start: int) -> tuple[Array, Array, Array]:
    """(cells, traits, places) of a reference that begins at `start`."""
    from earprint.landmarks import reference_keys, triplets

    kept = reference.sparse
    t, f = reference.frames()[kept], reference.bins()[kept]
    strength = reference.strength[kept].astype(np.float32)
    rows = triplets(t, f, strength, REFERENCE_REACH, REFERENCE_TRIPLETS, LONGEST)
    made = len(rows)
    cells, traits, residues = np.empty(made, np.int32), np.empty(made, np.uint16), np.empty(made, np.uint8)
    reference_keys(rows, cells, traits, residues)
    time = start + np.rint(rows[:, 0]).astype(np.int64)
    return cells, traits, ((time << 5) | residues).astype(np.uint32)
