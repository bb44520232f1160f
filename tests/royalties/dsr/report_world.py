"""The rooms of reports, imported together, so that copies with a fault can stand in for them."""

import importlib
import io
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

PACKAGE = "akkord.royalties.dsr"
FACES = (
    "errors",
    "text",
    "kinds",
    "records",
    "profiles",
    "reports",
    "checks",
    "naming",
    "totals",
    "sheets",
    "writing",
    "reading",
    "cdm",
)


class Rooms(SimpleNamespace):
    """Short to print: a failing property prints what it was given."""

    def __repr__(self) -> str:
        return "rooms"


def gather() -> SimpleNamespace:
    rooms = {face: importlib.import_module(f"{PACKAGE}.{face}") for face in FACES}
    return Rooms(**rooms)


def written(dsr: SimpleNamespace, report: Any, **limits: int) -> dict[str, bytes]:
    """The files of a report by their names."""
    plan = dsr.writing.plan(report, **limits)
    return {file.name: b"".join(file.lines) for file in dsr.writing.files(report, plan)}


def read(dsr: SimpleNamespace, files: Mapping[str, bytes]) -> tuple[list[Any], list[Any]]:
    """The records and the faults of files."""
    sources = [
        dsr.reading.Source(name, lambda content=content: io.BytesIO(content))
        for name, content in files.items()
    ]
    parts = list(dsr.reading.read_report(sources))
    faults = [part for part in parts if isinstance(part, dsr.reading.Fault)]
    return [part for part in parts if not isinstance(part, dsr.reading.Fault)], faults


def words(faults: Iterable[Any]) -> set[str]:
    return {fault.word for fault in faults}
