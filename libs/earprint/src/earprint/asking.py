"""Asking: the triplets of a window vote for lines in a set of references; the fullest lines are candidates.

What a window votes for in one reference does not depend on which others stand beside it, nor do the fullest
lines: they are found exactly, so that references may be parted among volumes, folders and machines and the
answer stays the same.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from earprint import probing, voting
from earprint.references import References
from earprint.windows import Making, Price, Windows

Array = npt.NDArray[Any]

MANY_HOURS, SAVED = 1000.0, 0.5  # hours of references from which all is saved: this power of a file's thrift
FEWEST = 8  # candidates of a window


@dataclass(frozen=True)
class Manner:
    """One way of asking: how a query's triplets are made, what changes are looked for, how votes are counted.

    `steps`, `ratios`, and the speeds and pitches of a vote: see probing.look_up; `width` and `octaves`: cells
    of the vote; `candidates`: lines verified in a window, `each` of one track at most; `pitches`: share of a
    cell's postings that lie in the pitches looked for; `spent`: milliseconds a second of a short file may
    cost; `sparing`: of a long one among many references less (_saving).
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
    sparing: bool

    def affords(self, thrift: float, hours: float) -> float:
        """Milliseconds a second of file may cost."""
        return self.spent * thrift * self._saving(thrift, hours)

    def verified(self, thrift: float, hours: float) -> int:
        """How many candidates of a window."""
        return max(FEWEST, round(self.candidates * self._saving(thrift, hours)))

    def _saving(self, thrift: float, hours: float) -> float:
        """What part remains, in a long file, of what may be spent on what hides in it: among many references
        most of that is in vain, and costs more than all else."""
        return float(thrift ** (SAVED * min(1.0, hours / MANY_HOURS))) if self.sparing else 1.0


NEARLY = Manner(
    Making(reach=20, most=190, longest=95.0, least=9.0), steps=1.5, ratios=1.6,
    slowest=0.93, fastest=1.075, lowest=-3.3, highest=3.3,
    allowed=probing.allowance([(0.93, 1.075, -3.3, 3.3)], False),
    width=30.0, octaves=1 / 8, candidates=80, each=80, pitches=0.08, spent=3.0, sparing=False,
)  # fmt: skip
CHANGED = Manner(
    Making(reach=14, most=36, longest=120.0, least=0.0), steps=2.4, ratios=1.7,
    slowest=0.46, fastest=1.62, lowest=-24.0, highest=24.0,
    allowed=probing.allowance(
        [(0.64, 1.56, -15, 15), (0.97, 1.03, -22, 22), (0.47, 1.6, -1, 1)], True
    ),
    width=40.0, octaves=1 / 12, candidates=60, each=60, pitches=0.6, spent=3.0, sparing=False,
)  # fmt: skip
# The same with the rarest triplets only: what is no worse than most copies is found for little. A track that
# repeats itself must not be all that is found.
QUICKLY = replace(NEARLY, making=replace(NEARLY.making, reach=10, most=8), candidates=20, each=3, spent=0.25)
ROUGHLY = replace(CHANGED, making=replace(CHANGED.making, reach=10, most=8), candidates=20, each=3, spent=0.3)
MANNERS = {
    "quickly": QUICKLY, "roughly": ROUGHLY, "nearly": NEARLY, "changed": CHANGED,
    "nearly, sparing": replace(NEARLY, sparing=True), "changed, sparing": replace(CHANGED, sparing=True),
}  # fmt: skip


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


class Space(threading.local):
    """Where a thread's votes are written first. It is kept: new pages of memory cost more than what is
    written on them, and pages never touched cost nothing."""

    def __init__(self) -> None:
        self.when, self.votes = _room_for(1 << 20)


def _room_for(votes: int) -> tuple[Array, Array]:
    return np.empty(votes, np.int64), np.empty((votes, 4), np.float32)


SPACE = Space()


class Asking:
    """A print's windows asked in sets of references (with a flag per track to be found), whose axes of time
    lie one after another here."""

    def __init__(self, windows: Windows, parts: Sequence[tuple[References, Array]]) -> None:
        self._windows, self._parts = windows, [part for part, _ in parts]
        self._offsets = np.cumsum([0, *(part.frames for part in self._parts)])
        self._starts, self._ids, self._alive = (
            np.concatenate([np.zeros(0, kind), *some])
            for kind, some in (
                (np.int64, [part.starts + begin for part, begin in self._placed()]),
                (np.int64, [part.ids for part in self._parts]),
                (np.bool_, [alive for _, alive in parts]),
            )
        )
        self._firsts = np.cumsum([0, *(len(part.ids) for part in self._parts)])
        self._votes: dict[tuple[str, int], tuple[Array, Array]] = {}

    def _placed(self) -> Iterator[tuple[References, int]]:
        """The sets, and where their axes begin."""
        return zip(self._parts, self._offsets.tolist(), strict=False)

    def lines(self, name: str, window: int, hours: float) -> list[Line]:
        """The fullest lines of a window, as many as the manner verifies at most; `hours` of the catalogue."""
        manner, halves = MANNERS[name], self._windows.halves(window)
        votes = [self._votes_of(name, half, hours) for half in halves]
        when, rows = votes[0] if len(votes) == 1 else map(np.concatenate, zip(*votes, strict=True))
        tracks, found = self._fullest(window, manner, hours, when, rows)
        volumes = np.searchsorted(self._firsts, tracks, side="right") - 1
        return [
            Line(window, bits, int(self._ids[track]), volume, track - int(self._firsts[volume]), *line)
            for track, volume, (bits, *line) in zip(
                tracks.tolist(), volumes.tolist(), found.tolist(), strict=True
            )
        ]

    def _votes_of(self, name: str, half: int, hours: float) -> tuple[Array, Array]:
        if (name, half) not in self._votes:
            for old in [key for key in self._votes if abs(key[1] - half) > 1]:
                del self._votes[old]
            self._votes[name, half] = self._looked_up(MANNERS[name], half, hours)
        return self._votes[name, half]

    def _looked_up(self, manner: Manner, half: int, hours: float) -> tuple[Array, Array]:
        """(frames on the axis, rows) of probing.look_up."""
        affordable = manner.affords(self._windows.thrift, hours)
        triplets = self._windows.triplets(half, manner.making, Price(hours, manner.pitches), affordable)
        when, votes = SPACE.when, SPACE.votes
        while True:
            made = 0
            for part, begin in self._placed():
                made += probing.look_up(
                    triplets, part.directory, part.traits, part.places, begin, manner.steps, manner.ratios,
                    manner.slowest, manner.fastest, manner.lowest, manner.highest, manner.allowed,
                    when[made:], votes[made:],
                )  # fmt: skip
            if made < len(when):
                return when[:made].copy(), votes[:made].copy()
            when, votes = _room_for(8 * len(when))

    def _fullest(
        self, window: int, manner: Manner, hours: float, when: Array, votes: Array
    ) -> tuple[Array, Array]:
        """Tracks, and (bits, speed, pitch, place in the track) of their lines.

        The sum of a slot of the table is no less than that of any line in it. So the lines of slots above a
        bar are the fullest of all if as many as are wanted reach the bar; if not, the bar is lowered to what
        they reach.
        """
        middle, wanted = self._windows.middle(window), manner.verified(self._windows.thrift, hours)
        asked = (middle, manner.width, manner.octaves)
        with voting.TABLES.of(len(when)) as table:
            table.filled = voting.tally(when, votes, *asked, table.sums, table.slots, table.used)
            bar = voting.bar_for(table.sums, table.used[: table.filled], 3 * wanted)
            while True:
                cells, which = voting.gathered(when, votes, asked, table.sums, table.slots, bar)
                tracks, found = self._lines_of(cells, which, middle, wanted, manner.each, when, votes)
                reached = found[-1, 0] * voting.UNIT if len(found) == wanted else 1
                if bar <= max(1, reached):
                    break
                bar = max(1, int(reached))
        return tracks, found

    def _lines_of(
        self, cells: Array, which: Array, middle: float, wanted: int, each: int, when: Array, votes: Array
    ) -> tuple[Array, Array]:
        found = np.empty((len(cells), 5), np.float64)
        own = self._track_at(when[which])
        found = found[: voting.lines(cells, own, which, when, votes, middle, found)]
        tracks = self._track_at(found[:, 4].astype(np.int64))
        found, tracks = found[self._alive[tracks]], tracks[self._alive[tracks]]
        found[:, 3] += found[:, 4] - self._starts[tracks]
        few = 4 * wanted  # there are thousands: nearly always these are enough
        for some in (_highest(found[:, 0], few), slice(None)):
            lines, owners = found[some], tracks[some]
            best = np.lexsort((lines[:, 3], self._ids[owners], -lines[:, 0]))
            lines, owners = np.ascontiguousarray(lines[best]), owners[best]
            kept = voting.distinct(lines, owners, wanted, each)
            if len(kept) == wanted:
                break
        return owners[kept], lines[kept, :4]

    def _track_at(self, frames: Array) -> Array:
        return np.maximum(np.searchsorted(self._starts, frames, side="right") - 1, 0)


def _highest(bits: Array, count: int) -> Array | slice:
    """The `count` highest, and all that are equal to the last of them."""
    if len(bits) <= count:
        return slice(None)
    return np.flatnonzero(bits >= np.partition(bits, len(bits) - count)[len(bits) - count])
