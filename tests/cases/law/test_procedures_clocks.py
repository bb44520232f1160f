"""Periods: when they open and close, in hours, days, working days and months, over clock changes."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from procedures_world import ALWAYS, utc


def clock(law: SimpleNamespace, unit: str, most: int, **more: Any) -> Any:
    made = {"name": "c", "starts": ("e",), "actor": law.terms.Party.STAFF, "source": "a test"}
    return law.clocks.Clock(unit=law.terms.Unit(unit), most=most, **made, **more)


@pytest.mark.parametrize(
    ("country", "unit", "most", "more", "started", "closes"),
    [
        ("DE", "hour", 24, {}, "2026-03-28 12:00", "2026-03-29 12:00"),  # 24 hours are 24 hours
        ("DE", "day", 1, {}, "2026-03-28 12:00", "2026-03-29 22:00"),
        ("US", "day", 30, {}, "2026-10-15 03:00", "2026-11-14 05:00"),  # 14 October in New York
        ("US", "working_day", 14, {}, "2026-11-16 15:00", "2026-12-08 05:00"),
        ("RU", "working_day", 3, {}, "2015-05-02 09:00", "2015-05-07 21:00"),
        ("RU", "day", 15, {"rolls": True}, "2015-04-17 09:00", "2015-05-05 21:00"),
        ("RU", "day", 15, {}, "2015-04-17 09:00", "2015-05-02 21:00"),
        ("DE", "month", 6, {}, "2025-08-31 10:00", "2026-02-28 23:00"),
        ("DE", "month", 6, {"rolls": True}, "2025-08-31 10:00", "2026-03-02 23:00"),  # not on a Saturday
        ("DE", "month", 1, {}, "2026-12-15 10:00", "2027-01-15 23:00"),
        ("DE", "month", 12, {}, "2025-12-15 10:00", "2026-12-15 23:00"),
        ("DE", "day", 10, {"fact": "days"}, "2026-06-01 10:00", "2026-06-04 22:00"),
    ],
)
def test_a_period_closes(
    law: SimpleNamespace, country: str, unit: str, most: int, more: Any, started: str, closes: str
) -> None:
    calendar = law.calendars.calendar_of(country)
    open_ = law.clocks.window(clock(law, unit, most, **more), utc(started), calendar, {"days": 3})
    assert (open_.opens, open_.closes) == (utc(started), utc(closes))


def test_a_window_opens_when_the_shorter_period_is_over(law: SimpleNamespace) -> None:
    calendar = law.calendars.calendar_of("US")
    ten = clock(law, "working_day", 14, least=10)
    open_ = law.clocks.window(ten, utc("2026-11-16 15:00"), calendar, {})
    assert open_.opens == utc("2026-12-02 05:00")  # Tuesday, 1 December is the tenth, over Thanksgiving


@pytest.mark.parametrize(("stated", "days"), [(3, 3), (99, 15), (0, 1), (-4, 1), (None, 15), ("x", 15)])
def test_a_court_may_shorten_a_period_and_not_lengthen_it(
    law: SimpleNamespace, stated: Any, days: int
) -> None:
    calendar = law.calendars.calendar_of("DE")
    given_ = clock(law, "day", 15, fact="days")
    plain = clock(law, "day", days)
    started = utc("2026-06-01 10:00")
    found = law.clocks.window(given_, started, calendar, {"days": stated})
    assert found == law.clocks.window(plain, started, calendar, {})


def test_an_instant_that_was_stated_is_kept_and_none_is_made_up(law: SimpleNamespace) -> None:
    calendar = law.calendars.calendar_of("DE")
    gag = clock(law, "stated", 0, fact="gag_until")
    started = utc("2026-06-01 10:00")
    assert law.clocks.window(gag, started, calendar, {}) is None
    said = law.clocks.window(gag, started, calendar, {"gag_until": "2026-07-01T00:00:00+00:00"})
    assert said.closes == utc("2026-07-01 00:00")
    past = law.clocks.window(gag, started, calendar, {"gag_until": "2025-07-01T00:00:00+00:00"})
    assert past.closes == started


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2023-08-30", 6, "2024-02-29"),
        ("2026-12-31", 12, "2027-12-31"),
    ],
)
def test_a_month_ends_with_its_own_last_day(law: SimpleNamespace, day: str, count: int, found: str) -> None:
    assert law.clocks.months_after(date.fromisoformat(day), count) == date.fromisoformat(found)


instants = st.datetimes(datetime(2013, 1, 1), datetime(2027, 6, 1))
units = st.sampled_from(["hour", "day", "working_day", "month"])


@given(
    country=st.sampled_from(["RU", "US", "DE"]),
    unit=units,
    count=st.integers(1, 20),
    one=instants,
    later=st.integers(0, 60 * 24 * 5),
    rolls=st.booleans(),
)
@ALWAYS
def test_deadlines_never_run_backwards(
    law: SimpleNamespace, country: str, unit: str, count: int, one: datetime, later: int, rolls: bool
) -> None:
    calendar = law.calendars.calendar_of(country)
    first = utc(str(one))
    short, long_ = clock(law, unit, count, rolls=rolls), clock(law, unit, count + 1, rolls=rolls)
    closes = law.clocks.window(short, first, calendar, {}).closes
    assert closes > first
    assert law.clocks.window(short, first + timedelta(minutes=later), calendar, {}).closes >= closes
    assert law.clocks.window(long_, first, calendar, {}).closes >= closes


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), count=st.integers(0, 40))
@ALWAYS
def test_months_keep_the_day_or_end_with_the_month(law: SimpleNamespace, day: date, count: int) -> None:
    found = law.clocks.months_after(day, count)
    assert (found.year - day.year) * 12 + found.month - day.month == count
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)
