"""What a listener says of music: stars, ratings, that it was played."""

from collections.abc import Sequence
from typing import Any, TypeVar

from akkord.music import actions, errors, queries, streams
from akkord.music.rules import Context, needed_seconds
from akkord.sound.forms import Wanted
from akkord.subsonic import shapes
from akkord.subsonic.asking import Asked, number_in
from akkord.subsonic.errors import Code, Failed, missing, not_found

Tree = dict[str, Any]
Thing = TypeVar("Thing")
MOST_AT_ONCE = 500


def star(asked: Asked) -> Tree:
    for kind, number in _starred(asked):
        try:
            actions.like(asked.person, kind, number)
        except (errors.NoSuchTrack, errors.NoSuchAlbum, errors.NoSuchArtist) as gone:
            raise not_found(kind) from gone
    return {}


def unstar(asked: Asked) -> Tree:
    for kind, number in _starred(asked):
        actions.unlike(asked.person, kind, number)
    return {}


def _starred(asked: Asked) -> list[tuple[str, int]]:
    """Everything that is named; as a plain `id` a song, or the folder of an album or an artist."""
    named = [_thing(text) for text in asked.all("id")]
    named += [("album", number) for number in asked.many("album", "albumId")]
    named += [("artist", number) for number in asked.many("artist", "artistId")]
    if not named:
        raise missing("id, albumId or artistId")
    return _not_too_many(named)


def _not_too_many(named: Sequence[Thing]) -> list[Thing]:
    """Each once. Raises Failed: what is said of things one by one holds a thread for as long as it takes."""
    each = list(dict.fromkeys(named))
    if len(each) > MOST_AT_ONCE:
        raise Failed(Code.GENERIC, f"At most {MOST_AT_ONCE} at once.")
    return each


def _thing(text: str) -> tuple[str, int]:
    for kind in ("track", "album", "artist"):
        if (number := number_in(text, kind)) is not None:
            return kind, number
    raise not_found("song, album or artist")


def set_rating(asked: Asked) -> Tree:
    kind, number = _thing(asked.needed("id"))
    asked.needed("rating")
    try:
        actions.rate(asked.person, kind, number, asked.number("rating", 0))
    except errors.BadStars as bad:
        raise Failed(Code.GENERIC, "A rating is a number from 0 to 5.") from bad
    except (errors.NoSuchTrack, errors.NoSuchAlbum, errors.NoSuchArtist) as gone:
        raise not_found(kind) from gone
    return {}


def get_starred_2(asked: Asked) -> Tree:
    artists, albums, songs = _liked(asked)
    return {"starred2": {"artist": artists, "album": albums, "song": songs}}


def get_starred(asked: Asked) -> Tree:
    artists, albums, songs = _liked(asked)
    said = {"artist": shapes.plain_artists(artists), "album": shapes.folders(albums), "song": songs}
    return {"starred": said}


def _liked(asked: Asked) -> tuple[list[Tree], list[Tree], list[Tree]]:
    person = asked.person_id
    liked = {kind: queries.liked_by(person, kind) for kind in ("artist", "album", "track")}
    artists = {row.number: row for row in queries.artists(liked["artist"])}
    albums = queries.albums_by_numbers(liked["album"])
    return (
        shapes.artists(asked, [artists[n] for n in liked["artist"] if n in artists]),
        shapes.albums(asked, [albums[n] for n in liked["album"] if n in albums]),
        shapes.in_order(asked, liked["track"], queries.songs_by_numbers(liked["track"])),
    )


def scrobble(asked: Asked) -> Tree:
    """`submission` false: it begins; else it was listened to, and its last start is counted by the rule for
    all plays. Saying it again, or of what never began here, changes nothing."""
    numbers = asked.many("track")
    if not numbers:
        raise missing("id")
    known = queries.songs_by_numbers(_not_too_many(numbers))
    if not known:  # of a batch what has gone meanwhile is passed over
        raise not_found("song")
    for number in known:
        if asked.yes("submission", True):
            actions.count_last(asked.person_id, asked.listener, number)
        else:
            _begin(asked, number)
    return {}


def report_playback(asked: Asked) -> Tree:
    """Where a player is in a song (playbackReport)."""
    kind, state = asked.needed("mediaType"), asked.needed("state")
    if kind != "song":
        raise not_found(kind[:40])
    if state not in ("starting", "playing", "paused", "stopped"):
        raise Failed(Code.GENERIC, "state is starting, playing, paused or stopped.")
    number = asked.one("track", "mediaId")
    asked.needed("positionMs")
    found = queries.songs_by_numbers([number])
    if number not in found:
        raise not_found("song")
    heard = asked.number("positionMs", 0) / 1000
    if state in ("starting", "playing"):
        _begin(asked, number)
    if heard >= needed_seconds(found[number].seconds) and not asked.yes("ignoreScrobble", False):
        actions.count_last(asked.person_id, asked.listener, number)
    return {}


def _begin(asked: Asked, number: int) -> None:
    """A play begins if the law lets it; a player with silence in its list is not told off for it."""
    found = queries.songs_by_numbers([number])
    if number not in found:
        raise not_found("song")
    try:
        opened = streams.open_track(number, asked.listener, wanted=Wanted())
    except (streams.Refused, streams.NoSuchStream):
        return
    actions.note_start(asked.person_id, opened, found[number].seconds, Context.SUBSONIC)


def get_now_playing(asked: Asked) -> Tree:
    """What the caller and their friends listen to, as far as they show it."""
    said = []
    playing = queries.playing_around(asked.person_id)
    found = queries.songs_by_numbers(each.track for each in playing)
    for place, each in enumerate(playing):
        for shape in shapes.in_order(asked, [each.track], found):
            said.append(shape | {"username": each.name, "minutesAgo": each.minutes_ago, "playerId": place})
    return {"nowPlaying": {"entry": said}}
