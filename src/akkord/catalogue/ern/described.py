"""Reading what resources and releases have in common: titles, artists, dates, lines, files, by territory.

ERN 3 says most of it in blocks by territory (SoundRecordingDetailsByTerritory), ERN 4 beside the element with
ApplicableTerritoryCode, 4.3 partly in an edition. All of it is read wherever it stands.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lxml.etree import _Element as Element

from .elements import all_of, attribute, first, language, name_of, text, texts, words
from .message import Artist, File, Fingerprint, Name, Notice, Title
from .notes import Notes
from .parties import party_ids, party_names
from .sharing import shared

_TITLES = (
    "DisplayTitleText",
    "DisplayTitle",
    "FormalTitle",
    "Title",
    "ReferenceTitle",
    "AdditionalTitle",
)
_TECHNICAL = ("TechnicalDetails",)


class Block(NamedTuple):
    """A part of a row that speaks for some territories (none named: for all)."""

    element: Element
    territories: tuple[str, ...]


def blocks_of(row: Element) -> tuple[Block, ...]:
    """The row itself, its blocks by territory (Worldwide first), its editions."""
    details = [
        Block(child, _named_territories(child))
        for child in row
        if name_of(child).endswith("DetailsByTerritory")
    ]
    details.sort(key=_narrowness)
    editions = [Block(child, ()) for child in row if name_of(child).endswith("Edition")]
    return (Block(row, ()), *details, *editions)


def _named_territories(block: Element) -> tuple[str, ...]:
    """Codes as given; with a minus those the block leaves out."""
    left_out = (f"-{code}" for code in texts(block, "ExcludedTerritoryCode"))
    return (*texts(block, "TerritoryCode"), *left_out)


def _narrowness(block: Block) -> int:
    """Worldwide comes first, then everywhere but some, then some: an override does not speak for all."""
    if "Worldwide" in block.territories or not block.territories:
        return 0
    return 1 if all(code.startswith("-") for code in block.territories) else 2


def territories_of(element: Element, block: Block) -> tuple[str, ...]:
    """Where a value applies; everywhere when it says so or says nothing."""
    named = tuple(attribute(element, "ApplicableTerritoryCode").split()) or block.territories
    return () if "Worldwide" in named else named


def titles_of(blocks: tuple[Block, ...]) -> tuple[Title, ...]:
    """Every title with its kind: TitleType of ERN 3, the element's name in ERN 4."""
    found = (_title(element, block) for block in blocks for element in all_of(block.element, *_TITLES))
    return tuple(dict.fromkeys(title for title in found if title.text))


def _title(element: Element, block: Block) -> Title:
    inner = first(element, "TitleText")
    return Title(
        text=words(inner.text if inner is not None else element.text),
        subtitle=" ".join(texts(element, "SubTitle")),
        kind=attribute(element, "TitleType") or name_of(element),
        language=language(element) or (language(inner) if inner is not None else ""),
        territories=territories_of(element, block),
    )


def artist_names_of(blocks: tuple[Block, ...]) -> tuple[Name, ...]:
    """The artist lines as the label wrote them, the default one first."""
    found = [element for block in blocks for element in all_of(block.element, "DisplayArtistName")]
    found.sort(key=lambda element: attribute(element, "IsDefault") != "true")
    names = (Name(words(each.text), language(each)) for each in found if words(each.text))
    return shared(tuple(dict.fromkeys(names)))


def artists_of(blocks: tuple[Block, ...], notes: Notes) -> tuple[Artist, ...]:
    """Display artists with roles, by name (ERN 3) or by reference to the party list (ERN 4)."""
    found = (
        _artist(element, block, notes)
        for block in blocks
        for element in all_of(block.element, "DisplayArtist")
    )
    return shared(tuple(dict.fromkeys(artist for artist in found if artist.name or artist.party)))


def _artist(element: Element, block: Block, notes: Notes) -> Artist:
    names = party_names(element)
    return Artist(
        name=names[0].text if names else "",
        roles=tuple(_roles(element)),
        party=text(element, "ArtistPartyReference"),
        ids=tuple(party_ids(element, notes)),
        territories=territories_of(element, block),
    )


def _roles(element: Element) -> Iterator[str]:
    for role in all_of(element, "DisplayArtistRole", "ArtistRole", "ArtisticRole"):
        named = words(role.text)
        yield attribute(role, "UserDefinedValue") or named if named == "UserDefined" else named


def notices_of(blocks: tuple[Block, ...], name: str) -> tuple[Notice, ...]:
    """P-lines (PLine) or C-lines (CLine), each once."""
    found = (
        Notice(text(element, "Year"), text(element, f"{name}Text"))
        for block in blocks
        for element in all_of(block.element, name)
    )
    return shared(tuple(dict.fromkeys(found)))


def values_of(blocks: tuple[Block, ...], *names: str) -> tuple[str, ...]:
    """The texts of these elements in all blocks, each once."""
    return shared(tuple(dict.fromkeys(each for block in blocks for each in texts(block.element, *names))))


def typed(element: Element) -> str:
    """The word of a list, or the sender's own where it says UserDefined."""
    return attribute(element, "UserDefinedValue") or words(element.text)


def technical_of(blocks: tuple[Block, ...]) -> Iterator[Element]:
    """Technical details: TechnicalSoundRecordingDetails and so on in ERN 3, TechnicalDetails in ERN 4."""
    for block in blocks:
        for child in block.element:
            name = name_of(child)
            if name in _TECHNICAL or (name.startswith("Technical") and name.endswith("Details")):
                yield child


def files_of(blocks: tuple[Block, ...]) -> tuple[File, ...]:
    """The files of a resource with their sums; previews are marked."""
    found = (
        _file(file, preview=text(technical, "IsPreview") in ("true", "1"))
        for technical in technical_of(blocks)
        for holder in (technical, *all_of(technical, "DeliveryFile"))
        for file in all_of(holder, "File")
    )
    return tuple(dict.fromkeys(file for file in found if file.uri))


def fingerprints_of(blocks: tuple[Block, ...]) -> tuple[Fingerprint, ...]:
    """Prints given beside or in place of the sound."""
    found = (
        _fingerprint(element)
        for technical in technical_of(blocks)
        for holder in (technical, *all_of(technical, "DeliveryFile", "File"))
        for element in all_of(holder, "Fingerprint")
    )
    return tuple(each for each in found if each.value or each.file)


def _file(element: Element, *, preview: bool) -> File:
    algorithm, value = _sum(first(element, "HashSum"))
    folder, name = text(element, "FilePath"), text(element, "FileName")
    uri = text(element, "URI") or (f"{folder.rstrip('/')}/{name}" if folder and name else name)
    return File(uri or text(element, "URL"), algorithm, value, preview)


def _sum(element: Element | None) -> tuple[str, str]:
    """HashSum/{HashSum, HashSumAlgorithmType} in ERN 3, HashSum/{Algorithm, HashSumValue} in ERN 4."""
    if element is None:
        return "", ""
    algorithm = first(element, "Algorithm")
    if algorithm is None:
        algorithm = first(element, "HashSumAlgorithmType")
    return typed(algorithm) if algorithm is not None else "", text(element, "HashSumValue") or text(
        element, "HashSum"
    )


def _fingerprint(element: Element) -> Fingerprint:
    algorithm = first(element, "Algorithm")
    if algorithm is None:
        algorithm = first(element, "FingerprintAlgorithmType")
    file = first(element, "File")
    named = _file(file, preview=False) if file is not None else File("")
    return Fingerprint(
        algorithm=typed(algorithm) if algorithm is not None else "",
        value=text(element, "FingerprintValue"),
        file=named.uri,
        hash_algorithm=named.hash_algorithm,
        hash_value=named.hash_value,
    )
