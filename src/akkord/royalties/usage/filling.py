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
    order = np.lexsort((fraction, subject, bucket))  # splits stand in order
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
        entries.starts, entries.split, scales.multiplier, cells.starts, cells.cells, cells.money,
        np.zeros(pools + 1, _SUM), *vars(rows).values(),
    )  # fmt: skip
    return Rows(*(column[:found] for column in vars(rows).values()))


_SUM = np.dtype(  # of a row, while its bucket is walked
    [
        ("items", "i8"),
        ("plays", "i8"),
        ("excluded", "i8"),
        *((word, "u8") for word in ("high", "low", "heard_high", "heard_low")),
    ]
)


@nb.njit(
    nb.i8(
        nb.i8[::1], nb.i8[::1], nb.u8[::1], nb.i8[::1], _CELLS, nb.i8[::1], nb.from_dtype(_SUM)[::1],
        *(nb.i8[::1],) * 5, *(nb.u8[::1],) * 4,
    ),
    cache=True,
    nogil=True,
)  # fmt: skip
def _weigh(
    bucket_starts: Any, split: Any, multiplier: Any, cell_starts: Any, cells: Any, money: Any, sums: Any,
    out_bucket: Any, out_pool: Any, items: Any, plays: Any, excluded: Any, high: Any, low: Any,
    heard_high: Any, heard_low: Any,
) -> Any:  # fmt: skip
    """Sums by pool, and one more that stays empty."""
    row, pools = 0, len(sums) - 1
    for bucket in range(len(bucket_starts) - 1):
        for entry in range(bucket_starts[bucket], bucket_starts[bucket + 1]):
            much = multiplier[entry]
            for at in range(cell_starts[split[entry]], cell_starts[split[entry] + 1]):
                cell = cells[at]
                here = sums[money[cell.pool]]
                here.items += 1
                here.plays += cell.plays
                here.excluded += cell.excluded
                one_high, one_low = times(much, cell.low)
                here.low += one_low
                here.high += one_high + much * cell.high + _U(here.low < one_low)
                one_high, one_low = times(much, _U(cell.plays))
                here.heard_low += one_low
                here.heard_high += one_high + _U(here.heard_low < one_low)
        for pool in range(pools):
            here = sums[pool]
            if here.items:
                out_bucket[row], out_pool[row] = bucket, pool
                items[row], plays[row], excluded[row] = here.items, here.plays, here.excluded
                high[row], low[row] = here.high, here.low
                heard_high[row], heard_low[row] = here.heard_high, here.heard_low
                sums[pool] = sums[pools]
                row += 1
    return row


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


LINE = np.dtype(
    [
        ("subject", "i4"),
        ("place", "i4"),
        ("fraction", "i4"),
        ("plays", "u4"),
        ("excluded", "u4"),
        ("high", "u8"),
        ("low", "u8"),
    ],
    align=True,  # records of 40 bytes while equal lines are looked for, columns afterwards
)
_LINES = nb.from_dtype(LINE)[::1]


def fill(entries: Entries, scales: Scales, cells: Cells, rows: Rows, first: int, last: int) -> Lines:
    """The lines of rows `first` to `last`, which hold all rows of their buckets; equal lines are one."""
    slots = np.concatenate(([0], np.cumsum(rows.items[first:last])))
    size = int(slots[-1])
    columns = [np.empty(size, LINE[name]) for name in LINE.names or ()]
    starts = np.zeros(last - first + 1, np.int64)
    size = _fill(
        entries.starts, entries.subject, entries.fraction, entries.split, scales.multiplier,
        cells.starts, cells.cells, cells.money, rows.bucket[first:last], rows.pool[first:last], slots,
        np.empty(size, LINE), starts, *columns,
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


@nb.njit(nb.i8(_LINES, nb.i8, nb.i8, nb.i4, nb.i4, nb.i4), cache=True, nogil=True)
def _place_of(lines: Any, floor: int, end: int, subject: Any, place: Any, fraction: Any) -> Any:
    """The first line of a row that stands at this place or after; no subject comes after this one."""
    while end > floor:
        line = lines[end - 1]
        if (
            line.subject != subject
            or line.place < place
            or (line.place == place and line.fraction < fraction)
        ):
            break
        end -= 1
    return end


@nb.njit(
    nb.i8(
        nb.i8[::1], nb.i4[::1], nb.i4[::1], nb.i8[::1], nb.u8[::1], nb.i8[::1], _CELLS, *(nb.i8[::1],) * 4,
        _LINES, nb.i8[::1], *(nb.i4[::1],) * 3, nb.u4[::1], nb.u4[::1], nb.u8[::1], nb.u8[::1],
    ),
    cache=True,
    nogil=True,
)  # fmt: skip
def _fill(
    bucket_starts: Any, entry_subject: Any, entry_fraction: Any, entry_split: Any, multiplier: Any,
    cell_starts: Any, cells: Any, money: Any, bucket_of: Any, pool_of: Any, slots: Any, lines: Any,
    starts: Any, subject: Any, place: Any, fraction: Any, plays: Any, excluded: Any, high: Any, low: Any,
) -> Any:  # fmt: skip
    """Lines are collected row by row, each row where it has room for all, and come out without the room that
    equal ones left.
    """
    most = np.int64(0)
    for row in range(len(pool_of)):
        most = max(most, pool_of[row])
    row_of, ends = np.zeros(most + 1, np.int64), slots[:-1].copy()
    row = 0
    while row < len(bucket_of):
        bucket = bucket_of[row]
        while row < len(bucket_of) and bucket_of[row] == bucket:
            row_of[pool_of[row]] = row
            row += 1
        for entry in range(bucket_starts[bucket], bucket_starts[bucket + 1]):
            what, part, much = entry_subject[entry], entry_fraction[entry], multiplier[entry]
            for number in range(cell_starts[entry_split[entry]], cell_starts[entry_split[entry] + 1]):
                cell = cells[number]
                here, where = row_of[money[cell.pool]], np.int32(cell.place)
                at = _place_of(lines, slots[here], ends[here], what, where, part)
                if (
                    at == ends[here]
                    or lines[at].subject != what
                    or lines[at].place != where
                    or lines[at].fraction != part
                ):
                    for moved in range(ends[here], at, -1):
                        lines[moved] = lines[moved - 1]
                    ends[here] += 1
                    line = lines[at]
                    line.subject, line.place, line.fraction = what, where, part
                    line.plays, line.excluded, line.high, line.low = 0, 0, _U(0), _U(0)
                line = lines[at]
                one_high, one_low = times(much, cell.low)
                line.plays += cell.plays
                line.excluded += cell.excluded
                line.low += one_low
                line.high += one_high + much * cell.high + _U(line.low < one_low)
    size = 0
    for row in range(len(bucket_of)):
        starts[row] = size
        for at in range(slots[row], ends[row]):
            line = lines[at]
            subject[size], place[size], fraction[size] = line.subject, line.place, line.fraction
            plays[size], excluded[size] = line.plays, line.excluded
            high[size], low[size] = line.high, line.low
            size += 1
    starts[len(bucket_of)] = size
    return size
