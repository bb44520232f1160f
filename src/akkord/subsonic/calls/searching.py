"""Searching by words; with none, the whole library, page by page, as players copy it."""

from typing import Any

from akkord.music import queries as music
from akkord.search.queries import hits
from akkord.search.rules import Kind
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


def search(asked: Asked) -> Tree:
    """The oldest search: songs by any, or by all of title, artist and album."""
    named = [asked.text(name).strip() for name in ("any", "artist", "album", "title")]
    words = " ".join(word for word in named if word)[:200]
    count, offset = asked.number("count", DEFAULT, MOST), asked.number("offset", 0)
    found = music.found_tracks(words)
    if since := asked.moment("newerThan"):
        found = found.filter(made_at__gt=since)
    songs = shapes.songs(asked, music.songs(found[offset : offset + count]))
    return {"searchResult": {"offset": offset, "totalHits": found.count(), "match": songs}}


def _found(asked: Asked) -> tuple[list[Tree], list[Tree], list[Tree]]:
    """As it is written first; where that is not there, as it may have been meant: slips, other letters,
    another keyboard (the site's own search)."""
    if "query" not in asked.parameters:
        raise missing("query")
    words = asked.text("query").strip()
    words = "" if words in ('""', "*") else words[:200]  # what players send for "everything"
    artists = music.artists_found(words, _part(asked, "artist"))
    albums = music.albums_found(words, _part(asked, "album"))
    songs = music.songs_found(words, _part(asked, "song"))
    if words and not (artists or albums or songs):
        return _meant(asked, words)
    return (
        shapes.artists(asked, music.artists(artists)),
        shapes.albums(asked, albums),
        shapes.songs(asked, songs),
    )


def _meant(asked: Asked, words: str) -> tuple[list[Tree], list[Tree], list[Tree]]:
    numbers = hits(Kind.TRACK, words)
    found = music.songs_by_numbers(numbers)
    songs = [found[number] for number in numbers if number in found]
    artists = list(dict.fromkeys(song.artist_id for song in songs if song.artist_id is not None))
    albums = list(dict.fromkeys(song.album_id for song in songs if song.album_id is not None))
    rows = {row.number: row for row in music.artists(artists[_part(asked, "artist")])}
    titled = music.albums_by_numbers(albums[_part(asked, "album")])
    return (
        shapes.artists(asked, [rows[number] for number in artists if number in rows]),
        shapes.albums(asked, [titled[number] for number in albums if number in titled]),
        shapes.songs(asked, songs[_part(asked, "song")]),
    )


def _part(asked: Asked, of: str) -> slice:
    count, offset = asked.number(f"{of}Count", DEFAULT, MOST), asked.number(f"{of}Offset", 0)
    return slice(offset, offset + count)
