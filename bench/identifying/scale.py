"""Catalogues of any size from real prints: thousands of hours in minutes, the same for ever from a seed.

A synthetic print is cut from real ones: pieces of eight to sixteen seconds from anywhere in a pool of real
music, one after another, each transposed by up to half an octave and stretched by up to a fifth of its
own. So what a search costs stays that of real music: how many landmarks and keys a second has, which steps
they take and how rare those are, all come from the pool (`likeness` measures both side by side; the bench
prints it), while no two synthetic tracks sound alike for longer than a piece. Pieces are not shorter
because a key across a joint is rarer than music's. Two things are other than in a real catalogue. A piece
of the pool comes back about once in as many hours as the pool has, in another key and tempo; so the pool
is music that neither the references nor the queries are cut from. And transposing pushes landmarks out of
the range, about 4 in 100, for which tempos are that much faster on average.

Track n of a seed is always the same sound. Catalogues are kept in the work folder under the source of all
that makes keys; a larger one begins with what a smaller one has, and what was interrupted goes on where it
was.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from earprint.index import Index
from earprint.prints import BINS, FINE_PER_BIN, TICKS_PER_SECOND, Print
from identifying import corpus, prints
from identifying.results import Likeness

TRACK_SECONDS = 240.0
FIRST_ID = 1_000_000  # of the synthetic tracks; real ones are counted from nought
HOURS_AT_ONCE = 500.0  # one volume of an index
SHORTEST, LONGEST = 8.0, 16.0  # seconds of a piece
SLOWEST, FASTEST = 0.88, 1.22
FARTHEST = 18  # bins a piece is transposed
BYTES_PER_HOUR = 1_000_000  # at least so much has to be free to make an hour

# All that decides what an index of synthetic prints holds.
SOURCES = ("analysis", "spectrum", "prints", "landmarks", "cells", "references", "packing", "volumes")


class NoRoom(OSError):
    """The disc has no room for a catalogue of this size."""


@dataclass(frozen=True, eq=False)
class Pool:
    """Landmarks of real music, one track after another, to cut from."""

    t: npt.NDArray[np.int32]
    f: npt.NDArray[np.uint16]
    strength: npt.NDArray[np.uint8]
    sparse: npt.NDArray[np.bool_]
    firsts: npt.NDArray[np.int64]  # of each track, and the end
    ends: npt.NDArray[np.float64]  # seconds of the pool at which each track ends

    @classmethod
    def of(cls, real: Sequence[Print], *, sparse: bool = False) -> Pool:
        """All landmarks, or only those of which a reference is made: what an index keeps of a print."""
        kept = [one.sparse if sparse else np.ones(len(one), np.bool_) for one in real]
        pairs = list(zip(real, kept, strict=True))
        return cls(
            np.concatenate([one.t[part] for one, part in pairs]),
            np.concatenate([one.f[part] for one, part in pairs]),
            np.concatenate([one.strength[part] for one, part in pairs]),
            np.concatenate([one.sparse[part] for one, part in pairs]),
            np.cumsum([0, *(int(part.sum()) for part in kept)]).astype(np.int64),
            np.cumsum([one.seconds for one in real]).astype(np.float64),
        )


@nb.njit(cache=True, nogil=True)
def _cut(
    t: Any, f: Any, strength: Any, sparse: Any, firsts: Any, ends: Any,
    places: Any, lengths: Any, tempos: Any, pitches: Any, seconds: float,
    out_t: Any, out_f: Any, out_strength: Any, out_sparse: Any,
) -> int:  # fmt: skip
    """Pieces one after another until `seconds` are full; returns how many landmarks they have."""
    made, now = 0, 0.0
    for piece in range(len(places)):
        if now >= seconds:
            break
        source = min(np.searchsorted(ends, places[piece], side="right"), len(ends) - 1)
        start = ends[source - 1] if source else 0.0
        length = min(lengths[piece], ends[source] - start)
        begin = max(0.0, min(places[piece], ends[source] - length) - start)
        track = t[firsts[source] : firsts[source + 1]]
        at = firsts[source] + np.searchsorted(track, begin * TICKS_PER_SECOND)
        end = firsts[source] + np.searchsorted(track, (begin + length) * TICKS_PER_SECOND)
        while at < end and made < len(out_t):
            when = now + (t[at] / TICKS_PER_SECOND - begin) / tempos[piece]
            fine = np.int64(f[at]) + pitches[piece]
            if FINE_PER_BIN <= fine < (BINS - 1) * FINE_PER_BIN and when < seconds:
                out_t[made], out_f[made] = np.int64(when * TICKS_PER_SECOND + 0.5), fine
                out_strength[made], out_sparse[made] = strength[at], sparse[at]
                made += 1
            at += 1
        now += length / tempos[piece]
    return made


def synthetic(pool: Pool, seed: int, number: int, seconds: float = TRACK_SECONDS) -> Print:
    """Track `number` of a seed."""
    rng = np.random.default_rng([seed, number])
    count = int(seconds * FASTEST / SHORTEST) + 2
    places, lengths, tempos, pitches = rng.random((4, count))
    room = int(seconds * 150) + 1000
    out = (
        np.empty(room, np.int32),
        np.empty(room, np.uint16),
        np.empty(room, np.uint8),
        np.empty(room, np.bool_),
    )
    made = _cut(
        pool.t, pool.f, pool.strength, pool.sparse, pool.firsts, pool.ends,
        places * pool.ends[-1], SHORTEST + (LONGEST - SHORTEST) * lengths,
        SLOWEST + (FASTEST - SLOWEST) * tempos,
        np.rint((2 * pitches - 1) * FARTHEST * FINE_PER_BIN).astype(np.int64), seconds, *out,
    )  # fmt: skip
    t, f, strength, sparse = (array[:made].copy() for array in out)
    return Print(t, f, strength, sparse, seconds)


def pool_for(split: corpus.Split) -> list[Print]:
    """Real music that is neither in the split's catalogue nor among its strangers: the other split's."""
    return [made for _, made in prints.of(corpus.references("dev" if split == "test" else "test"))]


def tracks_of(hours: float, seconds: float = TRACK_SECONDS) -> int:
    """How many tracks make so many hours."""
    return round(max(0.0, hours) * 3600 / seconds)


@contextmanager
def catalogue(
    split: corpus.Split, tracks: int, seed: int, seconds: float = TRACK_SECONDS
) -> Iterator[tuple[Path, Index]]:
    """An index of synthetic tracks to do with as one likes: its files are links to those that are kept."""
    kept = prepared(split, tracks, seed, seconds)
    folder = kept.parent / f"{kept.name}.used-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    _linked(kept, folder)
    try:
        yield folder, Index(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepared(split: corpus.Split, tracks: int, seed: int, seconds: float = TRACK_SECONDS) -> Path:
    """Folder of an index with exactly these synthetic tracks; made if it is not there yet."""
    real = pool_for(split)
    shelf = prints.WORK / "catalogues" / _version(real) / f"{seconds:g}s-{seed}"
    shelf.mkdir(parents=True, exist_ok=True)
    with (shelf / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = shelf / f"{tracks}"
        if not folder.exists():
            _make(folder, real, tracks, seed, seconds)
    return folder


def _make(folder: Path, real: Sequence[Print], tracks: int, seed: int, seconds: float) -> None:
    making = folder.with_name(folder.name + ".making")
    if not making.exists():
        smaller = [p for p in folder.parent.iterdir() if p.name.isdigit() and int(p.name) < tracks]
        if smaller:
            _linked(max(smaller, key=lambda p: int(p.name)), making)
    index, pool = Index(making), Pool.of(real, sparse=True)
    there = index.info().tracks
    needed = (tracks - there) * seconds / 3600 * BYTES_PER_HOUR
    if shutil.disk_usage(folder.parent).free < 1.5 * needed:
        raise NoRoom(f"{needed / 1e9:.0f} GB are needed in {folder.parent}")
    at_once = tracks_of(HOURS_AT_ONCE, seconds)
    while there < tracks:
        some = range(there, min(tracks, there + at_once))
        index.add([(FIRST_ID + n, synthetic(pool, seed, n, seconds)) for n in some])
        there = some.stop
    making.rename(folder)


def _linked(kept: Path, folder: Path) -> None:
    """The same index in another place; volumes are never changed, so a link to one is as good as a copy."""
    folder.mkdir()
    for path in kept.iterdir():
        if path.suffix == ".vol":
            os.link(path, folder / path.name)
        else:
            shutil.copy2(path, folder / path.name)


def _version(real: Sequence[Print]) -> str:
    """Names what makes keys, and the pool, by their contents."""
    import earprint

    library = Path(earprint.__file__).parent
    told = hashlib.sha256(Path(__file__).read_bytes() + (library / "rarity.npy").read_bytes())
    for name in SOURCES:
        source = library / f"{name}.py"
        told.update(source.read_bytes() if source.exists() else b"")
    for one in real:
        told.update(one.t.tobytes())
    return told.hexdigest()[:12]


def likeness(some: Sequence[Print]) -> Likeness:
    """The figures, for real prints and synthetic ones to be held side by side."""
    from earprint.landmarks import reference_keys, triplets
    from earprint.references import LONGEST as LONGEST_KEY
    from earprint.references import REFERENCE_REACH, REFERENCE_TRIPLETS

    seconds = sum(one.seconds for one in some)
    asked = (REFERENCE_REACH, REFERENCE_TRIPLETS, LONGEST_KEY)
    every, alone, squares, bits = [], 0, 0, 0.0
    for one in some:
        t, f, strength = one.frames()[one.sparse], one.bins()[one.sparse], one.strength[one.sparse]
        rows = triplets(t, f, strength.astype(np.float32), *asked)
        made = len(rows)
        cells = np.empty(made, np.int32)
        reference_keys(rows, cells, np.empty(made, np.uint16), np.empty(made, np.uint8))
        alone += _pairs(cells)
        squares += made**2
        bits += float(rows[:, 6].sum())
        every.append(cells)
    keys = sum(len(cells) for cells in every)
    meeting = (_pairs(np.concatenate(every)) - alone) / max(1, keys**2 - squares)
    return Likeness(
        sum(len(one) for one in some) / seconds,
        sum(int(one.sparse.sum()) for one in some) / seconds,
        keys / seconds,
        bits / max(1, keys),
        -float(np.log2(max(meeting, 1e-12))),
    )


def _pairs(cells: npt.NDArray[np.int32]) -> int:
    """How many pairs of keys share a cell."""
    return int((np.unique(cells, return_counts=True)[1].astype(np.int64) ** 2).sum())


def opening(folder: Path) -> float:
    """Seconds it takes to open an index."""
    begun = time.perf_counter()
    Index(folder)
    return time.perf_counter() - begun
