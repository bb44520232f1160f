"""Pools go to buckets and buckets to lines, to the micro-unit; late facts move what they concern alone."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.money import unit_by_cut
from akkord.rights.terms import Money
from akkord.royalties.rules import correcting, pools
from akkord.royalties.rules.correcting import Change, Move, NotThere
from akkord.royalties.rules.pools import Bucket, Line, LineKey, Payee, PoolKey, Wait, What
from royalties.rules import plainly

POOL = PoolKey("plus", "DE", "EUR")
UNKNOWN = Bucket(None, Wait.UNMATCHED)
ONE, TWO, THREE = (Bucket(party, Wait.NOTHING) for party in (1, 2, 3))
BUCKETS = st.sampled_from(
    [ONE, TWO, THREE, UNKNOWN, Bucket(None, Wait.GAP), Bucket(1, Wait.DISPUTE), Bucket(2, Wait.OVERCLAIM)]
)
FRACTIONS = st.fractions(min_value=0, max_value=10**6, max_denominator=12)
WEIGHTS = st.dictionaries(BUCKETS, FRACTIONS, min_size=1).filter(lambda weights: any(weights.values()))


def _payee(bucket: Bucket, fraction: str = "1", recording: int | None = 7, sound: int | None = None) -> Payee:
    return Payee(bucket, recording, sound, Fraction(fraction))


UNMATCHED = (_payee(UNKNOWN, recording=None, sound=5),)


@given(st.integers(0, 10**13), WEIGHTS)
def test_buckets_add_up_to_the_pool_and_each_is_recomputed_from_amount_total_and_cut(amount, weights):
    shared = plainly.share_pool(amount, weights)
    assert sum(part.amount for part in shared.parts.values()) == amount == shared.amount
    for bucket, part in shared.parts.items():
        exact = amount * part.weight / shared.weight
        whole = exact.numerator // exact.denominator
        assert part.amount == whole + unit_by_cut(exact - whole, bucket.place, shared.cut)


def test_the_unknown_owner_loses_every_tie():
    shared = plainly.share_pool(1, {UNKNOWN: Fraction(1), TWO: Fraction(1)})
    assert {bucket: part.amount for bucket, part in shared.parts.items()} == {UNKNOWN: 0, TWO: 1}


@given(
    st.integers(0, 10**10),
    st.dictionaries(
        st.builds(
            What,
            st.integers(1, 5),
            st.none(),
            st.sampled_from(["DE", "RU"]),
            st.just("play"),
            st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 3)]),
        ),
        st.integers(1, 10**6),
        min_size=1,
    ),
)
def test_lines_add_up_to_their_bucket(amount, plays):
    lines = plainly.share_lines(amount, plays)
    assert sum(line.amount for line in lines.values()) == amount
    assert {what: line.plays for what, line in lines.items()} == plays


def test_the_pool_is_never_more_than_its_part_of_the_revenue():
    assert pools.pool_amount(10, Fraction(2, 3)) == 6


@pytest.mark.parametrize(
    ("money", "party", "recording", "disputed", "wait"),
    [
        (Money.PAY, 1, 7, False, Wait.NOTHING),
        (Money.ESCROW, None, None, False, Wait.UNMATCHED),
        (Money.ESCROW, None, 7, False, Wait.GAP),
        (Money.ESCROW, 1, 7, False, Wait.OVERCLAIM),
        (Money.ESCROW, 1, 7, True, Wait.DISPUTE),
    ],
)
def test_money_that_waits_says_why(money, party, recording, disputed, wait):
    assert pools.wait_of(money, party, recording, disputed) == wait


# --- late facts -----------------------------------------------------------------------------------------


def _key(payee: Payee, territory: str = "DE") -> LineKey:
    return LineKey(POOL, payee.bucket, What(payee.recording, payee.sound, territory, "play", payee.fraction))


def test_a_late_claim_takes_from_what_waited_and_from_nobody_else():
    other = _key(_payee(TWO, recording=9))
    before = {_key(UNMATCHED[0]): Line(10, 1001), other: Line(90, 9009)}
    after = correcting.corrected(before, [Move(POOL, "DE", "play", 4, UNMATCHED, (_payee(ONE),))])
    assert after == {
        _key(UNMATCHED[0]): Line(6, 601),
        other: Line(90, 9009),
        _key(_payee(ONE)): Line(4, 400),
    }
    assert [change.key for change in correcting.changes(before, after)] == [
        _key(_payee(ONE)),
        _key(UNMATCHED[0]),
    ]


def test_a_settlement_of_seventy_to_thirty_pays_to_the_micro_unit():
    then = (_payee(Bucket(1, Wait.OVERCLAIM), "1/2"), _payee(Bucket(2, Wait.OVERCLAIM), "1/2"))
    now = (_payee(ONE, "7/10"), _payee(TWO, "3/10"))
    before = {_key(then[0]): Line(3, 501), _key(then[1]): Line(3, 500)}
    after = correcting.corrected(before, [Move(POOL, "DE", "play", 3, then, now)])
    assert after == {_key(now[0]): Line(3, 701), _key(now[1]): Line(3, 300)}  # 700.7 and 300.3
    assert correcting.changes(before, after)[0] == Change(_key(now[0]), None, Line(3, 701))


def test_owners_who_give_up_later_give_up_nothing_earned():
    before = {_key(_payee(ONE)): Line(3, 30)}
    assert correcting.corrected(before, [Move(POOL, "DE", "play", 3, (_payee(ONE),), ())]) == before


def test_plays_that_no_line_holds_cannot_move():
    before = {_key(_payee(ONE)): Line(3, 30)}
    with pytest.raises(NotThere):
        correcting.corrected(before, [Move(POOL, "DE", "play", 4, (_payee(ONE),), UNMATCHED)])
    with pytest.raises(NotThere):
        correcting.corrected(before, [Move(POOL, "RU", "play", 1, (_payee(ONE),), UNMATCHED)])


SPLITS = st.sampled_from(
    [
        UNMATCHED,
        (_payee(ONE),),
        (_payee(TWO),),
        (_payee(ONE, "1/2"), _payee(TWO, "1/2")),
        (_payee(ONE, "7/10"), _payee(TWO, "3/10")),
        (_payee(ONE, "1/3"), _payee(Bucket(None, Wait.GAP), "2/3")),
    ]
)


@st.composite
def months(draw):
    """A month as shared out, and moves of some of its plays."""
    territories = st.sampled_from(["DE", "RU"])
    rows = draw(st.dictionaries(st.tuples(territories, SPLITS), st.integers(1, 50), min_size=1))
    plays: dict[LineKey, int] = {}
    for (territory, split), count in rows.items():
        for payee in split:
            key = _key(payee, territory)
            plays[key] = plays.get(key, 0) + count
    weights: dict[Bucket, Fraction] = {}
    for key, count in plays.items():
        weights[key.bucket] = weights.get(key.bucket, Fraction(0)) + count * key.what.fraction
    lines = {}
    for bucket, part in plainly.share_pool(draw(st.integers(0, 10**6)), weights).parts.items():
        own = {key.what: count for key, count in plays.items() if key.bucket == bucket}
        for what, line in plainly.share_lines(part.amount, own).items():
            lines[LineKey(POOL, bucket, what)] = line
    moves = []
    for (territory, split), count in rows.items():
        if draw(st.booleans()):
            moves.append(Move(POOL, territory, "play", draw(st.integers(1, count)), split, draw(SPLITS)))
    return lines, moves


@given(months())
def test_corrections_keep_the_pool_whole_and_nothing_falls_below_zero(month):
    lines, moves = month
    after = correcting.corrected(lines, moves)
    assert sum(line.amount for line in after.values()) == sum(line.amount for line in lines.values())
    assert all(line.amount >= 0 and line.plays > 0 for line in after.values())


@given(months(), st.randoms())
def test_the_order_of_late_facts_changes_nothing(month, random):
    lines, moves = month
    shuffled = list(moves)
    random.shuffle(shuffled)
    assert correcting.corrected(lines, shuffled) == correcting.corrected(lines, moves)


@given(months())
def test_lines_none_of_whose_plays_move_stay_as_they_are(month):
    lines, moves = month
    touched = {correcting._key(move, payee) for move in moves for payee in (*move.then, *move.now)}
    for change in correcting.changes(lines, correcting.corrected(lines, moves)):
        assert change.key in touched
