"""A small band for the tests: songs from seeds, and siblings that share all but the tune.

Siblings are the hard strangers: the same drum sounds on the same beats and the same chords must not make
two songs one.
"""

from __future__ import annotations

import io
import wave

import numpy as np
import numpy.typing as npt
from scipy.signal import resample_poly

from earprint.prints import Print, analyse

RATE = 44100
Sound = npt.NDArray[np.float32]

_SCALE = np.array([0, 2, 4, 5, 7, 9, 11])


def song(seed: int, seconds: float, *, band: int | None = None) -> Sound:
    """float32 [n, 2] at 44100 Hz. Songs with one `band` share tempo, key, chords, bass and drums."""
    common = np.random.default_rng(1000 + (seed if band is None else band))
    own = np.random.default_rng(5000 + seed)
    beat = 60 / common.uniform(84, 150)
    key = 110 * 2 ** (common.integers(0, 12) / 12)
    chords = common.integers(0, 7, 4)
    total = int(seconds * RATE)
    mix = np.zeros((total + RATE, 2), np.float32)
    _play_chords(mix, seconds, beat, key, chords)
    _play_drums(mix, seconds, beat, common)
    _play_tune(mix, seconds, beat, key * 4, own)
    mix = mix[:total]
    return (mix / np.abs(mix).max() * 0.8).astype(np.float32)


def _note(hertz: float, seconds: float, harmonics: int, fall: float) -> Sound:
    time = np.arange(int(seconds * RATE)) / RATE
    tone = sum(np.sin(2 * np.pi * hertz * k * time) / k for k in range(1, harmonics + 1))
    envelope = np.minimum(1, time / 0.01) * np.exp(-time * fall) * np.minimum(1, (seconds - time) / 0.02)
    return (tone * envelope).astype(np.float32)


def _put(mix: Sound, sound: Sound, at: float, gain: float, pan: float) -> None:
    start = int(at * RATE)
    part = sound[: max(0, len(mix) - start)]
    mix[start : start + len(part), 0] += part * gain * (1 - pan)
    mix[start : start + len(part), 1] += part * gain * pan


def _pitch(key: float, degree: int) -> float:
    return float(key * 2 ** ((_SCALE[degree % 7] + 12 * (degree // 7)) / 12))


def _play_chords(mix: Sound, seconds: float, beat: float, key: float, chords: npt.NDArray[np.int64]) -> None:
    for bar in range(int(seconds / (4 * beat)) + 1):
        root = int(chords[bar % 4])
        for step in (0, 2, 4):
            _put(
                mix,
                _note(_pitch(key * 2, root + step), 4 * beat, 6, 0.4),
                bar * 4 * beat,
                0.12,
                0.35 + step * 0.1,
            )
        for quarter in range(4):
            _put(mix, _note(_pitch(key / 2, root), beat, 8, 3), (bar * 4 + quarter) * beat, 0.3, 0.5)


def _play_drums(mix: Sound, seconds: float, beat: float, rng: np.random.Generator) -> None:
    time = np.arange(RATE // 4) / RATE
    kick = (np.sin(2 * np.pi * 50 * time + 30 * np.exp(-time * 30)) * np.exp(-time * 14)).astype(np.float32)
    snare = (rng.standard_normal(len(time)) * np.exp(-time * 22)).astype(np.float32)
    hat = (np.diff(rng.standard_normal(len(time) + 1)) * np.exp(-time * 60)).astype(np.float32)
    pattern = rng.random((3, 16)) < np.array([[0.3], [0.2], [0.6]])
    pattern[0, [0, 8]] = pattern[1, [4, 12]] = True
    for step in range(int(seconds / beat * 4) + 1):
        for drum, sound, gain in ((0, kick, 0.8), (1, snare, 0.3), (2, hat, 0.12)):
            if pattern[drum, step % 16]:
                _put(mix, sound, step * beat / 4, gain, 0.5)


def _play_tune(mix: Sound, seconds: float, beat: float, key: float, rng: np.random.Generator) -> None:
    at, degree = 0.0, 0
    while at < seconds:
        length = beat * float(rng.choice([0.5, 0.5, 1, 1, 1.5, 2]))
        degree = int(np.clip(degree + rng.integers(-3, 4), -4, 9))
        if rng.random() > 0.15:
            _put(mix, _note(_pitch(key, degree), length, 5, 1.5), at, 0.25, 0.6)
        at += length


def heard(sound: Sound) -> Print:
    """The print of a song."""
    return analyse(resample_poly(sound, 160, 441, axis=0).astype(np.float32))


def wav_bytes(sound: Sound, rate: int = RATE) -> bytes:
    """A 16-bit WAV file."""
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setparams((sound.shape[1], 2, rate, 0, "NONE", ""))
        out.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return made.getvalue()
