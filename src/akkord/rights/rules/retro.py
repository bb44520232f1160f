"""What plays earned by what was known when they were heard, and what they earn by what is known now.

Facts are bitemporal, so both can be computed from the same facts (P11): an agreement of today that holds from
a day in the past changes the second and never the first. Money is whole micro-units, shared out by the
largest remainder; what was heard has earned, so what the law now gives to nobody waits in escrow.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from akkord import money
from akkord.rights.rules.answers import Decision, Payee, Query
from akkord.rights.rules.facts import Fact, Facts, FileFacts
from akkord.rights.rules.history import file_known_at, known_at
from akkord.rights.rules.prepared import Prepared
from akkord.rights.terms import Money, PartyId, Verdict

Due = tuple[PartyId | None, Money]  # to whom, and whether it is paid out or waits; None: nobody knows yet


class Recomputed(NamedTuple):
    """The payees of one play, by the books of its own time and by those of another."""

    then: tuple[Payee, ...]
    now: tuple[Payee, ...]


class Books:
    """One file and all the facts about it there ever were, to be asked as of any instant."""

    def __init__(self, file: FileFacts, facts: Facts) -> None:
        self._file, self._facts = file, facts
        self._turns = sorted(set(_turns(file, facts)))
        self._known: dict[int, Prepared] = {}

    def as_known(self, instant: datetime) -> Prepared:
        """The file and its facts as the books said at the instant; between two entries it is the same."""
        turn = bisect_right(self._turns, instant)
        if turn not in self._known:
            known = known_at(self._facts, instant)
            self._known[turn] = Prepared(file_known_at(self._file, instant), known)
        return self._known[turn]

    def recompute(self, plays: Iterable[Query], now: datetime) -> Iterator[Recomputed]:
        """Each play decided by the books of its own instant, and by those of `now`."""
        for play in plays:
            then = self.as_known(play.at).decide(play)
            yield Recomputed(_earning(then), _earning(self.as_known(now).decide(play)))


def _turns(file: FileFacts, facts: Facts) -> Iterator[datetime]:
    """Every instant at which something was entered in the books or taken back."""
    kinds: tuple[tuple[Fact, ...], ...] = (
        facts.recordings,
        facts.ownerships,
        facts.licences,
        facts.policies,
        facts.grants,
        facts.free,
        facts.blocks,
        facts.same_sounds,
        file.matches,
    )
    for fact in chain.from_iterable(kinds):
        yield fact.recorded_at
        if fact.withdrawn_at is not None:
            yield fact.withdrawn_at


def _earning(decision: Decision) -> tuple[Payee, ...]:
    if decision.verdict >= Verdict.HOLD:
        return (Payee(None, Fraction(1), Money.ESCROW),)
    return decision.payees


def deltas(earned: Iterable[tuple[int, Recomputed]]) -> dict[Due, int]:
    """From (micro-units a play earned, its payees): what each gets more or less than was reckoned then.

    Nothing is said where nothing changes. The pool is shared out as a whole, then and now, so what some get
    more is what others get less.
    """
    plays = list(earned)
    before = apportion(_due((amount, play.then) for amount, play in plays))
    after = apportion(_due((amount, play.now) for amount, play in plays))
    changed = {due: after.get(due, 0) - before.get(due, 0) for due in {**before, **after}}
    return {due: changed[due] for due in sorted(changed, key=_order) if changed[due]}


def _due(shared: Iterable[tuple[int, tuple[Payee, ...]]]) -> dict[Due, Fraction]:
    due: dict[Due, Fraction] = {}
    for amount, payees in shared:
        for payee in payees:
            key = (payee.party, payee.money)
            due[key] = due.get(key, Fraction(0)) + payee.fraction * amount
    return due


def apportion(due: Mapping[Due, Fraction]) -> dict[Due, int]:
    """Exact amounts as whole micro-units that add up; ties go to the lower party, the unknown comes last."""
    return money.apportion(due, _order)


def _order(due: Due) -> tuple[bool, int, str]:
    party, money = due
    return party is None, party or 0, money.value
