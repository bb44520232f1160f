"""Loudness as ITU-R BS.1770-4 defines it: K-weighting, blocks of 400 ms every 100 ms, two gates.

Works on blocks of any size, so that memory does not grow with the length but for one number per 100 ms.
"""

from __future__ import annotations

import math
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from earprint import levels

ABSOLUTE_GATE = -70.0  # LUFS
RELATIVE_GATE = -10.0  # LU under the loudness of what passed the absolute gate
STEP_SECONDS = 0.1
SILENT = 1e-30  # what still rings in the filter below this is forgotten: tiny floats compute slowly
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


@nb.njit("void(f4[:,::1], f8[:,::1], f8[:,:,::1], i8, i8, f8[::1])", cache=True, nogil=True, fastmath=True)
def add_energies(sound: Any, sections: Any, state: Any, filled: int, step: int, sums: Any) -> None:
    """Weight the channels and add their squares to the sum of the step each sample lies in.

    `filled`: samples already in the step of sums[0]; `state` [section, channel, 2] of transposed direct
    form II.
    """
    b0, b1, b2, a1, a2 = sections[0, 0], sections[0, 1], sections[0, 2], sections[0, 4], sections[0, 5]
    d0, d1, d2, e1, e2 = sections[1, 0], sections[1, 1], sections[1, 2], sections[1, 4], sections[1, 5]
    for channel in range(sound.shape[0]):
        p, q = state[0, channel, 0], state[0, channel, 1]
        r, s = state[1, channel, 0], state[1, channel, 1]
        at, room = 0, step - filled
        for k in range(len(sums)):
            total = 0.0
            for _ in range(min(room, sound.shape[1] - at)):
                x = sound[channel, at]
                y = b0 * x + p
                p = b1 * x - a1 * y + q
                q = b2 * x - a2 * y
                z = d0 * y + r
                r = d1 * y - e1 * z + s
                s = d2 * y - e2 * z
                total += z * z
                at += 1
            sums[k] += total
            room = step
            if abs(p) + abs(q) + abs(r) + abs(s) < SILENT:
                p = q = r = s = 0.0
        state[0, channel, 0], state[0, channel, 1] = p, q
        state[1, channel, 0], state[1, channel, 1] = r, s


class Loudness:
    """Feed float32 [channels, n] at one rate; `integrated` answers in LUFS."""

    def __init__(self, rate: int, channels: int) -> None:
        self._filter = k_weighting(rate)
        self._state = np.zeros((len(self._filter), channels, 2))
        self._step = max(1, round(rate * STEP_SECONDS))
        self._filled = 0
        self._begun = 0.0  # energy of the step that is not yet whole
        self._energies: list[npt.NDArray[np.float64]] = []

    def feed(self, sound: npt.NDArray[np.float32]) -> None:
        whole, left = divmod(self._filled + sound.shape[1], self._step)
        sums = np.zeros(whole + 1)
        sums[0] = self._begun
        add_energies(np.ascontiguousarray(sound), self._filter, self._state, self._filled, self._step, sums)
        self._filled, self._begun = left, float(sums[whole])
        self._energies.append(sums[:whole] / self._step)

    def steps(self) -> npt.NDArray[np.float64]:
        """Energies of the 100 ms steps so far, so that files that change their rate can be continued."""
        return np.concatenate([np.zeros(0), *self._energies])


def integrated(steps: npt.NDArray[np.float64]) -> float | None:
    """Gated loudness in LUFS of energies per 100 ms; None if nothing is loud enough to be heard."""
    blocks, loud = _blocks(steps)
    heard = blocks[loud > ABSOLUTE_GATE]
    if not len(heard):
        return None
    gate = -0.691 + 10 * math.log10(heard.mean()) + RELATIVE_GATE
    return float(round(-0.691 + 10 * math.log10(blocks[loud > max(gate, ABSOLUTE_GATE)].mean()), 2))


def counted(steps: npt.NDArray[np.float64]) -> bytes:
    """How many blocks are how loud (`levels.written`), for the loudness of several sounds together."""
    _, found = _blocks(steps)
    places = np.floor((found[found > ABSOLUTE_GATE] - levels.LOWEST) / levels.STEP).astype(np.int64)
    places, blocks = np.unique(np.clip(places, 0, levels.MOST_STEPS - 1), return_counts=True)
    return levels.written(dict(zip(places.tolist(), blocks.tolist(), strict=True)))


def _blocks(steps: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Energy and level in LUFS of each block of 400 ms."""
    if len(steps) < 4:
        return np.zeros(0), np.zeros(0)
    blocks = np.convolve(np.nan_to_num(steps, posinf=0.0), np.full(4, 0.25), mode="valid")
    with np.errstate(divide="ignore"):
        return blocks, -0.691 + 10 * np.log10(blocks)
