"""What each room has to be found by: its rows, with the words of their fields."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from akkord.groups.queries import every_group
from akkord.music.queries import standing_tracks, tracks_with_lyrics
from akkord.people.queries import every_person
from akkord.wall.queries import visible_posts
from akkord.words.lyrics import read_lyrics

from .rules import Kind

TITLE, BODY = 2, 1  # weights of fields


@dataclass(frozen=True)
class Text:
    """One thing to be found: whose words they are, and the words with the weight of their field."""

    number: int
    owner: int | None
    fields: tuple[tuple[str, int], ...]


def after(kind: Kind, number: int, limit: int) -> list[Text]:
    """The next of a kind, by number."""
    rows, shape = _ROOMS[kind]
    return [shape(row) for row in rows().filter(pk__gt=number).order_by("pk")[:limit]]


def numbers(kind: Kind, above: int, to: int) -> set[int]:
    """Those of a kind that are there from above a number to another."""
    rows, _ = _ROOMS[kind]
    return set(rows().filter(pk__gt=above, pk__lte=to).values_list("pk", flat=True))


def of(kind: Kind, numbers: Iterable[int]) -> list[Text]:
    """Those of these numbers that are there."""
    rows, shape = _ROOMS[kind]
    return [shape(row) for row in rows().filter(pk__in=set(numbers)).order_by("pk")]


_ROOMS: dict[Kind, tuple[Callable[[], QuerySet[Any]], Callable[[Any], Text]]] = {
    Kind.PERSON: (every_person, lambda row: Text(row.pk, row.pk, ((row.name, TITLE), (row.city, BODY)))),
    Kind.CLUB: (every_group, lambda row: Text(row.pk, None, ((row.name, TITLE), (row.about, BODY)))),
    Kind.TRACK: (
        lambda: standing_tracks().select_related("album"),
        lambda row: Text(
            row.pk,
            row.person_id,
            ((row.title, TITLE), (row.artist, TITLE), (row.album.title if row.album else "", BODY)),
        ),
    ),
    Kind.LYRICS: (
        tracks_with_lyrics,
        lambda row: Text(row.pk, row.person_id, ((read_lyrics(row.lyrics).plain, BODY),)),
    ),
    Kind.POST: (visible_posts, lambda row: Text(row.pk, row.author_id, ((row.text, BODY),))),
}
