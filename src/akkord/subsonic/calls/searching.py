"""Searching by words; with none, the whole library, page by page, as players copy it."""

from typing import Any

from akkord.music import queries as music
from akkord.subsonic import shapes
from akkord.subsonic.asking import Asked
from akkord.subsonic.errors import missing

Tree = dict[str, Any]
MOST = 500
DEFAULT = 20


def search_3(asked: Asked) -> Tree:
    artists, albums, songs = _found(asked)
    return {"searchResult3": {"artist": artists, "album": albums, "song": songs}}


def search_2(asked: Asked) -> Tree:
    artists, albums, songs = _found(asked)
    said = {"artist": shapes.plain_artists(artists), "album": shapes.folders(albums), "song": songs}
    return {"searchResult2": said}


def _found(asked: Asked) -> tuple[list[Tree], list[Tree], list[Tree]]:
    if "query" not in asked.parameters:
        raise missing("query")
    words = asked.text("query").strip()
    words = "" if words in ('""', "*") else words[:200]  # what players send for "everything"
    numbers = music.found_artists(words).values_list("pk", flat=True)[_part(asked, "artist")]
    artists = shapes.artists(asked, music.artists(numbers))
    albums = shapes.albums(asked, music.albums(music.found_albums(words)[_part(asked, "album")]))
    songs = shapes.songs(asked, music.songs(music.found_tracks(words)[_part(asked, "song")]))
    return artists, albums, songs


def _part(asked: Asked, of: str) -> slice:
    count, offset = asked.number(f"{of}Count", DEFAULT, MOST), asked.number(f"{of}Offset", 0)
    return slice(offset, offset + count)
