"""What pages and forms call the codes of communities' rules."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from akkord.groups.queries import LogLine
from akkord.groups.rules import Answer, Deed, Door, Kind, Reason, Role, Term, Wall

KINDS = {
    Kind.GROUP: gettext_lazy("Group"),
    Kind.PAGE: gettext_lazy("Public page"),
    Kind.EVENT: gettext_lazy("Event"),
}
DOORS = {
    Door.OPEN: gettext_lazy("Open: everybody reads, whoever wants to joins"),
    Door.CLOSED: gettext_lazy("Closed: one asks to be let in"),
    Door.PRIVATE: gettext_lazy("Private: by invitation, nobody else knows of it"),
}
DOOR_NAMES = {
    Door.OPEN: gettext_lazy("open to everybody"),
    Door.CLOSED: gettext_lazy("one asks to be let in"),
    Door.PRIVATE: gettext_lazy("by invitation"),
}
WALLS = {
    Wall.OPEN: gettext_lazy("Open: every member writes"),
    Wall.LIMITED: gettext_lazy("Limited: editors write, others suggest and comment"),
    Wall.SHUT: gettext_lazy("Shut: editors write, nobody comments"),
}
ROLES = {
    Role.OWNER: gettext_lazy("Owner"),
    Role.ADMIN: gettext_lazy("Administrator"),
    Role.EDITOR: gettext_lazy("Editor"),
    Role.MODERATOR: gettext_lazy("Moderator"),
    Role.MEMBER: gettext_lazy("Member"),
}
ANSWERS = {
    Answer.GOING: gettext_lazy("I come"),
    Answer.MAYBE: gettext_lazy("Perhaps"),
    Answer.NO: gettext_lazy("I do not come"),
}
REASONS = {
    Reason.SPAM: gettext_lazy("Spam"),
    Reason.INSULT: gettext_lazy("Insults"),
    Reason.OFF_TOPIC: gettext_lazy("Off topic"),
    Reason.FLOOD: gettext_lazy("Flooding"),
    Reason.OTHER: gettext_lazy("Another reason"),
}
TERMS = {
    Term.HOUR: gettext_lazy("for an hour"),
    Term.DAY: gettext_lazy("for a day"),
    Term.WEEK: gettext_lazy("for a week"),
    Term.MONTH: gettext_lazy("for a month"),
    Term.YEAR: gettext_lazy("for a year"),
    Term.FOREVER: gettext_lazy("for ever"),
}

_DEEDS = {
    Deed.BAN: gettext_noop("%(who)s banned %(whom)s. Reason: %(said)s."),
    Deed.UNBAN: gettext_noop("%(who)s lifted the ban of %(whom)s."),
    Deed.PUT_OUT: gettext_noop("%(who)s ended the membership of %(whom)s."),
    Deed.ROLE: gettext_noop("%(who)s changed the role of %(whom)s: %(said)s."),
    Deed.HANDED_OVER: gettext_noop("%(who)s handed the community over to %(whom)s."),
    Deed.DOOR: gettext_noop("%(who)s changed who gets in. %(said)s."),
    Deed.WALL: gettext_noop("%(who)s changed who writes on the wall. %(said)s."),
    Deed.POST_REMOVED: gettext_noop("%(who)s removed a post of %(whom)s."),
    Deed.COMMENT_REMOVED: gettext_noop("%(who)s removed a comment of %(whom)s."),
    Deed.PHOTO_TAKEN_OUT: gettext_noop("%(who)s took a photo of %(whom)s out of an album."),
    Deed.ALBUM_REMOVED: gettext_noop("%(who)s removed an album."),
    Deed.SUGGESTION_DECLINED: gettext_noop("%(who)s declined what %(whom)s suggested."),
    Deed.TOPIC_CLOSED: gettext_noop("%(who)s closed a topic."),
    Deed.TOPIC_OPENED: gettext_noop("%(who)s opened a topic again."),
    Deed.REMARK_REMOVED: gettext_noop("%(who)s removed a remark of %(whom)s in a topic."),
    Deed.TOPIC_REMOVED: gettext_noop("%(who)s removed a topic of %(whom)s."),
}


def role_named(role: str) -> str:
    return str(ROLES[Role(role)])


def sentence(line: LogLine) -> str:
    """A line of a community's log in the reader's language; who is not named is named by their role."""
    words = {
        "who": line.by.name if line.by else role_named(line.role) if line.role else _("Somebody"),
        "whom": line.whom.name if line.whom else _("somebody"),
        "said": _said(line),
    }
    return _(_DEEDS[Deed(line.deed)]) % words


def _said(line: LogLine) -> str:
    match line.deed:
        case Deed.BAN:
            return str(REASONS[Reason(line.said)])
        case Deed.ROLE:
            return role_named(line.said)
        case Deed.DOOR:
            return str(DOORS[Door(line.said)])
        case Deed.WALL:
            return str(WALLS[Wall(line.said)])
    return line.said
