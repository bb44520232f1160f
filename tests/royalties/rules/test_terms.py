"""What the terms say is due, recouped and paid: a contract worked by hand, and what holds for all of them."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.royalties.rules.forecast import forecast
from akkord.royalties.rules.terms import Advance, Basis, Own, Terms, due_of, settle

CENT = 10_000


def test_the_contract_of_2011_worked_by_hand_comes_out_to_the_micro_unit():
    """60 % of the revenue, at least $6.00 a subscriber by share, at least a rate a play; advances recouped.

    Three labels hear 1,000,000 plays of one month: A 250,000, B 333,333, C 416,667. 10,000 subscribers on
    average paid $9.99 each: $99,900 net. The pool is 60 %: $59,940.00. Exactly due by share:
        A 59,940 · 0.25     = 14,985.000000
        B 59,940 · 0.333333 = 19,979.98002   (exactly 19,979.980020)
        C 59,940 · 0.416667 = 24,975.01998
    The subscriber's minimum: $6.00 · 10,000 · share = A 15,000.00, B 19,999.98, C 25,000.02.
    The minimum a play: $0.0625 for A alone: 250,000 · 0.0625 = 15,625.00.
    """
    pool, plays = 59_940_000_000, 1_000_000
    minimum = Terms("USD", per_subscriber=6_000_000)

    def own(part: int) -> Own:
        amount = pool * part // plays
        assert amount * plays == pool * part  # all three come out whole
        return Own(amount, Fraction(3, 5), Fraction(1), Fraction(part), Fraction(plays), Fraction(10_000))

    a = due_of(own(250_000), Terms("USD", per_subscriber=6_000_000, per_play=62_500))
    assert a == (
        14_985_000_000,
        14_985_000_000,
        15_000_000_000,
        15_625_000_000,
        Basis.PER_PLAY,
        15_625_000_000,
    )
    assert a.adjustment == 640_000_000
    b = due_of(own(333_333), minimum)
    assert b == (19_979_980_020, 19_979_980_020, 19_999_980_000, 0, Basis.PER_SUBSCRIBER, 19_999_980_000)
    c = due_of(own(416_667), minimum)
    assert c == (24_975_019_980, 24_975_019_980, 25_000_020_000, 0, Basis.PER_SUBSCRIBER, 25_000_020_000)
    assert a.share + b.share + c.share == pool  # the shares are the pool, whatever comes on top

    # A was paid $9 and $16 thousand ahead; the first may be recouped until the end of January only.
    advances = (
        Advance(1, date(2026, 1, 1), date(2026, 1, 31), 9_000_000_000),
        Advance(2, date(2026, 1, 15), None, 16_000_000_000),
    )
    january = settle(a.due, 0, advances, minimum, date(2026, 1, 31), CENT)
    assert january[:3] == (15_625_000_000, 0, 0)
    assert [each.left for each in january.advances] == [0, 9_375_000_000]
    february = settle(a.due, january.carried, january.advances, minimum, date(2026, 2, 28), CENT)
    assert february[:3] == (9_375_000_000, 6_250_000_000, 0)
    assert [each.left for each in february.advances] == [0, 0]
    # B has had nothing ahead: whole cents are paid, nothing less is lost.
    assert settle(b.due + 1_234, 0, (), minimum, date(2026, 1, 31), CENT)[:3] == (0, 19_999_980_000, 1_234)


def test_another_currency_is_exchanged_once_and_rounded_down():
    own = Own(1_000_001, Fraction(3, 5), Fraction(913, 1000), Fraction(1), Fraction(3), Fraction(7))
    assert due_of(own, Terms("EUR")).due == 913_000  # 913,000.913
    assert due_of(own, Terms("EUR", per_play=913_001)).basis == Basis.PER_PLAY


def test_a_rate_of_ones_own_is_an_adjustment_and_moves_nobody_elses_share():
    own = Own(600, Fraction(3, 5), Fraction(1), Fraction(1), Fraction(2), Fraction(0))
    more, less = due_of(own, Terms("EUR", Fraction(7, 10))), due_of(own, Terms("EUR", Fraction(1, 2)))
    assert (more.share, more.due, more.adjustment) == (600, 700, 100)
    assert (less.share, less.due, less.adjustment) == (600, 500, -100)


def test_of_equal_figures_the_share_is_the_basis():
    own = Own(600, Fraction(3, 5), Fraction(1), Fraction(1), Fraction(2), Fraction(1))
    assert due_of(own, Terms("EUR", per_subscriber=1200, per_play=600)).basis == Basis.SHARE


TERMS = st.builds(
    Terms,
    st.just("EUR"),
    st.one_of(st.none(), st.fractions(min_value="1/10", max_value=1, max_denominator=100)),
    st.integers(0, 10**7),
    st.integers(0, 10**5),
    st.integers(0, 10**7),
)


@given(TERMS, st.integers(0, 10**12), st.integers(1, 10**6), st.integers(0, 10**6), st.fractions(0, 10**5))
def test_one_play_more_never_lowers_what_is_due(terms, pool, mine, others, subscribers):
    def due(plays: int) -> int:
        total = Fraction(plays + others)
        amount = pool * plays // (plays + others)
        return due_of(
            Own(amount, Fraction(3, 5), Fraction(1), Fraction(plays), total, subscribers), terms
        ).due

    assert due(mine + 1) >= due(mine)


ADVANCES = st.lists(
    st.builds(
        Advance,
        st.integers(1, 9),
        st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2027, 12, 31))),
        st.integers(0, 10**9),
    ),
    max_size=4,
    unique_by=lambda each: each.number,
).map(tuple)
MONEY = st.integers(-(10**9), 10**9)


@given(MONEY, MONEY, ADVANCES, TERMS)
def test_nothing_is_lost_or_made_between_months(due, carried, advances, terms):
    found = settle(due, carried, advances, terms, date(2026, 6, 30), CENT)
    assert carried + due == found.recouped + found.paid + found.carried
    assert sum(each.left for each in advances) == found.recouped + sum(each.left for each in found.advances)


@given(MONEY, MONEY, ADVANCES, TERMS)
def test_nothing_is_paid_below_zero_and_no_advance_is_asked_back(due, carried, advances, terms):
    found = settle(due, carried, advances, terms, date(2026, 6, 30), CENT)
    assert found.paid >= 0
    assert found.recouped >= 0
    assert all(each.left >= 0 for each in found.advances)
    assert found.paid % CENT == 0
    if found.paid:
        assert all(each.left == 0 for each in found.advances if _recoupable(each))


def _recoupable(advance: Advance) -> bool:
    return advance.paid_on <= date(2026, 6, 30) and (
        advance.until is None or advance.until >= date(2026, 6, 30)
    )


@pytest.mark.parametrize(
    ("month_end", "recouped"), [(date(2026, 1, 31), 100), (date(2026, 2, 28), 0), (date(2025, 12, 31), 0)]
)
def test_an_advance_is_recouped_from_the_month_it_is_paid_in_to_its_last_day(month_end, recouped):
    advance = Advance(1, date(2026, 1, 10), date(2026, 1, 31), 100)
    assert settle(100, 0, (advance,), Terms("EUR"), month_end, 1).recouped == recouped


def test_the_oldest_advance_is_recouped_first():
    advances = (Advance(2, date(2026, 2, 1), None, 50), Advance(1, date(2026, 1, 1), None, 50))
    found = settle(60, 0, advances, Terms("EUR"), date(2026, 2, 28), 1)
    assert [(each.number, each.left) for each in found.advances] == [(1, 0), (2, 40)]


def test_too_little_to_pay_out_waits_and_adds_up():
    terms = Terms("EUR", payout_minimum=10 * CENT)
    first = settle(6 * CENT + 7, 0, (), terms, date(2026, 1, 31), CENT)
    second = settle(4 * CENT, first.carried, (), terms, date(2026, 2, 28), CENT)
    assert (first.paid, first.carried, second.paid, second.carried) == (0, 6 * CENT + 7, 10 * CENT, 7)


def heard(plays: int) -> Own:
    return Own(0, Fraction(3, 5), Fraction(1), Fraction(plays), Fraction(10**9), Fraction(0))


@pytest.mark.parametrize(
    ("plays", "due"), [(0, 0), (999, 9_990), (1000, 10_000), (1001, 10_004), (2000, 14_000)]
)
def test_plays_beyond_the_threshold_earn_the_other_amount(plays, due):
    terms = Terms("EUR", per_play=10, threshold=1000, per_play_above=4)
    assert due_of(heard(plays), terms).due == due


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**4), st.integers(0, 10**4))
def test_a_play_more_never_lowers_what_is_due_with_a_threshold(plays, threshold, below, above):
    terms = Terms("EUR", per_play=below, threshold=threshold, per_play_above=above)
    assert due_of(heard(plays + 1), terms).due >= due_of(heard(plays), terms).due


def test_the_next_month_is_foreseen_from_the_last_three_and_from_no_fewer_than_two():
    assert forecast([]) is None
    assert forecast([5]) is None
    assert forecast([1, 2]) == (1, 1, 2, 2)
    assert forecast([10**9, 30, 10, 21]) == (10, 20, 30, 3)
