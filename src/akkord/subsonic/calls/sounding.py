"""Bytes: sound through music's gate, and covers. What is silent for the caller is not there."""

from dataclasses import dataclass
from urllib.parse import quote

from akkord.music import actions, errors, queries, streams
from akkord.music.rules import Context
from akkord.music.streams import Opened
from akkord.rights.terms import Use
from akkord.sound.forms import RAW, Rendition, Wanted
from akkord.store.files import NotKept, files
from akkord.subsonic.asking import Asked, number_in
from akkord.subsonic.errors import not_found

PICTURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


@dataclass(frozen=True)
class Picture:
    """A cover as it is sent."""

    mime: str
    name: str  # of its bytes: an ETag
    said: bytes


class Later(Exception):
    """It is being made: the same call is answered in a moment."""


def stream(asked: Asked) -> Opened:
    """The file as it was sent in, or a rendition where `format`, `maxBitRate` or `timeOffset` ask for one. A
    play begins with its first byte."""
    most, since = asked.number("maxBitRate", 0), asked.number("timeOffset", 0)
    return opened(asked, asked.one("track"), Wanted(asked.text("format").lower(), most, since))


def download(asked: Asked) -> Opened:
    """The file as it was sent in, to keep, where its owners license that."""
    return opened(asked, asked.one("track"), Wanted(RAW), Use.DOWNLOAD)


def opened(asked: Asked, track: int, wanted: Wanted | Rendition, use: Use = Use.PLAY) -> Opened:
    """A track for the caller in a form. Raises Failed, and Later while it is being made."""
    try:
        return streams.open_track(track, asked.listener, use, wanted=wanted)
    except (streams.Refused, streams.NoSuchStream) as silent:
        raise not_found("song, or it is silent here") from silent
    except errors.NotMade as unmade:
        actions.ask_for(unmade)
        raise Later from unmade


def named(opened: Opened) -> list[tuple[bytes, bytes]]:
    """Headers of what is to be kept: a name for its file."""
    if opened.use != Use.DOWNLOAD or not (song := queries.songs_by_numbers([opened.track]).get(opened.track)):
        return []
    words = " - ".join(word for word in (song.artist, song.title) if word)
    name = quote(f"{words}.{opened.suffix}".replace("/", "_"))
    return [(b"content-disposition", f"attachment; filename*=UTF-8''{name}".encode())]


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
