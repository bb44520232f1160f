"""Posts and comments as one reader sees them, with their music as that one may hear it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Subquery, Value, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import RowNumber

from akkord.flow import clock
from akkord.flow.look import one_look
from akkord.groups.queries import Group, allowed_in, kept_among, looked_at
from akkord.groups.rules import Act
from akkord.music.queries import TrackRow, rows
from akkord.music.rules import Listener
from akkord.people import queries as people
from akkord.people.queries import Key, Person, people_by_numbers
from akkord.photos.queries import PhotoView
from akkord.rights import queries as rights
from akkord.rights.terms import ScopeKind
from akkord.words.markup import folded_tag

from ..errors import NoSuchPost
from ..models import Bookmark, Comment, Post
from ..rules import COMMENTS_INLINE, COMMENTS_LOOKED_AT, MARGIN, PAGE, RECENT, undoable
from .attached import Attached, attached_to
from .cards import Card, cards_of
from .gate import NOTHING, comments_seen_by, keeps, post_for, seen_by, visible_comments
from .gate import visible_posts as visible_posts
from .pictures import photos_of
from .polls import PollView, polls_on

Numbers = Collection[int] | QuerySet[Any, Any]  # of posts, or the query that finds them


@dataclass(frozen=True)
class Restriction:
    """Why a post is not shown where the listener is."""

    authority: str  # "…" while a law forbids naming it
    law: str  # the provision it named; "" while that may not be told
    since: datetime
    entry: int | None  # number of its line in the log, once it has one


@dataclass(frozen=True)
class CommentView:
    """A comment as one reader sees it; one that they deleted themselves may come back for a day."""

    number: int
    post: int
    author: Person
    answers: Person | None  # whom it answers within a thread
    within: bool  # a thread that another began
    text: str
    mentions: dict[str, int]
    made_at: datetime
    tracks: list[TrackRow]
    likes: int
    liked: bool
    deletable: bool
    deleted: bool
    restriction: Restriction | None = None

    @property
    def href(self) -> str:
        return f"/wall{self.post}?at={self.number}#comment{self.number}"


@dataclass(frozen=True)
class Source:
    """What a post passes on; without author and words where it is not there for the reader, or restricted."""

    number: int
    author: Person | None
    wall_group: Group | None
    text: str
    mentions: dict[str, int]
    made_at: datetime | None
    tracks: list[TrackRow]
    restriction: Restriction | None
    photos: list[PhotoView] = field(default_factory=list)


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
    likes: int = 0
    liked: bool = False
    comments: int = 0
    last_comments: list[CommentView] = field(default_factory=list)
    commentable: bool = False  # by this listener
    mentions: dict[str, int] = field(default_factory=dict)
    reposts: int = 0
    chain: list[Source] = field(default_factory=list)  # what it passes on, the nearest first
    audience: str = ""  # of its own; "" is all whom the wall lets
    pinned: bool = False
    pinnable: bool = False  # by this listener, on its wall
    edited: bool = False
    editable: bool = False
    poll: PollView | None = None
    kept: bool = False  # by this listener, to read again
    photos: list[PhotoView] = field(default_factory=list)
    card: Card | None = None
    brought: bool = False  # from another site

    @property
    def href(self) -> str:
        return f"/wall{self.number}"


@dataclass(frozen=True)
class PostPage:
    """Some posts, newest first, and where the next page begins (None at the end)."""

    posts: list[PostView]
    before: int | None


@dataclass(frozen=True)
class Around:
    """What posts and comments of one page need of other rooms, asked for all of them at once."""

    persons: dict[int, Person]
    tracks: dict[int, TrackRow]
    on: Attached
    kept: set[int]  # communities that the reader keeps
    answered: dict[int, int]  # comment → its author
    hidden: dict[int, Restriction]  # comments that are not shown where the reader is
    pictures: dict[int, list[PhotoView]]  # post → its photos
    cards: dict[int, Card]  # post → of its link


def view_of(listener: Listener, number: int) -> PostView:
    """The post as the listener sees it. Raises NoSuchPost."""
    return views_of(listener, [post_for(listener.person_id, number)])[0]


def open_post(listener: Listener, number: int) -> Post:
    """A post that the listener sees and that is not restricted for them. Raises NoSuchPost."""
    post = post_for(listener.person_id, number)
    if post.author_id != listener.person_id and restricted(listener, [post.pk]):
        raise NoSuchPost(number)
    return post


def posts_on_person(listener: Listener, number: int, before: int | None = None) -> PostPage:
    return _wall(listener, visible_posts().filter(wall_person_id=number), before, by_date=True)


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
    """The newest of them since then that the listener sees; `views_of` shows them."""
    found = _by(person_ids, group_ids, without).filter(made_at__gte=since)
    return seen_by(listener.person_id, list(found.order_by("-pk")[:limit]))


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
    me = listener.person_id
    return PostPage([p for p in page.posts if not p.restriction or p.author.pk == me], page.before)


def posts_with(listener: Listener, track_ids: Iterable[int], limit: int) -> list[PostView]:
    """Posts any of these tracks is attached to, newest first."""
    found = visible_posts().filter(attachments__track_id__in=list(track_ids), brought_at=None).distinct()
    return views_of(listener, _newest_seen(listener, found, limit))


def count_on_person(viewer_id: int | None, number: int) -> int:
    """How many posts of the wall the viewer may see."""
    open_keys = people.open_to(viewer_id, number)
    if Key.WALL not in open_keys:
        return 0
    there = visible_posts().filter(wall_person_id=number)
    grouped = there.order_by().values("author_id", "audience").annotate(n=Count("pk"))
    counted = list(grouped.values_list("author_id", "audience", "n"))
    authors = {author for author, _audience, _n in counted}
    if Key.WALL_OTHERS in open_keys:
        shown = people.allowed_among(viewer_id, authors, Key.PAGE)
    else:
        shown = authors & {number, viewer_id}
    narrow = any(audience for _author, audience, _n in counted)
    alone = len(seen_by(viewer_id, list(there.exclude(audience="")))) if narrow else 0
    return alone + sum(n for author, audience, n in counted if not audience and author in shown)


def _wall(
    listener: Listener, posts: QuerySet[Post], before: int | None, *, by_date: bool = False
) -> PostPage:
    """A page of a wall: what is pinned stands above the newest, and there alone."""
    pinned = posts.filter(pinned_at__isnull=False) if before is None else posts.none()
    return _page(listener, posts.filter(pinned_at=None), before, pinned, by_date=by_date)


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
        near = older if recent is None else older.filter(pk__gt=_newest(before) - recent)
        batch = list(near.order_by(*order)[: wanted + MARGIN])
        seen += seen_by(listener.person_id, batch)
        if len(batch) < wanted + MARGIN:
            if recent is None:
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


def views_of(listener: Listener, posts: list[Post]) -> list[PostView]:
    """Posts that `seen_by` let through, with their people, communities and music; constantly many queries.

    The one place where a post becomes what somebody sees, so that no page shows what is restricted.
    """
    me = listener.person_id
    sources = _sources(me, posts)
    every = [*posts, *sources]
    said = _last_comments(me, [p for p in posts if p.comments])
    blocked = _restricted(
        listener,
        {
            ScopeKind.POST: [p.pk for p in every],
            ScopeKind.COMMENT: [c.pk for found in said.values() for c in found],
        },
    )
    why = blocked[ScopeKind.POST]
    shown = [p for p in posts if p.pk not in why or p.author_id == me]
    open_sources = {p.pk: p for p in sources if p.pk not in why or p.author_id == me}
    last = {p.pk: said[p.pk] for p in shown if p.pk in said}
    said_last = [c for found in last.values() for c in found]
    around = look_around(
        listener, every, [*shown, *open_sources.values()], said_last, blocked[ScopeKind.COMMENT]
    )
    standings = looked_at(me, {p.wall_group_id for p in every if p.wall_group_id})
    groups = {number: group for number, (group, _standing) in standings.items()}
    commentable = _commentable(me, shown)
    polls = polls_on(me, shown)
    standing = {p.pk for p in shown}
    made = []
    for p in posts:
        if p.author_id not in around.persons:
            continue
        here = p.pk in standing
        keeper = me is not None and keeps(me, p, around.kept)
        last_said = last.get(p.pk, [])
        made.append(
            PostView(
                number=p.pk,
                author=around.persons[p.author_id],
                wall_person=around.persons.get(p.wall_person_id) if p.wall_person_id else None,
                wall_group=groups.get(p.wall_group_id) if p.wall_group_id else None,
                text=p.text if here else "",
                made_at=p.made_at,
                tracks=_rows(around, around.on.tracks.get(p.pk, [])),
                deletable=me is not None and (p.author_id == me or keeper),
                restriction=why.get(p.pk),
                likes=p.likes if here else 0,
                liked=p.pk in around.on.liked,
                comments=p.comments if here else 0,
                last_comments=[comment_view_of(me, c, keeper, around) for c in last_said],
                commentable=p.pk in commentable,
                mentions=p.mentions if here else {},
                reposts=p.reposts if here else 0,
                audience=p.audience,
                pinned=p.pinned_at is not None,
                pinnable=keeper,
                edited=p.edited_at is not None,
                editable=me is not None and p.author_id == me,
                poll=polls.get(p.pk),
                kept=p.pk in around.on.kept,
                photos=around.pictures.get(p.pk, []),
                card=around.cards.get(p.pk),
                brought=p.brought_at is not None,
                chain=[_source(n, open_sources.get(n), why.get(n), groups, around) for n in p.chain if here],
            )
        )
    return made


def _sources(viewer_id: int | None, posts: list[Post]) -> list[Post]:
    """What these posts pass on, of what the viewer sees."""
    numbers = {number for p in posts for number in p.chain}
    return seen_by(viewer_id, list(visible_posts().filter(pk__in=numbers))) if numbers else []


def _source(
    number: int, post: Post | None, why: Restriction | None, groups: dict[int, Group], around: Around
) -> Source:
    if post is None or post.author_id not in around.persons:
        return Source(number, None, None, "", {}, None, [], why)
    group = groups.get(post.wall_group_id) if post.wall_group_id else None
    tracks = _rows(around, around.on.tracks.get(number, []))
    author = around.persons[post.author_id]
    photos = around.pictures.get(number, [])
    return Source(number, author, group, post.text, post.mentions, post.made_at, tracks, why, photos)


def look_around(
    listener: Listener,
    posts: Sequence[Post],
    shown: Sequence[Post],
    comments: Sequence[Comment],
    hidden: dict[int, Restriction],
) -> Around:
    """All that `posts`, of which `shown` have words, and these comments of theirs need; constant queries.

    All have passed the gate, with their people; of the comments `hidden` are restricted.
    """
    me = listener.person_id
    on = attached_to(me, shown, comments)
    numbers = {track for found in (*on.tracks.values(), *on.said.values()) for track in found}
    answered = _answered(me, comments)
    persons = {p.author_id: p.author for p in posts} | {c.author_id: c.author for c in comments}
    persons |= {p.wall_person.pk: p.wall_person for p in posts if p.wall_person}
    others = set(answered.values()) - persons.keys()
    return Around(
        persons=persons | people_by_numbers(others) if others else persons,
        tracks={row.number: row for row in rows(listener, numbers)} if numbers else {},
        on=on,
        kept=kept_among(me, {p.wall_group_id for p in posts if p.wall_group_id}),
        answered=answered,
        hidden=hidden,
        pictures=photos_of(listener, on.photos),
        cards=cards_of(shown),
    )


def comment_view_of(viewer_id: int | None, comment: Comment, keeper: bool, around: Around) -> CommentView:
    """One comment out of what was asked for all; `keeper`: the reader keeps its wall."""
    gone = comment.deleted_at is not None
    whom = around.answered.get(comment.answers_id or 0)
    mine = viewer_id is not None and comment.author_id == viewer_id
    why = around.hidden.get(comment.pk)
    silent = gone or (why is not None and not mine)
    return CommentView(
        number=comment.pk,
        post=comment.post_id,
        author=around.persons[comment.author_id],
        answers=around.persons.get(whom) if whom and comment.answers_id != comment.thread else None,
        within=comment.thread != comment.pk,
        text="" if silent else comment.text,
        mentions=comment.mentions,
        made_at=comment.made_at,
        tracks=[] if silent else _rows(around, around.on.said.get(comment.pk, [])),
        likes=comment.likes,
        liked=comment.pk in around.on.liked_comments,
        deletable=not gone and (mine or keeper),
        deleted=gone and undoable(comment.deleted_at, comment.deleted_by_id, viewer_id, clock.now()),
        restriction=why,
    )


def restricted(listener: Listener, posts: list[int]) -> dict[int, Restriction]:
    """post → why it is not shown where the listener is; one query."""
    return _restricted(listener, {ScopeKind.POST: posts})[ScopeKind.POST]


def restricted_comments(listener: Listener, comments: list[int]) -> dict[int, Restriction]:
    """comment → why it is not shown where the listener is; one query, none for no comments."""
    return _restricted(listener, {ScopeKind.COMMENT: comments})[ScopeKind.COMMENT]


def _restricted(
    listener: Listener, things: dict[ScopeKind, list[int]]
) -> dict[ScopeKind, dict[int, Restriction]]:
    blocks = rights.forbidden_among(things, listener.territory, clock.now())
    return {
        kind: {
            number: Restriction(row.authority, row.law, row.starts or row.recorded_at, row.entry.number)
            for number, row in found.items()
        }
        for kind, found in blocks.items()
    }


def _last_comments(viewer_id: int | None, posts: list[Post]) -> dict[int, list[Comment]]:
    """post → its last comments that the viewer sees, in their order."""
    if not posts:
        return {}
    place = Window(RowNumber(), partition_by=[F("post_id")], order_by=F("pk").desc())
    found = visible_comments().filter(post__in=posts).annotate(place=place)
    late = found.filter(place__lte=COMMENTS_LOOKED_AT).order_by("-pk")
    last: dict[int, list[Comment]] = {}
    for comment in comments_seen_by(viewer_id, list(late)):
        of_post = last.setdefault(comment.post_id, [])
        if len(of_post) < COMMENTS_INLINE:
            of_post.insert(0, comment)
    return last


def _commentable(viewer_id: int | None, posts: list[Post]) -> set[int]:
    """Those of the posts under which the viewer may say something."""
    if viewer_id is None:
        return set()
    keys = people.keys_among(viewer_id, {p.wall_person_id for p in posts if p.wall_person_id})
    open_groups = allowed_in(viewer_id, {p.wall_group_id for p in posts if p.wall_group_id}, Act.COMMENT)
    return {
        p.pk
        for p in posts
        if p.wall_group_id in open_groups or Key.WALL_COMMENT in keys.get(p.wall_person_id or 0, NOTHING)
    }


def _answered(viewer_id: int | None, comments: Sequence[Comment]) -> dict[int, int]:
    """comment → its author, of those that these comments answer; who is there for the viewer."""
    wanted = {c.answers_id for c in comments if c.answers_id and c.answers_id != c.thread}
    if not wanted:
        return {}
    said = dict(Comment.objects.filter(pk__in=wanted).values_list("pk", "author_id"))
    shown = people.allowed_among(viewer_id, said.values(), Key.PAGE)
    return {number: author for number, author in said.items() if author in shown}


def _rows(around: Around, numbers: list[int]) -> list[TrackRow]:
    return [around.tracks[number] for number in numbers if number in around.tracks]
