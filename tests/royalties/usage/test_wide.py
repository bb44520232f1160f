"""Compiled arithmetic of 128 bits says what Python's whole numbers say, at every edge."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from akkord.money import share
from akkord.royalties.usage import wide

WORD = 2**64
edges = st.sampled_from([0, 1, 2, 2**31, 2**32 - 1, 2**32, 2**63 - 1, 2**63, WORD - 2, WORD - 1])
words = st.integers(0, WORD - 1) | edges
amounts = st.integers(0, 2**63 - 1) | st.integers(0, 1000) | st.just(2**63 - 1)
weights = st.lists(
    st.integers(0, 5) | st.integers(0, 2**40) | st.integers(0, 2**64) | st.integers(0, 2**121 - 1)
    | st.just(2**121 - 1),
    min_size=1,
    max_size=24,
)  # fmt: skip


def u(number: int) -> np.uint64:
    return np.uint64(number)


@given(words, words)
def test_a_product_loses_nothing(one: int, other: int) -> None:
    high, low = wide.times(u(one), u(other))
    assert int(high) * WORD + int(low) == one * other


@given(st.integers(2**63, WORD - 1) | st.just(2**63) | st.just(WORD - 1), st.data())
def test_a_quotient_is_whole(by: int, data: st.DataObject) -> None:
    high = data.draw(st.integers(0, by - 1) | st.just(by - 1) | st.just(0))
    low = data.draw(words)
    assert int(wide.quotient(u(high), u(low), u(by))) == (high * WORD + low) // by


@given(words, words)
def test_leading_zeros_are_counted(high: int, low: int) -> None:
    number = high * WORD + low
    if number:
        assert wide.spare_bits(u(high), u(low)) == 128 - number.bit_length()


def columns(numbers: list[int]) -> tuple[np.ndarray, np.ndarray]:
    return (
        np.array([n // WORD for n in numbers], np.uint64),
        np.array([n % WORD for n in numbers], np.uint64),
    )


@given(st.lists(st.tuples(amounts, weights), min_size=1, max_size=6))
@example([(2**63 - 1, [2**121 - 1] * 24)])
@example([(2**63 - 1, [1, 2**121])])
@example([(10, [1] * 7), (10, [0, 0]), (0, [1])])
@example([(2**63 - 1, [1])])
def test_shared_as_the_plain_rule_shares(groups: list[tuple[int, list[int]]]) -> None:
    starts = np.cumsum([0, *(len(each) for _, each in groups)]).astype(np.int64)
    high, low = columns([weight for _, each in groups for weight in each])
    found = wide.apportion(starts, np.array([amount for amount, _ in groups], np.uint64), high, low)
    for place, (amount, each) in enumerate(groups):
        own = [int(part) for part in found.parts[starts[place] : starts[place + 1]]]
        if not any(each):
            assert own == [0] * len(each)
            assert found.cut_item[place] == -1
            continue
        plain = share(amount, dict(enumerate(each)))
        assert own == list(plain.parts.values())
        if plain.cut is None:
            assert found.cut_item[place] == -1
        else:
            remainder = int(found.cut_high[place]) * WORD + int(found.cut_low[place])
            assert found.cut_item[place] - starts[place] == plain.cut.place
            assert plain.cut.remainder * sum(each) == remainder


def test_what_would_not_fit_is_known_before() -> None:
    assert wide.fits(2**63 - 1, 2**126 - 1)
    assert not wide.fits(2**63, 1)
    assert not wide.fits(1, 2**126)
