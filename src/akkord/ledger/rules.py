"""What a line of the public log says, byte for byte, and what a reader may conclude from all of them.

The schema follows the record the house agreed on (docs/subsystems/public-log.md): enumerations, ISO
codes, ISRCs and names of organisations stand in clear; everything else by salted commitment.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

import rfc8785

from tilelog import merkle

MOST_BYTES = 8 * 1024  # by our rule; the tile format allows 65,535


class Kind(StrEnum):
    ORDER = "order"
    RESTRICT = "restrict"
    EXTEND = "extend"
    LIMIT = "limit"
    REVERSE = "reverse"
    POLICY = "policy"
    KEY = "key"
    STEP = "step"  # a proceeding went on; it restricts nothing by itself
    USAGE = "usage"  # a file of counted plays, by its digest; it restricts nothing
    MODERATION = "moderation"  # a day of a community's own log, by its root; it restricts nothing
    STATEMENT = "statement"  # what a party is due for a month, by its digest; it restricts nothing


class Ground(StrEnum):
    COPYRIGHT = "copyright"
    COURT = "court"
    STATE = "state"
    RULES = "rules"
    LICENCE_END = "licence_end"
    UPLOADER = "uploader"
    LICENCE = "licence"
    OPERATION = "operation"


class ActorClass(StrEnum):
    LABEL = "label"
    BODY = "body"
    COURT = "court"
    AUTHORITY = "authority"
    STAFF = "staff"
    AUTOMATIC = "automatic"


class Action(StrEnum):
    BLOCK = "block"
    TERRITORY = "territory"
    HOLD = "hold"
    ACCOUNT = "account"
    NONE = "none"


class Source(StrEnum):
    """What brought the site to act, in the EU form's four ways (Regulation 2022/2065 article 17(3)(b))."""

    ARTICLE_16 = "article_16"  # a notice of illegal content
    TRUSTED_FLAGGER = "trusted_flagger"
    OTHER_NOTIFICATION = "other_notification"  # an order, a right holder's stay-down
    VOLUNTARY = "voluntary"  # the site's own initiative


@dataclass(frozen=True)
class Actor:
    """Who acted: an organisation by its public name; a person never by theirs."""

    actor: ActorClass
    name: str = ""


@dataclass(frozen=True)
class Thing:
    """What is acted upon; `key` ("recording:5") goes into the log by commitment only."""

    type: str  # recording | track | post | account | community | playlist | licence | policy | list
    key: str
    isrc: str = ""


@dataclass(frozen=True)
class Line:
    """A line before it is written. Free text appears only inside `facts`, which are committed to."""

    kind: Kind
    ground: Ground
    actor: Actor
    thing: Thing
    action: Action
    facts: Mapping[str, Any]  # what the restriction is, exactly: compared with the database by the audit
    territory: str = "Worldwide"  # "Worldwide", "Worldwide -DE -AT" or "DE AT"
    until: datetime | None = None
    law: str = ""  # provision, from a curated list
    jurisdiction: str = ""
    order: str = ""  # public id of the order line
    prev: str = ""  # public id of the line this one changes
    detection_automated: bool = False
    decision_automated: bool = False
    match: Mapping[str, Any] = field(default_factory=dict)
    appeal_until: datetime | None = None
    count: int | None = None  # rows of an order, of a file of plays, of a statement, of a day
    list_root: str = ""  # Merkle root over the rows' object commitments
    source: Source | None = None  # where the actor's class does not say it
    content_date: date | None = None  # when what is restricted came to the site, to the day
    demanded_at: datetime | None = None  # when the demand reached the site
    carries_out: Sequence[str] = ()  # public ids of the lines this one only carries out: a re-upload caught
    first_decision: bool | None = None  # of an upload: silenced before anybody could hear it
    id: str = ""  # given when others already refer to it (ledger.actions.reserve_id)
    log: Mapping[str, str] = field(default_factory=dict)  # a key line: origin and verifier key, in clear
    digest: str = ""  # SHA-256 in hex of what a line of WITH_DIGEST fixes: it says nothing by itself

    @cached_property
    def told(self) -> str:
        """The facts as they are committed to: worked out once for the line and for its opening."""
        return canonical(dict(self.facts))


class NotForTheLog(ValueError):
    """A field that stands in clear holds what its schema does not allow: words of a person, perhaps."""


THING_TYPES = {
    *("recording", "work", "track", "file", "playlist", "post", "account", "community"),
    *("licence", "policy", "grant", "list", "log", "case", "usage", "statement"),
}
NAMED_ACTORS = {ActorClass.LABEL, ActorClass.BODY, ActorClass.COURT, ActorClass.AUTHORITY}
MOST_CARRIED_OUT = 8
WITH_DIGEST = {Kind.USAGE, Kind.STATEMENT, Kind.MODERATION}
MATCH_FIELDS = frozenset({"release", "score", "seconds"})
_CLEAR = {
    "isrc": re.compile(r"|[A-Z]{2}[A-Z0-9]{3}[0-9]{7}"),
    "territory": re.compile(r"Worldwide( [-+][A-Z]{2})*|[A-Z]{2}( [A-Z]{2})*"),
    "jurisdiction": re.compile(r"|[A-Z]{2}(-[A-Z0-9]{1,3})?"),
    "law": re.compile(r"|[A-Za-z0-9 §.,()/-]{1,60}"),
    "order": re.compile(r"|[0-9a-f]{32}"),
    "prev": re.compile(r"|[0-9a-f]{32}"),
    "id": re.compile(r"|[0-9a-f]{32}"),
    "list_root": re.compile(r"|[0-9a-f]{64}"),
    "digest": re.compile(r"|[0-9a-f]{64}"),
}
_ID = re.compile(r"[0-9a-f]{32}")
_MAIL = re.compile(r"\S@\S+\.\S")
_MATCH_VALUE = re.compile(r"[A-Za-z0-9.+-]{1,40}")


def check_clear(line: Line) -> None:
    """Everything that will stand in clear is an enumeration, a code, or an organisation's public name.

    Trust record §2.3: what cannot be said in clear by the schema need never be redacted. Raises NotForTheLog.
    """
    for name, form in _CLEAR.items():
        if not form.fullmatch(line.thing.isrc if name == "isrc" else getattr(line, name)):
            raise NotForTheLog(name)
    if line.thing.type not in THING_TYPES:
        raise NotForTheLog("type")
    name = line.actor.name
    if name and (line.actor.actor not in NAMED_ACTORS or _MAIL.search(name) or len(name) > 120):
        raise NotForTheLog("actor")  # the staff and the machine have no name here
    if line.log and line.kind != Kind.KEY:
        raise NotForTheLog("log")
    if bool(line.digest) != (line.kind in WITH_DIGEST):
        raise NotForTheLog("digest")
    if len(line.carries_out) > MOST_CARRIED_OUT or not all(map(_ID.fullmatch, line.carries_out)):
        raise NotForTheLog("carries_out")
    for key, value in line.match.items():
        if key not in MATCH_FIELDS or not _MATCH_VALUE.fullmatch(str(value)):
            raise NotForTheLog("match")


class LineTooLong(Exception):
    """A line holds at most MOST_BYTES; what is many belongs in many lines."""


def commitment(name: str, salt: bytes, value: str) -> str:
    """SHA-256 over length-prefixed parts, hex (trust record §2.3; prefixes keep parts from sliding)."""
    digest = hashlib.sha256()
    for part in (b"akkord-commit-v1", name.encode(), salt, value.encode()):
        digest.update(len(part).to_bytes(4, "big"))
        digest.update(part)
    return digest.hexdigest()


def list_root(commitments: Iterable[str]) -> str:
    """What an order line says of its rows: the RFC 6962 root over their object commitments, sorted; hex.

    A reader who collects the lines with this `order_ref` can tell that none is missing and none was added.
    """
    return merkle.root_of(merkle.leaf_hash(bytes.fromhex(one)) for one in sorted(commitments)).hex()


def canonical(value: Any) -> str:
    """Canonical JSON text (RFC 8785) of facts, for committing to them."""
    return rfc8785.dumps(value).decode()


def body_of(line: Line, public_id: str, at: datetime, salts: Mapping[str, bytes]) -> bytes:
    """The leaf: RFC 8785 JSON. `salts` holds 32 random bytes for "object" and for "facts".

    Raises NotForTheLog, LineTooLong.
    """
    check_clear(line)
    said: dict[str, Any] = {
        "v": 1,
        "kind": line.kind.value,
        "id": public_id,
        "at": stamp(at),
        "ground": line.ground.value,
        "actor": {"class": line.actor.actor.value, "name": line.actor.name},
        "object": {
            "type": line.thing.type,
            "commitment": commitment("object", salts["object"], line.thing.key),
        },
        "action": line.action.value,
        "territory": line.territory.split(),
        "automated": {
            "detection": line.detection_automated,
            "decision": line.decision_automated,
        },
        "facts_commitment": commitment("facts", salts["facts"], line.told),
    }
    optional = {
        "basis": {k: v for k, v in (("law", line.law), ("jurisdiction", line.jurisdiction)) if v},
        "order_ref": line.order,
        "prev": line.prev,
        "until": stamp(line.until) if line.until else "",
        "appeal_until": stamp(line.appeal_until) if line.appeal_until else "",
        "match": dict(line.match),
        "list_root": line.list_root,
        "log": dict(line.log),
        "digest": line.digest,
        "source": line.source.value if line.source else "",
        "content_date": line.content_date.isoformat() if line.content_date else "",
        "demanded_at": stamp(line.demanded_at) if line.demanded_at else "",
        "carries_out": list(line.carries_out),
    }
    said |= {k: v for k, v in optional.items() if v}
    if line.thing.isrc:
        said["object"]["isrc"] = line.thing.isrc
    if line.count is not None:
        said["count"] = line.count
    if line.first_decision is not None:
        said["first_decision"] = line.first_decision
    body = rfc8785.dumps(said)
    if len(body) > MOST_BYTES:
        raise LineTooLong(len(body))
    return body


def stamp(instant: datetime) -> str:
    """UTC to the second, as the log writes it."""
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


RESTRICTING = {Kind.RESTRICT, Kind.EXTEND, Kind.LIMIT}


def in_force(bodies: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Fold the log: public id → the restricting or granting line that still stands, oldest first.

    A line with `prev` takes its predecessor's place; a reversal takes it away and leaves nothing.
    """
    standing: dict[str, Mapping[str, Any]] = {}
    for body in bodies:
        if body.get("prev"):
            standing.pop(body["prev"], None)
        if body["kind"] in RESTRICTING or body["kind"] == Kind.POLICY:
            standing[body["id"]] = body
    return standing


@dataclass(frozen=True)
class Restriction:
    """Something the database holds against somebody's content, as its room describes it."""

    thing: str  # "recording:5"
    entry: str  # public id of its line; "" when the room has none to show
    facts: Mapping[str, Any]


class Difference(StrEnum):
    """What an audit may find."""

    FILE = "file"  # a file of the log is missing or not as signed
    HEAD = "head"  # the remembered head is not the published one
    KEY = "key"  # no key to check the log with
    LINE_MISSING = "line_missing"  # published, but not in the database
    LINE_EDITED = "line_edited"  # the database holds other bytes than the log
    COLUMNS_EDITED = "columns_edited"  # the row says otherwise than its own line
    OPENING_EDITED = "opening_edited"  # salt and value do not open the line's commitment
    NUMBERS = "numbers"  # numbers are missing or double
    ORDER = "order"  # the rows of an order are not those it counted
    LATE = "late"  # a line has been waiting too long
    WITHOUT_LINE = "restriction_without_line"
    WITHOUT_RESTRICTION = "line_without_restriction"
    OTHER_THING = "other_thing"  # the line is about something else
    OTHER_FACTS = "other_facts"  # the line committed to other facts
    CLAIMED_TWICE = "line_claimed_twice"


@dataclass(frozen=True)
class Finding:
    """One difference between the log and the database."""

    what: Difference
    detail: str
    entry: str = ""  # public id of the line
    thing: str = ""  # plain name of the object


def order_differences(bodies: Iterable[Mapping[str, Any]]) -> Iterator[Finding]:
    """Orders whose rows in the log are not the list they committed to. `bodies` in the log's order."""
    orders: dict[str, Mapping[str, Any]] = {}
    rows: dict[str, list[str]] = {}
    for body in bodies:
        if body["kind"] == Kind.ORDER:
            orders[body["id"]] = body
        elif body["kind"] == Kind.RESTRICT and "order_ref" in body:
            rows.setdefault(body["order_ref"], []).append(body["object"]["commitment"])
    for public_id in rows.keys() - orders.keys():
        yield Finding(
            Difference.ORDER, f"{len(rows[public_id])} lines name an order that is not there", public_id
        )
    for public_id, body in orders.items():
        listed = rows.get(public_id, [])
        if "count" in body and (body["count"], body.get("list_root")) != (len(listed), list_root(listed)):
            yield Finding(Difference.ORDER, f"counts {body['count']} lines, {len(listed)} name it", public_id)


@dataclass(frozen=True)
class Salts:
    """What opens a line's commitments; None once erased, and then nobody can compare any more."""

    thing: bytes | None
    facts: bytes | None


def differences(
    standing: Mapping[str, Mapping[str, Any]],
    restrictions: Iterable[Restriction],
    salts: Mapping[str, Salts],
) -> Iterator[Finding]:
    """Where the lines that stand (see in_force) and what the rooms hold do not say the same."""
    claimed: set[str] = set()
    for held in restrictions:
        body = standing.get(held.entry)
        if body is None:
            why = f"its line {held.entry} does not stand" if held.entry else "it has no line"
            yield Finding(Difference.WITHOUT_LINE, why, held.entry, held.thing)
            continue
        if held.entry in claimed:
            yield Finding(
                Difference.CLAIMED_TWICE, "another restriction shows the same line", held.entry, held.thing
            )
        claimed.add(held.entry)
        yield from _line_says(body, held, salts[held.entry])
    for public_id, body in standing.items():
        if public_id not in claimed:
            kind, type_ = body["kind"], body["object"]["type"]
            yield Finding(
                Difference.WITHOUT_RESTRICTION, f"{kind} of a {type_} that nothing holds", public_id
            )


def _line_says(body: Mapping[str, Any], held: Restriction, salts: Salts) -> Iterator[Finding]:
    if salts.thing and commitment("object", salts.thing, held.thing) != body["object"]["commitment"]:
        yield Finding(Difference.OTHER_THING, "its line is about something else", held.entry, held.thing)
    said, facts = body["facts_commitment"], canonical(dict(held.facts))
    if salts.facts and commitment("facts", salts.facts, facts) != said:
        yield Finding(Difference.OTHER_FACTS, f"now {facts}", held.entry, held.thing)
