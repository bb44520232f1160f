"""Bytes: sound through music's gate, and covers. What is silent for the caller is not there."""

from dataclasses import dataclass
from urllib.parse import quote

from akkord.music import actions, errors, queries, streams
from akkord.music.rules import Context
from akkord.music.streams import Opened
from akkord.photos import queries as photos
from akkord.photos.errors import NoSuchPhoto
from akkord.rights.terms import Use
from akkord.sound.box import cover_name
from akkord.sound.forms import RAW, Rendition, Wanted
from akkord.store.files import NotKept, files
from akkord.store.made import pictures
from akkord.subsonic.asking import Asked, identified, number_in
from akkord.subsonic.errors import Code, Failed, not_found, not_offered

SIZES = (64, 128, 300, 600, 1200)  # pixels of the longer side
PICTURE_PATIENCE = 5.0
MOST_LOOKED_AT = 100
PICTURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


@dataclass(frozen=True)
class Picture:
    """A cover as it is sent."""

    mime: str
    name: str  # of its bytes: an ETag
    said: bytes  # none for who has them


class Later(Exception):
    """It is being made: the same call is answered in a moment. After `patience` seconds `instead` is said."""

    def __init__(self, instead: Picture | None = None, patience: float = 120.0) -> None:
        super().__init__()
        self.instead, self.patience = instead, patience


def stream(asked: Asked) -> Opened:
    """The file as it was sent in, or a rendition where `format`, `maxBitRate` or `timeOffset` ask for one. A
    play begins with its first byte."""
    most, since = asked.number("maxBitRate", 0), asked.number("timeOffset", 0)
    return opened(asked, asked.one("track"), Wanted(asked.text("format").lower(), most, since))


def download(asked: Asked) -> Opened:
    """The file as it was sent in, to keep, where its owners license that."""
    track = asked.one("track")
    try:
        return opened(asked, track, Wanted(RAW), Use.DOWNLOAD)
    except Failed:
        opened(asked, track, Wanted(RAW))  # what is silent altogether is told as that
        raise not_offered("keeping this song; it may be listened to") from None


def opened(asked: Asked, track: int, wanted: Wanted | Rendition, use: Use = Use.PLAY) -> Opened:
    """A track for the caller in a form. Raises Failed, and Later while it is being made."""
    try:
        return streams.open_track(track, asked.listener, use, wanted=wanted)
    except (streams.Refused, streams.NoSuchStream) as silent:
        raise not_found("song, or it is silent here") from silent
    except errors.NotMade as unmade:
        _have_made(asked, unmade)
        raise Later from unmade


def _have_made(asked: Asked, unmade: errors.NotMade) -> None:
    try:
        actions.ask_for(asked.person_id, unmade)
    except errors.TooManyWaiting as full:
        raise Failed(Code.GENERIC, str(full.text)) from full


def named(opened: Opened) -> list[tuple[bytes, bytes]]:
    """Headers of what is to be kept: a name for its file."""
    if opened.use != Use.DOWNLOAD or not (song := queries.songs_by_numbers([opened.track]).get(opened.track)):
        return []
    words = " - ".join(word for word in (song.artist, song.title) if word)
    name = quote(f"{words}.{opened.suffix}".replace("/", "_"))
    plain = f"{identified('track', opened.track)}.{opened.suffix}"  # for who reads no other (RFC 6266, 4.3)
    return [(b"content-disposition", f"attachment; filename=\"{plain}\"; filename*=UTF-8''{name}".encode())]


def begun(asked: Asked, opened: Opened) -> None:
    """Bytes from the beginning of a track are asked for."""
    if opened.use == Use.PLAY and (song := queries.songs_by_numbers([opened.track]).get(opened.track)):
        actions.note_start(asked.person_id, opened, song.seconds, Context.SUBSONIC)


def get_cover_art(asked: Asked) -> Picture:
    """The picture in the file of a song, drawn anew in about the size that is asked for; of an album, an
    artist or a playlist that of one of its songs. Never of what is silent for the caller.

    While it is being drawn, and for a little while, the caller waits; then the file's own is shown.
    """
    cover = _cover(asked, asked.needed("id"))
    if not cover:
        raise not_found("picture")
    wanted = asked.number("size", 0) or SIZES[-1]
    side = next((size for size in SIZES if size >= wanted), SIZES[-1])
    name = cover_name(cover, side)
    if asked.has(name):
        return Picture("image/jpeg", name, b"")
    if (said := pictures().read(name)) is None:
        later = Later(_as_it_is(cover), PICTURE_PATIENCE)
        actions.ask_for_cover(cover, side)
        raise later
    if not said:
        raise not_found("picture")
    return Picture("image/jpeg", name, said)


def get_avatar(asked: Asked) -> Picture:
    """The square that stands for the caller; others are called by name here, and names are no addresses."""
    me = asked.person
    if asked.needed("username").strip().lower() != me.email or me.face is None:
        raise not_found("picture")
    try:
        found = photos.attached_photo(me.face)
        if found.owner_id != me.pk or not photos.open_there(found, me.pk, asked.territory):
            raise not_found("picture")
        return Picture("image/jpeg", found.face, files().read(found.face))
    except (NoSuchPhoto, NotKept) as gone:
        raise not_found("picture") from gone


def _as_it_is(sha256: str) -> Picture:
    try:
        said = files().path(sha256).read_bytes()
    except NotKept as lost:
        raise not_found("picture") from lost
    mime = next((mime for magic, mime in PICTURES if said.startswith(magic)), None)
    if mime is None:
        raise not_found("picture")
    return Picture(mime, sha256, said)


def _cover(asked: Asked, name: str) -> str:
    """The picture of the song that is named, or of the first in it that has one and is heard; "" for none."""
    for kind in ("track", "album", "artist", "singles"):
        if (number := number_in(name, kind)) is not None:
            return queries.cover_for(asked.person_id, asked.territory, kind, number)
    if (number := number_in(name, "playlist")) is None:
        return ""
    pictured = [song for song in _songs_of_playlist(asked, number) if song.cover]
    heard = queries.audible_among(asked.listener, pictured)
    return next((song.cover for song in pictured if song.number in heard), "")


def _songs_of_playlist(asked: Asked, number: int) -> list[queries.Song]:
    try:
        playlist = queries.playlist_for(asked.person_id, number)
    except errors.NoSuchPlaylist as gone:
        raise not_found("picture") from gone
    numbers = [track for _, track in queries.entries_of([playlist.pk])][:MOST_LOOKED_AT]
    found = queries.songs_by_numbers(numbers)
    return [found[track] for track in numbers if track in found]
