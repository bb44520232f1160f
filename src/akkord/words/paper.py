"""Documents on paper: a PDF to be printed, signed and filed.

Set in Noto Sans, which has Latin, Greek and Cyrillic; a letter it lacks is a box.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from io import BytesIO
from typing import Final

import fontpkg
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT: Final = "Noto Sans"
WIDTH, HEIGHT = A4
MARGIN: Final = 18 * mm
SMALL, PLAIN, LARGE = 7.0, 9.0, 15.0
GAP: Final = 4.0  # between columns


class Paper:
    """Pages filled from the top; a page that is full is numbered and the next one begun."""

    def __init__(self, title: str, about: str) -> None:
        _font()
        self.bytes = BytesIO()
        self.canvas = Canvas(self.bytes, A4, invariant=1)
        self.canvas.setTitle(f"{title}: {about}")
        self.title = title
        self.top = HEIGHT - MARGIN
        self._text([title], LARGE)
        self._text(wrapped(about, WIDTH - 2 * MARGIN, PLAIN), PLAIN)
        self.top -= GAP

    def heading(self, text: str) -> None:
        self._room(40)
        self.top -= 10
        self._text([text], 11)
        self.top -= GAP

    def fact(self, name: str, value: str) -> None:
        """A name on the left, what it stands for beside it."""
        left = 48 * mm
        lines = wrapped(value, WIDTH - 2 * MARGIN - left, PLAIN)
        names = wrapped(name, left - GAP, PLAIN)
        for place in range(max(len(lines), len(names))):
            self._room(12)
            self.top -= 12
            self._draw(MARGIN, names[place] if place < len(names) else "", PLAIN)
            self._draw(MARGIN + left, lines[place] if place < len(lines) else "", PLAIN)

    def table(
        self,
        header: Sequence[str],
        rows: Iterable[Sequence[str]],
        parts: Sequence[float],
        amounts: Collection[int] = (),
    ) -> None:
        """Rows under a header that comes again on every page.

        `parts`: of the page's width, for each column; `amounts`: columns that are set to the right.
        """
        self._columns = [(part * (WIDTH - 2 * MARGIN), place in amounts) for place, part in enumerate(parts)]
        self._row(header)
        for cells in rows:
            if self._row_height(cells) > self.top - MARGIN:
                self._turn()
                self._row(header)
            self._row(cells)

    def done(self) -> bytes:
        self._turn()
        self.canvas.save()
        return self.bytes.getvalue()

    def _row(self, cells: Sequence[str]) -> None:
        height, x = self._row_height(cells), MARGIN
        for cell, (width, right) in zip(cells, self._columns, strict=True):
            for place, line in enumerate(wrapped(cell, width - GAP, SMALL)):
                self.canvas.setFont(FONT, SMALL)
                y = self.top - SMALL - place * 9
                if right:
                    self.canvas.drawRightString(x + width - GAP, y, line)
                else:
                    self.canvas.drawString(x, y, line)
            x += width
        self.top -= height
        self.canvas.setLineWidth(0.2)
        self.canvas.line(MARGIN, self.top, WIDTH - MARGIN, self.top)

    def _row_height(self, cells: Sequence[str]) -> float:
        columns = zip(cells, self._columns, strict=True)
        return 9.0 * max(len(wrapped(cell, width - GAP, SMALL)) for cell, (width, _) in columns) + 3

    def _text(self, lines: Iterable[str], size: float) -> None:
        for line in lines:
            self._room(size * 1.4)
            self.top -= size * 1.4
            self._draw(MARGIN, line, size)

    def _draw(self, x: float, text: str, size: float) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.top, text)

    def _room(self, height: float) -> None:
        if self.top - height < MARGIN:
            self._turn()

    def _turn(self) -> None:
        self.canvas.setFont(FONT, SMALL)
        self.canvas.drawString(MARGIN, MARGIN / 2, f"{self.title} · {self.canvas.getPageNumber()}")
        self.canvas.showPage()
        self.top = HEIGHT - MARGIN


@lru_cache(4096)  # the same few classes stand in every row
def wrapped(text: str, width: float, size: float) -> tuple[str, ...]:
    """The text in lines of at most this width: broken between words, and within one that is too long."""
    lines = [line for part in text.splitlines() or [""] for line in _wrapped_part(part, width, size)]
    return tuple(lines)


def _wrapped_part(text: str, width: float, size: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if _wide(joined, size) <= width:
            line = joined
            continue
        if line:
            yield line
        *full, line = _broken(word, width, size)
        yield from full
    yield line


def _broken(word: str, width: float, size: float) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and _wide(parts[-1] + letter, size) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def _wide(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, FONT, size))


@cache
def _font() -> None:
    """Read once in a process, from the package that brings it."""
    pdfmetrics.registerFont(TTFont(FONT, str(fontpkg.path(FONT))))
