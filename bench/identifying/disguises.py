"""Everything a re-upload may wear, as seeded functions of sound: 47 rows of the comparison and the harder
ones.

A disguise takes an `Excerpt` (where the query begins in its track, and how long the disguised query shall be)
and answers the disguised sound, 44.1 kHz stereo float32. It may read before and after the excerpt, because a
faster query needs more of its track. Codecs, tempo and pitch are ffmpeg's (rubberband), speech is
espeak-ng's; both are separate programs the bench asks for by name.
"""

from __future__ import annotations

import itertools
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, fftconvolve, resample_poly, sosfilt, sosfiltfilt

RATE = 44_100
Sound = npt.NDArray[np.float32]


class TooLittle(ValueError):
    """The track has not enough sound (or no sides) for this disguise at this place."""


@dataclass(frozen=True)
class Excerpt:
    """A stretch of a track that is to be disguised.

    `track`: the whole track [n, 2]; `begin`: seconds; `seconds`: length of the query that is wanted;
    `others`: music to lay over; `voices`: speech to lay over; `rng`: all chance comes from here.
    """

    track: Sound
    begin: float
    seconds: float
    rng: np.random.Generator
    others: Sequence[Sound] = field(default=(), repr=False)
    voices: Sequence[Sound] = field(default=(), repr=False)

    def cut(self, rate: float = 1.0) -> Sound:
        """The stretch that lasts `seconds` when played `rate` times as fast."""
        first, count = round(self.begin * RATE), round(self.seconds * rate * RATE)
        part = self.track[first : first + count]
        if len(part) < count - 1:
            raise TooLittle
        return part


@dataclass(frozen=True)
class Disguise:
    """A row of the table. `rate`: seconds of track per second of query; `pitch`: semitones upwards.

    `placed`: the query runs along the track in one line, so its place can be scored.
    """

    name: str
    group: str
    make: Callable[[Excerpt], Sound]
    rate: float = 1.0
    pitch: float = 0.0
    placed: bool = True


def ffmpeg(sound: Sound, *arguments: str, suffix: str = "wav", rate: int = RATE) -> Sound:
    """Sound through one ffmpeg command that writes a file, and back from that file."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / f"made.{suffix}"
        head = ["ffmpeg", "-v", "error", "-threads", "1"]
        raw = ["-f", "f32le", "-ar", str(RATE), "-ac", "2", "-i", "pipe:0"]
        subprocess.run([*head, *raw, *arguments, str(made)], input=sound.astype("<f4").tobytes(), check=True)
        back = [*head, "-i", str(made), "-f", "f32le", "-ar", str(rate), "-ac", "2", "pipe:1"]
        out = subprocess.run(back, check=True, capture_output=True).stdout
    return np.frombuffer(out, "<f4").reshape(-1, 2)


def coded(sound: Sound, kind: str, bitrate: int, *, mono: bool = False) -> Sound:
    """Through a lossy codec: "mp3", "opus", "aac" or "vorbis", at `bitrate` kbit/s."""
    codec = {"mp3": "libmp3lame", "opus": "libopus", "aac": "aac", "vorbis": "libvorbis"}[kind]
    suffix = {"mp3": "mp3", "opus": "opus", "aac": "m4a", "vorbis": "ogg"}[kind]
    channels = ["-ac", "1"] if mono else []
    return ffmpeg(sound, *channels, "-c:a", codec, "-b:a", f"{bitrate}k", suffix=suffix)


def stretched(sound: Sound, tempo: float = 1.0, semitones: float = 0.0) -> Sound:
    """Tempo and pitch apart from each other, by rubberband."""
    return ffmpeg(sound, "-af", f"rubberband=tempo={tempo}:pitch={2 ** (semitones / 12):.6f}")


def sped(sound: Sound, factor: float) -> Sound:
    """Played `factor` times as fast, as a record would be."""
    top = round(1000 * factor)
    return resample_poly(sound, 1000, top, axis=0).astype(np.float32)


def loudness(sound: Sound) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)))) + 1e-9


def under(sound: Sound, other: Sound, decibels: float) -> Sound:
    """With `other` laid over, `decibels` louder than the sound (negative: quieter)."""
    other = np.resize(other, sound.shape)
    return sound + other * np.float32(loudness(sound) / loudness(other) * 10 ** (decibels / 20))


def noisy(sound: Sound, decibels: float, rng: np.random.Generator) -> Sound:
    """White noise at this signal-to-noise ratio."""
    return under(sound, rng.standard_normal(sound.shape).astype(np.float32), -decibels)


def _some(pool: Sequence[Sound], e: Excerpt, length: int) -> Sound:
    """A piece of something of the pool."""
    whole = pool[int(e.rng.integers(len(pool)))]
    first = int(e.rng.integers(max(1, len(whole) - length)))
    return np.resize(whole[first : first + length], (length, 2))


def _spoken(e: Excerpt, sound: Sound, decibels: float, voices: int = 1) -> Sound:
    babble = sum(_some(e.voices, e, len(sound)) / np.float32(voices) for _ in range(voices))
    return under(sound, np.asarray(babble, np.float32), decibels)


def _overlaid(e: Excerpt, sound: Sound, decibels: float) -> Sound:
    return under(sound, _some(e.others, e, len(sound)), decibels)


def _telephone(e: Excerpt) -> Sound:
    """300 to 3400 Hz, 8 kHz, mu-law, mono."""
    mono = e.cut().mean(axis=1)
    narrow = sosfilt(butter(4, (300, 3400), "bandpass", fs=RATE, output="sos"), mono)
    small = resample_poly(narrow, 80, 441)
    small = small / (np.abs(small).max() + 1e-9)
    curved = np.sign(small) * np.log1p(255 * np.abs(small)) / np.log(256)
    curved = np.round(curved * 127) / 127
    back = np.sign(curved) * (np.power(256, np.abs(curved)) - 1) / 255
    wide = resample_poly(back, 441, 80)
    return np.stack([wide, wide], axis=1).astype(np.float32)


def _reverberated(sound: Sound, seconds: float, rng: np.random.Generator) -> Sound:
    """A room whose sound falls by 60 dB in `seconds`: decaying noise, and a weak direct sound."""
    time = np.arange(int(seconds * RATE)) / RATE
    tail = rng.standard_normal((len(time), 2)) * np.exp(-6.91 * time / seconds)[:, None]
    tail /= np.sqrt(np.sum(tail**2, axis=0))
    tail[0] += 0.5
    return np.asarray(fftconvolve(sound, tail, axes=0)[: len(sound)], np.float32)


def _equalised(sound: Sound, rng: np.random.Generator, most: float = 15.0) -> Sound:
    """Every octave up or down by up to `most` decibels."""
    made = np.zeros_like(sound)
    edges = [40, 80, 160, 320, 640, 1280, 2560, 5120, 10240, 20000]
    for low, high in itertools.pairwise(edges):
        band = sosfiltfilt(butter(2, (low, high), "bandpass", fs=RATE, output="sos"), sound, axis=0)
        made += (band * 10 ** (rng.uniform(-most, most) / 20)).astype(np.float32)
    return made


def _clipped(e: Excerpt) -> Sound:
    sound = e.cut()
    top = loudness(sound) * 1.0
    return np.clip(sound, -top, top)


def _compressed(e: Excerpt) -> Sound:
    """20:1 above -40 dB under the loudest, 5 ms attack, 50 ms release."""
    return ffmpeg(e.cut(), "-af", "acompressor=threshold=0.01:ratio=20:attack=5:release=50:makeup=8")


def _cut_up(e: Excerpt) -> Sound:
    piece = round(2.5 * RATE)
    if len(e.track) < 2 * piece:
        raise TooLittle
    count = max(1, round(e.seconds / 2.5))
    starts = e.rng.integers(0, len(e.track) - piece, count)
    return np.concatenate([e.track[s : s + piece] for s in starts])


def _looped(e: Excerpt) -> Sound:
    return np.tile(e.cut()[: 2 * RATE], (max(1, round(e.seconds / 2)), 1))


def _sides(e: Excerpt) -> Sound:
    """Left minus right: what karaoke machines leave of a song."""
    sound = e.cut()
    side = (sound[:, 0] - sound[:, 1]) * np.float32(0.5)
    if loudness(side) < 0.1 * loudness(sound):
        raise TooLittle
    return np.stack([side, side], axis=1)


def _second_evasion(e: Excerpt) -> Sound:
    """Speed -4 %, random equaliser, speech 9 dB below, Opus 48k."""
    slow = sped(e.cut(0.96), 0.96)
    return coded(_spoken(e, _equalised(slow, e.rng), -9), "opus", 48)


def _speed(factor: float) -> Disguise:
    percent = round((factor - 1) * 100)
    name = f"speed {percent:+d} %" if percent != 25 else "nightcore +25 %"
    hard = abs(percent) > 30
    return Disguise(
        name, "harder" if hard else "speed", lambda e: sped(e.cut(factor), factor), factor, _semitones(factor)
    )


def _tempo(factor: float) -> Disguise:
    percent = round((factor - 1) * 100)
    return Disguise(
        f"tempo {percent:+d} %", "harder" if abs(percent) > 30 else "tempo",
        lambda e: stretched(e.cut(factor), tempo=factor), factor,
    )  # fmt: skip


def _pitch(semitones: float) -> Disguise:
    return Disguise(
        f"pitch {semitones:+g} st", "harder" if abs(semitones) > 4 else "pitch",
        lambda e: stretched(e.cut(), semitones=semitones), 1.0, semitones,
    )  # fmt: skip


def _semitones(factor: float) -> float:
    return float(12 * np.log2(factor))


COMPARED: list[Disguise] = [
    Disguise("clean", "codec", lambda e: e.cut()),
    Disguise("MP3 128k", "codec", lambda e: coded(e.cut(), "mp3", 128)),
    Disguise("MP3 64k", "codec", lambda e: coded(e.cut(), "mp3", 64)),
    Disguise("MP3 32k mono", "codec", lambda e: coded(e.cut(), "mp3", 32, mono=True)),
    Disguise("Opus 24k", "codec", lambda e: coded(e.cut(), "opus", 24)),
    Disguise("telephone + mu-law", "telephone", _telephone),
    *(Disguise(f"white noise {d} dB", "noise", lambda e, d=d: noisy(e.cut(), d, e.rng)) for d in (10, 5, 0)),
    Disguise("other music -6 dB", "overlay", lambda e: _overlaid(e, e.cut(), -6)),
    Disguise("other music 0 dB", "overlay", lambda e: _overlaid(e, e.cut(), 0)),
    Disguise("voice -6 dB", "speech", lambda e: _spoken(e, e.cut(), -6)),
    Disguise("voice +6 dB", "speech", lambda e: _spoken(e, e.cut(), 6)),
    Disguise("babble 0 dB", "speech", lambda e: _spoken(e, e.cut(), 0, voices=8)),
    Disguise("reverberation 0.6 s", "room", lambda e: _reverberated(e.cut(), 0.6, e.rng)),
    Disguise("reverberation 2 s", "room", lambda e: _reverberated(e.cut(), 2.0, e.rng)),
    Disguise("EQ +-15 dB", "dynamics", lambda e: _equalised(e.cut(), e.rng)),
    Disguise("hard clip", "dynamics", _clipped),
    Disguise("compressor 20:1", "dynamics", _compressed),
    *map(_speed, (1.02, 0.98, 1.05, 0.95, 1.10, 0.90, 1.20, 0.80, 1.25)),
    *map(_tempo, (1.05, 0.95, 1.10, 0.90, 1.20, 0.80, 1.30, 0.70)),
    *map(_pitch, (1, -1, 2, -2, 4, -4)),
    Disguise("evasion 1", "evasion", lambda e: coded(stretched(e.cut(1.04), 1.04, 1), "mp3", 96), 1.04, 1.0),
    Disguise("evasion 2", "evasion", _second_evasion, 0.96, _semitones(0.96)),
    Disguise("cut-up 2.5 s", "cut", _cut_up, placed=False),
    Disguise("2-s loop", "cut", _looped, placed=False),
    Disguise("one channel inverted", "channel", lambda e: e.cut() * np.array([1, -1], np.float32)),
]

HARDER: list[Disguise] = [
    *map(_speed, (1.35, 0.65)),
    *map(_tempo, (1.5, 0.5)),
    *map(_pitch, (7, -7)),
    Disguise("sides only", "harder", _sides),
    Disguise(
        "speed +6 %, noise 5 dB, MP3 64k", "harder",
        lambda e: coded(noisy(sped(e.cut(1.06), 1.06), 5, e.rng), "mp3", 64), 1.06, _semitones(1.06),
    ),
    Disguise(
        "pitch -2 st, reverb 1 s, MP3 64k", "harder",
        lambda e: coded(_reverberated(stretched(e.cut(), semitones=-2), 1.0, e.rng), "mp3", 64), 1.0, -2.0,
    ),
    Disguise(
        "tempo -8 %, music -6 dB, MP3 64k", "harder",
        lambda e: coded(_overlaid(e, stretched(e.cut(0.92), tempo=0.92), -6), "mp3", 64), 0.92,
    ),
    Disguise("tremolo 5 Hz", "harder", lambda e: ffmpeg(e.cut(), "-af", "tremolo=f=5:d=0.8")),
    Disguise("vibrato 6 Hz", "harder", lambda e: ffmpeg(e.cut(), "-af", "vibrato=f=6:d=0.5")),
]  # fmt: skip

ALL = COMPARED + HARDER
BY_NAME = {one.name: one for one in ALL}


@cache
def speech(voice: str, number: int, rate: int = 165) -> Sound:
    """About 40 s of speech by espeak-ng, 44.1 kHz stereo."""
    text = " ".join(_SENTENCES[(number * 5 + i) % len(_SENTENCES)] for i in range(8))
    made = subprocess.run(
        ["espeak-ng", "--stdout", "-v", voice, "-s", str(rate), text], check=True, capture_output=True
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        path.write_bytes(made.stdout)
        back = [
            "ffmpeg",
            "-v",
            "error",
            "-i",
            str(path),
            "-f",
            "f32le",
            "-ar",
            str(RATE),
            "-ac",
            "2",
            "pipe:1",
        ]
        out = subprocess.run(back, check=True, capture_output=True).stdout
    return np.frombuffer(out, "<f4").reshape(-1, 2)


_SENTENCES = [
    "The morning train was late again, and nobody on the platform seemed to mind.",
    "She counted the lamps along the river and lost the number at the second bridge.",
    "We never planned to stay for so long, but the weather had other ideas.",
    "A small dog slept beside the counter while the baker told his endless story.",
    "If you turn left at the old mill, the road climbs quickly towards the forest.",
    "Please remember that the window in the kitchen does not close by itself.",
    "They argued about the price of the piano until the shop had to be locked.",
    "Every summer the same three boats come back, painted in another colour.",
    "He wrote the letter twice, first in anger and then with a little more patience.",
    "The orchestra waited in the rain, holding their cases above their heads.",
    "Nothing in the drawer belonged to anyone who was still living in the house.",
    "You can hear the market from here, and on quiet days even the harbour.",
    "The teacher asked a question that had no answer, and smiled when none came.",
    "Fresh bread, cold butter, and a newspaper from the day before yesterday.",
]
VOICES = {
    "dev": ("en-gb", "en-us+f3", "de+m3", "fr", "ru", "es+f2", "it", "en+m7"),
    "test": ("en-us", "en-gb+f4", "de+f1", "fr+f5", "ru+f2", "es", "pl", "en+m2"),
}
