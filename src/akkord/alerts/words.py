"""What each line says, in the reader's words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from .queries import Told
from .rules import Every, Kind, Way

NAMES = {
    Kind.ASKED: gettext_lazy("Somebody would like to be friends"),
    Kind.BEFRIENDED: gettext_lazy("A request of yours is accepted"),
    Kind.WALL_POST: gettext_lazy("A post on your wall"),
    Kind.COMMENT: gettext_lazy("A comment on your post"),
    Kind.ANSWER: gettext_lazy("An answer to your comment"),
    Kind.LIKE: gettext_lazy("A like"),
    Kind.REPOST: gettext_lazy("Your post is passed on"),
    Kind.MENTION: gettext_lazy("You are mentioned"),
    Kind.CLUB_REQUEST: gettext_lazy("Somebody asks to be let into your community"),
    Kind.CLUB_INVITE: gettext_lazy("An invitation to a community"),
    Kind.CLUB_LET_IN: gettext_lazy("You are let into a community"),
    Kind.CLUB_ROLE: gettext_lazy("Your role in a community"),
    Kind.CLUB_BAN: gettext_lazy("A community bans you"),
    Kind.EVENT_SOON: gettext_lazy("An event you come to begins soon"),
    Kind.SUGGESTED: gettext_lazy("A post is suggested to your community"),
    Kind.ANSWERED: gettext_lazy("What you suggested is answered"),
    Kind.DECISION: gettext_lazy("The staff restricted something of yours"),
    Kind.APPEAL: gettext_lazy("Your appeal is answered"),
    Kind.REPORT: gettext_lazy("What you reported is decided"),
    Kind.BIRTHDAY: gettext_lazy("A friend’s birthday"),
    Kind.NEW_MUSIC: gettext_lazy("New music of somebody you read"),
    Kind.RELEASE: gettext_lazy("New music of an artist you like"),
    Kind.EPISODE: gettext_lazy("A new episode of a podcast you follow"),
    Kind.GIFT: gettext_lazy("A subscription is given to you"),
}
WAYS = {
    Way.PAGE: gettext_lazy("On the site"),
    Way.PUSH: gettext_lazy("In the browser"),
    Way.MAIL: gettext_lazy("By letter"),
}
EVERY = {
    Every.NEVER: gettext_lazy("Never"),
    Every.DAY: gettext_lazy("Once a day"),
    Every.WEEK: gettext_lazy("Once a week"),
}
_BY_NOBODY = {
    Kind.CLUB_LET_IN: gettext_lazy("You are let into a community."),
    Kind.CLUB_ROLE: gettext_lazy("You have another role in a community."),
    Kind.CLUB_BAN: gettext_lazy("A community has banned you. Its page says why and until when."),
    Kind.EVENT_SOON: gettext_lazy("An event you come to begins within a day."),
    Kind.ANSWERED: gettext_lazy("A community has answered what you suggested."),
    Kind.DECISION: gettext_lazy("The staff restricted something of yours. Read why, and how to appeal."),
    Kind.APPEAL: gettext_lazy("Your appeal is answered."),
    Kind.REPORT: gettext_lazy("What you reported is decided."),
    Kind.EPISODE: gettext_lazy("A podcast you follow has something new."),
    Kind.RELEASE: gettext_lazy("There is new music of an artist you like."),
}
_SAID = {
    Kind.ASKED: gettext_noop("%(who)s would like to be friends."),
    Kind.BEFRIENDED: gettext_noop("%(who)s and you are friends now."),
    Kind.WALL_POST: gettext_noop("%(who)s wrote on your wall."),
    Kind.COMMENT: gettext_noop("%(who)s commented on a post of yours."),
    Kind.ANSWER: gettext_noop("%(who)s answered your comment."),
    Kind.LIKE: gettext_noop("%(who)s liked your post."),
    Kind.REPOST: gettext_noop("%(who)s passed your post on."),
    Kind.MENTION: gettext_noop("%(who)s mentioned you."),
    Kind.CLUB_REQUEST: gettext_noop("%(who)s would like to be let into a community of yours."),
    Kind.SUGGESTED: gettext_noop("%(who)s suggested a post to a community of yours."),
    Kind.CLUB_INVITE: gettext_noop("%(who)s invites you to a community."),
    Kind.BIRTHDAY: gettext_noop("Birthday today: %(who)s."),
    Kind.NEW_MUSIC: gettext_noop("New music: %(who)s."),
    Kind.GIFT: gettext_noop("%(who)s gives you a subscription."),
}


def sentence(told: Told) -> str:
    """A line without its links, for letters and for the browser."""
    if not told.people and not told.thing.club:
        return str(_BY_NOBODY[told.kind])
    return said(told) % {"who": who(told)}


def who(told: Told) -> str:
    """ "Anna", "Anna and Boris", "Anna and 4 others"; the community in whose name it is said."""
    if not told.people:
        return told.thing.club
    first = told.people[0].name
    if told.others == 0:
        return first
    if told.others == 1:
        return _("%(first)s and %(second)s") % {"first": first, "second": told.people[1].name}
    more = ngettext("%(first)s and %(num)s other", "%(first)s and %(num)s others", told.others)
    return more % {"first": first, "num": told.others}


def said(told: Told) -> str:
    """The sentence with a place for who did it, one or many."""
    if told.kind == Kind.LIKE and "#comment" in told.thing.href:
        return _("%(who)s liked your comment.")
    return _(_SAID[told.kind])
