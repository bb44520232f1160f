"""What nobody can have heard is left out, beyond the limit and no further, with the rule and its numbers."""

from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from fraud_world import play, small


def left_out(
    law: SimpleNamespace, plays: list[Any], limits: Any = None
) -> dict[str, tuple[str, dict[str, Any]]]:
    found = law.find(plays, limits or law.LIMITS)
    return {name: (finding.reason.value, dict(finding.evidence)) for name, finding in found.items()}


def test_a_day_of_listening_is_left_alone(law: SimpleNamespace) -> None:
    dice = Random(5)
    day = [play(law, n, n * 3, track=dice.randrange(40), seconds=30) for n in range(300)]
    assert left_out(law, day) == {}


# --- rate


def test_what_exceeds_the_hour_is_left_out_and_what_came_first_counts(law: SimpleNamespace) -> None:
    hour = [
        play(law, n, n * 0.4, track=n, seconds=30) for n in range(149)
    ]  # 150 would be an hour and a quarter
    found = left_out(law, hour, law.Limits(streams_at_once=1))
    assert list(found) == [f"1-{n:05}" for n in range(120, 149)]
    assert found["1-00120"] == ("rate", {"seconds": 3630, "most": 3600})


def test_an_hour_filled_to_the_second_counts_and_the_next_hour_is_its_own(law: SimpleNamespace) -> None:
    full = [play(law, n, n * 0.5, track=n, seconds=30) for n in range(240)]
    assert left_out(law, full, law.Limits(streams_at_once=1)) == {}


def test_what_is_left_out_takes_no_time_from_what_comes_after(law: SimpleNamespace) -> None:
    hour = [play(law, n, n * 0.4, track=n, seconds=30) for n in range(149)]
    after = play(law, 500, 60.1, track=500, seconds=30)
    assert "1-00500" not in left_out(law, [*hour, after], law.Limits(streams_at_once=1))


def test_two_devices_may_sound_at_once(law: SimpleNamespace) -> None:
    both = [play(law, n, n * 0.25, track=n, seconds=30) for n in range(480)]
    assert left_out(law, both) == {}
    third = [*both, *(play(law, 1000 + n, n * 0.5, track=n + 1000, seconds=30) for n in range(100))]
    assert {reason for reason, _ in left_out(law, third).values()} == {"rate"}


# --- loops


def test_the_same_track_counts_so_often_a_day(law: SimpleNamespace) -> None:
    day = [play(law, n, n * 10, track=1 if n % 2 else 100 + n) for n in range(14)]
    assert left_out(law, day, small(law)) == {
        "1-00011": ("loop", {"plays": 6, "most": 5}),
        "1-00013": ("loop", {"plays": 7, "most": 5}),
    }


def test_the_same_track_counts_so_often_in_a_row(law: SimpleNamespace) -> None:
    row = [play(law, n, n * 10, track=1) for n in range(5)]
    assert left_out(law, row, small(law)) == {
        "1-00003": ("loop", {"in_a_row": 4, "most": 3}),
        "1-00004": ("loop", {"in_a_row": 5, "most": 3}),
    }
    other = [*row[:3], play(law, 8, 25, track=2), *row[3:]]
    assert left_out(law, other, small(law)) == {}


# --- farms


def farm(law: SimpleNamespace, accounts: int, plays: int = 6, tracks: int = 2, late: float = 0) -> list[Any]:
    """Accounts that hear the same tracks, one after the other, `late` minutes apart."""
    return [
        play(law, n, n * 16 + account * late, listener=account, track=n % tracks)
        for account in range(1, accounts + 1)
        for n in range(plays)
    ]


def test_accounts_in_step_are_left_out_whole(law: SimpleNamespace) -> None:
    found = left_out(law, farm(law, 3), small(law))
    assert len(found) == 18
    assert set(map(str, found.values())) == {str(("farm", {"accounts": 3, "most": 2}))}


@pytest.mark.parametrize(
    "change",
    [{"accounts": 2}, {"accounts": 4, "plays": 3}, {"accounts": 4, "plays": 9, "tracks": 3}],
    ids=["too few accounts", "too few plays", "more tracks than a farm has"],
)
def test_what_is_no_farm_is_left_alone(law: SimpleNamespace, change: dict[str, int]) -> None:
    assert left_out(law, farm(law, **change), small(law)) == {}


def test_the_same_tracks_at_other_times_are_no_farm(law: SimpleNamespace) -> None:
    assert left_out(law, farm(law, 6, late=47), small(law)) == {}


def test_one_who_heard_other_things_besides_is_in_no_farm(law: SimpleNamespace) -> None:
    guest = [play(law, 50 + n, 16 * n, listener=9, track=n % 2) for n in range(3)]
    guest += [play(law, 60 + n, 300 + 16 * n, listener=9, track=n % 2) for n in range(3)]
    found = left_out(law, [*farm(law, 3), *guest], small(law))
    assert len(found) == 18
    assert not any(name.startswith("9-") for name in found)


def test_two_farms_are_two(law: SimpleNamespace) -> None:
    other = [
        play(law, n, 400 + n * 16, listener=20 + account, track=70 + n % 2)
        for account in range(4)
        for n in range(6)
    ]
    found = left_out(law, [*farm(law, 3), *other], small(law))
    assert found["1-00000"][1]["accounts"] == 3
    assert found["20-00000"][1]["accounts"] == 4


# --- travel


def test_nobody_is_in_two_places_further_than_a_flight(law: SimpleNamespace) -> None:
    day = [
        play(law, 0, 0, territory="DE"),
        play(law, 1, 30, track=2, territory="JP"),
        play(law, 2, 40, track=3, territory="DE"),
    ]
    assert left_out(law, day) == {"1-00001": ("impossible_travel", {"from": "DE", "to": "JP", "minutes": 30})}


def test_whoever_flew_is_heard_again(law: SimpleNamespace) -> None:
    day = [play(law, 0, 0, territory="DE"), play(law, 1, 14 * 60, track=2, territory="JP")]
    assert left_out(law, day) == {}


@pytest.mark.parametrize("there", ["PL", "GB", "ZZ"])
def test_a_border_is_crossed_on_foot_and_an_unknown_place_is_nowhere(
    law: SimpleNamespace, there: str
) -> None:
    assert left_out(law, [play(law, 0, 0), play(law, 1, 1, track=2, territory=there)]) == {}


# --- all of them


def test_a_copy_on_a_device_says_nothing_of_where_one_is(law: SimpleNamespace) -> None:
    kept = play(law, 1, 10, track=2, territory="")
    assert left_out(law, [play(law, 0, 0), kept, play(law, 2, 20)]) == {}
    flown = left_out(law, [play(law, 0, 0), kept, play(law, 2, 30, track=3, territory="JP")])
    assert flown == {"1-00002": ("impossible_travel", {"from": "DE", "to": "JP", "minutes": 30})}


def test_days_that_are_told_together_are_each_a_day(law: SimpleNamespace) -> None:
    days = [play(law, n, n // 8 * 24 * 60 + n % 8 * 10, track=n % 2) for n in range(16)]
    assert left_out(law, days, small(law)) == {}


def test_of_several_rules_the_first_is_named(law: SimpleNamespace) -> None:
    day = [play(law, n, n, track=1, territory="DE") for n in range(4)]
    day.append(play(law, 4, 5, track=1, territory="JP"))
    assert left_out(law, day, small(law))["1-00004"][0] == "impossible_travel"


def test_nobody_signed_in_is_followed(law: SimpleNamespace) -> None:
    assert left_out(law, [play(law, n, n, listener=0) for n in range(20)], small(law)) == {}


def test_what_one_account_does_says_nothing_of_another(law: SimpleNamespace) -> None:
    loops = [play(law, n, n * 10, listener=1) for n in range(5)]
    honest = [play(law, n, n * 10, listener=2, track=n) for n in range(5)]
    found = left_out(law, [*loops, *honest], small(law))
    assert found
    assert all(name.startswith("1-") for name in found)
