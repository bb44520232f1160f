"""A line of the log in one sentence of the reader's language.

Sentences have the shape "when, who, what, where" as named places, so that a language may order them as it
must; the words for things and actors are whole phrases for the same reason.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.utils.translation import ngettext

from .countries import places

Said = Mapping[str, Any]

BLOCKED = later("On %(when)s %(who)s blocked %(what)s %(where)s.")
HELD = later("On %(when)s %(who)s put %(what)s on hold %(where)s.")
ACCOUNT = later("On %(when)s %(who)s restricted %(what)s %(where)s.")
EXTENDED = later("On %(when)s %(who)s changed where %(what)s is restricted: now %(where)s.")
LIMITED = later("On %(when)s %(who)s withdrew a permission: %(what)s, %(where)s.")
LIFTED = later("On %(when)s %(who)s lifted the restriction of %(what)s.")
FORBIDDEN = later("On %(when)s %(who)s stated a policy that blocks every match of its recordings %(where)s.")
UNSTATED = later("On %(when)s %(who)s took back %(what)s.")
LICENSED = later("On %(when)s %(who)s granted %(what)s, %(where)s.")
STATED = later("On %(when)s %(who)s stated %(what)s, %(where)s.")
BEGUN = later("On %(when)s this log began with its key.")
OTHER = later("On %(when)s %(who)s recorded a change of %(what)s, %(where)s.")

THINGS = {
    "recording": later("a recording"),
    "track": later("an uploaded track"),
    "file": later("a file"),
    "work": later("a musical work"),
    "post": later("a post"),
    "account": later("an account"),
    "community": later("a community"),
    "playlist": later("a playlist"),
    "licence": later("a licence"),
    "grant": later("a free permission"),
    "ownership": later("a share of ownership"),
    "free": later("a public-domain statement"),
    "policy": later("a policy for matches"),
    "list": later("a list"),
    "log": later("this log"),
}

NAMED_ACTORS = {
    "label": later("label %(name)s"),
    "body": later("%(name)s"),
    "court": later("court %(name)s"),
    "authority": later("authority %(name)s"),
}

ACTORS = {
    "label": later("a label"),
    "body": later("a collecting body"),
    "court": later("a court"),
    "authority": later("an authority"),
    "staff": later("the staff of this site"),
    "automatic": later("the automatic look-up"),
}

KINDS = {
    "order": later("Order"),
    "restrict": later("Restriction"),
    "extend": later("Extension"),
    "limit": later("Permission withdrawn"),
    "reverse": later("Lifting"),
    "policy": later("Licence or policy"),
    "key": later("Key"),
}

GROUNDS = {
    "copyright": later("Copyright"),
    "court": later("Court decision"),
    "state": later("Demand of a state authority"),
    "rules": later("Rules of this site"),
    "licence_end": later("End of a licence"),
    "uploader": later("Wish of the uploader"),
    "licence": later("Licence"),
    "operation": later("Running of the log"),
}


def sentence(said: Said) -> str:
    """What happened, who did it, to what and where."""
    words = {
        "when": date_format(instant(said["at"]), "DATE_FORMAT"),
        "who": actor(said),
        "what": thing(said),
        "where": places(said["territory"]),
    }
    if said["kind"] == "order":
        return _order(words, said.get("count", 0))
    return _(_shape(said)) % words


def _order(words: dict[str, str], count: int) -> str:
    shape = ngettext(
        "On %(when)s %(who)s ordered %(count)s recording or file silenced %(where)s.",
        "On %(when)s %(who)s ordered %(count)s recordings or files silenced %(where)s.",
        count,
    )
    return shape % (words | {"count": str(count)})


def _shape(said: Said) -> str:
    about = said["object"]["type"]
    match said["kind"], said["action"]:
        case "restrict", _any if about == "policy":
            return FORBIDDEN
        case "restrict", "hold":
            return HELD
        case "restrict", "account":
            return ACCOUNT
        case "restrict", _any:
            return BLOCKED
        case "extend", _any:
            return EXTENDED
        case "limit", _any:
            return LIMITED
        case "reverse", _any:
            return UNSTATED if about in ("policy", "licence") else LIFTED
        case "policy", _any:
            return STATED if about == "policy" else LICENSED
        case "key", _any:
            return BEGUN
    return OTHER


def thing(said: Said) -> str:
    """What is acted upon, as far as the log says it in clear."""
    about = said["object"]
    words = THINGS.get(about["type"])
    named = _(words) if words else about["type"]
    if isrc := about.get("isrc"):
        return _("%(thing)s (ISRC %(isrc)s)") % {"thing": named, "isrc": isrc}
    return named


def actor(said: Said) -> str:
    """Who acted: an organisation by name, staff and machine by role."""
    who, name = said["actor"]["class"], said["actor"]["name"]
    if name and who in NAMED_ACTORS:
        return _(NAMED_ACTORS[who]) % {"name": name}
    return _(ACTORS[who]) if who in ACTORS else who


def kind(name: str) -> str:
    return _(KINDS[name]) if name in KINDS else name


def ground(name: str) -> str:
    return _(GROUNDS[name]) if name in GROUNDS else name


def instant(stamp: str) -> datetime:
    """The log's "2026-11-23T20:00:00Z"."""
    return datetime.fromisoformat(stamp)
