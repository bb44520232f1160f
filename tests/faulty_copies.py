"""Faulty copies of pure rules, loaded beside the real ones, and the suite that has to notice them.

A fault is a small edit of one source file. The rules are imported anew with that edit and handed to every
check of their suite, in this process, so that the gate is quick enough to run always.
"""

import importlib
import inspect
import itertools
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, spec_from_loader
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import Phase, settings

Check = tuple[str, Callable[[SimpleNamespace], None]]


@dataclass(frozen=True)
class Copies:
    """The rules of one package: which of its modules are imported anew, and how the suite is given them."""

    package: str  # "akkord.rights"
    faces: tuple[str, ...]  # its modules and packages that make up the rules
    gather: Callable[[], SimpleNamespace]  # what the suite needs of them, from fresh imports

    def source_of(self, module: str) -> str:
        """The text of one module, for instance "rules.law"."""
        spec = find_spec(f"{self.package}.{module}")
        assert spec is not None
        assert spec.origin is not None
        return Path(spec.origin).read_text()

    def load(self, module: str, source: str) -> SimpleNamespace:
        """The rules as they would be with that module's text; the real ones stay in place."""
        parent = importlib.import_module(self.package)
        real = {face: getattr(parent, face) for face in self.faces}
        kept = {name: sys.modules.pop(name) for name in list(sys.modules) if self._concerns(name)}
        finder = _Edited(f"{self.package}.{module}", source)
        sys.meta_path.insert(0, finder)
        try:
            return self.gather()
        finally:
            sys.meta_path.remove(finder)
            for name in [name for name in sys.modules if self._concerns(name)]:
                del sys.modules[name]
            sys.modules.update(kept)
            for face, module_ in real.items():
                setattr(parent, face, module_)

    def _concerns(self, name: str) -> bool:
        roots = [f"{self.package}.{face}" for face in self.faces]
        return any(name == root or name.startswith(f"{root}.") for root in roots)


@dataclass(frozen=True)
class Fault:
    """One edit of one module: the text `was` stands there exactly once and becomes `now`."""

    name: str
    module: str
    was: str
    now: str

    def __str__(self) -> str:
        return self.name

    def source(self, copies: Copies) -> str:
        """The module's text with the fault in it."""
        text = copies.source_of(self.module)
        assert text.count(self.was) == 1, (
            f"{self.name}: the law has moved on, point the fault at its new text"
        )
        return text.replace(self.was, self.now)


class _Edited(MetaPathFinder, SourceLoader):
    """Serves one module from edited source; all others come from where they always come."""

    def __init__(self, module: str, source: str) -> None:
        self.module, self.source = module, source

    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        return spec_from_loader(name, self) if name == self.module else None

    def get_filename(self, fullname: str) -> str:
        return f"<faulty {fullname}>"

    def get_data(self, path: str) -> bytes:
        return self.source.encode()


def checks(folder: Path, pattern: str, given: str = "law") -> Iterator[Check]:
    """Every test of the suite that is `given` the rules, its parameters filled in, the properties last."""
    tests = [
        (name, test)
        for suite in sorted(path.stem for path in folder.glob(pattern))
        for name, test in inspect.getmembers(importlib.import_module(suite), inspect.isfunction)
        if name.startswith("test_") and given in inspect.signature(test).parameters
    ]
    for name, test in sorted(tests, key=lambda one: _is_property(one[1])):
        if _is_property(test):
            _settle_for_any_example(test)
        yield from _filled(name, test, given)


def _is_property(test: Callable[..., None]) -> bool:
    """A row of a table takes a millisecond, a property a hundred examples."""
    return hasattr(test, "hypothesis")


def _settle_for_any_example(test: Any) -> None:
    """A fault that is noticed is noticed: nobody reads the smallest example of it.

    Hypothesis offers no public way to change a property that is there; this copy of it is the gate's alone.
    """
    phases = (Phase.explicit, Phase.generate)
    test._hypothesis_internal_use_settings = settings(test._hypothesis_internal_use_settings, phases=phases)


def _filled(name: str, test: Callable[..., None], given: str) -> Iterator[Check]:
    tables = [_rows(mark.args) for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    for rows in itertools.product(*tables):
        told = {key: part for row in rows for key, part in row.items()}
        case = next((str(part) for part in told.values() if not callable(part)), "")
        yield f"{name}[{case}]", lambda law, told=told: test(**{given: law}, **told)


def _rows(args: Sequence[Any]) -> list[dict[str, Any]]:
    names, values = args[0], args[1]
    if isinstance(names, str):
        names = [part.strip() for part in names.split(",")]
        if len(names) == 1:
            return [{names[0]: value} for value in values]
    return [dict(zip(names, value, strict=True)) for value in values]


def killer(law: SimpleNamespace, suite: Sequence[Check]) -> str | None:
    """The first check that notices the fault; None when it survives them all."""
    for name, check in suite:
        try:
            check(law)
        except (Exception, pytest.fail.Exception):  # noqa: BLE001  (whatever a faulty law raises, it was noticed)
            return name
    return None
