"""The search: windows of a file vote for places in references, candidates are verified, windows are joined.

A file is searched in its whole length, in windows of 15 s every 7.5 s, so that a crop, a medley or a mix
is found wherever it lies. A match is returned only if its peaks agree far better along one line than along
wrong lines of the same reference (see `verification`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from earprint import landmarks, voting
from earprint.joining import join
from earprint.matches import Match
from earprint.prints import FRAMES_PER_SECOND, Print
from earprint.references import References, as_bins, as_frames
from earprint.verification import Alignment, Excerpt, verify

Array = npt.NDArray[Any]
Votes = tuple[Array, Array]  # tracks, and what they claim: see landmarks.look_up
Span = tuple[float, float, float, float]  # slowest, fastest, lowest and highest pitch looked for

HALF_WINDOW = 7.5 * FRAMES_PER_SECOND  # frames; a window is two halves
QUERY_REACH, QUERY_TRIPLETS = 9, 18
MOST_POSTINGS = 200  # per probed cell
MOST_VOTES = 3_000_000  # per half window and set of references
CANDIDATES = 12  # lines verified per window
MOST_GATHERED = 1 << 14  # votes of the fullest cells
LEAST_VOTES = 3
EXPLAINED = 0.5  # a window in which this share of the peaks agrees is asked only for
NEAR_SPEED, NEAR_PITCH = 0.03, 1.2  # references in the same disguise,
WIDE_EVERY = 4  # but every fourth for all
LEAST_PEAKS = 12  # a window with fewer says nothing
VERIFIED_PER_SECOND = 22  # strongest peaks of the file that are asked to agree


@dataclass(frozen=True)
class Line:
    """A candidate: volume, track (position in it), speed, pitch in bins, reference frame of the middle."""

    volume: int
    track: int
    speed: float
    pitch: float
    place: float

    def near(self, other: Line) -> bool:
        """Whether verification would end at the same line."""
        return (
            (self.volume, self.track) == (other.volume, other.track)
            and abs(self.speed - other.speed) < 0.02
            and abs(self.pitch - other.pitch) < 0.7
            and abs(self.place - other.place) < 12
        )


@dataclass(frozen=True)
class Window:
    """15 s of file: its strongest peaks to verify with, and its two halves to ask for candidates."""

    excerpt: Excerpt
    halves: tuple[Half, Half]


def search(sound: Print, volumes: Sequence[tuple[References, Array]]) -> list[Match]:
    """Matches of a print in sets of references (with a flag per track that is to be found), best first."""
    usable = [(volume, np.ascontiguousarray(alive)) for volume, alive in volumes if len(volume.keys)]
    found: list[Alignment] = []
    previous: list[Alignment] = []
    for number, window in enumerate(_windows(sound, usable)):
        running = _continued(window.excerpt, usable, previous)
        span = _everything()
        if number % WIDE_EVERY and running:
            span = _span_around(max(running, key=lambda a: a.share))
        previous = _with_new(window, span, usable, running)
        found.extend(previous)
    return join(found, [volume for volume, _ in usable])


def _everything() -> Span:
    return landmarks.SLOWEST, landmarks.FASTEST, -landmarks.MOST_PITCH, landmarks.MOST_PITCH


def _span_around(found: Alignment) -> Span:
    """All disguises, or only the one that is known if the window is explained by it.

    Other references in an explained part wear the same disguise, as a second edition of the recording does.
    """
    if found.share < EXPLAINED:
        return _everything()
    speed, pitch = round(found.speed, 2), round(found.pitch)  # rounded, so that halves are not asked twice
    return speed * (1 - NEAR_SPEED), speed * (1 + NEAR_SPEED), pitch - NEAR_PITCH, pitch + NEAR_PITCH


class Half:
    """Half a window: its triplets, and what they met in the references when last asked."""

    def __init__(self, t: Array, f: Array, strength: Array, number: int) -> None:
        begin, end = number * HALF_WINDOW, (number + 1) * HALF_WINDOW
        first, last, beyond = np.searchsorted(t, (begin, end, end + landmarks.LONGEST))
        rows = np.empty(((last - first) * QUERY_TRIPLETS, 8), np.float32)
        part = slice(first, beyond)
        made = landmarks.triplets(t[part], f[part], strength[part], QUERY_REACH, QUERY_TRIPLETS, rows)
        rows = rows[:made][rows[:made, 0] < end]
        # In the order of their keys, so that neighbours meet the same part of the references in the cache.
        keys = (rows[:, 3].astype(np.int32) * 256 + rows[:, 4].astype(np.int32)) * 64 + rows[:, 5].astype(
            np.int32
        )
        self._rows = rows[np.argsort(keys)]
        self._asked: Span | None = None
        self._votes: list[Votes] = []

    def votes(self, span: Span, volumes: Sequence[tuple[References, Array]]) -> list[Votes]:
        """Per set of references, the votes within the span of speeds and pitches."""
        if span != self._asked:
            self._votes = [_votes_in(self._rows, span, volume, alive) for volume, alive in volumes]
            self._asked = span
        return self._votes


def _windows(sound: Print, volumes: Sequence[tuple[References, Array]]) -> Iterator[Window]:
    t, f = as_frames(sound.t), as_bins(sound.f)
    strength = sound.strength.astype(np.float32)
    halves = max(1, int(np.ceil(sound.seconds * FRAMES_PER_SECOND / HALF_WINDOW)))
    earlier = Half(t, f, strength, 0)
    for number in range(max(1, halves - 1)):
        later = Half(t, f, strength, number + 1)
        begin, end = number * HALF_WINDOW, (number + 2) * HALF_WINDOW
        part = slice(*np.searchsorted(t, (begin, end)))
        chosen = _strongest(strength[part], int(VERIFIED_PER_SECOND * 2 * HALF_WINDOW / FRAMES_PER_SECOND))
        if part.stop - part.start >= LEAST_PEAKS:
            yield Window(Excerpt(begin, end, t[part][chosen], f[part][chosen]), (earlier, later))
        earlier = later


def _strongest(strength: Array, most: int) -> Array:
    if len(strength) <= most:
        return np.arange(len(strength))
    return np.sort(np.argpartition(-strength, most)[:most])


def _votes_in(rows: Array, span: Span, volume: References, alive: Array) -> Votes:
    room, limits = min(MOST_VOTES, 1 << 19), np.array(span, np.float64)
    while True:
        who, votes = np.empty(room, np.int32), np.empty((room, 4), np.float32)
        made = landmarks.look_up(
            rows, limits, volume.keys, volume.directory, volume.shift, volume.track, volume.time,
            volume.pitch, volume.length, alive, MOST_POSTINGS, who, votes,
        )  # fmt: skip
        if made < room or room == MOST_VOTES:
            return who[:made], votes[:made]
        room = min(MOST_VOTES, room * 8)


def _continued(
    excerpt: Excerpt, volumes: Sequence[tuple[References, Array]], previous: Sequence[Alignment]
) -> list[Alignment]:
    """The alignments of the window before that run on in this one."""
    again = [
        verify(excerpt, volumes[old.volume][0], old.volume, old.track, old.speed, old.pitch, place)
        for old, place in ((old, old.place(excerpt.middle)) for old in previous)
    ]
    return [one for one in again if one]


def _with_new(
    window: Window, span: Span, volumes: Sequence[tuple[References, Array]], running: Sequence[Alignment]
) -> list[Alignment]:
    """The best probable alignment of each track in this window; one that runs on is preferred."""
    excerpt = window.excerpt
    best = {(one.volume, one.track): one for one in running}
    parts = [half.votes(span, volumes) for half in window.halves]
    for line in _candidates(excerpt.middle, list(zip(*parts, strict=True))):
        known = best.get((line.volume, line.track))
        if known and abs(known.place(excerpt.middle) - line.place) < 40:
            continue
        volume = volumes[line.volume][0]
        new = verify(excerpt, volume, line.volume, line.track, line.speed, line.pitch, line.place)
        if new and (known is None or new.score > 1.25 * known.score):
            best[line.volume, line.track] = new
    return list(best.values())


def _candidates(middle: float, parts: Sequence[Sequence[Votes]]) -> list[Line]:
    """The lines of the fullest cells of two grids in all sets of references, once each, fullest first."""
    made = [
        found
        for volume, votes in enumerate(parts)
        for half in (0.0, 0.5)
        for found in _fullest(middle, volume, votes, half)
    ]
    kept: list[Line] = []
    for _, line in sorted(made, key=lambda one: -one[0]):
        if len(kept) < CANDIDATES and not any(line.near(other) for other in kept):
            kept.append(line)
    return kept


def _fullest(middle: float, volume: int, parts: Sequence[Votes], half: float) -> list[tuple[int, Line]]:
    """(votes, line) of the fullest cells of one grid in one set of references."""
    table = np.zeros(1 << voting.TABLE_BITS, np.uint8)
    slots = [np.empty(len(who), np.int32) for who, _ in parts]
    for (who, votes), slot in zip(parts, slots, strict=True):
        voting.count_cells(who, votes, middle, half, table, slot)
    bar = voting.bar_for(table, CANDIDATES, LEAST_VOTES)
    cells, lines = np.empty(MOST_GATHERED, np.int64), np.empty((MOST_GATHERED, 3), np.float32)
    made = 0
    for (who, votes), slot in zip(parts, slots, strict=True):
        made += voting.votes_above(who, votes, middle, half, table, slot, bar, cells[made:], lines[made:])
    names, counts = np.unique(cells[:made], return_counts=True)
    best = np.argsort(-counts, kind="stable")[:CANDIDATES]
    return [
        (int(counts[i]), _line_of(volume, int(names[i]), lines[:made][cells[:made] == names[i]]))
        for i in best
        if counts[i] >= LEAST_VOTES
    ]


def _line_of(volume: int, cell: int, lines: Array) -> Line:
    """The line in the middle of a cell's votes."""
    speed, pitch, place = (float(x) for x in np.median(lines, axis=0))
    track = cell // (voting.PITCH_SPAN * voting.SPEED_SPAN * voting.PLACE_SPAN)
    return Line(volume, track, speed, pitch, place)
