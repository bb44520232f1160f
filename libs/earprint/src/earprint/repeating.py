"""A sound that says one short piece again and again: its period, and one turn of it as a print of its own.

Each turn of a loop is the same evidence once more, no stronger for being repeated, but in a window of many
turns it weighs little, because all the others stand against it. Asked alone it is a whole window.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from earprint.matches import Match, Segment, covered
from earprint.prints import FRAMES_PER_SECOND, TICKS_PER_SECOND, Print

Array = npt.NDArray[Any]

SHORTEST, LONGEST = 1.5, 6.0  # seconds of one turn
LEAST_PEAKS = 40
SAME_PITCH = 0.4  # bins between a peak and its return
RETURNING = 0.6  # share of the peaks that must return after a turn


def turns(sound: Print) -> list[tuple[float, float, Print]]:
    """(begin, period, print) of single turns: from the beginning, and half a turn later, where a seam may be
    the first one's; none if the sound does not repeat itself."""
    period = period_of(sound)
    if period is None:
        return []
    begins = [begin for begin in (0.0, period / 2) if begin + period <= sound.seconds]
    return [(begin, period, _cut(sound, begin, begin + period)) for begin in begins]


def period_of(sound: Print) -> float | None:
    """Seconds after which most peaks of the whole sound return, the smallest such time; None without one."""
    longest = min(LONGEST, sound.seconds / 2)
    if longest < SHORTEST or len(sound) < LEAST_PEAKS:
        return None
    first, last = int(SHORTEST * FRAMES_PER_SECOND), int(longest * FRAMES_PER_SECOND) + 1
    t = sound.frames()
    returned = np.zeros(last + 2, np.int64)
    _count_returns(t, sound.bins(), float(first), float(last), returned)
    near = returned[:-1] + returned[1:]  # a return may fall on either side of a frame's edge
    could = np.searchsorted(t, sound.seconds * FRAMES_PER_SECOND - np.arange(len(near)))
    share = near / np.maximum(could, 1)
    enough = np.flatnonzero(share[first:last] >= RETURNING) + first
    if not len(enough):
        return None
    best = enough[0] + int(np.argmax(share[enough[0] : enough[0] + 4]))
    return float((best + 1) / FRAMES_PER_SECOND)


def over_all_turns(match: Match, begin: float, period: float, seconds: float) -> Match:
    """A match of one turn as one of the whole sound: its segments stand in every turn."""
    segments = [
        part
        for shift in np.arange(begin - period if begin else 0.0, seconds, period)
        for segment in match.segments
        if (part := _within(segment, float(shift), seconds)) is not None
    ]
    return replace(match, segments=segments, covered_seconds=covered((each.f0, each.f1) for each in segments))


def _within(segment: Segment, shift: float, seconds: float) -> Segment | None:
    """The segment moved in the file by `shift`, as far as it lies within it."""
    f0, f1 = segment.f0 + shift, segment.f1 + shift
    g0, g1 = max(f0, 0.0), min(f1, seconds)
    if g1 - g0 <= 0:
        return None
    tempo = (segment.r1 - segment.r0) / (f1 - f0)
    return replace(
        segment, f0=g0, f1=g1, r0=segment.r0 + (g0 - f0) * tempo, r1=segment.r1 - (f1 - g1) * tempo
    )


def _cut(sound: Print, begin: float, end: float) -> Print:
    first, last = np.searchsorted(sound.t, (begin * TICKS_PER_SECOND, end * TICKS_PER_SECOND))
    return Print(
        (sound.t[first:last] - np.int32(round(begin * TICKS_PER_SECOND))).astype(np.int32),
        sound.f[first:last],
        sound.strength[first:last],
        sound.sparse[first:last],
        end - begin,
    )


@nb.njit("void(f4[::1], f4[::1], f4, f4, i8[::1])", cache=True, nogil=True)
def _count_returns(t: Any, f: Any, first: float, last: float, out: Any) -> None:
    """out[d]: how many peaks have another of the same pitch d whole frames later."""
    begin = 0
    for i in range(len(t)):
        while begin < len(t) and t[begin] - t[i] < first:
            begin += 1
        j, before = begin, -1
        while j < len(t) and t[j] - t[i] <= last:
            if abs(f[j] - f[i]) < SAME_PITCH:
                lag = int(t[j] - t[i])
                if lag != before:  # two peaks of one frame return once
                    out[lag] += 1
                before = lag
            j += 1
