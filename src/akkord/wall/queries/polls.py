"""Polls as one reader sees them, and who chose what where that is shown."""

from dataclasses import dataclass
from datetime import datetime

from akkord.flow import clock
from akkord.people import queries as people
from akkord.people.queries import Person

from ..models import Poll, PollAnswer, Post, Vote

MOST_NAMED = 500


@dataclass(frozen=True)
class AnswerView:
    """An answer; `votes` and `share` (percent of the voters) are 0 until they are shown to the reader."""

    number: int
    text: str
    votes: int
    share: int
    mine: bool


@dataclass(frozen=True)
class PollView:
    """A poll; how it stands is shown to its author, to whoever chose, and to all when it is over."""

    question: str
    multiple: bool
    named: bool
    ends_at: datetime | None
    over: bool
    voters: int
    told: bool
    answers: list[AnswerView]


def polls_on(viewer_id: int | None, posts: list[Post]) -> dict[int, PollView]:
    """post → its poll; no query where none of them asks anything, else three."""
    asking = {p.pk: p for p in posts if p.asks}
    if not asking:
        return {}
    answers: dict[int, list[PollAnswer]] = {}
    for answer in PollAnswer.objects.filter(poll_id__in=asking).order_by("poll_id", "place"):
        answers.setdefault(answer.poll_id, []).append(answer)
    mine = set(
        Vote.objects.filter(person_id=viewer_id or 0, poll_id__in=asking).values_list("answer_id", flat=True)
    )
    now = clock.now()
    return {
        poll.pk: _view(poll, answers.get(poll.pk, []), mine, asking[poll.pk].author_id == viewer_id, now)
        for poll in Poll.objects.filter(pk__in=asking)
    }


def _view(poll: Poll, answers: list[PollAnswer], mine: set[int], own: bool, now: datetime) -> PollView:
    over = poll.ends_at is not None and poll.ends_at <= now
    told = own or over or any(each.pk in mine for each in answers)

    def view(answer: PollAnswer) -> AnswerView:
        votes = answer.votes if told else 0
        share = round(100 * votes / poll.voters) if poll.voters else 0
        return AnswerView(answer.pk, answer.text, votes, share, answer.pk in mine)

    shown = [view(answer) for answer in answers]
    return PollView(poll.question, poll.multiple, poll.named, poll.ends_at, over, poll.voters, told, shown)


def voters_of(viewer_id: int | None, post: Post, view: PollView) -> dict[int, list[Person]]:
    """answer → who chose it, of those who show themselves to the viewer; nobody of an anonymous poll."""
    if not view.named or not view.told:
        return {}
    rows = list(
        Vote.objects.filter(poll_id=post.pk).order_by("pk").values_list("answer_id", "person_id")[:MOST_NAMED]
    )
    shown = people.shown_people(viewer_id, {person for _answer, person in rows})
    found: dict[int, list[Person]] = {}
    for answer, person in rows:
        if person in shown:
            found.setdefault(answer, []).append(shown[person])
    return found
