"""Pages of playlists, likes, artists and albums: what plain forms do, and what is not somebody's to see."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from akkord.music import actions, queries
from akkord.music.models import Playlist, Track
from akkord.music.queries.remembering import forget_answers
from akkord.people.models import Person
from subsonic.library import a_song


@pytest.fixture
def tracks(boris: Person) -> list[Track]:
    tags = {"album": "Home", "genre": "Rock"}
    return [a_song(boris, f"Song {n}", "Anna & Co", tags | {"track": str(n)}) for n in range(1, 4)]


@pytest.fixture
def mine(anna: Person, tracks: list[Track]) -> Playlist:
    return actions.make_playlist(anna, "Mornings", [t.pk for t in tracks])


def order_of(playlist: Playlist) -> list[int]:
    return [track for _, track in queries.entries_of([playlist.pk])]


def test_a_playlist_is_made_filled_and_shown(signed_in: Client, anna: Person, tracks: list[Track]) -> None:
    made = signed_in.post("/audio/playlists", {"title": " Утро ", "about": "", "public": "on"})
    found = Playlist.objects.get()
    assert (made["Location"], found.title, found.public) == (found.get_absolute_url(), "Утро", True)
    for _ in range(2):
        said = signed_in.post(f"/audio{tracks[0].pk}/playlist", {"playlist": found.pk})
        assert said["Location"] == f"/audio{tracks[0].pk}"
    assert order_of(found) == [tracks[0].pk] * 2
    page = signed_in.get(found.get_absolute_url()).content.decode()
    assert page.count("Song 1</span>") == 2
    assert "Утро" in signed_in.get("/audio/playlists").content.decode()
    assert "Утро" in signed_in.get(f"/audio{tracks[0].pk}").content.decode()


def test_a_playlist_without_a_name_is_asked_for_one(signed_in: Client) -> None:
    assert signed_in.post("/audio/playlists", {"title": "", "about": "a"}).status_code == 422
    assert signed_in.post("/audio/playlists", {"title": "\u200b"}).status_code == 422
    assert not Playlist.objects.exists()


def test_rows_are_moved_and_taken_out_by_plain_forms(
    signed_in: Client, mine: Playlist, tracks: list[Track]
) -> None:
    one, two, three = (t.pk for t in tracks)
    place = mine.get_absolute_url()
    for sent, expected in (
        ({"from": "2", "to": "0"}, [three, one, two]),
        ({"from": "0", "to": "99"}, [one, two, three]),
        ({"from": "9", "to": "0"}, [one, two, three]),
        ({"from": "x", "to": ""}, [one, two, three]),
        ({}, [one, two, three]),
    ):
        assert signed_in.post(f"{place}/move", sent)["Location"] == place
        assert order_of(mine) == expected
    signed_in.post(f"{place}/take", {"place": "1"})
    assert order_of(mine) == [one, three]
    signed_in.post(f"{place}/edit", {"title": "Evenings", "about": "x"})
    signed_in.post(f"{place}/edit", {"title": "", "about": "y"})
    mine.refresh_from_db()
    assert (mine.title, mine.about, mine.public) == ("Evenings", "x", False)
    signed_in.post(f"{place}/delete")
    assert not Playlist.objects.exists()


def test_a_restricted_track_stays_in_the_playlist_and_says_why(
    signed_in: Client, mine: Playlist, tracks: list[Track]
) -> None:
    from akkord.music.models import Hearing

    Hearing.objects.filter(sound=tracks[1].sound).delete()
    page = signed_in.get(mine.get_absolute_url()).content.decode()
    assert "Song 2" in page
    assert "Not identified yet" in page


def test_others_playlists_are_absent_or_to_be_read_alone(
    client: Client, signed_in: Client, boris: Person, tracks: list[Track]
) -> None:
    hidden = actions.make_playlist(boris, "Hidden")
    shown = actions.make_playlist(boris, "Shown", [tracks[0].pk], public=True)
    assert signed_in.get(hidden.get_absolute_url()).status_code == 404
    assert signed_in.get(f"/playlist{boris.pk + 1}_{shown.pk}").status_code == 404
    page = signed_in.get(shown.get_absolute_url()).content.decode()
    assert "Delete the playlist" not in page
    assert "Shown" in signed_in.get(f"/audios{boris.pk}").content.decode()
    for verb in ("edit", "delete", "move", "take"):
        for playlist in (hidden, shown):
            said = {"title": "Mine", "from": "0", "to": "1", "place": "0"}
            assert signed_in.post(f"{playlist.get_absolute_url()}/{verb}", said).status_code == 404
    assert signed_in.post(f"/audio{tracks[0].pk}/playlist", {"playlist": shown.pk}).status_code == 404
    client.logout()
    assert Client().get(hidden.get_absolute_url()).status_code == 404
    assert Client().post(f"{shown.get_absolute_url()}/delete")["Location"].startswith("/accounts/login/")
    assert Playlist.objects.count() == 2


def test_a_long_playlist_costs_as_many_queries_as_a_short_one(
    signed_in: Client, anna: Person, boris: Person, tracks: list[Track]
) -> None:
    def cost(number: int) -> int:
        forget_answers()  # both are asked of the law
        with CaptureQueriesContext(
            connection,
        ) as asked:
            signed_in.get(f"/playlist{anna.pk}_{number}")
        return len(asked)

    short = actions.make_playlist(anna, "Short", [tracks[0].pk])
    long = actions.make_playlist(anna, "Long", [a_song(boris, f"More {n}").pk for n in range(8)])
    cost(short.pk)
    assert cost(long.pk) == cost(short.pk)


def test_artists_and_albums_have_pages(signed_in: Client, tracks: list[Track]) -> None:
    track = tracks[0]
    artist = signed_in.get(f"/artist{track.by_id}").content.decode()
    assert "Anna &amp; Co" in artist
    assert "Song 3" in artist
    album = signed_in.get(f"/album{track.album_id}").content.decode()
    assert album.index("Song 1") < album.index("Song 2") < album.index("Song 3")
    page = signed_in.get(f"/audio{track.pk}").content.decode()
    assert f"/artist{track.by_id}" in page
    assert f"/album{track.album_id}" in page
    assert signed_in.get("/artist999").status_code == signed_in.get("/album999").status_code == 404
    Track.objects.update(withdrawn_at=track.made_at)
    assert signed_in.get(f"/artist{track.by_id}").status_code == 404
    assert signed_in.get(f"/album{track.album_id}").status_code == 404


def test_likes_and_stars_are_given_and_taken_back(signed_in: Client, tracks: list[Track]) -> None:
    track = tracks[0]
    places = (f"/audio{track.pk}", f"/album{track.album_id}", f"/artist{track.by_id}")
    for place in places:
        assert signed_in.post(f"{place}/like")["Location"] == place
        assert 'aria-pressed="true"' in signed_in.get(place).content.decode()
    liked = signed_in.get("/audio/liked").content.decode()
    assert all(f'href="{place}"' in liked for place in places)
    signed_in.post(f"{places[0]}/rate", {"stars": "4"})
    for wrong in ("9", "", "x", "-1"):
        signed_in.post(f"{places[0]}/rate", {"stars": wrong})
    assert signed_in.get(places[0]).content.decode().count("★") == 4
    for place in places:
        signed_in.post(f"{place}/unlike", {"next": "/audio/liked"})
    assert not any(f'href="{place}"' in signed_in.get("/audio/liked").content.decode() for place in places)
    assert signed_in.post("/audio999/like").status_code == 404
    assert Client().post(f"{places[0]}/like")["Location"].startswith("/accounts/login/")


def test_my_music_is_put_in_order_by_hand_and_news_stand_first(
    signed_in: Client, anna: Person, boris: Person, tracks: list[Track]
) -> None:
    for track in tracks:
        actions.keep(anna, track.pk)
    one, two, three = (t.pk for t in tracks)
    assert queries.order_of_music(anna.pk) == [three, two, one]
    signed_in.post("/audio/order/move", {"from": "2", "to": "0"})
    assert queries.order_of_music(anna.pk) == [one, three, two]
    page = signed_in.get("/audio").content.decode()
    assert page.index("Song 1") < page.index("Song 3") < page.index("Song 2")
    fourth = a_song(boris, "Song 4")
    actions.keep(anna, fourth.pk)
    actions.unkeep(anna, three)
    assert queries.order_of_music(anna.pk) == [fourth.pk, one, two]
    assert signed_in.post("/audio/order/move", {"from": "99", "to": "x"})["Location"] == "/audio/order"
    assert "Song 4" in signed_in.get("/audio/order").content.decode()
