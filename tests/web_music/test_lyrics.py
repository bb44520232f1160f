"""The page where whoever sent a song in writes its words."""

import pytest
from django.test import Client

from akkord.music import actions, queries
from akkord.music.models import Track
from akkord.people.models import Person
from akkord.words.lyrics import read_lyrics
from web_music.tracks import make_track

LRC = "[00:01.00]<00:01.00>Ещё <00:01.50>шаг\r\n[01:05.00]<b>И</b> снова"


@pytest.fixture
def song(anna: Person) -> Track:
    return make_track(anna, title="Шаг")


def test_words_are_looked_at_saved_and_taken_away(signed_in: Client, song: Track) -> None:
    place = f"/audio{song.pk}/lyrics"
    assert place in signed_in.get(f"/audio{song.pk}").text
    assert signed_in.get(place).status_code == 200
    looked = signed_in.post(place, {"text": LRC, "look": "1"})
    for said in ("Ещё шаг", "&lt;b&gt;И&lt;/b&gt; снова", "1:05", "&lt;00:01.50&gt;"):
        assert said in looked.text
    assert queries.lyrics_source(song) == ""
    assert signed_in.post(place, {"text": LRC}).status_code == 302
    assert [line.start for line in read_lyrics(queries.lyrics_source(song)).lines] == [1000, 65_000]
    assert f"{place}/forget" in signed_in.get(place).text
    assert signed_in.post(f"{place}/forget").status_code == 302
    assert queries.lyrics_source(song) == ""


@pytest.mark.parametrize("text", ["a" * 20_001, "[0:1]" * 200 + "a" * 1000, "a\0b"])
def test_words_that_are_none_are_refused_and_stay_in_the_form(
    signed_in: Client, song: Track, text: str
) -> None:
    answer = signed_in.post(f"/audio{song.pk}/lyrics", {"text": text})
    assert answer.status_code == 422
    assert text[:150] in answer.text
    assert queries.lyrics_source(song) == ""


def test_words_as_long_as_they_may_be_are_kept(signed_in: Client, song: Track) -> None:
    assert signed_in.post(f"/audio{song.pk}/lyrics", {"text": "word\r\n" * 1999 + "word"}).status_code == 302


def test_nobody_writes_words_of_anothers_song(signed_in: Client, boris: Person) -> None:
    theirs = make_track(boris)
    place = f"/audio{theirs.pk}/lyrics"
    assert place not in signed_in.get(f"/audio{theirs.pk}").text
    for answer in (
        signed_in.get(place),
        signed_in.post(place, {"text": "a"}),
        signed_in.post(f"{place}/forget"),
    ):
        assert answer.status_code == 404
    actions.write_lyrics(boris, theirs, "his")
    assert signed_in.get("/audio999999/lyrics").status_code == 404
    assert Client().get(place).status_code == 302
