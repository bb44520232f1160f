"""Loudness as ITU-R BS.1770-4 defines it: K-weighting, blocks of 400 ms every 100 ms, two gates.

Works on blocks of any size, so that memory does not grow with the length but for one number per 100 ms.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.signal import sosfilt

ABSOLUTE_GATE = -70.0  # LUFS
RELATIVE_GATE = -10.0  # LU under the loudness of what passed the absolute gate
STEP_SECONDS = 0.1
_SHELF = (1681.974450955533, 3.999843853973347, 0.7071752369554196)  # hertz, gain in dB, quality
_HIGH_PASS = (38.13547087602444, 0.0, 0.5003270373238773)


def k_weighting(rate: int) -> npt.NDArray[np.float64]:
    """Second-order sections of the two filters of BS.1770 annex 1, for any rate (as in libebur128)."""
    sections = []
    for hertz, gain, quality in (_SHELF, _HIGH_PASS):
        k = math.tan(math.pi * min(hertz, rate * 0.49) / rate)
        norm = 1 + k / quality + k * k
        if gain:
            high = 10 ** (gain / 20)
            band = high**0.4996667741545416
            b = [
                (high + band * k / quality + k * k) / norm,
                2 * (k * k - high) / norm,
                (high - band * k / quality + k * k) / norm,
            ]
        else:
            b = [1.0, -2.0, 1.0]
        sections.append([*b, 1.0, 2 * (k * k - 1) / norm, (1 - k / quality + k * k) / norm])
    return np.array(sections)


class Loudness:
    """Feed float32 [channels, n] at one rate; `integrated` answers in LUFS."""

    def __init__(self, rate: int, channels: int) -> None:
        self._filter = k_weighting(rate).astype(np.float32)
        self._state = np.zeros((len(self._filter), channels, 2), np.float32)
        self._step = max(1, round(rate * STEP_SECONDS))
        self._rest: npt.NDArray[Any] = np.zeros((channels, 0), np.float32)
        self._energies: list[npt.NDArray[np.float64]] = []

    def feed(self, sound: npt.NDArray[np.float32]) -> None:
        sound = np.concatenate([self._rest, sound], axis=1)
        steps = sound.shape[1] // self._step
        whole, self._rest = sound[:, : steps * self._step], sound[:, steps * self._step :]
        if not steps:
            return
        weighted, self._state = sosfilt(self._filter, whole, axis=1, zi=self._state)
        power = np.square(weighted, dtype=np.float32).reshape(sound.shape[0], steps, self._step)
        self._energies.append(power.mean(axis=2, dtype=np.float64).sum(axis=0))

    def steps(self) -> npt.NDArray[np.float64]:
        """Energies of the 100 ms steps so far, so that files that change their rate can be continued."""
        return np.concatenate([np.zeros(0), *self._energies])


def integrated(steps: npt.NDArray[np.float64]) -> float | None:
    """Gated loudness in LUFS of energies per 100 ms; None if nothing is loud enough to be heard."""
    if len(steps) < 4:
        return None
    blocks = np.convolve(np.nan_to_num(steps, posinf=0.0), np.full(4, 0.25), mode="valid")
    with np.errstate(divide="ignore"):
        levels = -0.691 + 10 * np.log10(blocks)
    heard = blocks[levels > ABSOLUTE_GATE]
    if not len(heard):
        return None
    gate = -0.691 + 10 * math.log10(heard.mean()) + RELATIVE_GATE
    return float(round(-0.691 + 10 * math.log10(blocks[levels > max(gate, ABSOLUTE_GATE)].mean()), 2))
