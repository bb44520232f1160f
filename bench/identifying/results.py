"""What a bench found, as plain values: tables print it, a report draws it, a JSON file keeps it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from identifying import targets
from identifying.targets import Verdict


@dataclass(frozen=True)
class About:
    """What was measured with what."""

    date: str
    commit: str
    machine: str
    versions: str
    split: str
    seed: int
    tracks: int
    hours: float
    among: float  # hours of synthetic prints that recall, strangers and mixes were measured among


@dataclass(frozen=True)
class Row:
    """One disguise. `found`: the right track is the best that is told; `other`: the best is another one.

    `sure`: found at the score that admits no stranger of the run; `ms`: CPU of a search.
    """

    name: str
    harder: bool
    tried: int
    found: int
    low: float
    high: float
    placeable: int
    placed: int
    other: int
    sure: int
    ms: float
    public: int | None
    target: float | None

    @property
    def share(self) -> float:
        return self.found / max(1, self.tried)

    @property
    def mark(self) -> str:
        return targets.mark(self.share, self.high, self.target)


@dataclass(frozen=True)
class Table:
    """All disguises of queries of one length. `sure_at`: p_false of the likeliest stranger of the run;
    `scores`: of the right track, best or not told, in the compared rows (0: not at all)."""

    seconds: float
    excerpts: int
    rows: list[Row]
    low: float
    high: float
    sure_at: float
    scores: list[float]

    def _mean(self, harder: bool) -> float:
        shares = [row.share for row in self.rows if row.harder == harder]
        return sum(shares) / max(1, len(shares))

    @property
    def mean(self) -> float:
        """Of the rows that are compared with public systems."""
        return self._mean(False)

    @property
    def mean_of_harder(self) -> float:
        return self._mean(True)

    @property
    def pooled(self) -> float:
        return sum(row.found for row in self.rows) / max(1, sum(row.tried for row in self.rows))

    def verdicts(self) -> list[Verdict]:
        name, made = f"{self.seconds:g}-s queries", []
        if self.seconds in targets.MEAN:
            count = sum(not row.harder for row in self.rows)
            wanted = targets.MEAN[self.seconds]
            made.append(targets.at_least(f"{name}: mean of the {count}", self.mean * 100, wanted, unit=" %"))
        if self.seconds >= targets.WHOLE_UPLOAD:
            what = f"{name}: all together, lower end"
            made.append(targets.at_least(what, self.low * 100, targets.POOLED, unit=" %"))
        asked = [row for row in self.rows if row.target is not None]
        if asked:
            short = [row.name for row in asked if row.mark]
            told = f"{len(short)} below: " + ", ".join(short) if short else "none below"
            made.append(Verdict(f"{name}: every row", "its target", told, not short))
        return made


@dataclass(frozen=True)
class Strangers:
    """What strangers scored at best (0: nothing at all) among so many hours.

    `certain`: p_false up to which a match is told; `law`: (score, p_false) as earprint.chance has it;
    `tail`: (fall, logarithm at nought) as the highest tenth of these strangers have it.
    """

    tried: int
    accepted: int
    low: float
    high: float
    scores: list[float]
    least_p: float
    hours: float
    ms: float
    certain: float
    law: list[tuple[float, float]]
    tail: tuple[float, float] | None

    @property
    def fall(self) -> float:
        """By how much e's power falls with each deviation in the law, where matches are certain."""
        sure = [(score, p) for score, p in self.law if 1e-12 < p < 0.01]
        if len(sure) < 2:
            return 0.0
        (first, high), (last, low) = sure[0], sure[-1]
        return math.log(high / low) / (last - first)

    def verdicts(self) -> list[Verdict]:
        told = f"{self.accepted} of {self.tried}"
        return [
            Verdict("strangers accepted", "none of 10000", told, not self.accepted and self.tried >= 10_000)
        ]


@dataclass(frozen=True)
class Mix:
    """Mixes of one kind: seconds that are known, told and rightly told; parts; edges; CPU of one search."""

    name: str
    mixes: int
    known: float
    recalled: float
    told: float
    right: float
    parts: int
    heard: int
    edges: int
    close: int
    false: int
    seconds: float

    @property
    def recall(self) -> float:
        return self.recalled / max(self.known, 0.1)

    @property
    def precision(self) -> float:
        return self.right / max(self.told, 0.1)

    def verdicts(self) -> list[Verdict]:
        name = f"mixes, {self.name}"
        return [
            targets.at_least(f"{name}: seconds recalled", self.recall * 100, targets.RECALLED, unit=" %"),
            targets.at_least(f"{name}: seconds precise", self.precision * 100, targets.PRECISE, unit=" %"),
            Verdict(f"{name}: segments", "all", f"{self.heard} of {self.parts}", self.heard == self.parts),
            Verdict(f"{name}: edges", "all", f"{self.close} of {self.edges}", self.close == self.edges),
            Verdict(f"{name}: false tracks", "0", f"{self.false}", not self.false),
        ]


@dataclass(frozen=True)
class Cost:
    """A figure per hour of sound; `ratio`: to decoding alone."""

    name: str
    value: float
    ratio: float | None
    target: float | None

    def verdicts(self) -> list[Verdict]:
        return [] if self.target is None else [targets.at_most(self.name, self.value, self.target)]


@dataclass(frozen=True)
class Size:
    """What a catalogue of one size costs. Times are CPU ms of a warm search alone, `opening` ms of wall time.

    `listening`: CPU ms to decode and analyse ten seconds in the box; `analysing`: to analyse four minutes.
    The targets are for both together.
    """

    hours: float
    synthetic: float  # share of the hours
    tracks: int
    volumes: int
    copy: float
    stranger: float
    whole_copy: float
    whole_stranger: float
    opening: float
    megabytes: float  # per hour
    found: int  # of the disguised copies asked for
    asked: int
    listening: float
    analysing: float

    def verdicts(self) -> list[Verdict]:
        made = []
        for hours, most in targets.QUERY.items():
            if abs(self.hours / hours - 1) < 0.05:
                name = f"10-s query all told at {hours:g} hours"
                made.append(
                    targets.at_most(f"{name}, copies", self.copy + self.listening, most, ".0f", " ms")
                )
                made.append(
                    targets.at_most(f"{name}, strangers", self.stranger + self.listening, most, ".0f", " ms")
                )
        for hours, most in targets.WHOLE.items():
            if abs(self.hours / hours - 1) < 0.05:
                name = f"4 minutes apart from decoding at {hours:g} hours"
                for what, searching in (("a copy", self.whole_copy), ("a stranger", self.whole_stranger)):
                    got = searching + self.analysing
                    made.append(targets.at_most(f"{name}, {what}", got, most, ".0f", " ms"))
        what = f"opening an index of {self.hours:.0f} hours"
        return [*made, targets.at_most(what, self.opening, targets.OPENING, ".0f", " ms")]


@dataclass(frozen=True)
class Backlog:
    """New references held against stored prints of uploads. `seconds`: CPU of one reference."""

    stored: int
    hours: float
    megabytes: float
    asked: int
    length: float
    planted: dict[str, int]
    found: dict[str, int]
    other: int  # uploads told that were not planted
    seconds: float

    @property
    def rate(self) -> float:
        """References a second on one core."""
        return 1 / max(self.seconds, 1e-9)


@dataclass(frozen=True)
class Likeness:
    """Figures of prints by which what a search costs is decided."""

    landmarks: float  # a second
    sparse: float
    keys: float
    rarity: float  # bits of an average key's two steps
    meeting: float  # bits: two keys of different tracks share a cell once in 2 to the power of so many


@dataclass
class Outcome:
    """Everything one bench found."""

    about: About
    strangers: Strangers | None = None
    tables: list[Table] = field(default_factory=list)
    mixes: list[Mix] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    likeness: dict[str, Likeness] = field(default_factory=dict)
    sizes: list[Size] = field(default_factory=list)
    backlog: list[Backlog] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)  # per part of an earlier run, when and what that was

    def verdicts(self) -> list[Verdict]:
        """Every target that was measured."""
        parts: list[Any] = [*self.tables, *([self.strangers] if self.strangers else [])]
        parts += [*self.mixes, *self.costs, *self.sizes]
        return [verdict for part in parts for verdict in part.verdicts()]

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=1) + "\n")

    def complete_from(self, other: Outcome) -> None:
        """Take from an earlier run what this one did not measure."""
        for name in (one.name for one in fields(self) if one.name not in ("about", "taken")):
            if not getattr(self, name) and getattr(other, name):
                setattr(self, name, getattr(other, name))
                told = f"{name}, {other.about.date}, commit {other.about.commit}, {other.about.machine}"
                self.taken[name] = other.taken.get(name, told)


def read(path: Path) -> Outcome:
    """What `Outcome.write` wrote."""
    told = json.loads(path.read_text())
    tables = [Table(**{**one, "rows": [Row(**row) for row in one["rows"]]}) for one in told["tables"]]
    return Outcome(
        About(**told["about"]),
        Strangers(**told["strangers"]) if told["strangers"] else None,
        tables,
        [Mix(**one) for one in told["mixes"]],
        [Cost(**one) for one in told["costs"]],
        {name: Likeness(**one) for name, one in told["likeness"].items()},
        [Size(**one) for one in told["sizes"]],
        [Backlog(**one) for one in told["backlog"]],
        told["taken"],
    )


@dataclass(frozen=True)
class Growth:
    """Cost against hours: a fixed part and one that grows, fixed + each * hours ** power.

    `off`: by how much it misses the worst of the measured values, as a share of that.
    """

    fixed: float
    each: float
    power: float
    off: float

    def at(self, hours: float) -> float:
        return self.fixed + self.each * hours**self.power

    def __str__(self) -> str:
        grows = "hours" if self.power == 1 else f"hours^{self.power:.2f}"
        return f"{self.fixed:.1f} + {self.each:.4g} * {grows} (off by {self.off * 100:.0f} % at most)"


ENOUGH = 4  # sizes from which the power is fitted too; with fewer it is 1
POWERS = [step / 20 for step in range(2, 25)]


def growth_of(hours: Sequence[float], values: Sequence[float]) -> Growth | None:
    """The curve of least squared relative error, neither part below nought; None from a single size."""
    import numpy as np
    from scipy.optimize import nnls

    if len(set(hours)) < 2:
        return None
    wanted = np.maximum(np.array(values, float), 1e-9)
    made = []
    for power in POWERS if len(set(hours)) >= ENOUGH else [1.0]:
        columns = np.stack([1 / wanted, np.array(hours, float) ** power / wanted], axis=1)
        parts, error = nnls(columns, np.ones(len(wanted)))
        off = float(np.abs(columns @ parts - 1).max())
        made.append((float(error), Growth(float(parts[0]), float(parts[1]), power, off)))
    return min(made, key=lambda one: one[0])[1]
