"""Compiled kernels of the peaks a reference keeps: two bytes each.

A peak is 16 bits: the time since the one before in halves of a frame (6 bits), and its pitch in quarters of a
bin (10 bits). Where two lie further apart than 63 halves (0.5 s), fillers of pitch 0x3FF stand between them.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from earprint.prints import BINS, FINE_PER_BIN, TICKS_PER_FRAME

Array = npt.NDArray[Any]

PER_FRAME, PER_BIN = 2, 4
PITCH_BITS = 10
FILLER = (1 << PITCH_BITS) - 1
FARTHEST = (1 << (16 - PITCH_BITS)) - 1
assert BINS * PER_BIN < FILLER


@nb.njit("i8(i8[::1], i8[::1], u2[::1])", cache=True, nogil=True)
def _pack(t: Any, f: Any, out: Any) -> int:
    """Peaks and fillers written; `t`, `f`: halves of frames, quarters of bins."""
    made, last = 0, 0
    for i in range(len(t)):
        gap = t[i] - last
        while gap > FARTHEST:
            out[made] = (FARTHEST << PITCH_BITS) | FILLER
            made += 1
            gap -= FARTHEST
        out[made] = (gap << PITCH_BITS) | f[i]
        made += 1
        last = t[i]
    return made


@nb.njit("i8(u2[::1], f4[::1], f4[::1])", cache=True, nogil=True)
def unpack(packed: Any, t: Any, f: Any) -> int:
    """Peaks read into `t` (frames) and `f` (bins)."""
    made, now = 0, 0
    for i in range(len(packed)):
        now += packed[i] >> PITCH_BITS
        pitch = packed[i] & FILLER
        if pitch != FILLER:
            t[made], f[made] = now / PER_FRAME, pitch / PER_BIN
            made += 1
    return made


def packed(t: Array, f: Array) -> Array:
    """Peaks (int32 ticks in order, uint16 fine pitches, as prints have them), packed as uint16."""
    ticks, fine = TICKS_PER_FRAME // PER_FRAME, FINE_PER_BIN // PER_BIN
    halves = (t.astype(np.int64) + ticks // 2) // ticks
    quarters = (f.astype(np.int64) + fine // 2) // fine
    out = np.empty(len(t) + int(halves[-1] if len(t) else 0) // FARTHEST + 1, np.uint16)
    return out[: _pack(halves, quarters, out)].copy()


def unpacked(data: Array) -> tuple[Array, Array]:
    """(frames, bins) of packed peaks, float32."""
    t, f = np.empty(len(data), np.float32), np.empty(len(data), np.float32)
    made = unpack(np.ascontiguousarray(data), t, f)
    return t[:made], f[:made]


def repacked(data: Array, bounds: Array) -> tuple[Array, Array]:
    """(packed peaks, bounds) of tracks that were packed as version 2 did: two in five bytes.

    There a peak was 20 bits: quarters of a frame (8), 1/16 bin (12), filler 0xFFF.
    """
    fives = data[: len(data) // 5 * 5].reshape(-1, 5).astype(np.int64)
    steps = np.stack([fives[:, 0], fives[:, 3]], axis=1).reshape(-1)
    low, high = fives[:, 1] | (fives[:, 2] & 15) << 8, fives[:, 4] | (fives[:, 2] >> 4) << 8
    pitches = np.stack([low, high], axis=1).reshape(-1)
    parts = []
    for first, last in zip(bounds[:-1] // 5 * 2, bounds[1:] // 5 * 2, strict=True):
        t, f = np.cumsum(steps[first:last]), pitches[first:last]
        t, f = t[f != 0xFFF], f[f != 0xFFF]
        parts.append(packed(t * (TICKS_PER_FRAME // 4), f * (FINE_PER_BIN // 16)))
    ends = np.cumsum([0, *(len(part) for part in parts)]).astype(np.int64)
    return np.concatenate([np.zeros(0, np.uint16), *parts]), ends
