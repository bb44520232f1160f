"""How a pasted or delivered list of an order is read: whatever is in it, nothing breaks or is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.cases import rules
from akkord.cases.rules import Names

ADDRESSES = [
    ("https://akkord.example/audio17", Names.TRACK, "17"),
    ("/audio17?x=1", Names.TRACK, "17"),
    ("audio17", Names.TRACK, "17"),
    ("DE-A12-26-00001", Names.ISRC, "DEA122600001"),
    ("isrc:dea122600001", Names.ISRC, "DEA122600001"),
    ("recording 5", Names.RECORDING, "5"),
    ("https://akkord.example/stream/eyJ0IjoxfQ:1abc:xyz_123", Names.STREAM, "eyJ0IjoxfQ:1abc:xyz_123"),
    ("something", Names.NOTHING, "something"),
]


@pytest.mark.parametrize(("text", "how", "value"), ADDRESSES)
def test_a_line_names_a_track_a_recording_or_an_isrc_in_every_common_spelling(
    text: str, how: Names, value: str
) -> None:
    (named,) = rules.read_list(text)
    assert (named.how, named.value) == (how, value)


def test_artist_and_title_are_told_apart_by_the_dash() -> None:
    (named,) = rules.read_list("The Saints — Go marching - live")
    assert (named.how, named.artist, named.value) == (Names.TITLE, "The Saints", "Go marching - live")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_by_its_header_whatever_separates_its_cells(delimiter: str) -> None:
    rows = [["Title", "ISRC", "URL"], ["Song", "", "/audio3"], ["Other", "DEA122600001", ""]]
    named = rules.read_list("\ufeff" + "\r\n".join(delimiter.join(row) for row in rows))
    assert [(n.how, n.value) for n in named] == [(Names.TRACK, "3"), (Names.ISRC, "DEA122600001")]


def test_a_csv_of_artists_and_titles_names_them() -> None:
    (named,) = rules.read_list("artist,title\nThe Saints,Go")
    assert (named.how, named.artist, named.value) == (Names.TITLE, "The Saints", "Go")


def test_the_same_thing_named_twice_is_named_once() -> None:
    assert len(rules.read_list("/audio3\nhttps://x.example/audio3\n\nDE-A12-26-00001\ndea122600001")) == 2


def test_a_list_of_nothing_or_of_too_much_is_refused() -> None:
    with pytest.raises(rules.EmptyList):
        rules.read_list(" \n\n\t\n")
    with pytest.raises(rules.TooManyRows):
        rules.read_list("\n".join(f"/audio{n}" for n in range(1, rules.MOST_ROWS + 2)))
    with pytest.raises(rules.TooManyRows):
        rules.read_list("a" * (rules.MOST_BYTES + 1))


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    try:
        named = rules.read_list(text)
    except rules.EmptyList:
        return
    assert named
    for each in named:
        assert len(each.given) <= rules.LONGEST
        assert "\x00" not in each.given


@given(st.text(max_size=200))
def test_what_a_line_named_is_named_again_by_its_kept_words(text: str) -> None:
    first = rules.name(1, text)
    again = rules.name(1, first.given)
    assert (again.how, again.value, again.artist) == (first.how, first.value, first.artist)


@given(st.lists(st.integers(1, 10**17), min_size=1, max_size=50, unique=True), st.booleans())
def test_every_pasted_address_is_found_once_and_in_order(numbers: list[int], absolute: bool) -> None:
    base = "https://akkord.example" if absolute else ""
    named = rules.read_list("\n".join(f"  {base}/audio{n}  " for n in numbers))
    assert [int(n.value) for n in named] == numbers


def test_a_line_longer_than_any_csv_cell_may_be_is_still_read() -> None:
    assert rules.read_list("x," + "y" * 200_000)[0].how == Names.NOTHING
