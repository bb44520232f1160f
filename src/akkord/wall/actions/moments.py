"""Saying something at a moment of a track, and taking it away."""

from django.db import transaction

from akkord.flow import clock
from akkord.music import queries as music
from akkord.music.rules import Listener
from akkord.people.queries import Person

from .. import errors, queries
from ..models import Moment
from ..rules import MOST_MOMENT_CHARACTERS, moment_within, tidy_text
from .pacing import check_pace


@transaction.atomic
def say_at(author: Person, listener: Listener, track: int, at_ms: int, text: str) -> Moment:
    """Say something at a moment of a track that one hears; `at_ms` is brought within it.

    Raises NoSuchTrack, NothingSaid, MomentTooLong, CommentsClosed, Quiet, TooManyLinks, TooFast.
    """
    said = " ".join(tidy_text(text).split())
    if not said:
        raise errors.NothingSaid
    if len(said) > MOST_MOMENT_CHARACTERS:
        raise errors.MomentTooLong
    if not queries.may_say(listener, track):
        raise errors.CommentsClosed
    check_pace(author, said, Moment)
    length = music.track_by_number(track).seconds
    return Moment.objects.create(
        track_id=track, author=author, at_ms=moment_within(at_ms, length), text=said, made_at=clock.now()
    )


@transaction.atomic
def delete_moment(person: Person, moment: Moment) -> None:
    """Its author or who sent the track in takes it away: their own act, no restriction. Raises NotYours."""
    if not queries.deletable(person.pk, moment):
        raise errors.NotYours
    standing = Moment.objects.filter(pk=moment.pk, deleted_at=None)
    standing.update(deleted_at=clock.now(), deleted_by=person, text="")
