"""Right or wrong, with intervals: what a table of recognition says."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from earprint.matches import Match
from earprint.prints import Print
from identifying.queries import Query

NEAR = 0.5  # seconds a place may be off
ALIKE = 0.6  # share of peaks two places of a track have in common when they sound the same


@dataclass
class Row:
    """Counts of one disguise. `found`: the right track, best; `placed`: and at its place; `sure`: the right
    track, likelier than any stranger of the run; `scores`: of the right track, told or not."""

    tried: int = 0
    found: int = 0
    sure: int = 0
    other: int = 0
    placeable: int = 0
    placed: int = 0
    seconds: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)


def interval(found: int, tried: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    if not tried:
        return 0.0, 1.0
    z, share = 1.96, found / tried
    middle = share + z * z / (2 * tried)
    spread = z * math.sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    return max(0.0, (middle - spread) / (1 + z * z / tried)), min(
        1.0, (middle + spread) / (1 + z * z / tried)
    )


def told(
    answers: Iterable[tuple[Query, Sequence[Match], float]],
    names: Sequence[str],
    prints: Sequence[Print],
    certain: float,
    sure: float,
) -> dict[str, Row]:
    """Rows of the table. `names` and `prints` by track number; what is not told at p_false up to `certain` is
    not found, what is not below `sure` might have been a stranger."""
    rows: dict[str, Row] = defaultdict(Row)
    for query, matches, seconds in answers:
        row = rows[query.row]
        row.tried += 1
        row.seconds.append(seconds)
        row.scores.append(_score_of(query, matches, names))
        if not matches:
            continue
        best = matches[0]
        right = best.track < len(names) and names[best.track] == query.track
        row.sure += right and best.p_false < sure
        if best.p_false > certain:
            continue
        row.other += not right
        row.found += right
        if right and query.placed:
            row.placed += right_place(query, best, prints[best.track])
    for query_row, row in rows.items():
        row.placeable = row.tried if query_row not in ("cut-up 2.5 s", "2-s loop") else 0
    return dict(rows)


def _score_of(query: Query, matches: Sequence[Match], names: Sequence[str]) -> float:
    """What the right track scores, told or not; 0 if it is not there at all."""
    right = [m.score for m in matches if m.track < len(names) and names[m.track] == query.track]
    return max(right, default=0.0)


def right_place(query: Query, match: Match, reference: Print) -> bool:
    """The best segment lies where the query was cut, or where the reference sounds the same."""
    segment = max(match.segments, key=lambda s: s.score)
    middle = (segment.f0 + segment.f1) / 2
    meant = query.begin + query.rate * middle
    said = segment.r0 + (middle - segment.f0) * segment.tempo
    return abs(meant - said) < NEAR or alike(reference, meant, said)


def alike(reference: Print, one: float, other: float, seconds: float = 3.0) -> bool:
    """Whether two places of a track have most of their landmarks in common."""
    a, b = _around(reference, one, seconds), _around(reference, other, seconds)
    if len(a) < 8 or len(b) < 8:
        return False
    best = 0.0
    for shift in np.arange(-NEAR, NEAR, 0.016):
        near = (np.abs(a[:, None, 0] - b[None, :, 0] - shift) < 0.03) & (
            np.abs(a[:, None, 1] - b[None, :, 1]) < 0.7
        )
        best = max(best, float(near.any(axis=1).mean()))
    return best > ALIKE


def _around(reference: Print, place: float, seconds: float) -> np.ndarray:
    t, f = reference.frames() / 62.5 - place, reference.bins()
    part = reference.sparse & (np.abs(t) < seconds)
    return np.stack([t[part], f[part]], axis=1)
