"""Posts, likes and bookmarks that come from another site: in their place and at their date, nobody's news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from akkord.flow import clock
from akkord.people.queries import Person, quiet_until
from akkord.people.rules.privacy import Audience
from akkord.people.rules.trust import step_at, too_many_links
from akkord.words.markup import addresses_in

from .. import errors, queries
from ..models import Bookmark, Like, Poll, PollAnswer, Post, Quote
from ..rules import (
    MOST_ATTACHED,
    MOST_BROUGHT,
    MOST_CHARACTERS,
    MOST_COMMENT_CHARACTERS,
    MOST_QUOTED,
    tidy_text,
)
from .carrying import carry, carry_documents
from .polls import Question, tidy_question


@dataclass(frozen=True)
class Said:
    """What somebody said to the post there; `own`: its author."""

    name: str
    text: str
    at: datetime
    own: bool = False


@dataclass(frozen=True)
class Counted:
    """A poll as it ended there: answers with their votes."""

    question: str
    answers: Sequence[tuple[str, int]]
    multiple: bool
    voters: int


@dataclass(frozen=True)
class Former:
    """A post as it stood at another site (`site`: its host)."""

    text: str
    at: datetime
    site: str
    tracks: Sequence[int] = ()
    photos: Sequence[int] = ()
    documents: Sequence[int] = ()
    audience: Audience | None = None
    poll: Counted | None = None
    quotes: Sequence[Said] = ()


@transaction.atomic
def bring_post(author: Person, wall_person: Person, former: Former) -> Post:
    """Put a post from elsewhere on a wall, at its own date: no feed has it, nobody is rung, no link is asked.

    Names after @ were names of the other site, and name nobody here. Raises NothingSaid, TooLong,
    Quiet, TooManyLinks, TooManyBrought, NotYourWall, BadPoll. Of what was said to it, the first stand here.
    """
    said, now = tidy_text(former.text), clock.now()
    tracks = list(dict.fromkeys(former.tracks))[:MOST_ATTACHED]
    photos = list(dict.fromkeys(former.photos))[: MOST_ATTACHED - len(tracks)]
    papers = list(dict.fromkeys(former.documents))[: MOST_ATTACHED - len(tracks) - len(photos)]
    if not (said or tracks or photos or papers or former.poll):
        raise errors.NothingSaid
    if len(said) > MOST_CHARACTERS:
        raise errors.TooLong
    if quiet_until(author.pk):
        raise errors.Quiet
    if Post.objects.filter(author=author, brought_at__isnull=False).count() >= MOST_BROUGHT:
        raise errors.TooManyBrought
    quotes = former.quotes[:MOST_QUOTED]
    step, texts = step_at(author.date_joined, now), [said, *(each.text for each in quotes)]
    if any(too_many_links(step, len(addresses_in(text))) for text in texts):
        raise errors.TooManyLinks
    if not queries.may_write(author.pk, wall_person.pk):
        raise errors.NotYourWall
    narrow = former.audience if wall_person.pk == author.pk else None
    post = Post.objects.create(
        author=author,
        wall_person=wall_person,
        text=said,
        made_at=min(former.at, now),
        brought_at=now,
        asks=former.poll is not None,
        audience=narrow.level.value if narrow else "",
        audience_lists=sorted(narrow.lists) if narrow else [],
        audience_people=sorted(narrow.people) if narrow else [],
    )
    carry(post, tracks, photos)
    carry_documents(post, papers)
    if former.poll is not None:
        _close_poll(post, former.poll, now)
    Quote.objects.bulk_create(
        [
            Quote(
                post=post,
                name=each.name,
                site=former.site,
                own=each.own,
                text=tidy_text(each.text)[:MOST_COMMENT_CHARACTERS],
                said_at=each.at,
            )
            for each in quotes
        ],
        batch_size=500,
    )
    return post


def _close_poll(post: Post, counted: Counted, now: datetime) -> None:
    """A poll whose voters are elsewhere is over; it says how it stood."""
    asked = tidy_question(Question(counted.question, [text for text, _ in counted.answers]))
    votes = {" ".join(tidy_text(text).split()): number for text, number in counted.answers}
    poll = Poll.objects.create(
        post=post, question=asked.text, multiple=counted.multiple, ends_at=now, voters=counted.voters
    )
    PollAnswer.objects.bulk_create(
        [
            PollAnswer(poll=poll, text=text, place=place, votes=votes[text])
            for place, text in enumerate(asked.answers)
        ]
    )


@transaction.atomic
def bring_like(person: Person, post: Post, at: datetime) -> None:
    """A heart given at the other site to a post that has come, too; its author is not rung. Twice is once."""
    when = min(at, clock.now())
    _, new = Like.objects.get_or_create(person=person, post=post, defaults={"at": when})
    if new:
        Post.objects.filter(pk=post.pk).update(likes=F("likes") + 1)


def bring_bookmark(person: Person, post: Post) -> None:
    """Twice is once."""
    Bookmark.objects.get_or_create(person=person, post=post)
