"""Words of songs, shares, what sounds alike, what is found however spelled: as players ask for it."""

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from akkord.music import actions as music
from akkord.music import errors as music_errors
from akkord.music import queries as music_queries
from akkord.music.queries import compared
from akkord.people.actions import connect_device
from akkord.people.models import Person
from akkord.search.tasks import catch_up
from akkord.sound.models import Sound
from subsonic.library import Player, a_song
from subsonic.test_calls import titles

LRC = "[la:ru]\n[00:01.00]<00:01.00>Ещё <00:01.50>шаг<00:03.00>\n[00:10.00]И снова"


def test_words_of_a_song_are_told_line_by_line_and_word_by_word(
    player: Player, boris: Person, library: dict[str, int]
) -> None:
    song = f"tr-{library['Шаг']}"
    assert player.ask("getLyricsBySongId", id=song)["lyricsList"] == {}
    assert player.ask("getLyrics", artist="Земфира", title="Шаг")["lyrics"] == {"value": ""}
    music.write_lyrics(boris, music_queries.track_by_number(library["Шаг"]), LRC)
    (words,) = player.ask("getLyricsBySongId", id=song)["lyricsList"]["structuredLyrics"]
    assert (words["lang"], words["synced"], "cueLine" in words) == ("ru", True, False)
    assert words["line"] == [{"start": 1000, "value": "Ещё шаг"}, {"start": 10_000, "value": "И снова"}]
    (full,) = player.ask("getLyricsBySongId", id=song, enhanced="true")["lyricsList"]["structuredLyrics"]
    (line,) = full["cueLine"]
    assert (line["index"], line["value"]) == (0, "Ещё шаг")
    assert [(cue["value"], cue["byteStart"], cue["byteEnd"], cue["end"]) for cue in line["cue"]] == [
        ("Ещё", 0, 5, 1500), ("шаг", 7, 12, 3000),
    ]  # fmt: skip
    said = player.ask("getLyrics", artist="земфира", title="ШАГ")["lyrics"]
    assert said == {"artist": "Земфира", "title": "Шаг", "value": "Ещё шаг\nИ снова"}


def test_words_in_the_file_stand_until_its_uploader_writes_others(
    anna: Person, player: Player, boris: Person, library: dict[str, int]
) -> None:
    track = music_queries.track_by_number(library["Alone"])
    Sound.objects.filter(pk=track.sound_id).update(lyrics="All alone\nis all we are")
    (words,) = player.ask("getLyricsBySongId", id=f"tr-{track.pk}")["lyricsList"]["structuredLyrics"]
    assert (words["synced"], words["lang"]) == (False, "und")
    assert [line["value"] for line in words["line"]] == ["All alone", "is all we are"]
    with pytest.raises(music_errors.NotYours):
        music.write_lyrics(anna, track, "mine")
    music.write_lyrics(boris, track, "")
    assert player.ask("getLyricsBySongId", id=f"tr-{track.pk}")["lyricsList"] == {}
    music.forget_lyrics(boris, track)
    assert player.ask("getLyricsBySongId", id=f"tr-{track.pk}")["lyricsList"] != {}


def test_shares_are_made_changed_and_taken_back_by_their_own(
    player: Player, boris: Person, library: dict[str, int]
) -> None:
    song, album = f"tr-{library['Шаг']}", player.ask("getSong", id=f"tr-{library['Ёлка']}")["song"]["albumId"]
    (made,) = player.ask("createShare", id=[song, album], description="Road", expires=4_000_000_000_000)[
        "shares"
    ]["share"]
    assert titles(made["entry"]) == ["Шаг", "Rain & Snow <1>", "Ёлка"]
    assert (made["username"], made["visitCount"], made["description"]) == (player.email, 0, "Road")
    assert made["expires"].startswith("2096-10-02")
    assert made["url"].startswith("https://music.example/share/")
    (listed,) = player.ask("getShares")["shares"]["share"]
    assert listed == made
    stranger = Player(boris.email, connect_device(boris, "Feishin"))
    assert stranger.ask("getShares")["shares"]["share"] == []
    assert stranger.ask("deleteShare", id=made["id"]).code == 70
    assert player.ask("updateShare", id=made["id"], description="Home", expires=0).ok
    (changed,) = player.ask("getShares")["shares"]["share"]
    assert (changed["description"], "expires" in changed) == ("Home", False)
    assert player.ask("deleteShare", id=made["id"]).ok
    assert player.ask("deleteShare", id=made["id"]).code == 70
    assert player.ask("createShare").code == 10
    for wrong in ("tr-999999", "al-999999", "pl-9", "ar-1", "x"):
        assert player.ask("createShare", id=wrong).code == 70
    assert player.ask("createShare", id=song, expires="soon").code == 0


def test_a_share_of_everything_many_times_is_bounded(
    player: Player, boris: Person, library: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(music, "MOST_SHARED", 2)
    songs = [f"tr-{library[title]}" for title in ("Шаг", "Alone", "Ёлка")]
    playlist = player.ask("createPlaylist", name="x", songId=songs)["playlist"]["id"]
    with CaptureQueriesContext(connection) as asked:
        (made,) = player.ask("createShare", id=[playlist] * 1000 + songs)["shares"]["share"]
    assert titles(made["entry"]) == ["Шаг", "Alone"]
    assert len(asked) < 30


def test_words_that_multiply_are_too_many(boris: Person, library: dict[str, int]) -> None:
    track = music_queries.track_by_number(library["Шаг"])
    with pytest.raises(music_errors.LyricsTooLong):
        music.write_lyrics(boris, track, "[0:1]" * 200 + "<0:1>word " * 20)
    assert music_queries.lyrics_source(track) == ""


def test_songs_that_sound_alike_are_near_each_other(player: Player, boris: Person) -> None:
    numbers = []
    for place in range(6):  # a line of songs, each a little further on
        song = a_song(boris, f"Song {place}")
        figures = np.full(compared.FIGURES, place, np.float32)
        Sound.objects.filter(pk=song.sound_id).update(figures=figures.tobytes())
        numbers.append(song.pk)
    bare = a_song(boris, "Unmeasured")
    found = player.ask("getSonicSimilarTracks", id=f"tr-{numbers[0]}", count=3)["sonicMatch"]
    assert titles(each["entry"] for each in found) == ["Song 1", "Song 2", "Song 3"]
    assert all(0 <= each["similarity"] <= 1 for each in found)
    assert found[0]["similarity"] > found[2]["similarity"]
    ends = {"startSongId": f"tr-{numbers[0]}", "endSongId": f"tr-{numbers[5]}"}
    way = player.ask("findSonicPath", **ends, count=4)["sonicMatch"]
    assert titles(each["entry"] for each in way) == ["Song 0", "Song 2", "Song 3", "Song 5"]
    assert way[0]["similarity"] == 1.0
    assert player.ask("getSonicSimilarTracks", id=f"tr-{bare.pk}")["sonicMatch"] == []
    assert player.ask("getSonicSimilarTracks", id="tr-999999").code == 70
    assert player.ask("findSonicPath", startSongId=f"tr-{numbers[0]}").code == 10
    alike = player.ask("getSimilarSongs2", id=f"tr-{numbers[0]}", count=2)["similarSongs2"]["song"]
    assert titles(alike) == ["Song 1", "Song 2"]


def test_the_oldest_search_still_finds(player: Player, library: dict[str, int]) -> None:
    said = player.ask("search", any="елка")["searchResult"]
    assert (said["totalHits"], titles(said["match"])) == (1, ["Ёлка"])
    assert titles(player.ask("search", artist="земфира", title="шаг")["searchResult"]["match"]) == ["Шаг"]
    assert player.ask("search", any="елка", newerThan=4_000_000_000_000)["searchResult"]["match"] == []
    assert player.ask("search", any="елка", newerThan=10**15 - 1)["searchResult"]["match"] == []


def test_a_slip_and_other_letters_are_found(player: Player, library: dict[str, int]) -> None:
    catch_up.func()
    for words in ("Zemfira", "земфмра", "ptvabhf"):
        found = player.ask("search3", query=words)["searchResult3"]
        assert [artist["name"] for artist in found["artist"]] == ["Земфира"], words
        assert titles(found["song"]) == ["Шаг"]
