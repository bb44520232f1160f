"""What is true of dialogs and chats, on plain values."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from akkord.people.rules.trust import step_at

MOST_CHARACTERS = 4000
MOST_TRACKS = 10
MOST_POSTS = 10
MOST_PHOTOS = 10
MOST_VOICES = 1
MOST_DOCUMENTS = 10
MOST_FORWARDED = 50
MOST_REPORTED = 50
MOST_IN_CHAT = 500
MOST_TITLE = 80
MOST_UNANSWERED = 3  # messages of a stranger before they are answered
PAGE = 40  # messages
LIST_PAGE = 30  # dialogs

EDITABLE_FOR = timedelta(days=1)
DELETABLE_FOR_ALL = timedelta(days=1)
TYPING_SHOWN = timedelta(seconds=5)
# Earlier versions and the words of what was deleted for everybody are kept so long for reports, then gone.
WORDS_KEPT = timedelta(days=30)
UNSAID_KEPT = timedelta(days=1)  # a voice note whose message was never sent


class Door(StrEnum):
    """How a person's words reach another: as a message, as a request to write, or not at all."""

    OPEN = "open"
    REQUEST = "request"
    CLOSED = "closed"


class Role(StrEnum):
    """What a member of a chat may do with it."""

    OWNER = "owner"
    KEEPER = "keeper"
    MEMBER = "member"


class Answer(StrEnum):
    """What a member has said to a dialog; only who was written to by a stranger is asked."""

    ACCEPTED = "accepted"
    WAITING = "waiting"
    DECLINED = "declined"


class Mark(StrEnum):
    """How far one's own message has come, as its author is told."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"


@dataclass(frozen=True)
class Between:
    """What stands between who writes and who is written to."""

    blocked: bool  # either has the other on the black list
    friends: bool
    let_in: bool  # the other's privacy lets this person write
    answer: Answer | None  # what the other said to their dialog; None before there is one


def door(between: Between) -> Door:
    """Who may write to whom: whoever was answered, friends, strangers as a request, as far as the other lets
    them in.

    A dialog that was accepted stays open, also when its two are friends no longer or the other's privacy
    changed; a black list closes every door. Who was declined is told what who waits is told.
    """
    if between.blocked:
        return Door.CLOSED
    if between.answer == Answer.ACCEPTED:
        return Door.OPEN
    if not between.let_in:
        return Door.CLOSED
    return Door.OPEN if between.friends else Door.REQUEST


def may_say_more(answer: Answer | None, said: int) -> bool:
    """Whether a stranger who has written `said` messages may write one more before an answer."""
    return answer != Answer.DECLINED and said < MOST_UNANSWERED


def strangers_a_day(joined: datetime, now: datetime) -> int:
    """How many strangers a person may write to within a day."""
    return step_at(joined, now).strangers_a_day


def may_remove(actor: Role, other: Role) -> bool:
    """The owner removes everybody else, a keeper removes plain members."""
    if actor == Role.OWNER:
        return other != Role.OWNER
    return actor == Role.KEEPER and other == Role.MEMBER


def keeps(role: Role) -> bool:
    """Who names the chat, pins messages and takes away others' messages."""
    return role in (Role.OWNER, Role.KEEPER)


def heir(members: Mapping[int, tuple[Role, datetime]]) -> int | None:
    """Who owns a chat its owner leaves: its longest keeper, else its longest member."""
    if not members:
        return None
    return min(members, key=lambda one: (members[one][0] != Role.KEEPER, members[one][1], one))


def still(made: datetime, now: datetime, term: timedelta) -> bool:
    return now - made < term


def mark_of(seq: int, *, read: int, delivered: int) -> Mark:
    """`read` and `delivered`: the furthest number anybody else has read, has received."""
    if seq <= read:
        return Mark.READ
    return Mark.DELIVERED if seq <= delivered else Mark.SENT


def tidy_text(text: str) -> str:
    """As it is kept: line ends as \\n, no NUL and other controls, no empty lines around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or ord(c) >= 32).strip()


def folded(text: str) -> str:
    """As it is searched: SQLite folds no case outside ASCII, and ё is looked for as е."""
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
