"""What was bought lies in time so that no gift gives less, and earns month by month what it is worth."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.money import share
from akkord.subscriptions.rules import (
    Earning,
    Gift,
    Life,
    Month,
    Own,
    Paid,
    Stretch,
    by_day,
    earned,
    laid_out,
    month_of,
    whole_days,
)
from akkord.subscriptions.rules.laying import GRACE

YEAR = datetime(2026, 1, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
hours = st.integers(0, 24 * 120)


def hour(number: int) -> datetime:
    return YEAR + number * HOUR


def paid(number: int, starts: int, length: int, **more: object) -> Paid:
    said = {"amount": 10_000_000, "tax": 0, "currency": "EUR"} | more
    return Paid(f"p{number}", hour(starts), starts=hour(starts), ends=hour(starts + length), **said)  # type: ignore[arg-type]


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """A subscription paid for one period after the other, with gaps now and then."""
    place, payments = draw(hours), []
    for number in range(draw(st.integers(0, 4))):
        length = draw(st.integers(1, 24 * 40))
        payments.append(paid(number, place, length))
        place += length + draw(st.sampled_from([0, 0, 5, 24 * 9]))
    cancelled = hour(place) if draw(st.booleans()) else None
    ended = hour(draw(hours)) if draw(st.booleans()) else None
    return Life("a", tuple(payments), cancelled, ended)


owns = st.lists(lives(), max_size=2).map(lambda all: [Own(f"own{n}", life) for n, life in enumerate(all)])
gifts = st.lists(st.tuples(hours, st.integers(1, 90)), max_size=3).map(
    lambda all: [Gift(f"gift{n}", f"g{n}", hour(at), days) for n, (at, days) in enumerate(all)]
)


def length_of(stretches: Iterable[Stretch]) -> timedelta:
    return sum((each.ends - each.starts for each in stretches), timedelta())


def of(stretches: list[Stretch], subscription: str) -> list[Stretch]:
    return [each for each in stretches if each.subscription == subscription and each.payment]


@given(owns, gifts)
def test_no_gift_ever_gives_less(own: list[Own], given: list[Gift]) -> None:
    without, laid = laid_out(own, []), laid_out(own, given)
    mine = [each for each in without if each.payment]
    assert [each for each in laid if each.payment and each.subscription.startswith("own")] == mine
    for gift in given:
        stretches = of(laid, gift.subscription)
        assert length_of(stretches) >= gift.days * DAY
        assert sum(each.days for each in stretches) == gift.days
        assert all(each.starts >= gift.at for each in stretches)
    for each in without:  # whoever was covered before, by grace too, still is
        place = each.starts
        while place < each.ends:
            assert any(other.starts <= place < other.ends for other in laid)
            place += HOUR


@given(owns, gifts)
def test_gifts_and_grace_overlap_nothing(own: list[Own], given: list[Gift]) -> None:
    laid = laid_out(own, given)
    mine = [e for e in laid if e.payment and e.subscription.startswith("own")]
    for one in laid:
        assert one.starts < one.ends
        for other in laid:
            if one is not other and not (one in mine and other in mine):
                assert one.ends <= other.starts or other.ends <= one.starts


@given(owns, gifts, st.integers(1, 24 * 60))
def test_what_is_paid_later_leaves_the_past_of_a_gift_as_it_was(
    own: list[Own], given: list[Gift], length: int
) -> None:
    now = hour(24 * 60)
    later = Own("later", Life("b", (paid(9, 24 * 60, length),)))

    def past(stretches: list[Stretch]) -> list[tuple[object, ...]]:
        return [
            (e.subscription, e.starts, min(e.ends, now), e.first)
            for e in stretches
            if e.payment and e.starts < now
        ]

    assert past(laid_out(own, given)) == past(laid_out([*own, later], given))


def test_grace_follows_what_was_to_go_on_and_nothing_else() -> None:
    running = Life("a", (paid(0, 0, 240),))
    (_, grace) = laid_out([Own("own", running)], [])
    assert (grace.payment, grace.starts, grace.ends) == (None, hour(240), hour(240) + GRACE)
    for over in (
        Life("a", running.payments, cancelled_at=hour(3)),
        Life("a", running.payments, ended_at=hour(240)),
        Life("a", (paid(0, 0, 240, returns=((hour(2), 10_000_000),)),)),
    ):
        assert all(each.payment for each in laid_out([Own("own", over)], []))


payments = st.builds(
    lambda amount, tax, days: (amount, amount * tax // 100, days),
    st.integers(0, 10**9),
    st.integers(0, 30),
    st.integers(1, 400),
)


def months(count: int = 60) -> list[Month]:
    found = [Month(2025, 12)]
    while len(found) < count:
        found.append(found[-1].after)
    return found


@given(payments, owns, st.integers(0, 24 * 90))
def test_the_months_of_a_payment_sum_to_the_whole(
    payment: tuple[int, int, int], own: list[Own], at: int
) -> None:
    amount, tax, days = payment
    stretches = of(laid_out(own, [Gift("gift", "g", hour(at), days)]), "gift")
    earning = Earning(amount, tax, days, tuple(stretches))
    assert sum(earned(earning, month) for month in months()) == amount - tax


@given(payments, st.integers(0, 24 * 90), st.integers(0, 24 * 100), st.integers(0, 100))
def test_what_ends_early_or_is_paid_back_sums_to_what_was_kept(
    payment: tuple[int, int, int], starts: int, cut: int, percent: int
) -> None:
    amount, tax, days = payment
    cut = min(starts + cut, starts + 24 * days)
    begun = hour(starts), hour(cut)
    stretch = Stretch("own", "p", *begun, 0, -((begun[0] - begun[1]) // DAY))
    stretches = (stretch,) if stretch.days else ()
    back = amount * percent // 100
    returns = ((hour(cut), back // 2), (hour(cut) + 40 * DAY, back - back // 2))
    earning = Earning(amount, tax, days, stretches, hour(cut), returns)
    kept = earning.net - earning.net_of(back)
    assert sum(earned(earning, month) for month in months()) == kept
    if percent == 100:
        assert kept == 0


@given(payments)
def test_days_are_paid_by_the_largest_remainder(payment: tuple[int, int, int]) -> None:
    amount, tax, days = payment
    earning = Earning(amount, tax, days, ())
    parts = share(amount - tax, dict.fromkeys(range(days), 1)).parts
    assert [earning.up_to(n + 1) - earning.up_to(n) for n in range(days)] == [parts[n] for n in range(days)]


def test_a_month_earns_the_days_that_begin_in_it() -> None:
    starts = datetime(2026, 1, 15, 10, tzinfo=UTC)
    ends = datetime(2026, 2, 15, 10, tzinfo=UTC)
    assert whole_days(starts, ends) == 31
    earning = Earning(31, 0, 31, (Stretch("own", "p", starts, ends, 0, 31),))
    assert [earned(earning, Month(2026, n)) for n in (1, 2, 3)] == [17, 14, 0]


people = st.lists(st.lists(st.tuples(hours, st.integers(1, 24 * 50)), max_size=4), max_size=6)


@given(people, st.integers(1, 4))
def test_subscribers_of_a_day_are_those_a_plain_recount_finds(
    known: list[list[tuple[int, int]]], number: int
) -> None:
    month = Month(2026, number)
    spans = [sorted((hour(a), hour(a + length)) for a, length in each) for each in known]
    plain = []
    for day in range(month.days):
        last = month.starts + (day + 1) * DAY - timedelta(microseconds=1)
        plain.append(sum(any(a <= last < b for a, b in each) for each in spans))
    assert by_day(spans, month) == plain


@pytest.mark.parametrize(
    ("month", "after", "days"), [((2026, 12), (2027, 1), 31), ((2028, 2), (2028, 3), 29)]
)
def test_months_follow_each_other(month: tuple[int, int], after: tuple[int, int], days: int) -> None:
    assert Month(*month).after == Month(*after)
    assert Month(*month).days == days
    assert month_of(Month(*month).ends) == Month(*after)
