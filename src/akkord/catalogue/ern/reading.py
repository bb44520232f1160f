"""Reading a DDEX release message: from bytes to rows that know each other, and to the whole message.

The road: stream (rows of XML) → header, parties, resources, releases, deals (one room each) → linking →
whoever asked. Nothing is kept behind it, so that a message of 100 MB is read in little memory; `read_message`
collects what came by for those who want it whole.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import BinaryIO

from lxml.etree import _Element as Element

from .deals import read_deal, read_references
from .elements import text
from .faults import Fault, Place, Refused, Scope, Severity
from .header import read_header, read_version
from .linking import Links
from .message import Deal, Header, Message, Part, Party, Purge, Release, Resource, Version
from .notes import Notes
from .parties import read_party
from .releases import read_purge, read_release
from .resources import read_resource
from .stream import USUAL, Bounds, Stream, Unit

# A second look at the file, by the schema of its version (schemas.py): the faults it finds.
Check = Callable[[Version, BinaryIO, str], Iterable[Fault]]


def read_message(
    source: BinaryIO, file: str, *, bounds: Bounds = USUAL, check: Check | None = None
) -> Message:
    """The whole message. Never raises for what stands in the file: what is wrong is in its faults."""
    return collect(file, read_parts(source, file, bounds=bounds, check=check))


def collect(file: str, parts: Iterable[Part]) -> Message:
    """Put the parts of a message together again."""
    told = list(parts)
    return Message(
        file=file,
        version=next((part for part in told if isinstance(part, Version)), None),
        header=next((part for part in told if isinstance(part, Header)), None),
        parties=tuple(part for part in told if isinstance(part, Party)),
        resources=tuple(part for part in told if isinstance(part, Resource)),
        releases=tuple(part for part in told if isinstance(part, Release)),
        deals=tuple(part for part in told if isinstance(part, Deal)),
        purges=tuple(part for part in told if isinstance(part, Purge)),
        faults=tuple(part for part in told if isinstance(part, Fault)),
    )


def read_parts(
    source: BinaryIO,
    file: str,
    *,
    bounds: Bounds = USUAL,
    check: Check | None = None,
) -> Iterator[Part]:
    """Version, header, then rows as they come by, faults among them; the last faults come last."""
    reader = _Reader(Notes(file))
    try:
        for unit in Stream(source, bounds).units():
            yield from reader.read(unit)
            yield from reader.notes.take()
        yield from reader.finish()
    except Refused as why:
        reader.notes.refuse_message(why.word, why.about, why.place)
    yield from reader.notes.take()
    if untold := reader.notes.untold():
        yield Fault("more_faults", Severity.WARNING, Scope.MESSAGE, str(untold), file)
    if check is not None and reader.version is not None and not reader.notes.message_refused:
        source.seek(0)
        yield from check(reader.version, source, file)


class _Reader:
    """Where one reading of one message stands."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.version: Version | None = None
        self._links = Links(notes)
        self._header: Header | None = None
        self._header_seen = self._main_known = False
        self._deals: list[Deal] = []
        self._something = False

    def read(self, unit: Unit) -> Iterator[Part]:
        """What one row of XML says."""
        self.notes.begin(unit)
        match unit.names:
            case ():
                self.version = read_version(
                    unit.element, Place(unit.path, unit.element.sourceline or 0), self.notes
                )
                yield self.version
            case ("MessageHeader",):
                self._header_seen = True
                self._header = read_header(unit.element, self.notes)
            case ("UpdateIndicator",) if self._header is not None:
                self._header = replace(self._header, update=text(unit.element))
            case _:
                yield from self._told_header()
                yield from self._row(unit)

    def finish(self) -> Iterator[Part]:
        """What waited for the end of the message."""
        yield from self._told_header()
        yield from self._links.rest()
        end = Place(f"/{self.version.kind}Message" if self.version else "")
        if not self._header_seen:
            self.notes.refuse_message("no_header", place=end)
        if not self._something:
            self.notes.warn_of_message("nothing_in_it", place=end)

    def _told_header(self) -> Iterator[Part]:
        """The header is told once UpdateIndicator, which follows it in ERN 3, had its chance."""
        if self._header is not None:
            yield self._header
            self._header = None

    def _row(self, unit: Unit) -> Iterator[Part]:
        row, notes = unit.element, self.notes
        match unit.names:
            case ("PartyList", _):
                yield from self._links.party(read_party(row, notes))
            case ("ResourceList", _):
                self._something = True
                yield from self._links.resource(read_resource(row, notes))
            case ("ReleaseList", _):
                self._something = True
                yield from self._links.release(self._release(row))
            case ("DealList", "ReleaseDeal", "Deal"):
                self._deals.append(read_deal(row, notes))
            case ("DealList", "ReleaseDeal"):
                yield from self._of_releases(row)
            case ("PurgedRelease",):
                self._something = True
                yield read_purge(row, notes)
            case ("CatalogTransfer",):
                notes.warn_of_message("catalog_transfer")

    def _release(self, row: Element) -> Release:
        generation = self.version.generation if self.version else 3
        release = read_release(row, self.notes, generation=generation, main_known=self._main_known)
        self._main_known |= release.kind == "main"
        return release

    def _of_releases(self, row: Element) -> Iterator[Part]:
        """The deals of a ReleaseDeal are told at its end, when it has said which releases it is about."""
        deals, self._deals = self._deals, []
        releases = read_references(row, self.notes)
        told = partial(replace, releases=releases)
        for deal in deals:
            yield from self._links.deal(told(deal, refused=deal.refused or self.notes.row_refused))
