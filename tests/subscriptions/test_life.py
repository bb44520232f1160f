"""Events of a payment provider come in any order and more than once, and the life they make is the same."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.subscriptions.rules import BadPrice, Event, Kind, life_of, price

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def event(number: int, kind: Kind, at: int, payment: int, amount: int) -> Event:
    begins = NOON + timedelta(days=30 * payment)
    period = {"starts": begins, "ends": begins + timedelta(days=30)} if kind == Kind.PAID else {}
    return Event(
        f"evt{number}", kind, NOON + timedelta(hours=at), "s", "sub1", f"pay{payment}", amount, 0, "EUR",
        **period,
    )  # fmt: skip


events = st.lists(
    st.tuples(st.sampled_from(list(Kind)), st.integers(0, 9), st.integers(0, 3), st.integers(1, 50)),
    max_size=12,
).map(lambda all: [event(n, *each) for n, each in enumerate(all)])


@given(events, st.randoms())
def test_events_in_any_order_and_said_twice_make_the_same_life(known: list[Event], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = [*known, *(random.sample(known, len(known) // 2))]
    random.shuffle(shuffled)
    assert life_of(shuffled) == life_of(known)


@given(events)
def test_no_more_is_paid_back_than_was_paid(known: list[Event]) -> None:
    for paid in life_of(known).payments:
        assert sum(amount for _, amount in paid.returns) <= paid.amount


def test_the_last_word_on_cancelling_counts() -> None:
    will, wont = event(1, Kind.GOES_ON, 2, 0, 0), event(2, Kind.CANCELS, 1, 0, 0)
    assert life_of([will, wont]).cancelled_at is None
    assert life_of([wont]).cancelled_at == wont.at


@pytest.mark.parametrize(
    ("written", "currency", "micros"),
    [
        ("9.99", "EUR", 9_990_000),
        ("9,99", "EUR", 9_990_000),
        ("980", "JPY", 980_000_000),
        ("1.234", "KWD", 1_234_000),
    ],
)
def test_a_price_is_read_exactly(written: str, currency: str, micros: int) -> None:
    assert price(written, currency) == micros


@pytest.mark.parametrize(
    ("written", "currency"),
    [("9.999", "EUR"), ("9.8", "JPY"), ("0", "EUR"), ("-1", "EUR"), ("a", "EUR"), ("9" * 12, "EUR")],
)
def test_what_cannot_be_paid_is_no_price(written: str, currency: str) -> None:
    with pytest.raises(BadPrice):
        price(written, currency)
