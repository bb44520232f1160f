"""What a delivered list says: reading its lines, codes, shares and territories, on plain values.

ISRC by ISO 3901, product codes (ICPN: GTIN of 8, 12, 13 or 14 digits) by GS1's check digit, both through
python-stdnum. A list is read line by line, so that one broken quotation mark spoils one line.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from stdnum import ean, isrc
from stdnum.exceptions import InvalidChecksum, ValidationError

MOST_ROWS = 10_000
MOST_MEGABYTES = 5
COLUMNS = ("isrc", "title", "artist", "release", "icpn", "file", "share", "territory")
NEEDED = ("isrc", "title", "artist")
LONGEST = {"title": 200, "artist": 200, "release": 200, "file": 255, "territory": 2000}
DELIMITERS = ",;\t"
_LINE_END = re.compile(r"\r\n|\n|\r")
_SHARE = re.compile(r"(\d{1,9})/(\d{1,9})|(\d{1,3}(?:[.,]\d{1,9})?)(\s*%)?")


class ListFault(ValueError):
    """The whole list cannot be read: `word` says why, `about` what it is about."""

    def __init__(self, word: str, about: object = "") -> None:
        super().__init__(word, about)
        self.word, self.about = word, str(about)


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One line as it was understood; `fault` and `warning` are words of catalogue.faults, empty when fine."""

    line: int
    isrc: str = ""
    title: str = ""
    artist: str = ""
    release: str = ""
    icpn: str = ""
    file: str = ""
    share: str = "1"
    territory: str = "Worldwide"
    fault: str = ""
    warning: str = ""


def read_list(data: bytes) -> list[ListedRow]:
    """Read a delivered list with a header line: a spreadsheet (.xlsx), or CSV in UTF-8, separated by comma,
    semicolon or tab.

    Every line below the header that says anything is in the answer, with its number in the file and its
    fault, if it has one. Raises ListFault when nothing can be read at all.
    """
    if len(data) > MOST_MEGABYTES * 1024 * 1024:
        raise ListFault("list_too_large", MOST_MEGABYTES)
    header, rows = _sheet(data) if data.startswith(b"PK\x03\x04") else _text(data)
    below = [(number, cells) for number, cells in rows if cells is None or any(map(str.strip, cells))]
    if not below:
        raise ListFault("empty_list")
    if len(below) > MOST_ROWS:
        raise ListFault("too_many_rows", MOST_ROWS)
    return list(without_doubles(_read_line(number, cells, header) for number, cells in below))


Rows = Iterable[tuple[int, list[str] | None]]


def _sheet(data: bytes) -> tuple[list[str], Rows]:
    from .spreadsheets import rows_of  # loads what reads them, which lists of text do without

    rows = [(number, cells) for number, cells in rows_of(data) if any(map(str.strip, cells))]
    header = [name.strip().lower() for name in rows[0][1]] if rows else []
    _must_name_columns(header)
    return header, rows[1:]


def _text(data: bytes) -> tuple[list[str], Rows]:
    lines = _lines_of(data)
    header, delimiter = _header(lines)
    below = [(number, text) for number, text in enumerate(lines[1:], start=2) if text.strip(" \t;,")]
    if len(below) > MOST_ROWS:
        raise ListFault("too_many_rows", MOST_ROWS)
    return header, ((number, _cells(text, delimiter)) for number, text in below)


def _lines_of(data: bytes) -> list[str]:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ListFault("old_spreadsheet")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise ListFault("not_text") from wrong
    return _LINE_END.split(text)


def _header(lines: list[str]) -> tuple[list[str], str]:
    """Column names in order (unknown ones included), and what separates values."""
    readings = {mark: [name.strip().lower() for name in _cells(lines[0], mark) or []] for mark in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda mark: len(set(COLUMNS) & set(readings[mark])))
    header = readings[delimiter]
    _must_name_columns(header)
    return header, delimiter


def _must_name_columns(header: list[str]) -> None:
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise ListFault("no_header", ", ".join(missing))
    for name in COLUMNS:
        if header.count(name) > 1:
            raise ListFault("column_twice", name)


def _cells(line: str, delimiter: str) -> list[str] | None:
    """The values of one line; None when its quoting is broken."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _read_line(line: int, cells: list[str] | None, header: list[str]) -> ListedRow:
    if cells is None:
        return ListedRow(line, fault="broken_quoting")
    if any(cell.strip() for cell in cells[len(header) :]):
        return ListedRow(line, fault="too_many_values")
    given = {
        name: unicodedata.normalize("NFC", cell).strip()
        for name, cell in zip(header, cells, strict=False)
        if name in COLUMNS
    }
    if any(unicodedata.category(mark) in ("Cc", "Cs") for cell in given.values() for mark in cell):
        return ListedRow(line, fault="control_character")
    return _understood(line, given)


def _understood(line: int, given: Mapping[str, str]) -> ListedRow:
    """The row with everything in its canonical form, or as far as it goes with its first fault."""
    for name, most in LONGEST.items():
        if len(given.get(name, "")) > most:
            return ListedRow(line, fault=f"too_long {name}")
    code = isrc.compact(given.get("isrc", ""))
    row = ListedRow(
        line,
        isrc=code if isrc.is_valid(code) else "",
        title=given.get("title", ""),
        artist=given.get("artist", ""),
        release=given.get("release", ""),
        file=base_name(given.get("file", "")),
    )
    for name in NEEDED:
        if not given.get(name):
            return replace(row, fault=f"missing {name}")
    if not row.isrc:
        return replace(row, fault=f"bad_isrc {given['isrc'][:40]}")
    product, warning = read_icpn(given.get("icpn", ""))
    share = read_share(given.get("share") or "1")
    if share is None:
        return replace(row, fault=f"bad_share {given['share'][:40]}")
    try:
        territory = read_territory(given.get("territory") or "Worldwide")
    except UnknownCode as unknown:
        return replace(row, fault=f"bad_territory {unknown.code[:40]}")
    return replace(row, icpn=product, share=share, territory=territory, warning=warning)


def without_doubles(rows: Iterable[ListedRow]) -> Iterator[ListedRow]:
    """The second line with the same ISRC or the same file is refused."""
    codes: dict[str, int] = {}
    named: dict[str, int] = {}
    for row in rows:
        fault = row.fault
        if not fault and row.isrc in codes:
            fault = f"isrc_twice {codes[row.isrc]}"
        if not fault and row.file and file_key(row.file) in named:
            fault = f"file_twice {named[file_key(row.file)]}"
        if not fault:
            codes[row.isrc] = row.line
            if row.file:
                named[file_key(row.file)] = row.line
        yield replace(row, fault=fault)


def read_icpn(text: str) -> tuple[str, str]:
    """A product code without separators, and a warning when it looks wrong; labels' own typos are kept."""
    compact = ean.compact(text)
    if not compact:
        return "", ""
    try:
        return ean.validate(compact), ""
    except InvalidChecksum:
        return compact, f"bad_icpn {compact}"
    except ValidationError:
        return "", f"odd_icpn {text[:40]}"


def read_share(text: str) -> str | None:
    """ "1", "1/2", "50%" or "0.5" as an exact fraction in text; None when it is none, or not in (0, 1]."""
    found = _SHARE.fullmatch(text.strip())
    if found is None:
        return None
    above, below, amount, percent = found.groups()
    if below is not None and int(below) == 0:
        return None
    share = Fraction(int(above), int(below)) if below else Fraction(amount.replace(",", "."))
    share = share / 100 if percent else share
    return str(share) if 0 < share <= 1 and len(str(share)) <= 20 else None


class UnknownCode(ValueError):
    """A word of a territory that is no country's code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_territory(text: str) -> str:
    """ "DE, FR" or "Worldwide -RU" as the facts write it, sorted; raises UnknownCode.

    The algebra of territories is the law's (akkord.rights.territories), a floor above; here they are words.
    """
    words = text.replace(",", " ").upper().split()
    everywhere = words[:1] == ["WORLDWIDE"]
    codes = {word.removeprefix("-") if everywhere else word for word in words[everywhere:]}
    for code in sorted(codes):
        if code not in countries():
            raise UnknownCode(code)
    if everywhere:
        return " ".join(["Worldwide", *(f"-{code}" for code in sorted(codes))])
    return " ".join(sorted(codes))


def common_territory(texts: Iterable[str]) -> str:
    """Where all of them hold, each as `read_territory` wrote it; empty when that is nowhere."""
    everywhere, codes = True, frozenset[str]()
    for text in texts:
        first, *rest = text.split()
        worldwide = first == "Worldwide"
        named = frozenset(word.removeprefix("-") for word in (rest if worldwide else [first, *rest]))
        if everywhere and worldwide:
            codes |= named
        elif everywhere:
            codes = named - codes
        else:
            codes = codes - named if worldwide else codes & named
        everywhere = everywhere and worldwide
    if everywhere:
        return " ".join(["Worldwide", *(f"-{code}" for code in sorted(codes))])
    return " ".join(sorted(codes))


@cache
def countries() -> frozenset[str]:
    """ISO 3166 codes of today, and Kosovo's user-assigned one."""
    import pycountry

    return frozenset(country.alpha_2 for country in pycountry.countries) | {"XK"}


def base_name(name: str) -> str:
    """The last part of a path, whichever way its slashes lean."""
    return re.split(r"[/\\]", name)[-1].strip()


def file_key(name: str) -> str:
    """How file names are compared: without folders, without case, composed the same way."""
    return unicodedata.normalize("NFC", base_name(name)).casefold()


def normalised_isrc(text: str) -> str | None:
    """Twelve characters without hyphens, or None when it is no ISRC."""
    code = isrc.compact(text)
    return code if isrc.is_valid(code) else None
