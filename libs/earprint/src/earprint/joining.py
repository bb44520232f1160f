"""Joining verified windows into segments, and segments into one match per reference."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from earprint import chance
from earprint.matches import Match, Segment, covered
from earprint.prints import BINS_PER_OCTAVE, FRAMES_PER_SECOND
from earprint.verification import Alignment

APART_FRAMES = 38.0  # two windows follow one line if it misses by less than 0.6 s
APART_BINS = 1.0
GAP_FRAMES = 15 * FRAMES_PER_SECOND  # a weak window in between does not end a segment
LONG_ENOUGH = 30.0  # seconds from which a segment's own length gives the tempo better than any window
TIED = 0.02  # octaves; tempo and pitch are one change of speed if they differ by less

USUAL = 1.5  # margin strangers have in the middle
WHOLE = 0.9  # of a window
ALL_BUT = 0.85  # of a reference's peaks: more are met only by copies
FADED = 0.3  # of the share met in a run's best window, below which a window at its end is none of it
MOST_APART, MOST_LEAD, MOST_HOPE = 8.0, 6.0, 15.0
LEAST_PIECE = 7.5  # evidence from which a further segment of a track is told


def join(found: Sequence[Alignment], hours: float, windows: int) -> list[Match]:
    """One match per track id, best first; `hours` of references and `windows` of file make the chance."""
    runs: dict[int, list[list[Alignment]]] = defaultdict(list)
    for one in sorted(found, key=lambda a: (a.begin, a.id, a.start)):
        for run in runs[one.id]:
            if _continues(run[-1], one):
                run.append(one)
                break
        else:
            runs[one.id].append([one])
    matches = [
        _match(track, [_trimmed(run) for run in parts], hours, windows) for track, parts in runs.items()
    ]
    return sorted((m for m in matches if m), key=lambda match: (-match.score, match.track))


def _continues(last: Alignment, new: Alignment) -> bool:
    if (
        new.window == last.window
        or new.begin - last.end > GAP_FRAMES
        or abs(new.pitch - last.pitch) > APART_BINS
    ):
        return False
    seam = (last.end + new.begin) / 2
    return abs(last.place(seam) - new.place(seam)) < APART_FRAMES


def _trimmed(run: list[Alignment]) -> list[Alignment]:
    """Without windows at its ends in which next to nothing of the reference is left: the line only runs on
    through other music."""
    least = FADED * max(a.share for a in run)
    heard = [n for n, a in enumerate(run) if a.share >= least]
    return run[heard[0] : heard[-1] + 1]


def evidence(run: Sequence[Alignment], windows: int) -> float:
    """What a run of windows proves, in deviations above what is not a copy.

    The margin over the best wrong line; and, since each sees what the others do not, a little of the margin
    over other keys alone, of the lead and of what stands above chance. Windows overlap by half, so that their
    sum has the spread of twice as many less one; what strangers have in the middle is taken off before. In a
    file of several windows a copy has margin enough, while songs that share drums, bass and chords do so all
    along: there what they have too counts less.
    """
    spread = math.sqrt(2 * len(run) - 1)
    margin = USUAL + sum(a.margin - USUAL for a in run) / spread
    lead = sum(a.lead for a in run) / spread
    few = 1.0 if windows == 1 else 0.4
    also = max(few * _also(a) + _same(a) for a in run)
    alone = max(_weighed(a.margin, a.lead) + few * _also(a) + _same(a) for a in run)
    if len(run) > 1:
        alone -= 0.35 * math.log(len(run))  # the best of many windows is good by luck
    return max(alone, _weighed(margin, lead) + also)


def _weighed(margin: float, lead: float) -> float:
    return margin + 0.5 * min(lead, MOST_LEAD)


def _also(one: Alignment) -> float:
    """What a copy has where music repeats itself and leaves no margin. It goes for whole windows: something
    in a few seconds that equals other music is soon found."""
    agreeing = min(1.0, one.part / WHOLE)
    return agreeing * (0.5 * min(one.apart, MOST_APART) + 0.1 * min(one.hope, MOST_HOPE))


def _same(one: Alignment) -> float:
    """What agrees almost peak by peak for a whole window is no other music, however it repeats itself."""
    return 40.0 * max(0.0, one.share - ALL_BUT) * min(1.0, one.part / WHOLE)


def _match(track: int, runs: Sequence[Sequence[Alignment]], hours: float, windows: int) -> Match | None:
    """All segments of one track together, if together they are certain."""
    ordered = sorted(((evidence(run, windows), run) for run in runs), key=lambda one: -one[0])
    kept: list[tuple[float, Sequence[Alignment]]] = []
    for proved, run in ordered:
        if not kept or (proved > LEAST_PIECE and not any(_rivals(run, other) for _, other in kept)):
            kept.append((proved, run))
    score = chance.together([proved for proved, _ in kept], LEAST_PIECE)
    p_false = chance.p_false(score, hours, windows)
    if p_false > chance.TOLD:
        return None
    segments = sorted((_segment(run, proved) for proved, run in kept), key=lambda s: s.f0)
    best = max((one for _, run in kept for one in run), key=lambda a: a.score)
    longest = max(segments, key=lambda s: s.f1 - s.f0)
    tempo, pitch = best.speed, best.pitch * 12 / BINS_PER_OCTAVE
    if longest.f1 - longest.f0 > LONG_ENOUGH:
        tempo = (longest.r1 - longest.r0) / (longest.f1 - longest.f0)
    tied = abs(math.log2(tempo) - pitch / 12) < TIED
    return Match(
        track,
        round(score, 2),
        segments,
        round(tempo, 4) if tied else 1.0,
        round(pitch, 2),
        round(covered((s.f0, s.f1) for s in segments), 2),
        round(covered((s.r0, s.r1) for s in segments), 2),
        p_false,
        round(tempo, 4),
    )


def _rivals(one: Sequence[Alignment], other: Sequence[Alignment]) -> bool:
    """Whether two runs explain the same part of the file."""
    spans = [(min(a.begin for a in run), max(a.end for a in run)) for run in (one, other)]
    shared = min(end for _, end in spans) - max(begin for begin, _ in spans)
    return shared > 0.4 * min(end - begin for begin, end in spans)


def _segment(run: Sequence[Alignment], proved: float) -> Segment:
    first = min(run, key=lambda a: a.begin)
    last = max(run, key=lambda a: a.end)
    best = max(run, key=lambda a: a.score)
    return Segment(
        round(float(first.begin) / FRAMES_PER_SECOND, 2),
        round(float(last.end) / FRAMES_PER_SECOND, 2),
        round(max(0.0, float(first.place(first.begin))) / FRAMES_PER_SECOND, 2),
        round(max(0.0, float(last.place(last.end))) / FRAMES_PER_SECOND, 2),
        round(proved, 2),
        round(best.speed, 4),
        round(best.pitch * 12 / BINS_PER_OCTAVE, 2),
    )
