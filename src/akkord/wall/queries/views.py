"""Posts and comments as one reader sees them, with their music as that one may hear it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from akkord.documents.queries import DocumentView
from akkord.flow import clock
from akkord.groups.queries import Group, allowed_in, kept_among, looked_at
from akkord.groups.rules import Act, Voice, knows_author
from akkord.music.queries import TrackRow, rows
from akkord.music.rules import Listener
from akkord.people import queries as people
from akkord.people.queries import Key, Person, people_by_numbers
from akkord.photos.queries import PhotoView
from akkord.rights import queries as rights
from akkord.rights.terms import ScopeKind

from ..errors import NoSuchPost
from ..models import Comment, Post
from ..rules import COMMENTS_INLINE, COMMENTS_LOOKED_AT, undoable
from .attached import Attached, attached_to
from .cards import Card, cards_of
from .gate import (
    NOTHING,
    comments_seen_by,
    keeps,
    post_for,
    said_by_oneself,
    seen_by,
    visible_comments,
    visible_posts,
)
from .papers import documents_of
from .pictures import photos_of
from .polls import polls_on
from .shapes import CommentView, PostView, Restriction, Source, Speaker


@dataclass(frozen=True)
class Around:
    """What posts and comments of one page need of other rooms, asked for all of them at once."""

    persons: dict[int, Person]
    tracks: dict[int, TrackRow]
    on: Attached
    kept: set[int]  # communities that the reader keeps
    groups: dict[int, Group]
    answered: dict[int, tuple[int, bool]]  # comment → its author, whether it is said in the community's name
    writers: dict[int, Person]  # who wrote in a community's name and has an account that stands
    signers: set[int]  # those of them who signed and whom the reader may see
    hidden: dict[int, Restriction]  # comments that are not shown where the reader is
    pictures: dict[int, list[PhotoView]]  # post → its photos
    papers: dict[int, list[DocumentView]]  # post → its documents
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


def views_of(listener: Listener, posts: list[Post]) -> list[PostView]:
    """Posts that `seen_by` let through, with their people, communities and music; constantly many queries.

    The one place where a post becomes what somebody sees, so that no page shows what is restricted.
    """
    me = listener.person_id
    sources = _sources(me, posts)
    every = [*posts, *sources]
    said = _last_comments(me, [p for p in posts if p.comments])
    on = attached_to(me, every, [c for found in said.values() for c in found])
    asked = {
        ScopeKind.POST: [p.pk for p in every],
        ScopeKind.COMMENT: [c.pk for found in said.values() for c in found],
    }
    blocked = _restricted(listener, asked) if on.blocked else {kind: {} for kind in asked}
    why = blocked[ScopeKind.POST]
    shown = [p for p in posts if p.pk not in why or p.author_id == me]
    open_sources = {p.pk: p for p in sources if p.pk not in why or p.author_id == me}
    last = {p.pk: said[p.pk] for p in shown if p.pk in said}
    said_last = [c for found in last.values() for c in found]
    with_words = [*shown, *open_sources.values()]
    around = look_around(listener, every, with_words, said_last, blocked[ScopeKind.COMMENT], on)
    commentable = _commentable(me, shown)
    polls = polls_on(me, shown)
    standing = {p.pk for p in shown}
    made = []
    for p in posts:
        if not p.voice and p.author_id not in around.persons:
            continue
        here = p.pk in standing
        keeper = me is not None and keeps(me, p, around.kept)
        last_said = last.get(p.pk, [])
        made.append(
            PostView(
                number=p.pk,
                author=_author(me, p, p.wall_group_id, around),
                voice=Voice(p.voice),
                own=p.author_id == me,
                wall_person=around.persons.get(p.wall_person_id) if p.wall_person_id else None,
                wall_group=around.groups.get(p.wall_group_id or 0),
                text=p.text if here else "",
                made_at=p.made_at,
                tracks=_rows(around, around.on.tracks.get(p.pk, [])),
                deletable=said_by_oneself(me, p) or keeper,
                restriction=why.get(p.pk),
                likes=p.likes if here else 0,
                liked=p.pk in around.on.liked,
                comments=p.comments if here else 0,
                last_comments=[comment_view_of(me, c, p, keeper, around) for c in last_said],
                commentable=p.pk in commentable,
                mentions=p.mentions if here else {},
                reposts=p.reposts if here else 0,
                audience=p.audience,
                pinned=p.pinned_at is not None,
                pinnable=keeper,
                edited=p.edited_at is not None,
                editable=said_by_oneself(me, p) or (p.author_id == me and keeper),
                poll=polls.get(p.pk),
                kept=p.pk in around.on.kept,
                photos=around.pictures.get(p.pk, []),
                documents=around.papers.get(p.pk, []),
                card=around.cards.get(p.pk),
                brought=p.brought_at is not None,
                chain=[_source(n, open_sources.get(n), why.get(n), around) for n in p.chain if here],
            )
        )
    return made


def _sources(viewer_id: int | None, posts: list[Post]) -> list[Post]:
    """What these posts pass on, of what the viewer sees."""
    numbers = {number for p in posts for number in p.chain}
    return seen_by(viewer_id, list(visible_posts().filter(pk__in=numbers))) if numbers else []


def _source(number: int, post: Post | None, why: Restriction | None, around: Around) -> Source:
    if post is None or (not post.voice and post.author_id not in around.persons):
        return Source(number, None, None, "", {}, None, [], why)
    group = around.groups.get(post.wall_group_id or 0)
    tracks = _rows(around, around.on.tracks.get(number, []))
    speaker = group if post.voice else around.persons[post.author_id]
    carried = around.pictures.get(number, []), around.papers.get(number, [])
    return Source(number, speaker, group, post.text, post.mentions, post.made_at, tracks, why, *carried)


def look_around(
    listener: Listener,
    posts: Sequence[Post],
    shown: Sequence[Post],
    comments: Sequence[Comment],
    hidden: dict[int, Restriction],
    carried: Attached,
) -> Around:
    """All that `posts`, of which `shown` have words, and these comments of theirs need; constant queries.

    All have passed the gate, with their people; of the comments `hidden` are restricted. `carried`: what
    stands on them, and perhaps on others.
    """
    me = listener.person_id
    on = carried.of({p.pk for p in shown}, {c.pk for c in comments})
    numbers = {track for found in (*on.tracks.values(), *on.said.values()) for track in found}
    answered = _answered(me, comments)
    persons = {p.author_id: p.author for p in posts} | {c.author_id: c.author for c in comments}
    persons |= {p.wall_person.pk: p.wall_person for p in posts if p.wall_person}
    others = {author for author, _voiced in answered.values()} - persons.keys()
    said: list[Post | Comment] = [*posts, *comments]
    wrote = {each.author_id for each in said if each.voice}
    signed = {each.author_id for each in said if each.voice == Voice.SIGNED}
    standings = looked_at(me, {p.wall_group_id for p in posts if p.wall_group_id})
    return Around(
        persons=persons | people_by_numbers(others) if others else persons,
        tracks={row.number: row for row in rows(listener, numbers)} if numbers else {},
        on=on,
        kept=kept_among(me, {p.wall_group_id for p in posts if p.wall_group_id}),
        answered=answered,
        groups={number: group for number, (group, _standing) in standings.items()},
        writers=people_by_numbers(wrote) if wrote else {},
        signers=people.allowed_among(me, signed, Key.PAGE) if signed else set(),
        hidden=hidden,
        pictures=photos_of(listener, on.photos),
        papers=documents_of(listener, on.documents) if on.documents else {},
        cards=cards_of(shown),
    )


def _author(
    viewer_id: int | None, said: Post | Comment, group_id: int | None, around: Around
) -> Person | None:
    """Who wrote it, if the reader is told."""
    if not said.voice:
        return around.persons[said.author_id]
    own, shown = said.author_id == viewer_id, said.author_id in around.signers
    told = knows_author(Voice(said.voice), own, group_id in around.kept, shown)
    return around.writers.get(said.author_id) if told else None


def comment_view_of(
    viewer_id: int | None, comment: Comment, post: Post, keeper: bool, around: Around
) -> CommentView:
    """One comment of the post out of what was asked for all; `keeper`: the reader keeps its wall."""
    gone = comment.deleted_at is not None
    mine = viewer_id is not None and comment.author_id == viewer_id
    why = around.hidden.get(comment.pk)
    silent = gone or (why is not None and not mine)
    return CommentView(
        number=comment.pk,
        post=comment.post_id,
        author=_author(viewer_id, comment, post.wall_group_id, around),
        voice=Voice(comment.voice),
        club=around.groups.get(post.wall_group_id or 0) if comment.voice else None,
        own=mine,
        answers=_whom(comment, post, around),
        within=comment.thread != comment.pk,
        text="" if silent else comment.text,
        mentions=comment.mentions,
        made_at=comment.made_at,
        tracks=[] if silent else _rows(around, around.on.said.get(comment.pk, [])),
        likes=comment.likes,
        liked=comment.pk in around.on.liked_comments,
        deletable=not gone and (said_by_oneself(viewer_id, comment) or keeper),
        deleted=gone and undoable(comment.deleted_at, comment.deleted_by_id, viewer_id, clock.now()),
        restriction=why,
    )


def _whom(comment: Comment, post: Post, around: Around) -> Speaker | None:
    """Whom it answers within a thread; the community where that was said in its name."""
    answered = around.answered.get(comment.answers_id or 0)
    if answered is None or comment.answers_id == comment.thread:
        return None
    author, voiced = answered
    return around.groups.get(post.wall_group_id or 0) if voiced else around.persons.get(author)


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


def _answered(viewer_id: int | None, comments: Sequence[Comment]) -> dict[int, tuple[int, bool]]:
    """comment → its author and whether a community speaks, of what these answer and the viewer sees."""
    wanted = {c.answers_id for c in comments if c.answers_id and c.answers_id != c.thread}
    if not wanted:
        return {}
    rows = list(Comment.objects.filter(pk__in=wanted).values_list("pk", "author_id", "voice"))
    shown = people.allowed_among(viewer_id, {author for _pk, author, voice in rows if not voice}, Key.PAGE)
    return {number: (author, bool(voice)) for number, author, voice in rows if voice or author in shown}


def _rows(around: Around, numbers: list[int]) -> list[TrackRow]:
    return [around.tracks[number] for number in numbers if number in around.tracks]
