"""Music for the road: two recordings of a label, a stranger's song, and what uploaders make of them."""

from functools import cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from akkord.sample.music import RATE, Style, compose, render
from akkord.sample.sound_file import disguise, write_flac, write_mp3

SECONDS = 36.0
# Each story has a song of its own: what one order silences stays silent on the site all stories share.
SONGS = {
    "dawn": (Style.ROCK, 901),
    "dusk": (Style.SYNTHPOP, 902),
    "stranger": (Style.WALTZ, 903),
    "hostile": (Style.JAZZ, 904),
    "long": (Style.TECHNO, 905),
    "gala": (Style.FUNK, 906),
}


@cache
def song(name: str) -> NDArray[np.float32]:
    style, seed = SONGS[name]
    return render(compose(seed, style, SECONDS))


def flac(samples: NDArray[np.float32], **tags: str) -> bytes:
    out = BytesIO()
    write_flac(samples, out, tags)
    return out.getvalue()


def mp3(samples: NDArray[np.float32], kbit: int = 128, **tags: str) -> bytes:
    out = BytesIO()
    write_mp3(samples, out, kbit, tags)
    return out.getvalue()


def played(samples: NDArray[np.float32], speed: float) -> NDArray[np.float32]:
    """As a turntable does it: pitch and tempo together."""
    at, known = np.arange(0, len(samples) - 1, speed), np.arange(len(samples))
    channels = [np.interp(at, known, channel) for channel in samples.T]
    return np.stack(channels, axis=1).astype(np.float32)


def disguises(name: str) -> dict[str, bytes]:
    """What re-uploaders try."""
    samples = song(name)
    return {
        "re-encode at 64 kbit/s": mp3(disguise(samples, "reencode", 1), 64),
        "re-encode at 128 kbit/s": mp3(disguise(samples, "reencode", 1), 128),
        "30 s crop": mp3(samples[4 * RATE : 34 * RATE], 128),
        "3 % faster": mp3(played(samples, 1.03)),
        "3 % slower": mp3(played(samples, 0.97)),
        "in a mix": mp3(np.concatenate([song("stranger"), samples, song("hostile")]), 192),
        "other tags": mp3(samples, 192, title="Holiday", artist="Nobody"),
    }
