"""What is read of one line, and what is said of it before anything is known of its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .cutting import BadEscape, Line, cut
from .grammar import CellRule, RecordRule
from .values import Wrong


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One record as it was read: cells by their names, empty ones left out; several values are a tuple."""

    file: str
    line: int
    record: str
    block: str
    cells: Mapping[str, Any]


class Said(NamedTuple):
    """A fault before its file and line are put to it."""

    word: str
    cell: str
    what: str
    mend: str


_OF_LINES = {
    "long": ("line_too_long", "the line is longer than 4 MB", "end every record with a line feed"),
    "coding": ("not_utf8", "the line is no UTF-8", "write the file as UTF-8"),
    "cut": ("cut_short", "the last line has no end", "send the file whole, with a line feed at its end"),
}


def of_line(line: Line) -> Iterator[Said]:
    """What is wrong with a line as bytes."""
    if line.wrong:
        word, what, mend = _OF_LINES[line.wrong]
        yield Said(word, "", what, mend)


def read_cells(texts: list[list[str]], rule: RecordRule) -> tuple[dict[str, Any], list[Said]]:
    """The cells of a record after its first, and every fault of them."""
    read: dict[str, Any] = {}
    said: list[Said] = []
    wanted = len(rule.cells)
    if len(texts) < wanted or (len(texts) > wanted and not rule.open_ended):
        said.append(
            Said(
                "cell_count",
                "",
                f"{rule.code} has {len(texts) + 1} cells, not {wanted + 1}",
                "write every cell of the record, empty ones too, and no others",
            )
        )
    for cell, values in zip(rule.cells, texts, strict=False):
        try:
            value = _value(cell, values)
        except Wrong as wrong:
            said.append(
                Said("bad_value", cell.name, f"{'|'.join(values)[:80]!r}: {wrong}", "correct the value")
            )
            continue
        if value is not None:
            read[cell.name] = value
        elif cell.mandatory:
            said.append(Said("empty_cell", cell.name, "the cell is mandatory and empty", "give its value"))
    return read, said


def _value(cell: CellRule, values: list[str]) -> Any:
    if values == [""]:
        return None
    if cell.several:
        return tuple(cell.read(value) if value else "" for value in values)
    if len(values) > 1:
        raise Wrong("the cell holds one value; a pipe that is text is written with two backslashes before it")
    return cell.read(values[0])


def read_texts(line: Line) -> tuple[list[list[str]], list[Said]]:
    """A line cut into cells, or what is wrong with its backslashes."""
    try:
        return cut(line.text), []
    except BadEscape as wrong:
        return [], [
            Said(
                "bad_escape",
                "",
                f"backslashes in cell {wrong.cell + 1} stand before nothing",
                "write one before a tab, two before a pipe, three for a backslash",
            )
        ]
