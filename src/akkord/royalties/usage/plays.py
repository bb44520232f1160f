"""Files of counted plays: one row a play, as it was decided when it was heard; Parquet, the same bytes for
the same rows.

A row never changes. What has to be said anew is another row of the same play with revision + 1, in a later
file of the same day; the latest revision is the play. Rows are sorted by listener, so that who pays is looked
up once for many plays.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .errors import BadPlays, Doubled

Array = npt.NDArray[Any]

_WORDS = pa.dictionary(pa.int32(), pa.string())
PLAYS = pa.schema(
    [
        ("play_id", pa.binary(16)),
        ("revision", pa.int32()),  # 0, and one more with each correction
        ("counted_at", pa.timestamp("us", tz="UTC")),
        ("listener", pa.int64()),  # pseudonym of the month; 0: nobody signed in
        ("track", pa.int64()),
        ("sound", pa.int64()),
        ("territory", _WORDS),  # of the play
        ("sold_in", _WORDS),  # of the listener's offer
        ("offer", _WORDS),
        ("model", _WORDS),  # CommercialModel
        ("use", _WORDS),
        ("context", _WORDS),
        ("verdict", _WORDS),
        ("facts_version", pa.int64()),
        ("split", pa.int32()),  # number in the month's dictionary (`splits`)
        ("excluded", _WORDS),  # "": it earns; else the rule that left it out
    ]
)
STORED = pa.schema([field.with_nullable(False) for field in PLAYS])  # nothing is left unsaid
WORDS = [field.name for field in PLAYS if field.type == _WORDS]
AT_ONCE = 1 << 20  # rows of a row group
READ_AT_ONCE = 1 << 16  # rows read into the same memory again and again


@dataclass(frozen=True)
class Partition:
    """A file of plays of one UTC day, and the file of the splits first met in it. `corrects`: some rows are
    later revisions of plays in other files of the same day.
    """

    day: str  # YYYY-MM-DD
    batch: int
    plays: Path
    splits: Path
    corrects: bool = False


def write_plays(rows: pa.Table, path: Path) -> None:
    """Write rows in the order of (listener, play, revision). Raises BadPlays, Doubled."""
    if set(rows.column_names) != set(PLAYS.names):
        raise BadPlays(sorted(set(rows.column_names) ^ set(PLAYS.names)))
    try:
        table = pa.table([_column(rows, field) for field in PLAYS], schema=PLAYS)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as wrong:
        raise BadPlays(str(wrong)) from wrong
    if any(column.null_count for column in table.columns):
        raise BadPlays([name for name in PLAYS.names if table[name].null_count])
    table, order = table.cast(STORED), _order(table)
    pq.write_table(
        table if order is None else table.take(order),
        path,
        row_group_size=AT_ONCE,
        use_dictionary=WORDS,
        compression={name: "NONE" if name == "play_id" else "ZSTD" for name in PLAYS.names},  # ids are random
        write_statistics=False,
        store_schema=False,
    )


def _column(rows: pa.Table, field: pa.Field) -> pa.Array:
    column = rows[field.name].combine_chunks()
    if field.type != _WORDS:
        return column.cast(field.type)
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    words = column.dictionary.to_pylist()
    used = sorted({words[place] for place in pc.unique(column.indices).to_pylist() if place is not None})
    numbers = {word: number for number, word in enumerate(used)}
    anew = np.array([numbers.get(word, 0) for word in words] or [0], np.int32)
    indices = anew[column.indices.fill_null(0).to_numpy(zero_copy_only=False)]
    mask = column.is_null().to_numpy(zero_copy_only=False) if column.null_count else None
    return pa.DictionaryArray.from_arrays(pa.array(indices, mask=mask), pa.array(used, pa.string()))


def _order(table: pa.Table) -> Array | None:
    """The order to write rows in; None when they stand in it."""
    listener, revision = numbers(table, "listener"), numbers(table, "revision")
    high, low = ids(table)
    order = None
    ranked = _ascends(listener, high, low, revision)
    if not ranked.all():
        order = np.lexsort((revision, low, high, listener))
        ranked = _ascends(listener[order], high[order], low[order], revision[order])
    if not ranked.all():
        raise Doubled
    return order


def _ascends(*columns: Array) -> Array:
    """Row by row, whether the next is greater, the first column counting most."""
    result = np.zeros(max(0, len(columns[0]) - 1), bool)
    same = np.ones_like(result)
    for column in columns:
        result |= same & (column[1:] > column[:-1])
        same &= column[1:] == column[:-1]
    return result


def numbers(table: pa.Table, name: str) -> Array:
    """A column of whole numbers."""
    found: Array = table[name].combine_chunks().to_numpy(zero_copy_only=False)
    return found


def ids(table: pa.Table) -> tuple[Array, Array]:
    """The plays' ids as two columns of 64 bits, in the order of the ids."""
    column = table["play_id"].combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks)
    raw = np.frombuffer(column.buffers()[1], ">u8", 2 * len(column), 16 * column.offset)
    return raw[0::2].astype(np.uint64), raw[1::2].astype(np.uint64)


def rows_of(path: Path) -> int:
    """How many rows a file has. Raises BadPlays."""
    try:
        return int(pq.read_metadata(path).num_rows)
    except pa.ArrowInvalid as wrong:
        raise BadPlays(str(path)) from wrong


def batches_of(path: Path, columns: Iterable[str]) -> Iterator[pa.RecordBatch]:
    """The same columns a piece at a time: memory that is used again need not be cleared."""
    try:
        with pq.ParquetFile(path, read_dictionary=WORDS) as file:
            yield from file.iter_batches(READ_AT_ONCE, columns=list(columns), use_threads=False)
    except (pa.ArrowInvalid, KeyError) as wrong:
        raise BadPlays(str(path)) from wrong


def read_plays(path: Path, columns: Iterable[str]) -> pa.Table:
    """Some columns of a file. Words come as dictionaries. Raises BadPlays when it is no such file."""
    try:
        with pq.ParquetFile(path, read_dictionary=WORDS) as file:
            return file.read(columns=list(columns), use_threads=False)
    except (pa.ArrowInvalid, KeyError) as wrong:
        raise BadPlays(str(path)) from wrong
