"""From samples to peaks, block by block: 8 kHz stereo in, the landmarks of a print out.

Frames of 1024 samples every 64, power warped to 36 bins per octave between 220 and 3950 Hz. A peak is the
highest point of its neighbourhood: +-10 frames x +-5 bins for all peaks (about 60 a second), +-16 x +-7
for the sparse ones (about 28 a second).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.fft

from earprint.prints import (
    BINS_PER_OCTAVE,
    FINE_PER_BIN,
    HOP,
    MAX_PEAKS,
    RATE,
    TICKS_PER_FRAME,
    Print,
    empty,
)
from earprint.spectrum import find_peaks, highest_around, log_power, widened

Floats = npt.NDArray[np.float32]

WINDOW = 1024
LOWEST_HERTZ = 220.0
BINS = 150
NEAR_FRAMES, NEAR_BINS = 10, 5
WIDE_FRAMES, WIDE_BINS = 16, 7
FLOOR = -9.0  # nepers of power: 87 dB under a full-scale tone
BLOCK_FRAMES = 1024  # about eight seconds at a time
CANCELLED = 0.05  # the down-mix lost 13 dB of a channel's energy: the sides were put out of phase

_HANN = np.hanning(WINDOW).astype(np.float32)
_LINES = LOWEST_HERTZ * 2.0 ** (np.arange(BINS) / BINS_PER_OCTAVE) * WINDOW / RATE
_LOW = _LINES.astype(np.int32)
_SHARE = (_LINES - _LOW).astype(np.float32)


def down_mix(block: Floats) -> Floats:
    """One channel of two: the mean, or the louder channel where the mean cancels."""
    if block.ndim == 1:
        return block.astype(np.float32, copy=False)
    mean: Floats = block @ np.full(block.shape[1], 1 / block.shape[1], np.float32)
    energy = np.einsum("nc,nc->c", block, block)
    loudest = int(np.argmax(energy))
    if float(mean @ mean) < CANCELLED * float(energy[loudest]):
        return np.ascontiguousarray(block[:, loudest], dtype=np.float32)
    return mean


def spectrogram(mono: Floats) -> Floats:
    """Log power [frames, BINS] of the frames that fit into `mono`."""
    count = (len(mono) - WINDOW) // HOP + 1
    frames = np.lib.stride_tricks.sliding_window_view(mono, WINDOW)[::HOP][:count]
    rows = np.empty((count, BINS), np.float32)
    log_power(np.ascontiguousarray(scipy.fft.rfft(frames * _HANN, axis=1), np.complex64), _LOW, _SHARE, rows)
    return rows


class Analyser:
    """Takes sound in blocks of any size and keeps only its peaks and a few frames of context."""

    def __init__(self) -> None:
        self._samples = 0
        self._waiting: list[npt.NDArray[np.float32]] = []
        self._waiting_samples = 0
        self._rest = np.zeros(0, np.float32)  # mono samples not yet covered by a frame's start
        self._rows = np.zeros(
            (0, BINS), np.float32
        )  # frames whose neighbourhood is not complete, and context
        self._first_row = 0  # number of the first frame in _rows
        self._done = 0  # frames before this one have been searched for peaks
        self._peaks: list[Floats] = []
        self._bases: list[int] = []
        self._count = 0

    def feed(self, block: npt.NDArray[np.float32]) -> None:
        """float32 [n, 2] or [n] at 8000 Hz."""
        self._samples += len(block)
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
        peaks = np.concatenate(self._peaks)
        base = np.repeat(np.array(self._bases, np.int64), [len(p) for p in self._peaks])
        ticks = np.maximum(0, np.rint((base + peaks[:, 0].astype(np.float64)) * TICKS_PER_FRAME)).astype(
            np.int32
        )
        order = np.argsort(ticks, kind="stable")
        peaks = peaks[order]
        return Print(
            ticks[order],
            np.rint(peaks[:, 1] * FINE_PER_BIN).astype(np.uint16),
            np.clip(np.rint((peaks[:, 2] - FLOOR) * 12), 0, 255).astype(np.uint8),
            peaks[:, 3] > 0,
            seconds,
        )

    def _take_waiting(self, *, last: bool) -> None:
        if self._waiting:
            # The mixing is decided per block, so that a part with inverted sides cannot hide in a long file.
            mono = down_mix(np.concatenate(self._waiting))
            self._waiting, self._waiting_samples = [], 0
            sound = np.concatenate([self._rest, mono])
            if len(sound) >= WINDOW:
                rows = spectrogram(sound)
                self._rows = np.concatenate([self._rows, rows])
                sound = sound[len(rows) * HOP :]
            self._rest = sound
        self._search_peaks(last=last)

    def _search_peaks(self, *, last: bool) -> None:
        end = len(self._rows) if last else len(self._rows) - WIDE_FRAMES - 1
        begin = self._done - self._first_row
        if end - begin < 1 or len(self._rows) < 3:
            return
        near, wide = np.empty_like(self._rows), np.empty_like(self._rows)
        highest_around(self._rows, NEAR_FRAMES, near)
        widened(near, WIDE_FRAMES - NEAR_FRAMES, wide)
        out = np.empty((4 * len(self._rows), 4), np.float32)
        found = find_peaks(self._rows, near, wide, begin, end, NEAR_BINS, WIDE_BINS, FLOOR, out)
        found = min(found, MAX_PEAKS - self._count)
        self._peaks.append(out[:found].copy())
        self._bases.append(self._first_row)
        self._count += found
        self._done = self._first_row + end
        keep = max(0, end - WIDE_FRAMES - 1)
        self._rows = self._rows[keep:].copy()
        self._first_row += keep
