"""Likes and stars: what somebody thinks of tracks, albums and artists."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from akkord.flow.prepared import Prepared
from akkord.music.models import Opinion


@dataclass(frozen=True)
class Opinions:
    """One person's: number → since when it is liked, and number → its stars. By kind of thing."""

    liked: dict[str, dict[int, datetime]] = field(default_factory=dict)
    stars: dict[str, dict[int, int]] = field(default_factory=dict)


KINDS = ("track", "album", "artist")
AT_ONCE = 4096  # numbers in one query


def _asking_of(kind: str) -> Prepared:
    return Prepared(
        lambda person, numbers: Opinion.objects.filter(
            person_id=person, **{f"{kind}_id__in": numbers}
        ).values_list(f"{kind}_id", "liked_at", "stars")
    )


_of_kind = {kind: _asking_of(kind) for kind in KINDS}


def opinions_of(
    person_id: int, *, track: Iterable[int] = (), album: Iterable[int] = (), artist: Iterable[int] = ()
) -> Opinions:
    """What a person thinks of these; one query for each kind, and each AT_ONCE of it."""
    found = Opinions({kind: {} for kind in KINDS}, {kind: {} for kind in KINDS})
    for kind, numbers in (("track", track), ("album", album), ("artist", artist)):
        for number, liked_at, stars in _asked(kind, person_id, sorted(set(numbers))):
            if liked_at is not None:
                found.liked[kind][number] = liked_at
            if stars:
                found.stars[kind][number] = stars
    return found


def _asked(kind: str, person_id: int, numbers: list[int]) -> Iterator[tuple[Any, ...]]:
    for first in range(0, len(numbers), AT_ONCE):
        yield from _of_kind[kind](person_id, numbers[first : first + AT_ONCE])


def liked_by(person_id: int, kind: str) -> list[int]:
    """Numbers of what a person likes, what they liked last first."""
    rows = Opinion.objects.filter(person_id=person_id, liked_at__isnull=False, **{f"{kind}__isnull": False})
    return list(rows.order_by("-liked_at", "-pk").values_list(f"{kind}_id", flat=True))


def who_likes_artist(artist: int, after: int, limit: int) -> list[int]:
    """Numbers of people who like an artist, in order, those beyond a number."""
    rows = Opinion.objects.filter(artist=artist, liked_at__isnull=False, person_id__gt=after)
    return list(rows.order_by("person_id").values_list("person_id", flat=True)[:limit])
