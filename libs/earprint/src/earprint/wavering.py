"""Vibrato undone: where all pitches of a sound waver together, they are put back to where they were.

A vibrato moves every peak by the same wave of time, up to two bins: more than any key allows. But it tells
itself by the print alone. Music stands on semitones, so that pitches modulo a semitone have a common phase;
where that phase swings, its spectrum over time has a line at the vibrato's rate. And music holds and repeats
its notes: the right wave is the one which, taken off, leaves most neighbouring peaks on one pitch. Hardly any
other music has a wave that brings as many together as `CLEARLY` asks.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from earprint.prints import BINS, BINS_PER_OCTAVE, FINE_PER_BIN, FRAMES_PER_SECOND, Print

Array = npt.NDArray[Any]

SEMITONE = BINS_PER_OCTAVE / 12
STRETCH = 10.0  # seconds in which rate, phase and height of a wave are taken for constant
LEAST_PEAKS = 40
SLOWEST, FASTEST = 2.5, 9.0  # hertz
RATES = 8  # lines of the spectrum that are tried
HEIGHTS = (np.arange(-9, 10) * 0.3).astype(np.float32)  # bins; no wave at all is one of them
NEAR = 60.0  # frames between two peaks that may be of one note
AT_ONCE = 2.0  # frames; what is nearer sounds at the same time
WITHIN, SAME = 6.0, 0.4  # bins between two peaks as they are, and after a wave is taken off
CLEARLY = 3.0  # deviations by which pairs of one pitch must be more than without


def straightened(sound: Print) -> Print | None:
    """The print without the wave that its pitches have in common; None if most of it has none."""
    t, f = sound.frames(), sound.bins()
    frames = sound.seconds * FRAMES_PER_SECOND
    edges = np.linspace(0, frames, max(1, round(sound.seconds / STRETCH)) + 1)
    wavering = 0
    for first, last in pairwise(np.searchsorted(t, edges)):
        wave = _wave(t[first:last], f[first:last])
        if wave is not None:
            f[first:last] -= wave
            wavering += 1
    if 2 * wavering < len(edges) - 1:
        return None
    fine = np.clip(np.rint(f * FINE_PER_BIN), 0, BINS * FINE_PER_BIN - 1)
    return replace(sound, f=fine.astype(sound.f.dtype))


def _wave(t: Array, f: Array) -> Array | None:
    """How far each peak of a stretch is moved, in bins; None if they do not clearly waver."""
    if len(t) < LEAST_PEAKS:
        return None
    waves = _waves(t, f)
    if not len(waves):
        return None
    alike = np.zeros((len(waves), len(HEIGHTS)), np.int64)
    _count_alike(t, f, waves, HEIGHTS, alike)
    wave, height = np.unravel_index(np.argmax(alike), alike.shape)
    before = alike[wave, len(HEIGHTS) // 2]
    if alike[wave, height] <= before + CLEARLY * math.sqrt(before + 1):
        return None
    moved: Array = HEIGHTS[height] * waves[wave]
    return moved


def _waves(t: Array, f: Array) -> Array:
    """Waves of height 1 that the peaks may follow, as far as the spectrum tells: [wave, peak]."""
    turning = np.exp(2j * np.pi / SEMITONE * f)
    swing = (turning * np.conj(turning.mean())).imag
    time = np.rint(t - t[0]).astype(np.int64)
    size = 1 << (4 * int(time[-1] + 1)).bit_length()
    spectrum = np.fft.rfft(np.bincount(time, swing - swing.mean(), size))
    high = np.abs(spectrum)
    lines = np.arange(*(math.ceil(hertz / FRAMES_PER_SECOND * size) for hertz in (SLOWEST, FASTEST)))
    lines = lines[(high[lines] >= high[lines - 1]) & (high[lines] > high[lines + 1])]
    lines = lines[np.argsort(-high[lines], kind="stable")[:RATES]]
    turned = 2 * np.pi / size * lines[:, None] * (t - t[0])[None, :]
    waves: Array = np.cos(turned + np.angle(spectrum[lines])[:, None]).astype(np.float32)
    return waves


@nb.njit("void(f4[::1], f4[::1], f4[:,::1], f4[::1], i8[:,::1])", cache=True, nogil=True)
def _count_alike(t: Any, f: Any, waves: Any, heights: Any, out: Any) -> None:
    """How many pairs of neighbouring peaks are of one pitch when a wave is taken off: out[wave, height]."""
    for i in range(len(t)):
        j = i + 1
        while j < len(t) and t[j] - t[i] <= NEAR:
            step = f[j] - f[i]
            if t[j] - t[i] >= AT_ONCE and abs(step) <= WITHIN:
                for w in range(len(waves)):
                    rise = waves[w, j] - waves[w, i]
                    for h in range(len(heights)):
                        out[w, h] += abs(step - heights[h] * rise) < SAME
            j += 1
