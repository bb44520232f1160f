"""What people think of tracks, albums and artists: likes and stars."""

from typing import Any

from akkord.flow import clock
from akkord.music import errors, queries
from akkord.music.models import Opinion
from akkord.people.models import Person

_ONES = {
    "track": queries.track_by_number,
    "album": queries.album_by_number,
    "artist": queries.artist_by_number,
}


def like(person: Person, kind: str, number: int) -> None:
    """Like it; liking it again keeps the day. Raises NoSuchTrack, NoSuchAlbum, NoSuchArtist."""
    opinion = _opinion(person, kind, number)
    Opinion.objects.filter(pk=opinion.pk, liked_at=None).update(liked_at=clock.now())


def unlike(person: Person, kind: str, number: int) -> None:
    Opinion.objects.filter(person=person, **{kind: number}).update(liked_at=None)


def rate(person: Person, kind: str, number: int, stars: int) -> None:
    """Give one to five stars, or take them back with none. Raises BadStars, NoSuchTrack, …"""
    if not 0 <= stars <= 5:
        raise errors.BadStars
    opinion = _opinion(person, kind, number)
    Opinion.objects.filter(pk=opinion.pk).update(stars=stars)


def _opinion(person: Person, kind: str, number: int) -> Opinion:
    thing: dict[str, Any] = {kind: _ONES[kind](number)}
    return Opinion.objects.get_or_create(person=person, **thing)[0]
