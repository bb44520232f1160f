"""The answer for the whole world at once, and what a change of facts takes away from people."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final

from akkord.rights.rules.answers import Decision, Query
from akkord.rights.rules.facts import Facts, FileFacts
from akkord.rights.rules.law import decide
from akkord.rights.terms import CommercialModel, Use, Verdict
from akkord.rights.territories import NOWHERE, Territory, TerritorySet

ByVerdict = Mapping[Verdict, TerritorySet]

_ELSEWHERE: Final = Territory("--")  # stands for every country that no fact names


def territories_by_verdict(
    file: FileFacts, facts: Facts, at: datetime, use: Use, model: CommercialModel
) -> dict[Verdict, TerritorySet]:
    """Where the file gets which verdict: a partition of all territories, ZZ included; absent = nowhere.

    Exact without asking for every country: countries that the same stated sets contain get the same answer.
    """
    answer: dict[Verdict, TerritorySet] = {}
    for part, decision in decisions_worldwide(file, facts, at, use, model):
        answer[decision.verdict] = answer.get(decision.verdict, NOWHERE) | part
    return answer


def decisions_worldwide(
    file: FileFacts, facts: Facts, at: datetime, use: Use, model: CommercialModel
) -> Iterator[tuple[TerritorySet, Decision]]:
    """The same with reasons: parts of the world, each with the one decision that holds in all of it."""
    for part in partition(stated(facts)):
        yield part, decide(Query(member(part), at, use, model), file, facts)


def decisions_for_anybody(
    file: FileFacts, facts: Facts, at: datetime, use: Use, models: Iterable[CommercialModel]
) -> Iterator[tuple[TerritorySet, Decision]]:
    """The same where listeners pay in several ways: of each part the decision for those who may hear most.

    Between two that are as good the way named first counts.
    """
    ways = [decisions_worldwide(file, facts, at, use, model) for model in models]
    for answers in zip(*ways, strict=True):
        yield min(answers, key=lambda answer: answer[1].verdict)


def narrows(before: Verdict, after: Verdict) -> bool:
    """Whether fewer people may hear it: everybody, then uploader and rights office, then nobody."""
    return after >= Verdict.HOLD and after > before


def narrowed(before: ByVerdict, after: ByVerdict) -> TerritorySet:
    """Where a change took something from people, so that a line in the public log is owed; empty = nowhere.

    Compare the answers for one instant before and after a change of facts. A fresh upload starts from HOLD
    everywhere. What ends by a date it always had needs no second line, so do not compare two instants.
    """
    lost = (
        was & now
        for verdict, was in before.items()
        for later, now in after.items()
        if narrows(verdict, later)
    )
    return reduce(or_, lost, NOWHERE)


def stated(facts: Facts) -> Iterator[TerritorySet]:
    """Every set of territories that a fact names."""
    for kind in (facts.ownerships, facts.licences, facts.grants, facts.free, facts.blocks):
        for fact in kind:
            yield fact.territories
    for policy in facts.policies:
        for rule in policy.rules:
            yield rule.condition.territories


def partition(sets: Iterable[TerritorySet]) -> Iterator[TerritorySet]:
    """The coarsest parts of the world that no set cuts in two; last, all the countries that none names."""
    ordered = list(dict.fromkeys(sets))
    named = frozenset(code for territories in ordered for code in territories.codes)
    parts: dict[tuple[bool, ...], set[Territory]] = {}
    for code in named:
        parts.setdefault(tuple(code in territories for territories in ordered), set()).add(code)
    yield from (TerritorySet(frozenset(codes)) for codes in parts.values())
    yield TerritorySet(named, excluding=True)


def member(part: TerritorySet) -> Territory:
    """One territory that stands for all of a part."""
    return _ELSEWHERE if part.excluding else min(part.codes)
