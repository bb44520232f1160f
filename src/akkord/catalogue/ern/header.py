"""Reading the root and the header: which message of which version, from whom to whom, made when."""

import re
from datetime import UTC, datetime

from lxml.etree import _Element as Element

from .elements import all_of, attribute, first, language, name_of, text, words
from .faults import Place, Refused
from .message import NOBODY, Header, Term, Version
from .notes import Notes
from .parties import read_party
from .values import read_time

_KINDS = {"NewReleaseMessage": "NewRelease", "PurgeReleaseMessage": "Purge"}
# Roots that belong to DDEX or to a reading of it, and the word that says what to send instead.
_OTHER_ROOTS = {
    "CatalogListMessage": "catalog_list",
    "UpdateReleaseMessage": "update_message",
    "CatalogTransferMessage": "catalog_transfer_message",
}
_SCHEMA = re.compile(r"(?:^|/)ern(?:-main)?/v?(\d{2,3}[A-Za-z0-9]{0,4})(?:/|$)")
_PLAIN = re.compile(r"(\d)\.(\d{1,2})(?:\.(\d{1,2}))?")
_READ = re.compile(r"3\.(4|4\.1|5|5\.1|6|7|7\.1|8|8\.[123])|4\.(1|1\.1|2|3|3\.[12])")
_SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"


def read_version(root: Element, place: Place, notes: Notes) -> Version:
    """What the root says; raises Refused when it is no release message, or of a version that is not read."""
    name = name_of(root)
    if name not in _KINDS:
        raise Refused(_OTHER_ROOTS.get(name, "other_message"), name, place)
    namespace = str(root.tag).rpartition("}")[0].lstrip("{")
    number = _number(root, namespace)
    if not number:
        notes.warn_of_message("unknown_version", namespace, place)
        number = "4" if root.get("AvsVersionId") else "3"
    elif number[0] not in "34":
        raise Refused("unsupported_version", number, place)
    elif _READ.fullmatch(number) is None:
        notes.warn_of_message("untried_version", number, place)
    profile = attribute(root, "ReleaseProfileVersionId") or attribute(root, "BusinessProfileVersionId")
    return Version(number, namespace, _KINDS[name], profile, language(root))


def _number(root: Element, namespace: str) -> str:
    """By namespace; where there is none by MessageSchemaVersionId or the place of the schema."""
    for said in (
        namespace,
        attribute(root, "MessageSchemaVersionId"),
        *words(root.get(_SCHEMA_LOCATION)).split(),
    ):
        if found := _SCHEMA.search(said):
            digits = found.group(1)
            return ".".join((digits[0], digits[1], *filter(None, [digits[2:]])))
        if found := _PLAIN.fullmatch(said):
            return said
    return ""


def read_header(element: Element, notes: Notes) -> Header | None:
    """The header; None when it does not tell when the message was made, which decides what is newer."""
    created = _created(element, notes)
    control = first(element, "MessageControlType")
    if control is not None:
        notes.known("MessageControlType", Term(words(control.text)), control)
    if not text(element, "MessageId"):
        notes.warn("no_message_id")
    sender, recipients = first(element, "MessageSender"), list(all_of(element, "MessageRecipient"))
    if sender is None:
        notes.warn("no_sender")
    if created is None:
        return None
    behalf = first(element, "SentOnBehalfOf")
    return Header(
        message_id=text(element, "MessageId"),
        thread_id=text(element, "MessageThreadId"),
        created=created,
        sender=read_party(sender, notes),
        recipients=tuple(read_party(each, notes) for each in recipients),
        on_behalf_of=NOBODY if behalf is None else read_party(behalf, notes),
        test=text(element, "MessageControlType").lower().startswith("test"),
        update="",
    )


def _created(element: Element, notes: Notes) -> datetime | None:
    written = text(element, "MessageCreatedDateTime")
    found = read_time(written)
    if found is None:
        notes.refuse_message("bad_created" if written else "no_created", written)
        return None
    if found.tzinfo is None:
        notes.warn("created_without_zone", written)
        return found.replace(tzinfo=UTC)
    return found
