"""Reading a release: the product, or one of its tracks, with its resources in the order of the label."""

import math
from collections.abc import Iterator

from lxml.etree import _Element as Element

from .described import (
    Block,
    artist_names_of,
    artists_of,
    blocks_of,
    notices_of,
    territories_of,
    titles_of,
    typed,
    values_of,
)
from .elements import all_of, attribute, language, name_of, text, words
from .identifiers import Identifier
from .message import Genre, Name, Purge, Release, ReleaseDate
from .notes import Notes
from .parties import identifiers
from .sharing import shared

_DATES = (
    "GlobalReleaseDate",
    "GlobalOriginalReleaseDate",
    "ReleaseDate",
    "OriginalReleaseDate",
    "RemasteredDate",
)
_TRACKS = frozenset({"TrackRelease", "ClipRelease"})


def read_release(row: Element, notes: Notes, *, generation: int, main_known: bool) -> Release:
    """One child of the release list; `main_known` when the message has named its main release already."""
    blocks = blocks_of(row)
    reference = text(row, "ReleaseReference")
    if not reference:
        notes.refuse_row("no_reference", "ReleaseReference")
    types = tuple(
        dict.fromkeys(typed(each) for block in blocks for each in all_of(block.element, "ReleaseType"))
    )
    ids = tuple(dict.fromkeys(_ids(row, notes)))
    if not ids:
        notes.warn("no_identifier", reference)
    return Release(
        place=notes.place(),
        reference=reference,
        kind=_kind(row, types, generation, main_known=main_known),
        types=tuple(filter(None, types)),
        ids=ids,
        titles=titles_of(blocks),
        artist_names=artist_names_of(blocks),
        artists=artists_of(blocks, notes),
        labels=shared(tuple(_labels(blocks))),
        label_parties=values_of(blocks, "ReleaseLabelReference"),
        genres=shared(tuple(_genres(blocks))),
        resources=tuple(dict.fromkeys(_resources(blocks))),
        dates=tuple(_dates(blocks)),
        p_lines=notices_of(blocks, "PLine"),
        c_lines=notices_of(blocks, "CLine"),
        parental_warnings=values_of(blocks, "ParentalWarningType"),
        omits_resources=bool(text(row, "ResourceOmissionReason")),
        refused=notes.row_refused,
    )


def _kind(row: Element, types: tuple[str, ...], generation: int, *, main_known: bool) -> str:
    """ERN 4 has an element for tracks; ERN 3 a type, and a flag for the main release that not all set."""
    if name_of(row) in _TRACKS or "TrackRelease" in types:
        return "track"
    flag = attribute(row, "IsMainRelease")
    if generation >= 4 or flag in ("true", "1"):
        return "main"
    return "other" if main_known or flag in ("false", "0") else "main"


def _ids(row: Element, notes: Notes) -> Iterator[Identifier]:
    for folder in all_of(row, "ReleaseId"):
        yield from identifiers(folder, notes)


def _labels(blocks: tuple[Block, ...]) -> Iterator[Name]:
    found = (each for block in blocks for each in all_of(block.element, "LabelName"))
    yield from dict.fromkeys(Name(words(each.text), language(each)) for each in found if words(each.text))


def _genres(blocks: tuple[Block, ...]) -> Iterator[Genre]:
    found = (each for block in blocks for each in all_of(block.element, "Genre"))
    yield from dict.fromkeys(Genre(text(each, "GenreText"), text(each, "SubGenre")) for each in found)


def _dates(blocks: tuple[Block, ...]) -> Iterator[ReleaseDate]:
    for block in blocks:
        for element in all_of(block.element, *_DATES):
            if written := words(element.text):
                yield ReleaseDate(name_of(element), written, territories_of(element, block))


def _resources(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Groups first, because they have the order; then what only a list names."""
    for block in blocks:
        for group in all_of(block.element, "ResourceGroup"):
            yield from _in_group(group)
    for block in blocks:
        for holder in (block.element, *all_of(block.element, "ReleaseResourceReferenceList")):
            yield from _references(holder, "ReleaseResourceReference")
    for block in blocks:
        yield from _linked(block.element)


def _in_group(group: Element) -> Iterator[str]:
    """Items and groups within by their sequence numbers, as they stand where they have none; covers last."""
    within = list(all_of(group, "ResourceGroup", "ResourceGroupContentItem", "ReleaseResourceReference"))
    for child in sorted(within, key=_sequence):
        if name_of(child) == "ResourceGroup":
            yield from _in_group(child)
        elif name_of(child) == "ReleaseResourceReference":
            yield words(child.text)
        else:
            yield from _references(child, "ReleaseResourceReference")
    for child in within:
        yield from _linked(child)
    yield from _linked(group)


def _sequence(element: Element) -> float:
    """SequenceNumber as an element, or as an attribute in some versions."""
    written = text(element, "SequenceNumber") or attribute(element, "SequenceNumber")
    return float(written) if written.isascii() and written.isdigit() and len(written) < 10 else math.inf


def _references(element: Element, name: str) -> Iterator[str]:
    yield from filter(None, (words(child.text) for child in all_of(element, name)))


def _linked(element: Element) -> Iterator[str]:
    yield from _references(element, "LinkedReleaseResourceReference")


def read_purge(row: Element, notes: Notes) -> Purge:
    """A release that a purge message wants forgotten."""
    ids = tuple(dict.fromkeys(_ids(row, notes)))
    if not ids:
        notes.refuse_row("no_identifier", "PurgedRelease")
    return Purge(notes.place(), ids, titles_of(blocks_of(row)))
