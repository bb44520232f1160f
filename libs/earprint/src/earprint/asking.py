"""Asking: the triplets of a window vote for lines in a set of references; the fullest lines are candidates.

What a window votes for in one reference does not depend on which others stand beside it, nor do the fullest
lines: they are found exactly, so that references may be parted among volumes, folders and machines and the
answer stays the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from earprint import probing, voting
from earprint.references import References
from earprint.windows import Making, Windows

Array = npt.NDArray[Any]

KEYS_PER_HOUR = 24 * 3600  # of references, about
USUAL_SHARE = 0.25  # of the keys lie in the cells a triplet of no rarity would ask

# What a triplet costs, in milliseconds: finding its cells, which lie in the processor's cache or not, in
# every volume; and reading a posting. Measured on one machine; on another all are dearer or cheaper alike.
FOUND_NEAR, FOUND_FAR, FAR_HOURS, VOLUME_HOURS = 1.0e-4, 5.0e-4, 100.0, 400.0
READ = 8.0e-6


@dataclass(frozen=True)
class Manner:
    """One way of asking: how a query's triplets are made, what changes are looked for, how votes are counted.

    `steps`, `ratios`, and the speeds and pitches of a vote: see probing.look_up; `width` and `octaves`: cells
    of the vote; `candidates`: lines verified in a window, `each` of one track at most; `pitches`: share of a
    cell's postings that lie in the pitches looked for; `spent`: milliseconds a second of file may cost.
    """

    making: Making
    steps: float
    ratios: float
    slowest: float
    fastest: float
    lowest: float
    highest: float
    allowed: Array
    width: float
    octaves: float
    candidates: int
    each: int
    pitches: float
    spent: float


NEARLY = Manner(
    Making(reach=20, most=190, longest=95.0, least=9.0), steps=1.5, ratios=1.6,
    slowest=0.93, fastest=1.075, lowest=-3.3, highest=3.3,
    allowed=probing.allowance([(0.93, 1.075, -3.3, 3.3)], False),
    width=30.0, octaves=1 / 8, candidates=80, each=80, pitches=0.08, spent=3.0,
)  # fmt: skip
CHANGED = Manner(
    Making(reach=14, most=36, longest=120.0, least=0.0), steps=2.4, ratios=1.7,
    slowest=0.46, fastest=1.62, lowest=-24.0, highest=24.0,
    allowed=probing.allowance(
        [(0.64, 1.56, -15, 15), (0.97, 1.03, -22, 22), (0.47, 1.6, -1, 1)], True
    ),
    width=40.0, octaves=1 / 12, candidates=60, each=60, pitches=0.6, spent=3.0,
)  # fmt: skip
# The same with the rarest triplets only: what is no worse than most copies is found for little. A track that
# repeats itself must not be all that is found.
QUICKLY = replace(NEARLY, making=replace(NEARLY.making, reach=10, most=8), candidates=20, each=3, spent=0.25)
ROUGHLY = replace(CHANGED, making=replace(CHANGED.making, reach=10, most=8), candidates=20, each=3, spent=0.3)
MANNERS = {"quickly": QUICKLY, "roughly": ROUGHLY, "nearly": NEARLY, "changed": CHANGED}


@dataclass(frozen=True)
class Line:
    """A candidate of a window: the reference's id, and where it lies (volume and position there).

    `bits`: how much voted for it; `speed`: reference frames per file frame; `pitch`: bins, file minus
    reference; `place`: reference frame of the window's middle.
    """

    window: int
    bits: float
    id: int
    volume: int
    track: int
    speed: float
    pitch: float
    place: float

    def rank(self) -> tuple[float, int, float]:
        """For sorting: fullest first, and the same order in any set."""
        return -self.bits, self.id, self.place


def fullest(lines: Sequence[Line], manner: Manner) -> list[Line]:
    """The candidates of a manner among all lines of a window."""
    return sorted(lines, key=Line.rank)[: manner.candidates]


class Asking:
    """A print's windows asked in one volume."""

    def __init__(self, windows: Windows, part: References, alive: Array) -> None:
        self._windows, self._part, self._alive = windows, part, alive
        self._votes: dict[tuple[str, int], tuple[Array, Array]] = {}

    def lines(self, name: str, window: int, volume: int, hours: float) -> list[Line]:
        """The fullest lines of a window, as many as the manner verifies at most; `hours` of the catalogue."""
        manner, halves = MANNERS[name], self._windows.halves(window)
        votes = [self._votes_of(name, half, hours) for half in halves]
        begin, end = self._windows.span(window)
        when, rows = np.concatenate([v[0] for v in votes]), np.concatenate([v[1] for v in votes])
        tracks, found = self._fullest((begin + end) / 2, manner, when, rows)
        return [
            Line(window, bits, int(self._part.ids[track]), volume, int(track), speed, pitch, place)
            for track, (bits, speed, pitch, place) in zip(tracks, found.tolist(), strict=True)
        ]

    def _votes_of(self, name: str, half: int, hours: float) -> tuple[Array, Array]:
        if (name, half) not in self._votes:
            for old in [key for key in self._votes if abs(key[1] - half) > 1]:
                del self._votes[old]
            manner = MANNERS[name]
            rows = self._windows.triplets(half, manner.making)
            rows = _affordable(rows, manner, hours, self._windows.seconds(half) * self._windows.thrift)
            self._votes[name, half] = _votes_in(rows, manner, self._part)
        return self._votes[name, half]

    def _fullest(self, middle: float, manner: Manner, when: Array, rows: Array) -> tuple[Array, Array]:
        """Tracks, and (bits, speed, pitch, place in the track) of their lines.

        The sum of a slot of the table is no less than that of any line in it. So the lines of slots above a
        bar are the fullest of all if as many as are wanted reach the bar; if not, the bar is lowered to what
        they reach.
        """
        asked = (middle, manner.width, manner.octaves)
        table = voting.table_for(len(when))
        slots = np.empty((len(when), 2), np.int32)
        voting.tally(when, rows, *asked, table, slots)
        bar = voting.bar_for(table, 3 * manner.candidates)
        while True:
            cells, which = voting.gathered(when, rows, asked, table, slots, bar)
            tracks, found = self._lines_of(cells, which, middle, manner, when, rows)
            reached = found[-1, 0] * voting.UNIT if len(found) == manner.candidates else 1
            if bar <= max(1, reached):
                return tracks, found
            bar = max(1, int(reached))

    def _lines_of(
        self, cells: Array, which: Array, middle: float, manner: Manner, when: Array, rows: Array
    ) -> tuple[Array, Array]:
        part = self._part
        order = np.lexsort((when[which], cells))
        cells, which = cells[order], which[order]
        found = np.empty((len(cells), 5), np.float64)
        own = part.track_at(when[which])
        found = found[: voting.lines(cells, own, which, when, rows, middle, found)]
        tracks = part.track_at(found[:, 4].astype(np.int64))
        found, tracks = found[self._alive[tracks]], tracks[self._alive[tracks]]
        found[:, 3] += found[:, 4] - part.starts[tracks]
        best = np.lexsort((found[:, 3], part.ids[tracks], -found[:, 0]))
        found, tracks = np.ascontiguousarray(found[best]), tracks[best]
        kept = voting.distinct(found, tracks, manner.candidates, manner.each)
        return tracks[kept], found[kept, :4]


def _affordable(rows: Array, manner: Manner, hours: float, seconds: float) -> Array:
    """The rarest triplets of so many seconds, as many as may be asked among so many hours.

    What a triplet costs is foretold from its rarity alone, so that all parts of a catalogue ask the same.
    """
    met = USUAL_SHARE * manner.pitches * KEYS_PER_HOUR * hours * np.exp2(-rows[:, 6])
    finding = FOUND_NEAR + (FOUND_FAR - FOUND_NEAR) * min(1.0, hours / FAR_HOURS)
    cost = finding * max(1.0, hours / VOLUME_HOURS) + READ * met
    allowed = manner.spent * seconds
    if cost.sum() <= allowed:
        return rows
    order = np.argsort(-rows[:, 6], kind="stable")
    return rows[np.sort(order[: np.searchsorted(np.cumsum(cost[order]), allowed)])]


def _votes_in(rows: Array, manner: Manner, part: References) -> tuple[Array, Array]:
    """(frames on the axis, rows) of probing.look_up."""
    room = 1 << 20  # never touched memory costs nothing
    while True:
        when, votes = np.empty(room, np.int32), np.empty((room, 4), np.float32)
        made = probing.look_up(
            rows, part.directory, part.traits, part.places, manner.steps, manner.ratios,
            manner.slowest, manner.fastest, manner.lowest, manner.highest, manner.allowed, when, votes,
        )  # fmt: skip
        if made < room:
            return when[:made], votes[:made]
        room *= 8
