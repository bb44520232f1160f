"""Small made-up months, with everything that happens in large ones."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st
from plain_reckoning import Heard

from akkord.royalties.usage.counting import Payers
from akkord.royalties.usage.plays import PLAYS, Partition, write_plays
from akkord.royalties.usage.sharing import Pool
from akkord.royalties.usage.splits import Payee, Split, split_of, write_splits

DAYS = ["2026-11-01", "2026-11-02"]
OFFERS, COUNTRIES, USES = ["free", "plus"], ["DE", "GB", "RU"], ["play", "wall"]
WAITS = ["", "dispute", "gap", "overclaim", "unmatched"]


@dataclass(frozen=True)
class World:
    rows: tuple[Heard, ...]
    pools: tuple[Pool, ...]
    payers: Mapping[tuple[str, str], Mapping[int, int]]

    @property
    def paying(self) -> dict[tuple[str, str], Payers]:
        return {
            pool: Payers(np.array(list(fees), np.int64), np.array(list(fees.values()), np.int64))
            for pool, fees in self.payers.items()
        }


denominators = st.sampled_from([1, 2, 3, 4, 7, 10, 97, 10_000])
fine = st.sampled_from([2**61 - 1, 2**31 - 1, 10**18 + 9, 999_999_937, 2**53 - 111])


@st.composite
def splits(draw: st.DrawFn, finest: bool = False) -> Split:
    """One to three owners, or nobody known, or nobody to pay; parts of any fineness."""
    if draw(st.integers(0, 7)) == 0:
        return ()
    if draw(st.integers(0, 5)) == 0:
        return split_of([Payee(None, "unmatched", None, draw(st.integers(1, 4)), Fraction(1))])
    left, payees = Fraction(1), []
    for _ in range(draw(st.integers(1, 3))):
        of = draw(fine if finest else denominators)
        part = left * Fraction(draw(st.integers(0, of)), of)
        if part.denominator >= 2**62:
            break
        payees.append(
            Payee(draw(st.integers(1, 4)), draw(st.sampled_from(WAITS)), draw(st.integers(1, 3)), None, part,
                  draw(st.none() | st.integers(1, 2)))
        )  # fmt: skip
        left -= part
    return split_of([*payees, Payee(None, "gap", draw(st.integers(1, 3)), None, left)])


@st.composite
def worlds(draw: st.DrawFn, finest: bool = False) -> World:
    known = draw(st.lists(splits(finest), min_size=1, max_size=5))
    rows = []
    for play in range(draw(st.integers(0, 30))):
        row = Heard(
            play,
            0,
            draw(st.sampled_from(DAYS)),
            draw(st.integers(0, 4)),
            draw(st.sampled_from(OFFERS)),
            draw(st.sampled_from(COUNTRIES[:2])),
            draw(st.sampled_from(COUNTRIES)),
            draw(st.sampled_from(USES)),
            draw(st.sampled_from(known)),
            draw(st.sampled_from(["", "", "", "rate", "loop"])),
        )
        rows.append(row)
        for revision in range(1, 1 + draw(st.sampled_from([0, 0, 0, 0, 1, 2]))):
            changed = {"split": draw(st.sampled_from(known)), "excluded": draw(st.sampled_from(["", "farm"]))}
            rows.append(row._replace(revision=revision, **changed))
    places = st.tuples(st.sampled_from(OFFERS), st.sampled_from(COUNTRIES), st.sampled_from(["EUR", "USD"]))
    amounts = st.integers(0, 2000) | st.integers(0, 10**13) | st.just(2**63 - 1)
    pools = [
        Pool(*place, amount) for place, amount in draw(st.dictionaries(places, amounts, max_size=5)).items()
    ]
    fees = st.dictionaries(
        st.integers(1, 6), st.integers(0, 50) | st.integers(0, 10**13) | st.just(2**62), max_size=5
    )
    if draw(st.booleans()):
        fees = st.dictionaries(st.integers(1, 6), st.integers(0, 10**13), max_size=5)
    payers = draw(
        st.dictionaries(st.tuples(st.sampled_from(OFFERS), st.sampled_from(COUNTRIES)), fees, max_size=3)
    )
    return World(tuple(rows), tuple(pools), payers)


def write(rows: Sequence[Heard], folder: Path, seed: int = 0, most: int = 1000) -> list[Partition]:
    """The rows as files: in the order that dice say, in files of at most so many rows, splits numbered as
    met.
    """
    dice, numbers = Random(seed), dict[Split, int]()
    by_file: dict[tuple[str, bool], list[Heard]] = defaultdict(list)
    for row in dice.sample(rows, len(rows)):
        by_file[row.day, row.revision > 0].append(row)
    partitions = []
    for (day, corrects), found in dice.sample(
        sorted(by_file.items(), key=lambda each: each[0]), len(by_file)
    ):
        for batch in range(0, len(found), most):
            partitions.append(
                _write(found[batch : batch + most], day, corrects, folder, numbers, len(partitions))
            )
    return partitions


def _write(
    rows: list[Heard], day: str, corrects: bool, folder: Path, numbers: dict[Split, int], batch: int
) -> Partition:
    new: dict[int, Split] = {}
    for row in rows:
        if row.split not in numbers:
            numbers[row.split] = 3 + 2 * len(numbers)
            new[numbers[row.split]] = row.split
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    columns = {
        "play_id": [uuid.uuid5(uuid.NAMESPACE_OID, str(row.play)).bytes for row in rows],
        "counted_at": [at] * len(rows),
        "split": [numbers[row.split] for row in rows],
        **{name: [getattr(row, name) for row in rows]
           for name in ("revision", "listener", "territory", "sold_in", "offer", "use", "excluded")},
        **{name: [1] * len(rows) for name in ("track", "sound", "facts_version")},
        **{name: ["x"] * len(rows) for name in ("model", "context", "verdict")},
    }  # fmt: skip
    kinds = {"play_id": pa.binary(16), "counted_at": pa.timestamp("us", tz="UTC")}
    table = pa.table({name: pa.array(columns[name], kinds.get(name)) for name in PLAYS.names})
    partition = Partition(
        day, batch, folder / f"plays-{batch}.parquet", folder / f"splits-{batch}.parquet", corrects
    )
    write_plays(table, partition.plays)
    write_splits(new, partition.splits)
    return partition
