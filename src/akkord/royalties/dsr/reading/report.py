"""Reading all files of one report, line by line, and saying every fault of it.

Memory does not grow with the report: kept are the summaries and their sums, the block being read, and the ids
that must not come twice, on disk.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from .blocks import BlockCheck, of_itself
from .cutting import Line, lines_of
from .faults import Fault
from .grammar import DSR, SAME_AS
from .names import Name, against_head, read_name
from .orders import ORDERS, START, Order
from .rows import ReadRow, Said, of_line, read_cells, read_texts
from .seen import Seen
from .sums import Sums

Part = ReadRow | Fault

# HEAD may differ between the files of a report in these cells only.
_OF_A_FILE = ("FileNumber",)


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a report: its name without folders, and how its bytes are opened."""

    name: str
    open: Callable[[], BinaryIO]


def read_report(sources: Sequence[Source]) -> Iterator[Part]:
    """All records of a report's files, in the files' order, and every fault, as they are met; faults of the
    whole report come last. Lines that are marked # or empty are counted and left out."""
    with Seen() as seen:
        yield from _Report(seen).read(sources)


@dataclass(slots=True)
class _Report:
    """What is known across the files of a report."""

    seen: Seen
    head: Mapping[str, Any] | None = None
    order: Order | None = None
    sums: Sums = field(default_factory=Sums)
    summary_lines: list[str] = field(default_factory=list)
    files: dict[int, str] = field(default_factory=dict)
    lines: int = 0
    blocks: int = 0
    feet: list[tuple[str, int, Mapping[str, Any]]] = field(default_factory=list)

    def read(self, sources: Sequence[Source]) -> Iterator[Part]:
        if not sources:
            yield Fault("no_files", "", 0, "", "there is no file", "send the files of the report")
            return
        named = [(source, read_name(source.name)) for source in sources]
        for source, name in sorted(named, key=lambda each: (each[1].number if each[1] else 0, each[0].name)):
            yield from _File(self, source, name).read()
        for fault in self._whole():
            yield Fault(fault.word, "", 0, fault.cell, fault.what, fault.mend)
        for file, line, foot in self.feet:
            for fault in self._of_report(foot):
                yield Fault(fault.word, file, line, fault.cell, fault.what, fault.mend)

    def _whole(self) -> Iterator[Said]:
        """What is wrong with the report as a whole."""
        wanted = (self.head or {}).get("NumberOfFiles", 0)
        if missing := [number for number in range(1, min(wanted, 10_000) + 1) if number not in self.files]:
            told = ", ".join(str(number) for number in missing[:20])
            yield Said("file_missing", "", f"of {wanted} files these are missing: {told}", "send them too")
        if self.head is not None:
            yield from self.sums.differences(self.head.get("Profile", ""))

    def _of_report(self, foot: Mapping[str, Any]) -> Iterator[Said]:
        """Counts of the whole report that a footer gives."""
        for cell, counted in (("NumberOfLinesInReport", self.lines), ("NumberOfBlocksInReport", self.blocks)):
            if cell in foot and foot[cell] != counted:
                yield _miscounted(cell, foot[cell], counted)


def _miscounted(cell: str, said: int, counted: int) -> Said:
    return Said(
        "miscounted", cell, f"the footer says {said}, there are {counted}", "count anew, and send all"
    )


class _File:
    """One file of a report while it is read."""

    def __init__(self, report: _Report, source: Source, name: Name | None) -> None:
        self._report, self._source, self._name = report, source, name
        self._lines = self._blocks = 0
        self._summaries: list[str] = []
        self._summary_state = START
        self._block: BlockCheck | None = None
        self._block_id: str | None = None
        self._head: Mapping[str, Any] | None = None
        self._foot: Mapping[str, Any] | None = None
        self._profile: Order | None = None
        self._territories: set[str] = set()

    def read(self) -> Iterator[Part]:
        if self._name is None:
            mend = "DSR_recipient_sender_service_period_territory_xofy_datetime.tsv"
            yield self._fault(0, Said("bad_name", "", "the name is no name of a report's file", mend))
        with self._source.open() as stream:
            for line in lines_of(stream):
                self._lines += 1
                for said in of_line(line):
                    yield self._fault(line.number, said)
                if line.wrong in ("", "cut") and line.text and not line.text.startswith("#"):
                    yield from self._record(line)
        for said in self._end():
            yield self._fault(self._lines, said)
        self._report.lines += self._lines
        self._report.blocks += self._blocks

    def _fault(self, line: int, said: Said) -> Fault:
        return Fault(said.word, self._source.name, line, said.cell, said.what, said.mend)

    def _record(self, line: Line) -> Iterator[Part]:
        texts, said = read_texts(line)
        if not texts:
            yield from (self._fault(line.number, each) for each in said)
            return
        written = "|".join(texts[0])
        code = SAME_AS.get(written, written)
        if code not in DSR or (self._profile and code not in self._codes(self._profile)):
            mend = "the profile has no such record; a byte order mark before HEAD is no part of one"
            yield self._fault(
                line.number, Said("unknown_record", "", f"{written[:40]!r} is no record here", mend)
            )
            return
        cells, said = read_cells(texts[1:], DSR[code])
        said += of_itself(code, cells)
        said += self._place(line, code, cells)
        yield from (self._fault(line.number, each) for each in said)
        yield ReadRow(self._source.name, line.number, code, cells.get("BlockId", ""), cells)

    @staticmethod
    def _codes(order: Order) -> frozenset[str]:
        return order.summary_codes | order.block_codes | {"HEAD", order.foot}

    def _place(self, line: Line, code: str, cells: Mapping[str, Any]) -> Iterator[Said]:
        """What is wrong with a record where it stands."""
        if self._foot is not None:
            yield Said("after_footer", "", f"{code} stands after the footer", "end the file with its footer")
        if code == "HEAD":
            yield from self._begin(cells)
            return
        if self._profile is None:
            if self._head is None:
                yield Said("no_head", "", f"{code} stands before HEAD", "begin the file with HEAD")
            return
        if code == self._profile.foot:
            yield from self._footer(line.number, cells)
        elif code in self._profile.summary_codes:
            yield from self._summary(line, code, cells)
        else:
            yield from self._of_block(line, code, cells)

    def _begin(self, cells: Mapping[str, Any]) -> Iterator[Said]:
        if self._head is not None:
            yield Said("head_twice", "", "HEAD is there twice", "begin the file with one HEAD")
            return
        if self._lines > 1:
            yield Said("head_not_first", "", "HEAD is not the first line", "begin the file with HEAD")
        self._head = cells
        report = self._report
        self._profile = ORDERS.get(cells.get("Profile", ""))
        if self._profile is None:
            known = ", ".join(ORDERS)
            yield Said(
                "unknown_profile",
                "Profile",
                f"{cells.get('Profile')!r} is not read here",
                f"read are {known}",
            )
        if cells.get("UsageStartDate", "") > cells.get("UsageEndDate", "9"):
            yield Said(
                "period_backwards", "UsageEndDate", "the period ends before it begins", "give its days"
            )
        yield from self._number(cells)
        if report.head is None:
            report.head, report.order = cells, self._profile
        for cell in sorted({*report.head, *cells} - set(_OF_A_FILE)):
            if report.head.get(cell) != cells.get(cell):
                what = f"{cells.get(cell)!r}, in the first file {report.head.get(cell)!r}"
                yield Said("head_differs", cell, what, "send files of one report together")

    def _number(self, cells: Mapping[str, Any]) -> Iterator[Said]:
        number, files = cells.get("FileNumber"), cells.get("NumberOfFiles")
        if number is None or files is None:
            return
        if not 1 <= number <= files:
            yield Said("file_number", "FileNumber", f"{number} of {files} cannot be", "number files from 1")
        if self._profile and self._profile.single and files != 1:
            yield Said(
                "file_number", "NumberOfFiles", "a report of single records is one file", "send it whole"
            )
        if number in self._report.files:
            other = self._report.files[number]
            yield Said("file_twice", "FileNumber", f"{other} is number {number} too", "send each file once")
        self._report.files[number] = self._source.name

    def _summary(self, line: Line, code: str, cells: Mapping[str, Any]) -> Iterator[Said]:
        assert self._profile is not None
        if self._block_id is not None:
            yield Said("wrong_order", "", f"{code} stands after blocks", "send summaries before blocks")
        steps = self._profile.summaries.get(self._summary_state, {})
        if code not in steps:
            yield Said("wrong_order", "", f"{code} cannot stand here", "order summaries as the profile says")
        self._summary_state = next(
            (found[code] for found in (steps, *self._profile.summaries.values()) if code in found),
            self._summary_state,
        )
        self._summaries.append(line.text)
        if "Territory" in cells:
            self._territories.add(cells["Territory"])
        if len(self._report.files) <= 1:
            yield from self._report.sums.summary(code, cells)

    def _of_block(self, line: Line, code: str, cells: Mapping[str, Any]) -> Iterator[Said]:
        assert self._profile is not None
        if self._block_id is None:
            yield from self._summaries_end()
        block = str(line.number) if self._profile.single else cells.get("BlockId", "")
        if block != self._block_id or self._block is None:
            yield from self._close_block()
            self._block_id, self._block = block, BlockCheck(self._profile)
            self._blocks += 1
            if not self._profile.single:
                yield from self._once("block", "BlockId", block, line)
        yield from self._block.add(code, cells)
        yield from self._report.sums.line(code, cells)
        if code not in ("ST01", "LI01.03") and (sale := cells.get("SalesTransactionId")) is not None:
            yield from self._once("sale", "SalesTransactionId", sale, line)

    def _once(self, kind: str, cell: str, key: str, line: Line) -> Iterator[Said]:
        place = f"{self._source.name}:{line.number}"
        if (before := self._report.seen.first_place(kind, key, place)) is not None:
            yield Said(f"{kind}_twice", cell, f"{key!r} was there in {before}", "give every one its own id")

    def _close_block(self) -> Iterator[Said]:
        if self._block is not None:
            yield from self._block.end()
        self._block = None

    def _summaries_end(self) -> Iterator[Said]:
        """When the first block or the footer comes."""
        assert self._profile is not None
        if self._summary_state not in self._profile.summaries_end:
            yield Said("summaries_incomplete", "", "summary records are missing", "send all of the profile's")
        self._block_id = ""
        if len(self._report.files) <= 1:
            yield from self._report.sums.parents()
            self._report.summary_lines = self._summaries
        elif self._summaries != self._report.summary_lines:
            yield Said(
                "summaries_differ",
                "",
                "the summaries are not those of the first file",
                "every file of a report has the same summaries",
            )

    def _footer(self, number: int, cells: Mapping[str, Any]) -> Iterator[Said]:
        assert self._profile is not None
        if self._block_id is None:
            yield from self._summaries_end()
        yield from self._close_block()
        self._foot = cells
        for cell, counted in (
            ("NumberOfLinesInFile", self._lines),
            ("NumberOfBlocksInFile", self._blocks),
            ("NumberOfSummaryRecords", len(self._summaries)),
        ):
            if cell in cells and cells[cell] != counted:
                yield _miscounted(cell, cells[cell], counted)
        self._report.feet.append((self._source.name, number, cells))
        last = self._head is not None and self._head.get("FileNumber") == self._head.get("NumberOfFiles")
        for cell in ("NumberOfLinesInReport", "NumberOfBlocksInReport"):
            if last and not self._profile.single and cell not in cells:
                yield Said("empty_cell", cell, "the last file counts the whole report", "give the number")

    def _end(self) -> Iterator[Said]:
        """What is missing at the end of the file."""
        yield from self._close_block()
        if self._head is None:
            yield Said("no_head", "", "there is no HEAD", "begin the file with HEAD")
        elif self._name is not None:
            yield from against_head(self._name, self._head, self._territories)
        if self._foot is None:
            yield Said("no_footer", "", "there is no footer", "send the file whole")
