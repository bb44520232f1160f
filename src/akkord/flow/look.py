"""One look at the database: what a page or an answer is built from is asked once, and is of one state."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Thing = TypeVar("Thing")
Told = TypeVar("Told")

_seen: ContextVar[dict[Hashable, Any] | None] = ContextVar("seen", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """What is built inside is built from one state; a look within a look is the same look."""
    if _seen.get() is not None:
        yield
        return
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def once(question: Hashable, ask: Callable[[], Told]) -> Told:
    """The answer to a question, asked once in a look and each time outside one."""
    seen = _seen.get()
    if seen is None:
        return ask()
    if question not in seen:
        seen[question] = ask()
    answer: Told = seen[question]
    return answer


def remembered(
    question: Hashable, things: Iterable[Thing], ask: Callable[[set[Thing]], dict[Thing, Told]]
) -> dict[Thing, Told]:
    """thing → what is told of it; a look asks only about those it has not asked about yet."""
    wanted = set(things)
    told: dict[Thing, Told | None] = once(question, dict)
    new = wanted - told.keys()
    if new:
        told.update(dict.fromkeys(new) | ask(new))
    return {thing: answer for thing in wanted if (answer := told[thing]) is not None}
