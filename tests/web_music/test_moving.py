"""Tags and playlists on their pages: changed, taken back, brought along and taken away."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from akkord.music import actions, queries
from akkord.music.models import Playlist, TagChange
from akkord.people.models import Person
from subsonic.library import a_song


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.SITE_URL = "https://music.example"


def sent(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("list.m3u8", text.encode())


def test_a_list_from_elsewhere_becomes_a_playlist_and_what_is_missing_is_named(
    signed_in: Client, boris: Person
) -> None:
    one, two = a_song(boris, "Утро", "Кино"), a_song(boris, "Evening", "Anna")
    there = f"https://music.example/audio{two.pk}"
    text = f"#EXTM3U\n#PLAYLIST:Away\n#EXTINF:9,КИНО - утро\na.mp3\n{there}\nNobody - None.mp3\n"
    page = signed_in.post("/audio/playlists/import", {"file": sent(text)}).content.decode()
    made = Playlist.objects.get()
    assert made.title == "Away"
    assert [track for _, track in queries.entries_of([made.pk])] == [one.pk, two.pk]
    assert "Nobody — None" in page
    taken = signed_in.get(f"{made.get_absolute_url()}.m3u8")
    assert "attachment" in taken["Content-Disposition"]
    assert f"https://music.example/audio{one.pk}" in taken.content.decode()


@pytest.mark.parametrize("file", [None, ""])
def test_a_file_that_holds_no_list_is_refused(signed_in: Client, file: str | None) -> None:
    said = {} if file is None else {"file": sent("#EXTM3U")}
    assert signed_in.post("/audio/playlists/import", said).status_code == 422
    assert not Playlist.objects.exists()


def test_anothers_private_list_is_not_taken_along(signed_in: Client, boris: Person) -> None:
    theirs = actions.make_playlist(boris, "Theirs")
    assert signed_in.get(f"{theirs.get_absolute_url()}.m3u8").status_code == 404


def test_tags_of_many_are_changed_and_taken_back_on_one_page(signed_in: Client, anna: Person) -> None:
    tracks = [a_song(anna, f"Song {n}", "Anna", {"genre": "Rock"}) for n in range(2)]
    chosen = [track.pk for track in tracks]
    assert signed_in.post("/audio/tags", {"track": chosen, "genre": "Jazz"})["Location"] == "/audio/tags"
    page = signed_in.get("/audio/tags").content.decode()
    assert "Genre: Rock → Jazz" in page
    signed_in.post(f"/audio/tags/{TagChange.objects.latest('pk').batch}/undo")
    assert {tags["genre"] for tags in map(queries.tags_of, queries.tagged(anna.pk))} == {"Rock"}


def test_what_is_wrong_loses_nothing_that_is_typed(signed_in: Client, anna: Person) -> None:
    track = a_song(anna, "Song", "Anna")
    answer = signed_in.post("/audio/tags", {"track": [track.pk], "year": "soon", "album": "Kept words"})
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    assert signed_in.post("/audio/tags", {"album": "x"}).status_code == 422
    assert signed_in.post("/audio/tags", {"album": "x", "track": ["x"]}).status_code == 422
