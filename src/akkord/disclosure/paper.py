"""The certificate of compliance on paper: a PDF to be printed, signed and filed, in the reader's language.

Set in Noto Sans, which has Latin, Greek and Cyrillic; a letter it lacks is a box here and whole in the JSON.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

import fontpkg
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from .words import CERTIFIED, CLASSES

if TYPE_CHECKING:
    from akkord.disclosure.certificates import Certificate
    from akkord.disclosure.rows import Certified
    from akkord.disclosure.rules.compliance import RowClass

FONT: Final = "Noto Sans"
WIDTH, HEIGHT = A4
MARGIN: Final = 18 * mm
SMALL, PLAIN, LARGE = 7.0, 9.0, 15.0
# Row, given, class, name, ISRC, line, times: widths that fill the page between its margins.
COLUMNS: Final = tuple(part * (WIDTH - 2 * MARGIN) for part in (0.06, 0.23, 0.13, 0.21, 0.12, 0.10, 0.15))
GAP: Final = 4.0  # between columns


def certificate_pdf(
    certificate: "Certificate", rows: Iterable["Certified"], counts: Mapping["RowClass", int]
) -> bytes:
    """The whole certificate: what is certified, the classes, and every row with its line of the log."""
    paper = _Paper(_("Certificate of compliance"), certificate.order.title)
    for name, value in _facts(certificate):
        paper.fact(name, value)
    paper.heading(_("Rows by class"))
    for kind, count in counts.items():
        paper.fact(str(CERTIFIED[kind.value]), str(count))
    paper.heading(_("Rows"))
    header = [_("Row"), _("Given"), _("Class"), _("Title"), "ISRC", _("Log"), _("Silent since")]
    paper.table(header, map(_cells, rows))
    return paper.done()


def _facts(certificate: "Certificate") -> Iterator[tuple[str, str]]:
    order, head = certificate.order, certificate.head()
    said = head["order"]
    names = {"agent": order.filed_by, "principal": order.on_behalf_of}
    who = _("%(agent)s for %(principal)s") % names if order.on_behalf_of else order.filed_by
    yield _("Reason"), order.reason
    yield _("Filed"), f"{_moment(order.filed_at)}, {who}"
    yield _("Executed"), _moment(order.executed_at or order.filed_at)
    yield _("Territory"), order.territory
    yield _("Log"), f"{_line(said['line']['index'])} ({said['line']['id']})"
    yield _("Root of the order's list"), said["list_root"]
    yield _("Log's verifier key"), certificate.vkey
    yield _("Checkpoint"), certificate.prover.checkpoint.strip()
    yield _("Certificate made"), _moment(certificate.made_at)


def _cells(row: "Certified") -> list[str]:
    line = "" if row.entry is None or row.entry.number is None else str(row.entry.number)
    if row.lifting is not None and row.lifting.number is not None:
        line += f" ({_('lifted since')}: {row.lifting.number})"
    times = [_short(row.entry.at)] if row.entry else []
    if row.due_at is not None:
        times.append(_("due %(when)s") % {"when": _short(row.due_at)})
    return [
        str(row.row),
        row.given,
        str(CLASSES[row.found.value]),
        row.name,
        row.isrc,
        line,
        "\n".join(times),
    ]


def _short(at: datetime) -> str:
    return f"{timezone.localtime(at, UTC):%Y-%m-%d %H:%M:%S}"


def _moment(at: datetime) -> str:
    return f"{formats.date_format(timezone.localtime(at), 'j E Y, H:i:s')} UTC"


def _line(number: int) -> str:
    return _("Log line %(number)s") % {"number": number}


class _Paper:
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

    def table(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Rows under a header that comes again on every page."""
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
        for cell, width in zip(cells, COLUMNS, strict=True):
            for place, line in enumerate(wrapped(cell, width - GAP, SMALL)):
                self.canvas.setFont(FONT, SMALL)
                self.canvas.drawString(x, self.top - SMALL - place * 9, line)
            x += width
        self.top -= height
        self.canvas.setLineWidth(0.2)
        self.canvas.line(MARGIN, self.top, WIDTH - MARGIN, self.top)

    def _row_height(self, cells: Sequence[str]) -> float:
        widths = zip(cells, COLUMNS, strict=True)
        return 9.0 * max(len(wrapped(cell, width - GAP, SMALL)) for cell, width in widths) + 3

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
