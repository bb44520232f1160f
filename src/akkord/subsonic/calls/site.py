"""The site itself: is it there, what it can, who one is; and what is not offered here."""

from typing import Any

from akkord.music import queries as music
from akkord.subsonic.asking import Asked
from akkord.subsonic.errors import not_found, not_offered

Tree = dict[str, Any]
FOLDER = 1  # there is one: the site's music

EXTENSIONS = {
    "apiKeyAuthentication": [1],
    "formPost": [1],
    "getPodcastEpisode": [1],
    "indexBasedQueue": [1],
    "playbackReport": [1],
    "topSongsByArtistId": [1],
    "songLyrics": [1, 2],
    "sonicSimilarity": [1],
    "transcodeOffset": [1],
    "transcoding": [1],
}


def ping(asked: Asked) -> Tree:
    return {}


def get_license(asked: Asked) -> Tree:
    return {"license": {"valid": True, "email": asked.person.email}}


def get_open_subsonic_extensions(asked: Asked) -> Tree:
    said = [{"name": name, "versions": versions} for name, versions in EXTENSIONS.items()]
    return {"openSubsonicExtensions": said}


def token_info(asked: Asked) -> Tree:
    return {"tokenInfo": {"username": asked.person.email}}


def get_music_folders(asked: Asked) -> Tree:
    return {"musicFolders": {"musicFolder": [{"id": FOLDER, "name": "Akkord"}]}}


def get_user(asked: Asked) -> Tree:
    """The caller alone: others' accounts are not for players to see."""
    if asked.needed("username").strip().lower() != asked.person.email:
        raise not_found("user")
    return {"user": _user(asked)}


def get_users(asked: Asked) -> Tree:
    return {"users": {"user": [_user(asked)]}}


def _user(asked: Asked) -> Tree:
    roles = {
        "downloadRole": True,
        "playlistRole": True,
        "streamRole": True,
        "shareRole": True,
        "podcastRole": True,
    }
    denied = (
        "adminRole", "settingsRole", "uploadRole", "coverArtRole", "commentRole", "jukeboxRole",
        "videoConversionRole",
    )  # fmt: skip
    return {
        "username": asked.person.email,
        "scrobblingEnabled": True,
        **roles,
        **dict.fromkeys(denied, False),
        "folder": [FOLDER],
    }


def get_scan_status(asked: Asked) -> Tree:
    """Nothing is ever scanned: what is sent in is there when it was decided."""
    return {"scanStatus": {"scanning": False, "count": music.standing_tracks().count()}}


def empty(element: str, **inside: Any) -> Any:
    """A call about things that this site has none of."""

    def call(asked: Asked) -> Tree:
        return {element: dict(inside)}

    return call


def refused(what: str) -> Any:
    """A call for something that nobody may do here."""

    def call(asked: Asked) -> Tree:
        raise not_offered(what)

    return call


def nothing_there(what: str, *needed: str) -> Any:
    """A call for one of the things that this site has none of."""

    def call(asked: Asked) -> Tree:
        for name in needed:
            asked.needed(name)
        raise not_found(what)

    return call
