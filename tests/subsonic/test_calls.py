"""Every call as a player makes it; every answer is held against the API's description, in XML and in JSON."""

from datetime import timedelta

import pytest

from akkord.flow import clock
from akkord.music import actions
from akkord.music.models import Play, Track
from akkord.people.models import Person
from akkord.subsonic.table import CALLS
from factories import friends
from subsonic.library import Player, description


def titles(found: list[dict[str, object]]) -> list[object]:
    return [song["title"] for song in found]


def test_no_call_of_the_api_is_forgotten() -> None:
    api = description()
    if api is None:
        pytest.skip("NOT TESTED: the API's description is not here, no answer was held against it")
    named = {path.removeprefix("/rest/") for path in api["paths"]}
    assert named - set(CALLS) == set()


def test_the_site_says_what_it_is(player: Player, library: dict[str, int]) -> None:
    said = player.ask("ping").said
    assert (said["status"], said["version"], said["type"], said["openSubsonic"]) == (
        "ok",
        "1.16.1",
        "akkord",
        True,
    )
    assert player.ask("getLicense")["license"]["valid"] is True
    assert player.ask("tokenInfo")["tokenInfo"] == {"username": "anna@example.org"}
    assert player.ask("getMusicFolders")["musicFolders"]["musicFolder"][0]["id"] == 1
    assert player.ask("getScanStatus")["scanStatus"] == {"scanning": False, "count": 4}
    assert player.ask("startScan").ok
    assert player.ask("getUser", username="anna@example.org")["user"]["adminRole"] is False
    assert [user["username"] for user in player.ask("getUsers")["users"]["user"]] == ["anna@example.org"]
    assert player.ask("getUser", username="boris@example.org").code == 70


def test_artists_lead_to_albums_and_albums_to_songs(player: Player, library: dict[str, int]) -> None:
    index = player.ask("getArtists")["artists"]["index"]
    assert [(each["name"], [a["name"] for a in each["artist"]]) for each in index] == [
        ("B", ["Björk"]), ("З", ["Земфира"]), ("М", ["Мумий Тролль"]),
    ]  # fmt: skip
    troll = index[2]["artist"][0]
    assert troll["albumCount"] == 1
    album = player.ask("getArtist", id=troll["id"])["artist"]["album"][0]
    assert (album["name"], album["songCount"], album["duration"], album["year"]) == (
        "Ночной трамвай",
        2,
        120,
        2014,
    )
    found = player.ask("getAlbum", id=album["id"])["album"]["song"]
    assert titles(found) == ["Rain & Snow <1>", "Ёлка"]
    assert (found[0]["track"], found[0]["genre"], found[0]["contentType"]) == (1, "Rock", "audio/mpeg")
    assert found[0]["replayGain"] == {"trackGain": -4.0, "albumGain": -4.0}
    assert player.ask("getSong", id=found[0]["id"])["song"] == found[0]


def test_what_stands_on_no_album_is_reached_as_one_more(player: Player, library: dict[str, int]) -> None:
    song = player.ask("getSong", id=f"tr-{library['Alone']}")["song"]
    artist = player.ask("getArtist", id=song["artistId"])["artist"]
    (album,) = artist["album"]
    assert (album["name"], album["songCount"], artist["albumCount"]) == ("Tracks without an album", 1, 1)
    assert titles(player.ask("getAlbum", id=album["id"])["album"]["song"]) == ["Alone"]
    assert player.ask("getAlbumInfo2", id=album["id"]).ok
    assert player.ask("getAlbum", id="si-999").code == 70
    assert player.ask("star", albumId=album["id"]).code == 70


@pytest.mark.parametrize("by", ["alphabeticalByName", "alphabeticalByArtist"])
def test_who_lists_albums_alone_reaches_every_song(player: Player, library: dict[str, int], by: str) -> None:
    pages = [
        player.ask("getAlbumList2", type=by, size=1, offset=place)["albumList2"].get("album", [])
        for place in range(5)
    ]
    assert [len(page) for page in pages] == [1, 1, 1, 0, 0]
    inside = [player.ask("getAlbum", id=album["id"])["album"] for (album,) in pages[:3]]
    assert {song["id"] for album in inside for song in album["song"]} == {
        f"tr-{number}" for number in library.values()
    }
    (alone,) = pages[2]
    assert {key: inside[2][key] for key in alone} == alone
    (folder,) = player.ask("getAlbumList", type=by, size=5, offset=2)["albumList"]["album"]
    directory = player.ask("getMusicDirectory", id=folder["id"])["directory"]
    assert (directory["parent"], titles(directory["child"])) == (alone["artistId"], ["Alone"])
    assert player.ask("getMusicDirectory", id="si-999").code == 70


def test_older_players_see_folders(player: Player, library: dict[str, int]) -> None:
    artists = player.ask("getIndexes")["indexes"]["index"]
    assert "albumCount" not in artists[0]["artist"][0]
    assert len(player.ask("getMusicDirectory", id="1")["directory"]["child"]) == 3
    inside = player.ask("getMusicDirectory", id=artists[2]["artist"][0]["id"])["directory"]
    assert (inside["child"][0]["isDir"], inside["child"][0]["title"]) == (True, "Ночной трамвай")
    album = player.ask("getMusicDirectory", id=inside["child"][0]["id"])["directory"]
    assert (album["parent"], titles(album["child"])) == (inside["id"], ["Rain & Snow <1>", "Ёлка"])
    alone = player.ask("getMusicDirectory", id=artists[0]["artist"][0]["id"])["directory"]["child"]
    assert titles(alone) == ["Alone"]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"type": "newest"}, ["Шаги", "Ночной трамвай"]),
        ({"type": "alphabeticalByName"}, ["Ночной трамвай", "Шаги", "Tracks without an album"]),
        ({"type": "alphabeticalByArtist"}, ["Шаги", "Ночной трамвай", "Tracks without an album"]),
        ({"type": "byYear", "fromYear": 2000, "toYear": 2020}, ["Шаги", "Ночной трамвай"]),
        ({"type": "byYear", "fromYear": 2020, "toYear": 2000}, ["Ночной трамвай", "Шаги"]),
        ({"type": "byYear", "fromYear": 2010, "toYear": 2020}, ["Ночной трамвай"]),
        ({"type": "byGenre", "genre": "Pop"}, ["Шаги"]),
        ({"type": "newest", "size": 1, "offset": 1}, ["Ночной трамвай"]),
        ({"type": "starred"}, []),
        ({"type": "highest"}, []),
        ({"type": "frequent"}, []),
        ({"type": "recent"}, []),
    ],
)
def test_albums_are_listed(
    player: Player, library: dict[str, int], parameters: dict[str, object], expected: list[str]
) -> None:
    found = player.ask("getAlbumList2", **parameters)["albumList2"]["album"]
    assert [album["name"] for album in found] == expected
    folders = player.ask("getAlbumList", **parameters)["albumList"]["album"]
    assert titles(folders) == expected


def test_a_list_nobody_knows_is_refused(player: Player) -> None:
    assert player.ask("getAlbumList2").code == 10
    assert player.ask("getAlbumList2", type="best").code == 0
    assert player.ask("getAlbumList2", type="byGenre").code == 10
    assert player.ask("getAlbumList2", type="byYear").code == 10
    assert player.ask("getAlbumList2", type="newest", size="many").code == 0
    assert player.ask("getAlbumList2", type="newest", size=10**9).ok
    assert player.ask("getAlbumList2", type="random")["albumList2"]["album"] == []


def test_genres_and_songs_of_them(player: Player, library: dict[str, int]) -> None:
    genres = player.ask("getGenres")["genres"]["genre"]
    assert genres == [
        {"value": "Rock", "songCount": 2, "albumCount": 1}, {"value": "Pop", "songCount": 1, "albumCount": 1},
    ]  # fmt: skip
    assert titles(player.ask("getSongsByGenre", genre="Pop")["songsByGenre"]["song"]) == ["Шаг"]
    assert player.ask("getSongsByGenre").code == 10
    assert len(player.ask("getRandomSongs", size=3)["randomSongs"]["song"]) == 3
    assert titles(player.ask("getRandomSongs", toYear=2000)["randomSongs"]["song"]) == ["Alone"]


def test_searching_knows_no_case_and_no_yo(player: Player, library: dict[str, int]) -> None:
    found = player.ask("search3", query="мумий")["searchResult3"]
    assert (len(found["artist"]), len(found["album"]), len(found["song"])) == (1, 0, 2)
    assert titles(player.ask("search3", query="ЕЛКА трамвай")["searchResult3"]["song"]) == ["Ёлка"]
    assert titles(player.ask("search2", query="шаги")["searchResult2"]["album"]) == ["Шаги"]
    assert player.ask("search3", query="100%")["searchResult3"]["song"] == []
    assert player.ask("search3").code == 10


@pytest.mark.parametrize("words", ["", '""'])
def test_no_words_find_the_whole_library_page_by_page(
    player: Player, library: dict[str, int], words: str
) -> None:
    pages = [
        player.ask("search3", query=words, songCount=3, songOffset=at, albumCount=0)["searchResult3"]
        for at in (0, 3, 6)
    ]
    assert [len(page["song"]) for page in pages] == [3, 1, 0]
    assert pages[0]["album"] == []


def test_likes_and_ratings(player: Player, library: dict[str, int]) -> None:
    song = f"tr-{library['Шаг']}"
    album, artist = (player.ask("getSong", id=song)["song"][key] for key in ("albumId", "artistId"))
    assert player.ask("star", id=[song], albumId=album, artistId=artist).ok
    for call, element in (("getStarred", "starred"), ("getStarred2", "starred2")):
        liked = player.ask(call)[element]
        assert [len(liked[kind]) for kind in ("artist", "album", "song")] == [1, 1, 1]
    assert "starred" in player.ask("getSong", id=song)["song"]
    assert "starred" in player.ask("getAlbum", id=album)["album"]
    assert len(player.ask("getAlbumList2", type="starred")["albumList2"]["album"]) == 1
    assert player.ask("unstar", id=[song, album, artist]).ok
    assert player.ask("getStarred2")["starred2"] == {"artist": [], "album": [], "song": []}
    assert player.ask("setRating", id=album, rating=5).ok
    assert player.ask("getAlbum", id=album)["album"]["userRating"] == 5
    assert len(player.ask("getAlbumList2", type="highest")["albumList2"]["album"]) == 1
    assert player.ask("setRating", id=album, rating=0).ok
    assert "userRating" not in player.ask("getAlbum", id=album)["album"]
    assert player.ask("setRating", id=song, rating=6).code == 0
    assert player.ask("setRating", id=song).code == 10
    assert player.ask("star").code == 10
    assert player.ask("star", id="tr-999999").code == 70


def test_playlists_are_made_changed_and_deleted(player: Player, library: dict[str, int]) -> None:
    songs = [f"tr-{number}" for number in library.values()]
    made = player.ask("createPlaylist", name="Дорога", songId=songs[:3])["playlist"]
    assert [entry["id"] for entry in made["entry"]] == songs[:3]
    said = {"playlistId": made["id"], "comment": "в путь", "public": "true", "name": "В дорогу"}
    assert player.ask("updatePlaylist", **said, songIndexToRemove=[0, 2], songIdToAdd=[songs[3], songs[1]]).ok
    now = player.ask("getPlaylist", id=made["id"])["playlist"]
    assert [entry["id"] for entry in now["entry"]] == [songs[1], songs[3], songs[1]]
    assert (now["name"], now["comment"], now["public"], now["songCount"], now["duration"]) == (
        "В дорогу", "в путь", True, 3, 180,
    )  # fmt: skip
    replaced = player.ask("createPlaylist", playlistId=made["id"], songId=songs[0])["playlist"]
    assert (replaced["songCount"], replaced["name"]) == (1, "В дорогу")
    assert len(player.ask("getPlaylists")["playlists"]["playlist"]) == 1
    assert player.ask("deletePlaylist", id=made["id"]).ok
    assert player.ask("getPlaylist", id=made["id"]).code == 70
    assert player.ask("createPlaylist").code == 10


def test_a_friend_who_is_let_in_fills_a_playlist_and_names_nothing(
    player: Player, anna: Person, boris: Person, library: dict[str, int]
) -> None:
    songs = [f"tr-{number}" for number in library.values()]
    friends(anna, boris)
    made = actions.make_playlist(boris, "Ours", list(library.values())[:1])
    actions.let_in(boris, made.pk, anna.pk)
    number = f"pl-{made.pk}"
    assert player.ask("updatePlaylist", playlistId=number, songIdToAdd=songs[1:2]).ok
    assert player.ask("updatePlaylist", playlistId=number, songIdToAdd=songs[2:3], name="Mine").code == 50
    assert player.ask("createPlaylist", playlistId=number, songId=songs[3:4], name="Mine").code == 50
    now = player.ask("getPlaylist", id=number)["playlist"]
    assert ([entry["id"] for entry in now["entry"]], now["name"]) == (songs[:2], "Ours")


def test_what_rules_fill_says_so_to_who_fills_it_by_hand(
    player: Player, anna: Person, library: dict[str, int]
) -> None:
    made = actions.make_playlist(anna, "By rules")
    everything = {"match": "all", "of": [{"field": "came", "is": "within", "value": "9"}]}
    actions.set_rules(anna, made.pk, everything, "newest", 9)
    song = f"tr-{next(iter(library.values()))}"
    assert player.ask("updatePlaylist", playlistId=f"pl-{made.pk}", songIdToAdd=song).code == 0
    assert player.ask("createPlaylist", playlistId=f"pl-{made.pk}", songId=song).code == 0


def test_others_playlists_are_read_by_friends_when_public_and_never_changed(
    player: Player, anna: Person, boris: Person, library: dict[str, int]
) -> None:
    hidden = actions.make_playlist(boris, "Hidden")
    shown = actions.make_playlist(boris, "Shown", list(library.values()), public=True)
    assert player.ask("getPlaylists")["playlists"]["playlist"] == []
    friends(anna, boris)
    (row,) = player.ask("getPlaylists")["playlists"]["playlist"]
    assert (row["name"], row["owner"], row["readonly"]) == ("Shown", "Boris", True)
    assert player.ask("getPlaylist", id=f"pl-{hidden.pk}").code == 70
    assert player.ask("updatePlaylist", playlistId=f"pl-{hidden.pk}", name="Mine").code == 70
    assert player.ask("updatePlaylist", playlistId=f"pl-{shown.pk}", name="Mine").code == 50
    assert player.ask("deletePlaylist", id=f"pl-{shown.pk}").code == 50
    assert player.ask("getPlaylists", username="boris@example.org").code == 50


def test_the_queue_is_one_for_all_devices(player: Player, library: dict[str, int]) -> None:
    assert player.ask("getPlayQueue")["playQueue"]["entry"] == []
    songs = [f"tr-{number}" for number in (*library.values(), library["Шаг"])]
    assert player.ask("savePlayQueue", id=songs, current=songs[1], position=31_000).ok
    queue = player.ask("getPlayQueue")["playQueue"]
    assert (queue["current"], queue["position"], queue["changedBy"]) == (songs[1], 31_000, "test")
    assert [entry["id"] for entry in queue["entry"]] == songs
    assert player.ask("savePlayQueueByIndex", id=songs, currentIndex=4, position=5).ok
    assert player.ask("getPlayQueueByIndex")["playQueueByIndex"]["currentIndex"] == 4
    assert player.ask("savePlayQueueByIndex", id=songs, currentIndex=5).code == 10
    assert player.ask("savePlayQueueByIndex", id=songs).code == 10
    assert player.ask("savePlayQueue", id=songs, current="tr-999").code == 0
    Track.objects.filter(pk=library["Ёлка"]).update(withdrawn_at=clock.now())
    assert player.ask("getPlayQueueByIndex")["playQueueByIndex"]["currentIndex"] == 3
    assert player.ask("savePlayQueue").ok
    assert player.ask("getPlayQueue")["playQueue"]["entry"] == []


def test_bookmarks(player: Player, library: dict[str, int]) -> None:
    song = f"tr-{library['Шаг']}"
    assert player.ask("createBookmark", id=song, position=1000, comment="припев").ok
    assert player.ask("createBookmark", id=song, position=2000).ok
    (mark,) = player.ask("getBookmarks")["bookmarks"]["bookmark"]
    assert (mark["position"], mark["entry"]["id"]) == (2000, song)
    assert player.ask("createBookmark", id="tr-999", position=1).code == 70
    assert player.ask("createBookmark", id=song).code == 10
    assert player.ask("deleteBookmark", id=song).ok
    assert player.ask("getBookmarks")["bookmarks"]["bookmark"] == []


def test_a_play_is_counted_by_the_rule_for_all_plays(player: Player, library: dict[str, int]) -> None:
    song = f"tr-{library['Шаг']}"
    assert player.ask("scrobble", id=song).ok  # nothing began: nothing is counted
    assert player.ask("scrobble", id=song, submission="false").ok
    assert player.ask("scrobble", id=song, submission="false").ok
    (play,) = Play.objects.all()
    assert (play.context, play.territory, play.counted_at) == ("subsonic", "RU", None)
    assert player.ask("scrobble", id=song).ok  # too early
    assert Play.objects.filter(counted_at=None).count() == 1
    assert titles(player.ask("getNowPlaying")["nowPlaying"]["entry"]) == ["Шаг"]
    with clock.at(clock.now() + timedelta(seconds=31)):
        for _ in range(2):
            assert player.ask("scrobble", id=song).ok
        assert Play.objects.exclude(counted_at=None).count() == 1
        album = player.ask("getAlbumList2", type="frequent")["albumList2"]["album"]
        assert [each["name"] for each in album] == ["Шаги"]
        assert titles(player.ask("getTopSongs", artist="ЗЕМФИРА")["topSongs"]["song"]) == ["Шаг"]
    assert player.ask("scrobble").code == 10
    assert player.ask("scrobble", id="al-1").code == 70


def test_a_player_reports_where_it_is(player: Player, library: dict[str, int]) -> None:
    said = {"mediaId": f"tr-{library['Шаг']}", "mediaType": "song"}
    assert player.ask("reportPlayback", **said, positionMs=0, state="starting").ok
    assert Play.objects.count() == 1
    with clock.at(clock.now() + timedelta(seconds=31)):
        heard = {"positionMs": 31_000, "state": "stopped"}
        assert player.ask("reportPlayback", **said, **heard, ignoreScrobble="true").ok
        assert Play.objects.filter(counted_at=None).count() == 1
        assert player.ask("reportPlayback", **said, **heard).ok
        assert Play.objects.filter(counted_at=None).count() == 0
    assert player.ask("reportPlayback", **said, positionMs=0, state="dancing").code == 0
    assert (
        player.ask("reportPlayback", mediaId="tr-1", mediaType="podcast", positionMs=0, state="paused").code
        == 70
    )


def test_what_is_like_what(player: Player, anna: Person, boris: Person, library: dict[str, int]) -> None:
    for title in ("Шаг", "Alone"):
        actions.keep(anna, library[title])
    song = f"tr-{library['Шаг']}"
    assert titles(player.ask("getSimilarSongs2", id=song)["similarSongs2"]["song"]) == ["Alone"]
    assert titles(player.ask("getSimilarSongs", id=song, count=1)["similarSongs"]["song"]) == ["Alone"]
    artist = player.ask("getSong", id=song)["song"]["artistId"]
    assert [a["name"] for a in player.ask("getArtistInfo2", id=artist)["artistInfo2"]["similarArtist"]] == [
        "Björk"
    ]
    assert player.ask("getArtistInfo", id=artist).ok
    assert titles(player.ask("getTopSongs", id=artist)["topSongs"]["song"]) == ["Шаг"]
    assert player.ask("getTopSongs", artist="Nobody")["topSongs"]["song"] == []
    assert player.ask("getSimilarSongs2", id="pl-1").code == 70
    assert player.ask("getAlbumInfo2", id=player.ask("getSong", id=song)["song"]["albumId"]).ok


@pytest.mark.parametrize(
    ("call", "code"),
    [
        *((call, 10) for call in (
            "getArtist", "getAlbum", "getSong", "getMusicDirectory", "getPlaylist", "getSimilarSongs2",
            "stream", "download", "getCoverArt", "getAvatar", "getArtistInfo2", "getAlbumInfo2",
            "getLyricsBySongId",
            "deleteBookmark", "deletePlaylist", "getVideoInfo", "getCaptions", "hls.m3u8",
            "getPodcastEpisode", "deletePodcastChannel", "deletePodcastEpisode", "downloadPodcastEpisode",
            "createPodcastChannel",
        )),
        *((call, 50) for call in (
            "createUser", "updateUser", "deleteUser", "changePassword", "jukeboxControl", "addChatMessage",
            "createInternetRadioStation", "updateInternetRadioStation", "deleteInternetRadioStation",
        )),
        ("noSuchCall", 0),
    ],
)  # fmt: skip
def test_what_is_missing_or_not_offered_is_told_by_number(player: Player, call: str, code: int) -> None:
    assert player.ask(call).code == code


@pytest.mark.parametrize(
    "call", ["getArtist", "getAlbum", "getSong", "getMusicDirectory", "stream", "getCoverArt"]
)
@pytest.mark.parametrize(
    "name", ["0", "-1", "tr-", "tr-0", "tr-99999999999999999999", "tr-٣", "al-7", "ar-7", "'", "x" * 5000]
)
def test_a_name_of_nothing_is_of_nothing(player: Player, call: str, name: str) -> None:
    assert player.ask(call, id=name).code == 70


@pytest.mark.parametrize(
    "call",
    [
        "getShares", "getPodcasts", "getNewestPodcasts", "getInternetRadioStations", "getChatMessages",
        "getVideos", "getBookmarks", "getPlaylists", "getStarred", "getStarred2", "getNowPlaying",
        "getGenres",
    ],
)  # fmt: skip
def test_what_there_is_none_of_is_an_empty_list(player: Player, call: str) -> None:
    assert player.ask(call).ok


def test_too_much_at_once_is_refused_and_what_is_said_twice_is_done_once(
    player: Player, library: dict[str, int]
) -> None:
    song = f"tr-{library['Alone']}"
    assert player.ask("star", id=[song] * 600).ok
    many = [f"tr-{number}" for number in range(1, 502)]
    assert player.ask("scrobble", id=many, submission="false").code == 0
    assert player.ask("star", id=many).code == 0


@pytest.mark.parametrize("call", sorted(CALLS))
def test_every_call_answers_whatever_it_is_asked_alike_in_both_forms(
    player: Player, library: dict[str, int], call: str
) -> None:
    """`ask` holds each answer against the API's description, and the XML against the JSON."""
    nonsense = dict.fromkeys(("id", "playlistId", "username", "url", "query", "type", "name"), "nope")
    assert player.ask(call).code in (None, 0, 10, 50, 70)
    assert player.ask(call, **nonsense).code in (None, 0, 10, 50, 70)


def test_text_no_database_takes_is_no_fault_of_ours(player: Player, library: dict[str, int]) -> None:
    assert player.ask("search3", query="Al\0one").ok
    assert player.ask("getSongsByGenre", genre="\0").code == 10  # it is as if nothing were said
    assert titles(player.ask("search3", query="Alone\0")["searchResult3"]["song"]) == ["Alone"]
