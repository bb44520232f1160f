"""Strangers by the thousand: music of which nothing is in the catalogue, also backwards and in other keys."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy.signal import resample_poly

from identifying import corpus
from identifying.corpus import WORK, Track
from identifying.queries import KEPT_RATE, small

SEMITONES = (0, 1, -1, 2, -2, 3, -3, 4)


def made(split: corpus.Split, count: int, seconds: float, seed: int) -> Iterator[npt.NDArray[np.int16]]:
    """Excerpts at 16 kHz: every second one runs backwards, most are transposed by speed."""
    rng = np.random.default_rng(seed)
    sounds = [_whole(track) for track in corpus.strangers(split)]
    length = int(seconds * KEPT_RATE)
    for number in range(count):
        sound = sounds[number % len(sounds)]
        semitones = SEMITONES[number // len(sounds) % len(SEMITONES)]
        factor = 2 ** (semitones / 12)
        wanted = int(length * factor) + 16
        sound = np.resize(sound, (max(len(sound), wanted + 1), 2))
        begin = int(rng.integers(0, len(sound) - wanted))
        part = sound[begin : begin + wanted].astype(np.float32)
        if semitones:
            part = resample_poly(part, 1000, round(1000 * factor), axis=0)
        part = np.clip(np.rint(part[:length]), -32768, 32767).astype(np.int16)
        yield part[::-1].copy() if number % 2 else part


def _whole(track: Track) -> npt.NDArray[np.int16]:
    """A whole track at 16 kHz; decoded once and kept."""
    folder = WORK / "sounds"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(str(track.path).encode()).hexdigest()[:24]}.npy"
    if not path.exists():
        temporary = path.with_suffix(f".{os.getpid()}.npy")
        np.save(temporary, small(corpus.sound_of(track.path)))
        temporary.replace(path)
    sound: npt.NDArray[np.int16] = np.load(path, mmap_mode="r")
    return sound
