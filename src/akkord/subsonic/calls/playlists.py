"""Playlists: one's own, and the public ones of friends to listen to."""

from collections.abc import Callable
from typing import Any

from akkord.music import actions, errors, queries
from akkord.subsonic import shapes
from akkord.subsonic.asking import Asked
from akkord.subsonic.errors import Code, Failed, missing, not_found

Tree = dict[str, Any]


def get_playlists(asked: Asked) -> Tree:
    me = asked.person
    if (of := asked.text("username").strip().lower()) and of != me.email:
        raise Failed(Code.NOT_ALLOWED, "Only an administrator may ask for the playlists of others.")
    rows = queries.playlists_of(me.pk, me.pk) if of else queries.playlists_around(me.pk)
    return {"playlists": {"playlist": [shapes.playlist(row, me.pk) for row in rows]}}


def get_playlist(asked: Asked) -> Tree:
    return {"playlist": _whole(asked, asked.one("playlist"))}


def _whole(asked: Asked, number: int) -> Tree:
    try:
        found = queries.playlist_for(asked.person_id, number)
    except errors.NoSuchPlaylist as gone:
        raise not_found("playlist") from gone
    numbers = [track for _, track in queries.entries_of([found.pk])]
    entries = shapes.in_order(asked, numbers, queries.songs_by_numbers(numbers))
    return shapes.playlist(queries.playlist_row(found), asked.person_id) | {"entry": entries}


def create_playlist(asked: Asked) -> Tree:
    """A new one by name; or, of one that is there, all its songs."""
    songs = asked.songs("songId")
    if asked.text("playlistId"):
        number = asked.one("playlist", "playlistId")
        if name := asked.text("name"):
            _doing(asked, number, lambda: actions.edit_playlist(asked.person, number, title=name))
        _doing(asked, number, lambda: actions.fill_playlist(asked.person, number, songs))
        return {"playlist": _whole(asked, number)}
    name = asked.text("name")
    if not name:
        raise missing("name or playlistId")
    try:
        made = actions.make_playlist(asked.person, name, songs)
    except (errors.NameMissing, errors.TooManyPlaylists, errors.PlaylistFull) as wrong:
        raise Failed(Code.GENERIC, str(wrong.text)) from wrong
    return {"playlist": _whole(asked, made.pk)}


def update_playlist(asked: Asked) -> Tree:
    """Places to take out are those before anything is added. Whom the owner lets in fills it, and no more."""
    number = asked.one("playlist", "playlistId")
    songs, places = asked.songs("songIdToAdd"), _places(asked)
    said = {
        "title": asked.text("name") or None,
        "about": asked.text("comment") if "comment" in asked.parameters else None,
        "public": asked.yes("public", False) if asked.text("public") else None,
    }
    if any(value is not None for value in said.values()) or not (songs or places):
        _doing(asked, number, lambda: actions.edit_playlist(asked.person, number, **said))  # type: ignore[arg-type]
    if places:
        _doing(asked, number, lambda: actions.take_from_playlist(asked.person, number, places))
    if songs:
        _doing(asked, number, lambda: actions.add_to_playlist(asked.person, number, songs))
    return {}


def delete_playlist(asked: Asked) -> Tree:
    number = asked.one("playlist")
    _doing(asked, number, lambda: actions.delete_playlist(asked.person, number))
    return {}


def _places(asked: Asked) -> set[int]:
    given = asked.all("songIndexToRemove")
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in given):
        raise Failed(Code.GENERIC, "songIndexToRemove has to be a whole number.")
    return set(map(int, given))


def _doing(asked: Asked, number: int, verb: Callable[[], None]) -> None:
    """A change of a playlist: another's that one sees may not be changed, another's that one does not see
    is not there."""
    try:
        verb()
    except errors.NoSuchPlaylist as gone:
        try:
            queries.playlist_for(asked.person_id, number)
        except errors.NoSuchPlaylist:
            raise not_found("playlist") from gone
        raise Failed(Code.NOT_ALLOWED, "Only its owner changes a playlist.") from gone
    except (errors.NameMissing, errors.PlaylistFull, errors.FilledByRules) as wrong:
        raise Failed(Code.GENERIC, str(wrong.text)) from wrong
