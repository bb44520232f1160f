"""How loud an album is, from how loud each of its tracks is."""

from collections.abc import Iterable
from math import log10


def together(tracks: Iterable[tuple[float, float]]) -> float | None:
    """LUFS of tracks played one after another, each (LUFS, seconds): the mean of their power over time.

    BS.1770 gates quiet blocks of the whole, so the measured figure of an album with a very quiet track is a
    little higher. None without anything measured.
    """
    measured = [(10 ** (lufs / 10), seconds) for lufs, seconds in tracks if seconds > 0]
    length = sum(seconds for _, seconds in measured)
    return 10 * log10(sum(power * seconds for power, seconds in measured) / length) if measured else None
