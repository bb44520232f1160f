"""What a community's admins are told in numbers: counted from what stands, nothing is recorded for it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from akkord.flow import clock
from akkord.groups.queries import Group, members_since

from ..models import Comment, Like, Post
from ..rules import told_count

DAYS = 30


@dataclass(frozen=True)
class Day:
    """A UTC day of a community."""

    day: date
    members: int  # who belong now and did so by the end of the day
    posts: int
    comments: int
    hearts: int
    took_part: int | None  # how many different people; None for so few that they could be guessed


def figures_of(group: Group) -> list[Day]:
    """The last days, the latest first: five queries."""
    today = clock.now().astimezone(UTC).date()
    days = [today - timedelta(days=back) for back in range(DAYS)]
    begins = datetime.combine(days[-1], time(), UTC)
    posts = _acts(
        Post.objects.filter(wall_group=group, deleted_at=None, made_at__gte=begins).values_list(
            "made_at", "author_id"
        )
    )
    comments = _acts(
        Comment.objects.filter(
            post__wall_group=group, post__deleted_at=None, deleted_at=None, made_at__gte=begins
        ).values_list("made_at", "author_id")
    )
    on_posts = Like.objects.filter(post__wall_group=group, post__deleted_at=None, at__gte=begins)
    on_comments = Like.objects.filter(
        comment__post__wall_group=group, comment__post__deleted_at=None, at__gte=begins
    )
    hearts = _acts([*on_posts.values_list("at", "person_id"), *on_comments.values_list("at", "person_id")])
    since = [moment.astimezone(UTC).date() for moment in members_since(group)]
    wrote, said, gave = (Counter(day for day, _who in acts) for acts in (posts, comments, hearts))
    who: dict[date, set[int]] = {}
    for day, person in (*posts, *comments, *hearts):
        who.setdefault(day, set()).add(person)
    return [
        Day(
            day,
            sum(1 for joined in since if joined <= day),
            wrote[day],
            said[day],
            gave[day],
            told_count(len(who.get(day, ()))),
        )
        for day in days
    ]


def _acts(rows: Iterable[tuple[datetime, int]]) -> list[tuple[date, int]]:
    return [(at.astimezone(UTC).date(), who) for at, who in rows]
