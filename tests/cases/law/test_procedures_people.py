"""Strikes, abusive notices and the second person: what counts, for how long, and who may say yes."""

from datetime import datetime, timedelta
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from procedures_world import ALWAYS, utc

START = utc("2026-01-01 00:00")


def day(count: float) -> datetime:
    return START + timedelta(days=count)


def strike(law: SimpleNamespace, at: float, **more: Any) -> Any:
    told = {name: day(value) if name.endswith("_at") else value for name, value in more.items()}
    return law.strikes.Strike(day(at), **told)


@pytest.mark.parametrize(
    ("strikes", "asked", "account"),
    [
        ([], 0, "good"),
        ([(0, {})], 0, "warned"),
        ([(0, {}), (1, {}), (2, {})], 2, "suspends"),
        ([(0, {}), (1, {}), (2, {})], 1.5, "warned"),  # the third is still to come
        ([(0, {}), (1, {}), (2, {})], 1000, "suspends"),  # without the school nothing is forgotten
        ([(0, {"school_at": 1}), (1, {}), (2, {})], 90.9, "suspends"),
        ([(0, {"school_at": 1}), (1, {}), (2, {})], 91, "warned"),
        ([(0, {"school_at": 1})], 91, "good"),
        ([(10, {"school_at": 1})], 99, "warned"),  # a school before the strike does not shorten it
        ([(0, {}), (1, {}), (2, {"countered": True})], 3, "frozen"),
        ([(0, {}), (1, {}), (2, {}), (3, {"countered": True})], 4, "suspends"),
        ([(0, {"lifted_at": 5}), (1, {}), (2, {})], 4.9, "suspends"),
        ([(0, {"lifted_at": 5}), (1, {}), (2, {})], 5, "warned"),
        ([(0, {"countered": True})], 5, "warned"),
    ],
)
def test_what_strikes_add_up_to(law: SimpleNamespace, strikes: Any, asked: float, account: str) -> None:
    held = [strike(law, at, **more) for at, more in strikes]
    assert law.strikes.account_at(held, day(asked)) == account


@given(ats=st.lists(st.integers(0, 200), max_size=8), countered=st.integers(0, 8), asked=st.integers(0, 400))
@ALWAYS
def test_counter_notices_only_ever_help(
    law: SimpleNamespace, ats: list[int], countered: int, asked: int
) -> None:
    plain = [strike(law, at, school_at=at) for at in ats]
    answered = [strike(law, at, school_at=at, countered=n < countered) for n, at in enumerate(ats)]
    assert law.strikes.counted(answered, day(asked)) <= law.strikes.counted(plain, day(asked))
    if law.strikes.account_at(answered, day(asked)) == "suspends":
        assert law.strikes.counted(answered, day(asked)) >= 3


def decided(law: SimpleNamespace, at: float, how: str) -> Any:
    return law.abuse.Decided(day(at), upheld=how == "upheld", unfounded=how == "unfounded")


@pytest.mark.parametrize(
    ("history", "warned", "asked", "sanction"),
    [
        ([], None, 10, "none"),
        ([(1, "unfounded")], None, 10, "none"),
        ([(1, "unfounded"), (2, "unfounded")], None, 10, "warn"),
        ([(1, "unfounded"), (2, "unfounded")], 2, 10, "none"),
        ([(1, "unfounded"), (2, "unfounded"), (3, "unfounded")], 2, 10, "suspend"),
        ([(1, "unfounded"), (2, "unfounded"), (3, "unfounded")], None, 10, "warn"),  # a warning comes first
        ([(1, "unfounded"), (2, "unfounded"), (3, "unfounded")], 3, 10, "none"),  # nothing since
        ([(1, "unfounded"), (2, "unfounded"), (400, "unfounded")], 2, 400, "none"),  # a year ago
        ([(1, "unfounded"), (390, "unfounded"), (400, "unfounded")], 2, 400, "warn"),
        ([(1, "unfounded"), (2, "unfounded"), (3, "upheld"), (4, "upheld"), (5, "upheld")], None, 10, "none"),
        ([(1, "unfounded"), (2, "unfounded"), (3, "upheld"), (4, "upheld")], None, 10, "warn"),
        ([(1, "kept"), (2, "kept"), (3, "kept")], None, 10, "none"),  # lost is not abused
        ([(1, "unfounded"), (20, "unfounded")], None, 10, "none"),
    ],
)
def test_what_unfounded_notices_call_for(
    law: SimpleNamespace, history: Any, warned: float | None, asked: float, sanction: str
) -> None:
    known = [decided(law, at, how) for at, how in history]
    at = None if warned is None else day(warned)
    assert law.abuse.sanction(known, at, day(asked)) == sanction


@given(
    hows=st.lists(st.sampled_from(["upheld", "unfounded", "kept"]), max_size=12),
    asked=st.integers(0, 20),
)
@ALWAYS
def test_nobody_is_suspended_unwarned(law: SimpleNamespace, hows: list[str], asked: int) -> None:
    known = [decided(law, at, how) for at, how in enumerate(hows)]
    assert law.abuse.sanction(known, None, day(asked)) != "suspend"
    assert law.abuse.sanction(known, day(-400), day(asked)) != "suspend"


def test_precision_is_upheld_of_decided(law: SimpleNamespace) -> None:
    assert law.abuse.precision([]) is None
    known = [decided(law, 1, "upheld"), decided(law, 2, "unfounded"), decided(law, 3, "kept")]
    assert law.abuse.precision(known) == Fraction(1, 3)


@pytest.mark.parametrize(
    ("asked", "ends", "suspended", "revoked", "stands"),
    [
        (9, 100, None, None, "to_come"),
        (10, 100, None, None, "stands"),
        (99, 100, None, None, "stands"),
        (100, 100, None, None, "expired"),
        (500, None, None, None, "stands"),
        (49, 100, 50, None, "stands"),
        (50, 100, 50, None, "suspended"),
        (100, 100, 50, None, "expired"),
        (60, 100, 50, 60, "revoked"),
        (59, 100, None, 60, "stands"),
        (200, 100, None, 60, "revoked"),
    ],
)
def test_the_status_of_a_trusted_flagger_stands_for_its_time_unless_taken(
    law: SimpleNamespace,
    asked: int,
    ends: int | None,
    suspended: int | None,
    revoked: int | None,
    stands: str,
) -> None:
    def on(number: int | None) -> datetime | None:
        return None if number is None else day(number)

    status = law.flaggers.Status(day(10), on(ends), on(suspended), on(revoked))
    assert law.flaggers.standing_at(status, day(asked)) == stands


def test_a_suspension_is_for_a_time(law: SimpleNamespace) -> None:
    assert not law.abuse.suspended(None, day(0))
    assert [law.abuse.suspended(day(1), day(n)) for n in (0.9, 1, 90.9, 91)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("act", "objects", "two"),
    [
        ("state_demand", 1, True),
        ("court_order", 50, False),
        ("court_order", 51, True),
        ("end_account", 1, True),
        ("reverse_claim", 1, True),
        ("redact", 1, True),
        ("change_key", 1, True),
    ],
)
def test_which_acts_need_a_second_person(law: SimpleNamespace, act: str, objects: int, two: bool) -> None:
    assert law.approvals.needs_two(law.approvals.Act(act), objects) == two


def proposal(law: SimpleNamespace, **more: Any) -> Any:
    return law.approvals.Proposal(proposer=1, at=day(0), requester=2, **more)


@pytest.mark.parametrize(
    ("approver", "staff", "hours", "why"),
    [
        (3, True, 0, ""),
        (3, True, 23.9, ""),
        (3, True, 24, "NotWaiting"),
        (1, True, 1, "SamePerson"),
        (2, True, 1, "SamePerson"),  # who asked for it
        (3, False, 1, "NotStaff"),  # demoted in between
    ],
)
@pytest.mark.parametrize("emergency", [False, True])
def test_who_may_approve(
    law: SimpleNamespace, approver: int, staff: bool, hours: float, why: str, emergency: bool
) -> None:
    def approve() -> None:
        asked = proposal(law, emergency=emergency)
        law.approvals.check_approval(asked, approver, is_staff=staff, at=day(hours / 24))

    if not why:
        return approve()
    with pytest.raises(getattr(law.approvals, why)):
        approve()


@pytest.mark.parametrize(
    ("emergency", "approved", "hours", "now"),
    [
        (False, None, 0, "waiting"),
        (False, None, 23.9, "waiting"),
        (False, None, 24, "lapsed"),
        (False, 1, 2, "approved"),
        (False, 1, 0.5, "waiting"),
        (False, 1, 48, "approved"),
        (False, 24, 48, "lapsed"),  # too late is not at all
        (True, None, 23.9, "in_force"),
        (True, None, 24, "reversed"),
        (True, 23, 24, "approved"),
        (True, 24, 25, "reversed"),
    ],
)
def test_what_has_become_of_a_proposal(
    law: SimpleNamespace, emergency: bool, approved: float | None, hours: float, now: str
) -> None:
    at = None if approved is None else day(approved / 24)
    asked = proposal(law, emergency=emergency, approved_at=at)
    assert law.approvals.state_at(asked, day(hours / 24)) == now


def test_an_approval_is_not_given_twice(law: SimpleNamespace) -> None:
    with pytest.raises(law.approvals.NotWaiting):
        law.approvals.check_approval(proposal(law, approved_at=day(0.1)), 3, is_staff=True, at=day(0.2))


@pytest.mark.parametrize(
    ("sent", "earlier", "again"),
    [
        (9, [0], True),  # had one, it was silenced, and sent it again
        (9, [5], True),  # was stopped once before
        (9, [], False),  # never had one
        (9, [9], False),  # both at once: nobody had told yet
        (2, [0], False),  # before it was silenced
    ],
)
def test_only_what_one_was_told_of_is_repeated(
    law: SimpleNamespace, sent: float, earlier: list[float], again: bool
) -> None:
    assert law.strikes.repeated(day(sent), day(3), [day(each) for each in earlier]) is again


def test_the_interval_of_a_precision_is_wilsons(law: SimpleNamespace) -> None:
    for upheld, decided, low, high in (
        (0, 0, 0.0, 1.0),
        (8, 10, 0.4902, 0.9433),  # worked by hand from Wilson's formula with z = 1.96
        (10, 10, 0.7225, 1.0),
        (0, 10, 0.0, 0.2775),
    ):
        assert law.abuse.interval(upheld, decided) == pytest.approx((low, high), abs=1e-3)


def test_exactly_what_begins_or_ends_a_dispute_touches_its_money(law: SimpleNamespace) -> None:
    table = law.machines.TABLES[law.terms.Machine.CLAIM]
    events = {row.event for row in (table.opening, *table.rows)}
    assert {e for e in events if not law.held.touches(e)} == {
        *("claim", "lapse", "remind_review", "remind_complaint"),
    }


def test_money_is_held_while_a_claim_is_disputed_and_then_is_the_winners(law: SimpleNamespace) -> None:
    roads = [
        (["claim"], []),
        (["claim", "dispute"], [(1, None, None)]),
        (["claim", "dispute", "release"], [(1, 2, "uploader")]),
        (["claim", "dispute", "reject"], [(1, 2, "claimant")]),
        (["claim", "dispute", "reject", "appeal", "notice"], [(1, 2, "claimant"), (3, 4, "claimant")]),
        (["claim", "dispute", "reject", "appeal", "release"], [(1, 2, "claimant"), (3, 4, "uploader")]),
        (["claim", "dispute", "reject", "clear"], [(1, 2, "claimant")]),
        (["claim", "dispute", "clear"], [(1, 2, "uploader")]),
        (["claim", "release"], []),
        (["claim", "flag", "allow"], [(1, 2, "uploader")]),
        (["claim", "flag", "deny", "appeal"], [(1, 2, "claimant"), (3, None, None)]),
        (["claim", "flag", "allow", "complain", "restrict"], [(1, 2, "uploader"), (3, 4, "claimant")]),
        (["claim", "flag", "allow", "complain", "keep"], [(1, 2, "uploader"), (3, 4, "uploader")]),
        (["claim", "dispute", "reject", "complain", "uphold"], [(1, 2, "claimant"), (3, 4, "claimant")]),
        (["claim", "dispute", "reject", "complain", "reverse"], [(1, 2, "claimant"), (3, 4, "uploader")]),
    ]
    for events, periods in roads:
        found = law.held.held_periods([(event, day(at)) for at, event in enumerate(events)])
        assert [(each.starts, each.ends, each.winner) for each in found] == [
            (day(starts), None if ends is None else day(ends), winner) for starts, ends, winner in periods
        ], events
