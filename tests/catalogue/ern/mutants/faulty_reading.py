"""Faulty copies of the reading of messages, loaded as faulty copies of the law are (tests/rights/mutants)."""

import importlib
import inspect
import itertools
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

from ern_face import PACKAGE, face
from faulty_law import Check, _Edited, _rows

SUITES = ("test_rules_territories", "test_rules_timeline")


@dataclass(frozen=True)
class Slip:
    """One edit of one room of akkord.catalogue.ern: `was` stands there exactly once and becomes `now`."""

    name: str
    room: str
    was: str
    now: str

    def __str__(self) -> str:
        return self.name

    def source(self) -> str:
        """The room's text with the slip in it."""
        text = source_of(self.room)
        assert text.count(self.was) == 1, (
            f"{self.name}: the room has moved on, point the slip at its new text"
        )
        return text.replace(self.was, self.now)


def source_of(room: str) -> str:
    spec = find_spec(f"{PACKAGE}.{room}")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text()


def load(room: str, source: str) -> SimpleNamespace:
    """The reading as it would be with that text; the real one stays in place."""
    parent = importlib.import_module("akkord.catalogue")
    real = importlib.import_module(PACKAGE)
    kept = {name: sys.modules.pop(name) for name in list(sys.modules) if _of_the_reading(name)}
    finder = _Edited(f"{PACKAGE}.{room}", source)
    sys.meta_path.insert(0, finder)
    try:
        return face()
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if _of_the_reading(name)]:
            del sys.modules[name]
        sys.modules.update(kept)
        parent.ern = real  # type: ignore[attr-defined]


def _of_the_reading(name: str) -> bool:
    return name == PACKAGE or name.startswith(f"{PACKAGE}.")


def checks() -> Iterator[Check]:
    """Every test of the rules that takes the reading, with its parameters filled in; properties last."""
    found = [
        (name, test)
        for suite in SUITES
        for name, test in inspect.getmembers(importlib.import_module(suite), inspect.isfunction)
        if name.startswith("test_") and "ern" in inspect.signature(test).parameters
    ]
    for name, test in sorted(found, key=lambda pair: hasattr(pair[1], "hypothesis")):
        yield from _filled(name, test)


def _filled(name: str, test: Callable[..., None]) -> Iterator[Check]:
    tables = [_rows(mark.args) for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    for rows in itertools.product(*tables):
        told = {key: part for row in rows for key, part in row.items()}
        yield f"{name}{list(told.values())}", lambda reading, told=told: test(ern=reading, **told)
