"""Other people's clients against a living server of ours: py-opensonic and py-sonic, each with all it can."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import libopensonic
import libsonic
import pytest
from libopensonic import errors as opensonic_errors
from libsonic import errors as sonic_errors

from akkord.flow import clock
from akkord.music.models import Play
from subsonic.library import PNG, SOUND, Player

pytestmark = pytest.mark.django_db(transaction=True)
Connect = Callable[..., libopensonic.Connection]


@pytest.fixture
def opensonic(address: tuple[str, int]) -> Iterator[Callable[..., libopensonic.Connection]]:
    """Makes clients, which are closed in the end."""
    made: list[libopensonic.Connection] = []

    def connect(player: Player | None = None, **said: Any) -> libopensonic.Connection:
        name = (player.email, player.token) if player else ()
        made.append(libopensonic.Connection(address[0], *name, port=address[1], **said))
        return made[-1]

    yield connect
    for client in made:
        client.cleanup()


def read(client: libopensonic.Connection, answer: Any) -> bytes:
    """All of an answer of bytes, which belongs to the client's own loop."""
    said: bytes = asyncio.run_coroutine_threadsafe(answer.read(), client._loop).result(10)
    return said


@pytest.mark.parametrize("said", [{}, {"legacy_auth": True}, {"use_get": True}, {"use_views": False}])
def test_py_opensonic_signs_in_in_every_way_it_knows(
    opensonic: Connect, player: Player, said: dict[str, bool]
) -> None:
    assert opensonic(player, **said).ping() is True
    wrong = Player(player.email, "not it")
    with pytest.raises(opensonic_errors.CredentialError):
        opensonic(wrong, **said).get_artists()


def test_py_opensonic_signs_in_by_key(opensonic: Connect, player: Player) -> None:
    by_key = opensonic(api_key=player.token)
    assert by_key.ping() is True
    assert by_key.token_info().username == player.email


def test_py_opensonic_finds_plays_and_keeps_music(opensonic: Connect, player: Player, covered: str) -> None:
    client = opensonic(player)
    assert "formPost" in {each.name for each in client.get_open_subsonic_extensions()}
    artists = [artist for index in client.get_artists().index for artist in index.artist]
    assert [artist.name for artist in artists] == ["Björk", "Painter", "Земфира", "Мумий Тролль"]
    artist = client.get_artist(artists[3].id)
    album = client.get_album(artist.album[0].id)
    assert [song.title for song in album.song] == ["Rain & Snow <1>", "Ёлка"]
    song = client.get_song(covered)
    assert (song.title, song.duration, song.content_type) == ("Cover", 60, "audio/mpeg")
    assert {genre.value for genre in client.get_genres()} == {"Rock", "Pop"}
    assert len(client.get_album_list2("alphabeticalByName")) == 4
    assert len(client.get_album_list("newest")) == 3
    assert [each.title for each in client.search3("елка").song] == ["Ёлка"]
    assert len(client.search2("").song) == 5
    assert len(client.get_random_songs(3)) == 3
    assert [each.title for each in client.get_songs_by_genre("Pop")] == ["Шаг"]
    assert client.get_indexes().index
    assert client.get_music_directory(album.id).child
    assert client.get_license()["license"]["valid"]
    assert client.get_user(player.email).stream_role
    assert client.get_scan_status().scanning is False
    client.star(sids=[covered], album_ids=[album.id], artist_ids=[artist.id])
    assert [each.id for each in client.get_starred2().song] == [covered]
    client.set_rating(covered, 4)
    assert client.get_song(covered).user_rating == 4
    client.unstar(sids=[covered])
    assert not client.get_starred().song


def test_py_opensonic_keeps_lists_and_places(opensonic: Connect, player: Player, covered: str) -> None:
    client = opensonic(player)
    songs = [song.id for song in client.search3("").song]
    assert client.create_playlist(name="Дорога", song_ids=songs[:2])
    (made,) = client.get_playlists()
    client.update_playlist(made.id, name="В дорогу", song_ids_to_add=[covered], song_indices_to_remove=[0])
    found = client.get_playlist(made.id)
    assert (found.name, [entry.id for entry in found.entry]) == ("В дорогу", [songs[1], covered])
    assert [each.name for each in client.get_playlists()] == ["В дорогу"]
    client.delete_playlist(made.id)
    client.save_play_queue(songs, current=songs[1], position=1000)
    queue = client.get_play_queue()
    assert (queue.current, queue.position, len(queue.entry)) == (songs[1], 1000, 5)
    client.save_play_queue_by_index(songs, current_index=2, position=7)
    assert client.get_play_queue_by_index().current_index == 2
    client.create_bookmark(covered, 500, "here")
    assert client.get_bookmarks()[0].position == 500
    client.delete_bookmark(covered)
    assert not client.get_bookmarks()


def test_py_opensonic_hears_and_sees(opensonic: Connect, player: Player, covered: str) -> None:
    client = opensonic(player)
    assert read(client, client.stream(covered))[: len(SOUND)] == SOUND
    assert read(client, client.get_cover_art(covered)) == PNG
    assert read(client, client.download(covered))[: len(SOUND)] == SOUND
    url, parameters = client.get_stream_url(covered)
    ranged = httpx.get(url, params=parameters, headers={"Range": "bytes=10-19"})
    assert (ranged.status_code, ranged.content) == (206, SOUND[10:20])
    assert Play.objects.count() == 1
    assert client.get_now_playing()[0].title == "Cover"
    Play.objects.update(started_at=clock.now() - timedelta(seconds=31))  # the server has its own clock
    client.scrobble(covered)
    assert Play.objects.exclude(counted_at=None).count() == 1
    for call in (client.get_song, client.get_album, client.get_artist, client.get_playlist):
        with pytest.raises(opensonic_errors.DataNotFoundError):
            call("tr-999999")


@pytest.mark.parametrize("said", [{}, {"legacyAuth": True}])
def test_py_sonic_plays_and_keeps_music(
    address: tuple[str, int], player: Player, covered: str, said: dict[str, bool]
) -> None:
    client = libsonic.Connection(address[0], player.email, player.token, port=address[1], **said)
    assert client.ping() is True
    index = client.getArtists()["artists"]["index"]
    album = client.getArtist(index[-1]["artist"][0]["id"])["artist"]["album"][0]
    assert [song["title"] for song in client.getAlbum(album["id"])["album"]["song"]] == [
        "Rain & Snow <1>", "Ёлка",
    ]  # fmt: skip
    assert [song["title"] for song in client.search3("шаг")["searchResult3"]["song"]] == ["Шаг"]
    assert len(client.getAlbumList2("newest")["albumList2"]["album"]) == 3
    assert client.stream(covered).read(len(SOUND)) == SOUND
    assert client.getCoverArt(covered).read() == PNG
    client.createPlaylist(name="Road", songIds=[covered])
    (playlist,) = client.getPlaylists()["playlists"]["playlist"]
    client.updatePlaylist(playlist["id"], songIdsToAdd=[covered])
    assert len(client.getPlaylist(playlist["id"])["playlist"]["entry"]) == 2
    client.deletePlaylist(playlist["id"])
    client.star(sids=[covered])
    assert len(client.getStarred2()["starred2"]["song"]) == 1
    client.savePlayQueue([covered], current=covered, position=5)
    assert client.getPlayQueue()["playQueue"]["position"] == 5
    assert client.scrobble(covered)["status"] == "ok"
    assert client.getLicense()["license"]["valid"] is True
    with pytest.raises(sonic_errors.DataNotFoundError):
        client.getSong("tr-999999")
