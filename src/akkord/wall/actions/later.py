"""Writing that is not published yet: drafts, and posts that wait for their time."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.groups.queries import Group
from akkord.groups.rules import Voice
from akkord.music.errors import MusicError
from akkord.people.queries import Person, visible_people
from akkord.people.rules.privacy import Audience, Level

from .. import errors
from ..models import Draft, Later
from ..rules import (
    LATER_WITHIN,
    MOST_ATTACHED,
    MOST_CHARACTERS,
    MOST_LATER,
    MOST_TRACKS,
    BegunPoll,
    tidy_text,
)
from .carrying import check_documents, check_photos
from .posts import check_place, check_voice, check_words, write_post


def keep_draft(
    person: Person,
    place: str,
    text: str,
    track_ids: Sequence[int],
    photo_ids: Sequence[int] = (),
    document_ids: Sequence[int] = (),
    poll: BegunPoll | None = None,
) -> None:
    """Keep what is begun at a place, cut where a post would end; nothing is kept of nothing."""
    said, numbers = tidy_text(text)[:MOST_CHARACTERS], list(dict.fromkeys(track_ids))[:MOST_TRACKS]
    photos = list(dict.fromkeys(photo_ids))[:MOST_ATTACHED]
    papers = list(dict.fromkeys(document_ids))[:MOST_ATTACHED]
    if not said and not numbers and not photos and not papers and poll is None:
        Draft.objects.filter(person=person, place=place).delete()
        return
    kept = {
        "text": said,
        "tracks": numbers,
        "photos": photos,
        "documents": papers,
        "poll": asdict(poll.cut()) if poll else None,
        "saved_at": clock.now(),
    }
    Draft.objects.update_or_create(person=person, place=place, defaults=kept)


@transaction.atomic
def write_later(
    author: Person,
    at: datetime,
    *,
    wall_person: Person | None = None,
    wall_group: Group | None = None,
    text: str = "",
    track_ids: Sequence[int] = (),
    photo_ids: Sequence[int] = (),
    document_ids: Sequence[int] = (),
    audience: Audience | None = None,
    voice: Voice = Voice.OWN,
) -> Later:
    """Write a post that is published at `at`. Raises BadTime, TooManyLater, and what `write_post` raises."""
    now = clock.now()
    if not now < at < now + LATER_WITHIN:
        raise errors.BadTime
    if Later.objects.filter(author=author).count() >= MOST_LATER:
        raise errors.TooManyLater
    said, numbers, photos = tidy_text(text), list(dict.fromkeys(track_ids)), list(dict.fromkeys(photo_ids))
    papers = list(dict.fromkeys(document_ids))
    check_words(said, numbers, [*photos, *papers])
    check_photos(author.pk, photos, numbers, ())
    check_documents(author.pk, papers, len(numbers) + len(photos))
    check_place(author, wall_person, wall_group, audience)
    check_voice(author, wall_group, voice)
    later = Later.objects.create(
        author=author,
        wall_person=wall_person,
        wall_group=wall_group,
        voice=voice,
        text=said,
        tracks=numbers,
        photos=photos,
        documents=papers,
        audience=audience.level.value if audience else "",
        audience_lists=sorted(audience.lists) if audience else [],
        audience_people=sorted(audience.people) if audience else [],
        at=at,
    )
    outbox.announce_at(at, "post_due", later=later.pk)
    return later


@transaction.atomic
def publish_due(number: int) -> None:
    """Publish what has waited for its time; where that is not possible any more its author is shown why."""
    later = Later.objects.select_for_update().filter(pk=number, refused="", at__lte=clock.now()).first()
    if later is None:
        return
    if not visible_people().filter(pk=later.author_id).exists():
        Later.objects.filter(pk=number).update(refused=errors.NotYourWall.code)
        return
    named = frozenset(later.audience_lists), frozenset(later.audience_people)
    chosen = Audience(Level(later.audience), *named) if later.audience else None
    try:
        with transaction.atomic():
            write_post(
                later.author,
                wall_person=later.wall_person,
                wall_group=later.wall_group,
                text=later.text,
                track_ids=later.tracks,
                photo_ids=later.photos,
                document_ids=later.documents,
                audience=chosen,
                voice=Voice(later.voice),
            )
    except (errors.WallError, MusicError) as refused:
        Later.objects.filter(pk=number).update(refused=refused.code)
        return
    later.delete()


def give_up_later(person: Person, number: int) -> None:
    """Publish it not at all. Raises NoSuchPost."""
    gone, _rows = Later.objects.filter(author=person, pk=number).delete()
    if not gone:
        raise errors.NoSuchPost(number)
