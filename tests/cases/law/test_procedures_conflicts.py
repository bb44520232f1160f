"""Conflicts of ownership: what they are about, whom they bind, what ends them, and what silence does."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from akkord.rights.rules.effective import Holder, Overclaim
from akkord.rights.rules.facts import Period
from akkord.rights.terms import Right
from akkord.rights.territories import WORLDWIDE, TerritorySet

ONE, TWO, THREE = 11, 12, 13
BEGINNING = datetime(2026, 3, 2, tzinfo=UTC)


def day(count: int | None) -> datetime | None:
    return None if count is None else BEGINNING + timedelta(days=count)


def holder(party: int, proven: Any = 1, stated: Any = 1) -> Holder:
    return Holder(party, Fraction(proven), Fraction(stated), (party,))  # type: ignore[arg-type]


def overclaim(
    where: str, start: int | None, end: int | None, *holders: Holder, right: Right = Right.MAKE_AVAILABLE
) -> Overclaim:
    return Overclaim(right, TerritorySet.of(*where.split()), Period(day(start), day(end)), holders)


def test_a_conflict_spans_every_right_place_and_time_that_clashes(law: SimpleNamespace) -> None:
    both = (holder(ONE), holder(TWO))
    area = law.conflicts.area_of(
        [
            overclaim("DE", 5, 10, *both),
            overclaim("FR AT", 8, 20, *both, right=Right.REPRODUCTION),
        ]
    )
    assert area.rights == {Right.MAKE_AVAILABLE, Right.REPRODUCTION}
    assert area.territories == TerritorySet.of("DE", "FR", "AT")
    assert area.valid == Period(day(5), day(20))
    open_ended = law.conflicts.area_of([overclaim("DE", 5, 10, *both), overclaim("FR", None, None, *both)])
    assert open_ended.valid == Period()
    half = law.conflicts.area_of([overclaim("DE", 5, None, *both), overclaim("FR", 2, 9, *both)])
    assert half.valid == Period(day(2), None)
    assert law.conflicts.area_of([]) is None


def test_the_unknown_territory_alone_is_no_conflict_since_no_statement_can_name_it(
    law: SimpleNamespace,
) -> None:
    unknown = WORLDWIDE - TerritorySet.worldwide(["DE"]) - TerritorySet.of("DE")
    clash = Overclaim(Right.MAKE_AVAILABLE, unknown, Period(), (holder(ONE), holder(TWO)))
    assert law.conflicts.area_of([clash]) is None
    area = law.conflicts.area_of([clash, overclaim("DE", None, None, holder(ONE), holder(TWO))])
    assert area.territories == TerritorySet.of("DE")


def test_everybody_who_states_a_share_there_is_a_party(law: SimpleNamespace) -> None:
    clashes = [
        overclaim("DE", 0, 1, holder(ONE), holder(TWO, 0)),
        overclaim("FR", 0, 1, holder(ONE), holder(THREE)),
    ]
    assert law.conflicts.parties_of(clashes) == {ONE, TWO, THREE}


@pytest.mark.parametrize(
    ("bounds", "since", "left"),
    [
        ((5, 20), None, (5, 20)),
        ((5, 20), 3, (5, 20)),
        ((5, 20), 5, (5, 20)),
        ((5, 20), 6, (6, 20)),
        ((None, 20), 6, (6, 20)),
        ((5, None), 99, (99, None)),
        ((5, 20), 20, None),
        ((5, 20), 19, (19, 20)),
    ],
)
def test_an_agreement_holds_from_its_day_on(law: SimpleNamespace, bounds: Any, since: Any, left: Any) -> None:
    area = law.conflicts.area_of([overclaim("DE", *bounds, holder(ONE), holder(TWO))])
    rest = law.conflicts.since(area, day(since))
    assert (rest and rest.valid) == (left and Period(*map(day, left)))
    assert rest is None or (rest.rights, rest.territories) == (area.rights, area.territories)


@pytest.mark.parametrize(
    ("shares", "ends_it"),
    [
        ({ONE: "7/10", TWO: "3/10"}, True),
        ({ONE: "1", TWO: "0"}, True),
        ({ONE: "7/10", TWO: "4/10"}, False),
        ({ONE: "7/10", TWO: "2/10"}, False),
        ({ONE: "3/2", TWO: "-1/2"}, False),
        ({ONE: "1"}, False),
        ({ONE: "1/2", TWO: "1/4", THREE: "1/4"}, False),
        ({ONE: "1", THREE: "0"}, False),
        ({}, False),
    ],
)
def test_shares_end_a_conflict_when_they_are_the_whole_of_all_its_parties(
    law: SimpleNamespace, shares: dict[int, str], ends_it: bool
) -> None:
    given = {party: Fraction(share) for party, share in shares.items()}
    assert law.conflicts.whole(given, [TWO, ONE]) is ends_it


@pytest.mark.parametrize(
    ("answered", "days", "lapsed"),
    [
        (set(), 29, set()),
        (set(), 30, {TWO}),
        ({TWO}, 31, set()),
        ({ONE}, 31, {TWO}),
    ],
)
def test_silence_lapses_a_bare_assertion_nobody_stood_by(
    law: SimpleNamespace, answered: set[int], days: int, lapsed: set[int]
) -> None:
    clashes = [overclaim("DE", 0, None, holder(ONE), holder(TWO, 0))]
    due = BEGINNING + law.conflicts.ANSWER_WITHIN
    assert law.conflicts.lapsing(clashes, answered, due, day(days)) == lapsed


def test_who_has_proven_something_anywhere_in_it_never_lapses(law: SimpleNamespace) -> None:
    clashes = [
        overclaim("DE", 0, None, holder(ONE), holder(TWO, 0), holder(THREE, 0)),
        overclaim("FR", 0, None, holder(ONE), holder(TWO, "1/3")),
    ]
    assert law.conflicts.lapsing(clashes, [], BEGINNING, day(1)) == {THREE}


def test_there_is_time_to_look_for_a_contract_after_the_reminder(law: SimpleNamespace) -> None:
    assert timedelta(days=30) == law.conflicts.ANSWER_WITHIN
    assert timedelta(days=20) == law.conflicts.REMIND_AFTER
