"""What a change of facts would have done: counted plays decided twice, without it and as if it always stood.

A dry run asks the law the same questions twice and never looks at a single play: plays of one file, in one
territory, for one use, between two boundaries of the facts, get one answer and come as one count.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from akkord.rights.rules.answers import Decision, Query
from akkord.rights.rules.facts import ALWAYS, Facts, Licence, Policy
from akkord.rights.rules.prepared import Prepared
from akkord.rights.rules.worldwide import member, partition
from akkord.rights.terms import CommercialModel, LicenceId, Money, PartyId, PolicyId, Use, Verdict
from akkord.rights.territories import Territory, TerritorySet

Due = dict[tuple[PartyId | None, Money], Fraction]  # whose money of how many plays


@dataclass(frozen=True, slots=True)
class Change:
    """What would be stated, and what would be taken back."""

    licences: tuple[Licence, ...] = ()
    policies: tuple[Policy, ...] = ()
    ended_licences: frozenset[LicenceId] = frozenset()
    ended_policies: frozenset[PolicyId] = frozenset()

    def applied_to(self, facts: Facts) -> Facts:
        """The facts as they would be, had the change stood from the beginning: its dates are left aside."""
        return replace(
            facts,
            licences=(
                *(each for each in facts.licences if each.id not in self.ended_licences),
                *(replace(each, valid=ALWAYS) for each in self.licences),
            ),
            policies=(
                *(each for each in facts.policies if each.id not in self.ended_policies),
                *(replace(each, valid=ALWAYS) for each in self.policies),
            ),
        )


class Counted(NamedTuple):
    """So many plays of one file that the law cannot tell apart; `at` is one of their instants."""

    territory: Territory
    at: datetime
    use: Use
    model: CommercialModel
    plays: int


class Move(NamedTuple):
    """Where a file's verdict would be another one."""

    before: Verdict
    after: Verdict
    territories: TerritorySet


@dataclass
class Tally:
    """Plays by territory and by the verdict without and with the change; whose money they are, both times."""

    plays: Counter[tuple[Territory, Verdict, Verdict]] = field(default_factory=Counter)
    due_before: Due = field(default_factory=lambda: defaultdict(Fraction))
    due_after: Due = field(default_factory=lambda: defaultdict(Fraction))

    def count(self, before: Prepared, after: Prepared, counted: Iterable[Counted]) -> None:
        """Add the plays of one file."""
        for each in counted:
            query = Query(each.territory, each.at, each.use, each.model)
            was, would = before.decide(query), after.decide(query)
            self.plays[each.territory, was.verdict, would.verdict] += each.plays
            _add(self.due_before, was, each.plays)
            _add(self.due_after, would, each.plays)


def _add(due: Due, decision: Decision, plays: int) -> None:
    for payee in decision.payees:
        due[payee.party, payee.money] += payee.fraction * plays


def moves(
    before: Prepared, after: Prepared, at: datetime, use: Use, models: Sequence[CommercialModel]
) -> Iterator[Move]:
    """Where in the world the change would move the file's verdict at the instant; nothing = nowhere.

    The verdict is that for those who may hear most, of all who pay in one of these ways.
    """
    for part in partition((*before.stated, *after.stated)):
        queries = [Query(member(part), at, use, model) for model in models]
        was = min(before.decide(query).verdict for query in queries)
        would = min(after.decide(query).verdict for query in queries)
        if was != would:
            yield Move(was, would, part)
