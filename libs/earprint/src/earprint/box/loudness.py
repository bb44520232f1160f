"""Loudness as ITU-R BS.1770-4 defines it: K-weighting, blocks of 400 ms every 100 ms, two gates.

Works on blocks of any size, so that memory does not grow with the length but for one number per 100 ms.
"""

from __future__ import annotations

import math
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from earprint.levels import MOST_STEPS, STEP, written

ABSOLUTE_GATE = -70.0  # LUFS
RELATIVE_GATE = -10.0  # LU under the loudness of what passed the absolute gate
STEP_SECONDS = 0.1
MOST = 16.0  # full scales: what a file claims beyond them is cut off
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


_KINDS = ("u1", "i2", "i4", "i8", "f4", "f8")  # of samples, all that libav decodes to


@nb.njit(
    [f"void({kind}[:,:], f8, f8, f8[:,::1], f8[:,:,::1], i8, i8, f8[::1])" for kind in _KINDS],
    cache=True, nogil=True, fastmath=True,
)  # fmt: skip
def add_energies(
    raw: Any, middle: float, scale: float, sections: Any, state: Any, filled: int, step: int, sums: Any
) -> None:
    """Weight the channels and add their squares to the sum of the step each sample lies in.

    `raw` [channels, n] of finite samples, (raw - middle) * scale; `filled`: samples already in the step of
    sums[0]; `state` [section, channel, 2] of transposed direct form II. Two channels at a time: a filter
    waits for its own last sample, so that a second one beside it costs little.
    """
    b0, b1, b2, a1, a2 = sections[0, 0], sections[0, 1], sections[0, 2], sections[0, 4], sections[0, 5]
    d0, d1, d2, e1, e2 = sections[1, 0], sections[1, 1], sections[1, 2], sections[1, 4], sections[1, 5]
    for one in range(0, raw.shape[0], 2):
        two = min(one + 1, raw.shape[0] - 1)  # the last of an odd number goes beside itself
        share = 1.0 if two > one else 0.0
        p, q, r, s = state[0, one, 0], state[0, one, 1], state[1, one, 0], state[1, one, 1]
        t, u, v, w = state[0, two, 0], state[0, two, 1], state[1, two, 0], state[1, two, 1]
        at, room = 0, step - filled
        for k in range(len(sums)):
            total, beside = 0.0, 0.0
            for _ in range(min(room, raw.shape[1] - at)):
                x, y = (raw[one, at] - middle) * scale, (raw[two, at] - middle) * scale
                m, n = b0 * x + p, b0 * y + t
                p, t = b1 * x - a1 * m + q, b1 * y - a1 * n + u
                q, u = b2 * x - a2 * m, b2 * y - a2 * n
                x, y = d0 * m + r, d0 * n + v
                r, v = d1 * m - e1 * x + s, d1 * n - e1 * y + w
                s, w = d2 * m - e2 * x, d2 * n - e2 * y
                total += x * x
                beside += y * y
                at += 1
            sums[k] += total + share * beside
            room = step
            if abs(p) + abs(q) + abs(r) + abs(s) < SILENT:
                p = q = r = s = 0.0
            if abs(t) + abs(u) + abs(v) + abs(w) < SILENT:
                t = u = v = w = 0.0
        state[0, one, 0], state[0, one, 1], state[1, one, 0], state[1, one, 1] = p, q, r, s
        state[0, two, 0], state[0, two, 1], state[1, two, 0], state[1, two, 1] = t, u, v, w


class Loudness:
    """Feed samples [channels, n] at one rate, as libav made them; `feed` answers with the energies of the
    100 ms steps that became whole."""

    def __init__(self, rate: int, channels: int) -> None:
        self._filter = k_weighting(rate)
        self._state = np.zeros((len(self._filter), channels, 2))
        self._step = max(1, round(rate * STEP_SECONDS))
        self._filled = 0
        self._begun = 0.0  # energy of the step that is not yet whole
        self.peak = 0.0  # highest sample so far, 1.0 = full scale

    def feed(self, sound: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        whole, left = divmod(self._filled + sound.shape[1], self._step)
        sums = np.zeros(whole + 1)
        sums[0] = self._begun
        sound, middle, scale, peak = _scaled(sound)
        add_energies(sound, middle, scale, self._filter, self._state, self._filled, self._step, sums)
        self.peak = max(self.peak, peak)
        self._filled, self._begun = left, float(sums[whole])
        return sums[:whole] / self._step


def _scaled(sound: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], float, float, float]:
    """Finite samples, what is their middle and by what they are full scale, and their peak."""
    if sound.dtype.kind == "f":
        lowest, highest = sound.min(initial=0.0), sound.max(initial=0.0)
        if not (lowest >= -MOST and highest <= MOST):  # so too where one is no number
            sound = np.nan_to_num(sound, nan=0.0, posinf=1.0, neginf=-1.0).clip(-MOST, MOST)
            lowest, highest = sound.min(initial=0.0), sound.max(initial=0.0)
        return sound, 0.0, 1.0, max(-float(lowest), float(highest))
    unsigned = sound.dtype == np.uint8
    middle, scale = (128.0, 1 / 128) if unsigned else (0.0, -1 / float(np.iinfo(sound.dtype).min))
    if not sound.size:
        return sound, middle, scale, 0.0
    return sound, middle, scale, max(middle - float(sound.min()), float(sound.max()) - middle) * scale


LOUDEST = 60.0  # LUFS: samples of 16.0 in eight channels stay under it
LEVELS_PER_LU = 100
AT_ONCE = 600  # steps, a minute of them: each call of numpy costs as much as a hundred of its numbers


class Gate:
    """Integrated loudness of energies per 100 ms, in memory that does not grow with their number.

    The second gate is known only at the end. So blocks are counted by their level, in hundredths of a LU, and
    their energies added up there: what is kept of a level is exact, and only at the gate itself are blocks of
    one hundredth of a LU told apart no further.
    """

    def __init__(self) -> None:
        levels = int((LOUDEST - ABSOLUTE_GATE) * LEVELS_PER_LU)
        self._counts, self._energies = np.zeros(levels), np.zeros(levels)
        self._waiting: list[npt.NDArray[np.float64]] = []
        self._count = 0  # of those that wait

    def feed(self, steps: npt.NDArray[np.float64]) -> None:
        self._waiting.append(steps)
        self._count += len(steps)
        if self._count >= AT_ONCE:
            self._take()

    def _take(self) -> None:
        """Count the blocks of the steps that wait; the last three stay, with which the next blocks begin."""
        steps = np.nan_to_num(np.concatenate([np.zeros(0), *self._waiting]), posinf=0.0)
        self._waiting, self._count = [steps[-3:]], min(3, len(steps))
        if len(steps) < 4:
            return
        blocks = np.convolve(steps, np.full(4, 0.25), mode="valid")
        with np.errstate(divide="ignore"):
            levels = -0.691 + 10 * np.log10(blocks)
        heard = levels > ABSOLUTE_GATE
        at = ((levels[heard] - ABSOLUTE_GATE) * LEVELS_PER_LU).astype(np.int64).clip(0, len(self._counts) - 1)
        np.add.at(self._counts, at, 1)
        np.add.at(self._energies, at, blocks[heard])

    def integrated(self) -> float | None:
        """Gated loudness in LUFS; None if nothing is loud enough to be heard."""
        self._take()
        if not (count := self._counts.sum()):
            return None
        gate = -0.691 + 10 * math.log10(self._energies.sum() / count) + RELATIVE_GATE
        first = max(0, math.ceil((gate - ABSOLUTE_GATE) * LEVELS_PER_LU))
        count, energy = self._counts[first:].sum(), self._energies[first:].sum()
        return float(round(-0.691 + 10 * math.log10(energy / count), 2))

    def levels(self) -> bytes:
        """How many blocks are how loud (`levels.written`), for the loudness of several sounds together."""
        self._take()
        of_a_step = round(STEP * LEVELS_PER_LU)
        counts = self._counts.reshape(-1, of_a_step).sum(axis=1).astype(np.int64)
        counts[MOST_STEPS - 1] += counts[MOST_STEPS:].sum()
        return written(dict(enumerate(counts[:MOST_STEPS].tolist())))
