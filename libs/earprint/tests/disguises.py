"""Disguises a re-upload may wear, made without any outside program."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, istft, resample_poly, sosfilt, stft

Sound = npt.NDArray[np.float32]


def noisy(sound: Sound, decibels: float, seed: int = 0) -> Sound:
    """White noise at this signal-to-noise ratio."""
    noise = np.random.default_rng(seed).standard_normal(sound.shape)
    return (sound + noise * np.sqrt(np.mean(sound**2) / 10 ** (decibels / 10))).astype(np.float32)


def faster(sound: Sound, factor: float) -> Sound:
    """Played at another speed: pitch and tempo change together."""
    ratio = Fraction(factor).limit_denominator(200)
    return resample_poly(sound, ratio.denominator, ratio.numerator, axis=0).astype(np.float32)


def quicker(sound: Sound, factor: float, size: int = 2048) -> Sound:
    """Tempo without pitch, by a plain phase vocoder (Flanagan & Golden 1966)."""
    _, _, spectra = stft(sound.T, nperseg=size, noverlap=size * 3 // 4)
    places = np.arange(0, spectra.shape[2] - 2, factor)
    left = places.astype(int)
    share = (places - left)[None, None, :]
    loud = (1 - share) * np.abs(spectra[:, :, left]) + share * np.abs(spectra[:, :, left + 1])
    step = np.angle(spectra[:, :, left + 1] * np.conj(spectra[:, :, left]))
    phase = np.cumsum(step, axis=2)
    _, made = istft(loud * np.exp(1j * phase), nperseg=size, noverlap=size * 3 // 4)
    return np.ascontiguousarray(made.T, np.float32)


def transposed(sound: Sound, semitones: float) -> Sound:
    """Pitch without tempo."""
    factor = 2 ** (semitones / 12)
    return faster(quicker(sound, 1 / factor), factor)


def wavering(sound: Sound, hertz: float = 6.0, most: float = 0.045, rate: int = 44100) -> Sound:
    """Vibrato: played now faster and now slower, by this share at most, so many times a second."""
    time = np.arange(len(sound)) / rate
    heard_at = time + most / (2 * np.pi * hertz) * np.sin(2 * np.pi * hertz * time)
    return np.stack([np.interp(heard_at, time, side) for side in sound.T], axis=1).astype(np.float32)


def telephone(sound: Sound, rate: int = 44100) -> Sound:
    """300 to 3400 Hz."""
    return sosfilt(butter(4, (300, 3400), "bandpass", fs=rate, output="sos"), sound, axis=0).astype(
        np.float32
    )


def over(sound: Sound, other: Sound, decibels: float) -> Sound:
    """Another sound laid over, this much quieter."""
    other = np.resize(other, sound.shape)
    gain = np.sqrt(np.mean(sound**2) / np.mean(other**2)) * 10 ** (-decibels / 20)
    return ((sound + other * gain) / 2).astype(np.float32)
