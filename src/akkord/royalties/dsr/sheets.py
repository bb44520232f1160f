"""Lines of a file being written, with the names of cells above the first record of each type."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .profiles import code_of
from .records import cells_of, shape_of

# A file begins with its header and ends with its footer: no names stand above these.
_UNNAMED = frozenset({"HEAD", "FOOT", "SRFO", "CDMH.01"})


@dataclass(slots=True)
class Sheet:
    """The lines of one file, with the names of cells above the first record of each type."""

    lines: int = 0
    named: set[str] = field(default_factory=set)

    def record(self, row: Any, block: str = "") -> Iterator[bytes]:
        """The lines of one record; `block` is the id of its block, where it is in one. Raises BadCell."""
        code = code_of(row)
        if code not in self.named and code not in _UNNAMED:
            self.named.add(code)
            self.lines += 1
            yield _line(("#" + code, *shape_of(type(row)).names[1:]))
        self.lines += 1
        yield _line((code, *((block,) if block and shape_of(type(row)).in_block else ()), *cells_of(row)))


def _line(cells: Iterable[str]) -> bytes:
    return ("\t".join(cells) + "\n").encode()
