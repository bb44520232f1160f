"""Sample files hold the music they were given, whole, with its tags; disguises change what they say."""

import io

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from akkord.sample import sound_file
from akkord.sample.catalogue import OWN_MUSIC, RE_UPLOADS, RECORDINGS
from akkord.sample.music import RATE, Style, compose, render

TAGS = {"title": "Кама", "artist": "Вера Листопадова"}


@pytest.fixture(scope="module")
def song() -> NDArray[np.float32]:
    return render(compose(4, Style.SYNTHPOP, 6))


def read_back(file: io.BytesIO) -> tuple[int, int, dict[str, str]]:
    """Rate, samples and tags of a file."""
    file.seek(0)
    with av.open(file) as container:
        stream = container.streams.audio[0]
        tags = {**container.metadata, **stream.metadata}
        return stream.rate, sum(frame.samples for frame in container.decode(stream)), tags


@pytest.mark.parametrize("kind", ["flac", "mp3", "opus"])
def test_a_file_holds_the_whole_song_and_its_tags(kind: str, song: NDArray[np.float32]) -> None:
    file = io.BytesIO()
    {"flac": sound_file.write_flac, "mp3": sound_file.write_mp3, "opus": sound_file.write_opus}[kind](
        song, file, tags=TAGS
    )
    rate, samples, tags = read_back(file)
    assert abs(samples / rate - 6) < 0.06
    assert TAGS.items() <= tags.items()


def test_the_same_song_gives_the_same_bytes(song: NDArray[np.float32]) -> None:
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        sound_file.write_opus(song, file, 64, TAGS)
    assert files[0].getvalue() == files[1].getvalue()


def test_flac_is_lossless_to_sixteen_bits(song: NDArray[np.float32]) -> None:
    file = io.BytesIO()
    sound_file.write_flac(song, file)
    file.seek(0)
    with av.open(file) as container:
        pcm = np.concatenate([frame.to_ndarray().reshape(-1, 2) for frame in container.decode(audio=0)])
    assert np.abs(pcm / 32767 - song).max() < 2.5 / 32767


@pytest.mark.parametrize(
    ("kind", "length"),
    [
        ("speed+2", 6 / 1.02),
        ("speed-2", 6 / 0.98),
        ("noise10", 6),
        ("quiet", 6),
        ("pitch+1", 6),
        ("voice", 6),
        ("medley", 32),
    ],
)
def test_a_disguise_has_the_length_its_name_promises(
    kind: str, length: float, song: NDArray[np.float32]
) -> None:
    changed = sound_file.disguise(song, kind, 1)
    assert abs(len(changed) / RATE - length) < 0.01
    assert changed.dtype == np.float32
    assert np.abs(changed).max() <= 0.97


def test_a_crop_is_thirty_seconds_from_inside() -> None:
    long = np.random.default_rng(1).uniform(-0.5, 0.5, (40 * RATE, 2)).astype(np.float32)
    crop = sound_file.disguise(long, "crop30", 3)
    assert len(crop) == 30 * RATE
    start = int(np.flatnonzero((long == crop[0]).all(axis=1))[0])
    assert np.array_equal(crop, long[start : start + 30 * RATE])


def test_noise_stands_ten_decibels_below_the_music(song: NDArray[np.float32]) -> None:
    changed = sound_file.disguise(song * np.float32(0.2), "noise10", 3)
    noise = changed - song * np.float32(0.2)
    assert abs(10 * np.log10((0.04 * song**2).mean() / (noise**2).mean()) - 10) < 0.1


def test_an_unknown_disguise_is_refused(song: NDArray[np.float32]) -> None:
    with pytest.raises(sound_file.UnknownDisguise):
        sound_file.disguise(song, "moustache", 1)


def test_a_recording_is_sent_with_its_isrc_and_a_copy_without() -> None:
    assert sound_file.how_sent(RECORDINGS[0])[2]["ISRC"] == RECORDINGS[0].isrc
    assert "ISRC" not in sound_file.how_sent(RE_UPLOADS[0])[2]


def test_a_member_s_own_music_can_be_written() -> None:
    file = io.BytesIO()
    assert sound_file.write_sound(OWN_MUSIC[0], file) == "own-01.mp3"
    rate, samples, tags = read_back(file)
    assert abs(samples / rate - 31) < 0.1
    assert tags["title"] == "Первая проба"
