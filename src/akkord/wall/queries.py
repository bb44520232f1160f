"""Every read of walls, with the gate of posts and their music as one listener may hear it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from akkord.flow import clock
from akkord.groups.queries import Group, groups_by_numbers, kept_by, role_in
from akkord.music.queries import TrackRow, rows
from akkord.music.rules import Listener
from akkord.people.queries import Person, are_friends, people_by_numbers
from akkord.rights import queries as rights
from akkord.rights.terms import ScopeKind

from .errors import NoSuchPost
from .models import Attachment, Post
from .rules import PAGE


@dataclass(frozen=True)
class Restriction:
    """Why a post is not shown where the listener is."""

    authority: str  # "…" while a law forbids naming it
    law: str  # the provision it named; "" while that may not be told
    since: datetime
    entry: int | None  # number of its line in the log, once it has one


@dataclass(frozen=True)
class PostView:
    """A post as one listener sees it; where it is restricted only its author sees its text and tracks."""

    number: int
    author: Person
    wall_person: Person | None
    wall_group: Group | None
    text: str
    made_at: datetime
    tracks: list[TrackRow]
    deletable: bool  # by this listener
    restriction: Restriction | None

    @property
    def href(self) -> str:
        return f"/wall{self.number}"


@dataclass(frozen=True)
class PostPage:
    """Some posts, newest first, and where the next page begins (None at the end)."""

    posts: list[PostView]
    before: int | None


def visible_posts() -> QuerySet[Post]:
    """The gate: posts anybody may see. A closed account takes its posts and its wall with it."""
    standing = Q(wall_person__is_active=True) | Q(wall_group__isnull=False)
    return Post.objects.filter(standing, deleted_at=None, author__is_active=True)


def post_by_number(number: int) -> Post:
    try:
        return visible_posts().get(pk=number)
    except Post.DoesNotExist as missing:
        raise NoSuchPost(number) from missing


def authors_of(numbers: Iterable[int]) -> dict[int, int]:
    """post → its author, of those there are."""
    return dict(visible_posts().filter(pk__in=set(numbers)).values_list("pk", "author_id"))


def view_of(listener: Listener, post: Post) -> PostView:
    return views_of(listener, [post])[0]


def posts_on_person(listener: Listener, number: int, before: int | None = None) -> PostPage:
    return _page(listener, visible_posts().filter(wall_person_id=number), before)


def posts_on_group(listener: Listener, number: int, before: int | None = None) -> PostPage:
    return _page(listener, visible_posts().filter(wall_group_id=number), before)


def posts_by(
    listener: Listener, person_ids: Iterable[int], group_ids: Iterable[int], before: int | None = None
) -> PostPage:
    """What these people wrote on people's walls, and what stands on these communities' walls."""
    wanted = Q(author_id__in=list(person_ids), wall_group=None) | Q(wall_group_id__in=list(group_ids))
    return _page(listener, visible_posts().filter(wanted), before)


def posts_with(listener: Listener, track_ids: Iterable[int], limit: int) -> list[PostView]:
    """Posts any of these tracks is attached to, newest first."""
    found = visible_posts().filter(attachments__track_id__in=list(track_ids)).distinct()
    return views_of(listener, list(found.order_by("-pk")[:limit]))


def may_write(author_id: int, wall_person: int | None = None, wall_group: int | None = None) -> bool:
    """Who writes where: on one's own wall, on a friend's, in a community one belongs to."""
    if wall_person is not None:
        return wall_person == author_id or are_friends(author_id, wall_person)
    return wall_group is not None and bool(role_in(author_id, wall_group))


def deletable_by(person_id: int | None, posts: Iterable[Post]) -> set[int]:
    """Which of these posts the person may delete: as author, as owner or keeper of the wall."""
    if person_id is None:
        return set()
    shown = list(posts)
    kept = set(kept_by(person_id)) if any(post.wall_group_id for post in shown) else set()
    return {
        post.pk
        for post in shown
        if person_id in (post.author_id, post.wall_person_id) or post.wall_group_id in kept
    }


def has_posted(person_id: int, text: str) -> bool:
    return Post.objects.filter(author_id=person_id, text=text).exists()


def count_on_person(number: int) -> int:
    return visible_posts().filter(wall_person_id=number).count()


def _page(listener: Listener, posts: QuerySet[Post], before: int | None) -> PostPage:
    if before is not None:
        posts = posts.filter(pk__lt=before)
    found = list(posts.order_by("-pk")[: PAGE + 1])
    views = views_of(listener, found[:PAGE])
    return PostPage(views, found[PAGE - 1].pk if len(found) > PAGE else None)


def views_of(listener: Listener, posts: list[Post]) -> list[PostView]:
    """Posts with their people, communities and music: a constant number of queries.

    The one place where a post becomes what somebody sees, so that no page shows what is restricted.
    """
    restricted = _restricted(listener, posts)
    shown = [p for p in posts if p.pk not in restricted or p.author_id == listener.person_id]
    texts = {p.pk: p.text for p in shown}
    people = people_by_numbers(
        {p.author_id for p in posts} | {p.wall_person_id for p in posts if p.wall_person_id}
    )
    groups = groups_by_numbers({p.wall_group_id for p in posts if p.wall_group_id})
    attached = _attached(shown)
    numbers = {track for found in attached.values() for track in found}
    tracks = {row.number: row for row in rows(listener, numbers)} if numbers else {}
    mine = deletable_by(listener.person_id, posts)
    return [
        PostView(
            number=p.pk,
            author=people[p.author_id],
            wall_person=people.get(p.wall_person_id) if p.wall_person_id else None,
            wall_group=groups.get(p.wall_group_id) if p.wall_group_id else None,
            text=texts.get(p.pk, ""),
            made_at=p.made_at,
            tracks=[tracks[t] for t in attached.get(p.pk, []) if t in tracks],
            deletable=p.pk in mine,
            restriction=restricted.get(p.pk),
        )
        for p in posts
        if p.author_id in people
    ]


def _restricted(listener: Listener, posts: list[Post]) -> dict[int, Restriction]:
    """post → why it is not shown where the listener is; one query."""
    blocks = rights.forbidden_there(ScopeKind.POST, [p.pk for p in posts], listener.territory, clock.now())
    return {
        post: Restriction(row.authority, row.law, row.starts or row.recorded_at, row.entry.number)
        for post, row in blocks.items()
    }


def _attached(posts: list[Post]) -> dict[int, list[int]]:
    """post → its tracks in their order; one query."""
    rows_found = Attachment.objects.filter(post__in=posts).order_by("post_id", "place")
    attached: dict[int, list[int]] = {}
    for post, track in rows_found.values_list("post_id", "track_id"):
        attached.setdefault(post, []).append(track)
    return attached
