"""What a worker's box withstood is told in the reader's language."""

import inspect

import pytest
from django.utils.translation import override

from akkord.staff.box_words import TRIED, box_words
from earprint.box.proof import attempts


def test_every_attempt_of_the_proof_has_its_words() -> None:
    source = inspect.getsource(attempts)
    assert all(f'"{what}"' in source for what in TRIED)
    assert source.count("lambda") + source.count(", _run)") + source.count(", _fork)") == len(TRIED)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "seccomp make a file: not possible, run a program: WAS POSSIBLE"),
        ("ru", "seccomp создать файл: невозможно, запустить программу: БЫЛО ВОЗМОЖНО"),
    ],
)
def test_results_are_said_and_the_rest_stays(language: str, said: str) -> None:
    with override(language):
        assert box_words("seccomp make a file: refused, run a program: WAS POSSIBLE") == said
