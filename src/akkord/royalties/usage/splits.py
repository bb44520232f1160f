"""Splits: to whom a play's money goes, part by part, as the law answered when it was heard.

Equal splits are one, named by the digest of what they say, and numbered within a month so that a play
needs four bytes to name its own. A file of splits holds those first met in the file of plays beside it.
"""

import hashlib
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from .errors import BadSplit

Array = npt.NDArray[Any]


class Payee(NamedTuple):
    """One part of a play: `wait` says why its money waits ("": it is paid out). What nobody is known to have
    recorded names the sound of the file instead."""

    party: int | None
    wait: str
    recording: int | None
    sound: int | None
    fraction: Fraction
    licence: int | None = None


Split = tuple[Payee, ...]

NOBODY = np.int64(2**63 - 1)  # the party of what has no party: the last in every order
MOST = 2**63 - 1
SPLITS = pa.schema(  # one row a payee, in order; one without numerator for a split of nobody
    [
        ("split", pa.int32()),
        ("key", pa.binary(32)),
        ("party", pa.int64()),
        ("wait", pa.dictionary(pa.int32(), pa.string())),
        ("recording", pa.int64()),
        ("sound", pa.int64()),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
        ("licence", pa.int64()),
    ]
)


LOADED = [name for name in SPLITS.names if name != "licence"]  # no money goes by it


def split_of(payees: Iterable[Payee]) -> Split:
    """Payees in order, each part once; empty when nobody is due anything.

    Raises BadSplit when they do not add up to one, or a number is finer than the files hold.
    """
    parts: dict[Payee, Fraction] = {}
    for payee in payees:
        who = payee._replace(fraction=Fraction(0))
        parts[who] = parts.get(who, Fraction(0)) + payee.fraction
    split = tuple(
        who._replace(fraction=part)
        for who, part in sorted(parts.items(), key=lambda each: _place(each[0]))
        if part
    )
    if split and sum(payee.fraction for payee in split) != 1:
        raise BadSplit("the parts are not the whole")
    if any(payee.fraction < 0 or payee.fraction.denominator > MOST for payee in split):
        raise BadSplit("a part is less than nothing, or too fine")
    return split


def _place(payee: Payee) -> tuple[Any, ...]:
    numbers = (payee.recording or 0, payee.sound or 0, payee.licence or 0)
    return payee.party is None, payee.party or 0, payee.wait, *numbers


def key_of(split: Split) -> bytes:
    """The split's name: SHA-256 of its payees, one after the other, each as seven numbers of eight bytes (0
    for what there is not, party and licence plus one) and the word for why it waits in 16 bytes.
    """
    said = hashlib.sha256()
    for payee in split:
        party, licence = (0 if number is None else number + 1 for number in (payee.party, payee.licence))
        numbers = (party, payee.recording or 0, payee.sound or 0, *payee.fraction.as_integer_ratio(), licence)
        said.update(struct.pack(">6q16s", *numbers, payee.wait.encode()))
    return said.digest()


def write_splits(splits: Mapping[int, Split], path: Path) -> None:
    """Write a dictionary: number → split, in the order of the numbers."""
    nobody = Payee(None, "", None, None, Fraction(0))
    rows = [
        {
            "split": number,
            "key": key_of(splits[number]),
            **payee._asdict(),
            "numerator": payee.fraction.numerator,
            "denominator": payee.fraction.denominator,
        }
        for number in sorted(splits)
        for payee in splits[number] or (nobody,)
    ]
    write_table(pa.table({name: [row[name] for row in rows] for name in SPLITS.names}, schema=SPLITS), path)


def write_table(table: pa.Table, path: Path) -> None:
    """Write a dictionary that stands in columns already."""
    pq.write_table(
        table,
        path,
        use_dictionary=["wait"],
        compression={
            name: "NONE" if name == "key" else "ZSTD" for name in SPLITS.names
        },  # digests are random
        write_statistics=False,
        store_schema=False,
    )


def _read(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    with pq.ParquetFile(path, read_dictionary=["wait"]) as file:
        return file.read(columns=columns, use_threads=False)


def read_splits(path: Path) -> dict[int, Split]:
    """A dictionary as plain values."""
    found: dict[int, Split] = {}
    for row in _read(path).to_pylist():
        fraction = Fraction(row["numerator"], row["denominator"])
        payee = Payee(row["party"], row["wait"], row["recording"], row["sound"], fraction, row["licence"])
        found[row["split"]] = (*found.get(row["split"], ()), *([payee] if fraction else []))
    return found


def numbers_by_key(paths: Iterable[Path]) -> dict[bytes, int]:
    """Which splits dictionaries hold already: key → number."""
    known: dict[bytes, int] = {}
    for path in paths:
        table = _read(path, ["split", "key"])
        known.update(zip(table["key"].to_pylist(), table["split"].to_pylist(), strict=True))
    return known


@dataclass(frozen=True)
class Splits:
    """All splits of a month as columns. A split's rank is its place in the order of keys; its parts stand
    from `starts[rank]` to `starts[rank + 1]`.
    """

    rank_of: Array  # number → rank, -1 where there is none
    numbers: Array  # rank → number
    starts: Array
    party: Array  # NOBODY for none
    wait: Array  # place in `waits`
    recording: Array  # 0 for none
    sound: Array
    numerator: Array
    denominator: Array
    waits: list[str]  # in order

    def __len__(self) -> int:
        return len(self.numbers)


def load(paths: Iterable[Path]) -> Splits:
    """The dictionaries of a month as one. Raises BadSplit."""
    words: dict[str, int] = {}
    read = [_columns(_read(path, LOADED), words) for path in paths] or [_columns(SPLITS.empty_table(), words)]
    rows = {name: np.concatenate([columns[name] for columns in read]) for name in read[0]}
    heads = np.flatnonzero(rows["leads"])
    number, leading = rows["split"][heads], rows["key"][heads, 0].astype(np.uint64)
    order = np.argsort(leading, kind="stable")
    first = np.append(True, leading[order][1:] != leading[order][:-1])[: len(order)]
    alike = np.flatnonzero(~first | ~np.append(first[1:], True)[: len(order)])
    if len(alike):  # few digests are the same in their first eight bytes
        whole = rows["key"][heads[order[alike]]].astype(np.uint64)
        by_whole = np.lexsort(whole.T[::-1])
        order[alike] = order[alike][by_whole]
        first[alike[1:]] = (whole[by_whole][1:] != whole[by_whole][:-1]).any(axis=1)
    rank = np.empty(len(order), np.int32)
    rank[order] = np.cumsum(first) - 1
    rank_of = np.full(int(number.max(initial=-1)) + 1, -1, np.int32)
    rank_of[number] = rank
    if (rank_of[number] != rank).any():
        raise BadSplit("one number names two splits")
    return _merged(_ordered(rows, words, heads, order[first], rank_of))


_NOTHING = {"party": int(NOBODY), "recording": 0, "sound": 0}


def _columns(table: pa.Table, words: dict[str, int]) -> dict[str, Array]:
    """A file's rows, and at which a split begins. New words are numbered on; a key is four numbers."""
    found = {
        name: np.asarray(table[name].combine_chunks().fill_null(_NOTHING.get(name, 0)))
        for name in ("split", "party", "recording", "sound", "numerator", "denominator")
    }
    wait = table["wait"].combine_chunks()
    numbers = [words.setdefault(word, len(words)) for word in wait.dictionary.to_pylist()]
    found["wait"] = np.array(numbers or [0], np.int32)[np.asarray(wait.indices)]
    key = table["key"].combine_chunks()
    found["key"] = np.frombuffer(key.buffers()[1] or b"", ">u8", 4 * len(key), 32 * key.offset).reshape(-1, 4)
    found["leads"] = np.diff(found["split"], prepend=-1) != 0
    return found


def _ordered(
    rows: dict[str, Array], words: dict[str, int], heads: Array, chosen: Array, rank_of: Array
) -> Splits:
    """The payees of the chosen splits, in their order."""
    sizes = np.diff(heads, append=len(rows["split"]))
    sizes[rows["numerator"][heads] == 0] = 0
    starts = np.concatenate(([0], np.cumsum(sizes[chosen])))
    at = np.repeat(heads[chosen] - starts[:-1], sizes[chosen]) + np.arange(starts[-1])
    waits = sorted(words)
    anew = np.array([waits.index(word) for word in words] or [0], np.int64)
    return Splits(
        rank_of=rank_of,
        numbers=rows["split"][heads[chosen]],
        starts=starts,
        party=rows["party"][at],
        wait=anew[rows["wait"][at]],
        recording=rows["recording"][at],
        sound=rows["sound"][at],
        numerator=rows["numerator"][at],
        denominator=rows["denominator"][at],
        waits=waits,
    )


def _merged(splits: Splits) -> Splits:
    """Parts of one split that differ by licence alone as one part: a play stands once in each line."""
    owner = np.repeat(np.arange(len(splits)), np.diff(splits.starts))
    alike = (owner, splits.party, splits.wait, splits.recording, splits.sound)
    same = np.ones(max(0, len(owner) - 1), bool)
    for column in alike:
        same &= column[1:] == column[:-1]
    if not same.any():  # parts of one split stand in this order, so that equal ones are neighbours
        return splits
    first = np.concatenate(([True], ~same))
    places = np.flatnonzero(first)
    ends = np.append(places[1:], len(owner))
    numerator, denominator = splits.numerator[places], splits.denominator[places]
    for place in np.flatnonzero(ends - places > 1):
        whole = sum(
            (
                Fraction(int(splits.numerator[at]), int(splits.denominator[at]))
                for at in range(places[place], ends[place])
            ),
            Fraction(0),
        )
        numerator[place], denominator[place] = whole.as_integer_ratio()
    counts = np.bincount(owner[places], minlength=len(splits))
    return Splits(
        splits.rank_of,
        splits.numbers,
        np.concatenate(([0], np.cumsum(counts))),
        splits.party[places],
        splits.wait[places],
        splits.recording[places],
        splits.sound[places],
        numerator,
        denominator,
        splits.waits,
    )
