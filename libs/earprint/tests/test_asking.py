"""What a search asks for: every part of a file, and of its triplets the rarest that may be paid."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earprint import landmarks, probing
from earprint.prints import BINS, FINE_PER_BIN, TICKS_PER_SECOND, Print
from earprint.windows import Price, Windows


def noise(seconds: float, seed: int = 3) -> Print:
    rng = np.random.default_rng(seed)
    count = int(seconds * 60)
    t = np.sort(rng.integers(0, int(seconds * TICKS_PER_SECOND), count)).astype(np.int32)
    f = rng.integers(FINE_PER_BIN, (BINS - 1) * FINE_PER_BIN, count).astype(np.uint16)
    return Print(t, f, rng.integers(0, 255, count).astype(np.uint8), rng.random(count) < 0.5, seconds)


@pytest.mark.parametrize("seconds", [4.0, 18.0, 18.1, 30.0, 45.0, 60.0, 67.0, 75.0, 90.0, 97.0, 240.0, 601.0])
def test_every_part_of_a_file_is_asked_and_next_to_none_of_it_twice(seconds: float) -> None:
    windows = Windows(noise(seconds))
    first, then = windows.turns()
    asked = [half for some in (first, then) for half in {h for n in some for h in windows.halves(n)}]
    every = {half for number in windows.numbers for half in windows.halves(number)}
    assert set(asked) == every
    assert len(asked) <= len(every) + 1  # the last window of a file may begin in one that was asked


def test_of_triplets_the_rarest_are_asked_and_no_more_than_may_be_paid() -> None:
    sound = noise(8.0)
    peaks = sound.frames(), sound.bins(), sound.strength.astype(np.float32)
    every = landmarks.triplets(*peaks, 10, 8, 95.0)
    prices = np.full(landmarks.LEVELS, 2.0)
    for allowed in (0.0, 1.9, 2.0, 201.0, 1e9):
        some = landmarks.triplets(*peaks, 10, 8, 95.0, prices=prices, allowed=allowed)
        assert len(some) == min(len(every), int(allowed / 2))
        rarest = np.sort(every[:, 6])[::-1][: len(some)]
        assert (np.sort(some[:, 6])[::-1] == rarest).all()
        assert {tuple(row) for row in some} <= {tuple(row) for row in every}


def test_among_more_references_a_triplet_is_dearer_and_a_rare_one_cheaper() -> None:
    few, many = (Price(hours, 0.1).by_rarity() for hours in (10.0, 1000.0))
    assert (few < many).all()
    assert (np.diff(few) < 0).all()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    values=st.lists(st.lists(st.integers(0, 40), max_size=12), min_size=1, max_size=9),
    wanted=st.integers(0, 41),
)
def test_a_place_among_sorted_traits_is_found_for_all_cells_at_once(
    values: list[list[int]], wanted: int
) -> None:
    cells = [sorted(some) for some in values if some]
    traits = np.array([value for some in cells for value in some] or [0], np.uint16)
    edges = np.cumsum([0, *(len(some) for some in cells)])
    at = edges[:-1].copy()
    probing._find(traits, len(cells), at, edges[1:].copy(), np.full(len(cells), wanted))
    expected = [edge + np.searchsorted(some, wanted) for edge, some in zip(edges, cells, strict=False)]
    assert at.tolist() == expected
