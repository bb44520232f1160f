"""Catalogues of any size from real prints, and what a search in them costs.

A synthetic print is cut from real ones: pieces of two to six seconds of random tracks, one after another,
each transposed and stretched by a little of its own. Density of landmarks, their steps and their rarity are
so those of real music, while no two synthetic tracks sound alike for longer than a piece.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from earprint.index import Index
from earprint.prints import BINS, FINE_PER_BIN, TICKS_PER_SECOND, Print

TRACK_SECONDS = 240.0
AT_ONCE = 200  # tracks


def synthetic(real: Sequence[Print], rng: np.random.Generator, seconds: float = TRACK_SECONDS) -> Print:
    """One print of pieces of others."""
    ts, fs, strengths, sparse = [], [], [], []
    now = 0.0
    while now < seconds:
        length = rng.uniform(2.0, 6.0)
        source = real[int(rng.integers(len(real)))]
        begin = rng.uniform(0, max(0.1, source.seconds - length))
        edges = np.array([begin, begin + length]) * TICKS_PER_SECOND
        part = slice(*np.searchsorted(source.t, edges))
        tempo, pitch = rng.uniform(0.85, 1.18), rng.uniform(-18, 18) * FINE_PER_BIN
        t = (source.t[part] / TICKS_PER_SECOND - begin) / tempo + now
        f = source.f[part].astype(np.int64) + int(pitch)
        kept = (f >= FINE_PER_BIN) & (f < (BINS - 1) * FINE_PER_BIN) & (t < seconds)
        ts.append(t[kept])
        fs.append(f[kept])
        strengths.append(source.strength[part][kept])
        sparse.append(source.sparse[part][kept])
        now += length / tempo
    ticks = np.rint(np.concatenate(ts) * TICKS_PER_SECOND).astype(np.int32)
    order = np.argsort(ticks, kind="stable")
    return Print(
        ticks[order],
        np.concatenate(fs).astype(np.uint16)[order],
        np.concatenate(strengths)[order],
        np.concatenate(sparse)[order],
        seconds,
    )


def grow(index: Index, real: Sequence[Print], hours: float, first: int, seed: int) -> None:
    """Add synthetic tracks numbered from `first` until the index holds about `hours` more."""
    rng = np.random.default_rng(seed)
    count = round(hours * 3600 / TRACK_SECONDS)
    for begin in range(0, count, AT_ONCE):
        some = range(begin, min(count, begin + AT_ONCE))
        index.add([(first + n, synthetic(real, rng)) for n in some])


def opening(folder: Path) -> float:
    """Seconds it takes to open an index."""
    begun = time.perf_counter()
    Index(folder)
    return time.perf_counter() - begun
