"""Bytes: sound through music's gate, and covers. What is silent for the caller is not there."""

from dataclasses import dataclass

from akkord.music import actions, errors, queries, streams
from akkord.music.rules import Context
from akkord.music.streams import Opened
from akkord.rights.terms import Use
from akkord.store.files import NotKept, files
from akkord.subsonic.asking import Asked, number_in
from akkord.subsonic.errors import Code, Failed, not_found

PICTURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


@dataclass(frozen=True)
class Picture:
    """A cover as it is sent."""

    mime: str
    name: str  # of its bytes: an ETag
    said: bytes


def stream(asked: Asked) -> Opened:
    """The rendition, whatever format is asked for: others are not made. A play begins with its first byte."""
    return _opened(asked, Use.PLAY)


def download(asked: Asked) -> Opened:
    """The rendition to keep, where its owners license that; the file that was sent in goes to nobody."""
    return _opened(asked, Use.DOWNLOAD)


def _opened(asked: Asked, use: Use) -> Opened:
    try:
        return streams.open_track(asked.one("track"), asked.listener, use)
    except (streams.Refused, streams.NoSuchStream) as silent:
        raise not_found("song, or it is silent here") from silent
    except errors.NotReady as later:
        raise Failed(Code.GENERIC, str(later.text)) from later


def begun(asked: Asked, opened: Opened) -> None:
    """Bytes from the beginning of a track are asked for."""
    if opened.use == Use.PLAY and (song := queries.songs_by_numbers([opened.track]).get(opened.track)):
        actions.note_start(asked.person.pk, opened, song.seconds, Context.SUBSONIC)


def get_cover_art(asked: Asked) -> Picture:
    """The picture in the file of a song, or of a song of an album; never of what is silent for the caller."""
    song = _pictured(asked.needed("id"))
    if song is None or song.number not in queries.audible_among(asked.listener, [song]):
        raise not_found("picture")
    try:
        said = files().path(song.cover).read_bytes()
    except NotKept as lost:
        raise not_found("picture") from lost
    mime = next((mime for magic, mime in PICTURES if said.startswith(magic)), None)
    if mime is None:
        raise not_found("picture")
    return Picture(mime, song.cover, said)


def _pictured(name: str) -> queries.Song | None:
    """A song with a picture: the one that is named, or the first of the album that is."""
    if (number := number_in(name, "track")) is not None:
        found = list(queries.songs_by_numbers([number]).values())
    elif (number := number_in(name, "album")) is not None:
        found = queries.songs_of_album(number)
    else:
        found = []
    return next((song for song in found if song.cover), None)
