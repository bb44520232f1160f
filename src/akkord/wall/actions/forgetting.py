"""What walls forget: all of a person who has left for good; the words of what was deleted."""

from django.db import transaction
from django.db.models import Count, F, Q

from akkord.flow import clock

from ..models import (
    Attachment,
    Bookmark,
    Comment,
    CommentTrack,
    Draft,
    Later,
    Like,
    LinkCard,
    Moment,
    Poll,
    Post,
    PostDocument,
    PostPhoto,
    Quote,
    Receipt,
    Tag,
    Version,
)
from ..rules import UNDO_FOR
from .polls import forget_votes

AT_ONCE = 500


@transaction.atomic
def forget_author(person_id: int) -> None:
    """Empty and delete all that a person wrote and liked, and the wall they had; part of their leaving.

    What they wrote in a community's name is the community's and stays, without a name of theirs.
    """
    wrote = Post.objects.filter(author_id=person_id, voice="")
    theirs = Post.objects.filter(Q(pk__in=wrote.values("pk")) | Q(wall_person_id=person_id))
    Attachment.objects.filter(post__in=theirs.values("pk")).delete()
    LinkCard.objects.filter(post__in=theirs.values("pk")).delete()
    PostPhoto.objects.filter(post__in=theirs.values("pk")).delete()
    PostDocument.objects.filter(post__in=theirs.values("pk")).delete()
    Receipt.objects.filter(author_id=person_id).delete()
    Tag.objects.filter(post__in=theirs.values("pk")).delete()
    Quote.objects.filter(post__in=theirs.values("pk")).delete()
    passed_on = (
        theirs.filter(deleted_at=None, of__isnull=False).order_by().values("of_id").annotate(n=Count("pk"))
    )
    for number, times in list(passed_on.values_list("of_id", "n")):
        Post.objects.filter(pk=number).update(reposts=F("reposts") - times)
    theirs.filter(deleted_at=None).update(deleted_at=clock.now())
    Version.objects.filter(post__in=theirs.values("pk")).delete()
    Draft.objects.filter(person_id=person_id).delete()
    Later.objects.filter(Q(author_id=person_id) | Q(wall_person_id=person_id)).delete()
    Post.objects.filter(deleted_by_id=person_id).update(deleted_by=None)
    wrote.update(
        text="", mentions={}, of=None, chain=[], audience_lists=[], audience_people=[], deleted_by=None
    )
    _forget_comments(person_id)
    _forget_moments(person_id)
    _forget_likes(person_id)
    forget_votes(person_id)
    Poll.objects.filter(post__in=theirs.values("pk")).delete()
    Bookmark.objects.filter(person_id=person_id).delete()


def _forget_comments(person_id: int) -> None:
    said = Comment.objects.filter(author_id=person_id, voice="")
    CommentTrack.objects.filter(comment__in=said.values("pk")).delete()
    counted = said.filter(deleted_at=None).order_by().values("post_id").annotate(n=Count("pk"))
    for row in list(counted.values_list("post_id", "n")):
        Post.objects.filter(pk=row[0]).update(comments=F("comments") - row[1])
    said.filter(deleted_at=None).update(deleted_at=clock.now())
    said.update(text="", mentions={}, deleted_by=None)
    Comment.objects.filter(deleted_by_id=person_id).update(deleted_by=None)


def _forget_moments(person_id: int) -> None:
    said = Moment.objects.filter(author_id=person_id)
    said.filter(deleted_at=None).update(deleted_at=clock.now())
    said.update(text="", deleted_by=None)
    Moment.objects.filter(deleted_by_id=person_id).update(deleted_by=None)


def _forget_likes(person_id: int) -> None:
    liked = Like.objects.filter(person_id=person_id)
    Post.objects.filter(pk__in=liked.values("post_id")).update(likes=F("likes") - 1)
    Comment.objects.filter(pk__in=liked.values("comment_id")).update(likes=F("likes") - 1)
    liked.delete()


@transaction.atomic
def forget_deleted() -> None:
    """Empty comments that were deleted and can no longer be brought back."""
    late = Comment.objects.filter(deleted_at__lt=clock.now() - UNDO_FOR)
    numbers = list(late.exclude(text="").values_list("pk", flat=True)[:AT_ONCE])
    CommentTrack.objects.filter(comment__in=numbers).delete()
    Comment.objects.filter(pk__in=numbers).update(text="", deleted_by=None)
