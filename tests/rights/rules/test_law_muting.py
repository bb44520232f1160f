"""Which stretches of a file, silenced, would let the rest be heard."""

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest
from law_world import (
    LENGTH,
    OTHER_SONG,
    World,
    empty_world,
    owned_world,
    two_songs,
)

from akkord.rights.terms import (
    Action,
    Mode,
    Money,
    Scope,
    Verdict,
)

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
PAY, ESCROW, WAIVED = Money


def spans(world: World) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in world.decide().mute]


def test_a_mix_could_be_heard_without_its_unlicensed_song(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.facts["licences"].pop()
    assert (world.verdict(), spans(world)) == (Verdict.BLOCK, [(100_000, LENGTH)])


def test_a_mix_could_be_heard_without_its_unowned_song(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.facts["ownerships"].pop()
    assert (world.verdict(), spans(world)) == (Verdict.HOLD, [(100_000, LENGTH)])


def test_a_reported_song_of_a_mix_is_not_muted(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.facts["licences"].pop()
    world.policy(world.rule(Action.REPORT))
    assert spans(world) == [(100_000, LENGTH)]


def test_strict_two_silenced_songs_leave_an_unknown_rest(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.matches[1] = replace(world.matches[1], segments=(law.Segment(100_000, 150_000, 0, 50_000),))
    world.drop("licences")
    world.facts["ownerships"].pop()
    assert spans(world) == [(0, 150_000)]
    world.instance["mode"] = Mode.STRICT
    assert spans(world) == []


def test_nothing_is_muted_where_all_may_be_heard(law: SimpleNamespace) -> None:
    assert spans(two_songs(law)) == []
    assert spans(empty_world(law)) == []


def test_muting_all_is_no_way_out(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.drop("licences")
    assert spans(world) == []


@pytest.mark.parametrize(
    ("f0", "f1", "left"),
    [
        (0, LENGTH - 1, True),
        (1, LENGTH, True),
        (0, LENGTH, False),
        (-9, LENGTH + 9, False),
        (50, 9_000, True),
    ],
)
def test_something_must_be_left_to_hear(law: SimpleNamespace, f0: int, f1: int, left: bool) -> None:
    world = owned_world(law)
    world.matches.clear()
    world.match(f0=f0, f1=f1)
    assert spans(world) == ([(f0, f1)] if left else [])


def test_touching_stretches_are_muted_as_one(law: SimpleNamespace) -> None:
    world = owned_world(law)
    world.matches.clear()
    world.match(
        segments=(
            (50_000, 60_000, 0, 9),
            (10_000, 20_000, 0, 9),
            (20_000, 30_000, 0, 9),
            (15_000, 18_000, 0, 9),
        )
    )
    assert spans(world) == [(10_000, 30_000), (50_000, 60_000)]


def test_later_stretches_are_joined_too(law: SimpleNamespace) -> None:
    world = owned_world(law)
    world.matches.clear()
    world.match(
        segments=tuple((f0, f1, 0, 9) for f0, f1 in [(10, 20), (50, 60), (55, 70), (60, 65), (90, 6_000)])
    )
    assert spans(world) == [(10, 20), (50, 70), (90, 6_000)]


def test_two_stretches_that_leave_a_gap_leave_something(law: SimpleNamespace) -> None:
    world = owned_world(law)
    world.matches.clear()
    world.match(segments=((0, 90_000, 0, 90_000), (100_000, LENGTH, 100_000, LENGTH)))
    assert spans(world) == [(0, 90_000), (100_000, LENGTH)]


def test_an_unknown_rest_is_judged_as_unknown(law: SimpleNamespace) -> None:
    world = owned_world(law)
    world.matches.clear()
    world.match(f1=50_000, r1=50_000)
    assert spans(world) == [(0, 50_000)]
    world.instance["mode"] = Mode.STRICT
    assert spans(world) == []
    world.file.update(attested=True, reviewed=True)
    assert spans(world) == [(0, 50_000)]


def test_strict_a_rest_with_a_known_song_passes(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.instance["mode"] = Mode.STRICT
    world.facts["licences"].pop()
    assert spans(world) == [(100_000, LENGTH)]


def test_strict_a_rest_with_a_song_too_short_to_count_does_not(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.instance.update(mode=Mode.STRICT, minimum_ms=50_000)
    world.matches[0] = replace(world.matches[0], segments=(law.Segment(0, 9_000, 0, 9_000),))
    world.facts["licences"].clear()
    world.policy(world.rule(Action.REPORT))
    assert spans(world) == []


@pytest.mark.parametrize("barred", ["block", "doubt"])
def test_a_block_or_a_doubt_is_not_muted_away(law: SimpleNamespace, barred: str) -> None:
    world = two_songs(law)
    world.facts["licences"].pop()
    if barred == "block":
        world.block(scope=Scope.recording(OTHER_SONG))
    else:
        world.file["scanned"] = False
    assert spans(world) == []
