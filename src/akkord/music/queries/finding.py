"""What people look for in music by its names: the one place that knows how words are found."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from akkord.flow.prepared import Prepared
from akkord.music.models import Album, Artist, Track
from akkord.music.rules import folded

from .gate import standing_tracks
from .shelves import ALBUM, AlbumRow, album_rows, standing_albums, standing_artists
from .song_rows import SONG, Song

MOST_WORDS = 6
PARTS_KEPT = 64  # parts of a list whose questions stay written; who pages through a library asks for many


def _words(text: str) -> list[str]:
    return folded(text).split()[:MOST_WORDS]


def _holding(column: str, words: list[str]) -> list[GreaterThan]:
    """Every word stands somewhere in the column, folded as they are; without words everything does."""
    return [GreaterThan(StrIndex(F(column), Value(word)), 0) for word in words]


def _tracks(words: list[str]) -> QuerySet[Track]:
    return standing_tracks().filter(*_holding("words", words)).order_by("pk")


def found_tracks(text: str) -> QuerySet[Track]:
    """Tracks in whose title, artist and album every word stands; without words all, oldest first."""
    return _tracks(_words(text))


def songs_found(text: str, part: slice) -> list[Song]:
    """A part of the same, as players want them."""
    return [Song(*row) for row in _part_of(_song_rows, text, part)]


def albums_found(text: str, part: slice) -> list[AlbumRow]:
    """A part of the albums in whose title every word stands, oldest first."""
    return album_rows(_part_of(_album_rows, text, part))


def artists_found(text: str, part: slice) -> list[int]:
    """A part of the artists in whose name every word stands, by name: their numbers."""
    return [number for (number,) in _part_of(_artist_numbers, text, part)]


def _part_of(asking: Callable[[int, int], Prepared], text: str, part: slice) -> list[tuple[Any, ...]]:
    return asking(part.start, part.stop)(*_words(text)) if part.stop > part.start else []


@lru_cache(PARTS_KEPT)
def _song_rows(first: int, last: int) -> Prepared:
    return Prepared(lambda *words: _tracks(list(words)).values_list(*SONG)[first:last])


@lru_cache(PARTS_KEPT)
def _album_rows(first: int, last: int) -> Prepared:
    def ask(*words: str) -> QuerySet[Album, tuple[Any, ...]]:
        found = standing_albums().filter(*_holding("key", list(words)))
        return found.order_by("pk").values_list(*ALBUM)[first:last]

    return Prepared(ask)


@lru_cache(PARTS_KEPT)
def _artist_numbers(first: int, last: int) -> Prepared:
    def ask(*words: str) -> QuerySet[Artist, tuple[Any, ...]]:
        found = standing_artists().filter(*_holding("key", list(words)))
        return found.order_by("key").values_list("pk")[first:last]

    return Prepared(ask)
