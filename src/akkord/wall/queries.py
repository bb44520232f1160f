"""Every read of walls, with the gate of posts and their music as one listener may hear it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from akkord.flow import clock
from akkord.groups.queries import Group, groups_by_numbers, kept_by, role_in
from akkord.music.queries import TrackRow, rows
from akkord.music.rules import Listener
from akkord.people import queries as people
from akkord.people.queries import Key, Person, people_by_numbers
from akkord.rights import queries as rights
from akkord.rights.terms import ScopeKind

from .errors import NoSuchPost
from .models import Attachment, Post
from .rules import MARGIN, PAGE


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
    """Posts that stand. A closed account takes its posts and its wall with it; `seen_by` is the gate."""
    walls = people.standing("wall_person__") | Q(wall_group__isnull=False)
    return Post.objects.filter(walls, people.standing("author__"), deleted_at=None)


def post_for(viewer_id: int | None, number: int) -> Post:
    """The post, if the viewer may see it. Raises NoSuchPost."""
    found = seen_by(viewer_id, list(visible_posts().filter(pk=number)))
    if not found:
        raise NoSuchPost(number)
    return found[0]


def seen_by(viewer_id: int | None, posts: list[Post]) -> list[Post]:
    """The gate: those of the posts that people's privacy shows the viewer; a constant number of queries.

    A wall is its owner's to open, also for what others write on it; who is not there for the viewer is not
    there as an author either. One's own posts one sees wherever the wall's owner is to be seen.
    """
    owners = {post.wall_person_id for post in posts if post.wall_person_id}
    keys = people.keys_among(viewer_id, owners | {post.author_id for post in posts})
    nothing: frozenset[Key] = frozenset()

    def seen(post: Post) -> bool:
        if Key.PAGE not in keys.get(post.author_id, nothing):
            return False
        if post.wall_person_id is None:
            return True
        if post.author_id == viewer_id:
            needed = Key.PAGE
        else:
            needed = Key.WALL if post.author_id == post.wall_person_id else Key.WALL_OTHERS
        return needed in keys.get(post.wall_person_id, nothing)

    return [post for post in posts if seen(post)]


def authors_of(numbers: Iterable[int]) -> dict[int, int]:
    """post → its author, of those there are."""
    return dict(visible_posts().filter(pk__in=set(numbers)).values_list("pk", "author_id"))


def view_of(listener: Listener, number: int) -> PostView:
    """The post as the listener sees it. Raises NoSuchPost."""
    return views_of(listener, [post_for(listener.person_id, number)])[0]


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
    return views_of(listener, _newest_seen(listener, found, limit))


def may_write(author_id: int, wall_person: int | None = None, wall_group: int | None = None) -> bool:
    """Who writes where: on one's own wall, on another's that is open to it, in a community one belongs to."""
    if wall_person is not None:
        return people.allows(author_id, wall_person, Key.WALL_WRITE)
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


def count_on_person(viewer_id: int | None, number: int) -> int:
    """How many posts of the wall the viewer may see."""
    open_keys = people.open_to(viewer_id, number)
    if Key.WALL not in open_keys:
        return 0
    there = visible_posts().filter(wall_person_id=number)
    if Key.WALL_OTHERS not in open_keys:
        return there.filter(author_id__in=[number, viewer_id]).count()
    authors = there.order_by().values_list("author_id", flat=True).distinct()
    return there.filter(author_id__in=people.allowed_among(viewer_id, authors, Key.PAGE)).count()


def _page(listener: Listener, posts: QuerySet[Post], before: int | None) -> PostPage:
    found = _newest_seen(listener, posts, PAGE + 1, before)
    views = views_of(listener, found[:PAGE])
    return PostPage(views, found[PAGE - 1].pk if len(found) > PAGE else None)


def _newest_seen(
    listener: Listener, posts: QuerySet[Post], wanted: int, before: int | None = None
) -> list[Post]:
    """The newest of these posts that the listener may see; most often the first look finds enough of them."""
    seen: list[Post] = []
    while len(seen) < wanted:
        older = posts if before is None else posts.filter(pk__lt=before)
        batch = list(older.order_by("-pk")[: wanted + MARGIN])
        seen += seen_by(listener.person_id, batch)
        if len(batch) < wanted + MARGIN:
            break
        before = batch[-1].pk
    return seen[:wanted]


def views_of(listener: Listener, posts: list[Post]) -> list[PostView]:
    """Posts that `seen_by` let through, with their people, communities and music; constantly many queries.

    The one place where a post becomes what somebody sees, so that no page shows what is restricted.
    """
    restricted = _restricted(listener, posts)
    shown = [p for p in posts if p.pk not in restricted or p.author_id == listener.person_id]
    texts = {p.pk: p.text for p in shown}
    persons = people_by_numbers(
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
            author=persons[p.author_id],
            wall_person=persons.get(p.wall_person_id) if p.wall_person_id else None,
            wall_group=groups.get(p.wall_group_id) if p.wall_group_id else None,
            text=texts.get(p.pk, ""),
            made_at=p.made_at,
            tracks=[tracks[t] for t in attached.get(p.pk, []) if t in tracks],
            deletable=p.pk in mine,
            restriction=restricted.get(p.pk),
        )
        for p in posts
        if p.author_id in persons
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
