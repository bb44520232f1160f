"""The words of songs: those that were written, else those in the file; for whoever may hear the song."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from akkord.music.models import Lyrics, Track
from akkord.music.rules import Listener, folded
from akkord.words.lyrics import Lyrics as Words
from akkord.words.lyrics import read_lyrics

from .gate import standing_tracks
from .rows import hears

MOST_NAMESAKES = 20


def lyrics_source(track: Track) -> str:
    """As text to be edited by its uploader: plain words or LRC."""
    written = Lyrics.objects.filter(track=track).values_list("text", flat=True).first()
    return track.sound.lyrics if written is None else written


def lyrics_written(track: Track) -> bool:
    """Whether its uploader wrote others than the file has."""
    return Lyrics.objects.filter(track=track).exists()


def tracks_with_lyrics() -> QuerySet[Any, Any]:
    """Standing tracks, each with the source of its words as `lyrics`; of most it is empty."""
    written = Lyrics.objects.filter(track=OuterRef("pk")).values("text")
    return standing_tracks().annotate(lyrics=Coalesce(Subquery(written), F("sound__lyrics")))


def lyrics_of(listener: Listener, track: Track) -> Words | None:
    """None where there are none, or the song is silent for the listener: its words are a part of it."""
    source = lyrics_source(track)
    if not source or not hears(listener, track):
        return None
    words = read_lyrics(source)
    return words if words.lines else None


def lyrics_named(listener: Listener, artist: str, title: str) -> tuple[Track, Words] | None:
    """The words of the first song of this name that has some; names are compared folded, none is any."""
    named = standing_tracks().order_by("pk")
    for words in (artist, title):
        for word in folded(words).split()[:6]:
            named = named.filter(words__contains=word)
    for track in named[:MOST_NAMESAKES]:
        fits = (not artist or folded(track.artist) == folded(artist)) and (
            not title or folded(track.title) == folded(title)
        )
        if fits and (found := lyrics_of(listener, track)) is not None:
            return track, found
    return None
