"""How a sound sounds, in a few figures: its colour, harmony, pulse and swell, for finding what is like it.

Measured from the same 16 kHz samples as the print, in the same pass. The figures are no fingerprint: two
recordings of one song, or two songs of one band, are meant to lie near each other.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.fft import dct, rfft

from earprint.prints import RATE

WINDOW, HOP = 2048, 1024
BANDS, COLOURS, TONES = 32, 13, 12
FIGURES = 2 * COLOURS + TONES + 4
_AT_ONCE = 64  # windows
_FLOOR = 1e-7
_SLOWEST, _FASTEST = 60.0, 200.0  # beats a minute

Figures = npt.NDArray[np.float32]


def _bands() -> npt.NDArray[np.float32]:
    """Triangles on the mel scale from 40 Hz to 7.6 kHz: [bands, bins]."""
    mel = np.linspace(2595 * np.log10(1 + 40 / 700), 2595 * np.log10(1 + 7600 / 700), BANDS + 2)
    edges = 700 * (10 ** (mel / 2595) - 1)
    hertz = np.fft.rfftfreq(WINDOW, 1 / RATE)
    up = (hertz - edges[:-2, None]) / (edges[1:-1, None] - edges[:-2, None])
    down = (edges[2:, None] - hertz) / (edges[2:, None] - edges[1:-1, None])
    return np.clip(np.minimum(up, down), 0, None).astype(np.float32)


def _tones() -> npt.NDArray[np.float32]:
    """Which of the twelve tones a bin between 110 Hz and 3.5 kHz is: [tones, bins]."""
    hertz = np.fft.rfftfreq(WINDOW, 1 / RATE)
    made = np.zeros((TONES, len(hertz)), np.float32)
    for place in np.flatnonzero((hertz >= 110) & (hertz <= 3500)):
        made[round(12 * np.log2(hertz[place] / 440)) % TONES, place] = 1
    return made


class Timbre:
    """Fed mono samples at 16 kHz; `figures` at the end. Memory is flat but for a figure per 64 ms."""

    def __init__(self) -> None:
        self._rest = np.zeros(0, np.float32)
        self._window = np.hanning(WINDOW).astype(np.float32)
        self._bands, self._tones = _bands(), _tones()
        self._count = 0
        self._sum, self._squares = np.zeros(COLOURS), np.zeros(COLOURS)
        self._harmony = np.zeros(TONES)
        self._before: npt.NDArray[np.float32] | None = None
        self._onsets: list[npt.NDArray[np.float32]] = []
        self._levels: list[npt.NDArray[np.float32]] = []

    def feed(self, mono: npt.NDArray[np.float32]) -> None:
        self._rest = np.concatenate([self._rest, mono])
        while len(self._rest) >= WINDOW + (_AT_ONCE - 1) * HOP:
            self._take(_AT_ONCE)

    def _take(self, count: int) -> None:
        windows = np.lib.stride_tricks.sliding_window_view(self._rest, WINDOW)[::HOP][:count]
        power = np.abs(rfft(windows * self._window, axis=1)) ** 2
        self._rest = self._rest[count * HOP :]
        loud = np.log(power @ self._bands.T + _FLOOR)
        colour = dct(loud, axis=1, norm="ortho")[:, :COLOURS]
        self._count += count
        self._sum += colour.sum(axis=0)
        self._squares += (colour.astype(np.float64) ** 2).sum(axis=0)
        tones = np.sqrt(power) @ self._tones.T
        self._harmony += (tones / (tones.sum(axis=1, keepdims=True) + _FLOOR)).sum(axis=0)
        line = loud if self._before is None else np.vstack([self._before, loud])
        self._before = loud[-1:]
        self._onsets.append(np.clip(np.diff(line, axis=0), 0, None).mean(axis=1))
        self._levels.append(loud.mean(axis=1))

    def figures(self) -> Figures:
        """FIGURES values: mean and spread of the colour, harmony from its root, pulse, swell."""
        left = (len(self._rest) - WINDOW) // HOP + 1
        if left > 0:
            self._take(left)
        if not self._count:
            return np.zeros(FIGURES, np.float32)
        mean = self._sum / self._count
        spread = np.sqrt(np.maximum(self._squares / self._count - mean**2, 0))
        harmony = self._harmony / self._count
        harmony = np.roll(harmony, -int(harmony.argmax()))  # in whatever key it is played
        onsets, levels = np.concatenate(self._onsets), np.concatenate(self._levels)
        beat, clear = _pulse(onsets)
        last = [beat, clear, float(onsets.mean()), float(levels.std())]
        return np.concatenate([mean, spread, harmony, last]).astype(np.float32)


def _pulse(onsets: npt.NDArray[np.float32]) -> tuple[float, float]:
    """Beats a minute as octaves above the slowest, and how clearly they stand out (0 to 1)."""
    per_second = RATE / HOP
    slow, fast = int(per_second * 60 / _SLOWEST), int(per_second * 60 / _FASTEST)
    if len(onsets) < 4 * slow:
        return 0.0, 0.0
    line = onsets - onsets.mean()
    size = 1 << int(2 * len(line) - 1).bit_length()
    power = np.abs(np.fft.rfft(line, size)) ** 2
    alike = np.fft.irfft(power, size)[: slow + 1]
    if alike[0] <= 0:
        return 0.0, 0.0
    lag = fast + int(alike[fast:].argmax())
    return float(np.log2(slow / lag)), float(np.clip(alike[lag] / alike[0], 0, 1))
