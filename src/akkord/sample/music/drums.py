"""The drum kits: every song builds its own from swept sines, struck metal and shaped noise."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.signal import butter, sosfilt

from akkord.sample.music.voices import RATE, Sound, single

# How far each drum stands to a side, -1 left … 1 right, as the audience sees it.
PLACES = {
    "hat": 0.35,
    "openhat": 0.35,
    "ride": -0.45,
    "crash": -0.3,
    "tom": 0.2,
    "shaker": -0.5,
    "rim": 0.25,
    "tambourine": 0.5,
    "clap": -0.08,
    "brush": -0.2,
    "timpani": -0.3,
    "cymbal": 0.3,
}
TAKES = 3  # recordings of each drum: no two neighbouring strokes are the same sample


@dataclass(frozen=True, slots=True)
class Maker:
    """One drum maker's bench: chance for sizes and noise, and the kind of kit."""

    rng: np.random.Generator
    kit: str

    def time(self, seconds: float) -> Sound:
        """The instants of `seconds` of sound."""
        return np.arange(int(seconds * RATE), dtype=np.float32) / np.float32(RATE)

    def noise(self, seconds: float, low: float, high: float) -> Sound:
        """Noise between two frequencies."""
        white = self.rng.standard_normal(int(seconds * RATE)).astype(np.float32)
        sos = butter(2, (low, min(high, 20500)), "bandpass", fs=RATE, output="sos")
        return single(sosfilt(sos, white))

    def about(self, value: float, spread: float = 0.25) -> float:
        """A size near a value: kits differ."""
        return float(value * np.exp(self.rng.uniform(-spread, spread)))


def fall(time: Sound, tau: float) -> Sound:
    """Dies to 1/e in `tau` seconds."""
    return single(np.exp(-time / np.float32(tau)))


def swept(time: Sound, top: float, bottom: float, glide: float) -> Sound:
    """A sine that falls from one frequency to another."""
    phase = bottom * time + (top - bottom) * glide * (1 - np.exp(-time / np.float32(glide)))
    return single(np.sin(np.float32(2 * np.pi) * phase))


def make_kick(m: Maker) -> Callable[[], Sound]:
    """A skin with a click."""
    electronic = m.kit != "acoustic"
    bottom, top = m.about(48, 0.15), m.about(220 if electronic else 130, 0.4)
    tau, glide, click = m.about(0.2 if electronic else 0.12), m.about(0.03), m.about(0.35, 0.6)
    drive = m.about(1.8, 0.5)
    time = m.time(0.55)

    def take() -> Sound:
        body = np.tanh(drive * swept(time, top, bottom, glide) * fall(time, tau))
        return single(body + click * m.noise(0.55, 1500, 9000) * fall(time, 0.006))

    return take


def make_snare(m: Maker) -> Callable[[], Sound]:
    """A skin with wires below."""
    tone, wires = m.about(190), m.about(2400, 0.5)
    tau, ring = m.about(0.09 if m.kit == "chip" else 0.13, 0.4), m.about(0.07, 0.4)
    time = m.time(0.5)
    balance = m.about(0.7, 0.4)

    def take() -> Sound:
        skin = swept(time, tone * 1.6, tone, 0.01) + 0.5 * swept(time, tone * 2.1, tone * 1.78, 0.02)
        hiss = m.noise(0.5, wires / 2.2, 15000) * fall(time, tau) * 1.4
        return single(balance * skin * fall(time, ring) + hiss)

    return take


def make_metal(m: Maker, seconds: float, tau: float, low: float, tinkle: float) -> Callable[[], Sound]:
    """Hats and cymbals: square waves out of tune with each other, and hiss, above a frequency."""
    time = m.time(seconds)
    base = m.about(410, 0.3)
    ratios = (1.0, 1.342, 1.2312, 1.6532, 1.9523, 2.1523)
    tau, low = m.about(tau, 0.35), m.about(low, 0.25)
    sos = butter(2, low, "highpass", fs=RATE, output="sos")

    def take() -> Sound:
        wobble = m.rng.uniform(0.99, 1.01)
        metal = sum(np.sign(np.sin(np.float32(2 * np.pi * base * wobble * r) * time)) for r in ratios)
        mixed = np.float32(tinkle / 4) * metal + m.rng.standard_normal(len(time)).astype(np.float32)
        return single(sosfilt(sos, mixed) * fall(time, tau) * 0.8)

    return take


def make_clap(m: Maker) -> Callable[[], Sound]:
    """Several hands, not quite together."""
    centre, tau, gap = m.about(1300, 0.4), m.about(0.09, 0.4), m.about(0.011, 0.3)
    time = m.time(0.4)

    def take() -> Sound:
        hands = sum(np.where(time >= i * gap, fall(time - np.float32(i * gap), 0.006), 0) for i in range(3))
        room = np.where(time >= 3 * gap, fall(time - np.float32(3 * gap), tau), 0)
        return single(m.noise(0.4, centre / 1.8, centre * 4) * (hands + room) * 2.2)

    return take


def make_tuned_skin(m: Maker, hz: float, seconds: float, tau: float) -> Callable[[], Sound]:
    """Toms and kettledrums."""
    hz, tau = m.about(hz), m.about(tau)
    time = m.time(seconds)

    def take() -> Sound:
        pitch = hz * m.rng.choice((0.75, 1.0, 1.33))
        partials = swept(time, pitch * 1.3, pitch, 0.03) + 0.45 * swept(
            time, pitch * 1.6, pitch * 1.504, 0.03
        )
        return single(partials * fall(time, tau) + 0.2 * m.noise(seconds, 300, 6000) * fall(time, 0.02))

    return take


def make_noise(
    m: Maker, seconds: float, attack: float, tau: float, low: float, high: float
) -> Callable[[], Sound]:
    """Shakers, brushes, rims, wind: shaped noise."""
    low, high, tau = m.about(low, 0.3), m.about(high, 0.2), m.about(tau, 0.3)
    time = m.time(seconds)

    def take() -> Sound:
        rise = 1 - np.exp(-time / np.float32(attack))
        return single(m.noise(seconds, low, high) * rise * fall(time, tau) * 2)

    return take


MAKERS: dict[str, Callable[[Maker], Callable[[], Sound]]] = {
    "kick": make_kick,
    "snare": make_snare,
    "clap": make_clap,
    "hat": lambda m: make_metal(m, 0.2, 0.035, 6500, 0.7),
    "openhat": lambda m: make_metal(m, 0.6, 0.17, 6000, 0.8),
    "ride": lambda m: make_metal(m, 1.0, 0.28, 4200, 1.4),
    "crash": lambda m: make_metal(m, 2.2, 0.7, 2500, 0.9),
    "cymbal": lambda m: make_metal(m, 2.8, 1.0, 2000, 0.8),
    "tom": lambda m: make_tuned_skin(m, 115, 0.7, 0.2),
    "timpani": lambda m: make_tuned_skin(m, 75, 1.6, 0.5),
    "shaker": lambda m: make_noise(m, 0.2, 0.02, 0.04, 4500, 14000),
    "tambourine": lambda m: make_metal(m, 0.3, 0.06, 7500, 1.2),
    "brush": lambda m: make_noise(m, 0.35, 0.01, 0.09, 1500, 11000),
    "rim": lambda m: make_noise(m, 0.12, 0.0006, 0.012, 1200, 5000),
    "wind": lambda m: make_noise(m, 4.5, 1.2, 1.6, 250, 7000),
}
LEVELS = {
    "kick": 1.0,
    "snare": 0.7,
    "clap": 0.5,
    "hat": 0.2,
    "openhat": 0.2,
    "ride": 0.18,
    "crash": 0.3,
    "cymbal": 0.3,
    "tom": 0.8,
    "timpani": 0.9,
    "shaker": 0.2,
    "tambourine": 0.2,
    "brush": 0.3,
    "rim": 0.6,
    "wind": 0.3,
}


def build_kit(names: set[str], kit: str, rng: np.random.Generator) -> dict[str, list[Sound]]:
    """Records a few takes of each drum, placed in stereo: lists of [2, samples]."""
    maker = Maker(rng, kit)
    recorded = {}
    for name in sorted(names):
        take = MAKERS[name](maker)
        recorded[name] = [placed(take(), name, kit) for _ in range(TAKES)]
    return recorded


def placed(sound: Sound, name: str, kit: str) -> Sound:
    """A drum at its place and level, its end faded so that it does not click."""
    sound[-512:] *= np.linspace(1, 0, 512, dtype=np.float32)
    if kit == "chip":
        sound = np.round(sound * 12) / np.float32(12)
    angle = (PLACES.get(name, 0.0) + 1) * np.pi / 4
    sides = np.array((np.cos(angle), np.sin(angle)), np.float32)[:, None]
    return single(sides * sound * LEVELS[name])
