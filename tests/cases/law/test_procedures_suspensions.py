"""Suspensions: warned before, suspended at the third strike that counts, for a time, and let in again."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from procedures_world import ALWAYS, utc

START = utc("2026-01-01 00:00")


def day(count: float) -> datetime:
    return START + timedelta(days=count)


def strike(law: SimpleNamespace, at: float, **more: Any) -> Any:
    told = {name: day(value) if name.endswith("_at") else value for name, value in more.items()}
    return law.strikes.Strike(day(at), **told)


def suspension(
    law: SimpleNamespace, at: float, until: float, ended: float | None = None, by: str = ""
) -> Any:
    ending = law.suspensions.Ending(by) if by else None
    return law.suspensions.Suspension(day(at), day(until), None if ended is None else day(ended), ending)


THREE = [(0, {}), (1, {}), (2, {})]
SERVED = (2, 182)


@pytest.mark.parametrize(
    ("strikes", "warned", "last", "asked", "sanction", "until"),
    [
        ([], None, None, 0, "none", None),
        ([(0, {})], None, None, 0, "none", None),
        ([(0, {}), (1, {})], None, None, 1, "warn", None),
        ([(0, {}), (1, {})], 1, None, 1, "none", None),  # warned already
        ([(0, {}), (1, {})], 1, None, 500, "none", None),  # nothing has happened since
        ([(0, {}), (1, {"countered": True})], None, None, 1, "none", None),
        ([(0, {"lifted_at": 1}), (1, {})], None, None, 1, "none", None),
        (THREE, 1, None, 2, "suspend", 182),
        (THREE, None, None, 2, "warn", None),  # nobody is suspended who was not warned
        (THREE, 2, None, 2, "none", None),  # warned with the third at once: the next one suspends
        ([*THREE, (3, {})], 2, None, 3, "suspend", 183),
        ([*THREE[:2], (2, {"countered": True})], 1, None, 2, "none", None),
        ([(0, {"school_at": 1}), (80, {}), (92, {})], 80, None, 92, "warn", None),  # one has run out
        ([(0, {}), (1, {}), (365.9, {})], 1, None, 365.9, "suspend", 545.9),
        ([(0, {}), (1, {}), (366, {})], 1, None, 366, "warn", None),  # what was a year ago is forgotten
        # One that stands is not doubled; one that has run its time is done with, and so are its strikes.
        ([*THREE, (3, {})], 1, SERVED, 3, "none", None),
        (THREE, 1, SERVED, 182, "none", None),
        ([*THREE, (3, {})], 1, SERVED, 182, "none", None),
        ([*THREE, (182.5, {})], 1, SERVED, 182.5, "suspend", 362.5),
        ([*THREE, (400, {})], 1, (300, 390), 400, "suspend", 580),  # it warned as well, and later
        ([*THREE, (400, {})], 1, SERVED, 400, "warn", None),  # that too is forgotten
        # Answered strikes that count again go on where they stopped; what a person lifted does not.
        (THREE, 1, (*SERVED, 10, "strikes"), 30, "suspend", 182),
        (THREE, 1, (*SERVED, 10, "strikes"), 181.9, "suspend", 182),
        (THREE, 1, (*SERVED, 10, "strikes"), 182, "none", None),
        ([*THREE[:2], (2, {"countered": True})], 1, (*SERVED, 10, "strikes"), 30, "none", None),
        (THREE, 1, (*SERVED, 10, "staff"), 30, "none", None),
        (THREE, 1, (*SERVED, 10, "appeal"), 30, "none", None),
        ([*THREE, (11, {})], 1, (*SERVED, 10, "appeal"), 11, "suspend", 191),
        ([*THREE[1:], (11, {})], 1, (*SERVED, 10, "strikes"), 11, "suspend", 191),
        ([THREE[2], (11, {})], 1, (*SERVED, 10, "strikes"), 11, "warn", None),  # the last but one again
    ],
)
def test_what_is_called_for(
    law: SimpleNamespace,
    strikes: Any,
    warned: float | None,
    last: Any,
    asked: float,
    sanction: str,
    until: float | None,
) -> None:
    held = [strike(law, at, **more) for at, more in strikes]
    before = suspension(law, *last) if last else None
    told = law.suspensions.answer(held, None if warned is None else day(warned), before, day(asked))
    assert told.sanction == sanction
    assert told.until == (None if until is None else day(until))


@pytest.mark.parametrize(
    ("strikes", "asked", "ending"),
    [
        (THREE, 2, None),
        (THREE, 181.9, None),
        (THREE, 182, "time"),
        ([], 182, "time"),
        ([*THREE[:2], (2, {"lifted_at": 5})], 4.9, None),
        ([*THREE[:2], (2, {"lifted_at": 5})], 5, "strikes"),
        ([*THREE[:2], (2, {"countered": True})], 5, "strikes"),
        ([*THREE, (3, {"countered": True})], 5, None),
        ([(0, {"school_at": 3}), (1, {}), (2, {})], 92.9, None),
        ([(0, {"school_at": 3}), (1, {}), (2, {})], 93, "strikes"),
    ],
)
def test_what_ends_a_suspension_by_itself(
    law: SimpleNamespace, strikes: Any, asked: float, ending: str | None
) -> None:
    held = [strike(law, at, **more) for at, more in strikes]
    assert law.suspensions.ending(suspension(law, *SERVED), held, day(asked)) == ending


@pytest.mark.parametrize(
    ("strikes", "ends"),
    [
        (THREE, 182),
        ([(at, {"school_at": 3}) for at, _more in THREE], 93),
        ([(0, {"school_at": 3}), (1, {"school_at": 50}), (2, {})], 93),
        ([(0, {"school_at": 3}), (1, {"school_at": 50}), (2, {}), (3, {})], 140),
        ([(0, {"school_at": 3}), (1, {}), (2, {}), (3, {})], 182),
        ([(at, {"school_at": 150}) for at, _more in THREE], 182),  # the lesson never makes it longer
        ([], 182),
    ],
)
def test_when_a_suspension_ends_by_itself(law: SimpleNamespace, strikes: Any, ends: float) -> None:
    held = [strike(law, at, **more) for at, more in strikes]
    assert law.suspensions.ends_by_itself(suspension(law, *SERVED), held, day(5)) == day(ends)


def test_a_suspension_holds_from_its_first_instant_to_its_last_and_not_longer(law: SimpleNamespace) -> None:
    served, lifted = suspension(law, *SERVED), suspension(law, *SERVED, 10, "staff")
    assert [served.in_force(day(at)) for at in (1.9, 2, 181.9, 182)] == [False, True, True, False]
    assert [lifted.in_force(day(at)) for at in (2, 9.9, 10)] == [True, True, False]
    late = suspension(law, *SERVED, 190, "time")  # whoever wrote its end came late
    assert not late.in_force(day(185))


def test_an_appeal_is_taken_for_six_months(law: SimpleNamespace) -> None:
    taken = [law.suspensions.may_appeal(day(0), day(at)) for at in (-1, 0, 183.9, 184)]
    assert taken == [False, True, True, False]
    assert timedelta(days=184) <= law.suspensions.APPEALS_FOR  # July to January


class Life:
    """An account day by day: strikes come, are answered, taken back; the rule is asked every time."""

    def __init__(self, law: SimpleNamespace) -> None:
        self.law, self.strikes, self.warned, self.past = law, list[Any](), list[datetime](), list[Any]()

    def go(self, at: datetime) -> None:
        rule = self.law.suspensions
        last = self.past[-1] if self.past else None
        if last and last.ended_at is None:
            how = rule.ending(last, self.strikes, at)
            if how is None:
                return
            self.past[-1] = rule.Suspension(last.at, last.until, at, how)
            return
        told = rule.answer(self.strikes, self.warned[-1] if self.warned else None, last, at)
        if told.sanction == "warn":
            self.warned.append(at)
        elif told.sanction == "suspend":
            assert self.law.strikes.counted(self.strikes, at) >= 3
            latest = max(s.at for s in self.strikes if s.stands(at) and not s.countered)
            assert any(warned < latest for warned in self.warned), "suspended without a warning before"
            assert at < told.until <= at + rule.LASTS
            self.past.append(rule.Suspension(at, told.until))
        warned, last = (each[-1] if each else None for each in (self.warned, self.past))
        again = rule.answer(self.strikes, warned, last, at)
        assert again == rule.NOTHING, "asked again it is the same"


@given(
    days=st.lists(
        st.tuples(st.sampled_from(["strike", "answer", "fail", "lift", "learn", "wait"]), st.integers(0, 60)),
        max_size=40,
    )
)
@ALWAYS
def test_nobody_is_suspended_unwarned_or_for_longer_than_the_term_or_twice_at_once(
    law: SimpleNamespace, days: list[tuple[str, int]]
) -> None:
    from dataclasses import replace

    life, at = Life(law), START
    for what, wait in days:
        at += timedelta(days=wait)
        standing = [n for n, each in enumerate(life.strikes) if each.stands(at)]
        if what == "strike":
            life.strikes.append(law.strikes.Strike(at))
        elif what in ("answer", "fail") and standing:
            life.strikes[standing[-1]] = replace(life.strikes[standing[-1]], countered=what == "answer")
        elif what == "lift" and standing:
            life.strikes[standing[0]] = replace(life.strikes[standing[0]], lifted_at=at)
        elif what == "learn":
            life.strikes = [replace(s, school_at=s.school_at or at) for s in life.strikes]
        life.go(at)
    for one, other in zip(life.past, life.past[1:], strict=False):
        assert one.ended_at is not None
        assert one.over_at <= other.at


@given(ats=st.lists(st.integers(0, 30), min_size=3, max_size=6), school=st.integers(0, 200))
@ALWAYS
def test_the_day_it_ends_by_itself_is_the_day_something_ends_it(
    law: SimpleNamespace, ats: list[int], school: int
) -> None:
    rule, held = law.suspensions, [strike(law, at, school_at=school) for at in ats]
    standing, now = suspension(law, 30, 210), day(30)
    if rule.ending(standing, held, now) is None:
        ends = rule.ends_by_itself(standing, held, now)
        assert rule.ending(standing, held, ends - timedelta(seconds=1)) is None
        assert rule.ending(standing, held, ends) is not None
