"""Faults in functions that ask the database: a small edit of one function's text, in place while a test runs.

Rules that are pure are copied whole with a fault in them (`faulty_copies.py`). A query cannot be: its module
declares tables' neighbours and is imported everywhere. So the function keeps its identity, and its code is
exchanged for that of its edited text.
"""

import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FunctionType
from typing import Any, cast

import pytest


@dataclass(frozen=True)
class Edit:
    """One edit of one function: the text `was` stands in it exactly once and becomes `now`. `noticed_by`: the
    promise that must not hold any more."""

    name: str
    function: Callable[..., Any]
    was: str
    now: str
    noticed_by: Callable[..., None]

    def __str__(self) -> str:
        return self.name


@contextmanager
def in_place(edit: Edit) -> Iterator[None]:
    """The fault is there until the block ends."""
    text = textwrap.dedent(inspect.getsource(edit.function))
    assert text.count(edit.was) == 1, (
        f"{edit.name}: the function has moved on, point the fault at its new text"
    )
    function = cast(FunctionType, edit.function)
    named: dict[str, Any] = {}
    code = compile(text.replace(edit.was, edit.now), f"<faulty {edit.name}>", "exec")
    exec(code, function.__globals__, named)  # noqa: S102 (our own function, with our own edit)
    whole = function.__code__
    function.__code__ = named[function.__name__].__code__
    try:
        yield
    finally:
        function.__code__ = whole


def noticed(edit: Edit, request: pytest.FixtureRequest) -> bool:
    """Whether the promise fails while the fault is there; its fixtures are made before."""
    wanted = inspect.signature(edit.noticed_by).parameters
    given = {name: request.getfixturevalue(name) for name in wanted}
    with in_place(edit):
        try:
            edit.noticed_by(**given)
        except (Exception, pytest.fail.Exception):  # noqa: BLE001  (whatever comes of it, it was noticed)
            return True
    return False
