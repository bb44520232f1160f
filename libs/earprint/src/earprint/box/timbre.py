"""How a sound sounds, in a few figures: its colour, harmony, pulse and swell, for finding what is like it.

Measured from every fourth spectrum of the print, in the same pass. The figures are no fingerprint: two
recordings of one song, or two songs of one band, are meant to lie near each other.
"""

from __future__ import annotations

import math
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from earprint.analysis import WINDOW
from earprint.prints import HOP as PRINT_HOP
from earprint.prints import RATE

EVERY = 4  # spectrum of the print
HOP = EVERY * PRINT_HOP
BANDS, COLOURS, TONES = 32, 13, 12
FIGURES = 2 * COLOURS + TONES + 4
_AT_ONCE = 64  # windows
_FLOOR = 1e-7
_SLOWEST, _FASTEST = 60.0, 200.0  # beats a minute
SLOW, FAST = int(RATE / HOP * 60 / _SLOWEST), int(RATE / HOP * 60 / _FASTEST)  # hops

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


def _colours() -> npt.NDArray[np.float32]:
    """The first coefficients of an orthonormal DCT-II over the bands: [bands, colours]."""
    at = np.pi * np.outer(np.arange(BANDS) + 0.5, np.arange(COLOURS)) / BANDS
    return (np.cos(at) * np.sqrt(np.where(np.arange(COLOURS), 2, 1) / BANDS)).astype(np.float32)


@nb.njit(
    "void(c8[:,:], b1, f4[:,::1], i8[:,::1], i8[::1], f4[:,::1], f4[:,::1])",
    cache=True, nogil=True, fastmath=True,
)  # fmt: skip
def _hear(spectra: Any, stereo: bool, bands: Any, spans: Any, tone_of: Any, loud: Any, tones: Any) -> None:
    """Log power of the bands and amplitudes of the twelve tones of each spectrum, of both channels' mean.

    `stereo`: the rows are spectra of left + i*right under a halved window, see `earprint.analysis`; `spans`:
    the first bin of each band and the one behind its last; `tone_of`: the tone of a bin, or -1.
    """
    bins = bands.shape[1]
    power = np.zeros(bins, np.float32)
    for row in range(spectra.shape[0]):
        for k in range(1, bins):
            here = spectra[row, k]
            if stereo:
                there = spectra[row, 2 * (bins - 1) - k]
                real = np.float32(0.5) * (here.real + there.real + here.imag + there.imag)
                imag = np.float32(0.5) * (here.imag - there.imag - here.real + there.real)
            else:
                real, imag = 2 * here.real, 2 * here.imag
            power[k] = real * real + imag * imag
        for band in range(bands.shape[0]):
            total = np.float32(0)
            for k in range(spans[band, 0], spans[band, 1]):
                total += bands[band, k] * power[k]
            loud[row, band] = math.log(total + np.float32(_FLOOR))
        tones[row] = 0
        for k in range(bins):
            if tone_of[k] >= 0:
                tones[row, tone_of[k]] += math.sqrt(power[k])


class Timbre:
    """Shown the spectra of a print (`Analyser`); `figures` at the end. Memory is flat."""

    def __init__(self) -> None:
        bands, tones = _bands(), _tones()
        self._bands, self._colours = bands, _colours()
        last = bands.shape[1] - (bands[:, ::-1] > 0).argmax(axis=1)
        self._spans = np.stack([(bands > 0).argmax(axis=1), last], axis=1).astype(np.int64)
        self._tone_of = np.where(tones.any(axis=0), tones.argmax(axis=0), -1)
        self._loud = np.empty((_AT_ONCE, BANDS), np.float32)
        self._tones = np.empty((_AT_ONCE, TONES), np.float32)
        self._waiting = 0
        self._count = 0
        self._sum, self._squares = np.zeros(COLOURS), np.zeros(COLOURS)
        self._harmony = np.zeros(TONES)
        self._before: npt.NDArray[np.float32] | None = None
        self._pulse = Pulse()
        self._level, self._level_squares = 0.0, 0.0

    def hear(self, spectra: npt.NDArray[np.complex64], stereo: bool, first: int) -> None:
        """Spectra of the print in order, `first`: the number of the first of them."""
        mine = spectra[-first % EVERY :: EVERY]
        while len(mine):
            part = mine[: _AT_ONCE - self._waiting]
            rows = slice(self._waiting, self._waiting + len(part))
            loud, tones = self._loud[rows], self._tones[rows]
            _hear(part, stereo, self._bands, self._spans, self._tone_of, loud, tones)
            self._waiting, mine = self._waiting + len(part), mine[len(part) :]
            if self._waiting == _AT_ONCE:
                self._take()

    def _take(self) -> None:
        count, self._waiting = self._waiting, 0
        loud, tones = self._loud[:count], self._tones[:count]
        colour = (loud @ self._colours).astype(np.float64)
        self._count += count
        self._sum += colour.sum(axis=0)
        self._squares += (colour**2).sum(axis=0)
        self._harmony += (tones / (tones.sum(axis=1, keepdims=True) + _FLOOR)).sum(axis=0)
        line = loud if self._before is None else np.vstack([self._before, loud])
        self._before = loud[-1:].copy()
        self._pulse.feed(np.clip(np.diff(line, axis=0), 0, None).mean(axis=1))
        levels = loud.mean(axis=1).astype(np.float64)
        self._level += float(levels.sum())
        self._level_squares += float((levels**2).sum())

    def figures(self) -> Figures:
        """FIGURES values: mean and spread of the colour, harmony from its root, pulse, swell."""
        if self._waiting:
            self._take()
        if not self._count:
            return np.zeros(FIGURES, np.float32)
        mean = self._sum / self._count
        spread = np.sqrt(np.maximum(self._squares / self._count - mean**2, 0))
        harmony = self._harmony / self._count
        harmony = np.roll(harmony, -int(harmony.argmax()))  # in whatever key it is played
        level = self._level / self._count
        swell = math.sqrt(max(0.0, self._level_squares / self._count - level**2))
        beat, clear = self._pulse.found()
        last = [beat, clear, self._pulse.mean, swell]
        return np.concatenate([mean, spread, harmony, last]).astype(np.float32)


class Pulse:
    """How alike the onsets are to themselves some time later, summed up as they come."""

    def __init__(self) -> None:
        self._count = 0
        self._sum = 0.0
        self._alike = np.zeros(SLOW + 1)  # by how much later
        self._first = np.zeros(0)
        self._last = np.zeros(0)

    @property
    def mean(self) -> float:
        return self._sum / self._count if self._count else 0.0

    def feed(self, onsets: npt.NDArray[np.float32]) -> None:
        line = np.concatenate([self._last, onsets.astype(np.float64)])
        begun = len(self._last)
        for later in range(SLOW + 1):
            now = line[max(begun, later) :]
            self._alike[later] += now @ line[max(begun, later) - later :][: len(now)]
        self._count += len(onsets)
        self._sum += float(onsets.sum(dtype=np.float64))
        if len(self._first) < SLOW:
            self._first = np.concatenate([self._first, line[begun:]])[:SLOW]
        self._last = line[-SLOW:]

    def found(self) -> tuple[float, float]:
        """Beats a minute as octaves above the slowest, and how clearly they stand out (0 to 1)."""
        if self._count < 4 * SLOW:
            return 0.0, 0.0
        later, mean = np.arange(SLOW + 1), self.mean
        # Of the products without their mean: the sums leave out `later` onsets at either end.
        without_last = self._sum - np.concatenate([[0.0], np.cumsum(self._last[::-1])])
        without_first = self._sum - np.concatenate([[0.0], np.cumsum(self._first)])
        alike = self._alike - mean * (without_last + without_first) + (self._count - later) * mean**2
        if alike[0] <= 0:
            return 0.0, 0.0
        lag = FAST + int(alike[FAST:].argmax())
        return float(np.log2(SLOW / lag)), float(np.clip(alike[lag] / alike[0], 0, 1))
