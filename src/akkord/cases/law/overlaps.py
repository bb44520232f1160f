"""Recordings with one sound: whose word is needed to call them one, or to call them different."""

from collections.abc import Iterable, Mapping, Set
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """As rights.models.SameSound has it."""

    OPEN = "open"
    DISPUTED = "disputed"
    MERGED = "merged"
    DIFFERENT = "different"


# What may be said while something else stands. A word that was agreed is taken back before another is given.
AFTER: Final[Mapping[State, frozenset[State]]] = {
    State.OPEN: frozenset({State.MERGED, State.DIFFERENT, State.DISPUTED}),
    State.DISPUTED: frozenset({State.MERGED, State.DIFFERENT, State.OPEN}),
    State.MERGED: frozenset({State.OPEN}),
    State.DIFFERENT: frozenset({State.OPEN}),
}
# What one party may say alone: it takes nothing from the others, for until all agree the stricter holds.
ALONE: Final = frozenset({State.DISPUTED, State.OPEN})


def parties(owners: Iterable[Set[int]], deliverers: Iterable[int]) -> frozenset[int]:
    """Whose word counts: the proven owners of each recording, and who delivered one that nobody owns yet."""
    whose = (set(theirs) or {by} for theirs, by in zip(owners, deliverers, strict=True))
    return frozenset[int]().union(*whose)


def may_follow(before: State, after: State) -> bool:
    return after in AFTER[before]


def needs_reason(after: State) -> bool:
    """What makes two recordings of one sound different, or what was wrong with what stood, is told."""
    return after in (State.DIFFERENT, State.OPEN)


def carried(after: State, agreed: Iterable[int], of: Set[int]) -> bool:
    """Whether the word holds: one party's where it suffices, else that of all of them."""
    said = set(agreed) & of
    return bool(said) if after in ALONE else bool(of) and said == of
