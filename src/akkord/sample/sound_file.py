"""Sample music as files: FLAC, MP3 and Opus with tags, and the disguises that uploaders try.

Only music we have synthesised passes through here; uploads of strangers are parsed in the box, never here.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO, cast
from zlib import crc32

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from numpy.typing import NDArray
from scipy.signal import resample_poly

from akkord.sample.catalogue import ARTISTS, LABELS, RECORDINGS, RELEASES, MemberUpload, Recording
from akkord.sample.music import RATE, Style, compose, render

Sink = BinaryIO | Path
Samples = NDArray[np.float32]


ENDINGS = {"flac": ".flac", "mp3": ".mp3", "opus": ".opus"}


class UnknownDisguise(ValueError):
    """There is no disguise of that name."""


class NothingToPlay(ValueError):
    """The line of the catalogue names neither a seed to play from nor a recording to copy."""


def write_flac(samples: Samples, sink: Sink, tags: Mapping[str, str] | None = None) -> None:
    """Writes float32 [n, 2] at 44100 as 16-bit FLAC. `sink` must be seekable (the header comes last)."""
    write(samples, sink, "flac", "flac", "s16", 0, tags or {})


def write_mp3(samples: Samples, sink: Sink, kbit: int = 192, tags: Mapping[str, str] | None = None) -> None:
    """Writes MP3 at a constant bit rate. `sink` must be seekable."""
    write(samples, sink, "mp3", "libmp3lame", "fltp", kbit, tags or {})


def write_opus(samples: Samples, sink: Sink, kbit: int = 96, tags: Mapping[str, str] | None = None) -> None:
    """Writes Ogg Opus, resampled to the 48 kHz that Opus knows."""
    write(samples, sink, "ogg", "libopus", "flt", kbit, tags or {})


def write(
    samples: Samples,
    sink: Sink,
    container: str,
    codec: str,
    sample_format: str,
    kbit: int,
    tags: Mapping[str, str],
) -> None:
    """One container with one audio stream; the same samples give the same bytes."""
    rate = 48000 if codec == "libopus" else RATE
    target = str(sink) if isinstance(sink, Path) else sink
    with av.open(target, "w", format=container, options={"fflags": "+bitexact"}) as out:
        out.metadata.update(tags)
        stream = cast("AudioStream", out.add_stream(codec, rate=rate))
        stream.layout = "stereo"
        stream.format = sample_format
        stream.codec_context.flags |= int(av.codec.context.Flags.bitexact)
        if kbit:
            stream.bit_rate = kbit * 1000
        if codec == "libmp3lame":
            stream.options = {"compression_level": "7"}  # a third of the time, no difference for samples
        for frame in frames(samples):
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def frames(samples: Samples) -> Iterator[AudioFrame]:
    """Samples as 16-bit frames of one second, dithered so that quiet ends do not buzz."""
    noise = np.random.default_rng(len(samples))
    for start in range(0, len(samples), RATE):
        block = samples[start : start + RATE]
        dither = noise.random(block.shape, np.float32) - noise.random(block.shape, np.float32)
        pcm = np.clip(np.rint(block * 32767 + dither), -32768, 32767).astype(np.int16)
        frame = AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="stereo")
        frame.sample_rate = RATE
        frame.time_base = Fraction(1, RATE)
        frame.pts = start
        yield frame


def faster(samples: Samples, rng: np.random.Generator) -> Samples:
    """2 % faster and higher."""
    return np.asarray(resample_poly(samples, 50, 51, axis=0), dtype=np.float32)


def slower(samples: Samples, rng: np.random.Generator) -> Samples:
    """2 % slower and lower."""
    return np.asarray(resample_poly(samples, 50, 49, axis=0), dtype=np.float32)


def crop_30(samples: Samples, rng: np.random.Generator) -> Samples:
    """Thirty seconds from somewhere inside."""
    length = 30 * RATE
    start = int(rng.integers(0, max(1, len(samples) - length)))
    return samples[start : start + length].copy()


def noise_10(samples: Samples, rng: np.random.Generator) -> Samples:
    """White noise 10 dB below the music, as from a phone held up in a room."""
    power = float(np.mean(samples**2))
    noise = rng.standard_normal(samples.shape).astype(np.float32)
    return samples + np.float32(np.sqrt(power / 10)) * noise


def quiet(samples: Samples, rng: np.random.Generator) -> Samples:
    """18 dB softer."""
    return samples * np.float32(10 ** (-18 / 20))


def higher(samples: Samples, rng: np.random.Generator) -> Samples:
    """A semitone higher at the same tempo: resampled, then stretched back by pieces that fit (WSOLA: Verhelst
    & Roelands, ICASSP 1993)."""
    short = np.asarray(resample_poly(samples, 89, 94, axis=0), dtype=np.float32)  # 2^(-1/12) to 0.3 cents
    frame, hop, reach = 2048, 1024, 512
    window = np.hanning(frame + 1)[:frame, None].astype(np.float32)
    padded = np.pad(short, ((reach, frame + 2 * reach), (0, 0)))
    mono = padded.mean(axis=1)
    made = np.zeros((len(samples) + frame, 2), np.float32)
    follows = reach  # where the piece before would go on
    for start in range(0, len(samples), hop):
        place = reach + round(start * len(short) / len(samples))
        near, wanted = mono[place - reach : place + reach + hop], mono[follows : follows + hop]
        fit = place - reach + int(np.argmax(np.correlate(near[::4], wanted[::4], "valid"))) * 4
        made[start : start + frame] += padded[fit : fit + frame] * window
        follows = min(fit + hop, len(mono) - hop)
    return made[: len(samples)]


def voice_over(samples: Samples, rng: np.random.Generator) -> Samples:
    """Somebody talks all the way: a buzzing voice in syllables, 3 dB below the music."""
    time = np.arange(len(samples)) / RATE
    turns = np.arange(0, time[-1] + 1, 0.35)
    glide = np.interp(time, turns, rng.uniform(95, 180, len(turns)))
    phase = 2 * np.pi * np.cumsum(glide) / RATE
    vowels = rng.uniform(0.2, 1.0, 18) / np.arange(1, 19) ** 0.6
    buzz = sum(weight * np.sin((n + 1) * phase) for n, weight in enumerate(vowels))
    syllables = np.clip(np.sin(2 * np.pi * 3.7 * time + rng.uniform(0, 6)), 0, 1) ** 0.5
    voice = (buzz * syllables).astype(np.float32)
    loud = np.sqrt(float(np.mean(samples**2)) / 2 / max(float(np.mean(voice**2)), 1e-9))
    return samples + np.float32(loud) * voice[:, None]


def medley(samples: Samples, rng: np.random.Generator) -> Samples:
    """Twenty seconds of it between two other songs, faded into each other."""
    length, fade = min(20 * RATE, len(samples)), RATE
    start = int(rng.integers(0, max(1, len(samples) - length)))
    parts = [render(compose(7001, Style.FUNK, 14.0)), samples[start : start + length]]
    made = parts[0]
    for part in [*parts[1:], render(compose(7002, Style.JAZZ, 14.0))]:
        ramp = np.linspace(0, 1, fade, dtype=np.float32)[:, None]
        joint = made[-fade:] * (1 - ramp) + part[:fade] * ramp
        made = np.concatenate([made[:-fade], joint, part[fade:]])
    return made


def as_it_is(samples: Samples, rng: np.random.Generator) -> Samples:
    """Nothing but another encoding."""
    return samples


DISGUISES: dict[str, Callable[[Samples, np.random.Generator], Samples]] = {
    "reencode": as_it_is,
    "speed+2": faster,
    "speed-2": slower,
    "crop30": crop_30,
    "noise10": noise_10,
    "quiet": quiet,
    "pitch+1": higher,
    "voice": voice_over,
    "medley": medley,
}


def disguise(samples: Samples, kind: str, seed: int) -> Samples:
    """The samples as a re-uploader would send them, peaks within ±0.97; `kind` is a key of DISGUISES.

    Raises UnknownDisguise.
    """
    if kind not in DISGUISES:
        raise UnknownDisguise(kind)
    changed = DISGUISES[kind](samples, np.random.default_rng(seed))
    peak = float(np.abs(changed).max(initial=0))
    return changed if peak <= 0.97 else (changed * np.float32(0.97 / peak)).astype(np.float32)


def samples_of(sound: Recording | MemberUpload) -> Samples:
    """What a line of the catalogue sounds like: float32 [n, 2] at 44100. Costs about 0.6 CPU-s a minute."""
    if isinstance(sound, MemberUpload) and sound.copy_of and sound.disguise:
        return disguise(samples_of(recording_named(sound.copy_of)), sound.disguise, crc32(sound.key.encode()))
    if sound.style is None or sound.seed is None or sound.seconds is None:
        raise NothingToPlay(sound.key)
    return render(compose(sound.seed, sound.style, sound.seconds))


def recording_named(key: str) -> Recording:
    """The recording with that key."""
    return next(recording for recording in RECORDINGS if recording.key == key)


def write_sound(sound: Recording | MemberUpload, sink: Sink) -> str:
    """Synthesises a line of the catalogue and writes its file as its label or member would send it.

    Returns the file name. Tags: title, artist, and for a label's recording album, track and ISRC.
    """
    encoding, kbit, tags = how_sent(sound)
    samples = samples_of(sound)
    if encoding == "flac":
        write_flac(samples, sink, tags)
    elif encoding == "mp3":
        write_mp3(samples, sink, kbit, tags)
    else:
        write_opus(samples, sink, kbit, tags)
    return sound.key + ENDINGS[encoding]


def how_sent(sound: Recording | MemberUpload) -> tuple[str, int, dict[str, str]]:
    """Encoding, kbit/s and tags of a line of the catalogue."""
    if isinstance(sound, MemberUpload):
        return sound.encoding, sound.kbit, {"title": sound.title, "artist": sound.artist}
    release = next(release for release in RELEASES if release.key == sound.release)
    label = next(label for label in LABELS if label.key == release.label)
    artist = next(artist for artist in ARTISTS if artist.key == sound.artist)
    track = str(release.recordings.index(sound) + 1)
    tags = {
        "title": sound.title,
        "artist": artist.name,
        "album": release.title,
        "track": track,
        "ISRC": sound.isrc,
    }
    return label.encoding, label.kbit, tags
