"""What stands on posts and comments, by number and in its order: one query for all of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import CharField, Value

from ..models import Attachment, Comment, CommentTrack, Post, PostPhoto

Numbers = dict[int, list[int]]


@dataclass(frozen=True)
class Attached:
    """post → tracks, comment → tracks, post → photos."""

    tracks: Numbers = field(default_factory=dict)
    said: Numbers = field(default_factory=dict)
    photos: Numbers = field(default_factory=dict)


def attached_to(posts: Sequence[Post], comments: Sequence[Comment]) -> Attached:
    """What these posts and comments carry."""
    rows = [
        Attachment.objects.filter(post__in=posts).values_list(
            _kind("tracks"), "post_id", "track_id", "place"
        ),
        CommentTrack.objects.filter(comment__in=comments).values_list(
            _kind("said"), "comment_id", "track_id", "place"
        ),
        PostPhoto.objects.filter(post__in=posts).values_list(_kind("photos"), "post_id", "photo_id", "place"),
    ]
    one, *others = [found.order_by() for found in rows]
    made = Attached()
    for kind, thing, number, _place in sorted(one.union(*others, all=True), key=lambda row: row[3]):
        getattr(made, kind).setdefault(thing, []).append(number)
    return made


def _kind(name: str) -> Value:
    return Value(name, CharField())
