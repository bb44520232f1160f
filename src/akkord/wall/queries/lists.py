"""Lists of posts: a wall, a feed, a hashtag, what one keeps; each a page of what its reader sees."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable

from akkord.flow.look import one_look
from akkord.music.rules import Listener
from akkord.people import queries as people
from akkord.people.queries import Key
from akkord.words.markup import folded_tag

from ..models import Bookmark, Post
from ..rules import MARGIN, PAGE, RECENT
from .gate import seen_by, visible_comments, visible_posts
from .shapes import PostPage, PostView
from .views import views_of

Numbers = Collection[int] | QuerySet[Any, Any]  # of posts, or the query that finds them


@dataclass(frozen=True)
class WallCount:
    """How many posts of a wall a viewer may see, and whether there is any that is pinned."""

    seen: int = 0
    pinned: bool = True


def posts_on_person(
    listener: Listener, number: int, before: int | None = None, count: WallCount | None = None
) -> PostPage:
    """A page of somebody's wall; what was counted of it already need not be asked again."""
    posts = visible_posts().filter(wall_person_id=number)
    return _wall(listener, posts, before, by_date=True, pinned=count is None or count.pinned)


def posts_on_group(listener: Listener, number: int, before: int | None = None) -> PostPage:
    return _wall(listener, visible_posts().filter(wall_group_id=number), before)


def posts_by(
    listener: Listener,
    person_ids: Iterable[int],
    group_ids: Iterable[int],
    before: int | None = None,
    *,
    without: Numbers = (),
) -> PostPage:
    """What these people wrote on people's walls, and what stands on these communities' walls."""
    return _page(listener, _by(person_ids, group_ids, without), before, recent=RECENT)


def posts_since(
    listener: Listener,
    person_ids: Iterable[int],
    group_ids: Iterable[int],
    since: datetime,
    limit: int,
    *,
    without: Numbers = (),
) -> list[Post]:
    """The newest of them since then that the listener sees, and what they weigh; `posts_whole` shows them."""
    found: QuerySet[Any, Any] = _by(person_ids, group_ids, without)
    found = found.filter(made_at__gte=since).order_by("-pk")
    found = found.select_related(None).only(*_WEIGHED).annotate(newest=_newest(None))
    near = list(found.filter(pk__gt=_newest(None) - RECENT)[:limit])
    if len(near) < limit and not (near and near[0].newest <= RECENT):
        near = list(found[:limit])
    return seen_by(listener.person_id, near)


# What the gate asks of a post, and what its importance is made of.
_WEIGHED = (
    "author_id", "wall_person_id", "wall_group_id", "voice", "audience", "audience_lists", "audience_people",
    "likes", "comments", "reposts", "made_at",
)  # fmt: skip


def posts_whole(listener: Listener, posts: list[Post]) -> list[PostView]:
    """Some of what `posts_since` found, in the same order."""
    found = visible_posts().in_bulk([post.pk for post in posts])
    return views_of(listener, [found[post.pk] for post in posts if post.pk in found])


def count_by(
    listener: Listener,
    person_ids: Iterable[int],
    group_ids: Iterable[int],
    after: int,
    *,
    without: Numbers = (),
) -> int:
    """How many of them are newer than `after` and another's, up to a page."""
    found = _by(person_ids, group_ids, without).filter(pk__gt=after)
    return len(seen_by(listener.person_id, list(found.exclude(author_id=listener.person_id)[:PAGE])))


def posts_commented(listener: Listener, before: int | None = None) -> PostPage:
    """Posts the listener has said something to."""
    said = visible_comments().filter(author_id=listener.person_id).values("post_id")
    return _page(listener, visible_posts().filter(pk__in=said), before)


def posts_kept(listener: Listener, before: int | None = None) -> PostPage:
    """Posts the listener keeps."""
    kept = Bookmark.objects.filter(person_id=listener.person_id or 0).values("post_id")
    return _page(listener, visible_posts().filter(pk__in=kept), before)


def posts_numbered(listener: Listener, numbers: Iterable[int]) -> list[PostView]:
    """Those of these posts that the listener sees, in the order they are named."""
    wanted = list(numbers)
    place = {number: at for at, number in enumerate(wanted)}
    found = seen_by(listener.person_id, list(visible_posts().filter(pk__in=wanted)))
    return views_of(listener, sorted(found, key=lambda p: place[p.pk]))


def _by(person_ids: Iterable[int], group_ids: Iterable[int], without: Numbers) -> QuerySet[Post]:
    wanted = Q(author_id__in=list(person_ids), wall_group=None) | Q(wall_group_id__in=list(group_ids))
    return visible_posts().filter(wanted, brought_at=None).exclude(pk__in=without)


def posts_tagged(listener: Listener, tag: str, before: int | None = None) -> PostPage:
    """Posts with this hashtag that the listener sees and may read where they are."""
    page = _page(listener, visible_posts().filter(tags__name=folded_tag(tag)), before)
    return PostPage([p for p in page.posts if not p.restriction or p.own], page.before)


def posts_with(listener: Listener, track_ids: Iterable[int], limit: int) -> list[PostView]:
    """Posts any of these tracks is attached to, newest first."""
    found = visible_posts().filter(attachments__track_id__in=list(track_ids), brought_at=None).distinct()
    return views_of(listener, _newest_seen(listener, found, limit))


def count_on_person(viewer_id: int | None, number: int) -> WallCount:
    """What there is on the wall for the viewer."""
    open_keys = people.open_to(viewer_id, number)
    if Key.WALL not in open_keys:
        return WallCount(pinned=False)
    there = visible_posts().filter(wall_person_id=number)
    grouped = (
        there.order_by().values("author_id", "audience").annotate(n=Count("pk"), pins=Count("pinned_at"))
    )
    counted = list(grouped.values_list("author_id", "audience", "n", "pins"))
    authors = {author for author, _audience, _n, _pins in counted}
    if Key.WALL_OTHERS in open_keys:
        shown = people.allowed_among(viewer_id, authors, Key.PAGE)
    else:
        shown = authors & {number, viewer_id}
    narrow = any(audience for _author, audience, _n, _pins in counted)
    alone = len(seen_by(viewer_id, list(there.exclude(audience="")))) if narrow else 0
    open_to_all = sum(n for author, audience, n, _pins in counted if not audience and author in shown)
    return WallCount(alone + open_to_all, any(pins for _author, _audience, _n, pins in counted))


def _wall(
    listener: Listener,
    posts: QuerySet[Post],
    before: int | None,
    *,
    by_date: bool = False,
    pinned: bool = True,
) -> PostPage:
    """A page of a wall: what is pinned, if anything is, stands above the newest, and there alone."""
    above = posts.filter(pinned_at__isnull=False) if before is None and pinned else posts.none()
    return _page(listener, posts.filter(pinned_at=None), before, above, by_date=by_date)


def _page(
    listener: Listener,
    posts: QuerySet[Post],
    before: int | None,
    above: Iterable[Post] = (),
    recent: int | None = None,
    *,
    by_date: bool = False,
) -> PostPage:
    with one_look():
        first = seen_by(listener.person_id, list(above))
        found = _newest_seen(listener, posts, PAGE + 1, before, recent, by_date=by_date)
        views = views_of(listener, [*first, *found[:PAGE]])
    return PostPage(views, found[PAGE - 1].pk if len(found) > PAGE else None)


def _newest_seen(
    listener: Listener,
    posts: QuerySet[Post],
    wanted: int,
    before: int | None = None,
    recent: int | None = None,
    *,
    by_date: bool = False,
) -> list[Post]:
    """The newest of these posts that the listener may see; most often the first look finds enough of them.

    `recent`: among so many of the whole site's newest the first look is taken, so that nobody's whole past is
    sorted for a page (three hundred friends have written tens of thousands). `by_date`: among them are posts
    brought from elsewhere, whose numbers are younger than they are.
    """
    seen: list[Post] = []
    order = ("-made_at", "-pk") if by_date else ("-pk",)
    while len(seen) < wanted:
        older = posts if before is None else posts.filter(_older(before, by_date))
        near: QuerySet[Any, Any] = older
        if recent is not None:
            near = older.filter(pk__gt=_newest(before) - recent).annotate(newest=_newest(before))
        batch = list(near.order_by(*order)[: wanted + MARGIN])
        seen += seen_by(listener.person_id, batch)
        if len(batch) < wanted + MARGIN:
            if recent is None or (batch and batch[0].newest <= recent):  # all there are were looked at
                break
            recent = None
        before = batch[-1].pk if batch else before
    return seen[:wanted]


def _newest(before: int | None) -> Combinable:
    """The number of the site's newest post, of those before that one."""
    newest = Post.objects.order_by("-pk").values("pk")[:1]
    return Subquery(newest) if before is None else Value(before)


def _older(than: int, by_date: bool) -> Q:
    at = Post.objects.filter(pk=than).values_list("made_at", flat=True).first() if by_date else None
    if at is None:
        return Q(pk__lt=than)
    return Q(made_at__lt=at) | Q(made_at=at, pk__lt=than)
