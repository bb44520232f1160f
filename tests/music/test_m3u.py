"""Playlists as M3U files: what is written is read again, what others write is understood."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from akkord.music.rules import m3u
from akkord.music.rules.m3u import Entry

SITE = "https://music.example"
NAME = st.text("abcЯё日0", min_size=1, max_size=8)


@settings(max_examples=40)
@given(NAME, st.lists(st.tuples(st.integers(1, 10**9), NAME, NAME, st.floats(1, 9999)), max_size=8))
def test_what_is_written_is_read_again(title: str, tracks: list[tuple[int, str, str, float]]) -> None:
    name, entries = m3u.read(m3u.written(SITE, title, tracks), SITE)
    assert name == title
    assert entries == [Entry(number, called, artist) for number, called, artist, _ in tracks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\ufeff#EXTM3U\r\n#EXTINF:61,Кино - Утро\r\nC:\\Music\\a.mp3\r\n", Entry(None, "Утро", "Кино")),
        ("/home/me/Kino - Morning.flac", Entry(None, "Morning", "Kino")),
        ("https://other.example/audio5", Entry(None, "audio5", "")),
        ("https://music.example/audio5", Entry(5, "audio5", "")),
        ("#EXTALB:Night\n#EXTINF:-1,Only title\nx.mp3", Entry(None, "Only title", "")),
        ("#EXTINF:61,AC/DC - Black_Ice / Live\nx.mp3", Entry(None, "Black_Ice / Live", "AC/DC")),
        ("#EXTINF:61,Mr. Big - Vol. 2\nx.mp3", Entry(None, "Vol. 2", "Mr. Big")),
        ("#EXTINF:61,Kino - \nx.mp3", Entry(None, "Kino -", "")),
        ("http://[broken", Entry(None, "[broken", "")),
    ],
)
def test_lists_of_other_programs_are_understood(text: str, expected: Entry) -> None:
    assert m3u.read(text, SITE)[1] == [expected]


@pytest.mark.parametrize("text", ["", "#EXTM3U\n", "\n\n", "#EXTINF:1,a - b\n"])
def test_a_list_without_tracks_is_empty(text: str) -> None:
    assert m3u.read(text, SITE)[1] == []
