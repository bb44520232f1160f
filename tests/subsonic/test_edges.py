"""What players send at the edges: nothing, parts of numbers, things of another kind or that have gone."""

import pytest

from akkord.flow import clock
from akkord.music.models import Play, Track
from akkord.people.models import Person
from subsonic.library import PNG, Player, a_song

# Calls of one thing, by what it is and what else they need.
OF_ONE = {
    "getSong": ("tr", {}), "getAlbum": ("al", {}), "getArtist": ("ar", {}), "getMusicDirectory": ("", {}),
    "getAlbumInfo": ("", {}), "getAlbumInfo2": ("", {}), "getArtistInfo": ("ar", {}),
    "getArtistInfo2": ("ar", {}), "getPlaylist": ("pl", {}), "deletePlaylist": ("pl", {}),
    "getSimilarSongs": ("", {}), "getSimilarSongs2": ("", {}), "getSonicSimilarTracks": ("tr", {}),
    "getLyricsBySongId": ("tr", {}), "stream": ("tr", {}), "download": ("tr", {}), "getCoverArt": ("", {}),
    "star": ("", {}), "setRating": ("", {"rating": 3}), "scrobble": ("tr", {}),
    "createBookmark": ("tr", {"position": 5}), "createShare": ("", {}), "updateShare": ("sh", {}),
    "deleteShare": ("sh", {}),
}  # fmt: skip


@pytest.mark.parametrize("call", OF_ONE)
def test_what_is_not_named_is_missing_and_what_is_no_such_thing_is_not_found(
    player: Player, library: dict[str, int], call: str
) -> None:
    kind, besides = OF_ONE[call]
    assert player.ask(call, **besides).code == 10
    assert player.ask(call, **besides, id="").code == 10
    nowhere = ("nope", "tr-999999", "al-999999", "ar-99999999999999999999", "pl-7", "-1", "☃", "1" * 40)
    for name in nowhere:
        assert player.ask(call, **besides, id=name).code == 70, name
    song = player.ask("getSong", id=f"tr-{library['Шаг']}")["song"]
    for name in (song["id"], song["albumId"], song["artistId"]):
        if kind and not name.startswith(kind):
            assert player.ask(call, **besides, id=name).code == 70, name


@pytest.mark.parametrize(("said", "milliseconds"), [("12.7", 12), ("90000.", 90_000), ("7", 7)])
def test_the_part_of_a_number_that_some_players_say_is_left_out(
    player: Player, library: dict[str, int], said: str, milliseconds: int
) -> None:
    song = f"tr-{library['Шаг']}"
    assert player.ask("savePlayQueue", id=song, current=song, position=said).ok
    assert player.ask("getPlayQueue")["playQueue"]["position"] == milliseconds


@pytest.mark.parametrize("said", ["-1", "1e3", ".5", "1.2.3", "٣", "1" * 16, "x"])
def test_what_is_no_number_is_told(player: Player, said: str) -> None:
    assert player.ask("getAlbumList2", type="newest", size=said).code == 0


def test_a_playlist_is_of_songs_that_are_there(player: Player, library: dict[str, int]) -> None:
    songs = [f"tr-{library['Шаг']}", "tr-999999"]
    assert player.ask("createPlaylist", name="Road", songId=songs).code == 70
    assert player.ask("getPlaylists")["playlists"]["playlist"] == []
    made = player.ask("createPlaylist", name="Road", songId=songs[:1])["playlist"]["id"]
    assert player.ask("updatePlaylist", playlistId=made, songIdToAdd=songs).code == 70
    assert player.ask("createPlaylist", playlistId=made, songId=songs).code == 70
    assert player.ask("getPlaylist", id=made)["playlist"]["songCount"] == 1


def test_of_a_batch_of_listens_what_has_gone_is_passed_over(
    player: Player, anna: Person, library: dict[str, int]
) -> None:
    song = library["Шаг"]
    Track.objects.filter(pk=library["Alone"]).update(withdrawn_at=clock.now())
    assert player.ask("scrobble", id=f"tr-{library['Alone']}").code == 70
    assert player.ask("scrobble", id=[f"tr-{library['Alone']}", f"tr-{song}"], submission="false").ok
    assert [play.track_id for play in Play.objects.all()] == [song]


def test_artists_are_counted_rated_and_shown_everywhere_alike(
    player: Player, boris: Person, library: dict[str, int]
) -> None:
    """An artist in the list is the artist on their page, what stands on no album included."""
    song = a_song(boris, "Bare", "Painter", cover=PNG)
    artist = f"ar-{song.by_id}"
    assert player.ask("setRating", id=artist, rating=4).ok
    listed = {
        each["id"]: each for row in player.ask("getArtists")["artists"]["index"] for each in row["artist"]
    }
    for number, each in listed.items():
        page = player.ask("getArtist", id=number)["artist"]
        assert {name: page[name] for name in each} == each
        assert each["albumCount"] == len(page["album"])
    assert (listed[artist]["albumCount"], listed[artist]["userRating"]) == (1, 4)
    assert player.ask("getArtist", id=artist)["artist"]["coverArt"] == f"tr-{song.pk}"
    bare = next(number for number in listed if number != artist)
    assert "coverArt" not in player.ask("getArtist", id=bare)["artist"]
    older = player.ask("getIndexes")["indexes"]["index"]
    assert [each["userRating"] for row in older for each in row["artist"] if each["id"] == artist] == [4]


def test_a_playlist_is_shown_with_a_picture_of_one_of_its_songs(
    player: Player, covered: str, library: dict[str, int]
) -> None:
    bare = player.ask("createPlaylist", name="Bare", songId=f"tr-{library['Шаг']}")["playlist"]
    shown = player.ask("createPlaylist", name="Shown", songId=[f"tr-{library['Шаг']}", covered])["playlist"]
    assert ("coverArt" in bare, shown["coverArt"]) == (False, covered)


# All that the web player airsonic-refix asks, with its own parameters; {…} stands for what is there.
REFIX = [
    ("getGenres", {}), ("getAlbumList2", {"type": "byGenre", "genre": "Rock", "size": 50, "offset": 0}),
    ("getSongsByGenre", {"genre": "Rock", "count": 50, "offset": 0}), ("getArtists", {}),
    *(("getAlbumList2", {"type": order, "offset": 0, "size": 50})
      for order in ("alphabeticalByName", "newest", "recent", "frequent", "random")),
    ("getArtistInfo2", {"id": "{artistId}"}), ("getArtist", {"id": "{artistId}"}),
    ("getTopSongs", {"artist": "{artist}"}), ("getAlbum", {"id": "{albumId}"}), ("getPlaylists", {}),
    ("getPlaylist", {"id": "{playlist}"}), ("createPlaylist", {"name": "Road"}),
    ("updatePlaylist", {"playlistId": "{playlist}", "name": "Road", "comment": "", "public": "false"}),
    ("updatePlaylist", {"playlistId": "{playlist}", "songIdToAdd": ["{id}", "{id}"]}),
    ("updatePlaylist", {"playlistId": "{playlist}", "songIndexToRemove": 0}),
    ("deletePlaylist", {"id": "{playlist}"}), ("getRandomSongs", {"size": 200}), ("getStarred2", {}),
    ("star", {"id": "{id}"}), ("star", {"albumId": "{albumId}"}), ("star", {"artistId": "{artistId}"}),
    ("unstar", {"id": "{id}"}), ("unstar", {"albumId": "{albumId}"}), ("unstar", {"artistId": "{artistId}"}),
    ("search3", {"query": "тр"}), ("getInternetRadioStations", {}), ("getPodcasts", {}), ("startScan", {}),
    ("scrobble", {"id": "{id}", "submission": "true"}), ("scrobble", {"id": "{id}", "submission": "false"}),
]  # fmt: skip


# What the web players SomeSonic and react-subsonic ask otherwise: all albums at once, covers of a side, whole
# lists written anew, and plays without a word of whether they are over.
OTHERS = [
    ("getAlbumList2", {"type": "alphabeticalByArtist", "size": 500, "offset": 0}),
    ("getAlbumList2", {"type": "random"}), ("getMusicFolders", {}), ("getRandomSongs", {"size": 50}),
    ("search3", {"query": "тр", "artistCount": 20, "albumCount": 20, "songCount": 50}),
    ("createPlaylist", {"name": "Road"}), ("scrobble", {"id": "{id}"}),
    ("updatePlaylist", {"playlistId": "{playlist}", "songIdToAdd": ["{id}"] * 2, "songIndexToRemove": [0]}),
]  # fmt: skip


@pytest.mark.parametrize(("call", "parameters"), [*REFIX, *OTHERS])
def test_a_web_player_gets_what_it_asks_for(
    player: Player, library: dict[str, int], call: str, parameters: dict[str, object]
) -> None:
    song = player.ask("getSong", id=f"tr-{library['Ёлка']}")["song"]
    playlist = player.ask("createPlaylist", name="Дом", songId=song["id"])["playlist"]["id"]
    there = {**song, "playlist": playlist}

    def filled(value: object) -> object:
        return [filled(each) for each in value] if isinstance(value, list) else str(value).format(**there)

    said = {name: filled(value) for name, value in parameters.items()}
    assert player.ask(call, **{**said, "v": "1.15.0", "c": "https://refix.example"}).ok
