"""What people look for in music by its names: the one place that knows how words are found."""

from django.db.models import Q, QuerySet

from akkord.music.models import Album, Artist, Track
from akkord.music.rules import folded

from .gate import standing_tracks
from .shelves import standing_albums, standing_artists

MOST_WORDS = 6


def _holding(column: str, words: str) -> Q:
    """Every word stands somewhere in the column; without words everything does."""
    clause = Q()
    for word in folded(words).split()[:MOST_WORDS]:
        clause &= Q(**{f"{column}__contains": word})
    return clause


def found_tracks(words: str) -> QuerySet[Track]:
    """Tracks in whose title, artist and album every word stands; without words all, oldest first."""
    return standing_tracks().filter(_holding("words", words)).order_by("pk")


def found_albums(words: str) -> QuerySet[Album]:
    return standing_albums().filter(_holding("key", words)).order_by("pk")


def found_artists(words: str) -> QuerySet[Artist]:
    return standing_artists().filter(_holding("key", words)).order_by("key")
