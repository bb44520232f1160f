"""Disguised copies are found, with the right place; strangers are not, even of the same band."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from band import RATE, heard, song
from disguises import faster, noisy, over, quicker, telephone, transposed, wavering
from earprint.box import Box
from earprint.index import MemoryIndex
from earprint.matches import Match, Segment
from earprint.prints import Print
from earprint.repeating import over_all_turns, period_of
from earprint.wavering import straightened
from sound_files import encode

SONGS = 4
LENGTH = 50.0


@pytest.fixture(scope="module")
def songs() -> list[np.ndarray]:
    """Two bands with two songs each: neighbours share tempo, key, chords, bass and every drum stroke."""
    return [song(number, LENGTH, band=number // 2) for number in range(SONGS)]


@pytest.fixture(scope="module")
def index(songs: list[np.ndarray]) -> MemoryIndex:
    made = MemoryIndex()
    made.add([(number, heard(sound)) for number, sound in enumerate(songs)])
    return made


def only(matches: list[Match]) -> Match:
    assert len(matches) == 1, [(m.track, m.score) for m in matches]
    return matches[0]


@pytest.mark.parametrize(("kind", "bitrate"), [("mp3", 64_000), ("opus", 64_000), ("m4a", 64_000)])
def test_a_thirty_second_crop_at_64_kbit_is_found_at_its_place(
    kind: str, bitrate: int, songs: list[np.ndarray], index: MemoryIndex, box: Box, tmp_path: Path
) -> None:
    (tmp_path / "in").write_bytes(encode(songs[1][RATE * 12 : RATE * 42], kind, bitrate=bitrate))
    found = only(index.search(box.examine(tmp_path / "in").print))
    assert found.track == 1
    (segment,) = found.segments
    assert segment.f0 < 2
    assert segment.f1 > 27
    assert segment.r0 - segment.f0 == pytest.approx(12, abs=0.2)
    assert found.speed == pytest.approx(1, abs=0.005)


DISGUISES: dict[str, tuple[Callable[[np.ndarray], np.ndarray], float, float]] = {
    "noise at 10 dB": (lambda x: noisy(x, 10), 1, 0),
    "2 % fast": (lambda x: faster(x, 1.02), 1.02, 0.34),
    "2 % slow": (lambda x: faster(x, 0.98), 0.98, -0.35),
    "10 % fast": (lambda x: faster(x, 1.1), 1.1, 1.65),
    "20 % slow": (lambda x: faster(x, 0.8), 0.8, -3.86),
    "tempo up 8 %": (lambda x: quicker(x, 1.08), 1.08, 0),
    "two semitones up": (lambda x: transposed(x, 2), 1, 2),
    "telephone": (telephone, 1, 0),
    "quiet": (lambda x: x * 0.03, 1, 0),
    "one side inverted": (lambda x: x * np.array([1, -1], np.float32), 1, 0),
}


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguised_copy_is_found(name: str, songs: list[np.ndarray], index: MemoryIndex) -> None:
    change, speed, pitch = DISGUISES[name]
    found = only(index.search(heard(change(songs[2][RATE * 5 : RATE * 39]))))
    assert found.track == 2
    assert found.tempo == pytest.approx(speed, rel=0.01)
    assert found.speed == pytest.approx(
        speed if 12 * np.log2(speed) == pytest.approx(pitch, abs=0.02) else 1, rel=0.01
    )
    assert found.pitch_semitones == pytest.approx(pitch, abs=0.15)
    assert found.covered_seconds > 25


@pytest.mark.parametrize("hertz", [4.0, 7.0])
def test_a_vibrato_is_undone_and_nothing_else_is(
    hertz: float, songs: list[np.ndarray], index: MemoryIndex
) -> None:
    plain = songs[2][RATE * 5 : RATE * 15]
    print_of_it = heard(wavering(plain, hertz))
    straight = straightened(print_of_it)
    assert straight is not None
    assert _in_common(straight, heard(plain)) > 0.2
    assert _in_common(print_of_it, heard(plain)) < 0.05
    assert index.search(print_of_it)[0].track == 2
    assert index.search(straight)[0].pitch_semitones == pytest.approx(0, abs=0.15)
    bar = np.tile(plain[:RATE], (9, 1))
    for other in (plain, noisy(plain, 0), faster(plain, 1.06), quicker(plain, 0.9), bar):
        assert straightened(heard(other)) is None


@pytest.mark.parametrize("seconds", [2.0, 3.1])
def test_a_loop_is_known_by_one_turn_of_it_and_told_for_every_turn(
    seconds: float, songs: list[np.ndarray], index: MemoryIndex
) -> None:
    turn = songs[2][RATE * 5 : round(RATE * (5 + seconds))]
    looped = heard(np.tile(turn, (4, 1)))
    period = period_of(looped)
    assert period == pytest.approx(seconds, abs=0.02)
    match = index.search(looped)[0]
    assert match.track == 2
    assert match.covered_seconds > 0.7 * looped.seconds
    for one in match.segments:
        assert one.f0 >= 0
        assert one.f1 <= looped.seconds + 0.01
        assert 4.5 < one.r0 < one.r1 < 5.5 + seconds


def test_music_that_goes_on_has_no_period(songs: list[np.ndarray]) -> None:
    for plain in (songs[2][RATE * 5 : RATE * 15], songs[1][: RATE * 20]):
        for other in (plain, noisy(plain, 0), faster(plain, 1.06)):
            assert period_of(heard(other)) is None
    assert period_of(heard(songs[2][:RATE])) is None


def test_one_turns_segments_stand_in_every_turn_and_nowhere_beside() -> None:
    match = Match(3, 9.0, [Segment(0.2, 1.8, 30.2, 31.8, 9.0)])
    early = over_all_turns(match, 0.0, 2.0, 5.0)
    assert [(s.f0, s.f1) for s in early.segments] == [(0.2, 1.8), (2.2, 3.8), (4.2, 5.0)]
    assert (early.segments[2].r0, early.segments[2].r1) == (30.2, pytest.approx(31.0))
    late = over_all_turns(match, 1.0, 2.0, 5.0)
    spans = [pytest.approx(span) for span in ((0.0, 0.8), (1.2, 2.8), (3.2, 4.8))]
    assert [(s.f0, s.f1) for s in late.segments] == spans
    assert late.segments[0].r0 == pytest.approx(31.0)
    assert late.covered_seconds == pytest.approx(4.0)


def _in_common(one: Print, other: Print) -> float:
    """Share of the peaks of one that another has too."""
    apart = np.abs(one.frames()[:, None] - other.frames()[None, :]) < 2
    return float((apart & (np.abs(one.bins()[:, None] - other.bins()[None, :]) < 0.5)).any(axis=1).mean())


def test_a_copy_under_another_song_is_found(songs: list[np.ndarray], index: MemoryIndex) -> None:
    found = index.search(heard(over(songs[0], song(77, LENGTH), 3)))
    assert [m.track for m in found] == [0]


def test_every_part_of_a_medley_is_found(songs: list[np.ndarray], index: MemoryIndex) -> None:
    parts = [songs[0][RATE * 10 : RATE * 40], song(78, 30), songs[3][RATE * 5 : RATE * 35]]
    found = {m.track: m for m in index.search(heard(np.concatenate(parts)))}
    assert set(found) == {0, 3}
    (first,), (third,) = found[0].segments, found[3].segments
    assert (first.f0, first.f1) == pytest.approx((0, 30), abs=2.5)
    assert (third.f0, third.f1) == pytest.approx((60, 90), abs=2.5)
    assert third.r0 - (third.f0 - 60) == pytest.approx(5, abs=0.3)


def test_every_edition_of_a_recording_is_found(songs: list[np.ndarray]) -> None:
    """Also one that begins late or runs at another speed, where the file is long explained by the first."""
    made = MemoryIndex()
    made.add([(1, heard(songs[2])), (2, heard(songs[0]))])
    made.add([(3, heard(songs[2][RATE * 18 :])), (4, heard(faster(songs[2][RATE * 15 :], 1.06)))])
    found = {match.track: match for match in made.search(heard(songs[2]))}
    assert set(found) == {1, 3, 4}
    assert found[3].covered_seconds == pytest.approx(LENGTH - 18, abs=3)
    assert found[4].speed == pytest.approx(1 / 1.06, rel=0.01)


def test_a_thorough_question_finds_a_heavily_disguised_copy_beside_a_plain_one(
    songs: list[np.ndarray],
) -> None:
    """As a new reference asks what was sent in: that one upload explains it all must not hide another."""
    made = MemoryIndex()
    made.add([(1, heard(noisy(quicker(songs[2], 0.6), 0))), (2, heard(songs[2]))])
    asked = heard(songs[2])
    assert made.search(asked)[0].track == 2
    assert [match.track for match in made.search(asked, thorough=True)] == [2, 1]


def test_a_track_that_repeats_itself_does_not_crowd_out_another_copy(songs: list[np.ndarray]) -> None:
    bar = songs[0][RATE * 10 : RATE * 12]
    made = MemoryIndex()
    made.add([(1, heard(np.tile(bar, (30, 1)))), (2, heard(songs[0]))])
    assert {match.track for match in made.search(heard(np.tile(bar, (5, 1))))} == {1, 2}


@pytest.mark.parametrize("seed", range(40, 52))
def test_a_stranger_is_not_found(seed: int, index: MemoryIndex) -> None:
    """Half of them are played by the bands of the references: same tempo, chords, bass and drum strokes."""
    assert index.search(heard(song(seed, 30, band=seed % 4 if seed % 4 < 2 else None))) == []


def test_noise_and_tones_match_nothing(index: MemoryIndex) -> None:
    time = np.arange(RATE * 20) / RATE
    tone = np.sin(2 * np.pi * 440 * time)
    clicks = (np.arange(RATE * 20) % (RATE // 2) < 30).astype(float)
    for sound in (np.random.default_rng(1).standard_normal(len(time)) * 0.1, tone, clicks, time * 0):
        assert index.search(heard(np.stack([sound, sound], axis=1).astype(np.float32))) == []
