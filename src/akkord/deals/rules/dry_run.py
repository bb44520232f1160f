"""What a dry run says, as plain values: rows by territory, whose plays they are, what would move."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from akkord.rights.rules.dry_run import Due, Move, Tally
from akkord.rights.terms import Verdict
from akkord.rights.territories import NOWHERE, TerritorySet

MOST_EXAMPLES = 20


@dataclass
class Moves:
    """Uploads whose verdict would be another one: how many by verdicts, where, and the first of them."""

    uploads: int = 0
    by_verdicts: Counter[tuple[Verdict, Verdict]] = field(default_factory=Counter)
    territories: dict[tuple[Verdict, Verdict], TerritorySet] = field(default_factory=dict)
    examples: list[dict[str, Any]] = field(default_factory=list)

    def add(self, track: int, moves: Iterable[Move]) -> None:
        """Add one upload with the track it became."""
        self.uploads += 1
        where: dict[tuple[Verdict, Verdict], TerritorySet] = {}
        for before, after, territories in moves:
            where[before, after] = where.get((before, after), NOWHERE) | territories
        for verdicts, territories in where.items():
            self.by_verdicts[verdicts] += 1
            self.territories[verdicts] = self.territories.get(verdicts, NOWHERE) | territories
        if len(self.examples) < MOST_EXAMPLES:
            self.examples.append({"track": track, "moves": [_moved(v, t) for v, t in where.items()]})


def answer_of(tally: Tally, moves: Moves) -> dict[str, Any]:
    """The answer of a dry run as JSON: plays are counts, dues exact fractions of plays ("21/2")."""
    return {
        "plays": [
            {"territory": territory, "before": before.name, "after": after.name, "plays": plays}
            for (territory, before, after), plays in sorted(tally.plays.items())
        ],
        "due_before": _due(tally.due_before),
        "due_after": _due(tally.due_after),
        "uploads": moves.uploads,
        "moves": [
            _moved(verdicts, moves.territories[verdicts]) | {"uploads": uploads}
            for verdicts, uploads in sorted(moves.by_verdicts.items())
        ],
        "examples": moves.examples,
    }


def _due(due: Due) -> list[dict[str, Any]]:
    rows = sorted(due.items(), key=lambda row: (row[0][0] or 0, row[0][1]))
    return [{"party": party, "money": money.value, "plays": str(plays)} for (party, money), plays in rows]


def _moved(verdicts: tuple[Verdict, Verdict], territories: TerritorySet) -> dict[str, Any]:
    before, after = verdicts
    return {"before": before.name, "after": after.name, "territory": str(territories)}


@dataclass(frozen=True)
class Row:
    """Plays of one territory, or of all, by verdict without and with the change."""

    territory: str
    plays: int
    before: Mapping[str, int]
    after: Mapping[str, int]

    @property
    def heard_before(self) -> int:
        return heard(self.before)

    @property
    def heard_after(self) -> int:
        return heard(self.after)


def heard(by_verdict: Mapping[str, int]) -> int:
    """Of counts by verdict, those that are heard."""
    return sum(by_verdict.get(v.name, 0) for v in (Verdict.ALLOW, Verdict.ALLOW_REPORT))


def rows_of(answer: Mapping[str, Any]) -> list[Row]:
    """The answer's plays by territory, most first."""
    by_territory: dict[str, list[Mapping[str, Any]]] = {}
    for each in answer["plays"]:
        by_territory.setdefault(each["territory"], []).append(each)
    rows = [_row(territory, plays) for territory, plays in by_territory.items()]
    return sorted(rows, key=lambda row: (-row.plays, row.territory))


def total_of(answer: Mapping[str, Any]) -> Row:
    """All of the answer's plays together."""
    return _row("", answer["plays"])


def _row(territory: str, plays: Iterable[Mapping[str, Any]]) -> Row:
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for each in plays:
        before[each["before"]] += each["plays"]
        after[each["after"]] += each["plays"]
    return Row(territory, before.total(), before, after)


@dataclass(frozen=True)
class Share:
    """How many plays' money is one party's, without and with the change; party None waits for an owner."""

    party: int | None
    money: str
    before: Fraction
    after: Fraction


def shares_of(answer: Mapping[str, Any]) -> list[Share]:
    """Whose money of how many plays, the most first."""
    was, would = ({(d["party"], d["money"]): Fraction(d["plays"]) for d in answer[side]}
                  for side in ("due_before", "due_after"))  # fmt: skip
    nothing = Fraction(0)
    shares = [Share(*whose, was.get(whose, nothing), would.get(whose, nothing)) for whose in {**was, **would}]
    return sorted(shares, key=lambda share: (-share.after, -share.before, share.party or 0, share.money))
