"""The waveform that is drawn: how loud a sound is by moments, for a length known only at the end."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from earprint.prints import RATE

WAVEFORM = 800  # values
MOMENT = RATE // 100  # 10 ms
# Moments kept: when they are full, each two become one. So memory is flat, and each value of a waveform
# still stands over at least 40 moments.
MOST_MOMENTS = 1 << 16


@nb.njit("i8(f4[:,::1], f4[::1], i8, i8)", cache=True, nogil=True, fastmath=True)
def _feed(pcm: Any, moments: Any, samples: int, moment: int) -> int:
    """The highest sample of either channel into its moment; how many samples fit."""
    fit = min(len(pcm), len(moments) * moment - samples)
    at, room = samples // moment, moment - samples % moment
    done = 0
    while done < fit:
        top = moments[at]
        for k in range(done, min(done + room, fit)):
            top = max(top, max(abs(pcm[k, 0]), abs(pcm[k, 1])))
        moments[at] = top
        done, at, room = done + room, at + 1, moment
    return fit


class Outline:
    """Fed stereo at 16 kHz; `waveform` at the end."""

    def __init__(self) -> None:
        self._moments = np.zeros(MOST_MOMENTS, np.float32)
        self._moment = MOMENT  # samples each of them is of
        self._samples = 0

    def feed(self, pcm: npt.NDArray[np.float32]) -> None:
        """Float32 [n, 2]."""
        at = 0
        while at < len(pcm):
            fitted = _feed(pcm[at:], self._moments, self._samples, self._moment)
            at, self._samples = at + fitted, self._samples + fitted
            if at < len(pcm):
                half = MOST_MOMENTS // 2
                self._moments[:half] = self._moments.reshape(half, 2).max(axis=1)
                self._moments[half:] = 0
                self._moment *= 2

    def waveform(self) -> bytes:
        """Up to WAVEFORM bytes, 255 for the loudest moment; of a part of a moment at the end nothing."""
        moments = self._moments[: self._samples // self._moment]
        if not len(moments):
            return b""
        edges = np.linspace(0, len(moments), min(WAVEFORM, len(moments)), endpoint=False).astype(np.int64)
        tops = np.maximum.reduceat(moments, edges)
        loudest = float(tops.max())
        return bytes(np.rint(tops / loudest * 255).astype(np.uint8)) if loudest > 0 else bytes(len(tops))
