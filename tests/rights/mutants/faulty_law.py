"""Faulty copies of the law, loaded beside the real one, and the suite that has to notice them.

A fault is a small edit of one source file. The copy is imported anew with that edit and handed to every
check of tests/rights/rules, in this process, so that the gate is quick enough to run always.
"""

import importlib
import inspect
import itertools
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, spec_from_loader
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import law_world
import pytest
from law_world import law_of

PARENT = "akkord.rights"
RULES = Path(law_world.__file__).parent
# The properties come last: they notice much, but slowly.
SUITES = sorted(
    (path.stem for path in RULES.glob("test_law_*.py")), key=lambda name: ("properties" in name, name)
)


Check = tuple[str, Callable[[SimpleNamespace], None]]


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


def source_of(module: str) -> str:
    """The text of a module of akkord.rights, for instance "rules.law"."""
    spec = find_spec(f"{PARENT}.{module}")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text()


def load(module: str, source: str) -> SimpleNamespace:
    """The law as it would be with that module's text; the real one stays in place."""
    parent = importlib.import_module(PARENT)
    kept = {name: sys.modules.pop(name) for name in list(sys.modules) if _of_the_law(name)}
    faces = {face: getattr(parent, face) for face in ("rules", "territories")}
    finder = _Edited(f"{PARENT}.{module}", source)
    sys.meta_path.insert(0, finder)
    try:
        rules = importlib.import_module(f"{PARENT}.rules")
        return law_of(rules, importlib.import_module(f"{PARENT}.territories"))
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if _of_the_law(name)]:
            del sys.modules[name]
        sys.modules.update(kept)
        for face, real in faces.items():
            setattr(parent, face, real)


def _of_the_law(name: str) -> bool:
    return name in {f"{PARENT}.rules", f"{PARENT}.territories"} or name.startswith(f"{PARENT}.rules.")


def checks() -> Iterator[Check]:
    """Every test of the law with its parameters filled in, the quick ones first."""
    for suite in SUITES:
        for name, test in inspect.getmembers(importlib.import_module(suite), inspect.isfunction):
            if name.startswith("test_"):
                yield from _filled(name, test)


def _filled(name: str, test: Callable[..., None]) -> Iterator[Check]:
    tables = [_rows(mark.args) for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    for rows in itertools.product(*tables):
        told = {key: part for row in rows for key, part in row.items()}
        case = next((str(part) for part in told.values() if not callable(part)), "")
        yield f"{name}[{case}]", lambda law, told=told: test(law=law, **told)


def _rows(args: Sequence[Any]) -> list[dict[str, Any]]:
    names, values = args[0], args[1]
    if isinstance(names, str):
        return [{names: value} for value in values]
    return [dict(zip(names, value, strict=True)) for value in values]


def killer(law: SimpleNamespace, suite: Sequence[Check]) -> str | None:
    """The first check that notices the fault; None when it survives them all."""
    for name, check in suite:
        try:
            check(law)
        except (Exception, pytest.fail.Exception):  # noqa: BLE001  (whatever a faulty law raises, it was noticed)
            return name
    return None
