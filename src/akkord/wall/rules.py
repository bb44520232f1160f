"""What is true of posts and comments, on plain values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_CHARACTERS = 4000
MOST_TRACKS = 10
MOST_ATTACHED = 10  # tracks and photos together
MOST_NAMES = 20  # people one text may name so that they hear of it
MOST_TAGS = 20
MOST_IN_CHAIN = 5  # posts passed on within each other that are shown
MOST_COMMENT_CHARACTERS = 2000
MOST_MOMENT_CHARACTERS = 300  # it is read while the music goes on
MOST_MOMENTS = 300  # of a track that are shown, the latest
PAGE = 10  # what a phone lays out in the time of a press; a page of twenty took it twice as long
RECENT = 20_000  # of the site's newest posts, among which a feed is looked for first
MARGIN = 20  # looked at beyond a page, of which some may not be for the reader
COMMENTS_PAGE = 50
COMMENTS_INLINE = 3  # the last ones, under a post in a list
COMMENTS_LOOKED_AT = 8  # of which those are taken: some may not be for the reader
LIKES_PAGE = 50
MOST_BROUGHT = 20_000  # posts of one person that came from other sites
MOST_QUOTED = 200  # of what others said to such a post, the earliest
MOST_LATER = 50  # posts that wait for their time
LATER_WITHIN = timedelta(days=366)
FEWEST_ANSWERS, MOST_ANSWERS = 2, 10
MOST_QUESTION, MOST_ANSWER = 200, 100
MOST_MOMENT = 30  # characters of a moment in a form
FEWEST_TOLD = 5  # people in a figure: fewer could be guessed
UNDO_FOR = timedelta(days=1)  # whoever deleted something may take that back


def tidy_text(text: str) -> str:
    """As it is kept: line ends as \\n, no NUL and other controls, no empty lines around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or ord(c) >= 32).strip()


@dataclass(frozen=True)
class BegunPoll:
    """A poll that somebody has begun to ask, as its form has it: nothing of it needs to be right yet."""

    question: str = ""
    answers: Sequence[str] = ()
    multiple: bool = False
    named: bool = False
    ends: str = ""

    def cut(self) -> "BegunPoll":
        """No longer than a poll can be."""
        answers = tuple(tidy_text(each)[:MOST_ANSWER] for each in self.answers[:MOST_ANSWERS])
        question = tidy_text(self.question)[:MOST_QUESTION]
        return BegunPoll(question, answers, self.multiple, self.named, tidy_text(self.ends)[:MOST_MOMENT])


def moment_within(at_ms: int, seconds: float) -> int:
    """A moment of a track of that length, in milliseconds."""
    return max(0, min(at_ms, max(0, round(seconds * 1000) - 1)))


def moment_read(said: str) -> int | None:
    """Milliseconds of "83", "83.5" or "1:23"; None of anything else."""
    minutes, colon, seconds = said.strip().rpartition(":")
    if not re.fullmatch(r"[0-9]{1,5}", minutes if colon else "0"):
        return None
    if not re.fullmatch(r"[0-9]{1,6}(?:[.,][0-9]{1,3})?", seconds):
        return None
    return round((int(minutes or 0) * 60 + float(seconds.replace(",", "."))) * 1000)


def told_count(people: int) -> int | None:
    """How many people a figure tells of; None where they are so few that they could be guessed."""
    return None if 0 < people < FEWEST_TOLD else people


def undoable(deleted_at: datetime | None, deleted_by: int | None, person: int | None, now: datetime) -> bool:
    """Whether the person may take this deletion back: their own, for a day."""
    if deleted_at is None or deleted_by is None:
        return False
    return deleted_by == person and now < deleted_at + UNDO_FOR
