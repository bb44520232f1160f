"""What sounds alike: figures of the sounds of all standing tracks, compared all at once.

The figures (earprint.box.timbre) are brought to one scale over the whole library, so that no single one
outweighs the rest; how near two songs are is 1 for the same sound and goes to 0.
"""

from dataclasses import dataclass
from threading import Lock

import numpy as np
import numpy.typing as npt

from akkord.flow import clock
from akkord.music.rules.moods import MOODS, Measure, Mood

from .gate import standing_tracks

FIGURES = 42
REMEMBERED_SECONDS = 300.0  # what was published since is compared a little later
NEAREST_LOOKED_AT = 2000
# How much each figure weighs: colour, its spread, harmony, and pulse and swell.
_WEIGHTS = np.concatenate([np.full(13, 1.0), np.full(13, 0.7), np.full(12, 0.5), np.full(4, 1.2)])
# Which figure says what of a mood (earprint.box.timbre): the first two colours, and the last four.
_COLUMNS = {
    Measure.LOUD: 0,
    Measure.LOW: 1,
    Measure.FAST: 38,
    Measure.BEATEN: 39,
    Measure.STRUCK: 40,
    Measure.SWELLING: 41,
}
_WIDTH = float(np.sqrt((_WEIGHTS**2).sum()))  # how far two songs without anything in common may be apart

Places = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Library:
    at: float
    numbers: npt.NDArray[np.int64]
    places: Places  # [tracks, figures], each on one scale

    def row_of(self, number: int) -> int | None:
        row = int(np.searchsorted(self.numbers, number))
        return row if row < len(self.numbers) and self.numbers[row] == number else None


_known: list[_Library] = []
_lock = Lock()


def forget_figures() -> None:
    """As if nothing had been compared yet."""
    with _lock:
        _known.clear()


def sounding_like(number: int, limit: int) -> list[tuple[int, float]]:
    """Tracks by how near they sound to one, nearest first, without it: (track, nearness 0 to 1)."""
    library = _library()
    if (row := library.row_of(number)) is None:
        return []
    near = _nearness(library.places, library.places[row])
    best = np.argsort(-near, kind="stable")[: limit + 1]
    return [(int(library.numbers[i]), round(float(near[i]), 4)) for i in best if i != row][:limit]


def sonic_path(first: int, last: int, count: int) -> list[tuple[int, float]]:
    """A way from one track to another by small steps: (track, nearness to the first), both ends included.

    Points on the straight line between the two are followed by the nearest track that is not on the way yet.
    """
    library = _library()
    begin, end = library.row_of(first), library.row_of(last)
    if begin is None or end is None:
        return []
    way = [begin]
    if begin != end:
        steps = max(0, min(count, len(library.numbers)) - 2)
        taken = {begin, end}
        for step in range(1, steps + 1):
            part = step / (steps + 1)
            wanted = library.places[begin] * (1 - part) + library.places[end] * part
            near = _nearness(library.places, wanted)
            found = next(i for i in np.argsort(-near, kind="stable") if int(i) not in taken)
            taken.add(int(found))
            way.append(int(found))
        way.append(end)
    near = _nearness(library.places, library.places[begin])
    return [(int(library.numbers[i]), round(float(near[i]), 4)) for i in way[: max(1, count)]]


def in_mood(mood: Mood, limit: int) -> list[tuple[int, float]]:
    """Tracks by how much of a mood their sound has, the most first: (track, 0 to 1)."""
    library = _library()
    count = len(library.numbers)
    if not count:
        return []
    places = np.zeros(count, np.float64)
    for measure, more in MOODS[mood]:
        column = library.places[:, _COLUMNS[measure]]
        rank = np.argsort(np.argsort(column, kind="stable"), kind="stable") / max(1, count - 1)
        places += rank if more else 1 - rank
    places /= len(MOODS[mood])
    best = np.argsort(-places, kind="stable")[:limit]
    return [(int(library.numbers[i]), round(float(places[i]), 4)) for i in best]


def _nearness(places: Places, wanted: Places) -> Places:
    apart = np.sqrt(((places - wanted) ** 2).sum(axis=1))
    nearness: Places = np.exp(-((apart / _WIDTH) ** 2)).astype(np.float32)
    return nearness


def _library() -> _Library:
    now = clock.now().timestamp()
    with _lock:
        if _known and 0 <= now - _known[0].at < REMEMBERED_SECONDS:
            return _known[0]
    measured = standing_tracks().exclude(sound__figures=b"").order_by("pk")
    asked = measured.values_list("pk", "sound__figures")
    rows = [(number, bytes(said)) for number, said in asked if len(said) == 4 * FIGURES]
    numbers = np.array([number for number, _ in rows], np.int64)
    figures = np.frombuffer(b"".join(said for _, said in rows), np.float32).reshape(-1, FIGURES)
    spread = figures.std(axis=0) if len(rows) else np.ones(FIGURES)
    middle = figures.mean(axis=0) if len(rows) else np.zeros(FIGURES)
    places = ((figures - middle) / np.where(spread > 1e-6, spread, 1.0) * _WEIGHTS).astype(np.float32)
    made = _Library(now, numbers, places)
    with _lock:
        _known[:] = [made]
    return made
