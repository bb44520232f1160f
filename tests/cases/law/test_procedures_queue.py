"""The staff's queue: what waits for a person and until when, in which order, and who may take it up."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from procedures_world import ALWAYS, Road, utc

NOW = utc("2026-11-20 12:00")


def hours(count: float) -> datetime:
    return NOW + timedelta(hours=count)


def item(law: SimpleNamespace, number: int, until: float | None, since: float = 0, **more: Any) -> Any:
    falls = None if until is None else hours(until)
    return law.queue.Item(law.queue.Kind.PROCEEDING, number, hours(since), falls, **more)


def dmca(law: SimpleNamespace) -> Road:
    return Road(law, "dmca", "US", "2026-11-16 12:00", "claimant")


def dsa(law: SimpleNamespace) -> Road:
    road = Road(law, "dsa", "DE", "2026-11-16 12:00", "claimant")
    return road.do("check", "claimant", "2026-11-16 12:00", missing=[])


def test_a_complete_notice_waits_for_the_staff_and_an_incomplete_one_for_its_claimant(
    law: SimpleNamespace,
) -> None:
    lacking = dmca(law).do("check", "claimant", "2026-11-16 12:00", missing=["signature"])
    assert law.queue.waits_for_staff(lacking.case, NOW) is None
    whole = dmca(law).do("check", "claimant", "2026-11-16 12:00", missing=[])
    (clock,) = law.proceeding.deadlines(whole.case)
    assert law.queue.waits_for_staff(whole.case, utc("2026-11-16 13:00")).until == clock.closes


def test_what_is_done_waits_for_nobody_though_a_mistake_may_be_mended_any_day(law: SimpleNamespace) -> None:
    road = dmca(law).do("check", "claimant", "2026-11-16 12:00", missing=[])
    road.do("remove", "staff", "2026-11-16 13:00")
    assert "mistake" in law.proceeding.possible(road.case, law.terms.Party.STAFF, utc("2026-11-16 14:00"))
    assert law.queue.waits_for_staff(road.case, utc("2026-11-16 14:00")) is None


def test_what_silence_has_reminded_of_is_overdue_since_then(law: SimpleNamespace) -> None:
    road = dsa(law)
    falls = road.falls("decision")
    late = falls + timedelta(days=2)
    for outcome in law.proceeding.due(road.case, late):
        road._take(outcome)
    assert law.queue.waits_for_staff(road.case, late).until == falls


def test_of_two_clocks_of_the_staff_the_first_counts(law: SimpleNamespace) -> None:
    road = Road(law, "court", "DE", "2026-11-16 12:00", "court").do("judgment", "court", "2026-11-16 13:00")
    closes = [d.closes for d in law.proceeding.deadlines(road.case) if d.clock.actor == law.terms.Party.STAFF]
    assert len(set(closes)) > 1
    assert law.queue.waits_for_staff(road.case, utc("2026-11-16 14:00")).until == min(closes)


def test_a_claim_waits_for_its_claimant(law: SimpleNamespace) -> None:
    road = Road(law, "claim", "DE", "2026-11-16 12:00", "machine")
    road.do("dispute", "uploader", "2026-11-16 13:00", reason="Mine.")
    assert law.queue.waits_for_staff(road.case, utc("2026-11-16 14:00")) is None


def test_a_complaint_over_a_claim_waits_for_the_staff_until_its_clock_falls(law: SimpleNamespace) -> None:
    road = Road(law, "claim", "DE", "2026-11-16 12:00", "machine")
    road.do("dispute", "uploader", "2026-11-16 13:00", reason="Mine.")
    road.do("reject", "claimant", "2026-11-16 14:00", reason="Ours.")
    assert law.queue.waits_for_staff(road.case, utc("2026-11-16 15:00")) is None
    road.do("complain", "uploader", "2026-11-16 15:00", reason="Mine.")
    waits = law.queue.waits_for_staff(road.case, utc("2026-11-16 16:00"))
    assert waits.until == road.falls("complaint_answer")


def test_what_falls_first_comes_first_and_what_falls_never_last(law: SimpleNamespace) -> None:
    given_ = [
        item(law, 1, None, -9),
        item(law, 2, 5),
        item(law, 3, -1),
        item(law, 4, None, -10),
        item(law, 5, 5, -1),
    ]
    assert [each.number for each in law.queue.in_order(given_)] == [3, 5, 2, 4, 1]


def test_trusted_flaggers_notices_come_before_all_others_and_among_themselves_by_their_clocks(
    law: SimpleNamespace,
) -> None:
    given_ = [item(law, 1, -1), item(law, 2, 9, trusted=True), item(law, 3, 5, trusted=True)]
    assert [each.number for each in law.queue.in_order(given_)] == [3, 2, 1]


@pytest.mark.parametrize(
    ("person", "later", "taken_by", "may"),
    [
        (1, 0.0, None, True),
        (1, 0.0, 1, True),
        (2, 0.0, 1, False),
        (2, 14.9 / 60, 1, False),
        (2, 0.25, 1, True),
        (9, 0.0, None, False),  # who proposed it
        (9, 10.0, 9, False),
    ],
)
def test_nobody_takes_what_another_works_on_or_what_they_may_not_decide(
    law: SimpleNamespace, person: int, later: float, taken_by: int | None, may: bool
) -> None:
    at = None if taken_by is None else NOW
    taken = item(law, 1, 1, barred=frozenset({9}), taken_by=taken_by, taken_at=at)
    assert law.queue.may_take(taken, person, hours(later)) is may


def test_the_next_is_behind_and_at_the_end_the_first_again(law: SimpleNamespace) -> None:
    one, two, three = item(law, 1, 1), item(law, 2, 2, taken_by=7, taken_at=NOW), item(law, 3, 3)
    queue = [three, one, two]
    assert law.queue.next_for(queue, 5, NOW) == one
    assert law.queue.next_for(queue, 5, NOW, one.key) == three
    assert law.queue.next_for(queue, 7, NOW, one.key) == two
    assert law.queue.next_for(queue, 5, NOW, three.key) == one
    assert law.queue.next_for([one], 5, NOW, one.key) is None
    assert law.queue.next_for([], 5, NOW) is None


@given(untils=st.lists(st.one_of(st.none(), st.integers(-50, 50)), max_size=8))
@ALWAYS
def test_whoever_goes_on_and_on_comes_by_everything(law: SimpleNamespace, untils: list[int | None]) -> None:
    queue = [item(law, n, until) for n, until in enumerate(untils)]
    seen, place = [], law.queue.next_for(queue, 1, NOW)
    while place is not None and place.number not in seen:
        seen.append(place.number)
        place = law.queue.next_for(queue, 1, NOW, place.key)
    assert sorted(seen) == list(range(len(untils)))
