"""The picture of a match: marks fall on marks where two prints are one recording."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from earprint.matches import Segment
from earprint.picture import MOST_MARKS, Words, aligned, clock, compare, tenths
from earprint.prints import FINE_PER_BIN, TICKS_PER_SECOND, Print, empty

SVG = "{http://www.w3.org/2000/svg}"


def printed(seconds: np.ndarray, bins: np.ndarray, length: float) -> Print:
    order = np.argsort(seconds, kind="stable")
    return Print(
        np.round(seconds[order] * TICKS_PER_SECOND).astype(np.int32),
        np.round(bins[order] * FINE_PER_BIN).astype(np.uint16),
        np.full(len(order), 100, np.uint8),
        np.ones(len(order), np.bool_),
        length,
    )


def some(seed: int, count: int, length: float = 60.0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return random.uniform(0, length, count), random.uniform(20, 150, count)


AT, BINS = some(1, 1200)
REFERENCE = printed(AT, BINS, 60)
SPEED, SEMITONES, MOVED = 1.02, 1.0, 7.5  # the file runs 2 % fast, a semitone up, 7.5 s into the file
COPY = printed(AT / SPEED + MOVED, BINS + 3 * SEMITONES, 60 / SPEED + MOVED)
SEGMENT = Segment(MOVED, 60 / SPEED + MOVED, 0.0, 60.0, 30.0)


def counts(svg: str) -> list[int]:
    """Marks drawn: only of the reference, only of the file, agreeing."""
    return [
        len(re.findall("M", p.get("d", "")))
        for p in ElementTree.fromstring(svg).iter(f"{SVG}path")
        if p.get("class")
    ]


def test_a_copy_falls_on_its_recording_at_another_speed_pitch_and_place() -> None:
    file, known = compare(COPY, REFERENCE, SEGMENT, SEMITONES)
    assert file.agrees.mean() > 0.99
    assert known.agrees.mean() > 0.99


def test_a_stranger_and_a_wrong_line_agree_only_by_chance() -> None:
    stranger = printed(*some(2, 1200), 60)
    for query, segment in ((stranger, Segment(0, 60, 0, 60, 1.0)), (COPY, Segment(0, 60, 0, 60, 1.0))):
        file, _ = compare(query, REFERENCE, segment, 0.0)
        assert file.agrees.mean() < 0.05


def test_only_the_segment_is_drawn() -> None:
    file, known = compare(COPY, REFERENCE, Segment(MOVED, MOVED + 10, 0, 10 * SPEED, 9.0), SEMITONES)
    assert known.t.max() <= 10 * SPEED
    assert file.t.max() <= 10 * SPEED
    assert 0 < len(file.t) < 300


def test_the_picture_says_how_many_agree() -> None:
    svg = aligned(COPY, REFERENCE, SEGMENT, SEMITONES, title="A <b> & C")
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "A <b> & C"
    desc = root.findtext(f"{SVG}desc") or ""
    assert "between 0:00 and 1:00 of the reference, 0:08 and 1:06 of the file" in desc
    file, _ = compare(COPY, REFERENCE, SEGMENT, SEMITONES)
    assert f"agree: {int(file.agrees.sum())}" in svg
    assert counts(svg)[2] == file.agrees.sum()


def test_the_same_prints_give_the_same_picture() -> None:
    assert aligned(COPY, REFERENCE, SEGMENT, 1.0) == aligned(COPY, REFERENCE, SEGMENT, 1.0)


def test_many_peaks_are_thinned_evenly() -> None:
    at, bins = some(3, 20_000)
    whole = printed(at, bins, 60)
    svg = aligned(whole, whole, Segment(0, 60, 0, 60, 99.0), 0.0)
    assert MOST_MARKS - 3 <= sum(counts(svg)) <= MOST_MARKS
    xs = [float(x) for x in re.findall(r"M([\d.]+) [\d.]+h0", svg)]
    quarters = np.histogram(xs, 4)[0]
    assert quarters.min() > 0.8 * quarters.max()
    assert len(svg) < 100_000


def test_it_carries_no_script_style_or_address() -> None:
    svg = aligned(COPY, REFERENCE, SEGMENT, 1.0, title='"><script>alert(1)</script>\x00')
    assert "<script" not in svg
    assert "\x00" not in svg
    assert not re.search(r"(href|src|url\(|style|on\w+=)", svg.replace("xmlns=", ""))
    assert "<style>@media (prefers-color-scheme: dark)" in aligned(
        COPY, REFERENCE, SEGMENT, 1.0, standalone=True
    )


def test_words_of_another_language_take_their_place() -> None:
    said = Words("Отпечатки", "совпало: {count}", "в файле: {count}", hertz="Гц", said="{count} из {of}")
    svg = aligned(COPY, REFERENCE, SEGMENT, 1.0, words=said)
    assert "Отпечатки" in svg
    assert "совпало: " in svg


@pytest.mark.parametrize("segment", [SEGMENT, Segment(0, 0, 0, 0, 0.0), Segment(5, 5.5, 3000, 3000.5, 1.0)])
def test_an_empty_print_and_an_empty_segment_have_a_picture(segment: Segment) -> None:
    for query in (empty(60), COPY):
        ElementTree.fromstring(aligned(query, empty(60), segment, 0.0))


def test_times_are_written_as_on_a_player() -> None:
    assert [clock(0), clock(59.6), clock(3661), tenths(61.26), tenths(59.97)] == [
        "0:00", "1:00", "1:01:01", "1:01.3", "1:00.0",
    ]  # fmt: skip
