"""The answer to one message of a batch: DDEX's FtpAcknowledgementMessage (ERN choreography).

Elements and their order are those of DDEX's data dictionary. A status other than FileOK is a word of our own,
said as DDEX says such words (UserDefined); every fault is one ErrorText: file, line, path and what to do.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from lxml import etree

from .identifiers import Identifier
from .message import Party

NAMESPACE = "http://ddex.net/xml/ern-c/15"
OK, FAULTY, REFUSED = "FileOK", "FileHasFaults", "FileRefused"


class Answer(NamedTuple):
    """What is answered about one message: its status, and its faults in words."""

    message_id: str
    release: str  # the folder it came in
    batch: str
    status: str
    faults: tuple[str, ...]
    resources: tuple[Identifier, ...]  # of those that must be sent again
    check: bool  # somebody has to look; sending the same again does not help


def name_of(placed: datetime, release: str) -> str:
    """ACK_, when the batch was placed, the release."""
    return f"ACK_{placed:%Y%m%dT%H%M%S}_{release}.xml"


def acknowledgement(answer: Answer, sender: str, recipient: Party, made: datetime) -> bytes:
    """The file, in UTF-8. `sender` is our own DPID, as far as we have one."""
    root = etree.Element(
        etree.QName(NAMESPACE, "FtpAcknowledgementMessage"),
        nsmap={"ern-c": NAMESPACE},
        attrib={"MessageVersionId": "1.5"},
    )
    head = _under(root, "MessageHeader")
    _under(head, "MessageThreadId", answer.batch)
    _under(head, "MessageId", f"ACK_{answer.batch}_{answer.release}_{made:%Y%m%dT%H%M%S}")
    _under(_under(head, "MessageSender"), "PartyId", sender)
    to = _under(head, "MessageRecipient")
    _under(to, "PartyId", next(iter(sorted(recipient.dpids)), ""))
    if recipient.name:
        _under(_under(to, "PartyName"), "FullName", recipient.name)
    _under(head, "MessageCreatedDateTime", made.isoformat(timespec="seconds"))
    file = _under(root, "AcknowledgedFile")
    _under(file, "ReleaseId", answer.release)
    _under(file, "Date", f"{made:%Y-%m-%d}")
    if answer.status == OK:
        _under(root, "FileStatus", OK)
    else:
        status = _under(root, "FileStatus", "UserDefined")
        status.set("Namespace", sender)
        status.set("UserDefinedValue", answer.status)
    _errors(root, answer.faults)
    _under(root, "ManualCheckRequired", "true" if answer.check else "false")
    for resource in answer.resources:
        _under(_under(root, "AffectedResource"), *_id(resource))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _errors(root: etree._Element, faults: Iterable[str]) -> None:
    for fault in faults:
        _under(root, "ErrorText", fault)


def _id(resource: Identifier) -> tuple[str, str]:
    return ("ISRC", resource.canonical) if resource.kind == "ISRC" else ("ProprietaryId", resource.value)


def _under(above: etree._Element, name: str, text: str = "") -> etree._Element:
    made = etree.SubElement(above, name)
    if text:
        made.text = "".join(mark if mark.isprintable() else " " for mark in text)
    return made
