"""Music in the API's shapes: rows in, trees out. Constant numbers of queries for lists of any length."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from akkord.music import queries as music
from akkord.music.queries import AlbumRow, AloneRow, ArtistRow, Opinions, PlaylistRow, Song
from akkord.music.rules import Telling
from akkord.sound.forms import names_of

from .asking import Asked, identified

REFERENCE_LOUDNESS = -18.0  # LUFS; ReplayGain 2.0
Shape = dict[str, Any]


def instant(moment: datetime) -> str:
    """ISO 8601 in UTC, to the millisecond."""
    return moment.isoformat(timespec="milliseconds")[:23] + "Z"


def songs(asked: Asked, found: Sequence[Song]) -> list[Shape]:
    """Songs as the caller sees them: a silent one stays, and its comment says why."""
    numbers = [song.number for song in found]
    opinions = music.opinions_of(asked.person_id, track=numbers)
    why = music.why_silent(asked.listener, found)
    loud = music.levels_of_albums(song.album_id for song in found if song.album_id is not None)
    shaped = [_song(song, opinions, loud) for song in found]
    if why:
        for song, shape in zip(found, shaped, strict=True):
            if telling := why.get(song.number):
                shape["comment"] = sentence(asked, telling)
    return shaped


def audible_songs(asked: Asked, found: Sequence[Song]) -> list[Shape]:
    """What would be played without having been chosen by hand: only what can be heard."""
    heard = music.audible_among(asked.listener, found)
    return songs(asked, [song for song in found if song.number in heard])


def sentence(asked: Asked, telling: Telling) -> str:
    """Why a track is silent, in the caller's language and the words of the site's pages."""
    with translation.override(asked.person.language):
        said = render_to_string("parts/restriction.html", {"telling": telling, "mine": False})
    return " ".join(said.split())


def _song(song: Song, opinions: Opinions, loud: Mapping[int, float]) -> Shape:
    number, album_id, artist_id = song.number, song.album_id, song.artist_id
    identity = f"tr-{number}"
    mime, suffix = names_of(song.container, song.codec)
    shape: Shape = {
        "id": identity,
        "isDir": False,
        "title": song.title,
        "artist": song.artist,
        "displayArtist": song.artist,
        "size": song.size,
        "contentType": mime,
        "suffix": suffix,
        "duration": round(song.seconds),
        "bitRate": round(song.bitrate / 1000),
        "samplingRate": song.rate,
        "channelCount": song.channels,
        "path": f"{song.artist}/{song.album or '-'}/{song.title}.{suffix}",
        "isVideo": False,
        "type": "music",
        "mediaType": "song",
        "created": instant(song.made_at),
    }
    if artist_id is not None:
        shape["artistId"] = f"ar-{artist_id}"
        shape["artists"] = [{"id": f"ar-{artist_id}", "name": song.artist}]
    if album_id is not None:
        shape["parent"] = shape["albumId"] = f"al-{album_id}"
        shape["album"] = song.album
        shape["displayAlbumArtist"] = song.album_artist
        shape["albumArtists"] = [{"id": f"ar-{song.album_artist_id}", "name": song.album_artist}]
    elif artist_id is not None:
        shape["parent"] = f"ar-{artist_id}"
    if song.place is not None:
        shape["track"] = song.place
    if song.year is not None:
        shape["year"] = song.year
    if song.genre:
        shape["genre"] = song.genre
        shape["genres"] = [{"name": song.genre}]
    if song.cover:
        shape["coverArt"] = identity
    if song.loudness is not None:
        shape["replayGain"] = {"trackGain": round(REFERENCE_LOUDNESS - song.loudness, 2)}
        if album_id is not None and album_id in loud:
            shape["replayGain"]["albumGain"] = round(REFERENCE_LOUDNESS - loud[album_id], 2)
    return shape | _opinion(opinions, "track", number)


def _opinion(opinions: Opinions, kind: str, number: int) -> Shape:
    said: Shape = {}
    if (liked := opinions.liked[kind].get(number)) is not None:
        said["starred"] = instant(liked)
    if stars := opinions.stars[kind].get(number):
        said["userRating"] = stars
    return said


def albums(asked: Asked, found: Sequence[AlbumRow]) -> list[Shape]:
    """Albums as AlbumID3."""
    opinions = music.opinions_of(asked.person_id, album=[row.number for row in found])
    return [_album(row, opinions) for row in found]


def _album(row: AlbumRow, opinions: Opinions) -> Shape:
    shape: Shape = {
        "id": f"al-{row.number}",
        "name": row.title,
        "artist": row.artist,
        "artistId": f"ar-{row.artist_id}",
        "displayArtist": row.artist,
        "artists": [{"id": f"ar-{row.artist_id}", "name": row.artist}],
        "songCount": row.songs,
        "duration": round(row.seconds),
        "created": instant(row.made_at),
    }
    if row.year is not None:
        shape["year"] = row.year
    if row.genre:
        shape["genre"] = row.genre
        shape["genres"] = [{"name": row.genre}]
    if row.cover is not None:
        shape["coverArt"] = identified("track", row.cover)
    return shape | _opinion(opinions, "album", row.number)


def singles(asked: Asked, row: AloneRow) -> Shape:
    """An artist's songs that stand on no album, as one."""
    with translation.override(asked.person.language):
        name = translation.gettext("Tracks without an album")
    artist = identified("artist", row.artist_id)
    shape: Shape = {
        "id": identified("singles", row.artist_id),
        "name": name,
        "artist": row.artist,
        "artistId": artist,
        "displayArtist": row.artist,
        "artists": [{"id": artist, "name": row.artist}],
        "songCount": row.songs,
        "duration": round(row.seconds),
        "created": instant(row.made_at),
    }
    return shape | ({} if row.cover is None else {"coverArt": identified("track", row.cover)})


def folders(found: Sequence[Shape]) -> list[Shape]:
    """Albums as the folders of older players: a Child that is a directory."""
    kept = ("id", "artist", "artistId", "created", "year", "genre", "coverArt", "starred", "userRating")
    return [
        {key: album[key] for key in kept if key in album}
        | {
            "parent": album["artistId"],
            "isDir": True,
            "title": album["name"],
            "album": album["name"],
            "name": album["name"],  # some clients want what newer answers call it
            "songCount": album["songCount"],
            "duration": album["duration"],
            "mediaType": "album",
        }
        for album in found
    ]


def artists(asked: Asked, found: Sequence[ArtistRow]) -> list[Shape]:
    """Artists as ArtistID3."""
    opinions = music.opinions_of(asked.person_id, artist=[row.number for row in found])
    thought_of = opinions.liked["artist"].keys() | opinions.stars["artist"].keys()
    shaped: list[Shape] = []
    for row in found:
        shape: Shape = {"id": f"ar-{row.number}", "name": row.name, "albumCount": row.albums}
        if row.cover is not None:
            shape["coverArt"] = f"tr-{row.cover}"
        shaped.append(shape | _opinion(opinions, "artist", row.number) if row.number in thought_of else shape)
    return shaped


_OF_PLAIN_ARTISTS = ("id", "name", "starred", "userRating")


def plain_artists(found: Sequence[Shape]) -> list[Shape]:
    """Artists as older players take them."""
    return [{key: artist[key] for key in _OF_PLAIN_ARTISTS if key in artist} for artist in found]


def indexed(found: Sequence[Shape]) -> list[Shape]:
    """Under the letters they begin with, in order; what begins with none stands under "#"."""
    letters: dict[str, list[Shape]] = {}
    for artist in found:
        first = artist["name"][:1].upper()
        letters.setdefault(first if first.isalpha() else "#", []).append(artist)
    return [{"name": letter, "artist": letters[letter]} for letter in sorted(letters)]


def playlist(row: PlaylistRow, viewer_id: int) -> Shape:
    """A playlist without its songs. Others' e-mail addresses are theirs: they are called by name."""
    shape: Shape = {
        "id": identified("playlist", row.number),
        "name": row.title,
        "owner": row.email if row.person_id == viewer_id else row.owner,
        "public": row.public,
        "songCount": row.songs,
        "duration": round(row.seconds),
        "created": instant(row.made_at),
        "changed": instant(row.changed_at),
        "readonly": row.person_id != viewer_id,
    }
    if row.cover is not None:
        shape["coverArt"] = identified("track", row.cover)
    return shape | ({"comment": row.about} if row.about else {})


def in_order(asked: Asked, numbers: Sequence[int], found: Mapping[int, Song]) -> list[Shape]:
    """Songs in an order of numbers in which some may stand twice; what is withdrawn is left out."""
    return songs(asked, [found[number] for number in numbers if number in found])
