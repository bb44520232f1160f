"""What is true of communities, on plain values: kinds, doors, roles, and who may do what there.

One table, `may`, answers every question of the kind "may this person do this here?"; the rooms above ask it
through `queries`. Roles are those of VK of 2014: editors speak for a community, moderators keep its order,
admins do both and choose them, its owner chooses admins.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from akkord.ledger.rules import canonical, commitment, stamp
from tilelog import merkle


class Kind(StrEnum):
    """What sort of community it is."""

    GROUP = "group"
    PAGE = "page"  # a public page: of an artist, a label, a magazine
    EVENT = "event"  # has a time and a place


class Door(StrEnum):
    """How one gets in, and what is seen from outside."""

    OPEN = "open"  # everybody reads, whoever wants to belongs
    CLOSED = "closed"  # everybody sees that it is there, whom its keepers let in reads
    PRIVATE = "private"  # by invitation; for all others it is not there


class Wall(StrEnum):
    """Who writes on its wall."""

    OPEN = "open"  # every member
    LIMITED = "limited"  # its editors; others suggest and comment
    SHUT = "shut"  # its editors, and nobody comments


class Role(StrEnum):
    """As what somebody belongs."""

    OWNER = "owner"
    ADMIN = "admin"
    EDITOR = "editor"
    MODERATOR = "moderator"
    MEMBER = "member"


class Voice(StrEnum):
    """In whose name something is said on a community's wall or in its topics."""

    OWN = ""  # its author's
    CLUB = "club"  # the community's: who wrote it, its keepers know
    SIGNED = "signed"  # the community's, with its author's name under it


class Answer(StrEnum):
    """Whether somebody comes to an event."""

    GOING = "going"
    MAYBE = "maybe"
    NO = "no"


class Act(StrEnum):
    """What somebody may want to do with a community."""

    SEE = "see"  # that it is there: its name, what it is about, its log
    READ = "read"  # its wall, members, topics
    JOIN = "join"
    ASK = "ask"  # to be let in
    LEAVE = "leave"
    WRITE = "write"  # on its wall
    SUGGEST = "suggest"  # a post, which its editors publish
    COMMENT = "comment"
    ANSWER = "answer"  # whether one comes, to an event
    SPEAK = "speak"  # write in its name, publish what is suggested, keep its music
    KEEP = "keep"  # take others' posts and comments away, close and pin topics
    INVITE = "invite"
    ADMIT = "admit"  # accept and decline requests
    BAN = "ban"
    EDIT = "edit"  # its settings
    APPOINT = "appoint"
    COUNT = "count"  # see its statistics
    HAND_OVER = "hand_over"


@dataclass(frozen=True)
class House:
    """What of a community its own rules depend on."""

    kind: Kind = Kind.GROUP
    door: Door = Door.OPEN
    wall: Wall = Wall.OPEN


@dataclass(frozen=True)
class Standing:
    """How somebody stands to a community."""

    guest: bool = False  # not signed in
    role: Role | None = None
    invited: bool = False
    banned: bool = False


MOST_WAITING = 5  # of one person’s suggestions to one community
_RANK = {Role.MEMBER: 0, Role.MODERATOR: 1, Role.EDITOR: 1, Role.ADMIN: 2, Role.OWNER: 3}
EDITORS = frozenset({Role.OWNER, Role.ADMIN, Role.EDITOR})
MODERATORS = frozenset({Role.OWNER, Role.ADMIN, Role.MODERATOR})
KEEPERS = EDITORS | MODERATORS
ADMINS = frozenset({Role.OWNER, Role.ADMIN})
_BY_ROLE: dict[Act, frozenset[Role]] = {
    Act.SPEAK: EDITORS,
    Act.KEEP: KEEPERS,
    Act.ADMIT: MODERATORS,
    Act.BAN: MODERATORS,
    Act.EDIT: ADMINS,
    Act.APPOINT: ADMINS,
    Act.COUNT: ADMINS,
    Act.HAND_OVER: frozenset({Role.OWNER}),
}


def may(who: Standing, house: House, act: Act) -> bool:
    """The table. A ban takes away what is done and leaves what is read by everybody."""
    if act in _BY_ROLE:
        return not who.banned and who.role in _BY_ROLE[act]
    if act is Act.SEE:
        return house.door is not Door.PRIVATE or _inside(who) or (who.invited and not who.banned)
    if act is Act.READ:
        return house.door is Door.OPEN or _inside(who)
    if who.guest or who.banned:
        return False
    return _done_by_members(who, house, act)


def _inside(who: Standing) -> bool:
    return who.role is not None and not who.banned


def _done_by_members(who: Standing, house: House, act: Act) -> bool:
    """What somebody who is signed in and not banned may do."""
    match act:
        case Act.JOIN:
            return who.role is None and (house.door is Door.OPEN or who.invited)
        case Act.ASK:
            return who.role is None and house.door is Door.CLOSED and not who.invited
        case Act.LEAVE:
            return who.role not in (None, Role.OWNER)
        case Act.WRITE:
            return who.role in EDITORS or (who.role is not None and house.wall is Wall.OPEN)
        case Act.SUGGEST:
            limited = house.wall is Wall.LIMITED and who.role not in EDITORS
            return limited and may(who, house, Act.READ)
        case Act.COMMENT:
            anybody = house.kind is Kind.PAGE and may(who, house, Act.READ)
            return house.wall is not Wall.SHUT and (who.role is not None or anybody)
        case Act.ANSWER:
            return house.kind is Kind.EVENT and may(who, house, Act.READ)
        case Act.INVITE:
            return who.role in (MODERATORS if house.door is not Door.OPEN else set(Role))
    return False


def knows_author(voice: Voice, own: bool, keeper: bool, shown: bool) -> bool:
    """Whether a reader is told who wrote it: oneself, keepers, of what is signed whoever sees its author."""
    return voice is Voice.OWN or own or keeper or (voice is Voice.SIGNED and shown)


def above(one: Role, other: Role | None) -> bool:
    """Whether the first may act upon the second: put them out, ban them, change what they are."""
    return other is None or _RANK[one] > _RANK[other]


def may_appoint(by: Standing, now: Role | None, role: Role) -> bool:
    """Whether somebody may make a member (who is `now`) this: always below themselves, never an owner."""
    if by.role not in ADMINS or by.banned or now is None or role is Role.OWNER:
        return False
    return above(by.role, now) and above(by.role, role)


def doors_of(kind: Kind) -> tuple[Door, ...]:
    """A public page is what its name says."""
    return (Door.OPEN,) if kind is Kind.PAGE else tuple(Door)


def first_wall(kind: Kind) -> Wall:
    """Who writes before anybody has chosen: on a page its editors, elsewhere all members."""
    return Wall.LIMITED if kind is Kind.PAGE else Wall.OPEN


MOST_LINKS, MOST_ADDRESS = 10, 300
_LINK = re.compile(r"https?://(?P<host>[\w.-]+)(?::\d{1,5})?(?:[/?#]\S*)?")


def links_in(text: str) -> list[tuple[str, str]]:
    """Addresses with their words, one a line: "https://akkord.example Our site". Raises ValueError.

    Without words of its own an address stands for itself.
    """
    links = []
    for line in text.splitlines():
        address, _space, words = line.strip().partition(" ")
        if not address:
            continue
        found = _LINK.fullmatch(address)
        if found is None or len(address) > MOST_ADDRESS:
            raise ValueError(line)
        links.append((address, " ".join(words.split())[:100] or found["host"]))
    if len(links) > MOST_LINKS:
        raise ValueError(f"{len(links)} links")
    return links


class Reason(StrEnum):
    """Why somebody is banned; words of the moderator's own may stand beside it."""

    SPAM = "spam"
    INSULT = "insult"
    OFF_TOPIC = "off_topic"
    FLOOD = "flood"
    OTHER = "other"


class Term(StrEnum):
    """For how long."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    FOREVER = "forever"


_LONG = {
    Term.HOUR: timedelta(hours=1),
    Term.DAY: timedelta(days=1),
    Term.WEEK: timedelta(days=7),
    Term.MONTH: timedelta(days=30),
    Term.YEAR: timedelta(days=365),
}


def end_of(term: Term, now: datetime) -> datetime | None:
    """When a ban ends by itself; None for one that does not."""
    return None if term is Term.FOREVER else now + _LONG[term]


def in_force(now: datetime, until: datetime | None, lifted_at: datetime | None) -> bool:
    """Whether a ban holds at this instant; at its end it holds no more."""
    return lifted_at is None and (until is None or now < until)


def over(begins: datetime | None, ends: datetime | None, now: datetime) -> bool:
    """Whether an event has been; without an end it has once it began."""
    last = ends or begins
    return last is not None and last <= now


class Deed(StrEnum):
    """What its keepers did, as the community's log names it."""

    BAN = "ban"
    UNBAN = "unban"
    PUT_OUT = "put_out"
    ROLE = "role"
    HANDED_OVER = "handed_over"
    DOOR = "door"
    WALL = "wall"
    POST_REMOVED = "post_removed"
    COMMENT_REMOVED = "comment_removed"
    PHOTO_TAKEN_OUT = "photo_taken_out"
    ALBUM_REMOVED = "album_removed"
    SUGGESTION_DECLINED = "suggestion_declined"
    TOPIC_CLOSED = "topic_closed"
    TOPIC_OPENED = "topic_opened"
    TOPIC_REMOVED = "topic_removed"
    REMARK_REMOVED = "remark_removed"


def leaf_of(
    deed: Deed, at: datetime, role: str, said: str, until: datetime | None, salt: bytes, whom: str, words: str
) -> str:
    """A line of the community's log as its day's root takes it: codes and instants in clear, no person.

    Whom it was done to and the moderator's own words stand by commitment; whoever it concerns can open both.
    """
    return canonical(
        {
            "v": 1,
            "deed": deed.value,
            "at": stamp(at),
            "by": role,
            "said": said,
            "until": stamp(until) if until else "",
            "whom": commitment("whom", salt, whom) if whom else "",
            "words": commitment("words", salt, words) if words else "",
        }
    )


def root_of(leaves: list[str]) -> str:
    """The RFC 6962 root over the lines of a day, oldest first; hex."""
    return merkle.root_of(merkle.leaf_hash(leaf.encode()) for leaf in leaves).hex()


def successor(roles: list[tuple[int, Role, datetime]]) -> int | None:
    """Who owns a community whose owner is gone: (person, role, since) → the highest, of those the longest.

    None when nobody has been given a role: then it stays with nobody, and everybody can leave.
    """
    keepers = [
        (-_RANK[role], since, person) for person, role, since in roles if role in KEEPERS - {Role.OWNER}
    ]
    return min(keepers)[2] if keepers else None
