"""What is written into cells, names and files; and what is refused."""

import dataclasses
import doctest
import re
import tracemalloc
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from makers import plain_line, plain_report
from report_world import read, written

from akkord.royalties import dsr as face


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("plain", "plain"),
        ("A\tB", "A\\\tB"),
        ("A|B", "A\\\\|B"),
        ("A\\B", "A\\\\\\B"),
        ("\\|", "\\\\\\\\\\|"),
        ("  spaces around  ", "spaces around"),
        ("two\r\nlines", "two  lines"),
        ("bell\x07 and \u2028", "bell  and"),
        ("half a pair \ud83d.", "half a pair  ."),
    ],
)
def test_text_in_a_cell(dsr: SimpleNamespace, text: str, cell: str) -> None:
    assert dsr.text.escape(dsr.text.clean(text)) == cell


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        ("AMOUNT", 0, "0"),
        ("AMOUNT", 1, "0.000001"),
        ("AMOUNT", -1_500_000, "-1.5"),
        ("AMOUNT", 12_000_000, "12"),
        ("AMOUNT", 9_007_199_254_740_993, "9007199254.740993"),
        ("DECIMAL", 5, "5"),
        ("DECIMAL", Decimal("5.500"), "5.5"),
        ("DECIMAL", Decimal("0.0"), "0"),
        ("DECIMAL", Decimal("-0"), "0"),
        ("DECIMAL", Decimal("1E+3"), "1000"),
        ("DECIMAL", Decimal("1E-7"), "0.0000001"),
        ("BOOLEAN", True, "true"),
        ("BOOLEAN", False, "false"),
        ("DAY", date(2026, 11, 3), "2026-11-03"),
        ("INSTANT", datetime(2026, 11, 3, 4, 5, 6, tzinfo=UTC), "2026-11-03T04:05:06Z"),
        (
            "INSTANT",
            datetime(2026, 11, 3, 4, 5, 6, tzinfo=timezone(timedelta(hours=3))),
            "2026-11-03T04:05:06+03:00",
        ),
        ("DURATION", 225_500, "PT3M45.5S"),
        ("DURATION", 3_600_000, "PT1H"),
        ("DURATION", 0, "PT0S"),
        ("DURATION", 61_001, "PT1M1.001S"),
        ("MODEL", "UserDefined Gift", "UserDefined Gift"),
    ],
)
def test_values_in_a_cell(dsr: SimpleNamespace, kind: str, value: Any, cell: str) -> None:
    assert dsr.kinds.written(dsr.kinds.Kind[kind], value) == cell


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("AMOUNT", 1.5),
        ("AMOUNT", True),
        ("AMOUNT", Decimal(1)),
        ("DECIMAL", 0.5),
        ("DECIMAL", Decimal("NaN")),
        ("INTEGER", True),
        ("BOOLEAN", 1),
        ("DAY", datetime(2026, 1, 1, tzinfo=UTC)),
        ("INSTANT", datetime(2026, 1, 1)),
        ("DURATION", -1),
        ("DPID", "PA-DPIDA-2026112801-A"),
        ("PARTY", "no namespace"),
        ("TERRITORY", "Germany"),
        ("CURRENCY", "€"),
        ("MODEL", "Subscription"),
        ("RIGHTS", "Mechanical"),
        ("SERVICE", "two words"),
        ("SERVICE", "under_score"),
        ("ISRC", "DE-A01-26-00001"),
        ("ISWC", "T-034.524.680-1"),
        ("ICPN", "123"),
        ("STRING", 5),
    ],
)
def test_values_that_are_refused(dsr: SimpleNamespace, kind: str, value: Any) -> None:
    with pytest.raises(dsr.kinds.NotThat):
        dsr.kinds.written(dsr.kinds.Kind[kind], value)


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (date(2026, 4, 1), date(2026, 6, 30), "2026-Q2"),
        (date(2028, 2, 1), date(2028, 2, 29), "2028-02"),
        (date(2026, 2, 1), date(2026, 2, 27), "2026-02-01--2026-02-27"),
        (date(2026, 2, 1), date(2026, 4, 30), "2026-02-01--2026-04-30"),
        (date(2025, 12, 1), date(2026, 12, 31), "2025-12-01--2026-12-31"),
        (date(2026, 2, 2), date(2026, 2, 2), "2026-02-02"),
    ],
)
def test_a_period_in_a_name(dsr: SimpleNamespace, first: date, last: date, period: str) -> None:
    assert dsr.naming.period(first, last) == period
    assert dsr.reading.names.days_of(period) == (first, last)


def test_the_name_of_a_file(dsr: SimpleNamespace) -> None:
    heading = plain_report(dsr).heading
    heading = dataclasses.replace(
        heading, created=datetime(2026, 12, 5, 1, 2, 3, tzinfo=timezone(timedelta(hours=3)))
    )
    assert dsr.naming.file_name(heading, 2, 10) == (
        "DSR_PADPIDA2026112802B_PADPIDA2026112801A_plus_2026-11_DE_2of10_20261204T220203.tsv"
    )


@pytest.mark.parametrize("change", [{"service": "two words"}, {"territory": "D_E"}, {"service": "a/b"}])
def test_a_part_of_a_name_has_no_divider(dsr: SimpleNamespace, change: dict[str, str]) -> None:
    heading = dataclasses.replace(plain_report(dsr).heading, **change)
    with pytest.raises(dsr.errors.BadName):
        dsr.naming.file_name(heading, 1, 1)


@pytest.mark.parametrize(("given", "named"), [("Akkord Plus", "Akkord-Plus"), (" a_ b/c ", "a-b-c")])
def test_a_service_is_named_without_dividers(dsr: SimpleNamespace, given: str, named: str) -> None:
    assert dsr.naming.service_name(given) == named


def test_a_service_without_a_name_is_refused(dsr: SimpleNamespace) -> None:
    with pytest.raises(dsr.errors.BadName):
        dsr.naming.service_name(" _ ")


def test_what_a_cell_cannot_hold_is_replaced_and_told(dsr: SimpleNamespace) -> None:
    report = plain_report(dsr, resource_title="one\nline\x00", resource_sub_title="fine | so")
    plan = dsr.writing.plan(report)
    assert plan.replaced_in_all == 3
    assert [(each.block, each.record, each.cells) for each in plan.replaced] == [
        (number, "SR08", ("ResourceTitle",)) for number in (1, 2, 3)
    ]
    rows, faults = read(dsr, written(dsr, report))
    assert faults == []
    assert rows[-2].cells["ResourceTitle"] == "one line"
    assert rows[-2].cells["ResourceSubTitle"] == "fine | so"


def test_files_begin_with_head_and_have_no_mark_of_byte_order(dsr: SimpleNamespace) -> None:
    (content,) = written(dsr, plain_report(dsr)).values()
    assert content.startswith(b"HEAD\t")
    assert content.endswith(b"\n")
    assert b"\r" not in content
    assert content.splitlines()[1].startswith(b"#SY10\tSummaryRecordId\t")


def test_a_mandatory_cell_without_a_value_is_refused(dsr: SimpleNamespace) -> None:
    with pytest.raises(dsr.errors.BadCell, match="SR08 DspReleaseId"):
        dsr.writing.plan(plain_report(dsr, dsp_release_id=" "))


@pytest.mark.parametrize(
    "cell", ["allocated_usages", "allocated_revenue_in_currency_of_accounting", "returns"]
)
def test_a_summary_that_says_another_sum_is_refused(dsr: SimpleNamespace, cell: str) -> None:
    report = plain_report(dsr)
    (summary,) = report.summaries
    summary = dataclasses.replace(summary, **{cell: getattr(summary, cell) + 1})
    with pytest.raises(dsr.errors.SummaryDiffers):
        dsr.writing.plan(dataclasses.replace(report, summaries=(summary,)))


def test_a_final_total_without_its_fees_is_refused(dsr: SimpleNamespace) -> None:
    report = plain_report(dsr)
    (summary,) = report.summaries
    summary = dataclasses.replace(
        summary,
        usage_independent_fee_type=("Minimum",),
        usage_independent_fee_in_currency_of_transaction=(1_000_000,),
        usage_independent_fee_in_currency_of_accounting=(1_082_500,),
    )
    changed = dataclasses.replace(report, summaries=(summary,))
    with pytest.raises(dsr.errors.SummaryDiffers):
        dsr.writing.plan(changed)
    (made,) = dsr.totals.summed(changed).summaries
    assert made.final_total_amount_in_currency_of_transaction == 3_006 - 3 + 1_000_000


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"net_usage": 1}, "NotWritable"),
        ({"price_type": "a", "price_range_type": "b"}, "NotWritable"),
        ({"summary_record_id": "2"}, "UnknownSummary"),
        ({"deduction_type": ("tax",)}, "NotWritable"),
        (
            {
                "deduction_type": ("tax",),
                "deductions_in_currency_of_transaction": (1, 2),
                "deductions_in_currency_of_accounting": (1,),
            },
            "NotWritable",
        ),
        ({"deductions_in_currency_of_transaction": (5,)}, "NotWritable"),
    ],
)
def test_a_line_that_contradicts_itself_is_refused(
    dsr: SimpleNamespace, change: dict[str, Any], error: str
) -> None:
    report = plain_report(dsr)
    changed = dataclasses.replace(report, blocks=lambda: [plain_line(dsr, 0, **change)])
    with pytest.raises(getattr(dsr.errors, error)):
        dsr.writing.plan(changed)


def test_records_out_of_order_are_refused(dsr: SimpleNamespace) -> None:
    dsr.profiles.UGC.check_block(["AS02.03", "RU01.02", "SU03.02", "ST01", "LI01.03", "SU03.02"])
    for codes in (
        [],
        ["SU03.02"],
        ["AS02.03", "RU01.02", "RU02.02"],
        ["AS02.03", "LI01.03"],
        ["AS02.03", "SU03.02", "LI01.03", "ST01"],
    ):
        with pytest.raises(dsr.errors.WrongOrder):
            dsr.profiles.UGC.check_block(codes)
    with pytest.raises(dsr.errors.WrongOrder):
        dsr.profiles.BASIC_AUDIO.check_block(["AS01.02", "SU02.02"])  # a recording without its work
    with pytest.raises(dsr.errors.WrongOrder):
        dsr.profiles.UGC.check_summaries(["SY04.01", "SY05.03"])


def test_blocks_that_changed_between_counting_and_writing_are_noticed(dsr: SimpleNamespace) -> None:
    asked = []

    def blocks() -> Any:
        asked.append(1)
        return [plain_line(dsr, number) for number in range(4 - len(asked))]

    report = plain_report(dsr)
    plan = dsr.writing.plan(report)
    changed = dataclasses.replace(report, blocks=blocks)
    asked.append(1)
    with pytest.raises(dsr.errors.ReportChanged):
        [line for file in dsr.writing.files(changed, plan) for line in file.lines]
    changed = dataclasses.replace(report, blocks=lambda: [plain_line(dsr, n) for n in range(4)])
    with pytest.raises(dsr.errors.ReportChanged):
        [line for file in dsr.writing.files(changed, plan) for line in file.lines]


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


def test_the_example_of_the_face_is_true() -> None:
    assert doctest.testmod(face).failed == 0


def test_reports_know_no_tables_and_no_clock() -> None:
    folder = Path(face.__file__).parent
    for path in folder.rglob("*.py"):
        source = path.read_text()
        assert not re.search(r"django|\.now\(|\.today\(|import os", source), path
