"""Compiled kernels of the peaks a reference keeps: two of them in five bytes.

A peak is 20 bits: the time since the one before in quarters of a frame (8 bits), and its pitch in 1/16 bin
(12 bits). Where two lie more than 255 quarters (1.02 s) apart, fillers of pitch 0xFFF stand between them.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from earprint.prints import BINS, FINE_PER_BIN, TICKS_PER_FRAME

PER_FRAME, PER_BIN = 4, 16
FILLER = 0xFFF
assert BINS * PER_BIN < FILLER


@nb.njit("i8(i4[::1], u2[::1], i8, i8, u1[::1])", cache=True, nogil=True)
def _pack(t: Any, f: Any, ticks: int, fine: int, out: Any) -> int:
    """Bytes written; `ticks` and `fine`: a print's steps per one of ours."""
    count, last = 0, 0
    for i in range(len(t) + 1):
        if i < len(t):
            gap, pitch = (t[i] + ticks // 2) // ticks - last, (f[i] + fine // 2) // fine
        else:
            gap, pitch = 0, FILLER
            if count % 2 == 0:
                break
        while True:
            step = min(gap, 255)
            value = pitch if step == gap else FILLER
            at = count // 2 * 5
            if at + 5 > len(out):
                return -1
            if count % 2 == 0:
                out[at], out[at + 1], out[at + 2] = step, value & 255, value >> 8
            else:
                out[at + 3], out[at + 4] = step, value & 255
                out[at + 2] |= (value >> 8) << 4
            count += 1
            last += step
            if step == gap:
                break
            gap -= step
    return count // 2 * 5


@nb.njit("i8(u1[::1], f4[::1], f4[::1])", cache=True, nogil=True)
def _unpack(packed: Any, t: Any, f: Any) -> int:
    """Peaks read: frames and bins."""
    made, now = 0, 0
    for at in range(0, len(packed) - 4, 5):
        for half in range(2):
            step = packed[at + 3 * half]
            top = packed[at + 2]
            pitch = packed[at + 1] | ((top & 15) << 8) if half == 0 else packed[at + 4] | ((top >> 4) << 8)
            now += step
            if pitch != FILLER:
                t[made], f[made] = now / PER_FRAME, pitch / PER_BIN
                made += 1
    return made


def packed(t: npt.NDArray[np.int32], f: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint8]:
    """Peaks of a print (ticks, fine pitches, in order of time), packed."""
    span = int(t[-1]) // TICKS_PER_FRAME if len(t) else 0
    out = np.zeros(5 * (len(t) + span // 60 + 4), np.uint8)
    ticks, fine = TICKS_PER_FRAME // PER_FRAME, FINE_PER_BIN // PER_BIN
    made = _pack(np.ascontiguousarray(t), np.ascontiguousarray(f), ticks, fine, out)
    assert made >= 0
    return out[:made].copy()


def unpacked(data: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """(frames, bins) of packed peaks, float32."""
    t, f = np.empty(len(data) // 5 * 2, np.float32), np.empty(len(data) // 5 * 2, np.float32)
    made = _unpack(np.ascontiguousarray(data), t, f)
    return t[:made], f[:made]
