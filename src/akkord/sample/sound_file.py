"""Sample music as files: FLAC, MP3 and Opus with tags, and the disguises that uploaders try.

Only music we have synthesised passes through here; uploads of strangers are parsed in the box, never here.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray
from scipy.signal import resample_poly

RATE = 44100
Sink = BinaryIO | Path
Samples = NDArray[np.float32]


class UnknownDisguise(ValueError):
    """There is no disguise of that name."""


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
        stream = out.add_stream(codec, rate=rate)
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


def frames(samples: Samples) -> list[AudioFrame]:
    """Samples as 16-bit frames of one second, dithered so that quiet ends do not buzz."""
    noise = np.random.default_rng(len(samples))
    made = []
    for start in range(0, len(samples), RATE):
        block = samples[start : start + RATE]
        dither = noise.random(block.shape, np.float32) - noise.random(block.shape, np.float32)
        pcm = np.clip(np.rint(block * 32767 + dither), -32768, 32767).astype(np.int16)
        frame = AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="stereo")
        frame.sample_rate = RATE
        frame.time_base = Fraction(1, RATE)
        frame.pts = start
        made.append(frame)
    return made


def faster(samples: Samples, rng: np.random.Generator) -> Samples:
    """2 % faster and higher."""
    return resample_poly(samples, 50, 51, axis=0).astype(np.float32)


def slower(samples: Samples, rng: np.random.Generator) -> Samples:
    """2 % slower and lower."""
    return resample_poly(samples, 50, 49, axis=0).astype(np.float32)


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
