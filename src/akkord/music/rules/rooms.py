"""Where a room is that listens together: worked out from when somebody last moved it."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

MOST_PEOPLE = 20
MOST_TRACKS = 500


class Act(StrEnum):
    """What a hand on the room does."""

    PLAY = "play"
    PAUSE = "pause"
    SEEK = "seek"
    GO = "go"  # to a track


class Place(NamedTuple):
    """A place in a queue: which track, from 0, and how far into it."""

    at: int
    ms: int
    playing: bool


def place_after(lengths: Sequence[int], begun: Place, passed_ms: int) -> Place:
    """Where a room is `passed_ms` after it was at `begun`: it goes on from track to track by itself, and
    stops at the end of the last. `lengths`: of its tracks, in ms."""
    if not begun.playing:
        return begun
    starts = [0, *accumulate(lengths)]
    line = starts[begun.at] + begun.ms + max(0, passed_ms)
    if line >= starts[-1]:
        return Place(len(lengths) - 1, lengths[-1], playing=False)
    at = max(place for place, start in enumerate(starts[:-1]) if start <= line)
    return Place(at, line - starts[at], playing=True)


def moved(lengths: Sequence[int], now: Place, act: Act, at: int, ms: int) -> Place:
    """Where it is once somebody has put a hand on it; what lies outside is the nearest there is."""
    match act:
        case Act.PAUSE:
            return now._replace(playing=False)
        case Act.PLAY:
            over = now.at == len(lengths) - 1 and now.ms >= lengths[-1]
            return Place(0, 0, playing=True) if over else now._replace(playing=True)
        case Act.SEEK:
            return now._replace(ms=min(max(ms, 0), lengths[now.at]))
    return Place(min(max(at, 0), len(lengths) - 1), 0, playing=True)
