"""The words of a song are read as they were written, in time or not, and written as they were read."""

import time

from hypothesis import given
from hypothesis import strategies as st

from akkord.words.lyrics import LONGEST, MOST_LINES, Lyrics, read_lyrics, too_long, written_lyrics

ENHANCED = """[ti:Шаг]
[la:ru]
[offset:+250]
[00:01.00]<00:01.00>Ещё <00:01.50>один <00:02.25>шаг<00:03.00>
[01:05]Припев
[00:10.5][00:20.5]И снова
"""


def test_lrc_is_read_line_by_line_and_word_by_word() -> None:
    lyrics = read_lyrics(ENHANCED)
    assert (lyrics.language, lyrics.offset, lyrics.synced) == ("ru", 250, True)
    assert [(line.start, line.text) for line in lyrics.lines] == [
        (1000, "Ещё один шаг"), (10_500, "И снова"), (20_500, "И снова"), (65_000, "Припев"),
    ]  # fmt: skip
    cues = lyrics.lines[0].cues
    assert [(cue.start, cue.end, cue.text) for cue in cues] == [
        (1000, 1500, "Ещё"), (1500, 2250, "один"), (2250, 3000, "шаг"),
    ]  # fmt: skip
    said = lyrics.lines[0].text.encode()
    assert [said[cue.first : cue.last + 1].decode() for cue in cues] == ["Ещё", "один", "шаг"]
    open_ended = read_lyrics("[00:01.00]<00:01.00>la <00:02.00>la").lines[0].cues
    assert [(cue.first, cue.end) for cue in open_ended] == [(0, None), (3, None)]


def test_words_in_no_time_are_plain() -> None:
    lyrics = read_lyrics("\n\nRain\r\n\r\nSnow [live]\n")
    assert not lyrics.synced
    assert [line.text for line in lyrics.lines] == ["Rain", "", "Snow [live]"]
    assert lyrics.plain == "Rain\n\nSnow [live]"


def test_a_line_without_a_moment_is_not_lost() -> None:
    assert [(line.start, line.text) for line in read_lyrics("[00:05]a\nb").lines] == [
        (5000, "a"),
        (5000, "b"),
    ]


words = st.text("аbЁ <>[]:.01\n\t", max_size=60)
stamped = st.builds(
    lambda m, s, text: f"[{m:02d}:{s:02d}.5]<{m:02d}:{s:02d}.75>{text}",
    st.integers(0, 200), st.integers(0, 59), st.text("аb Ё", max_size=9),
)  # fmt: skip


@given(st.lists(st.one_of(words, stamped), max_size=6).map("\n".join))
def test_what_was_written_reads_the_same(text: str) -> None:
    lyrics = read_lyrics(text)
    assert read_lyrics(written_lyrics(lyrics)) == lyrics
    for line in lyrics.lines:
        for cue in line.cues:
            assert line.text.encode()[cue.first : cue.last + 1].decode() == cue.text
        assert "\n" not in line.text


def test_nothing_is_no_words() -> None:
    assert read_lyrics("") == Lyrics(())


def test_spaces_of_other_kinds_stay_spaces() -> None:
    lyrics = read_lyrics("[00:01]С\u00a0тобой\n[00:02]<00:02>君の\u3000<00:03>名は\n[00:03]a\u202fb")
    assert [line.text for line in lyrics.lines] == ["С тобой", "君の 名は", "a b"]


def test_syllables_of_one_word_stay_together() -> None:
    line = read_lyrics("[00:01]So <00:01>hel<00:02>lo  <00:03><00:04>you <00:05>").lines[0]
    assert line.text == "So hello you"
    assert [(cue.text, cue.first, cue.last, cue.end) for cue in line.cues] == [
        ("hel", 3, 5, 2000), ("lo", 6, 7, 3000), ("you", 9, 11, 5000),
    ]  # fmt: skip


def test_a_hostile_file_is_read_in_no_time() -> None:
    many_moments = "[0:1]" * 2000 + "<0:1>a" * 1600
    many_words = "[0:1]" + "<0:1>é " * 2800
    begun = time.process_time()
    for text in (many_moments, many_words, "[0:1]" * 4000):
        lyrics = read_lyrics(text)
        assert len(lyrics.lines) <= MOST_LINES
        assert len(written_lyrics(lyrics)) <= LONGEST
        assert sum(len(line.text) + len(line.cues) for line in lyrics.lines) <= 2 * LONGEST
    assert time.process_time() - begun < 2


def test_what_is_more_than_a_song_has_is_told() -> None:
    assert not too_long("word\n" * 2000)
    assert not too_long("a" * LONGEST)
    assert too_long("a" * (LONGEST + 1))
    assert too_long("a\n" * (MOST_LINES + 1) + "a")
    assert too_long("[0:1]" * 100 + "a" * 1000)
