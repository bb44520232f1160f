"""Lines of a flat file cut into cells, and cells into their values (DSR Part 1, 6.6.3 and 6.6.4).

Tabs divide cells, pipes divide the values of a cell. Before a delimiter that is meant as text stand
backslashes: one before a tab, two before a pipe; three are one backslash. Any other run is an error, for the
standard says that escaping what needs none, or the other way round, makes the report invalid.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

LONGEST_LINE: Final = 4 * 1024 * 1024  # bytes; no record comes near it, a broken file may

_MARK: Final = re.compile(r"\\+|[\t|]")


class Line(NamedTuple):
    """One line: its number from 1, its text without its end, and what is wrong with it ("" if nothing)."""

    number: int
    text: str
    wrong: str


class BadEscape(ValueError):
    """Backslashes that stand for nothing; `cell` counts from 0."""

    def __init__(self, cell: int) -> None:
        super().__init__(f"backslashes in cell {cell + 1}")
        self.cell = cell


def lines_of(stream: BinaryIO) -> Iterator[Line]:
    """The lines of a file, one at a time. A line that is too long or no UTF-8 comes without its text."""
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE and not raw.endswith(b"\n"):
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(LONGEST_LINE)
            yield Line(number, "", "long")
            continue
        ended = raw.endswith(b"\n")
        body = raw[: -1 if ended else None]
        body = body[:-1] if ended and body.endswith(b"\r") else body
        try:
            yield Line(number, body.decode("utf-8"), "" if ended else "cut")
        except UnicodeDecodeError:
            yield Line(number, "", "coding")


def cut(text: str) -> list[list[str]]:
    """The cells of a line, each as the list of its values. Raises BadEscape."""
    if "\\" not in text:
        return [cell.split("|") for cell in text.split("\t")]
    cells: list[list[str]] = [[]]
    said: list[str] = []
    place = 0
    while found := _MARK.search(text, place):
        said.append(text[place : found.start()])
        mark, place = found.group(), found.end()
        if mark[0] == "\\":
            threes, left = divmod(len(mark), 3)
            said.append("\\" * threes)
            if left:
                after = text[place : place + 1]
                if (left, after) not in ((1, "\t"), (2, "|")):
                    raise BadEscape(len(cells) - 1)
                said.append(after)
                place += 1
            continue
        cells[-1].append("".join(said))
        said = []
        if mark == "\t":
            cells.append([])
    said.append(text[place:])
    cells[-1].append("".join(said))
    return cells
