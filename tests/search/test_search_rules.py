"""Properties of what is near and what stands first."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.search.rules import (
    BEGINS,
    EXACT,
    MOST_WORDS,
    SLIPPED,
    About,
    Shown,
    is_about,
    nearness,
    ranked,
    readings,
)

KEYS = st.text("abcd", min_size=1, max_size=10)


@pytest.mark.parametrize(
    ("typed", "term", "near"),
    [
        ("anna", "anna", EXACT), ("ann", "anna", BEGINS), ("ana", "anna", 0), ("petrva", "petrova", SLIPPED),
        ("peterova", "petrova", SLIPPED), ("pertova", "petrova", SLIPPED), ("abc", "abd", 0),
        ("track01", "track02", 0), ("konstantin", "konstntim", SLIPPED), ("anna", "boris", 0),
        ("pete", "petite", SLIPPED), ("petite", "pete", SLIPPED), ("kozika", "koziavka", 0),
        ("kozivka", "koziavka", SLIPPED),
    ],
)  # fmt: skip
def test_nearness(typed: str, term: str, near: int) -> None:
    assert nearness(typed, term) == near


@given(KEYS, KEYS)
def test_the_same_is_nearest(one: str, other: str) -> None:
    assert nearness(one, one) == EXACT
    assert (nearness(one, other) == EXACT) == (one == other)


@given(st.text(max_size=80))
def test_what_is_typed_is_read_in_at_most_two_ways_of_bounded_length(text: str) -> None:
    read = readings(text)
    assert len(read) <= 2
    assert all(0 < len(wanted.keys) <= MOST_WORDS for wanted in read)


@given(
    st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["a", "b", "c"]), st.integers(1, 2))),
    st.booleans(),
    st.randoms(),
)
def test_only_what_holds_every_word_is_found_in_one_order(
    postings: list[tuple[int, str, int]], newest: bool, chance: Random
) -> None:
    near = [{"a": EXACT}, {"b": BEGINS, "c": SLIPPED}]
    found = ranked(postings, near, newest)
    for number in {number for number, _, _ in postings}:
        terms = {term for n, term, _ in postings if n == number}
        assert (number in found) == ("a" in terms and bool(terms & {"b", "c"}))
    shuffled = list(postings)
    chance.shuffle(shuffled)
    assert ranked(shuffled, near, newest) == found


def test_the_nearer_word_stands_before_the_better_field_and_the_newest_first() -> None:
    near = [{"anna": EXACT, "annabel": BEGINS}]
    postings = [(1, "annabel", 2), (2, "anna", 1), (3, "anna", 2), (4, "anna", 2)]
    assert ranked(postings, near, newest_first=True) == [4, 3, 2, 1]
    assert ranked(postings, near, newest_first=False) == [3, 4, 2, 1]


@pytest.mark.parametrize(
    ("about", "shown", "so"),
    [
        (About(), Shown("Anna"), True),
        (About("anna"), Shown("Анна", "Тарту"), True),
        (About("anna tartu"), Shown("Анна", "Тарту"), True),
        (About("anna tartu"), Shown("Анна"), False),  # it is hidden
        (About("fyyf"), Shown("Анна"), True),  # the other layout
        (About(city="anna"), Shown("Anna", "Tartu"), False),  # a name is no city
        (About("anna", city="tartu"), Shown("Anna", "Tartu"), True),
        (About(youngest=18), Shown("Anna"), False),
        (About(youngest=18), Shown("Anna", age=18), True),
        (About(oldest=17), Shown("Anna", age=18), False),
        (About(youngest=0), Shown("Anna", age=0), True),
        (About(mutual=True), Shown("Anna"), False),
        (About(mutual=True), Shown("Anna", mutual=True), True),
    ],
)
def test_somebody_is_looked_for_by_what_they_show(about: About, shown: Shown, so: bool) -> None:
    assert is_about(about, shown) == so
