"""Shares: addresses of one's own that show some songs to anybody who opens them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from akkord.music import actions, errors, queries
from akkord.subsonic import shapes
from akkord.subsonic.asking import Asked, identified, number_in
from akkord.subsonic.errors import Code, Failed, missing, not_found

Tree = dict[str, Any]


def get_shares(asked: Asked) -> Tree:
    return _shares(asked, queries.shares_of(asked.person_id))


def create_share(asked: Asked) -> Tree:
    names = list(dict.fromkeys(asked.all("id")))
    if not names:
        raise missing("id")
    numbers = dict[int, None]()  # in order, each once
    for name in names[: actions.MOST_SHARED]:
        numbers |= dict.fromkeys(_tracks_in(asked, name))
        if len(numbers) >= actions.MOST_SHARED:
            break
    (expires,) = _expires(asked) or (None,)
    try:
        made = actions.share(
            asked.person, list(numbers)[: actions.MOST_SHARED], asked.text("description"), expires
        )
    except errors.NoSuchTrack as gone:
        raise not_found("song, album or playlist") from gone
    except errors.TooManyShares as full:
        raise Failed(Code.GENERIC, str(full.text)) from full
    return _shares(asked, [made])


def update_share(asked: Asked) -> Tree:
    about = asked.text("description") if "description" in asked.parameters else None
    try:
        actions.change_share(asked.person, _number(asked), about=about, expires=_expires(asked))
    except errors.NoSuchShare as gone:
        raise not_found("share") from gone
    return {}


def delete_share(asked: Asked) -> Tree:
    try:
        actions.take_back_share(asked.person, _number(asked))
    except errors.NoSuchShare as gone:
        raise not_found("share") from gone
    return {}


def _number(asked: Asked) -> int:
    return asked.one("share")


def _expires(asked: Asked) -> tuple[datetime | None] | None:
    """When, or never (0); nothing where nothing is said."""
    if not asked.text("expires"):
        return None
    moment = asked.moment("expires")
    return (moment,)


def _tracks_in(asked: Asked, name: str) -> list[int]:
    """Songs of what is named: a song, an album, a playlist the caller may see. Raises Failed."""
    if (number := number_in(name, "track")) is not None:
        return [number]
    if (number := number_in(name, "album")) is not None:
        return [song.number for song in queries.songs_of_album(number)]
    if (number := number_in(name, "playlist")) is not None:
        try:
            found = queries.playlist_for(asked.person_id, number)
        except errors.NoSuchPlaylist as gone:
            raise not_found("playlist") from gone
        return [track for _, track in queries.entries_of([found.pk])]
    raise not_found("song, album or playlist")


def _shares(asked: Asked, found: list[queries.Share]) -> Tree:
    songs = queries.songs_by_numbers({number for each in found for number in each.tracks})
    return {"shares": {"share": [_share(asked, each, songs) for each in found]}}


def _share(asked: Asked, each: queries.Share, songs: Mapping[int, queries.Song]) -> Tree:
    said: Tree = {
        "id": identified("share", each.pk),
        "url": f"{settings.SITE_URL}{each.get_absolute_url()}",
        "username": asked.person.email,
        "created": shapes.instant(each.made_at),
        "visitCount": each.visits,
        "entry": shapes.in_order(asked, each.tracks, songs),
    }
    if each.about:
        said["description"] = each.about
    for name, moment in (("expires", each.expires_at), ("lastVisited", each.visited_at)):
        if moment is not None:
            said[name] = shapes.instant(moment)
    return said
