"""Podcasts one follows, by the API's names: channels and their episodes.

No sound comes past the law: an episode that is here is a track like any other, and its `streamId` names that.
"""

from collections.abc import Sequence
from typing import Any

from akkord.music import queries as music
from akkord.music.errors import MusicError
from akkord.podcasts import actions, queries
from akkord.podcasts.errors import NoSuchPodcast, PodcastError
from akkord.podcasts.queries import EpisodeRow, Feed
from akkord.podcasts.rules import State
from akkord.subsonic import shapes
from akkord.subsonic.asking import Asked, identified
from akkord.subsonic.errors import Code, Failed, not_found

Tree = dict[str, Any]
MOST = 500
_STATUS = {
    State.LISTED: "skipped",
    State.WANTED: "downloading",
    State.FETCHING: "downloading",
    State.HERE: "downloading",  # until it is decided
    State.FAILED: "error",
}


def get_podcasts(asked: Asked) -> Tree:
    feeds = queries.feeds_of(asked.person_id)
    if asked.text("id"):
        number = asked.one("channel")
        feeds = [feed for feed in feeds if feed.pk == number]
        if not feeds:
            raise not_found("podcast")
    channels = [_channel(feed) for feed in feeds]
    if asked.yes("includeEpisodes", True):
        for feed, channel in zip(feeds, channels, strict=True):
            channel["episode"] = _episodes(asked, queries.episodes(asked.listener, [feed], limit=MOST))
    return {"podcasts": {"channel": channels}}


def get_newest_podcasts(asked: Asked) -> Tree:
    feeds = queries.feeds_of(asked.person_id)
    found = queries.episodes(asked.listener, feeds, limit=asked.number("count", 20, MOST))
    return {"newestPodcasts": {"episode": _episodes(asked, found)}}


def get_podcast_episode(asked: Asked) -> Tree:
    (row,) = queries.rows_of(asked.listener, [_episode(asked)])
    return {"podcastEpisode": _episodes(asked, [row])[0]}


def create_podcast_channel(asked: Asked) -> Tree:
    try:
        actions.follow(asked.person, asked.needed("url"))
    except PodcastError as refused:
        raise Failed(Code.GENERIC, str(refused.text)) from refused
    return {}


def delete_podcast_channel(asked: Asked) -> Tree:
    number = asked.one("channel")
    feed = next((feed for feed in queries.feeds_of(asked.person_id) if feed.pk == number), None)
    if feed is None:
        raise not_found("podcast")
    actions.unfollow(asked.person, feed)
    return {}


def download_podcast_episode(asked: Asked) -> Tree:
    """The site brings it here; the player streams it once it is decided."""
    try:
        actions.want(asked.person, _episode(asked))
    except (PodcastError, MusicError) as refused:
        raise Failed(Code.GENERIC, str(refused.text)) from refused
    return {}


def delete_podcast_episode(asked: Asked) -> Tree:
    """Who brought it takes it away; nobody else does."""
    try:
        actions.take_away(asked.person, _episode(asked))
    except PodcastError as refused:
        raise Failed(Code.NOT_ALLOWED, str(refused.text)) from refused
    return {}


def refresh_podcasts(asked: Asked) -> Tree:
    """Feeds are read when their time has come, for all who follow them; asking more often does nothing."""
    return {}


def _episode(asked: Asked) -> queries.Episode:
    try:
        return queries.episode_for(asked.person_id, asked.one("episode"))
    except NoSuchPodcast as gone:
        raise not_found("episode") from gone


def _channel(feed: Feed) -> Tree:
    status = "error" if feed.fault else "completed" if feed.read_at else "new"
    told = {"id": identified("channel", feed.pk), "url": feed.address, "title": str(feed), "status": status}
    return told | ({"description": feed.about} if feed.about else {})


def _episodes(asked: Asked, found: Sequence[EpisodeRow]) -> list[Tree]:
    tracks = music.songs_by_numbers(each.row.number for each in found if each.row)
    songs = {song["id"]: song for song in shapes.songs(asked, list(tracks.values()))}
    return [_shape(each, songs) for each in found]


def _shape(episode: EpisodeRow, songs: dict[str, Tree]) -> Tree:
    named = identified("track", episode.row.number) if episode.row else ""
    song = dict(songs.get(named, {}))
    channel = identified("channel", episode.feed)
    told: Tree = song | {
        "id": identified("episode", episode.number),
        "channelId": channel,
        "parent": channel,
        "isDir": False,
        "title": episode.title,
        "type": "podcast",
        "description": episode.about,
        "publishDate": shapes.instant(episode.published_at),
        "status": "completed" if song else _STATUS[State(episode.state)],
    }
    if song:
        told["streamId"] = named
    elif episode.seconds:
        told["duration"] = episode.seconds
    return told
