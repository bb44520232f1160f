"""A message as a stream of its rows: bytes in, one small tree at a time out, everything forgotten behind it.

No document type, so no entities; no network; bounded size, depth, numbers and lengths (rights.md 3.2). lxml's
own limits stand besides: texts and attributes of ten megabytes, names of fifty thousand letters.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from .elements import bare
from .faults import Place, Refused

_CHUNK = 16 * 1024
_MEGABYTE = 1024 * 1024
# Lists whose children are read one by one; a ReleaseDeal is read deal by deal, because a single can have 747.
_LISTS = frozenset(
    f"{row}List"
    for row in ("Party", "Resource", "Release", "Deal", "Work", "CueSheet", "Chapter", "Collection")
) | {"SupplementalDocumentList"}
# What people send instead of XML, by its first bytes.
_OTHER_FILES = {
    b"PK": "ZIP",
    b"\x1f\x8b": "gzip",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "Excel",
    b"BZh": "bzip2",
}
_XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe", b"\0<", b"\0\0", b"<\0", b"\x4c\x6f\xa7\x94")

_SAYS_UTF_16 = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']utf-?16""", re.IGNORECASE)


class Bounds(NamedTuple):
    """What a message may at most be. The largest real ones known have a tenth of it."""

    megabytes: int = 512
    depth: int = 64
    elements: int = 20_000_000
    row_elements: int = 250_000
    row_megabytes: int = 16
    attribute: int = 64 * 1024
    text: int = 2 * _MEGABYTE


USUAL = Bounds()


class Unit(NamedTuple):
    """One row of a message, complete: its names below the root ("DealList", …, "Deal"), path, tree."""

    names: tuple[str, ...]
    path: str
    element: Element


@dataclass(slots=True)
class _Level:
    """An open element above the rows, or a row itself; how many children of each name it has had."""

    name: str
    path: str
    is_row: bool
    seen: Counter[str] = field(default_factory=Counter)


class Stream:
    """Reads one file once."""

    def __init__(self, source: BinaryIO, bounds: Bounds) -> None:
        self._source, self._bounds = source, bounds
        self._open: list[_Level] = []
        self._within = 0  # how many elements are open inside the innermost of those
        self._fed = self._row_began = 0
        self._elements = self._row_elements = 0
        self._parser = etree.XMLPullParser(
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )

    def units(self) -> Iterator[Unit]:
        """The root as it opens (no names), then each row as it closes; raises Refused."""
        try:
            for chunk in self._chunks():
                self._parser.feed(chunk)
                yield from self._ready()
                self._must_be_bounded()
            self._parser.close()
        except etree.XMLSyntaxError as wrong:
            raise Refused(*self._explained(wrong)) from wrong
        yield from self._ready()

    def _chunks(self) -> Iterator[bytes]:
        head = self._source.read(_CHUNK)
        if not head.strip():
            raise Refused("empty_file")
        _must_look_like_xml(head)
        while head:
            self._fed += len(head)
            yield head
            head = self._source.read(_CHUNK)

    def _must_be_bounded(self) -> None:
        """Looked at after each chunk, so that one chunk is the most that goes beyond."""
        bounds = self._bounds
        if self._fed > bounds.megabytes * _MEGABYTE:
            raise Refused("file_too_large", bounds.megabytes)
        if self._fed - self._row_began > bounds.row_megabytes * _MEGABYTE + _CHUNK:
            raise Refused("row_too_large", bounds.row_megabytes, self._here())
        if self._elements > bounds.elements or self._row_elements > bounds.row_elements:
            raise Refused("too_many_elements", self._elements, self._here())

    def _ready(self) -> Iterator[Unit]:
        deepest = self._bounds.depth
        for event, element in self._parser.read_events():
            if event == "start":
                self._elements += 1
                self._row_elements += 1
                if self._within or not self._opens(element):
                    self._within += 1
                    if self._within + len(self._open) > deepest:
                        raise Refused("too_deep", deepest, self._here(element.sourceline or 0))
                elif len(self._open) == 1:
                    yield Unit((), self._open[0].path, element)
            elif self._within:
                self._within -= 1
            else:
                if self._open[-1].is_row:
                    self._check_lengths(element)
                    yield Unit(tuple(level.name for level in self._open[1:]), self._open[-1].path, element)
                    self._forget(element)
                self._open.pop()

    def _opens(self, element: Element) -> bool:
        """Whether the element is the root, a list, a row or a deal within a row; then it is remembered."""
        name = bare(str(element.tag))
        if not self._open:
            _must_have_no_document_type(element)
            self._check_lengths(element)
            self._open.append(_Level(name, f"/{name}", is_row=False))
            return True
        above = self._open[-1]
        if above.is_row and (above.name, name) != ("ReleaseDeal", "Deal"):
            return False
        above.seen[name] += 1
        is_list = len(self._open) == 1 and name in _LISTS
        numbered = len(self._open) > 1 or name == "PurgedRelease"
        step = f"{name}[{above.seen[name]}]" if numbered else name
        self._open.append(_Level(name, f"{above.path}/{step}", is_row=not is_list))
        return True

    def _check_lengths(self, row: Element) -> None:
        """Attributes and texts of a row; a row shorter than the shortest bound cannot have one too long."""
        # What lies before the row in its first chunk is counted elsewhere: one chunk more, to be sure.
        bounds, length = self._bounds, self._fed - self._row_began + _CHUNK
        if length - _CHUNK > bounds.row_megabytes * _MEGABYTE:
            raise Refused("row_too_large", bounds.row_megabytes, self._here(row.sourceline or 0))
        if length <= min(bounds.attribute, bounds.text):
            return
        for element in row.iter():
            if any(len(value) > bounds.attribute for value in element.values()):
                raise Refused("attribute_too_long", bounds.attribute, self._here(element.sourceline or 0))
            if len(element.text or "") > bounds.text:
                raise Refused("text_too_long", bounds.text, self._here(element.sourceline or 0))

    def _forget(self, element: Element) -> None:
        """The row was read: free it, and those before it. Its own node stays, text may still follow it."""
        element.clear()
        above, before = element.getparent(), element.getprevious()
        while above is not None and before is not None and self._was_row(before):
            above.remove(before)
            before = element.getprevious()
        self._row_began, self._row_elements = self._fed, 0

    def _was_row(self, before: Element) -> bool:
        """In a ReleaseDeal only the deals are rows of their own; what names the releases must stay."""
        return len(self._open) < 4 or bare(str(before.tag)) == "Deal"

    def _explained(self, wrong: etree.XMLSyntaxError) -> tuple[str, str, Place]:
        """A word for what libxml2 stumbled over first, its own words, and where."""
        stumbled = next(iter(self._parser.feed_error_log), None)
        said, code, line = (
            (stumbled.message, stumbled.type, stumbled.line) if stumbled else (str(wrong.msg), wrong.code, 0)
        )
        return _word_for(said, code), said.partition(", line ")[0][:200], self._here(line)

    def _here(self, line: int = 0) -> Place:
        return Place(self._open[-1].path if self._open else "", line)


def _must_look_like_xml(head: bytes) -> None:
    for start, kind in _OTHER_FILES.items():
        if head.startswith(start):
            raise Refused("not_xml", kind)
    if not head.lstrip().startswith(_XML_STARTS):
        raise Refused("not_xml", "")
    if _SAYS_UTF_16.match(head.removeprefix(b"\xef\xbb\xbf").lstrip()):
        # Programs that write text into a UTF-8 file say so; what such a file is, nobody can know.
        raise Refused("wrong_encoding", "UTF-16")


def _must_have_no_document_type(root: Element) -> None:
    document = root.getroottree().docinfo
    if document.doctype or document.internalDTD is not None:
        raise Refused("document_type", place=Place("/", root.sourceline or 0))


# libxml2's numbers: unknown or unsupported encodings, and bytes that are none of the stated one.
_ENCODING_CODES = frozenset({31, 32, 81, 1544, 6003})


def _word_for(said: str, code: int) -> str:
    lower = said.lower()
    if "entit" in lower or "dtd" in lower or "doctype" in lower:
        return "document_type"
    if "depth" in lower:
        return "too_deep"
    if "encod" in lower or code in _ENCODING_CODES:
        return "wrong_encoding"
    if any(hint in lower for hint in ("too large", "too long", "huge", "limit")):
        return "too_large_for_parser"
    return "not_well_formed"
