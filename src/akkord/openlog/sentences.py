"""A line of the log in one sentence of the reader's language.

Sentences have the shape "when, who, what, where" as named places, so that a language may order them as it
must; the words for things and actors are whole phrases for the same reason.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from .countries import places

Said = Mapping[str, Any]

BLOCKED = gettext_noop("On %(when)s %(who)s blocked %(what)s %(where)s.")
HELD = gettext_noop("On %(when)s %(who)s put %(what)s on hold %(where)s.")
ACCOUNT = gettext_noop("On %(when)s %(who)s restricted %(what)s %(where)s.")
EXTENDED = gettext_noop("On %(when)s %(who)s changed where %(what)s is restricted: now %(where)s.")
LIMITED = gettext_noop("On %(when)s %(who)s withdrew a permission: %(what)s, %(where)s.")
CLAIMED = gettext_noop(
    "On %(when)s %(who)s recorded that a play of %(what)s needs a further leave, %(where)s."
)
LIFTED = gettext_noop("On %(when)s %(who)s lifted the restriction of %(what)s.")
FORBIDDEN = gettext_noop(
    "On %(when)s %(who)s stated a policy that blocks every match of its recordings %(where)s."
)
UNSTATED = gettext_noop("On %(when)s %(who)s took back %(what)s.")
LICENSED = gettext_noop("On %(when)s %(who)s granted %(what)s, %(where)s.")
STATED = gettext_noop("On %(when)s %(who)s stated %(what)s, %(where)s.")
BEGUN = gettext_noop("On %(when)s this log began with its key.")
STEPPED = gettext_noop("On %(when)s %(who)s took a step in %(what)s.")
USED = gettext_noop("On %(when)s %(who)s fixed a file of counted plays.")
DUE = gettext_noop("On %(when)s %(who)s fixed a statement of what a party is due.")
KEPT = gettext_noop("On %(when)s %(who)s fixed a day of a community’s own log.")
OTHER = gettext_noop("On %(when)s %(who)s recorded a change of %(what)s, %(where)s.")

THINGS = {
    "recording": gettext_noop("a recording"),
    "track": gettext_noop("an uploaded track"),
    "file": gettext_noop("a file"),
    "work": gettext_noop("a musical work"),
    "post": gettext_noop("a post"),
    "account": gettext_noop("an account"),
    "community": gettext_noop("a community"),
    "playlist": gettext_noop("a playlist"),
    "licence": gettext_noop("a licence"),
    "grant": gettext_noop("a free permission"),
    "ownership": gettext_noop("a share of ownership"),
    "free": gettext_noop("a public-domain statement"),
    "policy": gettext_noop("a policy for matches"),
    "list": gettext_noop("a list"),
    "log": gettext_noop("this log"),
    "case": gettext_noop("a proceeding"),
    "usage": gettext_noop("a file of counted plays"),
    "statement": gettext_noop("a statement of royalties"),
}

NAMED_ACTORS = {
    "label": gettext_noop("label %(name)s"),
    "body": gettext_noop("%(name)s"),
    "court": gettext_noop("court %(name)s"),
    "authority": gettext_noop("authority %(name)s"),
}

ACTORS = {
    "label": gettext_noop("a label"),
    "body": gettext_noop("a collecting body"),
    "court": gettext_noop("a court"),
    "authority": gettext_noop("an authority"),
    "staff": gettext_noop("the staff of this site"),
    "automatic": gettext_noop("the automatic look-up"),
}

KINDS = {
    "order": gettext_noop("Order"),
    "restrict": gettext_noop("Restriction"),
    "extend": gettext_noop("Extension"),
    "limit": gettext_noop("Less is permitted"),
    "reverse": gettext_noop("Lifting"),
    "policy": gettext_noop("Licence or policy"),
    "key": gettext_noop("Key"),
    "step": gettext_noop("Step of a proceeding"),
    "usage": gettext_noop("Counted plays"),
    "statement": gettext_noop("Statement of royalties"),
    "moderation": gettext_noop("Log of a community"),
}

GROUNDS = {
    "copyright": gettext_noop("Copyright"),
    "court": gettext_noop("Court decision"),
    "state": gettext_noop("Demand of a state authority"),
    "rules": gettext_noop("Rules of this site"),
    "licence_end": gettext_noop("End of a licence"),
    "uploader": gettext_noop("Wish of the uploader"),
    "licence": gettext_noop("Licence"),
    "operation": gettext_noop("Running of the log"),
}


SOURCES = {
    "article_16": gettext_noop("A notice of illegal content"),
    "trusted_flagger": gettext_noop("A trusted flagger"),
    "other_notification": gettext_noop("Another demand"),
    "voluntary": gettext_noop("The site’s own initiative"),
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
            return CLAIMED if said.get("ground") == "copyright" else LIMITED
        case "reverse", _any:
            return UNSTATED if about in ("policy", "licence") else LIFTED
        case "policy", _any:
            return STATED if about == "policy" else LICENSED
        case "key", _any:
            return BEGUN
        case "step", _any:
            return STEPPED
        case "usage", _any:
            return USED
        case "statement", _any:
            return DUE
        case "moderation", _any:
            return KEPT
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


def source(name: str) -> str:
    return _(SOURCES[name]) if name in SOURCES else name


def instant(stamp: str) -> datetime:
    """The log's "2026-11-23T20:00:00Z"."""
    return datetime.fromisoformat(stamp)
