"""The search: windows of a file vote for places in references, candidates are verified, windows are joined.

A file is searched in its whole length, in windows of 15 s every 7.5 s, so that a crop, a medley or a mix
is found wherever it lies. A match is returned only if its peaks agree far better along one line than along
wrong lines of the same reference (see `passes`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from earprint import alignment, landmarks, voting
from earprint.joining import join
from earprint.matches import Match
from earprint.prints import FRAMES_PER_SECOND, Print
from earprint.references import References, as_bins, as_frames

Array = npt.NDArray[Any]

HALF_WINDOW = 7.5 * FRAMES_PER_SECOND  # frames; a window is two halves
QUERY_REACH, QUERY_TRIPLETS = 9, 36
MOST_POSTINGS = 200  # per probed cell
MOST_VOTES = 3_000_000  # per half window and set of references
CANDIDATES = 12  # cells looked at per grid
LEAST_VOTES = 3
LEAST_PEAKS = 12  # a window with fewer says nothing
VERIFIED_PER_SECOND = 22  # strongest peaks of the file that are asked to agree
NULL_NEAREST, NULL_FARTHEST, NULL_STEP = 60.0, 1500.0, 7.3  # frames a wrong line is moved


@dataclass(frozen=True)
class Alignment:
    """One window of the file verified against one reference. Times in frames, pitch in bins."""

    volume: int
    track: int  # position in the volume
    begin: float  # the part of the window that agrees, in the file
    end: float
    speed: float
    pitch: float
    start: float  # reference frame of file frame 0
    score: float  # deviations above wrong lines
    share: float  # of the file's peaks in the window that agree
    rival: float  # the same share along the best wrong line
    peaks: int

    def place(self, frame: float) -> float:
        """Reference frame at a file frame."""
        return self.start + self.speed * frame


@dataclass(frozen=True)
class Window:
    """The peaks of 15 s of file: all landmarks' votes per volume, and the strongest peaks to verify with."""

    begin: float
    end: float
    t: Array
    f: Array
    votes: list[tuple[Array, Array]]

    @property
    def middle(self) -> float:
        return (self.begin + self.end) / 2


def passes(found: Alignment) -> bool:
    """The score that admits no stranger; measured by bench/identify.py and the tests.

    A stranger with the same drums or chords agrees along many lines, a copy along one: so beside the
    deviations, the best wrong line must be left clearly behind, unless nearly everything agrees.
    """
    if found.score < 9.0 or found.share < 0.12:
        return False
    return found.share > 1.35 * found.rival or (found.share > 0.75 and found.share > found.rival)


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
            yield Window(begin, end, t[part][chosen], f[part][chosen], votes)
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
    """The best passing alignment of each track in this window; a running one is preferred to a better new one."""
    best: dict[tuple[int, int], Alignment] = {}
    for old in previous:
        again = verify(
            window,
            volumes[old.volume][0],
            old.volume,
            old.track,
            old.speed,
            old.pitch,
            old.place(window.middle),
        )
        if passes(again):
            best[again.volume, again.track] = replace(again, score=again.score)
    for number, (volume, _) in enumerate(volumes):
        for track, speed, pitch, place in _candidates(window, *window.votes[number]):
            known = best.get((number, track))
            if known and abs(known.place(window.middle) - place) < 40:
                continue
            new = verify(window, volume, number, track, speed, pitch, place)
            if passes(new) and (known is None or new.score > 1.25 * known.score):
                best[number, track] = new
    return list(best.values())


def _candidates(window: Window, who: Array, votes: Array) -> list[tuple[int, float, float, float]]:
    """(track, speed, pitch, place of the window's middle) of the cells with most votes, of two grids, once each."""
    made: list[tuple[int, float, float, float]] = []
    for half in (0.0, 0.5):
        for cell, cells in _cells(window, who, votes, half):
            room = np.empty((256, 3), np.float32)
            count = voting.votes_in(cells, cell, votes, np.float32(window.middle), room)
            speed, pitch, place = (float(x) for x in np.median(room[:count], axis=0))
            track = cell // (voting.PITCH_SPAN * voting.SPEED_SPAN * voting.PLACE_SPAN)
            if not any(
                track == a and abs(speed - b) < 0.02 and abs(pitch - c) < 0.7 and abs(place - d) < 12
                for a, b, c, d in made
            ):
                made.append((int(track), speed, pitch, place))
    return made


def _cells(window: Window, who: Array, votes: Array, half: float) -> list[tuple[int, Array]]:
    table = np.zeros(1 << voting.TABLE_BITS, np.uint16)
    cells = np.empty(len(who), np.int64)
    voting.count_cells(who, votes, np.float32(window.middle), np.float32(half), table, cells)
    bar = voting.bar_for(table, CANDIDATES, LEAST_VOTES)
    names, counts = np.zeros(4 * CANDIDATES, np.int64), np.zeros(4 * CANDIDATES, np.int64)
    found = voting.best_cells(cells, table, bar, names, counts)
    order = np.argsort(-counts[:found], kind="stable")[:CANDIDATES]
    return [(int(names[i]), cells) for i in order if counts[i] >= LEAST_VOTES]


def verify(
    window: Window, volume: References, number: int, track: int, speed: float, pitch: float, place: float
) -> Alignment:
    """Fit the line and judge it against wrong lines."""
    half = (window.end - window.begin) / 2
    top = place - half * 1.5 - NULL_FARTHEST  # reference frame of raster row 0
    raster = np.zeros((int(3 * half + 2 * NULL_FARTHEST) + 1, alignment.COLUMNS), np.uint8)
    _draw_around(volume, track, top, raster)
    t = (window.t - np.float32(window.middle)).astype(np.float32)
    line = np.array([speed, pitch, place - top], np.float32)
    count = alignment.refine(t, window.f, np.float32(0.0), line, raster)
    null = np.zeros(3)
    alignment.wrong_lines(
        t,
        window.f,
        line[0],
        line[1],
        line[2],
        raster,
        NULL_NEAREST,
        _farthest(volume, track),
        NULL_STEP,
        null,
    )
    marks = np.zeros(len(t), np.bool_)
    alignment.mark_agreeing(t, window.f, line[0], line[1], line[2], raster, marks)
    begin, end = agreeing_part(window.t, marks, null[0] / len(t))
    middle_place = float(line[2]) + top
    return Alignment(
        number, track, begin, end, float(line[0]), float(line[1]),
        middle_place - float(line[0]) * window.middle,
        alignment.deviations(count, null[0], null[1], len(t)),
        count / len(t), null[2] / len(t), len(t),
    )  # fmt: skip


def _farthest(volume: References, track: int) -> float:
    """A short reference is drawn as going round, so a line moved by its whole length would be right again."""
    return float(
        min(NULL_FARTHEST, max(2 * NULL_NEAREST, volume.seconds[track] * FRAMES_PER_SECOND - NULL_NEAREST))
    )


def _draw_around(volume: References, track: int, top: float, raster: Array) -> None:
    """Draw the reference going round and round, so that wrong lines near its ends have something to meet."""
    t, f = volume.peaks_of(track)
    period = max(volume.seconds[track] * FRAMES_PER_SECOND, 4 * NULL_NEAREST)
    turn = np.floor(top / period)
    while turn * period < top + len(raster):
        part = slice(*np.searchsorted(t, (top - turn * period - 4, top - turn * period + len(raster) + 4)))
        alignment.draw(t[part], f[part], np.float32(top - turn * period), raster)
        turn += 1


def agreeing_part(t: Array, marks: Array, chance: float) -> tuple[float, float]:
    """First and last frame of the stretch where agreement is best explained by a copy (largest sum of a run)."""
    inside = marks.mean() if len(marks) else 0.0
    begin, end = 0, len(t) - 1
    for _ in range(3):  # the share inside the stretch is found together with the stretch
        bar = (inside + chance) / 2
        sums = np.concatenate([[0.0], np.cumsum(np.where(marks, 1 - bar, -bar))])
        rise = sums[1:] - np.minimum.accumulate(sums)[:-1]
        end = int(np.argmax(rise))
        begin = int(np.argmin(sums[: end + 1]))
        inside = marks[begin : end + 1].mean()
    return float(t[begin]), float(t[end])
