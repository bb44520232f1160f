"""How loud an album is, from what the box has measured of each of its tracks."""

from collections.abc import Iterable
from math import log10

from earprint import levels


def together(tracks: Iterable[tuple[float, float, bytes]]) -> float | None:
    """LUFS of tracks played one after another, each (LUFS, seconds, its blocks by level).

    Measured over the whole as BS.1770 has it (`earprint.levels.together`); where one of them was measured
    before its levels were kept, the mean of their power over time, which has no gate over the whole. None
    without anything measured.
    """
    heard = [each for each in tracks if each[1] > 0]
    if heard and all(blocks for _, _, blocks in heard):
        return levels.together(blocks for _, _, blocks in heard)
    length = sum(seconds for _, seconds, _ in heard)
    powers = sum(10 ** (lufs / 10) * seconds for lufs, seconds, _ in heard)
    return 10 * log10(powers / length) if heard else None
