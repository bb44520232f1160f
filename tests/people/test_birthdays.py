"""Properties of birthdays and ages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.people.rules.birthdays import age_on, days_until_birthday, years_before

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DAYS, DAYS, st.integers(0, 120))
def test_who_is_so_old_was_born_so_many_years_before_or_earlier(born: date, today: date, years: int) -> None:
    if born <= today and today.year - years > 1850:
        assert (age_on(born, today) >= years) == (born <= years_before(today, years))


@given(DAYS, DAYS)
def test_one_is_a_year_older_from_the_birthday_on(born: date, today: date) -> None:
    if born < today and days_until_birthday(born, today) == 0:
        assert age_on(born, today) == today.year - born.year


@pytest.mark.parametrize(("today", "age"), [(date(2025, 2, 28), 20), (date(2025, 3, 1), 21)])
def test_who_was_born_on_29_february_is_older_on_1_march(today: date, age: int) -> None:
    assert age_on(date(2004, 2, 29), today) == age
