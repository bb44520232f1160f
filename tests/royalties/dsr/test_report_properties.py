"""Whatever is reported reads back as it was, without a fault; whatever is damaged on the way is noticed."""

import itertools
from types import SimpleNamespace
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from makers import cells, durations, reports
from report_world import read, words, written

from akkord.catalogue.ern.values import read_duration

# A fault that is found is not made small: a report is as readable as its lines, and the search takes minutes.
SLOW = settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
HEADS = {"HEAD", "FOOT", "SRFO"}
# Where a record stands in its file: neighbours of one rank may change places without another meaning.
RANKS = {
    "HEAD": 0,
    **dict.fromkeys(("SY01.02", "SY02.03", "SY04.01", "SY05.03", "SY09.01", "SY10"), 1),
    "RE01.02": 2,
    **dict.fromkeys(("AS01.02", "AS02.03", "MW01.02"), 3),
    **dict.fromkeys(("LC01", "RE02"), 4),
    **dict.fromkeys(("RU01.02", "RU02.02"), 5),
    **dict.fromkeys(("SU01.02", "SU02.02", "SU03.02", "SR01.01", "SR02.01", "SR08"), 6),
    "ST01": 7,
    "LI01.03": 8,
    **dict.fromkeys(("FOOT", "SRFO"), 9),
}


def expected(dsr: SimpleNamespace, report: Any) -> list[Any]:
    return [row for block in report.blocks() for row in dsr.reports.rows_of(block)]


def same(dsr: SimpleNamespace, row: Any, got: Any) -> bool:
    lengths = durations(dsr, row)
    read_lengths = {name: read_duration(got.cells[name]) for name in lengths}
    there = {
        name: value for name, value in got.cells.items() if name != "BlockId" and name not in read_lengths
    }
    return got.record == type(row).CODE and there == cells(dsr, row) and read_lengths == lengths


@SLOW
@given(data=st.data())
def test_what_is_written_reads_back_equal_and_without_a_fault(dsr: SimpleNamespace, data: Any) -> None:
    report = data.draw(reports(dsr))
    rows, faults = read(dsr, written(dsr, report))
    assert faults == []
    wanted = [*report.summaries, *expected(dsr, report)]
    got = [row for row in rows if row.record not in HEADS]
    assert len(got) == len(wanted)
    assert all(same(dsr, row, read_row) for row, read_row in zip(wanted, got, strict=True))


@SLOW
@given(data=st.data(), most_lines=st.integers(4, 30), most_bytes=st.integers(400, 20_000))
def test_a_report_in_any_number_of_files_reads_the_same(
    dsr: SimpleNamespace, data: Any, most_lines: int, most_bytes: int
) -> None:
    report = data.draw(reports(dsr, data.draw(st.sampled_from(["BASIC_AUDIO", "UGC"]))))
    whole = written(dsr, report)
    parts = written(dsr, report, most_lines=most_lines, most_bytes=most_bytes)
    rows, faults = read(dsr, parts)
    assert faults == []
    ours = [(row.record, row.block, row.cells) for row in rows if RANKS[row.record] in range(2, 9)]
    theirs = [
        (row.record, row.block, row.cells) for row in read(dsr, whole)[0] if RANKS[row.record] in range(2, 9)
    ]
    assert ours == theirs
    for content in parts.values():
        blocks = {row.block for row in read(dsr, {next(iter(parts)): content})[0] if row.block}
        if len(blocks) > 1:
            assert content.count(b"\n") <= most_lines
            assert len(content) <= most_bytes


@SLOW
@given(data=st.data())
def test_what_lines_add_up_to_is_said_to_the_micro_unit(dsr: SimpleNamespace, data: Any) -> None:
    report = data.draw(reports(dsr, "LABELS"))
    for summary in report.summaries:
        lines = [row for row in expected(dsr, report) if row.summary_record_id == summary.summary_record_id]
        for currency in ("transaction", "accounting"):
            cell = f"allocated_revenue_in_currency_of_{currency}"
            assert getattr(summary, cell) == sum(getattr(line, cell) for line in lines)
            fees = getattr(summary, f"usage_independent_fee_in_currency_of_{currency}") or ()
            total = getattr(summary, f"final_total_amount_in_currency_of_{currency}")
            assert total == getattr(summary, cell) + sum(fees)


def cut(line: bytes) -> list[bytes]:
    """The cells of a line as they stand there: a tab with one backslash left over from threes is text."""
    cells, before = [b""], 0
    for letter in line.rstrip(b"\n"):
        if letter == 0x09 and before % 3 == 0:
            cells.append(b"")
        else:
            cells[-1] += bytes([letter])
        before = before + 1 if letter == 0x5C else 0
    return cells


def _lines(data: Any, files: dict[str, bytes]) -> tuple[str, list[bytes]]:
    name = data.draw(st.sampled_from(sorted(files)))
    return name, files[name].splitlines(keepends=True)


def _report_files(dsr: SimpleNamespace, data: Any) -> dict[str, bytes]:
    return written(dsr, data.draw(reports(dsr)), most_lines=12)


@SLOW
@given(data=st.data())
def test_a_line_that_is_missing_or_comes_twice_is_noticed(dsr: SimpleNamespace, data: Any) -> None:
    files = _report_files(dsr, data)
    name, lines = _lines(data, files)
    place = data.draw(st.integers(0, len(lines) - 1))
    twice = data.draw(st.booleans())
    damaged = [*lines[:place], *((lines[place],) * 2 if twice else ()), *lines[place + 1 :]]
    assert read(dsr, files | {name: b"".join(damaged)})[1]


@SLOW
@given(data=st.data())
def test_lines_that_changed_places_are_noticed(dsr: SimpleNamespace, data: Any) -> None:
    files = _report_files(dsr, data)
    name, lines = _lines(data, files)
    records = [place for place, line in enumerate(lines) if not line.startswith(b"#")]
    pairs = [
        (one, two)
        for one, two in itertools.pairwise(records)
        if RANKS[lines[one].split(b"\t")[0].decode().strip()]
        != RANKS[lines[two].split(b"\t")[0].decode().strip()]
    ]
    one, two = data.draw(st.sampled_from(pairs))
    lines[one], lines[two] = lines[two], lines[one]
    assert read(dsr, files | {name: b"".join(lines)})[1]


@SLOW
@given(data=st.data(), damage=st.sampled_from([b"\x01", b"x\\y", b"x\\", b"a\\\\b", b"\xff", b"one\tmore"]))
def test_a_damaged_cell_is_noticed(dsr: SimpleNamespace, data: Any, damage: bytes) -> None:
    files = _report_files(dsr, data)
    name, lines = _lines(data, files)
    place = data.draw(st.sampled_from([n for n, line in enumerate(lines) if not line.startswith(b"#")]))
    cells = cut(lines[place])
    cell = data.draw(st.integers(0, len(cells) - 1))
    if damage == b"x\\" and cell < len(cells) - 1:
        damage = b"x\\z"  # before a tab one backslash is an escape, and two cells are one: noticed too, below
    cells[cell] = damage
    lines[place] = b"\t".join(cells) + b"\n"
    assert read(dsr, files | {name: b"".join(lines)})[1]


@SLOW
@given(data=st.data())
def test_cells_that_grow_together_or_vanish_are_noticed(dsr: SimpleNamespace, data: Any) -> None:
    files = _report_files(dsr, data)
    name, lines = _lines(data, files)
    place = data.draw(st.sampled_from([n for n, line in enumerate(lines) if not line.startswith(b"#")]))
    cells = cut(lines[place])
    assume(len(cells) > 1)
    cell = data.draw(st.integers(1, len(cells) - 1))
    lines[place] = b"\t".join(cells[:cell] + cells[cell + 1 :]) + b"\n"
    assert "cell_count" in words(read(dsr, files | {name: b"".join(lines)})[1])


@SLOW
@given(data=st.data(), more=st.integers(1, 5))
def test_a_sum_or_count_that_is_other_is_noticed(dsr: SimpleNamespace, data: Any, more: int) -> None:
    """Numbers that are counted: uses, amounts, lines, blocks, files."""
    files = _report_files(dsr, data)
    name, lines = _lines(data, files)
    counted = []
    for place, line in enumerate(lines):
        code = line.split(b"\t")[0].decode().strip()
        if code in USES and not _totals_are_told(dsr, lines):
            continue  # a summary that does not say its total is compared with nothing
        for cell in COUNTED.get(code, ()):
            where = dsr.records.shape_of(dsr.records.RECORDS[code]).names.index(cell)
            if cut(line)[where]:
                counted.append((place, where))
    place, cell = data.draw(st.sampled_from(counted))
    cells = cut(lines[place])
    whole, dot, rest = cells[cell].partition(b".")
    cells[cell] = str(int(whole) + more).encode() + dot + rest
    lines[place] = b"\t".join(cells) + b"\n"
    faults = words(read(dsr, files | {name: b"".join(lines)})[1])
    assert faults


def _totals_are_told(dsr: SimpleNamespace, lines: list[bytes]) -> bool:
    """Whether every summary says how often it was used."""
    for line in lines:
        code = line.split(b"\t")[0].decode().strip()
        names = dsr.records.shape_of(dsr.records.RECORDS[code]).names if code.startswith("SY") else ()
        for total in ("TotalUsages", "TotalUsagesInReportingPeriod"):
            if total in names and not cut(line)[names.index(total)]:
                return False
    return True


USES = ("SU01.02", "SU02.02", "SR01.01", "SR02.01")
BOTH = ("InCurrencyOfTransaction", "InCurrencyOfAccounting")
ALLOCATED = tuple(f"{what}{which}" for what in ("AllocatedRevenue", "AllocatedNetRevenue") for which in BOTH)
COUNTED = {
    "HEAD": ("FileNumber", "NumberOfFiles"),
    "FOOT": (
        "NumberOfLinesInFile",
        "NumberOfLinesInReport",
        "NumberOfSummaryRecords",
        "NumberOfBlocksInFile",
        "NumberOfBlocksInReport",
    ),
    "SRFO": ("NumberOfLinesInReport", "NumberOfSummaryRecords"),
    "SU01.02": ("Usages",),
    "SU02.02": ("NumberOfStreams",),
    "SR01.01": ("Downloads",),
    "SR02.01": ("NumberOfStreams",),
    "SR08": ("TotalUsages", "Returns", "NetUsage", *ALLOCATED),
    "SY10": ("AllocatedUsages", "Returns", *ALLOCATED, *(f"FinalTotalAmount{which}" for which in BOTH)),
}
