"""Faulty copies of the pure rooms of disclosure, and their own suites imported anew to notice them.

A fault is a small edit of one source file. The suite of that room is imported beside the real one, so that
every name in it, and every value made while it is imported, comes from the faulty copy.
"""

import importlib
import inspect
import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec, module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

PACKAGE = "akkord.disclosure"
SUITES = Path(__file__).parents[1]


@dataclass(frozen=True)
class Fault:
    """One edit of one module: the text `was` stands there exactly once and becomes `now`."""

    name: str
    module: str  # "rules.reasons"
    was: str
    now: str

    def __str__(self) -> str:
        return self.name

    def source(self) -> str:
        """The module's text with the fault in it."""
        text = source_of(self.module)
        assert text.count(self.was) == 1, f"{self.name}: point the fault at the new text of {self.module}"
        return text.replace(self.was, self.now)


def source_of(module: str) -> str:
    spec = find_spec(f"{PACKAGE}.{module}")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text(encoding="utf-8")


@contextmanager
def standing_in(module: str, source: str) -> Iterator[None]:
    """While it lasts, whoever imports the module gets this text of it; modules built on it are made anew."""
    parent, name = importlib.import_module(PACKAGE), f"{PACKAGE}.{module}"
    kept = {one: sys.modules.pop(one) for one in list(sys.modules) if _pure(one)}
    faces = {face: getattr(parent, face) for face in ("rules", "check") if hasattr(parent, face)}
    try:
        made = _loaded(name, source)
        if module.startswith("rules."):
            setattr(importlib.import_module(f"{PACKAGE}.rules"), module.removeprefix("rules."), made)
        else:
            setattr(parent, module, made)
        yield
    finally:
        for one in [one for one in sys.modules if _pure(one)]:
            del sys.modules[one]
        sys.modules.update(kept)
        for face, real in faces.items():
            setattr(parent, face, real)


def _pure(name: str) -> bool:
    return name == f"{PACKAGE}.check" or name == f"{PACKAGE}.rules" or name.startswith(f"{PACKAGE}.rules.")


def _loaded(name: str, source: str, place: str = "") -> ModuleType:
    spec = spec_from_loader(name, loader=None)
    assert spec is not None
    made = module_from_spec(spec)
    made.__package__, made.__file__ = name.rpartition(".")[0], place or f"<faulty {name}>"
    sys.modules[name] = made
    exec(compile(source, f"<faulty {name}>", "exec"), made.__dict__)  # noqa: S102  (our own text, edited by us)
    return made


def noticed_by(module: str, source: str, suites: tuple[str, ...]) -> str | None:
    """The first test that fails on this text of the module; None when it passes them all."""
    with standing_in(module, source):
        for suite in suites:
            for name, check in _checks(_fresh(suite)):
                try:
                    check()
                except (Exception, pytest.fail.Exception):  # noqa: BLE001  (whatever it raises, it was noticed)
                    return f"{suite}.{name}"
    return None


def _fresh(suite: str) -> ModuleType:
    """The suite imported anew, under a name of its own; the makers of lines stay as they are."""
    place = SUITES / f"{suite}.py"
    return _loaded(f"faulty_{suite}", place.read_text(encoding="utf-8"), str(place))


def _checks(suite: ModuleType) -> Iterator[tuple[str, Callable[[], None]]]:
    """Every test that asks for nothing but its own table, the properties last."""
    tests = [(name, test) for name, test in vars(suite).items() if name.startswith("test_")]
    for name, test in sorted(tests, key=lambda one: hasattr(one[1], "hypothesis")):
        rows = list(_rows(test))
        if hasattr(test, "hypothesis") or set(inspect.signature(test).parameters) == set(rows[0]):
            yield from ((name, lambda test=test, row=row: test(**row)) for row in rows)


def _rows(test: Any) -> Iterator[dict[str, Any]]:
    tables = [_table(mark.args) for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    for rows in itertools.product(*tables):
        yield {key: value for row in rows for key, value in row.items()}


def _table(args: tuple[Any, ...]) -> list[dict[str, Any]]:
    names, values = args
    if isinstance(names, str):
        return [{names: value} for value in values]
    return [dict(zip(names, value, strict=True)) for value in values]
