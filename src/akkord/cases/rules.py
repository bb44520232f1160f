"""How the list of an order is read, and what may be said of each of its lines; on plain values."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MOST_ROWS = 10_000
MOST_BYTES = 5 * 1024 * 1024
LONGEST = 500  # of one line; the rest of it is not read

_TRACK = re.compile(r"(?:^|/)audio(\d{1,18})(?:[/?#].*)?$")
_POST = re.compile(r"(?:^|/)wall(\d{1,18})(?:[/?#].*)?$")
_PHOTO = re.compile(r"(?:^|/)photo(\d{1,18})(?:[/?#].*)?$")
_DOCUMENT = re.compile(r"(?:^|/)doc(\d{1,18})(?:[/?#].*)?$")
_STREAM = re.compile(r"(?:^|/)stream/([A-Za-z0-9_.:=-]{10,600})$")
_RECORDING = re.compile(r"^recording[: ]?(\d{1,18})$", re.IGNORECASE)
_ISRC = re.compile(r"^(?:ISRC[: ]?)?([A-Z]{2})-?([A-Z0-9]{3})-?(\d{2})-?(\d{5})$", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")  # what no database keeps and no page shows
_NAMED = re.compile(r"^(.{1,200}?)\s+[-–—]\s+(.{1,200})$")

ADDRESS_COLUMNS = ("url", "link", "address", "track", "file", "isrc", "recording", "адрес", "ссылка")


class Names(StrEnum):
    """In what way a line names something."""

    TRACK = "track"
    POST = "post"
    PHOTO = "photo"
    DOCUMENT = "document"
    STREAM = "stream"
    RECORDING = "recording"
    ISRC = "isrc"
    TITLE = "title"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Named:
    """What one line of an order names: `value` is a number, a token, an ISRC, or artist and title."""

    line: int
    given: str
    how: Names
    value: str
    artist: str = ""


class TooManyRows(ValueError):
    """An order names at most MOST_ROWS things."""


class EmptyList(ValueError):
    """The list names nothing."""


def read_list(text: str) -> list[Named]:
    """Read pasted lines or a CSV (with or without a header); repeated lines are named once.

    Raises TooManyRows, EmptyList.
    """
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise TooManyRows
    seen: dict[tuple[Names, str, str], Named] = {}
    for line, given in _cells(text):
        named = name(line, given)
        seen.setdefault((named.how, named.value.casefold(), named.artist.casefold()), named)
        if len(seen) > MOST_ROWS:
            raise TooManyRows
    if not seen:
        raise EmptyList
    return list(seen.values())


def name(line: int, given: str) -> Named:
    """What one cell names."""
    text = _UNSEEN.sub(" ", given).strip()[:LONGEST].strip()
    if match := _TRACK.search(text):
        return Named(line, text, Names.TRACK, match[1])
    if match := _POST.search(text):
        return Named(line, text, Names.POST, match[1])
    if match := _PHOTO.search(text):
        return Named(line, text, Names.PHOTO, match[1])
    if match := _DOCUMENT.search(text):
        return Named(line, text, Names.DOCUMENT, match[1])
    if match := _STREAM.search(text):
        return Named(line, text, Names.STREAM, match[1])
    if match := _RECORDING.match(text):
        return Named(line, text, Names.RECORDING, match[1])
    if match := _ISRC.match(text):
        return Named(line, text, Names.ISRC, "".join(match.groups()).upper())
    if match := _NAMED.match(text):
        return Named(line, text, Names.TITLE, match[2].strip(), artist=match[1].strip())
    return Named(line, text, Names.NOTHING, text)


def _cells(text: str) -> Iterator[tuple[int, str]]:
    lines = text.lstrip("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    header = [cell.strip().lower() for cell in _split(first)]
    columns = [header.index(c) for c in ADDRESS_COLUMNS if c in header]
    artist = header.index("artist") if "artist" in header else None
    title = header.index("title") if "title" in header else None
    has_header = bool(columns) or (artist is not None and title is not None)
    for number, line in enumerate(lines, 1):
        if not line.strip() or (has_header and line == first):
            continue
        if not has_header:
            yield number, _first_of(line)
            continue
        cells = _split(line)
        chosen = next((cells[c] for c in columns if c < len(cells) and cells[c].strip()), "")
        if not chosen and artist is not None and title is not None and max(artist, title) < len(cells):
            chosen = f"{cells[artist]} — {cells[title]}"
        yield number, chosen or line


def _first_of(line: str) -> str:
    """A pasted line is taken whole, unless its first cell alone names something precise."""
    cell = _split(line)[0] if line.strip() else line
    return cell if name(0, cell).how not in (Names.TITLE, Names.NOTHING) else line


def _split(line: str) -> list[str]:
    """The cells of one line; one cell where it cannot be read as CSV."""
    delimiter = next((d for d in ("\t", ";", ",") if d in line), ",")
    try:
        return next(csv.reader([line], delimiter=delimiter), [""])
    except csv.Error:
        return [line]
