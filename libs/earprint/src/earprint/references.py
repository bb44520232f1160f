"""A set of references ready to be searched: sorted keys with their postings, and the peaks to verify with.

Immutable once made. The same arrays live in memory (MemoryIndex) or mapped from one file (Index).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from earprint.prints import FINE_PER_BIN, TICKS_PER_FRAME, Print

KEY_BITS = 28
REFERENCE_REACH = 4  # partners a reference's anchor looks at
REFERENCE_TRIPLETS = 2  # keys it keeps per anchor: about 50 a second
Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class References:
    """Postings in order of their keys, and per track its id, generation, length and peaks.

    `keys` uint32; `track` int32 (position in `ids`), `time` int32 ticks, `pitch` uint16 1/128 bin, `length`
    uint16 ticks; `directory` int32 by `key >> shift`; `ids`, `generations` int64; `seconds` float64;
    `bounds` int64 (first peak of each track, and the end); `t` int32 ticks, `f` uint16 1/128 bin.
    """

    keys: Array
    track: Array
    time: Array
    pitch: Array
    length: Array
    directory: Array
    ids: Array
    generations: Array
    seconds: Array
    bounds: Array
    t: Array
    f: Array

    @property
    def shift(self) -> int:
        """How many low bits of a key the directory leaves to the search inside a bucket."""
        return KEY_BITS - (len(self.directory) - 2).bit_length()

    def peaks_of(self, track: int) -> tuple[Array, Array]:
        """(frames, bins) of a track's peaks as float32."""
        part = slice(int(self.bounds[track]), int(self.bounds[track + 1]))
        return as_frames(self.t[part]), as_bins(self.f[part])


def as_frames(ticks: Array) -> Array:
    """Ticks to float32 frames."""
    return np.ascontiguousarray(ticks, np.float32) / np.float32(TICKS_PER_FRAME)


def as_bins(fine: Array) -> Array:
    """1/128 bins to float32 bins."""
    return np.ascontiguousarray(fine, np.float32) / np.float32(FINE_PER_BIN)


def _keys_of(reference: Print) -> tuple[Array, Array]:
    from earprint.landmarks import reference_keys, triplets

    part = reference.sparse
    t, f = as_frames(reference.t[part]), as_bins(reference.f[part])
    rows = np.empty((len(t) * REFERENCE_TRIPLETS, 8), np.float32)
    strength = reference.strength[part].astype(np.float32)
    rows = rows[: triplets(t, f, strength, REFERENCE_REACH, REFERENCE_TRIPLETS, rows)]
    keys = np.empty(len(rows), np.uint32)
    reference_keys(rows, keys)
    return keys, rows


def build(references: Sequence[tuple[int, Print]], generation: int) -> References:
    """Sort the keys of some prints; loads the kernels."""
    made = [_keys_of(reference) for _, reference in references]
    rows = np.concatenate([rows for _, rows in made]) if made else np.zeros((0, 8), np.float32)
    counts = [len(keys) for keys, _ in made]
    sparse = [reference.sparse for _, reference in references]
    return _sorted(
        keys=np.concatenate([keys for keys, _ in made]) if made else np.zeros(0, np.uint32),
        track=np.repeat(np.arange(len(made), dtype=np.int32), counts),
        time=np.rint(rows[:, 0] * TICKS_PER_FRAME).astype(np.int32),
        pitch=np.rint(rows[:, 1] * FINE_PER_BIN).astype(np.uint16),
        length=np.rint(rows[:, 2] * TICKS_PER_FRAME).astype(np.uint16),
        ids=np.array([track for track, _ in references], np.int64),
        generations=np.full(len(made), generation, np.int64),
        seconds=np.array([reference.seconds for _, reference in references], np.float64),
        bounds=np.cumsum([0, *(int(part.sum()) for part in sparse)]).astype(np.int64),
        t=_joined([r.t[part] for (_, r), part in zip(references, sparse, strict=True)], np.int32),
        f=_joined([r.f[part] for (_, r), part in zip(references, sparse, strict=True)], np.uint16),
    )


def merged(parts: Sequence[tuple[References, Array]]) -> References:
    """One set from several, keeping the tracks whose flag (bool per track) is set."""
    per_key: dict[str, list[Array]] = {name: [] for name in ("keys", "track", "time", "pitch", "length")}
    per_track: dict[str, list[Array]] = {name: [] for name in ("ids", "generations", "seconds")}
    peaks: dict[str, list[Array]] = {"t": [], "f": []}
    counts: list[Array] = []
    first = 0
    for part, alive in parts:
        number = (np.cumsum(alive) - 1 + first).astype(np.int32)
        kept = alive[part.track]
        per_key["track"].append(number[part.track[kept]])
        for name in ("keys", "time", "pitch", "length"):
            per_key[name].append(getattr(part, name)[kept])
        for name, arrays in per_track.items():
            arrays.append(getattr(part, name)[alive])
        sizes = np.diff(part.bounds)
        for name, arrays in peaks.items():
            arrays.append(getattr(part, name)[np.repeat(alive, sizes)])
        counts.append(sizes[alive])
        first += int(alive.sum())
    joined = {name: np.concatenate(arrays) for name, arrays in (per_key | per_track | peaks).items()}
    return _sorted(
        **joined, bounds=np.concatenate([np.zeros(1, np.int64), np.cumsum(np.concatenate(counts))])
    )


def _joined(arrays: Iterable[Array], kind: Any) -> Array:
    return np.concatenate([np.zeros(0, kind), *arrays]).astype(kind)


def _sorted(
    *, keys: Array, track: Array, time: Array, pitch: Array, length: Array, **rest: Array
) -> References:
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    bits = min(22, max(1, len(keys).bit_length() - 2))  # about four to eight keys per bucket
    edges = np.arange((1 << bits) + 1, dtype=np.int64) << (KEY_BITS - bits)
    return References(
        keys=keys,
        track=track[order],
        time=time[order],
        pitch=pitch[order],
        length=length[order],
        directory=np.searchsorted(keys, edges).astype(np.int32),
        **rest,
    )
