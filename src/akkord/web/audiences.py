"""The words of privacy: what each key is about, whom each level lets in; whom one post or album is for."""

from typing import Protocol

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from akkord.people.queries import Person, lists_of
from akkord.people.rules.privacy import DONE, Audience, Key, Level

# As they stand on the page of settings: a heading, and its keys.
SECTIONS = [
    (_("My page"), [Key.PAGE, Key.FOUND, Key.BIRTHDAY, Key.CITY, Key.CONTACTS, Key.RELATIVES, Key.DETAILS,
                    Key.SEEN]),
    (_("My lists"), [Key.FRIENDS, Key.HIDDEN_FRIENDS, Key.FOLLOWERS, Key.GROUPS, Key.MUSIC, Key.PHOTOS]),
    (_("My wall"), [Key.WALL, Key.WALL_OTHERS, Key.WALL_WRITE, Key.WALL_COMMENT]),
    (_("Contact with me"), [Key.MESSAGE, Key.INVITE, Key.ASK]),
]  # fmt: skip

KEYS = {
    Key.PAGE: _("Who sees that my page exists"),
    Key.FOUND: _("Who finds me in search and suggestions"),
    Key.BIRTHDAY: _("Who sees my birthday"),
    Key.CITY: _("Who sees my city"),
    Key.CONTACTS: _("Who sees my contacts and website"),
    Key.RELATIVES: _("Who sees my relationship and family"),
    Key.DETAILS: _("Who sees what I tell of myself: work, interests, languages"),
    Key.SEEN: _("Who sees when I was here last"),
    Key.FRIENDS: _("Who sees my list of friends"),
    Key.HIDDEN_FRIENDS: _("Who sees the friends I hide in it"),
    Key.FOLLOWERS: _("Who sees my followers and whom I follow"),
    Key.GROUPS: _("Who sees my communities"),
    Key.MUSIC: _("Who sees my music and what I listen to"),
    Key.PHOTOS: _("Who sees my photos"),
    Key.WALL: _("Who sees my posts on my wall"),
    Key.WALL_OTHERS: _("Who sees others' posts on it"),
    Key.WALL_WRITE: _("Who writes on my wall"),
    Key.WALL_COMMENT: _("Who comments on it"),
    Key.MESSAGE: _("Who writes me messages"),
    Key.INVITE: _("Who invites me to communities"),
    Key.ASK: _("Who asks me to be friends"),
}

LEVELS = {
    Level.EVERYONE: _("everyone, guests too"),
    Level.MEMBERS: _("members of this site"),
    Level.FRIENDS_OF_FRIENDS: _("friends and their friends"),
    Level.FRIENDS: _("friends"),
    Level.LISTS: _("some friends or lists"),
    Level.EXCEPT: _("all members except…"),
    Level.NOBODY: _("only me"),
}
NAMING = (Level.LISTS, Level.EXCEPT)


def levels_for(key: Key) -> list[Level]:
    """The levels one chooses among for a key."""
    return [level for level in LEVELS if not (level is Level.EVERYONE and key in DONE)]


def simple(audience: Audience) -> bool:
    """Whether the level alone says whom it lets in."""
    return audience.level not in NAMING


class Narrowed(Protocol):
    """A post or an album: what has an audience of its own."""

    audience: str
    audience_lists: list[int]


def offered_audiences(me: Person, kept: str = "") -> list[tuple[str, str]]:
    """Whom something on one's own page may be for; what it was for (`kept`) stays among them."""
    lists = lists_of(me.pk)
    choices = [
        ("", gettext("All who see my wall")),
        (Level.MEMBERS.value, gettext("Members only")),
        (Level.FRIENDS_OF_FRIENDS.value, gettext("Friends and their friends")),
        (Level.FRIENDS.value, gettext("Friends")),
        *((f"lists:{each.pk}", gettext("Only “%(name)s”") % {"name": each.name}) for each in lists),
        *((f"except:{each.pk}", gettext("All but “%(name)s”") % {"name": each.name}) for each in lists),
        (Level.NOBODY.value, gettext("Only me")),
    ]
    return choices if kept in dict(choices) else [*choices, (kept, gettext("As it was chosen"))]


def audience_value(thing: Narrowed) -> str:
    """Its audience as a form names it."""
    if thing.audience in (Level.LISTS, Level.EXCEPT):
        return f"{thing.audience}:{','.join(str(number) for number in thing.audience_lists)}"
    return thing.audience


def chosen_audience(value: str) -> Audience | None:
    """What was chosen; None is all whom the place lets."""
    level, _colon, lists = value.partition(":")
    return Audience(Level(level), frozenset(int(n) for n in lists.split(",") if n)) if level else None
