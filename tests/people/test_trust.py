"""What a new account may do: a table, climbed by time."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.people.rules.trust import STEPS, exceeds, step_at

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "links", "strangers"),
    [
        (timedelta(0), 2, 5),
        (timedelta(days=7) - timedelta(microseconds=1), 2, 5),
        (timedelta(days=7), None, 20),
        (timedelta(days=4000), None, 20),
        (timedelta(days=-1), 2, 5),  # a clock that was set back makes nobody older
    ],
)
def test_a_week_makes_an_account_an_old_one(age: timedelta, links: int | None, strangers: int) -> None:
    step = step_at(NOON - age, NOON)
    assert (step.links, step.strangers_a_day) == (links, strangers)


def test_the_table_begins_at_once_and_each_step_lets_more_than_the_one_before() -> None:
    assert STEPS[0].age == timedelta(0)
    for lower, higher in pairwise(STEPS):
        assert lower.age < higher.age
        assert lower.strangers_a_day < higher.strangers_a_day
        for name in ("links", "posts_an_hour", "comments_an_hour"):
            most, more = getattr(lower, name), getattr(higher, name)
            assert more is None or (most is not None and most < more)


@given(st.integers(0, 100), st.integers(0, 100))
def test_as_many_as_the_limit_and_not_one_more(limit: int, done: int) -> None:
    assert exceeds(limit, done) is (done >= limit)
    assert not exceeds(None, done)
