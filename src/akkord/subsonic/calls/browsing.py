"""Artists, albums, songs, genres, and the folders that older players see them as."""

from typing import Any

from akkord.music import queries as music
from akkord.music.queries import AlbumOrder
from akkord.subsonic import shapes
from akkord.subsonic.asking import Asked, number_in
from akkord.subsonic.errors import Code, Failed, not_found

from .site import FOLDER

Tree = dict[str, Any]
MOST = 500  # of a list, as the API has it


def get_artists(asked: Asked) -> Tree:
    found = shapes.artists(asked, music.artists())
    return {"artists": {"ignoredArticles": "", "index": shapes.indexed(found)}}


def get_indexes(asked: Asked) -> Tree:
    """The same for older players; music changes too often for a "not since then"."""
    found = shapes.plain_artists(shapes.artists(asked, music.artists()))
    newest = music.songs(music.standing_tracks().order_by("-pk")[:1])
    changed = round(newest[0].made_at.timestamp() * 1000) if newest else 0
    return {"indexes": {"ignoredArticles": "", "lastModified": changed, "index": shapes.indexed(found)}}


def get_artist(asked: Asked) -> Tree:
    """Players reach songs by albums alone, so what stands on none is one more."""
    number = asked.one("artist")
    artist = _artist(asked, number)
    found = shapes.albums(asked, music.albums_of_artist(number))
    if alone := music.alone_of(number):
        found.append(shapes.singles(asked, alone))
    return {"artist": artist | {"albumCount": len(found), "album": found}}


def get_album(asked: Asked) -> Tree:
    if (artist := number_in(asked.needed("id"), "singles")) is not None:
        album, songs = _singles(asked, artist)
    else:
        album, songs = _album(asked, asked.one("album"))
    return {"album": album | {"song": songs}}


def get_song(asked: Asked) -> Tree:
    number = asked.one("track")
    found = music.songs_by_numbers([number])
    if number not in found:
        raise not_found("song")
    return {"song": shapes.songs(asked, [found[number]])[0]}


def get_music_directory(asked: Asked) -> Tree:
    """An artist or an album as a folder; and the one folder of the site with all artists."""
    name = asked.needed("id")
    if name == str(FOLDER):
        found = shapes.artists(asked, music.artists())
        inside = [_as_folder(artist, name) for artist in found]
        return {"directory": {"id": name, "name": "Akkord", "child": inside}}
    if (number := number_in(name, "artist")) is not None:
        artist = _artist(asked, number)
        albums = shapes.folders(shapes.albums(asked, music.albums_of_artist(number)))
        alone = shapes.songs(asked, music.songs(music.tracks_of_artist(number, single=True)))
        said = {"id": name, "parent": str(FOLDER), "name": artist["name"], "child": [*albums, *alone]}
        return {"directory": said | _starred(artist)}
    if (number := number_in(name, "album")) is not None:
        album, songs = _album(asked, number)
        said = {"id": name, "parent": album["artistId"], "name": album["name"], "child": songs}
        return {"directory": said | _starred(album)}
    if (number := number_in(name, "singles")) is not None:
        album, songs = _singles(asked, number)
        said = {"id": name, "parent": album["artistId"], "name": album["name"], "child": songs}
        return {"directory": said}
    raise not_found("directory")


def _singles(asked: Asked, artist: int) -> tuple[Tree, list[Tree]]:
    """What of an artist stands on no album, as one, and its songs."""
    alone = music.alone_of(artist)
    if alone is None:
        raise not_found("album")
    songs = music.songs(music.tracks_of_artist(artist, single=True))
    return shapes.singles(asked, alone), shapes.songs(asked, songs)


def get_genres(asked: Asked) -> Tree:
    rows = music.genres()
    said = [{"value": name, "songCount": songs, "albumCount": albums} for name, songs, albums in rows]
    return {"genres": {"genre": said}}


def get_album_list_2(asked: Asked) -> Tree:
    return {"albumList2": {"album": _listed(asked)}}


def get_album_list(asked: Asked) -> Tree:
    return {"albumList": {"album": shapes.folders(_listed(asked))}}


def get_random_songs(asked: Asked) -> Tree:
    size = asked.number("size", 10, MOST)
    found = music.tracks_listed(genre=asked.text("genre"), years=_years(asked), at_random=True)
    return {"randomSongs": {"song": shapes.audible_songs(asked, music.songs(found[:size]))}}


def get_songs_by_genre(asked: Asked) -> Tree:
    count, offset = asked.number("count", 10, MOST), asked.number("offset", 0)
    found = music.tracks_listed(genre=asked.needed("genre"))[offset : offset + count]
    return {"songsByGenre": {"song": shapes.songs(asked, music.songs(found))}}


def get_top_songs(asked: Asked) -> Tree:
    """By the artist's name, or by their id (topSongsByArtistId)."""
    count = asked.number("count", 50, MOST)
    if asked.text("id"):
        number: int | None = asked.one("artist")
    else:
        number = music.artist_named(asked.needed("artist"))
    found = music.songs(music.top_tracks(number, count)) if number is not None else []
    return {"topSongs": {"song": shapes.audible_songs(asked, found)}}


def about_album(asked: Asked) -> Tree:
    """Nothing is told of albums by others yet: the album is there, and that is all."""
    name = asked.needed("id")
    if (number := number_in(name, "track")) is not None:
        if not music.songs_by_numbers([number]):
            raise not_found("song")
        return {"albumInfo": {}}
    if number_in(name, "singles") is None:
        _found_album(number_in(name, "album"))
    return {"albumInfo": {}}


def about_artist(element: str, *, older: bool) -> Any:
    """getArtistInfo and getArtistInfo2: artists that are heard by the same people."""

    def call(asked: Asked) -> Tree:
        artist, count = asked.one("artist"), asked.number("count", 20, MOST)
        _artist(asked, artist)
        like = music.songs(music.tracks_like([artist], [], MOST))
        numbers = list(dict.fromkeys(song.artist_id for song in like if song.artist_id is not None))[:count]
        rows = {row.number: row for row in music.artists(numbers)}
        found = shapes.artists(asked, [rows[number] for number in numbers if number in rows])
        return {element: {"similarArtist": shapes.plain_artists(found) if older else found}}

    return call


def _artist(asked: Asked, number: int) -> Tree:
    rows = music.artists([number])
    if not rows:
        raise not_found("artist")
    return shapes.artists(asked, rows)[0]


def _album(asked: Asked, number: int) -> tuple[Tree, list[Tree]]:
    rows = music.albums_by_numbers([number])
    if number not in rows:
        raise not_found("album")
    songs = shapes.songs(asked, music.songs_of_album(number))
    return shapes.albums(asked, [rows[number]])[0], songs


def _found_album(number: int | None) -> None:
    if number is None or not music.albums_by_numbers([number]):
        raise not_found("album")


def _as_folder(artist: Tree, parent: str) -> Tree:
    return {
        "id": artist["id"],
        "parent": parent,
        "isDir": True,
        "title": artist["name"],
        "artist": artist["name"],
    }


def _starred(thing: Tree) -> Tree:
    return {key: thing[key] for key in ("starred", "userRating") if key in thing}


def _years(asked: Asked) -> tuple[int, int] | None:
    if not asked.text("fromYear") and not asked.text("toYear"):
        return None
    return asked.number("fromYear", 0, 9999), asked.number("toYear", 9999, 9999)


def _listed(asked: Asked) -> list[Tree]:
    kind = asked.needed("type")
    if kind not in set(AlbumOrder):
        raise Failed(Code.GENERIC, f"There is no list of albums named {kind[:40]}.")
    order, years = AlbumOrder(kind), (0, 9999)
    if order == AlbumOrder.BY_YEAR:
        asked.needed("fromYear"), asked.needed("toYear")
        years = _years(asked) or years
    genre = asked.needed("genre") if order == AlbumOrder.BY_GENRE else ""
    size, offset = asked.number("size", 10, MOST), asked.number("offset", 0)
    rows = music.albums_listed(order, asked.person_id, size, offset, years=years, genre=genre)
    found = shapes.albums(asked, rows)
    if order in (AlbumOrder.BY_NAME, AlbumOrder.BY_ARTIST) and len(rows) < size:
        # Who lists albums alone meets what stands on none behind them.
        before = max(0, offset - music.standing_albums().count())
        found += [shapes.singles(asked, row) for row in music.alone_listed(size - len(rows), before)]
    return found
