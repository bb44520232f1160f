"""Commenting, and taking comments away and back."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from akkord.flow import clock, outbox
from akkord.groups import actions as groups
from akkord.groups.rules import Deed, Voice
from akkord.people.queries import Person

from .. import errors, queries
from ..models import Comment, CommentTrack, Post
from ..rules import MOST_COMMENT_CHARACTERS, tidy_text, undoable
from .carrying import check_tracks
from .pacing import check_pace


@transaction.atomic
def write_comment(
    author: Person,
    post: Post,
    *,
    text: str = "",
    track_ids: Sequence[int] = (),
    answers: int | None = None,
    voice: Voice = Voice.OWN,
) -> Comment:
    """Comment on a post that the author sees, or answer (`answers`) a comment of it; `voice`: in whose name.

    Raises NothingSaid, CommentTooLong, TooManyTracks, CommentsClosed, Quiet, TooManyLinks,
    TooFast, NoSuchComment, music NoSuchTrack.
    """
    said, numbers = tidy_text(text), list(dict.fromkeys(track_ids))
    if not said and not numbers:
        raise errors.NothingSaid
    if len(said) > MOST_COMMENT_CHARACTERS:
        raise errors.CommentTooLong
    check_tracks(numbers)
    if not queries.may_comment(author.pk, post):
        raise errors.CommentsClosed
    if voice and not queries.may_speak(author.pk, post.wall_group_id):
        raise errors.CommentsClosed
    check_pace(author, said, Comment)
    answered = queries.comment_for(author.pk, answers) if answers is not None else None
    if answered is not None and answered.post_id != post.pk:
        raise errors.NoSuchComment(answers)
    comment = Comment.objects.create(
        post=post,
        author=author,
        voice=voice,
        answers=answered,
        thread=answered.thread if answered else 0,
        text=said,
        made_at=clock.now(),
        mentions=queries.named_in(author.pk, said),
    )
    if answered is None:
        comment.thread = comment.pk
        comment.save(update_fields=["thread"])
    CommentTrack.objects.bulk_create(
        [CommentTrack(comment=comment, track_id=number, place=place) for place, number in enumerate(numbers)]
    )
    Post.objects.filter(pk=post.pk).update(comments=F("comments") + 1)
    outbox.announce("comment_written", comment=comment.pk, mentions=sorted(set(comment.mentions.values())))
    return comment


@transaction.atomic
def delete_comment(person: Person, comment: Comment) -> None:
    """Its author, or who keeps the wall, takes a comment away: their own act, no restriction.

    Of a community's keeper its log tells. Raises NotYours. Twice is once.
    """
    if not queries.deletable_comments(person.pk, [comment], [comment.post]):
        raise errors.NotYours
    standing = Comment.objects.filter(pk=comment.pk, deleted_at=None)
    if not standing.update(deleted_at=clock.now(), deleted_by=person):
        return
    Post.objects.filter(pk=comment.post_id).update(comments=F("comments") - 1)
    if comment.post.wall_group is not None and comment.author_id != person.pk:
        groups.note(comment.post.wall_group, person, Deed.COMMENT_REMOVED, whom=comment.author_id)


@transaction.atomic
def restore_comment(person: Person, comment: Comment) -> None:
    """Whoever deleted a comment brings it back, within a day. Raises UndoneTooLate. Twice is once."""
    if comment.deleted_at is None:
        return
    if not undoable(comment.deleted_at, comment.deleted_by_id, person.pk, clock.now()):
        raise errors.UndoneTooLate
    gone = Comment.objects.filter(pk=comment.pk, deleted_at=comment.deleted_at)
    if gone.update(deleted_at=None, deleted_by=None):
        Post.objects.filter(pk=comment.post_id).update(comments=F("comments") + 1)
