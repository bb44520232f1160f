"""Places are told of by how many people are in them, and the smallest cannot be reckoned from the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.music.rules.few import FEWEST, enough, few_together


def places(found: list[tuple[int, int]]) -> list[tuple[str, int, int]]:
    """(plays, people) of places, as they are counted: most plays first."""
    return [(f"P{n}", plays, people) for n, (plays, people) in enumerate(sorted(found, reverse=True))]


counts = st.lists(st.tuples(st.integers(1, 500), st.integers(0, 30)), max_size=12).map(places)


@pytest.mark.parametrize(
    ("counted", "told"),
    [
        ([("RU", 100, 50), ("LI", 90, 1)], [("", 190)]),
        ([("RU", 100, 50), ("DE", 60, 7), ("LI", 90, 1)], [("RU", 100), ("", 150)]),
        ([("RU", 100, 50), ("DE", 60, 7)], [("RU", 100), ("DE", 60)]),
        ([("RU", 100, 50), ("LI", 9, 3), ("MC", 8, 2)], [("RU", 100), ("", 17)]),
        ([("LI", 1000, 1)], [("", 1000)]),
        ([], []),
    ],
)
def test_what_is_told_of_places(counted: list[tuple[str, int, int]], told: list[tuple[str, int]]) -> None:
    assert few_together(counted, 20) == told


@given(counts, st.integers(1, 12))
def test_nothing_is_lost_and_nobody_stands_alone(counted: list[tuple[str, int, int]], top: int) -> None:
    told = few_together(counted, top)
    people = {place: who for place, _, who in counted}
    assert sum(plays for _, plays in told) == sum(plays for _, plays, _ in counted)
    shown = [place for place, _ in told if place]
    assert all(enough(people[place]) for place in shown)
    rest = sum(who for place, who in people.items() if place not in shown)
    assert not shown or len(shown) == len(counted) or rest >= FEWEST
