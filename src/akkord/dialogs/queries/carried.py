"""What messages carry besides words, as their reader may hear and see it."""

from collections.abc import Sequence
from dataclasses import replace

from akkord.music.queries import TrackRow, rows
from akkord.music.rules import Listener
from akkord.photos.queries import PhotoView
from akkord.photos.queries import views_of as photo_views

from ..models import Attachment
from .gate import seen_by

Carried = tuple[dict[int, list[TrackRow]], dict[int, list[int]], dict[int, list[PhotoView]]]


def attached_to(listener: Listener, messages: Sequence[int]) -> Carried:
    """message → its tracks as this listener may hear them; → numbers of its posts; → its photos."""
    if not messages:
        return {}, {}, {}
    found = Attachment.objects.filter(message_id__in=messages).order_by("message_id", "place")
    values = list(found.values_list("message_id", "track_id", "post_id", "photo_id"))
    numbers = {track for _m, track, _p, _f in values if track}
    heard = {row.number: row for row in rows(listener, numbers)} if numbers else {}
    drawn = {
        view.number: view
        for view in photo_views(listener.person_id, listener.territory, (f for *_, f in values if f))
    }
    tracks: dict[int, list[TrackRow]] = {}
    posts: dict[int, list[int]] = {}
    photos: dict[int, list[PhotoView]] = {}
    for message, track, post, photo in values:
        if track in heard:
            tracks.setdefault(message, []).append(heard[track])
        if post:
            posts.setdefault(message, []).append(post)
        if photo in drawn:
            photos.setdefault(message, []).append(replace(drawn[photo], within=f"?message={message}"))
    return tracks, posts, photos


def photos_in(person_id: int, message: int) -> list[int]:
    """Numbers of the photos on a message that the person may read; none of another."""
    if not seen_by(person_id).filter(pk=message, deleted_at=None).exists():
        return []
    found = Attachment.objects.filter(message_id=message, photo__isnull=False).order_by("place")
    return [number for number in found.values_list("photo_id", flat=True) if number]
