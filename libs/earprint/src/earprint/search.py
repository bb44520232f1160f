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
from earprint.verification import Alignment, Excerpt, probable, verify

Array = npt.NDArray[Any]

HALF_WINDOW = 7.5 * FRAMES_PER_SECOND  # frames; a window is two halves
QUERY_REACH, QUERY_TRIPLETS = 9, 36
MOST_POSTINGS = 200  # per probed cell
MOST_VOTES = 3_000_000  # per half window and set of references
CANDIDATES = 12  # cells looked at per grid
LEAST_VOTES = 3
LEAST_PEAKS = 12  # a window with fewer says nothing
VERIFIED_PER_SECOND = 22  # strongest peaks of the file that are asked to agree


@dataclass(frozen=True)
class Window:
    """15 s of file: its strongest peaks to verify with, and all its landmarks' votes per volume."""

    excerpt: Excerpt
    votes: list[tuple[Array, Array]]


def search(sound: Print, volumes: Sequence[tuple[References, Array]]) -> list[Match]:
    """Matches of a print in sets of references (with a flag per track that is to be found), best first."""
    usable = [(volume, np.ascontiguousarray(alive)) for volume, alive in volumes if len(volume.keys)]
    found: list[Alignment] = []
    previous: list[Alignment] = []
    for window in _windows(sound, usable):
        previous = _verified(window, usable, previous)
        found.extend(previous)
    return join(found, [volume for volume, _ in usable])


def _windows(sound: Print, volumes: Sequence[tuple[References, Array]]) -> Iterator[Window]:
    t, f = as_frames(sound.t), as_bins(sound.f)
    strength = sound.strength.astype(np.float32)
    halves = max(1, int(np.ceil(sound.seconds * FRAMES_PER_SECOND / HALF_WINDOW)))
    earlier = _votes_of_half(t, f, strength, 0, volumes)
    for number in range(max(1, halves - 1)):
        later = _votes_of_half(t, f, strength, number + 1, volumes)
        begin, end = number * HALF_WINDOW, (number + 2) * HALF_WINDOW
        part = slice(*np.searchsorted(t, (begin, end)))
        chosen = _strongest(strength[part], int(VERIFIED_PER_SECOND * 2 * HALF_WINDOW / FRAMES_PER_SECOND))
        if part.stop - part.start >= LEAST_PEAKS:
            votes = [_both(a, b) for a, b in zip(earlier, later, strict=True)]
            yield Window(Excerpt(begin, end, t[part][chosen], f[part][chosen]), votes)
        earlier = later


def _strongest(strength: Array, most: int) -> Array:
    if len(strength) <= most:
        return np.arange(len(strength))
    return np.sort(np.argpartition(-strength, most)[:most])


def _both(a: tuple[Array, Array], b: tuple[Array, Array]) -> tuple[Array, Array]:
    return np.concatenate([a[0], b[0]]), np.concatenate([a[1], b[1]])


def _votes_of_half(
    t: Array, f: Array, strength: Array, number: int, volumes: Sequence[tuple[References, Array]]
) -> list[tuple[Array, Array]]:
    begin, end = number * HALF_WINDOW, (number + 1) * HALF_WINDOW
    first, last, beyond = np.searchsorted(t, (begin, end, end + landmarks.LONGEST))
    rows = np.empty(((last - first) * QUERY_TRIPLETS, 8), np.float32)
    part = slice(first, beyond)
    made = landmarks.triplets(t[part], f[part], strength[part], QUERY_REACH, QUERY_TRIPLETS, rows)
    rows = rows[:made][rows[:made, 0] < end]
    return [_votes_in(rows, volume, alive) for volume, alive in volumes]


def _votes_in(rows: Array, volume: References, alive: Array) -> tuple[Array, Array]:
    room = min(MOST_VOTES, 1 << 16)
    while True:
        who, votes = np.empty(room, np.int32), np.empty((room, 4), np.float32)
        made = landmarks.look_up(
            rows, volume.keys, volume.directory, volume.shift, volume.track, volume.time, volume.pitch,
            volume.length, alive, MOST_POSTINGS, who, votes,
        )  # fmt: skip
        if made < room or room == MOST_VOTES:
            return who[:made], votes[:made]
        room = min(MOST_VOTES, room * 8)


def _verified(
    window: Window, volumes: Sequence[tuple[References, Array]], previous: Sequence[Alignment]
) -> list[Alignment]:
    """The best probable alignment of each track in this window; one that runs on is preferred."""
    excerpt = window.excerpt
    best: dict[tuple[int, int], Alignment] = {}
    for old in previous:
        volume, place = volumes[old.volume][0], old.place(excerpt.middle)
        again = verify(excerpt, volume, old.volume, old.track, old.speed, old.pitch, place)
        if probable(again):
            best[old.volume, old.track] = again
    for number, (volume, _) in enumerate(volumes):
        for track, speed, pitch, place in _candidates(excerpt.middle, *window.votes[number]):
            known = best.get((number, track))
            if known and abs(known.place(excerpt.middle) - place) < 40:
                continue
            new = verify(excerpt, volume, number, track, speed, pitch, place)
            if probable(new) and (known is None or new.score > 1.25 * known.score):
                best[number, track] = new
    return list(best.values())


def _candidates(middle: float, who: Array, votes: Array) -> list[tuple[int, float, float, float]]:
    """(track, speed, pitch, place of the window's middle) of the fullest cells of two grids, once each."""
    made: list[tuple[int, float, float, float]] = []
    for half in (0.0, 0.5):
        for cell, cells in _cells(middle, who, votes, half):
            room = np.empty((256, 3), np.float32)
            count = voting.votes_in(cells, cell, votes, middle, room)
            speed, pitch, place = (float(x) for x in np.median(room[:count], axis=0))
            track = cell // (voting.PITCH_SPAN * voting.SPEED_SPAN * voting.PLACE_SPAN)
            if not any(
                track == a and abs(speed - b) < 0.02 and abs(pitch - c) < 0.7 and abs(place - d) < 12
                for a, b, c, d in made
            ):
                made.append((int(track), speed, pitch, place))
    return made


def _cells(middle: float, who: Array, votes: Array, half: float) -> list[tuple[int, Array]]:
    table = np.zeros(1 << voting.TABLE_BITS, np.uint16)
    cells = np.empty(len(who), np.int64)
    voting.count_cells(who, votes, middle, half, table, cells)
    bar = voting.bar_for(table, CANDIDATES, LEAST_VOTES)
    names, counts = np.zeros(4 * CANDIDATES, np.int64), np.zeros(4 * CANDIDATES, np.int64)
    found = voting.best_cells(cells, table, bar, names, counts)
    order = np.argsort(-counts[:found], kind="stable")[:CANDIDATES]
    return [(int(names[i]), cells) for i in order if counts[i] >= LEAST_VOTES]
