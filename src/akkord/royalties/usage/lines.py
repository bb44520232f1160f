"""Lines of a month in one file: sorted by party, and read party by party without reading the rest.

(party, why it waits) is the bucket, (offer, sold_in, currency) the pool. One row group holds few lines and
says which parties it has, so a party's lines cost what they are, whatever the month's file weighs.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from .filling import Entries, Lines, Rows
from .splits import NOBODY

Array = npt.NDArray[Any]
AT_ONCE = 1 << 16  # lines of a row group

_WORDS = pa.dictionary(pa.int32(), pa.string())
LINES = pa.schema(
    [
        ("party", pa.int64()),  # null: nobody yet; the last
        pa.field("wait", _WORDS, nullable=False),
        pa.field("offer", _WORDS, nullable=False),
        pa.field("sold_in", _WORDS, nullable=False),
        pa.field("currency", _WORDS, nullable=False),  # "": no money was in this pool
        ("recording", pa.int64()),
        ("sound", pa.int64()),  # where there is no recording
        pa.field("territory", _WORDS, nullable=False),
        pa.field("use", _WORDS, nullable=False),
        pa.field("fraction", _WORDS, nullable=False),  # of each play, exactly: "1/2"
        pa.field("plays", pa.int64(), nullable=False),
        pa.field("excluded", pa.int64(), nullable=False),  # plays that were left out, and earn nothing
        pa.field("amount", pa.int64(), nullable=False),  # micro-units
        ("worth", pa.uint64()),  # pico-units its plays weigh, each whole; null: they weigh one each
        ("worth_above", pa.uint64()),  # the same beyond 64 bits
    ]
)
_AS_WORDS = [field.name for field in LINES if field.type == _WORDS]
_WORTH = ("worth", "worth_above")
_DELTAS = ("party", "recording", "sound", "plays", "excluded", "amount")


class Line(NamedTuple):
    """So many plays of one kind, and what they earned."""

    party: int | None
    wait: str
    offer: str
    sold_in: str
    currency: str
    recording: int | None
    sound: int | None
    territory: str
    use: str
    fraction: Fraction
    plays: int
    excluded: int
    amount: int
    worth: int  # what its plays weigh together, each whole: plays, or pico-units of who paid for them


class LinesWriter:
    """Writes lines in order. Use it as a context; the file is whole when it ends."""

    def __init__(
        self,
        path: Path,
        entries: Entries,
        pools: Sequence[tuple[str, str, str]],
        places: Sequence[tuple[str, str]],
    ) -> None:
        self._entries, self._path = entries, path
        waits = sorted(set(entries.wait))
        self._wait = np.array([waits.index(wait) for wait in entries.wait] or [0], np.int32)
        offers, sold, currencies = (_numbered([pool[at] for pool in pools]) for at in range(3))
        territories, uses = (_numbered([place[at] for place in places]) for at in range(2))
        words = {
            "wait": waits,
            "offer": offers[0],
            "sold_in": sold[0],
            "currency": currencies[0],
            "territory": territories[0],
            "use": uses[0],
            "fraction": [str(each) for each in entries.fractions],
        }
        self._words = {name: pa.array(each, pa.string()) for name, each in words.items()}
        self._pool = {"offer": offers[1], "sold_in": sold[1], "currency": currencies[1]}
        self._place = {"territory": territories[1], "use": uses[1]}
        kinds = dict.fromkeys(_AS_WORDS, np.int32) | dict.fromkeys(_WORTH, np.uint64)
        self._held = {name: np.zeros(AT_ONCE, kinds.get(name, np.int64)) for name in LINES.names}
        self._weighs_one = np.ones(AT_ONCE, bool)
        self._count = 0

    def __enter__(self) -> Self:
        self._file = pq.ParquetWriter(
            self._path,
            LINES,
            use_dictionary=_AS_WORDS,
            column_encoding=dict.fromkeys(_DELTAS, "DELTA_BINARY_PACKED"),
            compression="NONE",  # LZ4 saves an eighth of the bytes for a fifth of the time
            write_statistics=["party"],
            store_schema=False,
            write_batch_size=AT_ONCE,
        )
        return self

    def write(
        self, rows: Rows, lines: Lines, amounts: Array, worth: tuple[Array, Array], centric: Array
    ) -> None:
        """Lines of some rows with what they earned, after all that were written before; `worth` (high, low)
        is kept where `centric` says so.
        """
        counts, here = np.diff(lines.starts), slice(lines.first_row, lines.first_row + len(lines.starts) - 1)
        bucket, pool = rows.bucket[here], rows.pool[here]
        columns = {
            "party": np.repeat(self._entries.party[bucket], counts),
            "wait": np.repeat(self._wait[bucket], counts),
            **{name: np.repeat(codes[pool], counts) for name, codes in self._pool.items()},
            "recording": self._entries.recording[lines.subject],
            "sound": self._entries.sound[lines.subject],
            **{name: codes[lines.place] for name, codes in self._place.items()},
            "fraction": lines.fraction,
            "plays": lines.plays,
            "excluded": lines.excluded,
            "amount": amounts,
            "worth": worth[1],
            "worth_above": worth[0],
        }
        done, size = 0, len(lines.plays)
        while done < size:
            some = slice(done, done + min(AT_ONCE - self._count, size - done))
            here = slice(self._count, self._count + some.stop - some.start)
            for name, column in columns.items():
                self._held[name][here] = column[some]
            self._weighs_one[here] = ~centric[some]
            done, self._count = some.stop, here.stop
            if self._count == AT_ONCE:
                self._put()

    def _put(self) -> None:
        """Write what is held as one row group: always as many lines, so that the file does not tell how it
        was made.
        """
        held = {name: column[: self._count] for name, column in self._held.items()}
        none = {"party": NOBODY, "recording": 0, "sound": 0}
        columns = [
            pa.DictionaryArray.from_arrays(held[name], self._words[name], safe=False)
            if name in _AS_WORDS
            else pa.array(held[name], mask=held[name] == none[name] if name in none else None)
            for name in LINES.names
            if name not in _WORTH
        ]
        one = self._weighs_one[: self._count]
        columns += [
            pa.nulls(self._count, pa.uint64()) if one.all() else pa.array(held[name], mask=one)
            for name in _WORTH
        ]
        self._file.write_table(pa.table(columns, schema=LINES), row_group_size=AT_ONCE)
        self._count = 0

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is None and self._count:
            self._put()
        self._file.close()


def _numbered(words: list[str]) -> tuple[list[str], Array]:
    """The different words in order, and the place of each."""
    order = sorted(set(words))
    return order, np.array([order.index(word) for word in words] or [0], np.int32)


class MonthLines:
    """The lines of a month as they were written."""

    def __init__(self, path: Path) -> None:
        self._file = pq.ParquetFile(path)

    def __len__(self) -> int:
        return int(self._file.metadata.num_rows)

    def of(self, party: int | None) -> Iterator[Line]:
        """The lines of one party (None: of nobody yet), in order; reads what holds them and nothing else."""
        for group in range(self._file.num_row_groups):
            said = self._file.metadata.row_group(group).column(0).statistics
            if said.null_count if party is None else said.has_min_max and said.min <= party <= said.max:
                yield from self._lines(group, party)

    def table(self) -> pa.Table:
        """All of them, as columns."""
        return self._file.read(use_threads=False)

    def _lines(self, group: int, party: int | None) -> Iterator[Line]:
        table = self._file.read_row_group(group, use_threads=False)
        whose = table["party"].combine_chunks()
        mask = whose.is_null() if party is None else pa.compute.equal(whose, party).fill_null(False)
        for row in table.filter(mask).to_pylist():
            # Files written before payers were weighed have neither: their plays weigh one each.
            above, low = row.pop("worth_above", None), row.get("worth")
            worth = row["plays"] if low is None else (above << 64) + low
            yield Line(**(row | {"fraction": Fraction(row["fraction"]), "worth": worth}))
