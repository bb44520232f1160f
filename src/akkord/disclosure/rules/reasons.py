"""From a line of the public log to the EU's statement of reasons, with nothing but what the line says.

Regulation (EU) 2022/2065 articles 17(3) and 24(5). The statement is made from the public line alone, so
anybody can make the same one; and since the line holds nothing of a person, neither does the statement.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from akkord.cases.law.suspensions import LAW as REPEATED_INFRINGERS
from akkord.ledger.rules import Action, ActorClass, Ground, Kind, Source
from akkord.people.rules.restraints import restricts_writing

from . import form, grounds

Body = Mapping[str, Any]
Said = dict[str, Any]

# Article 93(2): the Regulation applies from this day on; restrictions before it owe no statement.
APPLIES_FROM: Final = date(2024, 2, 17)

# Not a limit: what a permission taken back silences has lines of its own.
OWING: Final = frozenset({Kind.RESTRICT, Kind.EXTEND})
# Whether restricting it restricts what a member published or a member: article 17(1).
OF_MEMBERS: Final = frozenset(
    {"recording", "work", "track", "file", "playlist", "post", "account", "community"}
)
MUSIC: Final = frozenset({"recording", "work", "track", "file", "playlist"})
# What the restricted thing is: the form has "other" with a word of ours where it has none.
CONTENT: Final[Mapping[str, tuple[str, str]]] = {
    "recording": ("CONTENT_TYPE_AUDIO", ""),
    "work": ("CONTENT_TYPE_AUDIO", ""),
    "track": ("CONTENT_TYPE_AUDIO", ""),
    "file": ("CONTENT_TYPE_AUDIO", ""),
    "playlist": ("CONTENT_TYPE_OTHER", "Playlist"),
    "post": ("CONTENT_TYPE_TEXT", ""),
    "account": ("CONTENT_TYPE_OTHER", "Account"),
    "community": ("CONTENT_TYPE_OTHER", "Community"),
}
NAMES: Final[Mapping[str, str]] = {
    "recording": "every copy of a sound recording",
    "work": "every recording of a musical work",
    "track": "an uploaded track",
    "file": "a file",
    "playlist": "a playlist",
    "post": "a post",
    "account": "an account",
    "community": "a community",
}
ACTORS: Final[Mapping[str, str]] = {
    ActorClass.LABEL: "the right holder",
    ActorClass.BODY: "the body acting for right holders",
    ActorClass.COURT: "the court",
    ActorClass.AUTHORITY: "the authority",
    ActorClass.STAFF: "the staff of the platform",
    ActorClass.AUTOMATIC: "the platform's automatic look-up",
}
ACTS: Final[Mapping[str, str]] = {
    Action.BLOCK: "made unavailable",
    Action.TERRITORY: "made unavailable in the territories named",
    Action.HOLD: "held back until a decision is possible",
    Action.ACCOUNT: "suspended",
    Action.NONE: "restricted",
}
# Blocked everywhere it is gone for everybody; elsewhere or for now access is disabled.
VISIBILITY: Final[Mapping[str, str]] = {
    Action.BLOCK: "DECISION_VISIBILITY_CONTENT_REMOVED",
    Action.TERRITORY: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Action.HOLD: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Action.NONE: "DECISION_VISIBILITY_CONTENT_DISABLED",
}
WORDS_OF_SOURCES: Final[Mapping[str, str]] = {
    Source.ARTICLE_16: "SOURCE_ARTICLE_16",
    Source.TRUSTED_FLAGGER: "SOURCE_TRUSTED_FLAGGER",
    Source.OTHER_NOTIFICATION: "SOURCE_TYPE_OTHER_NOTIFICATION",
    Source.VOLUNTARY: "SOURCE_VOLUNTARY",
}
OWN_INITIATIVE: Final = frozenset({ActorClass.STAFF, ActorClass.AUTOMATIC})
# What the site forbids by its own rules; a hold says that nobody has decided yet, so it accuses nobody.
BY_TERMS: Final = frozenset({Ground.RULES})
# A member's own wish (DESIGN, promise 4) and what permits something restrict nobody.
OWE_NOTHING: Final = frozenset({Ground.UPLOADER, Ground.LICENCE, Ground.OPERATION})
UNCLEAR: Final = "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE"
INTELLECTUAL_PROPERTY: Final = "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS"
OTHER_TERMS: Final = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"


@dataclass(frozen=True)
class Site:
    """Who says it: the address of the site and the origin of its log."""

    address: str
    origin: str


def owes_statement(body: Body) -> bool:
    """Whether the line restricts content or an account of members, by the site, somewhere in the EEA."""
    return (
        body["kind"] in OWING
        and body["object"]["type"] in OF_MEMBERS
        and body["ground"] not in OWE_NOTHING
        and _day(body["at"]) >= APPLIES_FROM
        and bool(scope_of(body))
    )


def statement_of(body: Body, site: Site) -> Said:
    """The statement a line owes, ready to be sent. Its puid is the line's id: a retry is the same one."""
    said: Said = {
        **_decision(body),
        **_ground(body, site),
        **_content(body),
        **_source(body),
        "territorial_scope": scope_of(body),
        "content_date": content_day(body).isoformat(),
        "application_date": _day(body["at"]).isoformat(),
        "decision_facts": _facts(body, site),
        "automated_detection": "Yes" if body["automated"]["detection"] else "No",
        "automated_decision": _automated(body),
        "puid": body["id"],
    }
    return said


def batches(statements: Iterable[Said]) -> Iterator[list[Said]]:
    """At most as many at a time as one call takes."""
    rest = iter(statements)
    while batch := list(islice(rest, form.BATCH)):
        yield batch


def scope_of(body: Body) -> list[str]:
    """The countries of the EEA where the restriction holds."""
    named = list(body["territory"])
    if not named or named[0] != "Worldwide":
        return sorted(form.EEA.intersection(named))
    return sorted(form.EEA - {word[1:] for word in named[1:] if word.startswith("-")})


def content_day(body: Body) -> date:
    """When the content came to the site; an older line has only the day it was written."""
    recorded = body.get("content_date")
    written = _day(body["at"])
    return max(
        form.FIELDS["content_date"].first or written, date.fromisoformat(recorded) if recorded else written
    )


def _decision(body: Body) -> Said:
    said: Said
    if _suspends_uploads(body) or _restricts_writing(body):  # playing, reading and writing stay open
        kind, said = "service", {"decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION"}
    elif body["action"] == Action.ACCOUNT:
        kind, said = "account", {"decision_account": "DECISION_ACCOUNT_SUSPENDED"}
    else:
        kind, said = "visibility", {"decision_visibility": [VISIBILITY[body["action"]]]}
    until = _day(body["until"]) if "until" in body else None
    if until is not None and until <= form.LAST_DAY:  # a later end does not fit into the form
        said[f"end_date_{kind}_restriction"] = until.isoformat()
    return said


def _suspends_uploads(body: Body) -> bool:
    """Whether it carries out the rule on repeated infringements: nothing is taken in from the account."""
    law: str = body.get("basis", {}).get("law", "")
    return law == REPEATED_INFRINGERS and Action(body["action"]) == Action.ACCOUNT


def _restricts_writing(body: Body) -> bool:
    return restricts_writing(body.get("basis", {}).get("law", ""))


def _ground(body: Body, site: Site) -> Said:
    ground, basis = Ground(body["ground"]), body.get("basis", {})
    category = _category(body, ground)
    if ground in BY_TERMS or body["action"] == Action.HOLD:
        rule, explanation = _rule(body)
        return category | {
            "decision_ground": form.INCOMPATIBLE,
            "decision_ground_reference_url": f"{site.address}/rules",
            "incompatible_content_ground": rule,
            "incompatible_content_explanation": explanation,
            "incompatible_content_illegal": "Yes" if _suspends_uploads(body) else "No",
        }
    return category | {
        "decision_ground": form.ILLEGAL,
        "illegal_content_legal_ground": grounds.legal_ground(
            ground, basis.get("law", ""), basis.get("jurisdiction", "")
        ),
        "illegal_content_explanation": EXPLANATIONS[ground],
    }


def _rule(body: Body) -> tuple[str, str]:
    """Which rule of the site it goes against, and how."""
    if body["action"] == Action.HOLD:
        return grounds.LOOKED_UP_FIRST, HELD
    if _suspends_uploads(body):
        return grounds.REPEATED, REPEATEDLY
    return grounds.HOUSE_RULES, AGAINST_RULES


HELD: Final = (
    "What may be done with this sound could not be decided yet. It is kept from the public until it is; "
    "this is no finding that it is illegal."
)
REPEATEDLY: Final = (
    "Three copyright infringements or more count against the account, which had been warned before. Nothing "
    "is taken in from it until the date named; its owner may listen, read and write as before."
)
AGAINST_RULES: Final = "It goes against the rules of the platform, which its members have accepted."
EXPLANATIONS: Final[Mapping[Ground, str]] = {
    Ground.COPYRIGHT: "A sound recording is made available there without leave of the holder of its rights.",
    Ground.LICENCE_END: "The licence under which the sound recording was available there has ended.",
    Ground.COURT: "A court has ordered it.",
    Ground.STATE: "An authority has ordered it, naming the law it rests on.",
}


def _category(body: Body, ground: Ground) -> Said:
    music = body["object"]["type"] in MUSIC
    infringement = ground in (Ground.COPYRIGHT, Ground.LICENCE_END) or _suspends_uploads(body)
    if infringement or (music and ground == Ground.COURT):
        return {
            "category": INTELLECTUAL_PROPERTY,
            "category_specification": ["KEYWORD_COPYRIGHT_INFRINGEMENT"],
        }
    if ground in BY_TERMS:
        return {"category": OTHER_TERMS}
    return {"category": UNCLEAR}


def _content(body: Body) -> Said:
    word, other = CONTENT[body["object"]["type"]]
    return {"content_type": [word]} | ({"content_type_other": other} if other else {})


def _source(body: Body) -> Said:
    """What the line records, else what its actor's class says; who notified, if it was an organisation."""
    actor = body["actor"]
    derived = Source.VOLUNTARY if actor["class"] in OWN_INITIATIVE else Source.OTHER_NOTIFICATION
    source = Source(body.get("source", derived))
    said: Said = {"source_type": WORDS_OF_SOURCES[source]}
    if source != Source.VOLUNTARY and actor["name"]:
        said["source_identity"] = actor["name"]
    return said


def _automated(body: Body) -> str:
    """Fully: the machine concluded. Partially: it carried out on a match what a person had asked for."""
    if not body["automated"]["decision"]:
        return "AUTOMATED_DECISION_NOT_AUTOMATED"
    concluded = body["actor"]["class"] == ActorClass.AUTOMATIC and not body.get("carries_out")
    return "AUTOMATED_DECISION_FULLY" if concluded else "AUTOMATED_DECISION_PARTIALLY"


def _facts(body: Body, site: Site) -> str:
    return " ".join(_sentences(body, site))


def _sentences(body: Body, site: Site) -> Iterator[str]:
    actor, about = body["actor"], body["object"]
    who = ACTORS[actor["class"]] + (f" {actor['name']}" if actor["name"] else "")
    isrc = f" (ISRC {about['isrc']})" if "isrc" in about else ""
    yield f"On {body['at']} {NAMES[about['type']]}{isrc} was {ACTS[body['action']]}, by {who}."
    if "content_date" not in body:
        yield "The date of the content was not recorded; the date of the decision stands in its place."
    if body["automated"]["detection"]:
        yield "It was found by comparing acoustic fingerprints."
    if "seconds" in body.get("match", {}):
        yield f"{body['match']['seconds']} seconds match."
    if carried := body.get("carries_out"):
        yield f"It carries out what was decided before, in the lines {', '.join(carried)}."
    if "prev" in body:
        yield f"It changes the restriction in line {body['prev']}."
    if "order_ref" in body:
        yield f"It belongs to the order in line {body['order_ref']}."
    if "appeal_until" in body:
        yield f"It can be contested until {body['appeal_until']}."
    yield f"The decision is line {body['id']} of the public log {site.origin}, where its proof is kept."


def _day(stamp: str) -> date:
    return datetime.fromisoformat(stamp).date()
