"""Every call of the API by its name. What is not here is no call."""

from collections.abc import Callable
from typing import Any

from .asking import Asked
from .calls import (
    alike,
    browsing,
    marks,
    places,
    playlists,
    podcasts,
    searching,
    shares,
    site,
    sounding,
    transcoding,
    words,
)  # fmt: skip

Call = Callable[[Asked], Any]

# Answered to anybody: clients ask for it before they know how to sign in.
OPEN = frozenset({"getOpenSubsonicExtensions"})

# Answered with bytes.
SOUND: dict[str, Call] = {
    "stream": sounding.stream,
    "download": sounding.download,
    "getTranscodeStream": transcoding.get_transcode_stream,
}
PICTURE: dict[str, Call] = {"getCoverArt": sounding.get_cover_art, "getAvatar": sounding.get_avatar}

_THERE: dict[str, Call] = {
    "ping": site.ping,
    "getLicense": site.get_license,
    "getOpenSubsonicExtensions": site.get_open_subsonic_extensions,
    "tokenInfo": site.token_info,
    "getMusicFolders": site.get_music_folders,
    "getUser": site.get_user,
    "getUsers": site.get_users,
    "getScanStatus": site.get_scan_status,
    "startScan": site.get_scan_status,
    "getArtists": browsing.get_artists,
    "getIndexes": browsing.get_indexes,
    "getArtist": browsing.get_artist,
    "getAlbum": browsing.get_album,
    "getSong": browsing.get_song,
    "getLyrics": words.get_lyrics,
    "getLyricsBySongId": words.get_lyrics_by_song_id,
    "getMusicDirectory": browsing.get_music_directory,
    "getGenres": browsing.get_genres,
    "getAlbumList": browsing.get_album_list,
    "getAlbumList2": browsing.get_album_list_2,
    "getRandomSongs": browsing.get_random_songs,
    "getSongsByGenre": browsing.get_songs_by_genre,
    "getTopSongs": browsing.get_top_songs,
    "getSimilarSongs": alike.similar("similarSongs"),
    "getSimilarSongs2": alike.similar("similarSongs2"),
    "getSonicSimilarTracks": alike.get_sonic_similar_tracks,
    "findSonicPath": alike.find_sonic_path,
    "getAlbumInfo": browsing.about_album,
    "getAlbumInfo2": browsing.about_album,
    "getArtistInfo": browsing.about_artist("artistInfo", older=True),
    "getArtistInfo2": browsing.about_artist("artistInfo2", older=False),
    "search": searching.search,
    "search2": searching.search_2,
    "search3": searching.search_3,
    "getTranscodeDecision": transcoding.get_transcode_decision,
    "star": marks.star,
    "unstar": marks.unstar,
    "setRating": marks.set_rating,
    "getStarred": marks.get_starred,
    "getStarred2": marks.get_starred_2,
    "scrobble": marks.scrobble,
    "reportPlayback": marks.report_playback,
    "getNowPlaying": marks.get_now_playing,
    "getPlaylists": playlists.get_playlists,
    "getPlaylist": playlists.get_playlist,
    "createPlaylist": playlists.create_playlist,
    "updatePlaylist": playlists.update_playlist,
    "deletePlaylist": playlists.delete_playlist,
    "getShares": shares.get_shares,
    "createShare": shares.create_share,
    "updateShare": shares.update_share,
    "deleteShare": shares.delete_share,
    "getPlayQueue": places.get_play_queue,
    "getPlayQueueByIndex": places.get_play_queue_by_index,
    "savePlayQueue": places.save_play_queue,
    "savePlayQueueByIndex": places.save_play_queue_by_index,
    "getBookmarks": places.get_bookmarks,
    "createBookmark": places.create_bookmark,
    "deleteBookmark": places.delete_bookmark,
    "getPodcasts": podcasts.get_podcasts,
    "getNewestPodcasts": podcasts.get_newest_podcasts,
    "getPodcastEpisode": podcasts.get_podcast_episode,
    "createPodcastChannel": podcasts.create_podcast_channel,
    "deletePodcastChannel": podcasts.delete_podcast_channel,
    "downloadPodcastEpisode": podcasts.download_podcast_episode,
    "deletePodcastEpisode": podcasts.delete_podcast_episode,
    "refreshPodcasts": podcasts.refresh_podcasts,
}

# What the site has none of, and what nobody may do by this door.
_NOT_HERE: dict[str, Call] = {
    "getInternetRadioStations": site.empty("internetRadioStations"),
    "getChatMessages": site.empty("chatMessages"),
    "getVideos": site.empty("videos"),
    "getVideoInfo": site.nothing_there("video", "id"),
    "getCaptions": site.nothing_there("video", "id"),
    "hls": site.nothing_there("playlist of pieces: use stream", "id"),
    "hls.m3u8": site.nothing_there("playlist of pieces: use stream", "id"),
} | {
    name: site.refused(what)
    for what, names in {
        "manage accounts": ("createUser", "updateUser", "deleteUser", "changePassword"),
        "chat": ("addChatMessage",),
        "manage internet radio": (
            "createInternetRadioStation", "updateInternetRadioStation", "deleteInternetRadioStation",
        ),
        "play on the server": ("jukeboxControl",),
    }.items()
    for name in names
}  # fmt: skip

TREES = _THERE | _NOT_HERE
CALLS = TREES | SOUND | PICTURE
