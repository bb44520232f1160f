"""What was understood of a release message, for those who accept it: a summary to keep, and its rows.

On plain values. The summary holds the first rows of each kind and how many there are; the file itself stays
in the store and is read again for whatever follows from it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from .ern.faults import Fault, Place, Scope, Severity
from .ern.message import Deal, Header, Message, Party, Release, Resource
from .ern.shapes import deal_shape, header_shape, purge_shape, release_shape, resource_shape
from .rules import LONGEST, ListedRow, base_name, normalised_isrc, read_icpn, without_doubles

MOST_SHOWN = 200
# How a message names the prints that are known here (UserDefinedValue of a Fingerprint's Algorithm).
OUR_PRINTS = frozenset({"earprint-2", "earprint"})


def summary_of(message: Message, our_dpid: str) -> dict[str, Any]:
    """The message as JSON: version, kind, header, counts, and the first rows of each kind."""
    header, version = message.header, message.version
    dpid = our_dpid or (next(iter(header.recipient.dpids), "") if header else "")
    lists: dict[str, Sequence[Any]] = {
        "recordings": [resource_shape(each) for each in message.recordings[:MOST_SHOWN]],
        "releases": [release_shape(each) for each in message.releases[:MOST_SHOWN]],
        "deals": [_deal(each, dpid) for each in message.deals[:MOST_SHOWN]],
        "purges": [purge_shape(each) for each in message.purges[:MOST_SHOWN]],
        "faults": [kept(each) for each in message.faults[:MOST_SHOWN]],
    }
    counts = {name: len(getattr(message, name)) for name in lists}
    return {
        "version": version.number if version else "",
        "kind": version.kind if version else "",
        "header": header_shape(header) if header else None,
        "counts": counts,
        **lists,
    }


def _deal(deal: Deal, our_dpid: str) -> dict[str, Any]:
    return deal_shape(deal, our_dpid) | {"where": str(deal.territories)}


def kept(fault: Fault) -> dict[str, Any]:
    """A fault as JSON, to be told later."""
    return {
        "severity": fault.severity.value,
        "scope": fault.scope.value,
        "word": fault.word,
        "about": fault.about,
        "file": fault.file,
        "path": fault.place.path,
        "line": fault.place.line,
    }


def faults_of(summary: dict[str, Any]) -> list[Fault]:
    """The faults a summary keeps, to be told in the reader's language (ern.sentences)."""
    return [fault_of(each) for each in summary.get("faults", ())]


def fault_of(kept: dict[str, Any]) -> Fault:
    """The fault that was kept."""
    return Fault(
        kept["word"],
        Severity(kept["severity"]),
        Scope(kept["scope"]),
        kept["about"],
        kept["file"],
        Place(kept["path"], kept["line"]),
    )


def party_of(header: Header) -> Party:
    """Whose catalogue the message is: of whom it was sent for, else of its sender."""
    return header.on_behalf_of if header.on_behalf_of.dpids else header.sender


def listed_rows(message: Message) -> list[ListedRow]:
    """The recordings of the message as lines of a delivery, numbered in their order.

    The share is what the sender states to control; nothing said is the whole (rights.md 3.2).
    """
    main = next((each for each in message.releases if each.kind == "main"), None)
    dpids = party_of(message.header).dpids if message.header else frozenset()
    sounds = [each for each in message.recordings if not each.supplemental and not each.refused]
    return list(without_doubles(_row(line, sound, main, dpids) for line, sound in enumerate(sounds, start=1)))


def _row(line: int, sound: Resource, main: Release | None, dpids: frozenset[str]) -> ListedRow:
    given = next((each.value for each in sound.ids if each.kind == "ISRC"), "")
    code = normalised_isrc(given)
    product, warning = (
        read_icpn(next((each.value for each in main.ids if each.kind == "ICPN"), "")) if main else ("", "")
    )
    file, fault = _file_of(sound)
    return ListedRow(
        line,
        isrc=code or "",
        title=sound.title[: LONGEST["title"]],
        artist=sound.artist[: LONGEST["artist"]] or (main.artist[: LONGEST["artist"]] if main else ""),
        release=main.title[: LONGEST["release"]] if main else "",
        icpn=product,
        file=base_name(file)[: LONGEST["file"]],
        share=_share(sound, dpids),
        fault=fault if code else f"bad_isrc {given[:40]}" if given else "missing isrc",
        warning=warning,
    )


def _file_of(sound: Resource) -> tuple[str, str]:
    """The file of its sound, else of its print; and what is wrong with a print that is all there is."""
    if heard := next((each.uri for each in sound.files if not each.preview), ""):
        return heard, ""
    ours = [each for each in sound.fingerprints if each.algorithm.casefold() in OUR_PRINTS]
    if named := next((each.file for each in ours if each.file), ""):
        return named, ""
    given = next((each.algorithm for each in sound.fingerprints), "")
    return "", f"other_print {given[:40] or '?'}" if sound.fingerprints else ""


def _share(sound: Resource, dpids: Iterable[str]) -> str:
    mine = [each.share for each in sound.controllers if each.share and each.party.dpids & set(dpids)]
    return str(sum(mine)) if mine and 0 < sum(mine) <= 1 and len(str(sum(mine))) <= 20 else "1"
