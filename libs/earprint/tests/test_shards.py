"""Shards: the answer of many is exactly that of one, and a lost one is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from band import heard, song
from disguises import faster, noisy, wavering
from earprint import shards
from earprint.index import Index
from earprint.matches import Match
from earprint.prints import Print
from earprint.search import Part


@pytest.fixture(scope="module")
def songs() -> list[np.ndarray]:
    return [song(number, 40, band=number // 2) for number in range(7)]


@pytest.fixture(scope="module")
def whole(songs: list[np.ndarray], tmp_path_factory: pytest.TempPathFactory) -> Index:
    """In several volumes, with one track replaced and one removed."""
    index = Index(tmp_path_factory.mktemp("whole"))
    index.add([(number, heard(sound)) for number, sound in enumerate(songs[:6])])
    index.add([(100, heard(songs[1][: 44100 * 20]))])
    index.add([(3, heard(songs[6]))])
    index.remove([5])
    return index


@pytest.fixture(scope="module")
def questions(songs: list[np.ndarray]) -> list[Print]:
    mix = np.concatenate(
        [songs[0][: 44100 * 20], faster(songs[4], 1.06)[: 44100 * 20], songs[2][-44100 * 15 :]]
    )
    # Windows over beginnings and ends: what stands beside a track there differs from shard to shard.
    edges = np.concatenate([songs[1][: 44100 * 15], faster(songs[4], 1.06)[: 44100 * 15], songs[2][:441000]])
    asked = [
        songs[0][44100 * 5 : 44100 * 15],
        noisy(songs[1], 0),
        songs[3],
        songs[6],
        song(77, 12),
        wavering(songs[3])[44100 * 5 : 44100 * 15],
        np.tile(songs[1][44100 * 5 : 44100 * 7], (4, 1)),
        edges,
        mix,
    ]
    return [heard(sound) for sound in asked]


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_shards_answer_exactly_as_the_index_they_were_made_of(
    count: int, whole: Index, questions: list[Print], tmp_path: Path
) -> None:
    folders = shards.split(whole, tmp_path / "split", count)
    assert len(folders) == count
    parts = {folder.name: shards.here(Index(folder)) for folder in folders}
    found = 0
    for question in questions:
        answer = shards.search(question, parts)
        assert answer.complete
        assert answer.matches == whole.search(question)
        found += len(answer.matches)
    assert found > 5


def test_splitting_leaves_the_index_and_overwrites_nothing(whole: Index, tmp_path: Path) -> None:
    before = whole.info()
    shards.split(whole, tmp_path / "split", 2)
    assert whole.info() == before
    with pytest.raises(ValueError, match="already"):
        shards.split(whole, tmp_path / "split", 2)


class Failing:
    """A shard that answers so many times and then no more."""

    def __init__(self, part: Part, answers: int) -> None:
        self._part, self._left = part, answers

    def __getattr__(self, name: str) -> object:
        if self._left == 0:
            raise ConnectionError("gone")
        self._left -= 1
        return getattr(self._part, name)


@pytest.mark.parametrize("answers", range(6))
def test_a_shard_lost_at_any_step_is_told_and_the_others_still_answer(
    answers: int, whole: Index, questions: list[Print], tmp_path: Path
) -> None:
    first, second = (Index(folder) for folder in shards.split(whole, tmp_path / "split", 2))
    question = questions[-1]
    parts = {
        "first": shards.here(first),
        "second": lambda sound: Failing(shards.here(second)(sound), answers),
    }
    answer = shards.search(question, parts)
    assert not answer.complete
    assert answer.lost == {"second": "gone"}
    tracks = {match.track for match in answer.matches}
    assert tracks >= {0, 4, 2}  # the even ones lie in the first

    def unreachable(sound: Print) -> Part:
        raise ConnectionError("never there")

    assert shards.search(question, {**parts, "second": unreachable}).lost == {"second": "never there"}


def test_all_shards_lost_is_no_answer_but_an_incomplete_one(questions: list[Print]) -> None:
    def unreachable(sound: Print) -> Part:
        raise TimeoutError

    answer = shards.search(questions[0], {"one": unreachable})
    assert answer == shards.Answer(list[Match](), complete=False, lost={"one": "TimeoutError"})
