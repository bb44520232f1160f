"""Tags of somebody's uploads, and what they were before."""

import uuid
from collections.abc import Iterable

from akkord.music.models import TagChange, Track

from .gate import standing_tracks

MOST_TAGGED = 1000


def tags_of(track: Track) -> dict[str, str]:
    """As text, "" where there is none."""
    return {
        "title": track.title,
        "artist": track.artist,
        "album": track.album.title if track.album else "",
        "genre": track.genre,
        "year": str(track.year or ""),
        "place": str(track.place or ""),
    }


def tagged(person_id: int, numbers: Iterable[int] | None = None) -> list[Track]:
    """Standing uploads of a person, or these of them, the newest first."""
    found = standing_tracks().select_related("sound", "album").filter(person_id=person_id)
    if numbers is not None:
        found = found.filter(pk__in=list(numbers))
    return list(found.order_by("-pk")[:MOST_TAGGED])


def tag_changes(person_id: int, most: int) -> list[list[TagChange]]:
    """A person's changes, those made together in one list, the last first."""
    batches: dict[uuid.UUID, list[TagChange]] = {}
    changes = TagChange.objects.filter(person_id=person_id, track__withdrawn_at=None)
    for change in changes.select_related("track").order_by("-pk")[: most * 20]:
        batches.setdefault(change.batch, []).append(change)
    return list(batches.values())[:most]
