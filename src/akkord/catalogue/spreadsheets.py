"""A delivered list as a spreadsheet (.xlsx): its first sheet, row by row, as texts.

A workbook is a ZIP of XML somebody else packed: how much it unpacks to is asked before anything is, no part
may have a document type, and rows and columns are bounded. Formulas are not computed; what the program last
showed counts. openpyxl reads it, on plain bytes.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

from .rules import MOST_ROWS, ListFault

MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_COLUMNS = 64
SCANNED = 64 * 1024
_DOCUMENT_TYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)

Cells = list[str]


def rows_of(data: bytes) -> Iterator[tuple[int, Cells]]:
    """(number of the row, its cells) of the first sheet. Raises ListFault."""
    _must_be_bounded(data)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what it says of its size is not believed
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
        yield from ((number, [_text(value) for value in row]) for number, row in enumerate(rows, start=1))
        book.close()
    except Exception as wrong:  # it raises whatever the parts of a broken workbook happen to break
        raise ListFault("not_a_spreadsheet", type(wrong).__name__) from wrong


def _must_be_bounded(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            # A part yields at most what it declares: zipfile reads no further.
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise ListFault("spreadsheet_too_large", MOST_UNPACKED // 1024 // 1024)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    with packed.open(part) as source:
                        head = source.read(SCANNED).replace(b"\0", b"")
                    if _DOCUMENT_TYPE.search(head):
                        raise ListFault("not_a_spreadsheet", "DOCTYPE")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as wrong:
        raise ListFault("not_a_spreadsheet", type(wrong).__name__) from wrong


def _text(value: object) -> str:
    """A cell as its reader would write it: whole numbers without a point, dates as days."""
    match value:
        case None:
            return ""
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)
