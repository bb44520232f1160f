"""The comments of a post, thread by thread, as one reader sees them."""

from dataclasses import dataclass

from django.db.models import Q

from akkord.flow import clock
from akkord.music.rules import Listener

from ..errors import NoSuchComment, NoSuchPost
from ..models import Comment, Post
from ..rules import COMMENTS_PAGE, UNDO_FOR
from .attached import attached_to
from .gate import comment_for, comments_seen_by, deletable_comments
from .shapes import CommentView
from .views import comment_view_of, look_around, open_post, restricted_comments


@dataclass(frozen=True)
class CommentPage:
    """Some comments, thread by thread; `after` is where the next page begins (None at the end)."""

    comments: list[CommentView]
    earlier: bool
    after: int | None


def comments_of(
    listener: Listener, post: Post, *, after: int | None = None, at: int | None = None
) -> CommentPage:
    """A page of a post's comments: from the beginning, from after a comment, or from the thread of `at`.

    The post has passed its gate. What the reader deleted stands there for a day, to be brought back.
    """
    me = listener.person_id
    mine = Q(deleted_by_id=me, deleted_at__gt=clock.now() - UNDO_FOR) if me else Q(pk=0)
    found = Comment.objects.filter(Q(deleted_at=None) | mine, post=post).order_by("thread", "pk")
    found = found.select_related("author")
    mark = Comment.objects.filter(post=post, pk=after or at or 0).values_list("thread", "pk").first()
    earlier = mark is not None
    if mark is not None and after:
        found = found.filter(Q(thread__gt=mark[0]) | Q(thread=mark[0], pk__gt=mark[1]))
    elif mark is not None:
        earlier = found.filter(thread__lt=mark[0]).exists()
        found = found.filter(thread__gte=mark[0])
    batch = list(found[: COMMENTS_PAGE + 1])
    views = comment_views(listener, post, comments_seen_by(me, batch[:COMMENTS_PAGE]))
    return CommentPage(views, earlier, batch[COMMENTS_PAGE - 1].pk if len(batch) > COMMENTS_PAGE else None)


def comment_views(listener: Listener, post: Post, comments: list[Comment]) -> list[CommentView]:
    """Comments of one post that have passed the gate; constantly many queries."""
    me = listener.person_id
    on = attached_to(me, [], comments)
    hidden = restricted_comments(listener, [c.pk for c in comments]) if on.blocked else {}
    around = look_around(listener, [post], [], comments, hidden, on)
    may = deletable_comments(me, comments, [post])
    return [
        comment_view_of(me, c, post, c.pk in may, around)
        for c in comments
        if c.voice or c.author_id in around.persons
    ]


def comment_view(listener: Listener, number: int) -> CommentView:
    """One comment as the listener sees it. Raises NoSuchComment."""
    found = comment_for(listener.person_id, number)
    return comment_views(listener, found.post, [found])[0]


def open_comment(listener: Listener, number: int, *, deleted: bool = False) -> Comment:
    """A comment the listener sees, of a post that is not restricted for them. Raises NoSuchComment."""
    found = comment_for(listener.person_id, number, deleted=deleted)
    try:
        open_post(listener, found.post_id)
    except NoSuchPost as silent:
        raise NoSuchComment(number) from silent
    if found.author_id != listener.person_id and restricted_comments(listener, [number]):
        raise NoSuchComment(number)
    return found
