"""The words of a song are read along by whoever may hear it, and by nobody else."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from akkord.ledger import actions as ledger
from akkord.music import actions
from akkord.music.models import Track
from akkord.people.actions import issue_token
from akkord.people.models import Person
from akkord.rights import actions as rights
from akkord.rights.terms import BlockKind, FileId, Scope
from akkord.web.lyrics import read_along
from akkord.words.lyrics import read_lyrics
from web_music.tracks import make_track

LRC = "[offset:+200]\n[00:01.00]<00:01.00>Ещё <00:01.50>шаг\n[01:05.00]<b>И</b> снова"


@pytest.fixture
def song(anna: Person) -> Track:
    ledger.begin_log()
    made = make_track(anna, title="Шаг")
    actions.write_lyrics(anna, made, LRC)
    return made


def test_words_in_time_are_read_along(client: Client, song: Track) -> None:
    for page in (f"/audio{song.pk}", f"/audio{song.pk}/words"):
        said = client.get(page).text
        assert '<li data-start="800"><button type="button"><span data-start="800">Ещё</span> ' in said
        assert '<span data-start="1300">шаг</span>' in said
        assert '<li data-start="64800"><button type="button">&lt;b&gt;И&lt;/b&gt; снова</button>' in said


def test_a_program_reads_them(client: Client, song: Track, boris: Person) -> None:
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(boris, 'test')}"}
    said = client.get(f"/api/v1/tracks/{song.pk}/lyrics", **bearer).json()
    assert (said["synced"], said["offset"]) == (True, 200)
    assert said["lines"][0] == {
        "start": 1000,
        "text": "Ещё шаг",
        "words": [
            {"start": 1000, "end": None, "text": "Ещё"},
            {"start": 1500, "end": None, "text": "шаг"},
        ],
    }


def test_where_the_song_is_silent_its_words_are_not_read(client: Client, song: Track, boris: Person) -> None:
    wanted = rights.Wanted(
        kind=BlockKind.REGULATOR, scope=Scope.file(FileId(song.sound_id)), authority="An office"
    )
    boris.is_staff = True
    boris.save()
    rights.block(boris, wanted)
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(boris, 'test')}"}
    assert client.get(f"/audio{song.pk}/words").status_code == 204
    assert "снова" not in client.get(f"/audio{song.pk}").text
    assert client.get(f"/api/v1/tracks/{song.pk}/lyrics", **bearer).status_code == 404


def test_a_song_without_words_has_none(client: Client, song: Track, anna: Person) -> None:
    bare = make_track(anna)
    assert client.get(f"/audio{bare.pk}/words").status_code == 204
    assert "song-lines" not in client.get(f"/audio{bare.pk}").text
    assert client.get("/audio999999/words").status_code == 404


@given(st.text(alphabet="[]<>:.0123456789ab Ёя\n", max_size=200))
def test_what_is_read_along_is_what_is_written(text: str) -> None:
    said = read_lyrics(text)
    for line, (_start, pieces) in zip(said.lines, read_along(said), strict=True):
        assert "".join(piece for _moment, piece in pieces) == line.text
