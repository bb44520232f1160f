"""The page where whoever sent a song in writes its words."""

import pytest
from django.test import Client

from akkord.flow.models import Job
from akkord.music import actions, queries
from akkord.music.models import Track
from akkord.music.rules import Listener
from akkord.people.models import Person
from akkord.search import actions as index
from akkord.search import tasks
from akkord.search.models import Document
from akkord.search.queries import Found, find
from akkord.search.rules import Kind
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


def found(person: Person, text: str) -> Found:
    """What the person finds once the index has heard of what was done."""
    index.catch_up()
    for job in Job.objects.filter(task="akkord.search.tasks.look_again"):
        tasks.look_again.func(**job.arguments["kwargs"])
    return find(Listener(person.pk, "DE"), text, dict.fromkeys(Kind, 20))


def test_a_song_is_found_by_what_is_sung_in_it_however_it_is_typed(
    anna: Person, boris: Person, song: Track
) -> None:
    make_track(anna, title="Another")
    actions.write_lyrics(anna, song, LRC)
    for typed in ("снова шаг", "снва", "snova eshche", "cyjdf"):
        assert [row.number for row in found(boris, typed).sung] == [song.pk], typed
    assert not found(boris, "00 500").sung, "moments are no words"
    actions.forget_lyrics(anna, song)
    assert not found(boris, "снова")
    assert not Document.objects.filter(kind=Kind.LYRICS)


def test_where_a_song_is_silent_nobody_finds_it_by_its_words(anna: Person, boris: Person) -> None:
    silent = make_track(anna, title="Шаг", heard=False)
    actions.write_lyrics(anna, silent, LRC)
    assert [row.number for row in found(boris, "шаг").tracks] == [silent.pk]
    assert not found(boris, "снова")
    assert found(anna, "снова").sung, "its sender hears it"


def test_a_track_is_found_by_its_new_name_and_not_by_the_old_one(
    anna: Person, boris: Person, song: Track
) -> None:
    assert found(boris, "шаг").tracks
    actions.retitle(anna, song, "Поезд", "Анна")
    assert [row.number for row in found(boris, "поезд").tracks] == [song.pk]
    assert not found(boris, "шаг").tracks
    actions.withdraw_track(anna, song)
    assert not found(boris, "поезд")
    assert not Document.objects.filter(kind=Kind.TRACK)
