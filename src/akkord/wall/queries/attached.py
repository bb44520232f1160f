"""What stands on posts and comments, in its order, and what of them the reader likes and keeps."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import CharField, PositiveSmallIntegerField, Value

from ..models import Attachment, Bookmark, Comment, CommentTrack, Like, Post, PostPhoto

Numbers = dict[int, list[int]]
_FIRST = Value(0, PositiveSmallIntegerField())


@dataclass(frozen=True)
class Attached:
    """post → tracks, comment → tracks, post → photos; posts and comments liked, posts kept by the reader."""

    tracks: Numbers = field(default_factory=dict)
    said: Numbers = field(default_factory=dict)
    photos: Numbers = field(default_factory=dict)
    liked: Numbers = field(default_factory=dict)
    liked_comments: Numbers = field(default_factory=dict)
    kept: Numbers = field(default_factory=dict)


def attached_to(reader_id: int | None, posts: Sequence[Post], comments: Sequence[Comment]) -> Attached:
    """What these posts and comments carry; one query."""
    rows = [
        Attachment.objects.filter(post__in=posts).values_list(
            _kind("tracks"), "post_id", "track_id", "place"
        ),
        CommentTrack.objects.filter(comment__in=comments).values_list(
            _kind("said"), "comment_id", "track_id", "place"
        ),
        PostPhoto.objects.filter(post__in=posts).values_list(_kind("photos"), "post_id", "photo_id", "place"),
    ]
    if reader_id is not None:
        mine = {"person_id": reader_id}
        liked = Like.objects.filter(**mine)
        kept = Bookmark.objects.filter(**mine, post__in=posts)
        rows += [
            liked.filter(post__in=posts).values_list(_kind("liked"), "post_id", "person_id", _FIRST),
            liked.filter(comment__in=comments).values_list(
                _kind("liked_comments"), "comment_id", "person_id", _FIRST
            ),
            kept.values_list(_kind("kept"), "post_id", "person_id", _FIRST),
        ]
    one, *others = [found.order_by() for found in rows]
    made = Attached()
    for kind, thing, number, _place in sorted(one.union(*others, all=True), key=lambda row: row[3]):
        getattr(made, kind).setdefault(thing, []).append(number)
    return made


def _kind(name: str) -> Value:
    return Value(name, CharField())
