"""Which form a listener gets: never more bits than asked for, and the file itself where it does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.sound.forms import STEPS, Original, Rendition, Wanted, chosen

MP3 = Original("mp3", "mp3", 192, 200.0)
FLAC = Original("flac", "flac", 900, 200.0)
WAV = Original("wav", "pcm_s16le", 1411, 200.0)
OPUS = Original("ogg", "opus", 128, 200.0)
TWELVE = Original("flac", "flac", 900, 12 * 3600.0)
LONG = Original("flac", "flac", 900, 5 * 3600.0)


@pytest.mark.parametrize(
    ("original", "wanted", "form"),
    [
        (MP3, Wanted(), None),
        (MP3, Wanted("raw", 64, 5), None),
        (MP3, Wanted("mp3"), None),
        (MP3, Wanted("mp3", 192), None),
        (MP3, Wanted("mp3", 128), Rendition("mp3", 128)),
        (MP3, Wanted("", 128), Rendition("ogg", 96)),
        (MP3, Wanted("", 320), None),
        (MP3, Wanted("opus"), Rendition("ogg", 160)),
        (MP3, Wanted("webm", 160), Rendition("webm", 160)),
        (OPUS, Wanted("webm", 160), Rendition("webm", 96)),
        (MP3, Wanted("", 0, 30), Rendition("mp3", 192, 30)),
        (MP3, Wanted("", 0, 9999), Rendition("mp3", 192, 199)),
        (MP3, Wanted("", 1), Rendition("ogg", 32)),
        (FLAC, Wanted("flac"), None),
        (FLAC, Wanted("flac", 0, 10), Rendition("flac", 0, 10)),
        (FLAC, Wanted("flac", 320), Rendition("ogg", 160)),
        (FLAC, Wanted("mp3"), Rendition("mp3", 192)),
        (WAV, Wanted("flac"), Rendition("flac", 0)),
        (LONG, Wanted("flac", 0, 10), Rendition("ogg", 160, 10)),
        (OPUS, Wanted("ogg"), None),
        (OPUS, Wanted("mp3"), Rendition("mp3", 128)),
        (MP3, Wanted("flv"), None),
        (TWELVE, Wanted("mp3", 320), Rendition("mp3", 128)),
        (TWELVE, Wanted("opus"), Rendition("ogg", 160)),
    ],
)
def test_a_form_is_chosen(original: Original, wanted: Wanted, form: Rendition | None) -> None:
    assert chosen(original, wanted) == form


@given(
    st.sampled_from([MP3, FLAC, WAV, OPUS, LONG]),
    st.sampled_from(["", "mp3", "opus", "ogg", "webm", "flac", "aac"]),
    st.integers(0, 2000),
    st.integers(0, 10**6),
)
def test_no_form_has_more_bits_than_asked_or_begins_behind_the_end(
    original: Original, form: str, most: int, since: int
) -> None:
    made = chosen(original, Wanted(form, most, since))
    if made is None:
        assert since == 0
        assert not most or original.kbit <= most
    else:
        assert made.kbit in STEPS[made.kind]
        assert 0 <= made.since < original.seconds
        if most >= 64:
            assert made.kbit <= most
