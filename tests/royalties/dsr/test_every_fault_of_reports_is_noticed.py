"""The gate on seeded faults: no faulty writer, reader or judge of claims may pass the suite of reports."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import report_world
from report_faults import CLAIMS, READER, WRITER

from faulty_copies import Check, Copies, Fault, checks, killer

REPORTS = Copies(report_world.PACKAGE, report_world.FACES, report_world.gather)


def suite(*parts: str) -> Iterator[Check]:
    """The checks of these parts of the suite, in this order: those of the faulty room first."""
    for part in parts:
        yield from checks(Path(report_world.__file__).parent, f"test_report_{part}.py", given="dsr")


def noticed(fault: Fault, *parts: str) -> str | None:
    return killer(REPORTS.load(fault.module, fault.source(REPORTS)), list(suite(*parts)))


def test_reports_copied_without_a_fault_pass() -> None:
    every = list(suite("writing", "records", "reading", "claims"))
    assert killer(REPORTS.load("totals", REPORTS.source_of("totals")), every) is None


@pytest.mark.parametrize("fault", WRITER, ids=str)
def test_a_faulty_writer_is_noticed(fault: Fault) -> None:
    assert noticed(fault, "writing", "records") is not None, f"nothing noticed: {fault.name}"


@pytest.mark.parametrize("fault", READER, ids=str)
def test_a_faulty_reader_is_noticed(fault: Fault) -> None:
    assert noticed(fault, "reading") is not None, f"nothing noticed: {fault.name}"


@pytest.mark.parametrize("fault", CLAIMS, ids=str)
def test_a_faulty_judge_of_claims_is_noticed(fault: Fault) -> None:
    assert noticed(fault, "claims") is not None, f"nothing noticed: {fault.name}"
