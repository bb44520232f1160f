"""A print in windows of 15 s every 7.5 s: what is asked of references, and what their peaks are laid over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from earprint import landmarks
from earprint.prints import FRAMES_PER_SECOND, Print
from earprint.verification import Excerpt, excerpt

Array = npt.NDArray[Any]

HALF_WINDOW = 7.5 * FRAMES_PER_SECOND  # frames; a window is two halves
ONE_WINDOW = 18.0  # seconds; a file up to this long is one window
LEAST_PEAKS = 8  # a window with fewer says nothing
SHORT = 20.0  # seconds
KEPT = 8  # windows and halves that are held ready
FIRST_EVERY, THEN = 5, (2, 3)  # of each five windows, the first and then these two hold all halves


KEYS_PER_HOUR = 24 * 3600  # of references, about
USUAL_SHARE = 0.25  # of the keys lie in the cells a triplet of no rarity would ask

# What a triplet costs, in milliseconds: finding its cells, which lie in the processor's cache or not, in
# every volume; and reading a posting. Measured on one machine; on another all are dearer or cheaper alike.
FOUND_NEAR, FOUND_FAR, FAR_HOURS, VOLUME_HOURS = 1.0e-4, 5.0e-4, 100.0, 400.0
READ = 8.0e-6


@dataclass(frozen=True)
class Making:
    """How a query's triplets are made: see landmarks.triplets."""

    reach: int
    most: int
    longest: float
    least: float


@dataclass(frozen=True)
class Price:
    """What a triplet costs among so many hours, if this share of a cell's postings lies in the pitches
    looked for: foretold from its rarity alone, so that all parts of a catalogue ask the same."""

    hours: float
    pitches: float

    def by_rarity(self) -> Array:
        """Milliseconds, by eighths of a bit."""
        bits = np.arange(landmarks.LEVELS) / landmarks.LEVELS_PER_BIT
        met = USUAL_SHARE * self.pitches * KEYS_PER_HOUR * self.hours * np.exp2(-bits)
        finding = FOUND_NEAR + (FOUND_FAR - FOUND_NEAR) * min(1.0, self.hours / FAR_HOURS)
        return np.asarray(finding * max(1.0, self.hours / VOLUME_HOURS) + READ * met)


class Windows:
    """The windows of a print, numbered from 0; those in which there is next to nothing are left out."""

    def __init__(self, sound: Print) -> None:
        self._t, self._f = sound.frames(), sound.bins()
        self._strength = sound.strength.astype(np.float32)
        frames = sound.seconds * FRAMES_PER_SECOND
        if sound.seconds <= ONE_WINDOW:
            self._edges = np.array([0.0, frames])
        else:
            self._edges = np.linspace(0, frames, max(2, round(frames / HALF_WINDOW)) + 1)
        self._halves = min(2, len(self._edges) - 1)
        self.numbers = [
            number
            for number in range(len(self._edges) - self._halves)
            if np.diff(np.searchsorted(self._t, self.span(number)))[0] >= LEAST_PEAKS
        ]
        self.excerpt = lru_cache(KEPT)(self._excerpt)
        self.triplets = lru_cache(KEPT)(self._triplets)

    @property
    def thrift(self) -> float:
        """What part of a short file's cost a second of this one may have: in a longer file one window that is
        found leads to the others."""
        return float(min(1.0, (SHORT * FRAMES_PER_SECOND / max(1.0, self._edges[-1])) ** 0.5))

    def __len__(self) -> int:
        return len(self.numbers)

    def turns(self) -> tuple[list[int], list[int]]:
        """The windows that are asked first, and those asked then: in all every half, few of them twice."""
        first = self.numbers[::FIRST_EVERY]
        then = [
            number
            for place, number in enumerate(self.numbers)
            if place % FIRST_EVERY in THEN or (place % FIRST_EVERY and number == self.numbers[-1])
        ]
        return first, then

    def span(self, number: int) -> tuple[float, float]:
        """First and last frame of a window."""
        return float(self._edges[number]), float(self._edges[number + self._halves])

    def middle(self, number: int) -> float:
        """Middle frame of a window."""
        return sum(self.span(number)) / 2

    def halves(self, number: int) -> range:
        """Numbers of the halves of a window."""
        return range(number, number + self._halves)

    def seconds(self, half: int) -> float:
        """Length of a half."""
        return float(self._edges[half + 1] - self._edges[half]) / FRAMES_PER_SECOND

    def _excerpt(self, number: int) -> Excerpt:
        begin, end = self.span(number)
        inside = slice(*np.searchsorted(self._t, (begin, end)))
        return excerpt(self._t[inside], self._f[inside], begin, end)

    def _triplets(self, half: int, making: Making, price: Price, spent: float) -> Array:
        """Rows of landmarks.triplets that begin in a half: the rarest that may be had for `spent`
        milliseconds a second."""
        begin, end = float(self._edges[half]), float(self._edges[half + 1])
        first, last, beyond = np.searchsorted(self._t, (begin, end, end + making.longest))
        part = slice(first, beyond)
        return landmarks.triplets(
            self._t[part], self._f[part], self._strength[part], making.reach, making.most, making.longest,
            anchors=int(last - first), least=making.least, prices=price.by_rarity(),
            allowed=spent * self.seconds(half),
        )  # fmt: skip
