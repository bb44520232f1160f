"""Where people are in their music: the queue of their devices, bookmarks, the order of what they keep."""

from collections.abc import Sequence

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.music import queries, rules
from akkord.music.models import Bookmark, MusicOrder, PlayQueue
from akkord.people.models import Person

MOST_QUEUED = 5000
MOST_ORDERED = 5000


@transaction.atomic
def save_queue(
    person: Person,
    track_ids: Sequence[int],
    current: int | None,
    position_ms: int,
    program: str,
    *,
    sounding: bool = False,
) -> PlayQueue:
    """What the person's devices play from now on; `current` is a place in it, from 0. Their open pages are
    told which program has changed it, and whether it begins to sound: then the others fall silent."""
    queued = list(track_ids)[:MOST_QUEUED]
    saved, _ = PlayQueue.objects.update_or_create(
        person=person,
        defaults={
            "tracks": queued,
            "current": current if current is not None and 0 <= current < len(queued) else None,
            "position_ms": max(0, position_ms),
            "changed_at": clock.now(),
            "changed_by": rules.tidy_words(program, 80),
        },
    )
    outbox.tell(f"person:{person.pk}", "queue", device=saved.changed_by, sounding=sounding)
    return saved


def set_bookmark(person: Person, track_id: int, position_ms: int, comment: str) -> None:
    """Raises NoSuchTrack."""
    track, now = queries.track_by_number(track_id), clock.now()
    said = {
        "position_ms": max(0, position_ms),
        "comment": rules.tidy_words(comment, 200),
        "changed_at": now,
    }
    Bookmark.objects.update_or_create(
        person=person, track=track, defaults=said, create_defaults=said | {"made_at": now}
    )


def remove_bookmark(person: Person, track_id: int) -> None:
    Bookmark.objects.filter(person=person, track_id=track_id).delete()


@transaction.atomic
def move_in_music(person: Person, track_id: int, to: int) -> None:
    """Put one of the person's tracks to a place, from 0, in their music; what is not theirs stays out."""
    ordered = queries.order_of_music(person.pk)
    if track_id not in ordered:
        return
    MusicOrder.objects.update_or_create(
        person=person,
        defaults={"tracks": rules.moved(ordered, ordered.index(track_id), to)[:MOST_ORDERED]},
    )
