"""Songs are the same for the same seed, different for different ones, and sound like music by numbers."""

from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.signal import lfilter

from akkord.sample.music import RATE, Style, compose, render

SECONDS = 7.0

# BS.1770-4 gives its two filters at 48 kHz; these are the same filters at 44.1 kHz (as in libebur128).
SHELF = (
    [1.5308412300503478, -2.650979995154729, 1.1690790799215869],
    [1, -1.6636551132560204, 0.7125954280732254],
)
HIGHPASS = (
    [0.9995600645425144, -1.999120129085029, 0.9995600645425144],
    [1, -1.9891696736297957, 0.9891990357870394],
)


@lru_cache
def sample_of(style: Style, seed: int = 3) -> NDArray[np.float32]:
    """A short song, made once for all tests."""
    return render(compose(seed, style, SECONDS))


def integrated(samples: NDArray[np.float32]) -> float:
    """LUFS after ITU-R BS.1770-4 of float [n, 2] at 44100, gated at -70 and at 10 below the ungated mean."""
    weighted = lfilter(*HIGHPASS, lfilter(*SHELF, samples, axis=0), axis=0)
    length, hop = 17640, 4410
    starts = range(0, len(weighted) - length + 1, hop)
    power = np.array([np.mean(weighted[s : s + length] ** 2, axis=0).sum() for s in starts])
    power = power[lufs(power) > -70]
    return float(lufs(power[lufs(power) > lufs(power.mean()) - 10].mean()))


def lufs(power: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Power of the weighted channels as loudness."""
    return -0.691 + 10 * np.log10(np.asarray(power) + 1e-12)


def spectrum(samples: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Frequencies and power of the middle channel."""
    return np.fft.rfftfreq(len(samples), 1 / RATE), np.abs(np.fft.rfft(samples.mean(axis=1))) ** 2


def share(samples: NDArray[np.float32], low: float, high: float) -> float:
    """Part of the power between two frequencies, in dB."""
    hz, power = spectrum(samples)
    return float(10 * np.log10(power[(hz >= low) & (hz < high)].sum() / power.sum()))


def test_the_same_seed_gives_the_same_song() -> None:
    once = render(compose(11, Style.FUNK, 4))
    again = render(compose(11, Style.FUNK, 4))
    assert np.array_equal(once, again)


GOLDEN_TEMPO = 103.048
GOLDEN_BASS = [35, 42, 47, 47, 35, 30, 42, 42]


def test_a_song_can_be_told_by_its_score_on_every_machine() -> None:
    song = compose(11, Style.FUNK, 30)
    assert round(song.tempo, 3) == GOLDEN_TEMPO
    assert [note.pitch for note in song.parts[0].notes[:8]] == GOLDEN_BASS


@pytest.mark.parametrize("style", list(Style))
def test_no_song_clips_and_every_channel_sounds(style: Style) -> None:
    samples = sample_of(style)
    assert samples.shape == (round(SECONDS * RATE), 2)
    assert samples.dtype == np.float32
    assert np.isfinite(samples).all()
    assert 0.1 < np.abs(samples).max() <= 0.97
    assert np.sqrt((samples**2).mean(axis=0)).min() > 0.01
    assert np.abs(samples.mean(axis=0)).max() < 0.005


@pytest.mark.parametrize("style", list(Style))
def test_loudness_lies_where_records_lie(style: Style) -> None:
    assert -22 < integrated(sample_of(style)) < -8


@pytest.mark.parametrize("style", list(Style))
def test_every_style_fills_the_band_like_music(style: Style) -> None:
    samples = sample_of(style)
    assert share(samples, 20, 500) > -7
    assert share(samples, 500, 2000) > -16
    assert share(samples, 2000, 6000) > -26
    assert -45 < share(samples, 6000, 16000) < -6


def test_loudness_differs_between_styles() -> None:
    assert integrated(sample_of(Style.TECHNO)) > integrated(sample_of(Style.AMBIENT)) + 4


def test_styles_differ_in_brightness_and_tempo() -> None:
    centroids = []
    for style in Style:
        hz, power = spectrum(sample_of(style))
        centroids.append(float((hz * power).sum() / power.sum()))
    assert max(centroids) > 2 * min(centroids)
    tempi = {style: np.mean([compose(seed, style, 10).tempo for seed in range(8)]) for style in Style}
    assert tempi[Style.BREAKS] > 1.8 * tempi[Style.BALLAD]


@given(st.sampled_from(Style), st.integers(0, 2**31), st.integers(0, 2**31))
@settings(max_examples=15, deadline=None)
def test_two_seeds_of_one_style_differ_in_tempo_and_notes(style: Style, one: int, other: int) -> None:
    if one == other:
        return
    first, second = compose(one, style, 20), compose(other, style, 20)
    assert first.tempo != second.tempo
    assert [part.notes for part in first.parts] != [part.notes for part in second.parts]
    assert first.parts[0].voice != second.parts[0].voice


@given(st.sampled_from(Style), st.integers(0, 2**31), st.floats(5, 120))
@settings(max_examples=15, deadline=None)
def test_every_note_lies_within_the_song(style: Style, seed: int, seconds: float) -> None:
    song = compose(seed, style, seconds)
    notes = [note for part in song.parts for note in part.notes]
    assert notes
    assert all(0 <= note.start < seconds and note.length > 0 for note in notes)
    assert all(20 <= note.pitch <= 108 and 0 < note.velocity <= 1 for note in notes)
    assert all(0 <= hit.start < seconds for hit in song.hits)


def test_a_long_song_has_verses_choruses_and_changes_of_energy() -> None:
    sections = compose(5, Style.ROCK, 150).sections
    assert {"verse", "chorus"} <= {section.kind for section in sections}
    assert sections[-1].kind == "outro"
    assert sections[0].first == 0
    assert all(a.first + a.bars == b.first for a, b in pairwise(sections))


def test_silence_never_fills_a_song() -> None:
    samples = sample_of(Style.BALLAD)
    tenths = (samples[: len(samples) // 4410 * 4410].reshape(-1, 4410, 2) ** 2).mean(axis=(1, 2))
    assert np.mean(tenths[5:-8] < 1e-6) < 0.05
