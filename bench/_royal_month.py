"""A made-up month of plays for the bench of royalties: every column drawn at once, the same for the same
size.
"""

import hashlib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from akkord.royalties.usage.counting import Payers
from akkord.royalties.usage.plays import PLAYS, Partition, write_plays
from akkord.royalties.usage.sharing import Pool
from akkord.royalties.usage.splits import SPLITS, write_table

Array = npt.NDArray[Any]

DAYS, COUNTRIES, PARTIES = 30, 30, 5_000
TERRITORIES = pa.array([f"{chr(65 + n // 6)}{chr(65 + n % 6)}" for n in range(COUNTRIES)])
OFFERS, USES = pa.array(["family", "free", "plus"]), pa.array(["play", "playlist", "wall"])
MODELS = pa.array(["FreeOfChargeModel", "SubscriptionModel"])
CONTEXTS, VERDICTS = pa.array(["page", "playlist", "radio", "wall"]), pa.array(["ALLOW", "ALLOW_REPORT"])
WAITS = ["", "dispute", "gap", "unmatched"]
CORRECTED = 7  # the day that has a second file


class Month:
    """Who there is, what there is to hear, and who owns it."""

    def __init__(self, plays: int) -> None:
        self.dice = np.random.default_rng(plays)
        self.members, self.recordings = max(100, plays // 50), max(100, plays // 100)
        dice, members = self.dice, self.members
        self.listeners = np.sort(
            dice.choice(2**62, members, replace=False) + 1 if members < 1000 else _different(dice, members)
        )
        self.activity = dice.gamma(0.7, 1, members)
        self.home = np.minimum(COUNTRIES - 1, (COUNTRIES * dice.random(members) ** 1.7)).astype(np.int32)
        self.offer = dice.choice(3, members, p=[0.2, 0.2, 0.6]).astype(np.int32)
        self.fees = dice.integers(1_000_000_000_000, 7_000_000_000_000, members)
        self.versions = dice.choice([1, 1, 2, 3], self.recordings).astype(np.int64)
        self.first = np.concatenate(([0], np.cumsum(self.versions)))[:-1]
        self.seen = np.zeros(int(self.versions.sum()), bool)
        self._own()

    def _own(self) -> None:
        """Payees of every split: of one owner, of two or three, with a gap, in dispute, of nobody known, of
        nobody.
        """
        dice, splits = self.dice, len(self.seen)
        recording = np.repeat(np.arange(self.recordings), self.versions)
        kind = dice.choice(7, self.recordings, p=[0.5, 0.17, 0.05, 0.08, 0.02, 0.16, 0.02])[recording]
        shape = [
            (1,),
            (1, 1),
            (2, 1, 1),
            (3, 1),
            (1,),
            (1,),
            (),
        ]  # numerators; of two the denominator is dice's
        counts = np.array([len(parts) for parts in shape])[kind]
        self.starts = np.concatenate(([0], np.cumsum(counts)))
        owner = np.repeat(np.arange(splits), counts)
        place = np.arange(len(owner)) - self.starts[owner]
        of = kind[owner]
        two = np.array([2, 3, 4, 10, 100])[dice.integers(0, 5, self.recordings)][recording[owner]]
        denominator = np.select([of == 1, of == 2, of == 3], [two, 4, 4], 1)
        numerator = np.select(
            [(of == 1) & (place == 0), of == 1, (of == 2) & (place == 0), (of == 3) & (place == 0)],
            [1, two - 1, 2, 3],
            1,
        )
        party = (PARTIES ** dice.random(self.recordings)).astype(np.int64)[recording[owner]] + place * 17
        nobody = (of == 5) | ((of == 3) & (place == 1))
        wait = np.select([of == 5, (of == 3) & (place == 1), of == 4], [3, 2, 1], 0)
        self.columns = {
            "party": np.where(nobody, -1, party),
            "wait": wait,
            "recording": np.where(of == 5, 0, recording[owner] + 1),
            "sound": np.where(of == 5, recording[owner] + 1, 0),
            "numerator": numerator.astype(np.int64),
            "denominator": denominator.astype(np.int64),
            "licence": (owner % 1000) + 1,
        }

    def day(self, day: int, plays: int) -> pa.Table:
        """So many plays of one day, by listener."""
        dice = self.dice
        counts = dice.poisson(self.activity * (plays / self.activity.sum()))
        while (missing := plays - int(counts.sum())) != 0:
            some = dice.integers(0, self.members, abs(missing))
            counts = np.maximum(0, counts + np.sign(missing) * np.bincount(some, minlength=self.members))
        who = np.repeat(np.arange(self.members), counts)
        home = self.home[who]
        away = dice.random(plays) < 0.02
        territory = np.where(away, dice.integers(0, COUNTRIES, plays), home).astype(np.int32)
        known = np.minimum(self.recordings - 1, self.recordings ** dice.random(plays)).astype(np.int64)
        local = dice.random(plays) < 0.5  # half of what is heard is what a country hears
        recording = np.where(local, (known * 7919 + home.astype(np.int64) * 104_729) % self.recordings, known)
        split = self.first[recording] + territory % self.versions[recording]
        raw = np.empty((plays, 2), ">u8")
        raw[:, 0], raw[:, 1] = (
            np.sort(dice.integers(0, 2**64, plays, np.uint64)),
            dice.integers(0, 2**64, plays, np.uint64),
        )
        at = np.datetime64(f"2026-11-{day + 1:02}T00:00:00", "us") + dice.integers(0, 86_400_000_000, plays)
        offer = self.offer[who]
        some = (dice.random(plays) < 0.01).astype(np.int32)
        columns = {
            "play_id": pa.Array.from_buffers(pa.binary(16), plays, [None, pa.py_buffer(raw)]),
            "revision": pa.array(np.zeros(plays, np.int32)),
            "counted_at": pa.array(at, pa.timestamp("us", tz="UTC")),
            "listener": pa.array(self.listeners[who]),
            "track": pa.array(recording + 1),
            "sound": pa.array(recording + 1),
            "territory": _words(territory, TERRITORIES),
            "sold_in": _words(home, TERRITORIES),
            "offer": _words(offer, OFFERS),
            "model": _words((offer != 1).astype(np.int32), MODELS),
            "use": _words((dice.random(plays) ** 10 * 3).astype(np.int32), USES),
            "context": _words((dice.random(plays) ** 3 * 4).astype(np.int32), CONTEXTS),
            "verdict": _words(some, VERDICTS),
            "facts_version": pa.array(np.full(plays, 1_000 + day)),
            "split": pa.array(split.astype(np.int32)),
            "excluded": _words((dice.random(plays) < 0.01).astype(np.int32), pa.array(["", "loop"])),
        }
        return pa.table([columns[name] for name in PLAYS.names], schema=PLAYS)

    def new_splits(self, rows: pa.Table) -> pa.Table:
        """The dictionary of the splits nobody met before these plays."""
        met = np.zeros(len(self.seen), bool)
        met[rows["split"].to_numpy()] = True
        new = np.flatnonzero(met & ~self.seen)
        self.seen |= met
        sizes = self.starts[new + 1] - self.starts[new]
        offsets = np.concatenate(([0], np.cumsum(sizes)))
        parts = np.repeat(self.starts[new] - offsets[:-1], sizes) + np.arange(offsets[-1])
        said = {name: column[parts] for name, column in self.columns.items()}
        keys, owner = _keys(said, offsets), np.repeat(np.arange(len(new)), sizes)
        nobody = np.flatnonzero(sizes == 0)
        order = np.argsort(np.concatenate((owner, nobody)), kind="stable")
        nothing = {"party": -1, "denominator": 1, "licence": -1}
        columns: dict[str, Any] = {
            name: np.concatenate((column, np.full(len(nobody), nothing.get(name, 0))))[order]
            for name, column in said.items()
        }
        owner = np.concatenate((owner, nobody))[order]
        none = {"party": -1, "recording": 0, "sound": 0, "licence": -1}
        columns = {name: pa.array(column, mask=column == none[name] if name in none else None)
                   for name, column in columns.items()}  # fmt: skip
        columns["wait"] = _words(np.asarray(columns["wait"], np.int32), pa.array(WAITS))
        columns |= {"split": pa.array(new[owner], pa.int32()), "key": keys.take(pa.array(owner))}
        return pa.table([columns[name] for name in SPLITS.names], schema=SPLITS)


def _different(dice: np.random.Generator, count: int) -> Array:
    found = np.unique(dice.integers(1, 2**62, count + count // 100))
    return np.asarray(dice.permutation(found)[:count])


def _words(codes: Array, words: pa.Array) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes), words)


def _keys(said: dict[str, Array], offsets: Array) -> pa.Array:
    """See `splits.key_of`."""
    packed = np.zeros(len(said["party"]), [*((str(n), ">i8") for n in range(6)), ("wait", "S16")])
    numbers = (
        said["party"] + 1,
        said["recording"],
        said["sound"],
        said["numerator"],
        said["denominator"],
        said["licence"] + 1,
    )
    for place, column in enumerate(numbers):
        packed[str(place)] = column
    packed["wait"] = np.array(WAITS, "S16")[said["wait"]]
    raw, size = packed.tobytes(), packed.itemsize
    return pa.array(
        [hashlib.sha256(raw[a * size : b * size]).digest() for a, b in pairwise(offsets.tolist())],
        pa.binary(32),
    )


def make_month(folder: Path, plays: int) -> float:
    """Write a month into a folder; returns the seconds of CPU that writing its plays into files took."""
    month, ingest = Month(plays), 0.0
    for day in range(DAYS):
        rows = month.day(day, plays // DAYS + (plays % DAYS if day == 0 else 0))
        name = f"{date(2026, 11, 1) + timedelta(days=day)}-0"
        write_table(month.new_splits(rows), folder / f"splits-{name}.parquet")
        begun = _cpu()
        write_plays(rows, folder / f"plays-{name}.parquet")
        ingest += _cpu() - begun
        if day == CORRECTED:
            again = rows.slice(0, len(rows) // 1000)
            again = again.set_column(1, "revision", pa.array(np.ones(len(again), np.int32)))
            write_plays(again, folder / f"plays-{name[:-1]}1.parquet")
            write_table(SPLITS.empty_table(), folder / f"splits-{name[:-1]}1.parquet")
    np.savez(
        folder / "payers.npz", listeners=month.listeners, offer=month.offer, home=month.home, fees=month.fees
    )
    return ingest


def _cpu() -> float:
    used = getrusage(RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def partitions(folder: Path) -> list[Partition]:
    found = []
    for path in sorted(folder.glob("plays-*.parquet")):
        day, batch = path.stem.removeprefix("plays-").rsplit("-", 1)
        splits = folder / f"splits-{day}-{batch}.parquet"
        found.append(Partition(day, int(batch), path, splits, corrects=batch != "0"))
    return found


def payers(folder: Path) -> dict[tuple[str, str], Payers]:
    """Who pays for which paid offer, and how much."""
    said = np.load(folder / "payers.npz")
    found = {}
    for offer in (0, 2):
        for home in range(COUNTRIES):
            mine = (said["offer"] == offer) & (said["home"] == home)
            found[OFFERS[offer].as_py(), TERRITORIES[home].as_py()] = Payers(
                said["listeners"][mine], said["fees"][mine]
            )
    return found


def pools(folder: Path) -> list[Pool]:
    """What they paid; and of the free offer a tenth as much, from advertisements."""
    paid = payers(folder)
    sums = {pool: int(each.fees.sum()) // 10**6 for pool, each in paid.items()}
    free = {("free", place): amount // 10 for (offer, place), amount in sums.items() if offer == "plus"}
    return [Pool(*pool, "EUR", amount) for pool, amount in (sums | free).items()]
