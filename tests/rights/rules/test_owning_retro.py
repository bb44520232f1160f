"""Plays recomputed: an agreement that reaches back changes what is due now, never what was reckoned then."""

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from law_world import LAWS
from owning_world import BEGINNING, ONE, SONG, THREE, TWO, day, stated

PAY, ESCROW = "pay", "escrow"


def facts_of(owning: SimpleNamespace, ownerships: list[Any], parties: tuple[int, ...] = (ONE, TWO)) -> Any:
    return owning.Facts(
        recordings=(owning.Recording(id=SONG, recorded_at=BEGINNING),),
        ownerships=tuple(ownerships),
        licences=tuple(
            owning.Licence(
                id=party,
                licensor=party,
                repertoire=owning.CATALOGUE,
                uses=frozenset(owning.UseType),
                models=frozenset(owning.CommercialModel),
                territories=owning.WORLDWIDE,
                recorded_at=BEGINNING,
            )
            for party in parties
        ),
    )


def play(owning: SimpleNamespace, at: float, where: str = "DE") -> Any:
    return owning.Query(where, day(at), owning.Use.PLAY, owning.CommercialModel.FREE_OF_CHARGE)


def books(owning: SimpleNamespace, ownerships: list[Any], **more: Any) -> Any:
    file = owning.FileFacts(file=1, length_ms=60_000, scanned=True, delivered_as=SONG)
    return owning.Books(file, facts_of(owning, ownerships, **more))


def shares(payees: Any) -> dict[Any, Any]:
    return {(payee.party, payee.money.value): payee.fraction for payee in payees}


def settled(owning: SimpleNamespace) -> Any:
    """Two stated the whole of Germany; on day 10 they agreed on 70/30 from day 5 on."""
    halves = ((ONE, "7/10"), (TWO, "3/10"))
    return books(
        owning,
        [
            *(stated(owning, p, 1, "DE", id=p, withdrawn_at=day(10)) for p, _ in halves),
            *(stated(owning, p, 1, "DE", (None, 5), id=p + 10, known=10) for p, _ in halves),
            *(stated(owning, p, share, "DE", (5, None), id=p + 20, known=10) for p, share in halves),
        ],
    )


def test_a_settlement_that_reaches_back_pays_from_its_day_and_not_before(owning: SimpleNamespace) -> None:
    asked = [play(owning, at) for at in (4, 5, 9, 12)]
    found = list(settled(owning).recompute(asked, day(11)))
    disputed = {(ONE, ESCROW): Fraction(1, 2), (TWO, ESCROW): Fraction(1, 2)}
    agreed = {(ONE, PAY): Fraction(7, 10), (TWO, PAY): Fraction(3, 10)}
    assert [shares(each.then) for each in found] == [disputed, disputed, disputed, agreed]
    assert [shares(each.now) for each in found] == [disputed, agreed, agreed, agreed]


def test_the_books_of_the_very_instant_of_an_entry_hold_it(owning: SimpleNamespace) -> None:
    before, at = play(owning, 9.999), play(owning, 10)
    found = list(settled(owning).recompute([before, at], day(10)))
    assert shares(found[0].then) != shares(found[1].then)
    assert shares(found[1].then) == shares(found[1].now)


def test_the_differences_come_to_nothing_and_are_whole_micro_units(owning: SimpleNamespace) -> None:
    asked = [play(owning, at) for at in (6, 7, 8)]
    earned = [(3333, each) for each in settled(owning).recompute(asked, day(11))]
    delta = {(party, money.value): amount for (party, money), amount in owning.deltas(earned).items()}
    # The pool of 9,999: half each waited (5,000 and 4,999 by the tie), 6,999.3 and 2,999.7 are due.
    assert delta == {(ONE, ESCROW): -5000, (TWO, ESCROW): -4999, (ONE, PAY): 6999, (TWO, PAY): 3000}
    assert sum(delta.values()) == 0


def test_what_was_heard_and_is_nobodys_now_waits(owning: SimpleNamespace) -> None:
    found = books(owning, [stated(owning, ONE, withdrawn_at=day(10))])
    (each,) = found.recompute([play(owning, 6)], day(11))
    assert shares(each.then) == {(ONE, PAY): 1}
    assert shares(each.now) == {(None, ESCROW): 1}


def test_nothing_is_told_where_nothing_changed(owning: SimpleNamespace) -> None:
    found = books(owning, [stated(owning, ONE)])
    assert owning.deltas((5, each) for each in found.recompute([play(owning, 6)], day(11))) == {}


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ({ONE: "1/2", TWO: "1/2"}, {ONE: 1, TWO: 0}),
        ({TWO: "1/2", ONE: "1/2"}, {ONE: 1, TWO: 0}),
        ({ONE: "1/3", TWO: "1/3", THREE: "1/3"}, {ONE: 1, TWO: 0, THREE: 0}),
        ({ONE: "6/5", TWO: "9/5"}, {ONE: 1, TWO: 2}),
        ({None: "1/2", TWO: "1/2"}, {None: 0, TWO: 1}),
        ({ONE: "5"}, {ONE: 5}),
    ],
)
def test_whole_units_go_to_the_largest_remainder_and_then_to_the_lower_party(
    owning: SimpleNamespace, amounts: dict[Any, str], expected: dict[Any, int]
) -> None:
    due = {(party, owning.Money.PAY): Fraction(amount) for party, amount in amounts.items()}
    assert {party: units for (party, _), units in owning.apportion(due).items()} == expected


@given(st.lists(st.integers(1, 50), min_size=1, max_size=6), st.integers(0, 10_000))
@LAWS
def test_a_pool_is_shared_out_to_the_unit_and_nobody_is_off_by_one(
    owning: SimpleNamespace, weights: list[int], pool: int
) -> None:
    due = {
        (party, owning.Money.PAY): Fraction(weight * pool, sum(weights))
        for party, weight in enumerate(weights, start=1)
    }
    found = owning.apportion(due)
    assert sum(found.values()) == pool
    assert all(abs(found[key] - due[key]) < 1 for key in due)
