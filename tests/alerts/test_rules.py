"""Rings become lines; switches mean what the page says; digests come when they are due."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from akkord.alerts.rules import ALWAYS, Every, Kind, Ring, Way, digest_due, grouped, is_told

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
rings = st.lists(
    st.builds(
        Ring,
        number=st.integers(1, 10**6),
        kind=st.sampled_from(Kind),
        who=st.integers(1, 5) | st.none(),
        thing=st.sampled_from(["post:1", "post:2", ""]),
        at=st.just(NOON),
        read=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda ring: ring.number,
)


def ring(number: int, who: int, thing: str = "post:1", kind: Kind = Kind.LIKE, read: bool = False) -> Ring:
    return Ring(number, kind, who, thing, NOON, read)


def test_five_likes_of_a_post_are_one_line_the_latest_first() -> None:
    (line,) = grouped([ring(n, n) for n in range(1, 6)])
    assert line.who == (5, 4, 3, 2, 1)


def test_what_was_read_stays_apart_from_what_came_since() -> None:
    assert len(grouped([ring(1, 1, read=True), ring(2, 2)])) == 2


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(rings)
def test_lines_hold_every_ring_once_and_stand_newest_first(given_rings: list[Ring]) -> None:
    lines = grouped(given_rings)
    assert sorted(r.number for line in lines for r in line.rings) == sorted(r.number for r in given_rings)
    assert [line.newest.number for line in lines] == sorted((x.newest.number for x in lines), reverse=True)
    for line in lines:
        assert len({(r.kind, r.thing, r.read) for r in line.rings}) == 1
        assert len(set(line.who)) == len(line.who)
        assert line.newest.number == max(r.number for r in line.rings)


QUIET = (Kind.LIKE, Kind.REPOST, Kind.NEW_MUSIC, Kind.RELEASE, Kind.EPISODE)


@pytest.mark.parametrize("kind", Kind)
def test_a_switch_decides_except_for_what_one_must_be_able_to_read(kind: Kind) -> None:
    for way in Way:
        assert is_told(kind, way, True)
        assert is_told(kind, way, False) is (way == Way.PAGE and kind in ALWAYS)
    assert is_told(kind, Way.PAGE, None)
    assert is_told(kind, Way.PUSH, None) is (kind not in QUIET)


@pytest.mark.parametrize(("every", "days"), [(Every.DAY, 1), (Every.WEEK, 7)])
def test_a_digest_is_due_after_its_pause_and_never_for_who_wants_none(every: Every, days: int) -> None:
    end = NOON + timedelta(days=days)
    assert not digest_due(every, NOON, end - timedelta(seconds=1))
    assert digest_due(every, NOON, end)
    assert not digest_due(Every.NEVER, NOON, NOON + timedelta(days=1000))
