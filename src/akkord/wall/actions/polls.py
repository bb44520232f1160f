"""Asking on a post, and choosing an answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from akkord.flow import clock
from akkord.people.queries import Person

from .. import errors
from ..models import Poll, PollAnswer, Post, Vote
from ..rules import FEWEST_ANSWERS, MOST_ANSWER, MOST_ANSWERS, MOST_QUESTION, tidy_text


@dataclass(frozen=True)
class Question:
    """A poll as it is asked for. `named`: who chose what is shown."""

    text: str
    answers: Sequence[str]
    multiple: bool = False
    named: bool = False
    ends_at: datetime | None = None


def tidy_question(asked: Question) -> Question:
    """As it is kept. Raises BadPoll."""
    text = " ".join(tidy_text(asked.text).split())
    answers = [said for each in asked.answers if (said := " ".join(tidy_text(each).split()))]
    different = len({each.casefold() for each in answers}) == len(answers)
    if (
        not text
        or len(text) > MOST_QUESTION
        or not FEWEST_ANSWERS <= len(answers) <= MOST_ANSWERS
        or not different
        or any(len(each) > MOST_ANSWER for each in answers)
        or (asked.ends_at is not None and asked.ends_at <= clock.now())
    ):
        raise errors.BadPoll
    return Question(text, answers, asked.multiple, asked.named, asked.ends_at)


def ask(post: Post, asked: Question) -> None:
    """Put a tidy question on a post that has just been written."""
    poll = Poll.objects.create(
        post=post, question=asked.text, multiple=asked.multiple, named=asked.named, ends_at=asked.ends_at
    )
    PollAnswer.objects.bulk_create(
        [PollAnswer(poll=poll, text=text, place=place) for place, text in enumerate(asked.answers)]
    )


@transaction.atomic
def vote(person: Person, post: Post, answers: Collection[int]) -> None:
    """Choose answers of the poll on a post the person sees, instead of those chosen before.

    No answer takes the vote back. Raises NoSuchAnswer, PollOver.
    """
    poll = Poll.objects.select_for_update().filter(post=post).first()
    if poll is None:
        raise errors.NoSuchAnswer
    if poll.ends_at is not None and poll.ends_at <= clock.now():
        raise errors.PollOver
    wanted = set(answers)
    there = set(PollAnswer.objects.filter(poll=poll).values_list("pk", flat=True))
    if not wanted <= there or (len(wanted) > 1 and not poll.multiple):
        raise errors.NoSuchAnswer
    before = set(Vote.objects.filter(poll=poll, person=person).values_list("answer_id", flat=True))
    Vote.objects.filter(poll=poll, person=person).delete()
    Vote.objects.bulk_create([Vote(poll=poll, person=person, answer_id=number) for number in sorted(wanted)])
    PollAnswer.objects.filter(pk__in=before - wanted).update(votes=F("votes") - 1)
    PollAnswer.objects.filter(pk__in=wanted - before).update(votes=F("votes") + 1)
    Poll.objects.filter(pk=poll.pk).update(voters=F("voters") + (bool(wanted) - bool(before)))


def forget_votes(person_id: int) -> None:
    """What somebody chose is counted no longer."""
    mine = Vote.objects.filter(person_id=person_id)
    PollAnswer.objects.filter(pk__in=mine.values("answer_id")).update(votes=F("votes") - 1)
    Poll.objects.filter(pk__in=mine.values("poll_id")).update(voters=F("voters") - 1)
    mine.delete()
