"""What stands on posts and comments, in its order, and what of them the reader likes and keeps."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import CharField, PositiveSmallIntegerField, Value

from akkord.rights import queries as rights
from akkord.rights.terms import ScopeKind

from ..models import Attachment, Bookmark, Comment, CommentTrack, Like, Post, PostDocument, PostPhoto

Numbers = dict[int, list[int]]
_FIRST = Value(0, PositiveSmallIntegerField())


@dataclass(frozen=True)
class Attached:
    """post → tracks, photos, documents, comment → tracks; what the reader likes and keeps of them."""

    tracks: Numbers = field(default_factory=dict)
    said: Numbers = field(default_factory=dict)
    photos: Numbers = field(default_factory=dict)
    documents: Numbers = field(default_factory=dict)
    liked: Numbers = field(default_factory=dict)
    liked_comments: Numbers = field(default_factory=dict)
    kept: Numbers = field(default_factory=dict)
    blocked: Numbers = field(default_factory=dict)  # posts and comments of which some block speaks

    def of(self, posts: Collection[int], comments: Collection[int]) -> "Attached":
        """What stands on these alone."""

        def on(found: Numbers, things: Collection[int]) -> Numbers:
            return {thing: numbers for thing, numbers in found.items() if thing in things}

        return Attached(
            tracks=on(self.tracks, posts),
            said=on(self.said, comments),
            photos=on(self.photos, posts),
            documents=on(self.documents, posts),
            liked=on(self.liked, posts),
            liked_comments=on(self.liked_comments, comments),
            kept=on(self.kept, posts),
        )


def attached_to(reader_id: int | None, posts: Sequence[Post], comments: Sequence[Comment]) -> Attached:
    """What these posts and comments carry, and whether any block names one of them; one query."""
    named = {ScopeKind.POST: [p.pk for p in posts], ScopeKind.COMMENT: [c.pk for c in comments]}
    rows = [
        rights.blocks_naming(named).values_list(_kind("blocked"), "scope_id", "pk", _FIRST),
        Attachment.objects.filter(post__in=posts).values_list(
            _kind("tracks"), "post_id", "track_id", "place"
        ),
        CommentTrack.objects.filter(comment__in=comments).values_list(
            _kind("said"), "comment_id", "track_id", "place"
        ),
        PostPhoto.objects.filter(post__in=posts).values_list(_kind("photos"), "post_id", "photo_id", "place"),
        PostDocument.objects.filter(post__in=posts).values_list(
            _kind("documents"), "post_id", "document_id", "place"
        ),
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
    if not posts and not comments:
        return made
    for kind, thing, number, _place in sorted(one.union(*others, all=True), key=lambda row: row[3]):
        getattr(made, kind).setdefault(thing, []).append(number)
    return made


def _kind(name: str) -> Value:
    return Value(name, CharField())
