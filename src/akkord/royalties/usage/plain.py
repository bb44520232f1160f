"""What `filling` and `wide` do, with Python's own numbers, for buckets and pools whose fractions are too fine
for 128 bits.

Slow and exact. Nobody's odd share makes another's month slow: only the buckets that hold it come here.
"""

from fractions import Fraction
from itertools import pairwise

import numpy as np

from akkord.money import Cut, share

from .filling import Cells, Entries, Lines, Rows
from .wide import number


def weights_of(entries: Entries, cells: Cells, bucket: int) -> dict[int, tuple[Fraction, Fraction]]:
    """By pool: what a bucket weighs, and its plays by the part of each."""
    found: dict[int, list[dict[int, int]]] = {}
    for entry in range(entries.starts[bucket], entries.starts[bucket + 1]):
        fraction, split = int(entries.fraction[entry]), entries.split[entry]
        for low, high, heard, _, pool, _ in cells.cells[
            cells.starts[split] : cells.starts[split + 1]
        ].tolist():
            weights, plays = found.setdefault(int(cells.money[pool]), [{}, {}])
            weights[fraction] = weights.get(fraction, 0) + number(high, low)
            plays[fraction] = plays.get(fraction, 0) + heard
    return {pool: (_sum(entries, weights), _sum(entries, plays)) for pool, (weights, plays) in found.items()}


def _sum(entries: Entries, by_fraction: dict[int, int]) -> Fraction:
    return sum((entries.fractions[each] * count for each, count in by_fraction.items()), Fraction(0))


def share_rows(amount: int, weights: list[Fraction]) -> tuple[list[int], tuple[int, Fraction] | None]:
    """An amount to rows in order; and of the last that got a unit left over its place and remainder."""
    if not any(weights):
        return [0] * len(weights), None
    found = share(amount, dict(enumerate(weights)))
    cut: Cut | None = found.cut
    return list(found.parts.values()), None if cut is None else (cut.place, cut.remainder)


def worths_of(entries: Entries, cells: Cells, rows: Rows, lines: Lines) -> list[int]:
    """What the plays of each line of one bucket weigh, each whole."""
    weights: dict[tuple[int, int, int, int], int] = {}
    bucket = int(rows.bucket[lines.first_row])
    for entry in range(entries.starts[bucket], entries.starts[bucket + 1]):
        split = entries.split[entry]
        for low, high, _, _, pool, place in cells.cells[
            cells.starts[split] : cells.starts[split + 1]
        ].tolist():
            key = (int(cells.money[pool]), int(entries.subject[entry]), place, int(entries.fraction[entry]))
            weights[key] = weights.get(key, 0) + number(high, low)
    return [
        weights[
            int(rows.pool[lines.first_row + at]),
            int(lines.subject[line]),
            int(lines.place[line]),
            int(lines.fraction[line]),
        ]
        for at, (first, last) in enumerate(pairwise(lines.starts.tolist()))
        for line in range(first, last)
    ]


def amounts_of(
    entries: Entries, cells: Cells, rows: Rows, lines: Lines, amounts: dict[int, int]
) -> np.ndarray:
    """What the lines of one bucket earned, when its rows got `amounts`."""
    worths, found = worths_of(entries, cells, rows, lines), list[int]()
    for at, (first, last) in enumerate(pairwise(lines.starts.tolist())):
        each = [worths[line] * entries.fractions[lines.fraction[line]] for line in range(first, last)]
        found += share_rows(amounts[lines.first_row + at], each)[0]
    return np.array(found, np.int64)
