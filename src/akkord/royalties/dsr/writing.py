"""Writing a report as its files, in little memory: the blocks are read once to count and once to write.

UTF-8 without a byte order mark, cells divided by tabs, records ended by a line feed (the standard allows a
carriage return before it; none is written). Between its first and last record a file has a line of cells'
names, marked with #, above the first record of each type (Part 1, 6.6.17); such lines are counted like all
others. A report is divided at the borders of blocks only; every file has the same summaries (6.3).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from .checks import check_block, check_record
from .errors import ReportChanged
from .naming import file_name
from .profiles import code_of
from .records import Foot, Head, SingleFoot, unsayable_cells
from .reports import Block, Heading, Report, rows_of
from .sheets import Sheet
from .totals import Totals, check_sums, ids_of

MOST_LINES: Final = 5_000_000  # of one file
MOST_BYTES: Final = 1_000_000_000
_TOLD: Final = 1_000  # replaced texts that are told one by one


@dataclass(frozen=True, slots=True)
class Replaced:
    """A text that lost characters no cell can hold: in which block (0 for summaries), record and cells."""

    block: int
    record: str
    cells: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """What counting found: how many blocks and lines each file has, and what was replaced (the first
    thousand, and how many in all)."""

    blocks: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    replaced: list[Replaced] = field(default_factory=list)
    replaced_in_all: int = 0


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One file: its name, and its lines as bytes with their ends. Lines are read once, in order of files."""

    name: str
    lines: Iterator[bytes]


def plan(report: Report, *, most_lines: int = MOST_LINES, most_bytes: int = MOST_BYTES) -> Plan:
    """Read the blocks once: check every record, the order of records, and the summaries against their lines;
    divide the blocks among files that keep to the limits. A single block larger than a limit is a file by
    itself; a report of single records is one file, whatever its size. Raises NotWritable."""
    profile = report.heading.profile
    profile.check_summaries(map(code_of, report.summaries))
    totals = Totals(ids_of(report))
    for summary in report.summaries:
        check_record(summary)
    filling = _Filling(report, most_lines, most_bytes)
    for number, block in enumerate(report.blocks(), start=1):
        rows = list(rows_of(block))
        profile.check_block(map(code_of, rows))
        for row in rows:
            check_record(row)
        check_block(rows)
        totals.add(rows)
        filling.add(number, rows)
    check_sums(report, totals)
    return filling.done()


def files(report: Report, planned: Plan) -> Iterator[ReportFile]:
    """The files of a report as it was planned. Raises ReportChanged while the lines are read."""
    blocks = iter(report.blocks())
    first = 1
    for number in range(1, len(planned.blocks) + 1):
        yield ReportFile(
            file_name(report.heading, number, len(planned.blocks)),
            _lines(report, planned, number, blocks, first),
        )
        first += planned.blocks[number - 1]


def _lines(
    report: Report, planned: Plan, number: int, blocks: Iterator[Block], first: int
) -> Iterator[bytes]:
    sheet = Sheet()
    last = number == len(planned.blocks)
    yield from sheet.record(_head(report.heading, number, len(planned.blocks)))
    for summary in report.summaries:
        yield from sheet.record(summary)
    single = report.heading.profile.single
    for place in range(planned.blocks[number - 1]):
        block = next(blocks, None)
        if block is None:
            raise ReportChanged(f"block {first + place} is gone")
        for row in rows_of(block):
            yield from sheet.record(row, "" if single else str(first + place))
    if last and next(blocks, None) is not None:
        raise ReportChanged("there are more blocks than were counted")
    written = sheet.lines + 1
    if written != planned.lines[number - 1]:
        raise ReportChanged(f"file {number} has {written} lines, {planned.lines[number - 1]} were counted")
    yield from sheet.record(_foot(report, planned, number))


def _head(heading: Heading, number: int, files: int) -> Head:
    return Head(
        message_version=heading.profile.message_version,
        profile=heading.profile.name,
        profile_version=heading.profile.version,
        message_id=heading.message_id,
        message_created_date_time=heading.created,
        file_number=number,
        number_of_files=files,
        usage_start_date=heading.first,
        usage_end_date=heading.last,
        sender_party_id=heading.sender.dpid,
        sender_name=heading.sender.name,
        service_description=heading.service,
        recipient_party_id=heading.recipient.dpid if heading.recipient else None,
        recipient_name=heading.recipient.name if heading.recipient else None,
        represented_repertoire=heading.repertoire or None,
    )


def _foot(report: Report, planned: Plan, number: int) -> Foot | SingleFoot:
    if report.heading.profile.single:
        return SingleFoot(
            number_of_lines_in_report=sum(planned.lines), number_of_summary_records=len(report.summaries)
        )
    return Foot(
        number_of_lines_in_file=planned.lines[number - 1],
        number_of_lines_in_report=sum(planned.lines),
        number_of_summary_records=len(report.summaries),
        number_of_blocks_in_file=planned.blocks[number - 1],
        number_of_blocks_in_report=sum(planned.blocks),
    )


class _Filling:
    """Files being filled with blocks while they are counted."""

    def __init__(self, report: Report, most_lines: int, most_bytes: int) -> None:
        self._report, self._single = report, report.heading.profile.single
        self._most_lines, self._most_bytes = most_lines, most_bytes
        self._plan = Plan()
        self._tell(0, report.summaries)
        self._begin()

    def _begin(self) -> None:
        self._sheet, self._blocks = Sheet(), 0
        # The number of files is not known yet: the longest it can be stands for it.
        head = _head(self._report.heading, 999_999, 999_999)
        self._bytes = self._size(head, "") + sum(self._size(each, "") for each in self._report.summaries)

    def _size(self, row: Any, block: str) -> int:
        return sum(len(line) for line in self._sheet.record(row, block))

    def add(self, number: int, rows: list[Any]) -> None:
        self._tell(number, rows)
        block = "" if self._single else str(number)
        before = (self._sheet.lines, set(self._sheet.named), self._bytes)
        self._bytes += sum(self._size(row, block) for row in rows)
        if self._blocks and self._is_over() and not self._single:
            self._sheet.lines, self._sheet.named, self._bytes = before
            self._end()
            self._begin()
            self._bytes += sum(self._size(row, block) for row in rows)
        self._blocks += 1

    def _is_over(self) -> bool:
        """Whether the file would be over a limit, its last record (of 100 bytes at most) included."""
        return self._sheet.lines + 1 > self._most_lines or self._bytes + 100 > self._most_bytes

    def _end(self) -> None:
        self._plan.lines.append(self._sheet.lines + 1)
        self._plan.blocks.append(self._blocks)

    def _tell(self, number: int, rows: Iterable[Any]) -> None:
        for row in rows:
            if lost := unsayable_cells(row):
                self._plan.replaced_in_all += 1
                if len(self._plan.replaced) < _TOLD:
                    self._plan.replaced.append(Replaced(number, code_of(row), tuple(lost)))

    def done(self) -> Plan:
        self._end()
        return self._plan
