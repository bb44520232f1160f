"""What each bucket is due of each pool, and the lines it is made of: compiled loops over parts and cells.

Parts of all splits are sorted by bucket, and within it as lines are; each leads to the cells of its split. So
a bucket's weights and lines are found by walking its own parts alone, whatever else the month holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from . import wide
from .counting import CELL, Counted
from .splits import Splits
from .wide import times

Array = npt.NDArray[Any]
_U = np.uint64
_CELLS = nb.from_dtype(CELL)[::1]


@dataclass(frozen=True)
class Entries:
    """Parts of splits by (bucket, subject, fraction, split); those of bucket b from `starts[b]` to `starts[b
    + 1]`.
    """

    starts: Array
    subject: Array
    fraction: Array
    split: Array  # rank
    party: Array  # of each bucket; splits.NOBODY for none
    wait: list[str]  # of each bucket
    recording: Array  # of each subject; 0 for none
    sound: Array
    fractions: list[Fraction]  # in order

    @property
    def buckets(self) -> int:
        return len(self.party)


def entries_of(splits: Splits) -> Entries:
    """The parts of all splits, by whom they go to. Parties in order, nobody last; then why money waits."""
    split = np.repeat(np.arange(len(splits)), np.diff(splits.starts))
    (party, wait), bucket = _ranked(splits.party, splits.wait)
    (recording, sound), subject = _ranked(splits.recording, splits.sound)
    (numerator, denominator), pair = _ranked(splits.numerator, splits.denominator)
    said = [Fraction(*each) for each in zip(numerator.tolist(), denominator.tolist(), strict=True)]
    fractions = sorted(set(said))
    fraction = np.array([fractions.index(each) for each in said] or [0], np.int64)[pair]
    order = np.lexsort((split, fraction, subject, bucket))
    return Entries(
        starts=np.concatenate(([0], np.cumsum(np.bincount(bucket, minlength=len(party))))),
        subject=subject[order].astype(np.int32),
        fraction=fraction[order].astype(np.int32),
        split=split[order],
        party=party,
        wait=[splits.waits[each] for each in wait.tolist()],
        recording=recording,
        sound=sound,
        fractions=fractions,
    )


def _ranked(first: Array, second: Array) -> tuple[tuple[Array, Array], Array]:
    """The different pairs of two columns, in order, and the place of each row's pair among them."""
    order = np.lexsort((second, first))
    one, two = first[order], second[order]
    new = np.ones(len(order), bool)
    new[1:] = (one[1:] != one[:-1]) | (two[1:] != two[:-1])
    rank = np.empty(len(order), np.int64)
    rank[order] = np.cumsum(new) - 1
    return (one[new], two[new]), rank


@dataclass(frozen=True)
class Cells:
    """Counted plays by (split, pool of money, place): of split s from `starts[s]` to `starts[s + 1]`."""

    starts: Array
    cells: Array  # of CELL
    money: Array  # the pool of money that the plays of a cell's pool earn


def cells_of(counted: Counted, pools: Sequence[tuple[str, str]]) -> Cells:
    """Cells by pools of money: offer and place of each, in order; where it has several currencies, several
    times.
    """
    owners = [[number for number, pool in enumerate(pools) if pool == place] for place in counted.pools]
    if all(len(each) == 1 for each in owners):
        return Cells(counted.starts, counted.cells, np.array([each[0] for each in owners] or [0], np.int64))
    many = np.array([len(each) for each in owners])[counted.cells["pool"]]
    split = np.repeat(np.repeat(np.arange(len(counted.splits)), np.diff(counted.starts)), many)
    later = np.arange(len(split)) - np.repeat(np.cumsum(many) - many, many)
    cells = np.repeat(counted.cells, many)
    cells["pool"] = np.array([each[0] for each in owners])[cells["pool"]] + later
    starts = np.concatenate(([0], np.cumsum(np.bincount(split, minlength=len(counted.splits)))))
    return Cells(starts, cells[np.lexsort((cells["place"], cells["pool"], split))], np.arange(len(pools)))


@dataclass(frozen=True)
class Scales:
    """What the weights of each bucket are counted in: its denominator, and each part as so many of them. 0:
    its fractions are too fine for 128 bits, and `plain` reckons it.
    """

    denominators: list[int]
    multiplier: Array  # of each entry
    common: int  # the denominator of all buckets; 0: they differ

    def plain(self, bucket: int) -> bool:
        return not self.denominators[bucket]


def scales_of(entries: Entries, heaviest: int) -> Scales:
    """One denominator for all if it fits (`heaviest`: what all cells weigh), else one for each bucket."""
    kinds = max(1, len(entries.fractions))
    kind = np.repeat(np.arange(entries.buckets), np.diff(entries.starts)) * kinds + entries.fraction
    used, place = np.unique(kind, return_inverse=True)
    pairs = [divmod(each, kinds) for each in used.tolist()]
    finest = [1] * entries.buckets
    for bucket, fraction in pairs:
        finest[bucket] = lcm(finest[bucket], entries.fractions[fraction].denominator)
    whole = lcm(*set(finest))
    common = whole if _fits(whole, heaviest) else 0
    each = [common or (own if _fits(own, heaviest) else 0) for own in finest]
    many = [
        entries.fractions[fraction].numerator * (each[bucket] // entries.fractions[fraction].denominator)
        for bucket, fraction in pairs
    ]
    return Scales(each, np.array(many or [0], np.uint64)[place], common)


def heaviest(cells: Array) -> int:
    """What all cells weigh together."""
    sums = np.zeros(2, np.uint64)
    _add_up(cells, sums)
    return wide.number(*sums)


@nb.njit(nb.void(_CELLS, nb.u8[::1]), cache=True, nogil=True)
def _add_up(cells: Any, sums: Any) -> None:
    for number in range(len(cells)):
        sums[1] += cells[number].low
        sums[0] += cells[number].high + _U(sums[1] < cells[number].low)


def _fits(denominator: int, heaviest: int) -> bool:
    return denominator < wide.MOST_AMOUNT and denominator * heaviest < wide.MOST_WEIGHT


@dataclass(frozen=True)
class Rows:
    """Each bucket in each pool it was heard in, by (bucket, pool): how many lines at most, plays, weight,
    plays by part.
    """

    bucket: Array
    pool: Array
    items: Array
    plays: Array
    excluded: Array
    high: Array
    low: Array
    heard_high: Array
    heard_low: Array


def weigh(entries: Entries, scales: Scales, cells: Cells, pools: int) -> Rows:
    """Every bucket in every pool; weights of buckets without a denominator are left at nothing."""
    per_entry = np.diff(cells.starts)[entries.split]
    per_bucket = np.concatenate(([0], np.cumsum(per_entry)))[entries.starts]
    most = int(np.minimum(np.diff(per_bucket), pools).sum())
    rows = Rows(*(np.zeros(most, kind) for kind in (np.int64,) * 5 + (np.uint64,) * 4))
    found = _weigh(
        entries.starts, entries.split, scales.multiplier, cells.starts, cells.cells, cells.money, pools,
        *vars(rows).values(),
    )  # fmt: skip
    return Rows(*(column[:found] for column in vars(rows).values()))


@nb.njit(
    nb.i8(
        nb.i8[::1], nb.i8[::1], nb.u8[::1], nb.i8[::1], _CELLS, nb.i8[::1], nb.i8, *(nb.i8[::1],) * 5,
        *(nb.u8[::1],) * 4,
    ),
    cache=True,
    nogil=True,
)  # fmt: skip
def _weigh(
    bucket_starts: Any, split: Any, multiplier: Any, cell_starts: Any, cells: Any, money: Any, pools: int,
    out_bucket: Any, out_pool: Any, items: Any, plays: Any, excluded: Any, high: Any, low: Any,
    heard_high: Any, heard_low: Any,
) -> Any:  # fmt: skip
    row_of = np.full(pools, -1, np.int64)
    end = 0
    for bucket in range(len(bucket_starts) - 1):
        begin = end
        for entry in range(bucket_starts[bucket], bucket_starts[bucket + 1]):
            much = multiplier[entry]
            for at in range(cell_starts[split[entry]], cell_starts[split[entry] + 1]):
                cell = cells[at]
                pool = money[cell.pool]
                row = row_of[pool]
                if row < 0:  # rows of one bucket in the order of pools, however they were met
                    row = end
                    while row > begin and out_pool[row - 1] > pool:
                        row -= 1
                    for moved in range(end, row, -1):
                        out_pool[moved] = out_pool[moved - 1]
                        items[moved], plays[moved], excluded[moved] = (
                            items[moved - 1],
                            plays[moved - 1],
                            excluded[moved - 1],
                        )
                        high[moved], low[moved] = high[moved - 1], low[moved - 1]
                        heard_high[moved], heard_low[moved] = heard_high[moved - 1], heard_low[moved - 1]
                        row_of[out_pool[moved]] = moved
                    out_pool[row], row_of[pool] = pool, row
                    items[row], plays[row], excluded[row] = 0, 0, 0
                    high[row], low[row], heard_high[row], heard_low[row] = _U(0), _U(0), _U(0), _U(0)
                    out_bucket[end] = bucket
                    end += 1
                items[row] += 1
                plays[row] += cell.plays
                excluded[row] += cell.excluded
                one_high, one_low = times(much, cell.low)
                low[row] += one_low
                high[row] += one_high + much * cell.high + _U(low[row] < one_low)
                one_high, one_low = times(much, _U(cell.plays))
                heard_low[row] += one_low
                heard_high[row] += one_high + _U(heard_low[row] < one_low)
        for row in range(begin, end):
            row_of[out_pool[row]] = -1
    return end


@dataclass(frozen=True)
class Lines:
    """Lines of some rows, in order: those of row r from `starts[r]` to `starts[r + 1]`."""

    first_row: int
    starts: Array
    subject: Array
    place: Array
    fraction: Array
    plays: Array
    excluded: Array
    high: Array  # weight
    low: Array


def fill(entries: Entries, scales: Scales, cells: Cells, rows: Rows, first: int, last: int) -> Lines:
    """The lines of rows `first` to `last`, which hold all rows of their buckets; equal lines are one."""
    slots = np.concatenate(([0], np.cumsum(rows.items[first:last])))
    size = int(slots[-1])
    columns = [
        np.empty(size, kind)
        for kind in (np.int32, np.int32, np.int32, np.int64, np.int64, np.uint64, np.uint64)
    ]
    starts = np.zeros(last - first + 1, np.int64)
    size = _fill(
        entries.starts, entries.subject, entries.fraction, entries.split, scales.multiplier,
        cells.starts, cells.cells, cells.money, rows.bucket[first:last], rows.pool[first:last], slots, starts,
        *columns,
    )  # fmt: skip
    return Lines(first, starts, *(column[:size] for column in columns))


@nb.njit(
    nb.void(
        nb.i8[::1], nb.b1[::1], nb.u8[::1], nb.u8[::1], nb.u8[::1], nb.i4[::1], *(nb.u8[::1],) * 4
    ),
    cache=True,
    nogil=True,
)  # fmt: skip
def whole_weights(
    starts: Any, asked: Any, denominators: Any, numerator: Any, denominator: Any, fraction: Any, high: Any,
    low: Any, out_high: Any, out_low: Any,
) -> None:  # fmt: skip
    """What the plays of each line weigh before the part of each is taken, in the rows that are asked for."""
    for row in range(len(asked)):
        if not asked[row]:
            continue
        for line in range(starts[row], starts[row + 1]):
            part = fraction[line]
            by = numerator[part] * (denominators[row] // denominator[part])
            out_high[line], out_low[line] = wide.divided(high[line], low[line], by) if by else (_U(0), _U(0))


@nb.njit(
    nb.i8(
        *(nb.i8,) * 3, *(nb.i8[::1],) * 3, *(nb.i4[::1],) * 3, nb.i8[::1], nb.i8[::1], nb.u8[::1], nb.u8[::1]
    ),
    cache=True,
    nogil=True,
)  # fmt: skip
def _close_up(
    begin: Any, end: Any, size: Any, slots: Any, ends: Any, starts: Any, subject: Any, place: Any,
    fraction: Any, plays: Any, excluded: Any, high: Any, low: Any,
) -> Any:  # fmt: skip
    """Lines that became one left room between them: the rows of a bucket move up to the last line written."""
    for filled in range(begin, end):
        starts[filled] = size
        for slot in range(slots[filled], ends[filled]):
            subject[size], place[size], fraction[size] = subject[slot], place[slot], fraction[slot]
            plays[size], excluded[size] = plays[slot], excluded[slot]
            high[size], low[size] = high[slot], low[slot]
            size += 1
    return size


@nb.njit(
    nb.void(
        *(nb.i8,) * 2, *(nb.i4[::1],) * 3, nb.i8[::1], nb.i8[::1], nb.u8[::1], nb.u8[::1]
    ),
    cache=True,
    nogil=True,
)  # fmt: skip
def _make_room(
    at: Any, end: Any, subject: Any, place: Any, fraction: Any, plays: Any, excluded: Any, high: Any, low: Any
) -> None:
    """Lines from `at` to `end` move on by one."""
    for moved in range(end, at, -1):
        subject[moved], place[moved] = subject[moved - 1], place[moved - 1]
        fraction[moved], plays[moved] = fraction[moved - 1], plays[moved - 1]
        excluded[moved], high[moved], low[moved] = excluded[moved - 1], high[moved - 1], low[moved - 1]


@nb.njit(
    nb.i8(
        nb.i8[::1], nb.i4[::1], nb.i4[::1], nb.i8[::1], nb.u8[::1], nb.i8[::1], _CELLS, *(nb.i8[::1],) * 5,
        *(nb.i4[::1],) * 3, nb.i8[::1], nb.i8[::1], nb.u8[::1], nb.u8[::1],
    ),
    cache=True,
    nogil=True,
)  # fmt: skip
def _fill(
    bucket_starts: Any, entry_subject: Any, entry_fraction: Any, entry_split: Any, multiplier: Any,
    cell_starts: Any, cells: Any, money: Any, bucket_of: Any, pool_of: Any, slots: Any, starts: Any,
    subject: Any, place: Any, fraction: Any, plays: Any, excluded: Any, high: Any, low: Any,
) -> Any:  # fmt: skip
    most = np.int64(0)
    for row in range(len(pool_of)):
        most = max(most, pool_of[row])
    row_of, ends = np.zeros(most + 1, np.int64), np.empty(len(pool_of), np.int64)
    size, row = 0, 0
    while row < len(bucket_of):
        bucket, begin = bucket_of[row], row
        while row < len(bucket_of) and bucket_of[row] == bucket:
            row_of[pool_of[row]], ends[row] = row, slots[row]
            row += 1
        for entry in range(bucket_starts[bucket], bucket_starts[bucket + 1]):
            what, part, much = entry_subject[entry], entry_fraction[entry], multiplier[entry]
            for number in range(cell_starts[entry_split[entry]], cell_starts[entry_split[entry] + 1]):
                cell = cells[number]
                here, where = row_of[money[cell.pool]], np.int32(cell.place)
                one_high, one_low = times(much, cell.low)
                one_high += much * cell.high
                at, floor = ends[here], slots[here]
                while (
                    at > floor
                    and subject[at - 1] == what
                    and (place[at - 1] > where or (place[at - 1] == where and fraction[at - 1] > part))
                ):
                    at -= 1
                if (
                    at > floor
                    and subject[at - 1] == what
                    and place[at - 1] == where
                    and fraction[at - 1] == part
                ):
                    at -= 1
                    plays[at] += cell.plays
                    excluded[at] += cell.excluded
                    low[at] += one_low
                    high[at] += one_high + _U(low[at] < one_low)
                    continue
                if at < ends[here]:
                    _make_room(at, ends[here], subject, place, fraction, plays, excluded, high, low)
                ends[here] += 1
                subject[at], place[at], fraction[at] = what, where, part
                plays[at], excluded[at], high[at], low[at] = cell.plays, cell.excluded, one_high, one_low
        size = _close_up(
            begin, row, size, slots, ends, starts, subject, place, fraction, plays, excluded, high, low
        )
    starts[len(bucket_of)] = size
    return size
