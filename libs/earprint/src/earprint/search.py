"""The search: windows of a file vote for places in references, candidates are verified, windows are joined.

A file is searched in its whole length, so that a crop, a medley or a mix is found wherever it lies. A window
is asked in four manners (`asking.MANNERS`), each only if what was found before does not explain it.
*Quickly* and *nearly*: for references at about its own speed and pitch, first by the rarest triplets and then
densely, so that even a sound under a louder voice is found. *Roughly* and *changed*: for all speeds, tempos
and pitches.
What is found in one window is followed through its neighbours. Every fifth window of a longer file is asked
first, quickly and roughly whatever explains it: a recording may have several editions.

References may lie in several parts, here or on other machines (`shards`). Parts are asked and followed apart;
only the choice of candidates, of windows and the joining are made here, so that N parts answer as one does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from earprint import retakes
from earprint.asking import MANNERS, Asking, Line
from earprint.joining import join
from earprint.matches import Match
from earprint.prints import Print
from earprint.references import References
from earprint.verification import Alignment, Fit, Peaks, fitted, hopeful, judged
from earprint.windows import Windows

Array = npt.NDArray[Any]

EXPLAINED = 0.5  # share of the reference's peaks met from which an alignment explains its stretch,
SURE = 6.0  # if it, or another of its track in the file, also stands so far above wrong lines,
SAME = 0.7, 9.0  # or if so many are met and it stands so far above other keys: music that repeats itself
NEARLY_ALL = 0.75  # of a window has to be explained


class Part(Protocol):
    """Some references, being asked about one print."""

    def hours(self) -> float:
        """Of references that are to be found."""

    def lines(self, manner: str, windows: Sequence[int], hours: float) -> list[Line]:
        """The fullest lines of each window, as many as its manner verifies; `hours` of all parts."""

    def follow(self, lines: Sequence[Line]) -> list[Alignment]:
        """Verify lines of this part, and follow what is probable through the neighbouring windows.

        All that was found in this part so far.
        """


class Inquiry:
    """A print asked about in references of this process: volumes, with a flag per track to be found."""

    def __init__(self, sound: Print, parts: Sequence[tuple[References, Array]]) -> None:
        self._windows = Windows(sound)
        self._parts = [(part, np.ascontiguousarray(alive)) for part, alive in parts if part.keys]
        self._asking = Asking(self._windows, self._parts)
        self._peaks: dict[tuple[int, int], Peaks] = {}
        self._found: dict[int, list[Alignment]] = defaultdict(list)  # by window

    def hours(self) -> float:
        return sum(float(part.seconds[alive].sum()) for part, alive in self._parts) / 3600

    def lines(self, manner: str, windows: Sequence[int], hours: float) -> list[Line]:
        return [line for window in windows for line in self._asking.lines(manner, window, hours)]

    def follow(self, lines: Sequence[Line]) -> list[Alignment]:
        by_window: dict[int, list[Line]] = defaultdict(list)
        for line in lines:
            by_window[line.window].append(line)
        new = []
        for window, some in by_window.items():
            new += self._take_in(window, self._fitted(window, some))
        while new:
            new = [further for one in new for further in self._continued(one)]
        return [one for window in sorted(self._found) for one in self._found[window]]

    def _fitted(self, window: int, lines: Sequence[Line]) -> list[Fit]:
        excerpt, known = self._windows.excerpt(window), self._found[window]
        by_volume: dict[int, list[Line]] = defaultdict(list)
        for one in lines:
            if not any(_along(old, one.id, one.place, one.speed, one.pitch) for old in known):
                by_volume[one.volume].append(one)
        made = []
        for volume, some in by_volume.items():
            for number, line, hope in hopeful(excerpt, self._parts[volume][0], some):
                peaks = self._peaks_of(volume, some[number].track)
                made.append(fitted(excerpt, peaks, some[number], line, hope))
        return [one for one in made if one]

    def _take_in(self, window: int, new: Sequence[Fit]) -> list[Alignment]:
        """Judge and keep the best of the fits of one track over the same part of a window; the new ones."""
        if not new:
            return []
        excerpt, kept, fresh = self._windows.excerpt(window), list[Alignment](), list[Alignment]()
        for one in apart([*self._found[window], *new]):
            if isinstance(one, Alignment):
                kept.append(one)
            else:
                fresh.append(judged(excerpt, self._peaks_of(one.volume, one.track), one))
        self._found[window] = kept + fresh
        return fresh

    def _continued(self, one: Alignment) -> list[Alignment]:
        """The same line in the windows before and after."""
        further = []
        for window in (one.window - 1, one.window + 1):
            if window in self._windows.numbers:
                place = one.place(self._windows.middle(window))
                line = Line(window, 0.0, one.id, one.volume, one.track, one.speed, one.pitch, place)
                further += self._take_in(window, self._fitted(window, [line]))
        return further

    def _peaks_of(self, volume: int, track: int) -> Peaks:
        if (volume, track) not in self._peaks:
            self._peaks[volume, track] = Peaks(self._parts[volume][0], track)
        return self._peaks[volume, track]


Each = Callable[[Callable[[int, Part], Any], Any], list[Any]]


def search(sound: Print, parts: Sequence[tuple[References, Array]], thorough: bool = False) -> list[Match]:
    """Matches of a print in sets of references (with a flag per track that is to be found), best first.

    `thorough`: see conclude.
    """

    def ask(sound: Print) -> list[Match]:
        inquiry = Inquiry(sound, parts)
        return conclude(sound, lambda ask, _: [ask(0, inquiry)], thorough)

    return retakes.asked(sound, ask)


def conclude(sound: Print, each: Each, thorough: bool = False) -> list[Match]:
    """Ask, follow and join.

    To know what a sound is, one good answer is enough, and what it explains is not asked about further.
    `thorough` asks the first windows in all manners whatever explains them, and spares nothing: for who wants
    *every* copy, also one in a heavy disguise beside a plain one.

    `each` calls a function with the number of every part and the part, and returns what they answer in order;
    its second argument stands for the answer of a part that has none.
    """
    windows = Windows(sound)
    hours = sum(each(lambda _, part: part.hours(), 0.0))
    found: list[Alignment] = []
    first, rest = windows.turns()
    everything = len(windows) > 1
    nearly, changed = ("nearly", "changed") if thorough else ("nearly, sparing", "changed, sparing")
    for asked, manner, whatever in (
        (first, "quickly", True),
        (first, "roughly", everything),
        (first, nearly, thorough),
        (first, changed, thorough),
        (rest, "quickly", False),
        (rest, "roughly", False),
        (rest, nearly, False),
        (rest, changed, False),
    ):
        unexplained = [n for n in asked if whatever or not _explained(windows, n, found)]
        if unexplained:
            wanted = MANNERS[manner].verified(windows.thrift, hours)
            found = _round(each, manner, unexplained, hours, wanted)
    return join(found, hours, len(windows))


def _round(each: Each, manner: str, windows: Sequence[int], hours: float, wanted: int) -> list[Alignment]:
    told: list[list[Line]] = each(lambda _, part: part.lines(manner, windows, hours), [])
    by_window: dict[int, list[tuple[int, Line]]] = defaultdict(list)
    for number, lines in enumerate(told):
        for line in lines:
            by_window[line.window].append((number, line))
    chosen: list[list[Line]] = [[] for _ in told]
    for some in by_window.values():
        for number, line in sorted(some, key=lambda one: one[1].rank())[:wanted]:
            chosen[number].append(line)
    return [one for found in each(lambda n, part: part.follow(chosen[n]), []) for one in found]


def _explained(windows: Windows, number: int, found: Sequence[Alignment]) -> bool:
    """Whether what was found leaves little of a window that could be something else."""
    begin, end = windows.span(number)
    certain = {a.id for a in found if a.margin >= SURE and a.share >= EXPLAINED}
    here = (a for a in found if a.window == number and a.end - a.begin >= NEARLY_ALL * (end - begin))
    return any(
        (a.share >= EXPLAINED and a.id in certain) or (a.share >= SAME[0] and a.apart >= SAME[1])
        for a in here
    )


def apart(found: Sequence[Fit]) -> list[Fit]:
    """Of fits of one track over one and the same part of a window, the one with the highest score, and the
    one that explains most: where music repeats itself, a few seconds may stand out more than the whole."""
    highest = _without_rivals(sorted(found, key=lambda a: (-a.score, a.id, a.start)))
    most = _without_rivals(sorted(found, key=lambda a: (-a.score * a.share * a.part, a.id, a.start)))
    return highest + [one for one in most if not any(one is other for other in highest)]


def _without_rivals(ordered: Sequence[Fit]) -> list[Fit]:
    kept: list[Fit] = []
    for one in ordered:
        others = [other for other in kept if other.id == one.id]
        shared = sum(max(0.0, min(one.end, o.end) - max(one.begin, o.begin)) for o in others)
        if shared <= 0.4 * (one.end - one.begin):
            kept.append(one)
    return kept


def _along(old: Fit, track: int, place: float, speed: float, pitch: float) -> bool:
    """Whether a line is nearly that of an alignment of the same window."""
    return (
        old.id == track
        and abs(old.place(old.middle) - place) < 12
        and abs(old.pitch - pitch) < 1
        and abs(old.speed - speed) < 0.015 * old.speed
    )
