"""The instruments: tones made of three bands of harmonics that swell and die away at different speeds."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

RATE = 44100
PERIOD = 4096
Sound = NDArray[np.float32]

# First harmonic of the middle and of the high band; what a string or a reed loses first is its high band.
MIDDLE, HIGH = 3, 9


@dataclass(frozen=True, slots=True)
class Voice:
    """One instrument.

    `slope`: harmonics fall as h**-slope; `odd`: level of even harmonics (0 = hollow like a clarinet);
    `decays`: seconds to 1/e of the low, middle and high band (0 = held); `formants`: (Hz, width in Hz,
    gain) of fixed resonances; `detune` in cents between `copies`; `vibrato` in cents at `vibrato_rate` Hz;
    `noise`: level of hammer, bow or breath; `ratios`: inharmonic partials (bells) as (ratio, level, decay).
    """

    slope: float = 1.0
    odd: float = 1.0
    decays: tuple[float, float, float] = (0.0, 0.0, 0.0)
    attack: float = 0.005
    release: float = 0.08
    formants: tuple[tuple[float, float, float], ...] = ()
    copies: int = 1
    detune: float = 0.0
    vibrato: float = 0.0
    vibrato_rate: float = 5.2
    noise: float = 0.0
    ratios: tuple[tuple[float, float, float], ...] = ()


VOICES: dict[str, Voice] = {
    "piano": Voice(1.5, 0.9, (2.6, 1.2, 0.35), 0.003, 0.18, copies=2, detune=1.6, noise=0.05),
    "epiano": Voice(
        2.2,
        0.5,
        (1.8, 0.7, 0.12),
        0.004,
        0.12,
        copies=2,
        detune=2.0,
        noise=0.02,
        ratios=((14.0, 0.10, 0.12), (4.02, 0.12, 0.6)),
    ),
    "guitar": Voice(1.1, 0.8, (1.6, 0.7, 0.18), 0.002, 0.1, ((220, 120, 1.5), (2600, 900, 1.0)), noise=0.06),
    "nylon": Voice(1.5, 0.8, (1.1, 0.5, 0.12), 0.004, 0.08, ((190, 90, 2.0), (900, 300, 0.8)), noise=0.05),
    "electric": Voice(0.95, 0.9, (3.0, 1.6, 0.8), 0.003, 0.06, copies=2, detune=4, noise=0.03),
    "clean": Voice(1.05, 0.85, (0.9, 0.45, 0.2), 0.002, 0.04, ((3000, 1200, 1.4),), noise=0.03),
    "organ": Voice(
        0.9, 0.7, attack=0.012, release=0.05, copies=2, detune=3, vibrato=7, vibrato_rate=6.4, noise=0.02
    ),
    "accordion": Voice(
        0.85,
        0.75,
        attack=0.04,
        release=0.07,
        formants=((1100, 500, 1.2), (2900, 900, 1.2)),
        copies=3,
        detune=13,
        noise=0.015,
    ),
    "strings": Voice(
        1.15,
        0.95,
        attack=0.16,
        release=0.3,
        formants=((450, 200, 1.0), (2800, 1400, 1.3)),
        copies=3,
        detune=9,
        vibrato=9,
        vibrato_rate=5.6,
        noise=0.04,
    ),
    "violin": Voice(
        1.0,
        0.9,
        attack=0.06,
        release=0.12,
        formants=((480, 180, 1.2), (3100, 1300, 1.6)),
        vibrato=22,
        vibrato_rate=5.9,
        noise=0.05,
    ),
    "flute": Voice(2.2, 0.7, attack=0.06, release=0.09, vibrato=14, vibrato_rate=4.9, noise=0.12),
    "clarinet": Voice(
        1.2, 0.12, attack=0.03, release=0.07, formants=((1500, 600, 1.2),), vibrato=5, noise=0.05
    ),
    "brass": Voice(
        0.8,
        1.0,
        attack=0.045,
        release=0.08,
        formants=((1200, 600, 1.6),),
        copies=2,
        detune=5,
        vibrato=6,
        noise=0.03,
    ),
    "choir": Voice(
        1.1,
        1.0,
        attack=0.22,
        release=0.4,
        formants=((650, 120, 4.0), (1080, 160, 2.5), (2650, 300, 2.0)),
        copies=3,
        detune=12,
        vibrato=16,
        vibrato_rate=5.0,
        noise=0.06,
    ),
    "singer": Voice(
        1.3,
        1.0,
        attack=0.05,
        release=0.1,
        formants=((560, 110, 4.0), (1500, 200, 3.0), (2700, 300, 2.4)),
        vibrato=26,
        vibrato_rate=5.4,
        noise=0.07,
    ),
    "sawlead": Voice(0.85, 1.0, attack=0.008, release=0.07, copies=3, detune=11, vibrato=8),
    "pluck": Voice(0.9, 1.0, (0.5, 0.25, 0.09), 0.002, 0.06, copies=2, detune=7),
    "squarelead": Voice(0.95, 0.05, attack=0.004, release=0.04, vibrato=12, vibrato_rate=6.2),
    "pulse": Voice(0.8, 0.55, attack=0.002, release=0.02, vibrato=5, vibrato_rate=7.0),
    "triangle": Voice(2.0, 0.0, attack=0.002, release=0.02),
    "pad": Voice(
        1.1, 0.9, attack=0.6, release=0.9, copies=3, detune=14, formants=((900, 500, 1.2),), noise=0.05
    ),
    "glass": Voice(1.9, 0.3, attack=0.35, release=1.2, copies=3, detune=8, vibrato=6, noise=0.08),
    "bell": Voice(
        2.4,
        0.4,
        (2.2, 0.9, 0.3),
        0.002,
        0.6,
        noise=0.03,
        ratios=((2.76, 0.35, 1.1), (5.40, 0.22, 0.6), (8.93, 0.13, 0.3), (13.3, 0.06, 0.15)),
    ),
    "bassguitar": Voice(1.25, 0.85, (1.4, 0.5, 0.12), 0.004, 0.06, ((700, 300, 1.0),), noise=0.04),
    "slap": Voice(0.95, 0.9, (0.7, 0.3, 0.14), 0.002, 0.04, ((1800, 900, 1.6),), noise=0.08),
    "upright": Voice(1.6, 0.8, (0.8, 0.3, 0.07), 0.008, 0.08, ((120, 60, 1.2),), noise=0.05),
    "synthbass": Voice(1.0, 0.8, (0.9, 0.35, 0.16), 0.003, 0.04, copies=2, detune=6),
    "subbass": Voice(2.6, 0.5, (3.0, 0.5, 0.2), 0.006, 0.08, noise=0.01),
    "acid": Voice(0.75, 1.0, (0.8, 0.22, 0.12), 0.002, 0.03, ((1100, 260, 5.0),)),
    "cello": Voice(
        1.1,
        0.9,
        attack=0.1,
        release=0.2,
        formants=((250, 100, 1.2), (1200, 500, 1.0)),
        copies=2,
        detune=6,
        vibrato=12,
        noise=0.04,
    ),
}


def single(sound: NDArray[Any]) -> Sound:
    """A sound in single precision."""
    return np.asarray(sound, dtype=np.float32)


def tuned_by_hand(voice: Voice, rng: np.random.Generator) -> Voice:
    """The same kind of instrument from another workshop: every song gets its own timbre."""
    spread = rng.uniform(0.8, 1.25, 3)
    formants = tuple(
        (hz * rng.uniform(0.85, 1.18), width, gain * spread[2]) for hz, width, gain in voice.formants
    )
    low, middle, high = (seconds * rng.uniform(0.75, 1.35) for seconds in voice.decays)
    extra = (float(rng.uniform(500, 4500)), float(rng.uniform(200, 900)), float(rng.uniform(0.2, 0.8)))
    return replace(
        voice,
        slope=voice.slope * rng.uniform(0.88, 1.12),
        odd=float(np.clip(voice.odd * rng.uniform(0.75, 1.2), 0, 1)),
        decays=(low, middle, high),
        attack=voice.attack * spread[0],
        formants=(*formants, extra),
        detune=voice.detune * spread[1],
        vibrato=voice.vibrato * rng.uniform(0.6, 1.4),
        vibrato_rate=voice.vibrato_rate * rng.uniform(0.88, 1.12),
        noise=voice.noise * rng.uniform(0.6, 1.6),
    )


@lru_cache(maxsize=512)
def wavetables(voice: Voice, hz: float) -> Sound:
    """One period of the low, middle and high band, band-limited below 17 kHz: shape [3, PERIOD]."""
    count = int(np.clip(17000 / hz, 1, PERIOD // 4))
    number = np.arange(1, count + 1)
    level = number**-voice.slope * np.where(number % 2 == 0, voice.odd, 1.0)
    for centre, width, gain in voice.formants:
        level = level * (1 + gain * np.exp(-(((number * hz - centre) / width) ** 2)))
    # Phases by golden ratio: no common crest, the same for every run.
    spectrum = level * np.exp(2j * np.pi * ((number * 0.6180339887) % 1))
    bands = np.zeros((3, PERIOD // 2 + 1), np.complex128)
    for band, (first, last) in enumerate(((1, MIDDLE), (MIDDLE, HIGH), (HIGH, count + 1))):
        bands[band, first : min(last, count + 1)] = spectrum[first - 1 : last - 1]
    tables = np.fft.irfft(bands, axis=1) * (PERIOD / 2)
    return single(tables / np.sqrt(np.sum(level**2)))


@lru_cache(maxsize=256)
def dying_away(seconds: float, samples: int) -> Sound:
    """An exponential decay to 1/e in `seconds`; 0 seconds means held."""
    if seconds == 0:
        return np.ones(samples, np.float32)
    return single(np.exp(-np.arange(samples, dtype=np.float32) / np.float32(seconds * RATE)))


@lru_cache(maxsize=1)
def rustle() -> Sound:
    """Four seconds of noise, softer above 3 kHz as breath and bow are; each note reads another place."""
    white = np.random.default_rng(7).standard_normal(4 * RATE)
    return single(lfilter([0.35], [1, -0.65], white))


def swell(voice: Voice, held: int, samples: int) -> Sound:
    """Attack and release around a note that is held for `held` samples."""
    shape = np.ones(samples, np.float32)
    attack = max(16, min(int(voice.attack * RATE), held))
    shape[:attack] = np.sin(np.linspace(0, np.pi / 2, attack, dtype=np.float32))
    tail = samples - held
    shape[held:] *= np.linspace(1, 0, tail, dtype=np.float32) ** 2
    return shape


def play(voice: Voice, hz: float, seconds: float, bright: int) -> Sound:
    """One note, shape [2, samples], about unit level; `bright` 0…3 opens the upper bands."""
    held = max(64, int(seconds * RATE))
    samples = held + max(64, int(voice.release * RATE))
    tables = wavetables(voice, hz)
    opened = np.float32((0.5, 0.8, 1.05, 1.35)[bright])
    colours = (np.float32(1), opened, opened * opened)
    envelopes = [gain * dying_away(tau, samples) for gain, tau in zip(colours, voice.decays, strict=True)]
    both = np.zeros((2, samples), np.float32)
    for copy in range(voice.copies):
        where = turning(voice, hz, copy, samples)
        tone = sum(env * table[where] for env, table in zip(envelopes, tables, strict=True))
        side = 0.5 if voice.copies == 1 else copy / (voice.copies - 1)
        both[0] += tone * np.float32(1 - 0.7 * side)
        both[1] += tone * np.float32(0.3 + 0.7 * side)
    add_bell_and_breath(both, voice, hz, opened)
    return both * (swell(voice, held, samples) / np.float32(np.sqrt(voice.copies)))


def turning(voice: Voice, hz: float, copy: int, samples: int) -> NDArray[np.int32]:
    """Where in its period a copy stands at each sample, vibrato (which starts late) included."""
    off = (copy - (voice.copies - 1) / 2) * voice.detune
    step = hz * 2 ** (off / 1200) / RATE * PERIOD
    phase = np.arange(samples, dtype=np.float64) * step + copy * 1371
    if voice.vibrato:
        time = np.arange(samples, dtype=np.float32) / RATE
        depth = np.float32(step * voice.vibrato / 1731 * RATE / (2 * np.pi * voice.vibrato_rate))
        turn = np.float32(2 * np.pi * voice.vibrato_rate)
        phase += depth * np.minimum(time * 3, 1) * np.cos(turn * time + copy)
    return phase.astype(np.int32) & (PERIOD - 1)


def add_bell_and_breath(both: Sound, voice: Voice, hz: float, opened: np.float32) -> None:
    """Adds inharmonic partials and the noise of hammer, bow or breath, in place."""
    samples = both.shape[1]
    for ratio, level, tau in voice.ratios:
        if hz * ratio < 17000:
            count = min(samples, int(tau * RATE * 6))
            turn = np.float32(2 * np.pi * hz * ratio / RATE) * np.arange(count, dtype=np.float32)
            both[:, :count] += np.float32(level) * opened * np.sin(turn) * dying_away(tau, count)
    if voice.noise:
        start = int(hz * 37) % (2 * RATE)
        count = min(samples, 2 * RATE)
        if voice.attack < 0.012:  # struck or plucked: a knock, not a breath
            count = min(count, RATE // 25)
            knock = rustle()[start : start + count] * dying_away(0.007, count)
            both[:, :count] += np.float32(voice.noise * 9) * opened * knock
        else:
            both[:, :count] += np.float32(voice.noise) * opened * rustle()[start : start + count]
