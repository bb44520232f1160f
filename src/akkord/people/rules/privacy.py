"""Who may see and do what with what belongs to a person: seven audiences, a key for each thing, one gate.

Levels and keys are those of VK's settings of 2014 (docs/subsystems/people.md says where they differ). A key
that stands under another opens nothing which that one keeps shut, so a wall open to everybody on a page that
only friends see is read by friends.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Key(StrEnum):
    """What of a person is seen, and what may be done to them."""

    PAGE = "page"
    FOUND = "found"  # by search and suggestions
    BIRTHDAY = "birthday"
    CITY = "city"
    CONTACTS = "contacts"
    RELATIVES = "relatives"  # relationship and family
    DETAILS = "details"  # education, career, interests, languages
    SEEN = "seen"  # when they were here last
    FRIENDS = "friends"
    HIDDEN_FRIENDS = "hidden_friends"
    FOLLOWERS = "followers"
    GROUPS = "groups"
    MUSIC = "music"
    PHOTOS = "photos"
    WALL = "wall"
    WALL_OTHERS = "wall_others"  # what others wrote on it
    WALL_WRITE = "wall_write"
    WALL_COMMENT = "wall_comment"
    MESSAGE = "message"
    INVITE = "invite"  # into a community
    ASK = "ask"  # to be friends


class Level(StrEnum):
    """Whom an audience lets in; the owner is in every one of them."""

    EVERYONE = "everyone"  # guests, too
    MEMBERS = "members"
    EXCEPT = "except"  # every member but those named
    FRIENDS_OF_FRIENDS = "friends_of_friends"
    FRIENDS = "friends"
    LISTS = "lists"  # friends who are on one of these lists, or are named
    NOBODY = "nobody"  # only me


class Tie(IntEnum):
    """How near somebody stands to the owner."""

    GUEST = 0
    MEMBER = 1
    FRIEND_OF_FRIEND = 2
    FRIEND = 3
    SELF = 4


@dataclass(frozen=True)
class Relation:
    """How a viewer stands to an owner: `lists` are the owner's that the viewer is on.

    `blocked` is either's black list: who blocks neither sees nor is seen.
    """

    tie: Tie
    viewer: int | None = None
    lists: frozenset[int] = frozenset()
    blocked: bool = False


@dataclass(frozen=True)
class Audience:
    """Whom the owner lets in: a level, and for two of the levels whom it names."""

    level: Level
    lists: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()

    def names(self, relation: Relation) -> bool:
        """Whether the viewer is one of those it names."""
        return relation.viewer in self.people or bool(self.lists & relation.lists)


# What stands under what; whatever is not named here stands under the page itself.
UNDER: Mapping[Key, Key] = {
    Key.HIDDEN_FRIENDS: Key.FRIENDS,
    Key.WALL_OTHERS: Key.WALL,
    Key.WALL_WRITE: Key.WALL,
    Key.WALL_COMMENT: Key.WALL,
}

# A page as it is before its owner chooses: read by all, written to by members, the personal part nearer.
DEFAULTS: Mapping[Key, Level] = {
    Key.PAGE: Level.EVERYONE,
    Key.FOUND: Level.EVERYONE,
    Key.BIRTHDAY: Level.FRIENDS,
    Key.CITY: Level.MEMBERS,
    Key.CONTACTS: Level.FRIENDS,
    Key.RELATIVES: Level.FRIENDS,
    Key.DETAILS: Level.MEMBERS,
    Key.SEEN: Level.MEMBERS,
    Key.FRIENDS: Level.MEMBERS,
    Key.HIDDEN_FRIENDS: Level.NOBODY,
    Key.FOLLOWERS: Level.MEMBERS,
    Key.GROUPS: Level.MEMBERS,
    Key.MUSIC: Level.EVERYONE,
    Key.PHOTOS: Level.MEMBERS,
    Key.WALL: Level.EVERYONE,
    Key.WALL_OTHERS: Level.EVERYONE,
    Key.WALL_WRITE: Level.FRIENDS,
    Key.WALL_COMMENT: Level.MEMBERS,
    Key.MESSAGE: Level.MEMBERS,
    Key.INVITE: Level.FRIENDS,
    Key.ASK: Level.MEMBERS,
}

# What a closed page leaves to those who are no friends: that it is there, and ways to its owner.
LEFT_OPEN = frozenset({Key.PAGE, Key.FOUND, Key.ASK, Key.MESSAGE, Key.INVITE})

# What is done rather than seen: a guest does none of it, whatever the audience.
DONE = frozenset({Key.WALL_WRITE, Key.WALL_COMMENT, Key.MESSAGE, Key.INVITE, Key.ASK})


@dataclass(frozen=True)
class Privacy:
    """All an owner has chosen; the rest is as in DEFAULTS. `closed`: all but LEFT_OPEN is for friends."""

    chosen: Mapping[Key, Audience] = field(default_factory=dict)
    closed: bool = False

    def audience(self, key: Key) -> Audience:
        return self.chosen.get(key) or Audience(DEFAULTS[key])


def may(relation: Relation, audience: Audience) -> bool:
    """The one question: is this viewer in this audience?"""
    if relation.tie is Tie.SELF:
        return True
    if relation.blocked:
        return False
    match audience.level:
        case Level.EVERYONE:
            return True
        case Level.MEMBERS:
            return relation.tie >= Tie.MEMBER
        case Level.EXCEPT:
            return relation.tie >= Tie.MEMBER and not audience.names(relation)
        case Level.FRIENDS_OF_FRIENDS:
            return relation.tie >= Tie.FRIEND_OF_FRIEND
        case Level.FRIENDS:
            return relation.tie >= Tie.FRIEND
        case Level.LISTS:
            return relation.tie >= Tie.FRIEND and audience.names(relation)
        case Level.NOBODY:
            return False


def opens(relation: Relation, privacy: Privacy, key: Key) -> bool:
    """Whether `key` is open to the viewer: its own audience, and every one it stands under."""
    if key in DONE and relation.tie is Tie.GUEST:
        return False
    if privacy.closed and key not in LEFT_OPEN and relation.tie < Tie.FRIEND:
        return False
    return all(may(relation, privacy.audience(each)) for each in chain(key))


def to_every_member(privacy: Privacy, key: Key) -> bool:
    """Whether no member at all is kept from seeing `key`, black lists aside."""
    if privacy.closed and key not in LEFT_OPEN:
        return False
    return all(privacy.audience(each).level in (Level.EVERYONE, Level.MEMBERS) for each in chain(key))


def chain(key: Key) -> tuple[Key, ...]:
    """The key and what it stands under, up to the page."""
    above = UNDER.get(key, Key.PAGE)
    return (key,) if key is Key.PAGE else (key, *chain(above))


def open_keys(relation: Relation, privacy: Privacy) -> frozenset[Key]:
    """All that is open to the viewer."""
    return frozenset(key for key in Key if opens(relation, privacy, key))
