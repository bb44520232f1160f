"""Pools shared out: to buckets by the weight of their plays, and what a bucket got to its lines; by largest
remainder.

A bucket is a party and why its money waits; a line says how many plays of a recording (or of a sound nobody
knows), where, in what use, with which part of each, and what they earned. Lines add up to buckets, buckets to
pools, to the micro-unit, in whole numbers from end to end.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from akkord.money import Cut

from . import plain, wide
from .counting import Counted
from .errors import Doubled, TooMuch
from .filling import Lines, cells_of, entries_of, fill, heaviest, scales_of, weigh, whole_weights
from .lines import LinesWriter
from .memory import small_pages
from .splits import NOBODY

Array = npt.NDArray[Any]
AT_ONCE = 1 << 18  # lines held at a time; more only where one bucket has more


class Pool(NamedTuple):
    """Money of one offer, sold in one territory, in one currency: micro-units to share out."""

    offer: str
    sold_in: str
    currency: str
    amount: int


class Part(NamedTuple):
    """What a bucket got of a pool. `heard`: its plays, by the part of each that is its own."""

    party: int | None
    wait: str
    weight: Fraction
    heard: Fraction
    plays: int
    excluded: int
    amount: int


class SharedPool(NamedTuple):
    """A pool as it was shared: its whole amount, or nothing where no bucket weighs anything. The cut's place
    is (nobody, party, wait), the order of buckets.
    """

    pool: Pool
    shared: int
    weight: Fraction
    heard: Fraction
    cut: Cut | None


class Shares:
    """All pools of a month shared out, in order; a pool without currency holds plays that nothing was earned
    for.
    """

    def __init__(self, counted: Counted, pools: list[Pool]) -> None:
        self._counted, self._chosen = counted, pools
        self._entries = entries_of(counted.splits)
        self._cells = cells_of(counted, [pool[:2] for pool in pools])
        self._scales = scales_of(self._entries, heaviest(counted.cells))
        said = [(each.numerator, each.denominator) for each in self._entries.fractions] or [(0, 1)]
        self._parts = np.array(said, np.uint64).T.copy()
        self._denominators = np.array(self._scales.denominators or [0], np.uint64)
        self._rows = weigh(self._entries, self._scales, self._cells, len(pools))
        self._fine = self._weigh_plainly()
        self._order = np.argsort(self._rows.pool, kind="stable")
        self._starts = np.searchsorted(self._rows.pool[self._order], np.arange(len(pools) + 1))
        self._amounts = np.zeros(len(self._order), np.uint64)
        self._centric = np.array([pool[:2] in counted.centric for pool in pools] or [False])
        self.pools = self._share()

    def parts(self, number: int) -> Iterator[Part]:
        """The parts of the pool of that place, in the order of buckets."""
        for row in self._rows_of(number).tolist():
            weight, heard = self._weight(row)
            yield Part(
                *self._bucket(row),
                weight,
                heard,
                int(self._rows.plays[row]),
                int(self._rows.excluded[row]),
                int(self._amounts[row]),
            )

    @small_pages()
    def write_lines(self, path: Path) -> int:
        """Write the lines of all buckets, in order; says how many. The same plays and pools make the same
        bytes.
        """
        written = 0
        pools = [pool[:3] for pool in self._chosen]
        with LinesWriter(path, self._entries, pools, self._counted.places) as writer:
            for first, last in self._batches():
                lines = fill(self._entries, self._scales, self._cells, self._rows, first, last)
                centric = np.repeat(self._centric[self._rows.pool[first:last]], np.diff(lines.starts))
                worth = self._worth(lines, first, last)
                writer.write(self._rows, lines, self._earned(lines, first, last), worth, centric)
                written += len(lines.plays)
        return written

    # --- pools to buckets

    def _share(self) -> list[SharedPool]:
        """Every pool to its rows: by kernel where all weights have one denominator, else by plain numbers."""
        asked = np.array([pool.amount for pool in self._chosen], np.uint64)
        if self._scales.common:
            high, low = self._rows.high[self._order], self._rows.low[self._order]
            found = wide.apportion(self._starts, asked, high, low)
            self._amounts[self._order] = found.parts
        shared = []
        for number, pool in enumerate(self._chosen):
            rows = self._rows_of(number)
            if self._scales.common:
                each = self._scales.common
                weight = Fraction(wide.total(self._rows.high[rows], self._rows.low[rows]), each)
                heard = Fraction(wide.total(self._rows.heard_high[rows], self._rows.heard_low[rows]), each)
                at = int(found.cut_item[number])
                remainder = wide.number(found.cut_high[number], found.cut_low[number])
                cut = None if at < 0 else Cut(remainder / (weight * each), self._place(int(self._order[at])))
            else:
                weight, heard, cut = self._share_plainly(pool.amount, rows)
            shared.append(SharedPool(pool, pool.amount if weight else 0, weight, heard, cut))
        return shared

    def _share_plainly(self, amount: int, rows: Array) -> tuple[Fraction, Fraction, Cut | None]:
        weights = [self._weight(row) for row in rows.tolist()]
        parts, cut = plain.share_rows(amount, [weight for weight, _ in weights])
        self._amounts[rows] = parts
        return (
            sum((weight for weight, _ in weights), Fraction(0)),
            sum((heard for _, heard in weights), Fraction(0)),
            None if cut is None else Cut(cut[1], self._place(int(rows[cut[0]]))),
        )

    def _weigh_plainly(self) -> dict[int, tuple[Fraction, Fraction]]:
        """By row: what buckets weigh whose fractions are too fine for the kernels."""
        found: dict[int, tuple[Fraction, Fraction]] = {}
        for bucket in range(self._entries.buckets):
            if self._scales.plain(bucket):
                weights = plain.weights_of(self._entries, self._cells, bucket)
                first, last = np.searchsorted(self._rows.bucket, [bucket, bucket + 1])
                found |= {row: weights[int(self._rows.pool[row])] for row in range(first, last)}
        return found

    def _rows_of(self, number: int) -> Array:
        return self._order[self._starts[number] : self._starts[number + 1]]

    def _weight(self, row: int) -> tuple[Fraction, Fraction]:
        if row in self._fine:
            return self._fine[row]
        each = self._scales.denominators[int(self._rows.bucket[row])]
        return (
            Fraction(wide.number(self._rows.high[row], self._rows.low[row]), each),
            Fraction(wide.number(self._rows.heard_high[row], self._rows.heard_low[row]), each),
        )

    def _bucket(self, row: int) -> tuple[int | None, str]:
        bucket = int(self._rows.bucket[row])
        party = int(self._entries.party[bucket])
        return None if party == NOBODY else party, self._entries.wait[bucket]

    def _place(self, row: int) -> tuple[bool, int, str]:
        party, wait = self._bucket(row)
        return party is None, party or 0, wait

    # --- buckets to lines

    def _batches(self) -> Iterator[tuple[int, int]]:
        """Rows first to last of some whole buckets; a bucket of too fine fractions alone."""
        starts = np.append(np.flatnonzero(np.diff(self._rows.bucket, prepend=-1)), len(self._rows.bucket))
        begin, held = 0, 0
        for first, last in pairwise(starts.tolist()):
            alone = self._scales.plain(int(self._rows.bucket[first]))
            size = int(self._rows.items[first:last].sum())
            if begin < first and (alone or held + size > AT_ONCE):
                yield begin, first
                begin, held = first, 0
            held += size
            if alone:
                yield first, last
                begin, held = last, 0
        if begin < len(self._rows.bucket):
            yield begin, len(self._rows.bucket)

    def _earned(self, lines: Lines, first: int, last: int) -> Array:
        amounts = self._amounts[first:last]
        if self._scales.plain(int(self._rows.bucket[first])):
            said = dict(zip(range(first, last), amounts.tolist(), strict=True))
            return plain.amounts_of(self._entries, self._cells, self._rows, lines, said)
        return wide.apportion(lines.starts, amounts, lines.high, lines.low).parts

    def _worth(self, lines: Lines, first: int, last: int) -> tuple[Array, Array]:
        """What the plays of each line weigh, each whole (high, low), where payers pay for what they hear."""
        high, low = np.zeros((2, len(lines.plays)), np.uint64)
        bucket, asked = self._rows.bucket[first:last], self._centric[self._rows.pool[first:last]]
        if self._scales.plain(int(bucket[0])):
            for line, worth in enumerate(plain.worths_of(self._entries, self._cells, self._rows, lines)):
                high[line], low[line] = worth >> 64, worth & wide.WORD
        elif asked.any():
            numerator, denominator = self._parts
            whole_weights(
                lines.starts, asked, self._denominators[bucket], numerator, denominator, lines.fraction,
                lines.high, lines.low, high, low,
            )  # fmt: skip
        return high, low


@small_pages()
def share(counted: Counted, pools: Sequence[Pool]) -> Shares:
    """Share pools out by counted plays. Plays of an offer without a pool have lines too, and earn nothing.

    Raises TooMuch.
    """
    if any(not 0 <= pool.amount < wide.MOST_AMOUNT for pool in pools):
        raise TooMuch("a pool")
    if len({pool[:3] for pool in pools}) < len(pools):
        raise Doubled("a pool stands twice")
    funded = {pool[:2] for pool in pools}
    return Shares(
        counted, sorted([*pools, *(Pool(*pool, "", 0) for pool in counted.pools if pool not in funded)])
    )
