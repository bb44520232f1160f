"""Writing posts and taking them away."""

from collections.abc import Sequence

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.groups.queries import Group
from akkord.music.errors import NoSuchTrack
from akkord.music.queries import tracks_by_numbers
from akkord.people.queries import Person

from .. import errors, queries
from ..models import Attachment, Post
from ..rules import MOST_CHARACTERS, MOST_TRACKS, tidy_text
from .pacing import check_pace


@transaction.atomic
def write_post(
    author: Person,
    *,
    wall_person: Person | None = None,
    wall_group: Group | None = None,
    text: str = "",
    track_ids: Sequence[int] = (),
    admitted: bool = False,
) -> Post:
    """Write on a person's or a community's wall; tracks are attached by reference and grant nothing.

    `admitted`: an editor of the community publishes what the author suggested.
    Raises NothingSaid, TooLong, TooManyTracks, NotYourWall, Quiet, TooManyLinks, TooFast,
    music NoSuchTrack.
    """
    said, numbers = tidy_text(text), list(dict.fromkeys(track_ids))
    if not said and not numbers:
        raise errors.NothingSaid
    if len(said) > MOST_CHARACTERS:
        raise errors.TooLong
    person_wall = wall_person.pk if wall_person else None
    group_wall = wall_group.pk if wall_group else None
    check_tracks(numbers)
    if not admitted and not queries.may_write(author.pk, person_wall, group_wall):
        raise errors.NotYourWall
    check_pace(author, said, Post)
    post = Post.objects.create(
        author=author, wall_person=wall_person, wall_group=wall_group, text=said, made_at=clock.now()
    )
    Attachment.objects.bulk_create(
        [Attachment(post=post, track_id=number, place=place) for place, number in enumerate(numbers)]
    )
    if wall_person is not None and wall_person.pk != author.pk:
        outbox.tell(f"person:{wall_person.pk}", "post", post=post.pk, by=author.pk, name=author.name)
    outbox.announce("post_written", post=post.pk, mentions=[])
    return post


def check_tracks(numbers: list[int]) -> None:
    """Whether these can be attached. Raises TooManyTracks, music NoSuchTrack."""
    if len(numbers) > MOST_TRACKS:
        raise errors.TooManyTracks
    if numbers and set(tracks_by_numbers(numbers)) != set(numbers):
        raise NoSuchTrack


def delete_post(person: Person, post: Post) -> None:
    """Its author, or a keeper of the wall, takes a post away: their own act, no restriction.

    Raises NotYours. Twice is once.
    """
    if not queries.deletable_by(person.pk, [post]):
        raise errors.NotYours
    Post.objects.filter(pk=post.pk, deleted_at=None).update(deleted_at=clock.now())
