"""From samples to peaks, block by block: 16 kHz stereo in, the landmarks of a print out.

Frames of 2048 samples every 256, power of both channels together on 36 bins per octave between 220 Hz and
7 kHz. The channels' powers are added, not their sounds: nothing cancels, whatever was put out of phase, and
what only stands at the sides is heard too. A peak is the highest point of its neighbourhood: +-5 frames x +-5
bins for all peaks (about 60 a second), +-9 x +-7 for the sparse ones (about 30 a second).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.fft

from earprint.prints import (
    BINS,
    BINS_PER_OCTAVE,
    FINE_PER_BIN,
    HOP,
    LOWEST_HERTZ,
    MAX_PEAKS,
    RATE,
    TICKS_PER_FRAME,
    Print,
    empty,
)
from earprint.spectrum import find_peaks, highest_around, log_power, widened

Floats = npt.NDArray[np.float32]

WINDOW = 2048
NEAR_FRAMES, NEAR_BINS = 5, 5
WIDE_FRAMES, WIDE_BINS = 9, 7
FLOOR = -9.0  # nepers of power: 87 dB under a full-scale tone
BLOCK_FRAMES = 256  # about four seconds at a time: in a new process every page touched is a fault
FFT_FRAMES = 16  # spectra made at once: they stay in the cache
MIDDLE = WINDOW / 2 / HOP  # frames from the begin of a window to its middle, which is where its peaks lie

_HANN = (np.hanning(WINDOW) / 2).astype(np.float32)  # halved: as loud as half the window at half the rate
_HANN_TWICE = np.repeat(_HANN, 2)
_LINES = LOWEST_HERTZ * 2.0 ** (np.arange(BINS) / BINS_PER_OCTAVE) * WINDOW / RATE
_LOW = _LINES.astype(np.int32)
_SHARE = (_LINES - _LOW).astype(np.float32)


def as_signal(block: Floats) -> npt.NDArray[np.complex64] | Floats:
    """What is transformed: left + i*right, or the one channel that both are."""
    if block.ndim == 1 or block.shape[1] == 1:
        return np.ascontiguousarray(block.reshape(-1), np.float32)
    if block.shape[1] != 2:
        raise ValueError("sound has one or two channels")
    if np.array_equal(block[:, 0], block[:, 1]):
        return np.ascontiguousarray(block[:, 0], np.float32)
    return np.ascontiguousarray(block, np.float32).view(np.complex64).reshape(-1)


Hearer = Callable[[npt.NDArray[np.complex64], bool, int], None]


def spectrogram(signal: npt.NDArray[np.complex64] | Floats, besides: Hearer | None = None) -> Floats:
    """Log power [frames, BINS] of the frames that fit into the signal.

    `besides` is shown the spectra too, some frames at a time: whether they are of left + i*right, and the
    number of the first.
    """
    stereo = signal.dtype.kind == "c"
    transform = scipy.fft.fft if stereo else scipy.fft.rfft
    # Both parts of a complex number are weighted alike, so they are weighted as the plain numbers they are.
    window, width = (_HANN_TWICE, 2) if stereo else (_HANN, 1)
    count = (len(signal) - WINDOW) // HOP + 1
    values = np.lib.stride_tricks.sliding_window_view(signal.view(np.float32), WINDOW * width)
    frames = values[:: HOP * width][:count]
    rows = np.empty((count, BINS), np.float32)
    for first in range(0, count, FFT_FRAMES):
        part = slice(first, min(count, first + FFT_FRAMES))
        weighted = (frames[part] * window).view(signal.dtype)
        spectra = transform(weighted, axis=1, overwrite_x=True)
        log_power(spectra, _LOW, _SHARE, stereo, rows[part])
        if besides:
            besides(spectra, stereo, first)
    return rows


class Analyser:
    """Takes sound in blocks of any size and keeps only its peaks and a few frames of context.

    `besides` is shown every spectrum once; of its frames, the first of all has number 0.
    """

    def __init__(self, besides: Hearer | None = None) -> None:
        self._besides = besides
        self._samples = 0
        self._waiting: list[Floats] = []
        self._waiting_samples = 0
        self._rest = np.zeros((0, 2), np.float32)  # samples not yet covered by a frame's start
        self._rows = np.zeros((0, BINS), np.float32)  # frames not yet searched for peaks, and context
        self._first_row = 0  # number of the first frame in _rows
        self._done = 0  # frames before this one have been searched for peaks
        self._found = [bytearray() for _ in range(4)]  # columns of a print, which grow where they stand
        self._count = 0

    def feed(self, block: Floats) -> None:
        """float32 [n, 2] or [n] at 16 kHz."""
        self._samples += len(block)
        if block.ndim == 1:
            block = np.stack([block, block], axis=1)
        while len(block):
            piece = block[: BLOCK_FRAMES * HOP - self._waiting_samples]
            self._waiting.append(piece)
            self._waiting_samples += len(piece)
            block = block[len(piece) :]
            if self._waiting_samples == BLOCK_FRAMES * HOP:
                self._take_waiting(last=False)

    def finish(self) -> Print:
        """The print of everything fed; the analyser is spent afterwards."""
        self._take_waiting(last=True)
        seconds = self._samples / RATE
        if not self._count:
            return empty(seconds)
        t, f, strength, sparse = self._found
        return Print(
            np.frombuffer(t, np.int32),
            np.frombuffer(f, np.uint16),
            np.frombuffer(strength, np.uint8),
            np.frombuffer(sparse, np.bool_),
            seconds,
        )

    def _take_waiting(self, *, last: bool) -> None:
        if self._waiting:
            sound = np.concatenate([self._rest, *self._waiting])
            self._waiting, self._waiting_samples = [], 0
            if len(sound) >= WINDOW:
                rows = spectrogram(as_signal(sound), self._shown_from(self._first_row + len(self._rows)))
                self._rows = np.concatenate([self._rows, rows])
                sound = sound[len(rows) * HOP :]
            self._rest = sound
        self._search_peaks(last=last)

    def _shown_from(self, number: int) -> Hearer | None:
        if (besides := self._besides) is None:
            return None
        return lambda spectra, stereo, first: besides(spectra, stereo, number + first)

    def _search_peaks(self, *, last: bool) -> None:
        end = len(self._rows) if last else len(self._rows) - WIDE_FRAMES - 1
        begin = self._done - self._first_row
        if end - begin < 1 or len(self._rows) < 3:
            return
        near, wide = np.empty_like(self._rows), np.empty_like(self._rows)
        highest_around(self._rows, NEAR_FRAMES, near)
        widened(near, WIDE_FRAMES - NEAR_FRAMES, wide)
        out = np.empty((6 * len(self._rows), 4), np.float32)
        found = find_peaks(self._rows, near, wide, begin, end, NEAR_BINS, WIDE_BINS, FLOOR, out)
        found = min(found, MAX_PEAKS - self._count)
        for column, more in zip(self._found, _placed(out[:found], self._first_row), strict=True):
            column += more.tobytes()
        self._count += found
        self._done = self._first_row + end
        keep = max(0, end - WIDE_FRAMES - 1)
        self._rows = self._rows[keep:].copy()
        self._first_row += keep


def _placed(peaks: Floats, first_row: int) -> tuple[npt.NDArray[Any], ...]:
    """Peaks of one search as a print keeps them, by time: t, f, strength, sparse.

    Those of the next search lie later: a peak is never placed more than half a frame from its own.
    """
    ticks = np.rint((first_row + MIDDLE + peaks[:, 0].astype(np.float64)) * TICKS_PER_FRAME)
    order = np.argsort(ticks, kind="stable")
    peaks = peaks[order]
    return (
        ticks[order].astype(np.int32),
        np.rint(peaks[:, 1] * FINE_PER_BIN).astype(np.uint16),
        np.clip(np.rint((peaks[:, 2] - FLOOR) * 12), 0, 255).astype(np.uint8),
        peaks[:, 3] > 0,
    )
