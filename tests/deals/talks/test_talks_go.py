"""Talks go as declared: who may do what when, what a signature binds, what it releases."""

from datetime import timedelta
from fractions import Fraction
from types import SimpleNamespace

import pytest
from talks_world import A_MOMENT, DAY, LATER, NOON, outcome, payee, talk, terms

from akkord.rights.rules.facts import Period
from akkord.rights.rules.retro import Recomputed
from akkord.rights.terms import LicenceId, Money, PartyId, RecordingId

ON_TABLE = ("offered", "countered", "half_signed")
ENDED = ("signed", "withdrawn", "refused", "lapsed")


@pytest.mark.parametrize(
    ("state", "act", "by_author", "by_other"),
    [
        ("drafted", "revise", "drafted", "not_yours"),
        ("drafted", "offer", "offered", "not_yours"),
        ("drafted", "withdraw", "withdrawn", "not_yours"),
        ("drafted", "counter", "not_now", "not_now"),
        ("drafted", "sign", "not_now", "not_now"),
        ("drafted", "refuse", "not_now", "not_now"),
        ("drafted", "permit", "not_now", "not_now"),
        *((state, "counter", "not_yours", "countered") for state in ON_TABLE),
        *((state, "withdraw", "withdrawn", "not_yours") for state in ON_TABLE),
        *((state, "refuse", "not_yours", "refused") for state in ON_TABLE),
        *((state, "revise", "not_now", "not_now") for state in ON_TABLE),
        *((state, "offer", "not_now", "not_now") for state in ON_TABLE),
        ("offered", "sign", "half_signed", "half_signed"),
        ("countered", "sign", "half_signed", "half_signed"),
    ],
)
def test_each_side_does_what_is_its_own_to_do(
    law: SimpleNamespace, state: str, act: str, by_author: str, by_other: str
) -> None:
    for author, other in (("site", "label"), ("label", "site")):
        told = talk(law, state, author)
        assert outcome(law, told, act, author) == by_author
        assert outcome(law, told, act, other) == by_other


def test_it_takes_both_signatures_and_nobody_signs_twice(law: SimpleNamespace) -> None:
    for first, second in (("site", "label"), ("label", "site")):
        for author in (first, second):
            half = talk(law, "half_signed", author, signed=[first])
            assert outcome(law, half, "sign", first) == "signed_before"
            assert outcome(law, half, "sign", second) == "signed"


@pytest.mark.parametrize("state", ENDED)
def test_what_has_ended_has_ended(law: SimpleNamespace, state: str) -> None:
    for act in law.Act:
        for side in law.Side:
            assert outcome(law, talk(law, state), act.value, side.value) == "over"
            assert law.may(talk(law, state), side, NOON) == frozenset()


@pytest.mark.parametrize("version", [0, 2, 4])
def test_only_what_lies_on_the_table_is_answered(law: SimpleNamespace, version: int) -> None:
    for act, side in (("sign", "label"), ("counter", "label"), ("refuse", "label"), ("withdraw", "site")):
        assert outcome(law, talk(law), act, side, version) == "old_version"


@pytest.mark.parametrize("state", ON_TABLE)
def test_the_time_to_answer_is_half_open(law: SimpleNamespace, state: str) -> None:
    told = talk(law, state)
    assert outcome(law, told, "sign", "label", at=LATER - A_MOMENT) == "half_signed"
    assert not law.lapses(told, LATER - A_MOMENT)
    for act in ("sign", "counter", "refuse", "withdraw", "permit"):
        assert outcome(law, told, act, "label", at=LATER) == "too_late"
    assert law.lapses(told, LATER)


def test_a_draft_waits_for_nobody_but_is_not_offered_after_its_own_date(law: SimpleNamespace) -> None:
    draft = talk(law, "drafted")
    assert not law.lapses(draft, LATER)
    assert outcome(law, draft, "revise", "site", at=LATER) == "drafted"
    assert outcome(law, draft, "withdraw", "site", at=LATER) == "withdrawn"
    assert outcome(law, draft, "offer", "site", at=LATER) == "too_late"
    assert not any(law.lapses(talk(law, state), LATER) for state in ENDED)


def test_only_the_owner_permits_and_only_what_the_terms_propose(law: SimpleNamespace) -> None:
    for state in ON_TABLE:
        for author in ("site", "label"):
            assert outcome(law, talk(law, state, author), "permit", "label") == state
            assert outcome(law, talk(law, state, author), "permit", "site") == "not_yours"
            silent = talk(law, state, author, meanwhile=False)
            assert outcome(law, silent, "permit", "label") == "nothing_meanwhile"


def test_a_side_is_told_all_it_may_do(law: SimpleNamespace) -> None:
    said = {act.value for act in law.may(talk(law), law.Side.LABEL, NOON)}
    assert said == {"counter", "sign", "refuse", "permit"}
    assert {act.value for act in law.may(talk(law), law.Side.SITE, NOON)} == {"sign", "withdraw"}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"answer_by": NOON}, "answer_past"),
        ({"answer_by": NOON + A_MOMENT}, ""),
        ({"answer_by": NOON + timedelta(days=366)}, ""),
        ({"answer_by": NOON + timedelta(days=366) + A_MOMENT}, "answer_far"),
        ({"since": NOON}, ""),
        ({"since": NOON + A_MOMENT}, "not_past"),
        ({"end": NOON}, "period_over"),
        ({"end": NOON + A_MOMENT}, ""),
    ],
)
def test_terms_that_cannot_be_are_not_laid_down(law: SimpleNamespace, given: dict, why: str) -> None:  # type: ignore[type-arg]
    try:
        law.check(terms(law, **given), NOON)
        said = ""
    except law.Cannot as cannot:
        said = cannot.why.value
    assert said == why


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ({}, [Period(NOON, None)]),
        ({"start": NOON - DAY}, [Period(NOON, None)]),  # nothing of the past without an agreed date
        ({"start": NOON + DAY, "end": LATER}, [Period(NOON + DAY, LATER)]),
        ({"since": NOON}, [Period(NOON, None)]),
        ({"since": NOON - DAY, "end": LATER}, [Period(NOON - DAY, LATER)]),
        ({"since": NOON - DAY, "start": NOON - 2 * DAY}, [Period(NOON - DAY, None)]),
        ({"since": NOON - 3 * DAY, "start": NOON - DAY}, [Period(NOON - 3 * DAY, None)]),
        (
            {"since": NOON - DAY, "start": NOON + DAY},
            [Period(NOON - DAY, NOON), Period(NOON + DAY, None)],
        ),
    ],
)
def test_a_licence_begins_when_signed_and_reaches_back_only_to_the_agreed_date(
    law: SimpleNamespace,
    given: dict,  # type: ignore[type-arg]
    held: list[Period],
) -> None:
    assert list(law.periods(terms(law, **given), NOON)) == held


def test_a_period_that_is_over_when_signed_is_no_licence(law: SimpleNamespace) -> None:
    with pytest.raises(law.Cannot):
        law.periods(terms(law, end=NOON, since=NOON - DAY), NOON)
    with pytest.raises(law.Cannot):
        law.periods(terms(law, end=NOON - DAY), NOON)


def test_what_is_permitted_meanwhile_is_the_backlog_until_the_day_to_answer(law: SimpleNamespace) -> None:
    said = law.meanwhile(terms(law, start=LATER), [RecordingId(5)], NOON)
    assert said.valid == Period(NOON, LATER)
    assert said.repertoire.recordings == {5}
    assert not said.repertoire.catalogue


ESCROW, PAY, WAIVED = Money.ESCROW, Money.PAY, Money.WAIVED


@pytest.mark.parametrize(
    ("then", "now", "to"),
    [
        ([(None, "1", ESCROW)], [(1, "1", PAY, 7)], {1: "1"}),
        ([(None, "1", ESCROW)], [(1, "1", PAY, 8)], {}),  # another licence pays it
        ([(None, "1", ESCROW)], [(1, "1", ESCROW, 7)], {}),  # it waits on: somebody else claims it too
        ([(None, "1", ESCROW)], [(1, "1", WAIVED, 7)], {}),
        ([(None, "1", ESCROW)], [(1, "1/4", PAY, 7), (1, "1/4", PAY, 7), (2, "1/2", PAY, 9)], {1: "1/2"}),
        ([(1, "1", PAY, 6)], [(1, "1", PAY, 7)], {}),  # it was paid in its time
        ([(1, "1/2", PAY, 6), (None, "1/2", ESCROW)], [(1, "1", PAY, 7)], {1: "1/2"}),
        (
            [(2, "1/2", PAY, 6), (None, "1/2", ESCROW)],
            [(1, "1", PAY, 7)],
            {1: "1/2"},
        ),  # never more than waited
        (
            [(1, "1/2", PAY, 6), (None, "1/2", ESCROW)],
            [(1, "3/4", PAY, 7)],
            {1: "1/4"},
        ),  # what it gains, not what it was paid in its time
        ([], [(1, "1", PAY, 7)], {}),
    ],
)
def test_only_what_waited_is_released_and_only_by_the_deal(law: SimpleNamespace, then, now, to) -> None:  # type: ignore[no-untyped-def]
    payees = Recomputed(tuple(payee(*each) for each in then), tuple(payee(*each) for each in now))
    told = law.released(payees, frozenset({LicenceId(7)}))
    assert told == {PartyId(party): Fraction(part) for party, part in to.items()}
