"""The search: windows of a file vote for places in references, candidates are verified, windows are joined.

A file is searched in its whole length, in windows of 15 s every 7.5 s, so that a crop, a medley or a mix is
found wherever it lies. Each window is asked twice. First *nearly as it is*: densely, but only for references
at about its own speed and pitch; there a key carries so much information that even a sound under a louder
voice is found among millions of others. Then, unless that explained it, *changed*: for all speeds, tempos and
pitches, with fewer and rarer triplets.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from earprint import landmarks, probing, voting
from earprint.joining import join
from earprint.matches import Match
from earprint.prints import FRAMES_PER_SECOND, Print
from earprint.references import References
from earprint.verification import Alignment, Excerpt, Peaks, excerpt, verify

Array = npt.NDArray[Any]

HALF_WINDOW = 7.5 * FRAMES_PER_SECOND  # frames; a window is two halves
ONE_WINDOW = 18.0  # seconds; a file up to this long is one window
LEAST_PEAKS = 8  # a window with fewer says nothing
EXPLAINED = 0.5  # share of the reference's peaks met in a running match from which a window is explained
NEAR_SPEED, NEAR_PITCH = 0.03, 1.2  # then only references in the same disguise are asked for,
WIDE_EVERY = 4  # but in every fourth window all


@dataclass(frozen=True)
class Manner:
    """One way of asking: how a query's triplets are made, what changes are looked for, how votes are counted.

    `reach`, `most`, `longest`, `least`: see landmarks.triplets; `steps`, `ratios`: see probing.look_up;
    speeds and pitches of a vote; `width` and `octaves`: cells of the vote; `candidates`: lines verified;
    `scanned`: postings read at most, the rarest cells first.
    """

    reach: int
    most: int
    longest: float
    least: float
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
    scanned: int


NEARLY = Manner(
    reach=20, most=190, longest=95.0, least=9.0, steps=1.5, ratios=1.6,
    slowest=0.93, fastest=1.075, lowest=-3.3, highest=3.3,
    allowed=probing.allowance([(0.93, 1.075, -3.3, 3.3)], False),
    width=24.0, octaves=1 / 20, candidates=80, scanned=8_000_000,
)  # fmt: skip
CHANGED = Manner(
    reach=12, most=24, longest=120.0, least=0.0, steps=1.6, ratios=1.7,
    slowest=0.46, fastest=1.62, lowest=-24.0, highest=24.0,
    allowed=probing.allowance(
        [(0.64, 1.56, -15, 15), (0.97, 1.03, -22, 22), (0.47, 1.6, -1, 1)], True
    ),
    width=30.0, octaves=1 / 20, candidates=60, scanned=12_000_000,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Votes:
    """What a half window's triplets met in one volume: ticks on its axis, and rows of probing.look_up."""

    when: Array
    rows: Array


@dataclass(frozen=True, eq=False)
class Volume:
    """References to search in, and which of them are to be found."""

    references: References
    alive: Array
    peaks: dict[int, Peaks]

    def peaks_of(self, track: int) -> Peaks:
        """Unpacked once per search."""
        if track not in self.peaks:
            self.peaks[track] = Peaks(self.references, track)
        return self.peaks[track]


@dataclass(frozen=True)
class Line:
    """A candidate: volume, track (position in it), speed, pitch in bins, reference frame of the middle."""

    volume: int
    track: int
    speed: float
    pitch: float
    place: float
    bits: float


class Half:
    """Half a window: its triplets, and what they met in the references."""

    def __init__(self, sound: _Peaks, begin: float, end: float) -> None:
        self._sound, self._begin, self._end = sound, begin, end
        self._rows: dict[int, Array] = {}
        self._asked: dict[tuple[float, ...], list[Votes]] = {}

    def votes(self, manner: Manner, volumes: Sequence[Volume]) -> list[Votes]:
        """Per volume, the votes in this manner."""
        asked = (manner.reach, manner.slowest, manner.fastest, manner.lowest, manner.highest)
        if asked not in self._asked:
            rows = self._triplets(manner)
            self._asked[asked] = [_votes_in(rows, manner, volume.references) for volume in volumes]
        return self._asked[asked]

    def _triplets(self, manner: Manner) -> Array:
        if manner.reach not in self._rows:
            t = self._sound.t
            first, last, beyond = np.searchsorted(t, (self._begin, self._end, self._end + manner.longest))
            part = slice(first, beyond)
            rows = np.empty(((last - first) * manner.most + 1, 7), np.float32)
            made = landmarks.triplets(
                t[part], self._sound.f[part], self._sound.strength[part], manner.reach, manner.most,
                manner.longest, manner.least, landmarks.RARITY, rows,
            )  # fmt: skip
            rows = rows[:made]
            self._rows[manner.reach] = rows[rows[:, 0] < self._end]
        return self._rows[manner.reach]


@dataclass(frozen=True, eq=False)
class _Peaks:
    """A print's peaks as the kernels want them."""

    t: Array
    f: Array
    strength: Array


def search(sound: Print, parts: Sequence[tuple[References, Array]]) -> list[Match]:
    """Matches of a print in sets of references (with a flag per track that is to be found), best first."""
    volumes = [Volume(part, np.ascontiguousarray(alive), {}) for part, alive in parts if part.keys]
    found: list[Alignment] = []
    running: list[Alignment] = []
    windows = 0
    for number, (window, halves) in enumerate(_windows(sound)):
        running = _continued(window, volumes, running)
        known = max(running, key=lambda a: a.share, default=None)
        explained = known is not None and known.share >= EXPLAINED and number % WIDE_EVERY != 0
        running = _with_new(window, halves, NEARLY, volumes, running)
        if explained and known is not None:
            if not _nearly(known):
                running = _with_new(window, halves, _near(known), volumes, running)
        else:
            running = _with_new(window, halves, CHANGED, volumes, running)
        found.extend(running)
        windows += 1
    hours = sum(float(part.seconds[alive].sum()) for part, alive in parts) / 3600
    return join(found, [volume.references for volume in volumes], hours, windows)


def _nearly(found: Alignment) -> bool:
    return NEARLY.slowest <= found.speed <= NEARLY.fastest and abs(found.pitch) <= NEARLY.highest


def _near(found: Alignment) -> Manner:
    """Only what wears the disguise that is known, as other editions of a recording do."""
    speed, pitch = round(found.speed, 2), round(found.pitch)  # rounded, so that halves are not asked twice
    return Manner(
        **{
            **vars(CHANGED),
            "slowest": speed * (1 - NEAR_SPEED), "fastest": speed * (1 + NEAR_SPEED),
            "lowest": pitch - NEAR_PITCH, "highest": pitch + NEAR_PITCH,
        }
    )  # fmt: skip


def _windows(sound: Print) -> Iterator[tuple[Excerpt, tuple[Half, ...]]]:
    peaks = _Peaks(sound.frames(), sound.bins(), sound.strength.astype(np.float32))
    frames = sound.seconds * FRAMES_PER_SECOND
    if sound.seconds <= ONE_WINDOW:
        edges = [0.0, frames]
    else:
        edges = list(np.linspace(0, frames, max(2, round(frames / HALF_WINDOW)) + 1))
    parts = [Half(peaks, begin, end) for begin, end in itertools.pairwise(edges)]
    for first in range(max(1, len(parts) - 1)):
        halves = tuple(parts[first : first + 2])
        begin, end = edges[first], edges[first + len(halves)]
        inside = slice(*np.searchsorted(peaks.t, (begin, end)))
        if inside.stop - inside.start >= LEAST_PEAKS:
            yield excerpt(peaks.t[inside], peaks.f[inside], begin, end), halves


def _votes_in(rows: Array, manner: Manner, part: References) -> Votes:
    """Ask the rarest triplets first, and no more than the manner may read."""
    sizes = np.empty(len(rows), np.int64)
    asked = rows
    probing.plan(rows, part.directory, manner.steps, manner.ratios, sizes)
    if sizes.sum() > manner.scanned:
        order = np.argsort(sizes, kind="stable")
        asked = rows[np.sort(order[: np.searchsorted(np.cumsum(sizes[order]), manner.scanned)])]
    room = 1 << 17
    while True:
        when, votes = np.empty(room, np.int32), np.empty((room, 4), np.float32)
        made = probing.look_up(
            asked, part.directory, part.traits, part.places, manner.steps, manner.ratios,
            manner.slowest, manner.fastest, manner.lowest, manner.highest, manner.allowed, when, votes,
        )  # fmt: skip
        if made < room:
            return Votes(when[:made], votes[:made])
        room *= 8


def _continued(window: Excerpt, volumes: Sequence[Volume], previous: Sequence[Alignment]) -> list[Alignment]:
    """The alignments of the window before that run on in this one."""
    again = [
        verify(
            window, volumes[old.volume].peaks_of(old.track), old.volume, old.track, old.speed, old.pitch,
            old.place(window.middle),
        )
        for old in previous
    ]  # fmt: skip
    return _apart([one for one in again if one])


def _with_new(
    window: Excerpt,
    halves: Sequence[Half],
    manner: Manner,
    volumes: Sequence[Volume],
    running: list[Alignment],
) -> list[Alignment]:
    """The probable alignments of each track in this window; those that run on are preferred."""
    found = list(running)
    for line in _candidates(window, halves, manner, volumes):
        if any(
            (old.volume, old.track) == (line.volume, line.track)
            and abs(old.place(window.middle) - line.place) < 12
            and abs(old.pitch - line.pitch) < 1
            and abs(old.speed - line.speed) < 0.015 * old.speed
            for old in found
        ):
            continue
        peaks = volumes[line.volume].peaks_of(line.track)
        new = verify(window, peaks, line.volume, line.track, line.speed, line.pitch, line.place)
        if new:
            found.append(new)
    return _apart(found)


def _apart(found: Sequence[Alignment]) -> list[Alignment]:
    """Of alignments of one track over one and the same part of the file, the best."""
    kept: list[Alignment] = []
    for one in sorted(found, key=lambda a: -a.score):
        others = [other for other in kept if (other.volume, other.track) == (one.volume, one.track)]
        shared = sum(max(0.0, min(one.end, o.end) - max(one.begin, o.begin)) for o in others)
        if shared <= 0.4 * (one.end - one.begin):
            kept.append(one)
    return kept


def _candidates(
    window: Excerpt, halves: Sequence[Half], manner: Manner, volumes: Sequence[Volume]
) -> list[Line]:
    """The lines of the fullest cells in all volumes, once each, fullest first."""
    parts = [half.votes(manner, volumes) for half in halves]
    made = [
        line
        for number, (volume, votes) in enumerate(zip(volumes, zip(*parts, strict=True), strict=True))
        for line in _fullest(window.middle, manner, number, volume, votes)
    ]
    made.sort(key=lambda line: (-line.bits, int(volumes[line.volume].references.ids[line.track]), line.place))
    return made[: manner.candidates]


def _fullest(
    middle: float, manner: Manner, number: int, volume: Volume, votes: Sequence[Votes]
) -> list[Line]:
    part = volume.references
    when, rows = np.concatenate([v.when for v in votes]), np.concatenate([v.rows for v in votes])
    table = np.zeros((2, 1 << voting.TABLE_BITS), np.uint16)
    asked = (middle, manner.width, manner.octaves)
    voting.tally(when, part.tick, rows, *asked, table)
    bar = voting.bar_for(table, 3 * manner.candidates)
    room = 1 << 14
    cells, which = np.empty(room, np.int64), np.empty(room, np.int32)
    made = voting.gather(when, part.tick, rows, *asked, table, bar, cells, which)
    order = np.lexsort((when[which[:made]], cells[:made]))
    found = np.empty((min(made, 4096) + 1, 6), np.float64)
    found = found[
        : voting.lines(cells[order], which[order], when, part.tick, rows, middle, manner.octaves == 0, found)
    ]
    tracks = part.track_at(found[:, 4].astype(np.int64))
    alive = volume.alive[tracks]
    found, tracks = found[alive], tracks[alive]
    best = np.lexsort((found[:, 3] - part.starts[tracks], part.ids[tracks], -found[:, 0]))
    found, tracks = np.ascontiguousarray(found[best]), tracks[best]
    kept = np.empty(manner.candidates, np.int64)
    kept = kept[: voting.distinct(found, manner.candidates, kept)]
    return [
        Line(number, int(tracks[i]), float(found[i, 1]), float(found[i, 2]),
             float(found[i, 3] - part.starts[tracks[i]]), float(found[i, 0]))
        for i in kept
    ]  # fmt: skip
