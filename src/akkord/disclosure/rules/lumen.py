"""An executed order as a notice in the fields of Lumen, the public archive of demands to remove.

Fields, types, roles and words as Lumen keeps them (notice types, entity roles, works_json, action_taken;
read in 2026). Natural persons are never in it: roles are held by organisations, works are named as their
catalogue names them, and what somebody wrote is shown with mail, telephone, pages and known names taken out.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from .compliance import EFFECTIVE, RowClass

TYPES: Final = frozenset({"DMCA", "CourtOrder", "GovernmentRequest"})  # of Lumen's, what an order can be
ROLES: Final = frozenset({"principal", "agent", "recipient", "sender", "submitter", "issuing_court"})
ACTIONS: Final = ("Yes", "No", "Partial")
MOST_TITLE: Final = 255
REDACTED: Final = "[redacted]"
UNCLAIMED: Final = "A sound file of no known recording"

_TYPE_OF: Final[Mapping[str, str]] = {"court": "CourtOrder", "authority": "GovernmentRequest"}
_TRACES: Final = (
    re.compile(r"[^\s<>()\[\]]+@[^\s<>()\[\]]+\.[^\s<>()\[\],;]+"),  # mail
    re.compile(r"(?:https?://)?[\w.-]*/(?:id\d+|im\b|[\w/]*\?[^\s]*\bid=\d+)[^\s]*"),  # a person's page
    re.compile(r"(?<!\w)@\w{2,}"),  # a handle
    # telephone: from nine digits, or seven behind a plus; a date has eight
    re.compile(r"(?<![\w-])(?:\+\d(?:[\s().-]{0,2}\d){6,14}|\d(?:[\s().-]{0,2}\d){8,14})(?![\w-])"),
)


@dataclass(frozen=True)
class Party:
    """An organisation in the notice."""

    name: str
    kind: str  # label, publisher, body, court, authority, site
    country: str = ""


@dataclass(frozen=True)
class Work:
    """A row of the order: the recording it is about, and the page it names, if it names one."""

    found: RowClass
    name: str  # of the recording; "" where nobody's is known
    isrc: str
    page: str  # address of a track's page


@dataclass(frozen=True)
class Demand:
    """What an order says, before anything is taken out of it."""

    number: str  # its public id
    title: str
    reason: str
    filed_by: Party
    on_behalf_of: Party | None
    filed_at: datetime
    territory: str
    law: str
    line: str  # address of its line in the public log
    persons: Sequence[str]  # names of natural persons that may occur in what was written


def notice_of(demand: Demand, works: Iterable[Work], site: Party) -> dict[str, Any]:
    """The notice, ready to be sent in. Its type follows who demands: court, authority or right holder."""
    named = list(works)
    court = demand.filed_by.kind == "court"
    countries = [] if demand.territory.startswith("Worldwide") else demand.territory.split()
    return {
        "type": _TYPE_OF.get(demand.filed_by.kind, "DMCA"),
        "title": redact(demand.title, demand.persons)[:MOST_TITLE],
        "body": redact(demand.reason, demand.persons),
        "case_id_number": demand.number,
        "date_sent": demand.filed_at.date().isoformat(),
        "date_received": demand.filed_at.date().isoformat(),
        "source": demand.line,
        "jurisdiction_list": countries,
        "local_jurisdiction_laws": demand.law,
        "tag_list": ["music"],
        "action_taken": action_taken(work.found for work in named),
        "works_json": works_json(named),
        "entity_notice_roles": [
            _role("principal", demand.on_behalf_of or demand.filed_by),
            *([_role("agent", demand.filed_by)] if demand.on_behalf_of else []),
            *([_role("issuing_court", demand.filed_by)] if court else []),
            _role("sender", demand.filed_by),
            _role("recipient", site),
            _role("submitter", site),
        ],
        "review_required": True,  # a person reads it before it is published: no machine knows every name
    }


def redact(text: str, persons: Iterable[str]) -> str:
    """The text without mail, telephone, handles, people's pages, and the names that are known."""
    for trace in _TRACES:
        text = trace.sub(REDACTED, text)
    for name in sorted(set(persons), key=len, reverse=True):
        if name.strip():
            text = re.sub(rf"(?<!\w){re.escape(name.strip())}(?!\w)", REDACTED, text, flags=re.IGNORECASE)
    return text


def action_taken(found: Iterable[RowClass]) -> str:
    """Yes, No or Partial, over all rows."""
    acted = {one in EFFECTIVE for one in found}
    return "Partial" if len(acted) > 1 else "Yes" if True in acted else "No"


def works_json(works: Iterable[Work]) -> list[dict[str, Any]]:
    """One work for each recording, with every page that was named for it, in the order of the list."""
    pages: dict[str, list[str]] = {}
    for work in works:
        held = pages.setdefault(_described(work), [])
        if work.page and work.page not in held:
            held.append(work.page)
    return [
        {"description": described, "kind": "music", "infringing_urls": urls, "copyrighted_urls": []}
        for described, urls in pages.items()
    ]


def _described(work: Work) -> str:
    if not work.name:
        return UNCLAIMED
    return f"{work.name} (ISRC {work.isrc})" if work.isrc else work.name


def _role(name: str, party: Party) -> dict[str, Any]:
    entity = {"name": party.name, "kind": "organization"}
    return {"name": name, "entity": entity | ({"country_code": party.country} if party.country else {})}
