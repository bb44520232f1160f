"""Tracks as lists of players want them: many at once, in one query, with what is known of their sound."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from akkord.flow import clock
from akkord.flow.prepared import Prepared
from akkord.music.models import Track
from akkord.music.rules import Listener, Telling
from akkord.rights import queries as rights
from akkord.subscriptions import queries as subscriptions

from .gate import decide_to_remember, listener, standing_tracks
from .remembering import Answers, Asked, question
from .rows import rows_of

MOST_REMEMBERED = 100_000
MOST_AT_ONCE = 10_000
MOST_PICTURES = 12  # looked at of an album or an artist


class Song(NamedTuple):
    """A track that stands, with its names and its sound's figures."""

    number: int
    title: str
    artist: str
    artist_id: int | None
    album: str | None
    album_id: int | None
    album_artist: str | None
    album_artist_id: int | None
    place: int | None
    genre: str
    year: int | None
    seconds: float
    made_at: datetime
    person_id: int | None
    rendition: str
    size: int  # of the file as it was sent in, as all that follows
    container: str
    codec: str
    bitrate: int
    rate: int
    channels: int
    cover: str
    loudness: float | None


SONG = (
    "pk", "title", "artist", "by_id", "album__title", "album_id", "album__artist__name", "album__artist_id",
    "place", "genre", "year", "seconds", "made_at", "person_id", "sound__rendition", "sound__size",
    "sound__container", "sound__codec", "sound__bitrate", "sound__rate", "sound__channels", "sound__cover",
    "sound__loudness",
)  # fmt: skip
ON_ALBUM = (F("place").asc(nulls_last=True), "pk")


def songs(found: QuerySet[Track]) -> list[Song]:
    """The tracks of a question, in its order."""
    return [Song(*row) for row in found.values_list(*SONG)]


def songs_by_numbers(numbers: Iterable[int]) -> dict[int, Song]:
    """number → song, of those that stand."""
    # SQLite takes no more than 250,000 variables, and one long question keeps the others waiting
    asked = list(set(numbers))
    parts = (asked[at : at + MOST_AT_ONCE] for at in range(0, len(asked), MOST_AT_ONCE))
    return {row[0]: Song(*row) for part in parts for row in _numbered(part)}


def tracks_of_artist(artist_id: int, *, single: bool = False) -> QuerySet[Track]:
    """What names the artist, or only what stands on no album, the newest first."""
    found = standing_tracks().filter(by=artist_id)
    return (found.filter(album=None) if single else found).order_by("-pk")


def cover_for(person_id: int, territory: str, of: str, number: int) -> str:
    """The picture of a track, or of the first that is heard on an album, of an artist or of what an artist
    has on no album ("track", "album", "artist", "singles"; among the first MOST_PICTURES that have one), as
    players ask for them by the hundred: "" where none stands and may be heard by this person here and now.
    One question for who has never had an offer."""
    rows = _PICTURED[of](number, person_id)
    if not rows:
        return ""
    version, has_paid = rows[0][3:]
    who = listener(person_id, territory) if has_paid else Listener(person_id, territory)
    heard = _heard(who, {track: question(who, track, sender) for track, sender, *_ in rows}, version)
    return next((cover for track, _, cover, *_ in rows if track in heard), "")


def songs_of_album(album_id: int) -> list[Song]:
    return [Song(*row) for row in _on_album(album_id)]


_numbered = Prepared(lambda numbers: standing_tracks().filter(pk__in=numbers).values_list(*SONG))
_on_album = Prepared(
    lambda album: standing_tracks().filter(album_id=album).order_by(*ON_ALBUM).values_list(*SONG)
)


def _pictured(found: Callable[[int], QuerySet[Track]]) -> Prepared:
    def ask(number: int, person_id: int) -> QuerySet[Track, tuple[Any, ...]]:
        of_each = "pk", "person_id", "sound__cover"
        besides = rights.version_asked(), subscriptions.has_paid_asked(person_id)
        return found(number).exclude(sound__cover="").values_list(*of_each, *besides)[:MOST_PICTURES]

    return Prepared(ask)


_PICTURED = {
    "track": _pictured(lambda number: standing_tracks().filter(pk=number)),
    "album": _pictured(lambda number: standing_tracks().filter(album_id=number).order_by(*ON_ALBUM)),
    "artist": _pictured(tracks_of_artist),
    "singles": _pictured(lambda number: tracks_of_artist(number, single=True)),
}
_remembered = Answers[bool](MOST_REMEMBERED)


def audible_among(listener: Listener, found: Iterable[Song]) -> set[int]:
    """Which of the songs the listener may hear here and now.

    For lists: an answer is remembered until facts change or it ends; sound itself is decided at each start.
    """
    version = rights.facts_version()
    asked = {song.number: question(listener, song.number, song.person_id) for song in found}
    return _heard(listener, asked, version)


def _heard(listener: Listener, asked: Mapping[int, Asked], version: int) -> set[int]:
    """Which of them; what is not remembered is asked all at once."""
    moment, heard, unknown = clock.now(), set[int](), dict[int, Asked]()
    for number, each in asked.items():
        known = _remembered.known(each, version, moment)
        if known is None:
            unknown[number] = each
        elif known:
            heard.add(number)
    if unknown:
        heard |= _ask(listener, unknown, version, moment)
    return heard


def _ask(listener: Listener, unknown: Mapping[int, Asked], version: int, moment: datetime) -> set[int]:
    tracks = list(standing_tracks().filter(pk__in=list(unknown)))
    decisions, lasting = decide_to_remember(listener, tracks, moment)
    for number, decision in decisions.items() if lasting else ():
        _remembered.keep(unknown[number], version, decision.valid_until, decision.audible)
    return {number for number, decision in decisions.items() if decision.audible}


def why_silent(listener: Listener, found: Iterable[Song]) -> dict[int, Telling]:
    """number → why it is silent, of the songs that are; nothing more is asked where all sound."""
    asked = list(found)
    heard = audible_among(listener, asked)
    silent = [song.number for song in asked if song.number not in heard]
    if not silent:
        return {}
    rows = rows_of(listener, list(standing_tracks().filter(pk__in=silent)))
    return {row.number: row.telling for row in rows if row.telling is not None}
