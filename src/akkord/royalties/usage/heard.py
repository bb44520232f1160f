"""Plays of a month by what was heard: recordings and uploads with their uses, for those who license works.

Money goes by splits; a report of uses goes by recordings. A play of an upload with two recordings in it is a
use of each of them. What nobody knows stands under its sound.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from . import splits
from .counting import rows_of_day
from .errors import BadSplit
from .plays import WORDS, Partition
from .splits import Splits

Array = npt.NDArray[Any]

_READ: Final = ["track", "sound", "split", "offer", "sold_in", "territory", "use", "excluded"]
_KEYS: Final = ["recording", "sound", "track", "offer", "sold_in", "territory", "use", "earns"]


class Heard(NamedTuple):
    """So many plays of one recording (0: nobody knows it) on one track, of one kind."""

    recording: int
    sound: int
    track: int
    offer: str
    sold_in: str
    territory: str
    use: str
    earns: bool  # False: a rule left them out, or nobody is due anything for them
    plays: int


def heard(partitions: Sequence[Partition]) -> Iterator[Heard]:
    """Everything that was heard, recording by recording, then sound by sound, in order. Raises BadPlays,
    BadSplit, Doubled."""
    known = splits.load(partition.splits for partition in partitions)
    days = sorted({partition.day for partition in partitions})
    tables = [_of_day([each for each in partitions if each.day == day], known) for day in days]
    if not tables:
        return
    sums = pa.concat_tables(tables).group_by(_KEYS, use_threads=False).aggregate([("plays", "sum")])
    ordered = sums.sort_by([(name, "ascending") for name in _KEYS])
    for batch in ordered.select([*_KEYS, "plays_sum"]).to_batches(1 << 14):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield Heard(*row)


def _of_day(partitions: Sequence[Partition], known: Splits) -> pa.Table:
    """A day's plays added up, each once for every recording in it."""
    batches = [_plain(batch) for batch in rows_of_day(partitions, _READ)]
    if not batches:
        return _by_recording(_plain(pa.RecordBatch.from_pylist([], _SCHEMA)), known)
    plays = pa.Table.from_batches(batches).group_by(_READ, use_threads=False).aggregate([([], "count_all")])
    return _by_recording(plays, known)


_SCHEMA: Final = pa.schema([(name, pa.string() if name in WORDS else pa.int64()) for name in _READ])


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with words as text: dictionaries of several files cannot be grouped together."""
    return pa.record_batch([batch.column(name).cast(_SCHEMA.field(name).type) for name in _READ], _SCHEMA)


def _by_recording(plays: Any, known: Splits) -> pa.Table:
    """Rows of plays as rows of recordings: as many for each as its split has recordings."""
    if not len(plays):
        plays = plays.append_column("count_all", pa.array([], pa.int64()))
    number = np.asarray(plays["split"], np.int64)
    if len(number) and (number.max() >= len(known.rank_of) or (known.rank_of[number] < 0).any()):
        raise BadSplit("a play names a split that no dictionary holds")
    row, recording = _recordings(known.rank_of[number], known)
    rows = plays.take(pa.array(row))
    unknown = np.where(recording == 0, np.asarray(rows["sound"], np.int64), 0)
    due = np.diff(known.starts)[known.rank_of[number]] > 0
    earns = due[row] & np.asarray(pa.compute.equal(rows["excluded"], ""), bool)
    columns = {
        "recording": pa.array(recording),
        "sound": pa.array(unknown),
        **{name: rows[name] for name in ("track", "offer", "sold_in", "territory", "use")},
        "earns": pa.array(earns),
        "plays": rows["count_all"],
    }
    return pa.table(columns)


def _recordings(rank: Array, known: Splits) -> tuple[Array, Array]:
    """(row, recording) of every recording in every row, each once; 0 where a row has none."""
    sizes = np.diff(known.starts)[rank]
    row = np.repeat(np.arange(len(rank)), np.maximum(sizes, 1))
    first = np.cumsum(np.maximum(sizes, 1)) - np.maximum(sizes, 1)
    part = np.repeat(known.starts[rank] - first, np.maximum(sizes, 1)) + np.arange(len(row))
    named = np.repeat(sizes > 0, np.maximum(sizes, 1))
    recording = np.zeros(len(row), np.int64)
    recording[named] = known.recording[part[named]]
    pairs = np.unique(np.stack([row, recording], axis=1), axis=0) if len(row) else np.zeros((0, 2), np.int64)
    return pairs[:, 0], pairs[:, 1]
