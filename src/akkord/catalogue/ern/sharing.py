"""Keeping one of many equal values: the rows of a message repeat artists, lines, terms and periods."""

from collections.abc import Hashable
from functools import lru_cache
from typing import TypeVar, cast

T = TypeVar("T", bound=Hashable)


def shared(values: tuple[T, ...]) -> tuple[T, ...]:
    """The first equal one, when it is small: a hostile message must not fill what is remembered."""
    small = len(values) <= 20 and all(len(str(value)) < 300 for value in values)
    return cast("tuple[T, ...]", _remembered(values)) if small else values


@lru_cache(maxsize=4096)
def _remembered(values: tuple[Hashable, ...]) -> tuple[Hashable, ...]:
    return values
