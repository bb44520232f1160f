"""An amount shared out is all there, nobody loses a whole unit, and everybody can check their own part."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.money import MICRO, BadAmount, apportion, decimal, micro, share, unit_by_cut

WEIGHTS = st.dictionaries(
    st.integers(0, 50), st.fractions(min_value=0, max_value=1000, max_denominator=60), min_size=1, max_size=12
).filter(lambda weights: any(weights.values()))


@given(st.integers(0, 10**13), WEIGHTS)
def test_the_parts_add_up_to_the_amount_to_the_unit(amount, weights):
    assert sum(share(amount, weights).parts.values()) == amount


@given(st.integers(0, 10**13), WEIGHTS)
def test_nobody_is_a_whole_unit_from_what_is_exactly_theirs(amount, weights):
    total = sum(weights.values())
    for key, part in share(amount, weights).parts.items():
        assert abs(part - amount * weights[key] / total) < 1


@given(st.integers(0, 10**13), WEIGHTS)
def test_everybody_computes_their_own_part_from_amount_total_and_cut(amount, weights):
    total = sum(weights.values())
    shared = share(amount, weights)
    for key, part in shared.parts.items():
        exact = amount * weights[key] / total
        whole = exact.numerator // exact.denominator
        assert whole + unit_by_cut(exact - whole, key, shared.cut) == part


@given(st.integers(0, 10**9), WEIGHTS, st.randoms())
def test_the_order_in_which_they_stand_changes_nothing(amount, weights, random):
    shuffled = list(weights.items())
    random.shuffle(shuffled)
    assert share(amount, dict(shuffled)) == share(amount, weights)


@given(st.integers(0, 10**9), WEIGHTS)
def test_a_larger_weight_never_gets_less(amount, weights):
    parts = share(amount, weights).parts
    ranked = sorted(weights, key=lambda key: weights[key])
    for one, other in pairwise(ranked):
        if weights[one] < weights[other]:
            assert parts[one] <= parts[other]


def test_ties_go_to_the_lower_key_and_the_cut_says_where_they_ended():
    shared = share(5, {3: 1, 1: 1, 2: 1})
    assert shared.parts == {1: 2, 2: 2, 3: 1}
    assert shared.cut == (Fraction(2, 3), 2)


def test_another_order_of_keys_breaks_ties_its_way():
    assert share(1, {1: 1, 2: 1}, order=lambda key: -key).parts == {1: 0, 2: 1}


def test_where_nothing_is_left_over_there_is_no_cut():
    assert share(6, {1: 1, 2: 2}) == ({1: 2, 2: 4}, None)


def test_something_cannot_be_shared_among_nobody():
    assert share(0, {1: 0}).parts == {1: 0}
    with pytest.raises(ValueError, match="nobody"):
        share(1, {1: 0})


@pytest.mark.parametrize(("amount", "weights"), [(-1, {1: 1}), (1, {1: 2, 2: -1})])
def test_neither_amounts_nor_weights_are_negative(amount, weights):
    with pytest.raises(ValueError, match="negative"):
        share(amount, weights)


def test_exact_amounts_are_rounded_to_the_whole_units_of_their_sum():
    assert apportion({1: Fraction(1, 2), 2: Fraction(-3, 2), 3: Fraction(2)}) == {1: 1, 2: -2, 3: 2}


@given(st.integers(-(10**18), 10**18), st.integers(0, 6))
def test_an_amount_is_read_back_as_it_was_written(amount, places):
    assert micro(decimal(amount, places)) == amount


@pytest.mark.parametrize(
    ("amount", "places", "written"),
    [(0, 2, "0.00"), (12_500_000, 2, "12.50"), (-1, 2, "-0.000001"), (MICRO, 0, "1"), (10, 0, "0.00001")],
)
def test_amounts_are_written_exactly(amount, places, written):
    assert decimal(amount, places) == written


@pytest.mark.parametrize("written", ["", "1,5", "1e3", "0.1234567", "--1", "1.", ".5", "٣", "nan"])
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(BadAmount):
        micro(written)
