"""What is written into cells, names and files; and what is refused."""

import dataclasses
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from makers import plain_line, plain_report
from report_world import read, written


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


def _ugc_report(dsr: SimpleNamespace, blocks: int, **changed: Any) -> Any:
    """Uploads with one recording, used and shared, in as many blocks as asked for."""
    records = dsr.records
    heading = dataclasses.replace(plain_report(dsr).heading, profile=dsr.profiles.UGC)
    summary = records.StreamSummary(
        summary_record_id="1",
        commercial_model="AdvertisementSupportedModel",
        territory="DE",
        service_description="plus",
        total_usages=0,
        currency_of_reporting="EUR",
        net_revenue=5_000_000,
        allocated_usages=0,
        allocated_revenue=0,
        allocated_net_revenue=0,
        content_category="Music",
    )

    def block(number: int) -> Any:
        sale = f"t{number}"
        sound = records.RecordingOfWork(
            resource_reference="R",
            dsp_resource_id="7",
            resource_title="Song",
            resource_type="SoundRecording",
            musical_work_composer_author_name=("A, B", "C|D"),
            musical_work_composer_author_party_id=("IPI::1", ""),
        )
        used = records.UploadedUse(
            sales_transaction_id=sale, summary_record_id="1", dsp_resource_id="7", usages=4, net_revenue=9
        )
        share = records.LicensorShare(
            summary_record_id="1",
            rights_controller="A",
            right_share=Decimal("12.5"),
            allocated_net_revenue=700,
            allocated_amount=300,
            allocated_usages=Decimal("0.5"),
            parent_sales_transaction_id=changed.get("parent", sale),
        )
        return dsr.reports.UgcBlock((sound,), (), (dsr.reports.UploadSale(used, (), (share,)),))

    return dsr.totals.summed(dsr.reports.Report(heading, (summary,), lambda: map(block, range(blocks))))


def test_summaries_of_uploads_say_uses_and_shares(dsr: SimpleNamespace) -> None:
    (summary,) = _ugc_report(dsr, 3).summaries
    assert summary.total_usages == 12
    assert summary.allocated_usages == Decimal("1.5")
    assert (summary.allocated_revenue, summary.allocated_net_revenue) == (900, 2_100)


def test_several_values_of_a_cell_keep_their_places(dsr: SimpleNamespace) -> None:
    (content,) = written(dsr, _ugc_report(dsr, 1)).values()
    assert b"\tA, B|C\\\\|D\tIPI::1|\t" in content


def test_a_share_of_another_sale_is_refused(dsr: SimpleNamespace) -> None:
    with pytest.raises(dsr.errors.NotWritable):
        dsr.writing.plan(_ugc_report(dsr, 1, parent="other"))


@pytest.mark.parametrize(
    ("most_lines", "blocks"),
    [(100, [5]), (22, [5]), (21, [4, 1]), (13, [2, 2, 1]), (12, [1, 1, 1, 1, 1]), (1, [1, 1, 1, 1, 1])],
)
def test_a_report_is_divided_between_blocks(dsr: SimpleNamespace, most_lines: int, blocks: list[int]) -> None:
    report = _ugc_report(dsr, 5)  # 7 lines, and 3 a block
    assert dsr.writing.plan(report, most_lines=most_lines).blocks == blocks
    files = written(dsr, report, most_lines=most_lines)
    assert [f"{n}of{len(blocks)}" in name for n, name in enumerate(files, start=1)] == [True] * len(blocks)
    rows, faults = read(dsr, files)
    assert faults == []
    assert [row.block for row in rows if row.record == "AS02.03"] == ["1", "2", "3", "4", "5"]


def test_files_keep_to_the_most_bytes(dsr: SimpleNamespace) -> None:
    report = _ugc_report(dsr, 9)
    files = written(dsr, report, most_bytes=2_000)
    assert len(files) > 1
    assert all(len(content) <= 2_000 for content in files.values())


def test_a_report_of_single_records_is_one_file(dsr: SimpleNamespace) -> None:
    assert dsr.writing.plan(plain_report(dsr), most_lines=4).blocks == [3]


def test_downloads_are_the_uses_of_their_summary(dsr: SimpleNamespace) -> None:
    records = dsr.records
    heading = dataclasses.replace(plain_report(dsr).heading, profile=dsr.profiles.BASIC_AUDIO)
    summary = records.SalesSummary(
        summary_record_id="1",
        commercial_model="PayAsYouGoModel",
        territory="DE",
        total_usages=0,
        currency_of_reporting="EUR",
        net_revenue=1,
    )
    sound = records.RecordingOfWork(
        resource_reference="R", dsp_resource_id="7", resource_title="Song", resource_type="SoundRecording"
    )
    sale = records.Download(
        summary_record_id="1",
        sales_transaction_id="t",
        transacted_resource="R",
        is_royalty_bearing=True,
        usages=3,
        returns=1,
    )
    block = dsr.reports.AudioBlock((sound,), (sale,))
    report = dsr.totals.summed(dsr.reports.Report(heading, (summary,), lambda: [block]))
    assert report.summaries[0].total_usages == 3
    assert read(dsr, written(dsr, report))[1] == []


def test_returns_are_no_uses(dsr: SimpleNamespace) -> None:
    report = plain_report(dsr, total_usages=9, returns=2, net_usage=7)
    assert report.summaries[0].returns == 6
    assert read(dsr, written(dsr, report))[1] == []
