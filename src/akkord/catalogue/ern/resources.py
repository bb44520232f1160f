"""Reading a resource: a sound recording, or an image, video or text that comes with it."""

from collections.abc import Iterator
from fractions import Fraction

from lxml.etree import _Element as Element

from .deals import read_use
from .described import (
    Block,
    artist_names_of,
    artists_of,
    blocks_of,
    files_of,
    fingerprints_of,
    notices_of,
    technical_of,
    titles_of,
    typed,
    values_of,
)
from .elements import all_of, attribute, first, name_of, says_yes, text, texts, words
from .identifiers import Identifier
from .message import Delegation, Party, Resource, RightsController
from .notes import Notes
from .parties import identifiers, read_party
from .territories import expand
from .validity import read_validity
from .values import read_duration, read_share


def read_resource(row: Element, notes: Notes) -> Resource:
    """One child of the resource list."""
    kind, blocks = name_of(row), blocks_of(row)
    reference = text(row, "ResourceReference")
    if not reference:
        notes.refuse_row("no_reference", "ResourceReference")
    ids = tuple(dict.fromkeys(_ids(kind, blocks, notes)))
    if kind == "SoundRecording" and not ids:
        notes.warn("no_identifier", reference)
    return Resource(
        place=notes.place(),
        kind=kind,
        reference=reference,
        type=_type(row, kind),
        ids=ids,
        titles=titles_of(blocks),
        artist_names=artist_names_of(blocks),
        artists=artists_of(blocks, notes),
        duration_ms=_duration(blocks, notes),
        files=files_of(blocks),
        fingerprints=fingerprints_of(blocks),
        p_lines=notices_of(blocks, "PLine"),
        controllers=tuple(_controllers(blocks, notes)),
        parental_warnings=values_of(blocks, "ParentalWarningType"),
        supplemental=attribute(row, "IsSupplemental") == "true",
        refused=notes.row_refused,
    )


def _type(row: Element, kind: str) -> str:
    """SoundRecordingType in ERN 3, Type in ERN 4."""
    found = first(row, "Type")
    if found is None:
        found = first(row, f"{kind}Type")
    return typed(found) if found is not None else ""


def _ids(kind: str, blocks: tuple[Block, ...], notes: Notes) -> Iterator[Identifier]:
    for block in blocks:
        for folder in all_of(block.element, "ResourceId", f"{kind}Id"):
            yield from identifiers(folder, notes)


def _duration(blocks: tuple[Block, ...], notes: Notes) -> int | None:
    """The length that is stated for the recording, else for its file."""
    places = [block.element for block in blocks] + list(technical_of(blocks))
    found = next((each for place in places for each in all_of(place, "Duration") if words(each.text)), None)
    if found is None:
        return None
    duration = read_duration(words(found.text))
    if duration is None:
        notes.warn("bad_duration", words(found.text), found)
    return duration


def _controllers(blocks: tuple[Block, ...], notes: Notes) -> Iterator[RightsController]:
    for block in blocks:
        for element in all_of(block.element, "ResourceRightsController", "RightsController"):
            yield _controller(element, block, notes)


def _controller(element: Element, block: Block, notes: Notes) -> RightsController:
    party = read_party(element, notes)
    reference = text(element, "RightsControllerPartyReference")
    period = first(element, "ValidityPeriod")
    return RightsController(
        party=Party(party.ids, party.names, reference) if reference else party,
        roles=texts(element, "RightsControlType", "RightsControllerRole", "RightsControllerType"),
        share=_share(element, notes),
        territories=texts(element, "TerritoryCode") or block.territories,
        validity=read_validity(element if period is None else period, notes),
        delegated=tuple(_delegation(each, notes) for each in all_of(element, "DelegatedUsageRights")),
    )


def _share(element: Element, notes: Notes) -> Fraction | None:
    found = first(element, "RightSharePercentage")
    if found is None or says_yes(first(element, "RightShareUnknown")):
        return None
    share = read_share(words(found.text), of_one=attribute(found, "HasMaxValueOfOne") == "true")
    if share is None:
        notes.warn("bad_share", words(found.text), found)
    return share


def _delegation(element: Element, notes: Notes) -> Delegation:
    territories, doubts = expand(texts(element, "TerritoryOfRightsDelegation", "TerritoryCode"), ())
    for doubt in doubts:
        notes.warn(doubt.word, doubt.about, element)
    return Delegation(
        uses=tuple(read_use(each, notes) for each in all_of(element, "UseType")),
        territories=territories,
        validity=read_validity(first(element, "PeriodOfRightsDelegation"), notes),
    )
