"""What rings, in which way, and how several rings become one line; on plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

PAGE = 30  # lines
LOOKED_AT = 300  # rings from which a page of lines is made
KEPT = timedelta(days=90)


class Kind(StrEnum):
    """What a ring is about."""

    ASKED = "asked"  # to be friends
    BEFRIENDED = "befriended"
    WALL_POST = "wall_post"  # somebody wrote on one's wall
    COMMENT = "comment"  # on one's post or wall
    ANSWER = "answer"  # to one's comment
    LIKE = "like"
    REPOST = "repost"
    MENTION = "mention"
    CLUB_REQUEST = "club_request"  # somebody waits before the door of a community one keeps
    CLUB_INVITE = "club_invite"
    CLUB_LET_IN = "club_let_in"
    CLUB_ROLE = "club_role"
    CLUB_BAN = "club_ban"
    EVENT_SOON = "event_soon"  # an event one comes to begins within a day
    SUGGESTED = "suggested"  # a post waits for a community's editors
    ANSWERED = "answered"  # what one suggested is published or declined
    DECISION = "decision"  # the staff restricted something of one's own
    APPEAL = "appeal"  # one's appeal was answered
    REPORT = "report"  # what one reported was decided
    BIRTHDAY = "birthday"  # a friend's, today
    NEW_MUSIC = "new_music"  # somebody one reads sent in music
    RELEASE = "release"  # a label brought out music of an artist one likes
    EPISODE = "episode"  # a podcast one follows lists a new one
    GIFT = "gift"  # somebody gives one a subscription


class Way(StrEnum):
    """How one is told."""

    PAGE = "page"
    PUSH = "push"
    MAIL = "mail"  # in the digest, for whoever asked for one


class Every(StrEnum):
    """How often the digest is written."""

    NEVER = "never"
    DAY = "day"
    WEEK = "week"


# What a person must be able to read about themselves is told on the page whatever they switched off.
ALWAYS = frozenset({Kind.DECISION, Kind.APPEAL})
# These ring no pocket unless asked to.
_QUIET = frozenset({Kind.LIKE, Kind.REPOST, Kind.NEW_MUSIC, Kind.RELEASE, Kind.EPISODE})
_PAUSES = {Every.DAY: timedelta(days=1), Every.WEEK: timedelta(days=7)}


def told_by_default(kind: Kind, way: Way) -> bool:
    return way == Way.PAGE or kind not in _QUIET


def is_told(kind: Kind, way: Way, chosen: bool | None) -> bool:
    """Whether the kind is told in this way; `chosen` is the person's switch, None when they left it alone."""
    if way == Way.PAGE and kind in ALWAYS:
        return True
    return told_by_default(kind, way) if chosen is None else chosen


@dataclass(frozen=True)
class Ring:
    """One thing that happened, as it is kept."""

    number: int
    kind: Kind
    who: int | None  # who did it
    thing: str  # "post:5"
    at: datetime
    read: bool


@dataclass(frozen=True)
class Line:
    """Rings of one kind about one thing, the newest first: "Anna and 4 others liked your post"."""

    rings: tuple[Ring, ...]

    @property
    def newest(self) -> Ring:
        return self.rings[0]

    @property
    def who(self) -> tuple[int, ...]:
        """Who did it, each once, the latest first."""
        return tuple(dict.fromkeys(ring.who for ring in self.rings if ring.who is not None))


def day_thing(of: str, day: date) -> str:
    """What a day brings is one thing, whoever it comes from: "birthday:20300517"."""
    return f"{of}:{day:%Y%m%d}"


def grouped(rings: Iterable[Ring]) -> list[Line]:
    """Lines, the newest first. What was read stays apart from what came since."""
    lines: dict[tuple[Kind, str, bool], list[Ring]] = {}
    for ring in sorted(rings, key=lambda each: each.number, reverse=True):
        lines.setdefault((ring.kind, ring.thing, ring.read), []).append(ring)
    return [Line(tuple(of)) for of in lines.values()]


def digest_due(every: Every, last: datetime, now: datetime) -> bool:
    """Whether it is time for the next letter."""
    return every != Every.NEVER and now - last >= _PAUSES[every]
