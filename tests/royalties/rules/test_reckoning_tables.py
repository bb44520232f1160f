"""Sums worked by hand: pools, lines, terms, accounts and corrections, each to the micro-unit."""

from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest

from akkord.rights.terms import Money
from royalties.rules import plainly

HALF, THIRD, WHOLE = Fraction(1, 2), Fraction(1, 3), Fraction(1)
LAST = date(2026, 1, 31)


def test_royalties_are_the_rate_of_what_was_earned_and_never_more(reckoning: SimpleNamespace) -> None:
    assert reckoning.pool_amount(100, Fraction(3, 5)) == 60
    assert reckoning.pool_amount(101, Fraction(3, 5)) == 60
    assert reckoning.pool_amount(104, Fraction(3, 5)) == 62


def test_ties_go_to_the_lower_party_and_nobody_comes_last(reckoning: SimpleNamespace) -> None:
    nobody, one = reckoning.Bucket(None, reckoning.Wait.GAP), reckoning.Bucket(1, reckoning.Wait.NOTHING)
    nine, waits = reckoning.Bucket(9, reckoning.Wait.NOTHING), reckoning.Bucket(9, reckoning.Wait.DISPUTE)
    shared = plainly.share_pool(3, {nobody: WHOLE, waits: WHOLE, nine: WHOLE, one: WHOLE})
    got = {bucket: part.amount for bucket, part in shared.parts.items()}
    assert got == {one: 1, nine: 1, waits: 1, nobody: 0}
    assert shared.cut.place == waits.place
    assert (shared.amount, shared.weight) == (3, 4)
    two = plainly.share_pool(2, {waits: WHOLE, nine: WHOLE, one: WHOLE})
    assert two.parts[waits].amount == 0, "of one party, what is paid comes before what waits"


def what(reckoning: SimpleNamespace, recording: int, fraction: Fraction, where: str = "DE") -> object:
    return reckoning.What(recording, None, where, "play", fraction)


def test_lines_are_shared_by_plays_times_the_part_of_each(reckoning: SimpleNamespace) -> None:
    first, second = what(reckoning, 1, HALF), what(reckoning, 2, WHOLE)
    lines = plainly.share_lines(100, {first: 2, second: 3})
    assert lines == {first: (2, 25), second: (3, 75)}
    alike = plainly.share_lines(1, {second: 1, what(reckoning, 2, WHOLE, "AT"): 1})
    assert alike[what(reckoning, 2, WHOLE, "AT")].amount == 1, "ties by recording, then by where"


@pytest.mark.parametrize(
    ("money", "party", "recording", "disputed", "why"),
    [
        (Money.PAY, 1, 7, False, "NOTHING"),
        (Money.PAY, 1, 7, True, "NOTHING"),
        (Money.ESCROW, None, None, False, "UNMATCHED"),
        (Money.ESCROW, None, 7, True, "GAP"),
        (Money.ESCROW, 1, 7, True, "DISPUTE"),
        (Money.ESCROW, 1, 7, False, "OVERCLAIM"),
    ],
)
def test_why_money_waits(
    reckoning: SimpleNamespace, money: Money, party: int, recording: int, disputed: bool, why: str
) -> None:
    assert reckoning.wait_of(money, party, recording, disputed) == reckoning.Wait[why]


def payee(
    reckoning: SimpleNamespace, party: int | None, part: Fraction = WHOLE, wait: str = "NOTHING"
) -> object:
    bucket = reckoning.Bucket(party, reckoning.Wait[wait])
    return reckoning.Payee(bucket, None if party is None else 7, 5 if party is None else None, part)


def test_parts_of_one_bucket_in_one_recording_are_one(reckoning: SimpleNamespace) -> None:
    twice = [
        payee(reckoning, 1, HALF),
        payee(reckoning, 2, Fraction(1, 4)),
        payee(reckoning, 1, Fraction(1, 4)),
    ]
    found = reckoning.merged(twice)
    assert [(each.bucket.party, each.fraction) for each in found] == [
        (1, Fraction(3, 4)),
        (2, Fraction(1, 4)),
    ]
    assert reckoning.merged([payee(reckoning, 1, Fraction(0))]) == ()


def test_who_was_paid_keeps_it_when_nobody_is_named_any_more(reckoning: SimpleNamespace) -> None:
    paid, waits = payee(reckoning, 1, HALF), payee(reckoning, 2, HALF, "DISPUTE")
    kept, freed = reckoning.given_up([paid, waits], 5)
    assert kept == paid
    assert (freed.bucket.party, freed.bucket.wait, freed.recording, freed.sound) == (
        None, reckoning.Wait.UNMATCHED, None, 5,
    )  # fmt: skip


def own(reckoning: SimpleNamespace, amount: int, heard: int, **more: Fraction) -> object:
    said = {
        "pool_rate": Fraction(3, 5),
        "exchange": WHOLE,
        "all_heard": Fraction(10),
        "subscribers": Fraction(7),
    }
    return reckoning.Own(amount=amount, heard=Fraction(heard), **(said | more))


@pytest.mark.parametrize(
    ("terms", "due", "basis"),
    [
        ({}, 600, "SHARE"),
        ({"rate": Fraction(7, 10)}, 700, "SHARE"),
        ({"rate": HALF}, 500, "SHARE"),
        ({"per_subscriber": 1000}, 3500, "PER_SUBSCRIBER"),  # 1000 · 7 · 5/10
        ({"per_play": 121}, 605, "PER_PLAY"),
        ({"per_play": 120}, 600, "SHARE"),
        ({"per_play": 900, "per_subscriber": 1000}, 4500, "PER_PLAY"),
    ],
)
def test_the_greatest_of_the_three_is_due(
    reckoning: SimpleNamespace, terms: dict[str, int], due: int, basis: str
) -> None:
    found = reckoning.due_of(own(reckoning, 600, 5), reckoning.Terms("EUR", **terms))
    assert (found.due, found.basis, found.share) == (due, reckoning.Basis[basis], 600)
    assert found.adjustment == due - 600


def test_exchange_is_rounded_down_once(reckoning: SimpleNamespace) -> None:
    mine = own(reckoning, 1001, 5, exchange=Fraction(3, 2))
    assert reckoning.due_of(mine, reckoning.Terms("USD")).due == 1501
    nothing = own(reckoning, 0, 0, all_heard=Fraction(0))
    assert reckoning.due_of(nothing, reckoning.Terms("USD", per_subscriber=5)).due == 0


@pytest.mark.parametrize(
    ("due", "carried", "left", "terms", "recouped", "paid", "on"),
    [
        (1000, 0, (), {}, 0, 1000, 0),
        (1009, 0, (), {}, 0, 1000, 9),
        (1000, 9, (), {}, 0, 1000, 9),
        (1000, -1500, (), {}, 0, 0, -500),
        (-200, 100, (), {}, 0, 0, -100),
        (1000, 0, (300, 400), {}, 700, 300, 0),
        (500, 0, (300, 400), {}, 500, 0, 0),
        (-5, 0, (300,), {}, 0, 0, -5),
        (1000, 0, (), {"payout_minimum": 1000}, 0, 1000, 0),
        (1000, 0, (), {"payout_minimum": 1001}, 0, 0, 1000),
    ],
)
def test_accounts(
    reckoning: SimpleNamespace,
    due: int,
    carried: int,
    left: tuple[int, ...],
    terms: dict[str, int],
    recouped: int,
    paid: int,
    on: int,
) -> None:
    advances = tuple(
        reckoning.Advance(number, date(2026, 1, number), None, amount)
        for number, amount in enumerate(left, start=1)
    )
    found = reckoning.settle(due, carried, advances, reckoning.Terms("EUR", **terms), LAST, 10)
    assert found[:3] == (recouped, paid, on)


@pytest.mark.parametrize(
    ("paid_on", "until", "taken"),
    [
        (date(2026, 1, 31), None, 5),
        (date(2026, 2, 1), None, 0),
        (date(2026, 1, 1), date(2026, 1, 31), 5),
        (date(2026, 1, 1), date(2026, 1, 30), 0),
    ],
)
def test_which_months_an_advance_is_recouped_in(
    reckoning: SimpleNamespace, paid_on: date, until: date | None, taken: int
) -> None:
    advance = reckoning.Advance(1, paid_on, until, 5)
    assert reckoning.settle(50, 0, (advance,), reckoning.Terms("EUR"), LAST, 10).recouped == taken


def test_the_older_advance_comes_first(reckoning: SimpleNamespace) -> None:
    later, earlier = (reckoning.Advance(n, date(2026, 1, 9 - n), None, 50) for n in (1, 2))
    found = reckoning.settle(60, 0, (later, earlier), reckoning.Terms("EUR"), LAST, 10)
    assert [(each.number, each.left) for each in found.advances] == [(2, 0), (1, 40)]


def key(reckoning: SimpleNamespace, of: object, where: str = "DE") -> object:
    pool = reckoning.PoolKey("free", "DE", "EUR")
    said = reckoning.What(of.recording, of.sound, where, "play", of.fraction)  # type: ignore[attr-defined]
    return reckoning.LineKey(pool, of.bucket, said)  # type: ignore[attr-defined]


def test_late_facts_take_their_part_of_a_line_and_leave_the_rest(reckoning: SimpleNamespace) -> None:
    nobody, mine = payee(reckoning, None, wait="UNMATCHED"), payee(reckoning, 1)
    lines = {key(reckoning, nobody): reckoning.Line(3, 10), key(reckoning, mine): reckoning.Line(1, 5)}
    pool = reckoning.PoolKey("free", "DE", "EUR")
    move = reckoning.Move(pool, "DE", "play", 2, (nobody,), (mine,))
    after = reckoning.corrected(lines, [move])
    assert after == {key(reckoning, nobody): (1, 3), key(reckoning, mine): (3, 12)}
    assert [(change.before, change.after) for change in reckoning.changes(lines, after)] == [
        ((1, 5), (3, 12)),
        ((3, 10), (1, 3)),
    ]
    assert reckoning.changes(lines, lines) == [], "what is as it was is not said"
    whole = reckoning.corrected(lines, [reckoning.Move(pool, "DE", "play", 3, (nobody,), (mine,))])
    assert whole == {key(reckoning, mine): (4, 15)}, "a line without plays is no line"
    waived = reckoning.corrected(lines, [reckoning.Move(pool, "DE", "play", 1, (mine,), ())])
    assert waived == lines, "what was earned is not taken for being given up later"
    for too_many in ((4, "DE"), (1, "AT")):
        with pytest.raises(reckoning.NotThere):
            reckoning.corrected(
                lines, [reckoning.Move(pool, too_many[1], "play", too_many[0], (nobody,), (mine,))]
            )


def test_what_moves_is_shared_by_the_new_parts(reckoning: SimpleNamespace) -> None:
    nobody = payee(reckoning, None, wait="UNMATCHED")
    seven, three = payee(reckoning, 1, Fraction(7, 10)), payee(reckoning, 2, Fraction(3, 10))
    lines = {key(reckoning, nobody): reckoning.Line(2, 1001)}
    move = reckoning.Move(reckoning.PoolKey("free", "DE", "EUR"), "DE", "play", 2, (nobody,), (seven, three))
    assert reckoning.corrected(lines, [move]) == {
        key(reckoning, seven): (2, 701),
        key(reckoning, three): (2, 300),
    }
