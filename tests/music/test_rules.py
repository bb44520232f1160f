"""What is true of uploads and listening, on plain values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.music import rules
from akkord.rights.rules.answers import Reason
from akkord.rights.terms import Contest, Verdict, Why
from akkord.rights.territories import WORLDWIDE, TerritorySet

NOWHERE = TerritorySet(frozenset())
RU, DE = TerritorySet.of("RU"), TerritorySet.of("DE")

NAMES = [
    ("song.mp3", "song.mp3"),
    ("C:\\music\\song.mp3", "song.mp3"),
    ("../../etc/passwd", "passwd"),
    ("a\x00b\r\n.mp3", "ab.mp3"),
    ("", "file"),
    ("/", "file"),
    ("..", "file"),
    ("песня.mp3", "песня.mp3"),
]


@pytest.mark.parametrize(("sent", "kept"), NAMES)
def test_a_file_name_is_shown_as_its_last_part_only(sent: str, kept: str) -> None:
    assert rules.tidy_name(sent) == kept


@given(st.text(max_size=600))
def test_any_file_name_can_be_kept_and_shown(sent: str) -> None:
    kept = rules.tidy_name(sent)
    assert 0 < len(kept) <= 255
    assert kept.isprintable()
    assert "/" not in kept
    assert "\\" not in kept


TITLES = [
    ({"title": "Song", "artist": "Singer"}, "x.mp3", ("Song", "Singer")),
    ({}, "Singer - Song.mp3", ("Song", "Singer")),
    ({}, "Singer_-_Song.mp3", ("Song", "Singer")),
    ({"artist": "Singer"}, "Song - live.mp3", ("Song - live", "Singer")),
    ({"title": " "}, "only.mp3", ("only", "")),
    ({}, " .mp3", ("—", "")),
    ({"title": "So\x00ng\n"}, "x.mp3", ("Song", "")),
]


@pytest.mark.parametrize(("tags", "filename", "named"), TITLES)
def test_an_upload_nobody_named_is_named_by_its_tags_or_its_file(
    tags: dict[str, str], filename: str, named: tuple[str, str]
) -> None:
    assert rules.title_from(tags, filename) == named


# heard, length, seconds since the start, counted
LISTENINGS = [
    (30.0, 180.0, 30.0, True),
    (29.9, 180.0, 60.0, False),
    (30.0, 180.0, 20.0, False),  # more heard than time has passed
    (30.0, 180.0, 28.5, True),  # a clock somewhat ahead
    (10.0, 20.0, 10.0, True),  # half of a short one
    (9.9, 20.0, 60.0, False),
    (float("nan"), 180.0, 60.0, False),
]


@pytest.mark.parametrize(("heard", "length", "passed", "counted"), LISTENINGS)
def test_a_play_counts_from_30_seconds_or_half(
    heard: float, length: float, passed: float, counted: bool
) -> None:
    assert rules.counts(heard, length, passed) is counted


STATES = [
    ({Verdict.ALLOW: WORLDWIDE}, "live"),
    ({Verdict.ALLOW_REPORT: RU, Verdict.BLOCK: ~RU}, "live"),
    ({Verdict.HOLD: RU, Verdict.BLOCK: ~RU}, "held"),
    ({Verdict.BLOCK: WORLDWIDE}, "blocked"),
    ({}, "blocked"),
]


@pytest.mark.parametrize(("by_verdict", "state"), STATES)
def test_an_upload_is_live_if_it_sounds_anywhere(by_verdict: dict[Verdict, TerritorySet], state: str) -> None:
    assert rules.upload_state(by_verdict) == state


def test_where_it_is_held_or_blocked_it_is_silent() -> None:
    by_verdict = {Verdict.HOLD: RU, Verdict.BLOCK: DE, Verdict.ALLOW: ~(RU | DE)}
    assert rules.silent_territories(by_verdict) == RU | DE
    assert rules.silent_territories({Verdict.ALLOW: WORLDWIDE}) == NOWHERE


def reason(why: Why, verdict: Verdict = Verdict.BLOCK) -> Reason:
    return Reason(why=why, verdict=verdict, contest=Contest.DISPUTE)


def test_a_silence_owes_its_own_line_unless_every_fact_behind_it_has_one() -> None:
    assert rules.owes_line([reason(Why.UNLICENSED)])
    assert rules.owes_line([reason(Why.BLOCKED), reason(Why.UNLICENSED)])
    assert not rules.owes_line([reason(Why.BLOCKED), reason(Why.OWNER_BLOCKS)])
    assert not rules.owes_line([reason(Why.UNLICENSED, Verdict.ALLOW)])
