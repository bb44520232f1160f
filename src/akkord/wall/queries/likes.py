"""Who likes what, as far as those people show themselves to the reader."""

from dataclasses import dataclass
from datetime import datetime

from akkord.people import queries as people
from akkord.people.queries import Person

from ..models import Bookmark, Comment, Like, Post
from ..rules import LIKES_PAGE


@dataclass(frozen=True)
class LikersPage:
    """Some of those who like it, the latest first, and where the next page begins (None at the end)."""

    people: list[Person]
    before: int | None


def likers(viewer_id: int | None, thing: Post | Comment, before: int | None = None) -> LikersPage:
    """A page of who likes a post or a comment that the viewer sees."""
    named = {"post": thing} if isinstance(thing, Post) else {"comment": thing}
    rows = Like.objects.filter(**named).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.values_list("pk", "person_id")[: LIKES_PAGE + 1])
    shown = people.shown_people(viewer_id, {person for _number, person in found[:LIKES_PAGE]})
    return LikersPage(
        [shown[person] for _number, person in found[:LIKES_PAGE] if person in shown],
        found[LIKES_PAGE - 1][0] if len(found) > LIKES_PAGE else None,
    )


def posts_liked(person_id: int) -> list[tuple[int, datetime]]:
    """Numbers of standing posts the person gave a heart to, and when; the oldest first."""
    found = Like.objects.filter(person_id=person_id, post__deleted_at=None).order_by("pk")
    return [(number, at) for number, at in found.values_list("post_id", "at") if number]


def numbers_kept(person_id: int) -> list[int]:
    """Numbers of standing posts the person keeps, in the order they were kept."""
    found = Bookmark.objects.filter(person_id=person_id, post__deleted_at=None).order_by("pk")
    return list(found.values_list("post_id", flat=True))
