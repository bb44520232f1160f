"""Reading who is meant: parties with ids and names, in the forms of ERN 3 and of ERN 4."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from .elements import all_of, attribute, language, name_of, text, words
from .identifiers import Identifier, looks_like_dpid
from .message import NOBODY, Name, Party
from .notes import Notes

_KINDS = {"IpiNameNumber": "IPI", "ProprietaryId": "Proprietary", "UserDefinedId": "Proprietary"}
# Identifiers whose element is a flag or a note about them, not an id.
_NO_IDS = frozenset({"Description", "IsReplaced"})


def read_party(element: Element | None, notes: Notes) -> Party:
    """A party that is described in place, or an entry of the party list."""
    if element is None:
        return NOBODY
    return Party(
        ids=tuple(party_ids(element, notes)),
        names=party_names(element),
        reference=text(element, "PartyReference"),
    )


def party_names(element: Element) -> tuple[Name, ...]:
    """Full names and trading names, each once."""
    found = [
        Name(words(full.text), language(full) or language(block))
        for block in all_of(element, "PartyName")
        for full in all_of(block, "FullName", "FullNameAsciiTranscribed", "KeyName")
    ]
    found += [Name(words(trading.text), language(trading)) for trading in all_of(element, "TradingName")]
    return tuple(dict.fromkeys(name for name in found if name.text))


def party_ids(element: Element, notes: Notes) -> Iterator[Identifier]:
    """PartyId is a text in ERN 3 and in headers, and a folder of ids in the party list of ERN 4."""
    for block in all_of(element, "PartyId"):
        if len(block):
            yield from identifiers(block, notes)
        elif value := words(block.text):
            yield notes.checked(_plain_party_id(block, value), block)


def _plain_party_id(block: Element, value: str) -> Identifier:
    namespace = attribute(block, "Namespace")
    if attribute(block, "IsISNI") in ("true", "1"):
        return Identifier("ISNI", value)
    if looks_like_dpid(value) or not namespace or attribute(block, "IsDPID") in ("true", "1"):
        return Identifier("DPID", value)
    return Identifier("Proprietary", value, namespace)


def identifiers(block: Element, notes: Notes) -> Iterator[Identifier]:
    """The ids in a folder such as ReleaseId, SoundRecordingId, ResourceId or PartyId, empty ones left out."""
    for child in block:
        value, name = words(child.text), name_of(child)
        if value and name not in _NO_IDS and not len(child):
            found = Identifier(_KINDS.get(name, name), value, attribute(child, "Namespace"))
            yield notes.checked(found, child)
