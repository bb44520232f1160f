"""What is put before listeners: charts, what goes with a track, mixes of a day. Plain values in, numbers out.

A person is counted for a track once a day, so that neither a refreshed page nor a night on repeat makes a
chart.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import sqrt
from random import Random
from typing import NamedTuple, TypeVar

T = TypeVar("T")

APART = 3  # tracks between two of one artist, where there are others


class Charted(NamedTuple):
    """A track's place: on how many days people listened, each counted once a day; how many people."""

    track: int
    days: int
    people: int


def going_with(seed: set[int], listeners: Mapping[int, set[int]]) -> list[tuple[int, float]]:
    """(track, 0..1) of those that share listeners with the seed's, the nearest first.

    The cosine of the two sets of people: shared / sqrt(one * other), so that what everybody hears goes with
    nothing in particular. What one person alone connects is weak evidence: a shared listener is taken off.
    """
    found = []
    for track, people in listeners.items():
        shared = len(seed & people)
        if shared:
            found.append((track, (shared - 0.5) / sqrt(len(seed) * len(people))))
    return sorted(found, key=lambda each: (-each[1], each[0]))


def seeded(*names: object) -> Random:
    """The same chance for the same names: what is drawn today for somebody is the same all day."""
    digest = hashlib.sha256("\0".join(map(str, names)).encode()).digest()
    return Random(int.from_bytes(digest[:8], "big"))


def apart(tracks: Sequence[T], artists: Sequence[object], apart: int = APART) -> list[T]:
    """The same tracks, in their order as far as no artist comes again within `apart` tracks."""
    waiting, placed = list(zip(tracks, artists, strict=True)), list[tuple[T, object]]()
    while waiting:
        lately = {artist for _, artist in placed[-apart:]} if apart else set()
        place = next((i for i, (_, artist) in enumerate(waiting) if artist not in lately), 0)
        placed.append(waiting.pop(place))
    return [track for track, _ in placed]


class Because(StrEnum):
    """Why a track stands in a mix."""

    YOURS = "yours"  # its listener has listened to it, and not for a while
    ARTIST = "artist"  # it is of the artist the mix is about, and new to its listener
    TOGETHER = "together"  # those who listen to that artist listen to it
    GENRE = "genre"


class Mixed(NamedTuple):
    """A track of a mix, and why it is there."""

    track: int
    because: Because


@dataclass(frozen=True)
class Taste:
    """What a mix of a day is drawn from: one person, one of the artists they listen to most."""

    yours: Sequence[int]  # what they have listened to of the artist
    artist: Sequence[int]  # what they have not
    together: Sequence[int]  # of others, the nearest first, not heard by them
    genre: Sequence[int]


SHARES = ((Because.YOURS, 0.25), (Because.ARTIST, 0.2), (Because.TOGETHER, 0.4), (Because.GENRE, 0.15))


def mix(taste: Taste, size: int, chance: Random) -> list[Mixed]:
    """Tracks by SHARES, what one source lacks given by the others; no track twice."""
    pools = {because: list(getattr(taste, because.value)) for because, _ in SHARES}
    for because in (Because.YOURS, Because.ARTIST, Because.GENRE):
        chance.shuffle(pools[because])
    drawn: dict[int, Because] = {}
    for because, share in SHARES:
        for track in pools[because]:
            # The rounded shares of fourteen make fifteen.
            if len(drawn) == size or sum(e == because for e in drawn.values()) >= round(size * share):
                break
            drawn.setdefault(track, because)
    for because in (Because.TOGETHER, Because.ARTIST, Because.GENRE, Because.YOURS):
        for track in pools[because]:
            if len(drawn) < size:
                drawn.setdefault(track, because)
    mixed = [Mixed(track, because) for track, because in drawn.items()]
    chance.shuffle(mixed)
    return mixed


def favourites(heard: Iterable[tuple[int, date]], most: int) -> list[int]:
    """Artists somebody listened to on the most days, each (artist, day) counted once."""
    days = Counter(artist for artist, _ in set(heard))
    return sorted(days, key=lambda artist: (-days[artist], artist))[:most]
