"""Reports are streams, and pure: their memory does not grow, and they know nothing of the site."""

import doctest
import io
import re
import tracemalloc
from pathlib import Path
from types import SimpleNamespace

from makers import plain_report
from report_world import written

from akkord.royalties import dsr as face


def test_memory_does_not_grow_with_the_report(dsr: SimpleNamespace) -> None:
    def peak(lines: int) -> int:
        report = plain_report(dsr, lines)
        tracemalloc.start()
        plan = dsr.writing.plan(report)
        for file in dsr.writing.files(report, plan):
            for _ in file.lines:
                pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert peak(2_000) < peak(200) + 100_000


def test_memory_does_not_grow_with_what_is_read(dsr: SimpleNamespace) -> None:
    def peak(lines: int) -> int:
        ((name, content),) = written(dsr, plain_report(dsr, lines)).items()
        source = dsr.reading.Source(name, lambda: io.BytesIO(content))
        tracemalloc.start()
        assert not any(isinstance(part, dsr.reading.Fault) for part in dsr.reading.read_report([source]))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak(20)  # what is made once, and what other threads leave behind, is no growth
    assert min(peak(2_000) for _ in range(3)) < peak(200) + 100_000


def test_the_example_of_the_face_is_true() -> None:
    assert doctest.testmod(face).failed == 0


def test_reports_know_no_tables_and_no_clock() -> None:
    folder = Path(face.__file__).parent
    for path in folder.rglob("*.py"):
        source = path.read_text()
        assert not re.search(r"django|\.now\(|\.today\(|import os", source), path
