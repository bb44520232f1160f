"""Plays of a month counted: how many of each split, in each pool, territory and use, and what they weigh.

Each play becomes one number of 64 bits, (split, pool, place, excluded, payer); sorted by the first three,
plays of one cell are neighbours, and one walk counts them. Where payers pay for what they hear, a payer's fee
is divided over the plays of that payer in pico-units, and the remainder goes one each to the first of them in
the order of cells: so the same walk does both, with one number to remember for each payer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from . import splits
from .errors import BadSplit, Doubled, TooMany, TooMuch
from .memory import small_pages
from .plays import Partition, batches_of, ids, numbers, read_plays, rows_of
from .splits import Splits

Array = npt.NDArray[Any]
PoolPlace = tuple[str, str]  # offer, and where it was sold
Place = tuple[str, str]  # territory of the play, and use

MOST_FEE = 2**62  # so that the two parts of a play add up within 64 bits
_U = np.uint64
_READ_ONLY = nb.types.Array(nb.i4, 1, "C", readonly=True)  # a column where Parquet's reader left it
_DIGIT = 10  # bits sorted by in one pass
_SPLIT, _POOL, _PLACE = 29, 17, 1  # before all are known: a split in 35 bits, 12 of a pool, 16 of a place, 1


class Payers(NamedTuple):
    """Who paid for an offer: listeners (each once), and of each the royalty part of the net fee in pico-units
    (10⁻¹² of the currency's unit)."""

    listeners: Array
    fees: Array


CELL = np.dtype(
    [
        ("low", "u8"),  # weight: plays, or pico-units where payers pay for what they hear
        ("high", "u8"),
        ("plays", "u4"),  # that earn
        ("excluded", "u4"),  # that do not
        ("pool", "u2"),
        ("place", "u2"),
    ],
    align=True,  # 32 bytes: two of them in what a processor reads from memory at once
)


@dataclass(frozen=True)
class Counted:
    """Plays of a month by (split, pool, place): cells `starts[rank]` to `starts[rank + 1]`, in that order."""

    pools: list[PoolPlace]
    places: list[Place]
    splits: Splits
    starts: Array
    cells: Array  # of CELL
    centric: frozenset[PoolPlace] = frozenset()  # whose payers pay for what they hear

    def rows(self) -> Iterator[tuple[str, str, str, str, int, int, int]]:
        """(offer, sold_in, territory, use, split, plays, excluded plays), by split."""
        split = np.repeat(self.splits.numbers, np.diff(self.starts)).tolist()
        for number, (_, _, plays, excluded, pool, place) in zip(split, self.cells.tolist(), strict=True):
            yield *self.pools[pool], *self.places[place], number, plays, excluded


@small_pages()
def count(partitions: Sequence[Partition], payers: Mapping[PoolPlace, Payers] | None = None) -> Counted:
    """Count the plays of some files, the latest revision of each. `payers`: the pools whose payers pay for
    what they hear, and who they are. Raises BadPlays, BadSplit, Doubled, TooMany, TooMuch.
    """
    known = splits.load(partition.splits for partition in partitions)
    reading = _Reading(partitions, payers or {})
    layout = _Layout(reading, known)
    rows, weighs = reading.rows, np.diff(known.starts) > 0
    played, heard = np.zeros(len(reading.fees), np.int64), np.zeros(len(layout.pools), np.int64)
    if not _pack(
        rows, reading.paying, known.rank_of, weighs, *layout.tables, *layout.bits, layout.payers, played,
        heard,
    ):  # fmt: skip
        raise BadSplit("a play names a split that no dictionary holds")
    reading.paying = reading.paying[:0]
    fees = _Fees(reading, layout, played, heard)
    payer_bits = layout.bits[2]
    rows = _sorted(rows, np.empty_like(rows), payer_bits + 1, layout.cell_bits)
    cells = np.zeros(_count_cells(rows, payer_bits), CELL)
    starts = np.zeros(len(known) + 1, np.int64)
    _walk(
        rows, *layout.bits, weighs, layout.centric, layout.payers, fees.each, fees.left, fees.of_all,
        fees.left_of_all, starts, cells,
    )  # fmt: skip
    return Counted(layout.pools, layout.places, known, starts, cells, frozenset(payers or ()))


class _Reading:
    """All rows of the files as numbers, (split, pool, place, excluded), pools and places numbered as met;
    beside them, where payers are asked for, whose play it is (0: nobody who pays in that pool).
    """

    def __init__(self, partitions: Sequence[Partition], payers: Mapping[PoolPlace, Payers]) -> None:
        paid = sorted(payers)
        self.pools: dict[PoolPlace, int] = {pool: number for number, pool in enumerate(paid)}
        self.places: dict[Place, int] = {}
        ranked = [_in_order(payers[pool]) for pool in paid]
        self.payer_starts = np.cumsum([0, *(len(each.fees) for each in ranked)]).astype(np.int64)
        self.fees = np.concatenate([each.fees for each in ranked] or [np.zeros(0, np.uint64)])
        self._listeners = np.concatenate([each.listeners for each in ranked] or [np.zeros(0, np.int64)])
        self.seen_pools, self.seen_places = np.zeros(1 << 12, np.uint8), np.zeros(1 << 16, np.uint8)
        most = sum(rows_of(partition.plays) for partition in partitions)
        self.rows = np.empty(most, np.uint64)
        self.paying = np.empty(most if payers else 0, np.uint32)
        read = [
            "split",
            "offer",
            "sold_in",
            "territory",
            "use",
            "excluded",
            *(["listener"] if payers else []),
        ]
        at, self._said, self._tables = 0, list[list[str]](), self._tables_of([], [], [], [], [])
        for day in sorted({partition.day for partition in partitions}):
            for batch in rows_of_day([each for each in partitions if each.day == day], read):
                at = self._take(batch, at)
        self.rows, self.paying = self.rows[:at], self.paying[:at]

    def _take(self, batch: pa.RecordBatch, at: int) -> int:
        words = [batch.column(name) for name in ("offer", "sold_in", "territory", "use", "excluded")]
        said = [column.dictionary.to_pylist() for column in words]
        if said != self._said:  # most batches say it with the words of the one before
            self._said, self._tables = said, self._tables_of(*said)
        out = self.rows[at : at + len(batch)]
        split = np.asarray(batch.column("split"), np.int32)
        codes = [np.asarray(column.indices, np.int32) for column in words]
        _join(*(split, *codes, *self._tables, out, self.seen_pools, self.seen_places))
        if len(self.paying):
            listener = np.asarray(batch.column("listener"), np.int64)
            _look_up(listener, out, self.payer_starts, self._listeners, self.paying[at : at + len(batch)])
        return at + len(batch)

    def _tables_of(
        self,
        offers: list[str],
        sold_in: list[str],
        territories: list[str],
        uses: list[str],
        excluded: list[str],
    ) -> tuple[Array, Array, Array]:
        """What words stand for: the number of each pool and place, and whether a play is left out."""
        return (
            _numbered(self.pools, offers, sold_in, 12),
            _numbered(self.places, territories, uses, 16),
            np.array([word != "" for word in excluded] or [False], np.int64),
        )


def rows_of_day(partitions: Sequence[Partition], columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Some columns of the plays of one day, the latest revision of each. Raises BadPlays, Doubled."""
    latest = _latest(partitions) if any(each.corrects for each in partitions) else {}
    for partition in partitions:
        if partition in latest:
            yield from read_plays(partition.plays, columns).filter(latest[partition]).to_batches()
        else:
            yield from batches_of(partition.plays, columns)


def _in_order(payers: Payers) -> Payers:
    order = np.argsort(payers.listeners, kind="stable")
    listeners, fees = np.asarray(payers.listeners, np.int64)[order], np.asarray(payers.fees)[order]
    if (listeners[1:] == listeners[:-1]).any():
        raise Doubled("a payer stands twice in one pool")
    if len(fees) and (int(fees.min()) < 0 or int(fees.max()) > MOST_FEE):
        raise TooMuch("the fee of one payer")
    return Payers(listeners, fees.astype(np.uint64))


def _numbered(known: dict[tuple[str, str], int], first: list[str], second: list[str], bits: int) -> Array:
    """Numbers of all pairs of words; new ones are added. Raises TooMany."""
    table = np.array(
        [[known.setdefault((one, two), len(known)) for two in second] for one in first], np.int64
    )
    if len(known) > 1 << bits:
        raise TooMany(len(known).bit_length())
    return table.reshape(len(first), len(second))


def _latest(partitions: Sequence[Partition]) -> dict[Partition, pa.Array]:
    """Which rows of a day's files are the latest revision of their play. Raises Doubled."""
    tables = [read_plays(each.plays, ["play_id", "revision"]) for each in partitions]
    words = [ids(table) for table in tables]
    said_again = np.unique(
        np.concatenate([high for (high, _), each in zip(words, partitions, strict=True) if each.corrects])
    )
    maybe = [np.flatnonzero(np.isin(high, said_again)) for high, _ in words]
    high = np.concatenate([high[rows] for (high, _), rows in zip(words, maybe, strict=True)])
    low = np.concatenate([low[rows] for (_, low), rows in zip(words, maybe, strict=True)])
    revision = np.concatenate([numbers(t, "revision")[rows] for t, rows in zip(tables, maybe, strict=True)])
    order = np.lexsort((revision, low, high))
    same = (high[order][1:] == high[order][:-1]) & (low[order][1:] == low[order][:-1])
    if (same & (revision[order][1:] == revision[order][:-1])).any():
        raise Doubled("a revision of a play stands in two files")
    earlier = np.zeros(len(order), bool)
    earlier[order[:-1][same]] = True
    ends = np.cumsum([len(rows) for rows in maybe])[:-1]
    masks = [np.ones(len(table), bool) for table in tables]
    for mask, rows, passed in zip(masks, maybe, np.split(earlier, ends), strict=True):
        mask[rows[passed]] = False
    return {each: pa.array(mask) for each, mask in zip(partitions, masks, strict=True)}


class _Layout:
    """Where each part of a play stands in its 64 bits, with pools, places and splits in their final order."""

    def __init__(self, reading: _Reading, known: Splits) -> None:
        paid = len(reading.payer_starts) - 1
        reading.seen_pools[:paid] = 1
        pools = [pool for pool, number in reading.pools.items() if reading.seen_pools[number]]
        places = [place for place, number in reading.places.items() if reading.seen_places[number]]
        self.pools, self.places = sorted(pools), sorted(places)
        most = int(np.diff(reading.payer_starts).max(initial=0))
        sizes = (len(known), len(self.pools), len(self.places), most + 1)
        split_bits, pool_bits, place_bits, payer_bits = (max(0, size - 1).bit_length() for size in sizes)
        self.bits = (pool_bits, place_bits, payer_bits)
        self.cell_bits = split_bits + pool_bits + place_bits
        if self.cell_bits + payer_bits + 1 > 64:
            raise TooMany(self.cell_bits + payer_bits + 1)
        self.tables = (_anew(reading.pools, self.pools), _anew(reading.places, self.places))
        self.centric = np.zeros(len(self.pools), np.uint8)
        self.payers = np.zeros(
            (len(self.pools), 2), np.int64
        )  # of each pool: first payer, and after the last
        for pool, number in list(reading.pools.items())[:paid]:
            place = self.pools.index(pool)
            self.centric[place] = 1
            self.payers[place] = reading.payer_starts[number : number + 2]


def _anew(numbered: Mapping[tuple[str, str], int], order: list[tuple[str, str]]) -> Array:
    final = {pair: place for place, pair in enumerate(order)}
    return np.array([final.get(pair, 0) for pair in numbered] or [0], np.int64)


class _Fees:
    """What each play of a payer is worth, and how many of the first get one pico-unit more. What payers pay
    who heard nothing is divided over all plays of the pool, as if one more payer had heard all of them.
    """

    def __init__(self, reading: _Reading, layout: _Layout, played: Array, heard: Array) -> None:
        some = np.maximum(played, 1).astype(np.uint64)
        self.each, self.left = reading.fees // some, reading.fees % some
        self.of_all, self.left_of_all = np.zeros((2, len(layout.pools)), np.uint64)
        for pool in np.flatnonzero(layout.centric):
            first, last = layout.payers[pool]
            silent = reading.fees[first:last][played[first:last] == 0]
            fees = sum(silent.tolist())
            if heard[pool]:
                each, self.left_of_all[pool] = divmod(fees, int(heard[pool]))
                if each > MOST_FEE:
                    raise TooMuch("the fees of those who heard nothing")
                self.of_all[pool] = each


@nb.njit(
    nb.void(*(_READ_ONLY,) * 6, nb.i8[:, ::1], nb.i8[:, ::1], nb.i8[::1], nb.u8[::1], nb.u1[::1], nb.u1[::1]),
    cache=True,
    nogil=True,
)
def _join(
    split: Any, offer: Any, sold_in: Any, territory: Any, use: Any, excluded: Any,
    pools: Any, places: Any, leaves_out: Any, out: Any, seen_pools: Any, seen_places: Any,
) -> None:  # fmt: skip
    """Each play as one number, for now."""
    for row in range(len(split)):
        pool, place = pools[offer[row], sold_in[row]], places[territory[row], use[row]]
        seen_pools[pool], seen_places[place] = 1, 1
        parts = (
            (np.int64(split[row]) << _SPLIT) | (pool << _POOL) | (place << _PLACE) | leaves_out[excluded[row]]
        )
        out[row] = _U(parts)


@nb.njit(
    nb.void(nb.types.Array(nb.i8, 1, "C", readonly=True), nb.u8[::1], nb.i8[::1], nb.i8[::1], nb.u4[::1]),
    cache=True,
    nogil=True,
)
def _look_up(listener: Any, rows: Any, starts: Any, listeners: Any, paying: Any) -> None:
    """Whose play it is: the payer's place in the pool plus one. A listener's rows mostly stand together."""
    pools = len(starts) - 1
    last, at_pool, found = np.int64(0), np.int64(-1), np.uint32(0)
    for row in range(len(rows)):
        pool = np.int64(rows[row] >> _U(_POOL)) & 4095
        if pool >= pools:
            paying[row] = 0
            continue
        if pool != at_pool or listener[row] != last:
            at_pool, last = pool, listener[row]
            low, high = starts[pool], starts[pool + 1]
            while low < high:
                middle = (low + high) >> 1
                if listeners[middle] < last:
                    low = middle + 1
                else:
                    high = middle
            hit = low < starts[pool + 1] and listeners[low] == last
            found = np.uint32(low - starts[pool] + 1) if hit else np.uint32(0)
        paying[row] = found


@nb.njit(
    "b1(u8[::1], u4[::1], i4[::1], b1[::1], i8[::1], i8[::1], i8, i8, i8, i8[:,::1], i8[::1], i8[::1])",
    cache=True,
    nogil=True,
)
def _pack(
    rows: Any, paying: Any, rank_of: Any, weighs: Any, pools: Any, places: Any,
    pool_bits: int, place_bits: int, payer_bits: int, payers: Any, played: Any, heard: Any,
) -> Any:  # fmt: skip
    """Each play as the number it is sorted by, in place; counts the plays that weigh, by payer and by pool.

    False when a play's split is in no dictionary.
    """
    for row in range(len(rows)):
        parts = np.int64(rows[row])
        number, out = parts >> _SPLIT, parts & 1
        if number < 0 or number >= len(rank_of) or rank_of[number] < 0:
            return False
        rank = np.int64(rank_of[number])
        pool, place = pools[(parts >> _POOL) & 4095], places[(parts >> _PLACE) & 65535]
        payer = np.int64(0)
        if weighs[rank] and not out:
            heard[pool] += 1
            if len(paying) and paying[row]:
                payer = np.int64(paying[row])
                played[payers[pool, 0] + payer - 1] += 1
        cell = (((rank << pool_bits) | pool) << place_bits) | place
        rows[row] = (_U((cell << 1) | out) << _U(payer_bits)) | _U(payer)
    return True


@nb.njit("u8[::1](u8[::1], u8[::1], i8, i8)", cache=True, nogil=True)
def _sorted(rows: Any, spare: Any, first_bit: int, bits: int) -> Any:
    """Rows by so many of their bits, in one of the two arrays: the last digit first, each pass keeping the
    order of the one before. NumPy's own sort takes five times as long on some processors.
    """
    passes = (bits + _DIGIT - 1) // _DIGIT
    width = (bits + passes - 1) // max(passes, 1)
    mask = _U((1 << width) - 1)
    ends = np.zeros((passes, 1 << width), np.int64)
    for row in rows:
        number = row >> _U(first_bit)
        for each in range(passes):
            ends[each, number & mask] += 1
            number >>= _U(width)
    for each in range(passes):
        place, before = ends[each], 0
        for digit in range(len(place)):
            place[digit], before = before, before + place[digit]
        shift = _U(first_bit + each * width)
        for row in rows:
            digit = (row >> shift) & mask
            spare[place[digit]] = row
            place[digit] += 1
        rows, spare = spare, rows
    return rows


@nb.njit("i8(u8[::1], i8)", cache=True, nogil=True)
def _count_cells(rows: Any, payer_bits: int) -> Any:
    """How many different (split, pool, place) there are among sorted rows."""
    cells, before = 0, _U(0)
    for row in range(len(rows)):
        cell = rows[row] >> _U(payer_bits) >> _U(1)
        cells += row == 0 or cell != before
        before = cell
    return cells


@nb.njit(
    nb.void(
        nb.u8[::1], *(nb.i8,) * 3, nb.b1[::1], nb.u1[::1], nb.i8[:, ::1], *(nb.u8[::1],) * 4, nb.i8[::1],
        nb.from_dtype(CELL)[::1],
    ),
    cache=True,
    nogil=True,
)  # fmt: skip
def _walk(
    rows: Any, pool_bits: int, place_bits: int, payer_bits: int, weighs: Any, centric: Any, payers: Any,
    each: Any, left: Any, of_all: Any, left_of_all: Any, starts: Any, cells: Any,
) -> None:  # fmt: skip
    """Sorted rows to cells, with what they weigh."""
    at, before = -1, _U(0)
    rank, pool = np.int64(0), np.int64(0)
    for row in range(len(rows)):
        number = rows[row] >> _U(payer_bits) >> _U(1)
        if at < 0 or number != before:
            at, before = at + 1, number
            parts = np.int64(number)
            rank, pool = parts >> (place_bits + pool_bits), (parts >> place_bits) & ((1 << pool_bits) - 1)
            starts[rank + 1] += 1
            cells[at].pool, cells[at].place = pool, parts & ((1 << place_bits) - 1)
        cell = cells[at]
        if (rows[row] >> _U(payer_bits)) & _U(1):
            cell.excluded += 1
            continue
        cell.plays += 1
        if not weighs[rank]:
            continue
        if not centric[pool]:
            cell.low += _U(1)
            continue
        worth = of_all[pool]
        if left_of_all[pool]:
            left_of_all[pool] -= _U(1)
            worth += _U(1)
        payer = np.int64(rows[row] & ((_U(1) << _U(payer_bits)) - _U(1)))
        if payer:
            whose = payers[pool, 0] + payer - 1
            worth += each[whose]
            if left[whose]:
                left[whose] -= _U(1)
                worth += _U(1)
        cell.low += worth
        cell.high += _U(cell.low < worth)
    for split in range(len(starts) - 1):
        starts[split + 1] += starts[split]
