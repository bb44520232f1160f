"""Joining verified windows into segments, and segments into one match per reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from earprint.matches import Match, Segment, covered
from earprint.prints import BINS_PER_OCTAVE, FRAMES_PER_SECOND
from earprint.references import References
from earprint.verification import Alignment, certain

APART_FRAMES = 75.0  # two windows follow one line if it misses by less than 0.6 s
APART_BINS = 1.0
GAP_FRAMES = 15 * FRAMES_PER_SECOND  # a weak window in between does not end a segment
LONG_ENOUGH = 30.0  # seconds from which a segment's own length gives the speed better than any window


def join(found: Sequence[Alignment], volumes: Sequence[References]) -> list[Match]:
    """One match per track id, best first. A run of probable windows counts if together they are certain."""
    runs: dict[int, list[list[Alignment]]] = defaultdict(list)
    for one in sorted(found, key=lambda a: a.begin):
        track = int(volumes[one.volume].ids[one.track])
        for run in runs[track]:
            if _continues(run[-1], one):
                run.append(one)
                break
        else:
            runs[track].append([one])
    sure = {track: [run for run in parts if certain(run)] for track, parts in runs.items()}
    matches = [_match(track, parts) for track, parts in sure.items() if parts]
    return sorted(matches, key=lambda match: (-match.score, match.track))


def _continues(last: Alignment, new: Alignment) -> bool:
    if (
        new.volume != last.volume
        or new.begin - last.end > GAP_FRAMES
        or abs(new.pitch - last.pitch) > APART_BINS
    ):
        return False
    seam = (last.end + new.begin) / 2
    return abs(last.place(seam) - new.place(seam)) < APART_FRAMES


def _segment(run: Sequence[Alignment]) -> Segment:
    first = min(run, key=lambda a: a.begin)
    last = max(run, key=lambda a: a.end)
    return Segment(
        round(first.begin / FRAMES_PER_SECOND, 2),
        round(last.end / FRAMES_PER_SECOND, 2),
        round(max(0.0, first.place(first.begin)) / FRAMES_PER_SECOND, 2),
        round(max(0.0, last.place(last.end)) / FRAMES_PER_SECOND, 2),
        round(max(a.score for a in run), 2),
    )


def _match(track: int, runs: Sequence[Sequence[Alignment]]) -> Match:
    segments = sorted((_segment(run) for run in runs), key=lambda s: s.f0)
    best = max((one for run in runs for one in run), key=lambda a: a.score)
    longest = max(segments, key=lambda s: s.f1 - s.f0)
    speed = best.speed
    if longest.f1 - longest.f0 > LONG_ENOUGH:
        speed = (longest.r1 - longest.r0) / (longest.f1 - longest.f0)
    return Match(
        track,
        round(best.score, 2),
        segments,
        round(speed, 4),
        round(best.pitch * 12 / BINS_PER_OCTAVE, 2),
        round(covered([(s.f0, s.f1) for s in segments]), 2),
        round(covered([(s.r0, s.r1) for s in segments]), 2),
    )
