"""Working days where they are not obvious: moved days, observed days, midnight in another zone."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from procedures_world import ALWAYS, utc


@pytest.mark.parametrize(
    ("country", "day", "count", "expected"),
    [
        ("US", "2026-11-16", 7, "2026-11-25"),
        ("US", "2026-11-16", 8, "2026-11-27"),  # over Thanksgiving
        ("US", "2026-07-02", 1, "2026-07-06"),  # Independence Day on a Saturday is kept on Friday
        ("US", "2026-11-20", 1, "2026-11-23"),
        ("RU", "2015-05-02", 1, "2015-05-05"),  # a day off moved from January to Monday, 4 May
        ("RU", "2015-05-02", 3, "2015-05-07"),
        ("RU", "2014-04-30", 1, "2014-05-05"),
        ("RU", "2016-02-19", 1, "2016-02-20"),  # a Saturday that is worked on
        ("RU", "2016-02-20", 1, "2016-02-24"),
        ("DE", "2026-04-02", 1, "2026-04-07"),  # Good Friday, Easter Monday
        ("EU", "2026-07-20", 1, "2026-07-22"),  # the national day of Belgium
    ],
)
def test_the_nth_working_day(law: SimpleNamespace, country: str, day: str, count: int, expected: str) -> None:
    calendar = law.calendars.calendar_of(country)
    assert calendar.working_day_after(date.fromisoformat(day), count) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("country", "day", "over"),
    [
        ("RU", "2014-04-03", "2014-04-03 20:00"),  # Moscow was four hours ahead until October 2014
        ("RU", "2015-05-02", "2015-05-02 21:00"),
        ("DE", "2026-03-28", "2026-03-28 23:00"),
        ("DE", "2026-03-29", "2026-03-29 22:00"),  # the shortest day of the year
        ("US", "2026-11-01", "2026-11-02 05:00"),  # and the longest
        ("US", "2026-10-31", "2026-11-01 04:00"),
    ],
)
def test_a_day_is_over_at_the_midnight_of_its_place(
    law: SimpleNamespace, country: str, day: str, over: str
) -> None:
    calendar = law.calendars.calendar_of(country)
    assert calendar.end_of(date.fromisoformat(day)) == utc(over)
    assert calendar.day_of(utc(over)) == date.fromisoformat(day) + timedelta(days=1)
    assert calendar.day_of(utc(over) - timedelta(seconds=1)) == date.fromisoformat(day)


def test_a_country_whose_days_are_unknown_is_said_to_be(law: SimpleNamespace) -> None:
    with pytest.raises(law.errors.UnknownCalendar):
        law.calendars.calendar_of("XX")


def test_every_country_named_has_days(law: SimpleNamespace) -> None:
    for country in law.calendars.countries():
        calendar = law.calendars.calendar_of(country)
        assert calendar.end_of(calendar.working_day_after(date(2026, 1, 1), 3)) > utc("2026-01-02 00:00")
    assert len(law.calendars.EUROPEAN_UNION) == 27


days = st.dates(date(2013, 1, 1), date(2027, 12, 31))


@given(country=st.sampled_from(["RU", "US", "DE", "FR", "EU"]), day=days, count=st.integers(1, 30))
@ALWAYS
def test_a_working_day_is_never_a_holiday_and_none_is_left_out(
    law: SimpleNamespace, country: str, day: date, count: int
) -> None:
    calendar = law.calendars.calendar_of(country)
    found = calendar.working_day_after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert calendar.is_working(found)
    assert sum(calendar.is_working(each) for each in between) == count


@given(country=st.sampled_from(["RU", "US", "DE"]), day=days)
@ALWAYS
def test_a_day_that_is_not_worked_on_gives_way_to_the_next_that_is(
    law: SimpleNamespace, country: str, day: date
) -> None:
    calendar = law.calendars.calendar_of(country)
    found = calendar.working_day_from(day)
    assert calendar.is_working(found)
    assert found >= day
    assert not any(calendar.is_working(day + timedelta(days=n)) for n in range((found - day).days))
