"""Who owns a recording where and when: the table of cases, and the properties of parts and agreements."""

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from law_world import LAWS
from owning_world import (
    ONE,
    POINTS,
    SHORT,
    SONG,
    THREE,
    TWO,
    WHENS,
    WHERES,
    all_stated,
    day,
    place,
    speaks,
    stated,
)

PLAY, COPY = "make_available", "reproduction"


def parts(owning: SimpleNamespace, facts: list[Any], right: str = PLAY, at: float = 0) -> dict[str, Any]:
    """Territory in words → (shares by party, what they come to)."""
    found = owning.effective(facts, owning.Right(right), day(at))
    return {
        str(part.territories): ({h.party: h.proven for h in part.holders}, part.sum.value) for part in found
    }


def test_one_owner_of_the_whole_world_is_one_part(owning: SimpleNamespace) -> None:
    assert parts(owning, [stated(owning, ONE)]) == {"Worldwide": ({ONE: 1}, "whole")}


def test_nobody_is_said_too(owning: SimpleNamespace) -> None:
    assert parts(owning, []) == {"Worldwide": ({}, "nobody")}


def test_two_territories_are_two_parts_and_the_rest_is_nobodys(owning: SimpleNamespace) -> None:
    facts = [stated(owning, ONE, "1/2", "DE FR"), stated(owning, TWO, 1, "DE")]
    found = parts(owning, facts)
    assert found["DE"] == ({ONE: Fraction(1, 2), TWO: 1}, "overclaim")
    assert found["FR"] == ({ONE: Fraction(1, 2)}, "gap")
    assert found["Worldwide -DE -FR +ZZ"][1] == "nobody"


def test_parts_with_the_same_owners_are_one(owning: SimpleNamespace) -> None:
    facts = [stated(owning, ONE, 1, "DE FR"), stated(owning, TWO, 0, "FR")]
    assert "DE FR" in parts(owning, facts)


@pytest.mark.parametrize("standing", ["asserted", "declared"])
def test_a_bare_word_has_no_share_and_a_withdrawn_statement_neither(
    owning: SimpleNamespace, standing: str
) -> None:
    bare = stated(owning, TWO, standing=standing)
    gone = stated(owning, THREE, withdrawn_at=day(1))
    assert parts(owning, [stated(owning, ONE), bare, gone]) == {"Worldwide": ({ONE: 1}, "whole")}


def test_a_right_by_itself_counts_for_that_right_alone(owning: SimpleNamespace) -> None:
    facts = [stated(owning, ONE, "1/2"), stated(owning, TWO, "1/2", right=PLAY)]
    assert parts(owning, facts, PLAY)["Worldwide"][1] == "whole"
    assert parts(owning, facts, COPY)["Worldwide"][1] == "gap"


def test_a_period_is_half_open(owning: SimpleNamespace) -> None:
    facts = [stated(owning, ONE, when=(5, 10))]
    sums = [parts(owning, facts, at=at)["Worldwide"][1] for at in (4, 5, 9.99, 10)]
    assert sums == ["nobody", "whole", "whole", "nobody"]


def test_rivals_overclaim_where_and_while_both_state_it(owning: SimpleNamespace) -> None:
    facts = [stated(owning, ONE, 1, "DE FR", (None, 20)), stated(owning, TWO, 1, "DE", (10, None))]
    found = owning.overclaims(facts)
    assert [(c.right.value, str(c.territories), c.valid) for c in found] == [
        (right, "DE", owning.Period(day(10), day(20))) for right in (PLAY, COPY)
    ]
    assert [[h.party for h in c.holders] for c in found] == [[ONE, TWO]] * 2
    assert all(c.proven for c in found)


def test_just_the_whole_is_no_overclaim(owning: SimpleNamespace) -> None:
    assert owning.overclaims([stated(owning, ONE, "1/3"), stated(owning, TWO, "2/3")]) == ()


@pytest.mark.parametrize("standing", ["asserted", "declared"])
def test_a_bare_word_makes_an_overclaim_that_is_not_proven(owning: SimpleNamespace, standing: str) -> None:
    facts = [stated(owning, ONE), stated(owning, TWO, standing=standing)]
    assert [c.proven for c in owning.overclaims(facts)] == [False, False]


def test_whoever_proves_what_they_asserted_does_not_hold_it_twice(owning: SimpleNamespace) -> None:
    facts = [stated(owning, ONE, standing="asserted"), stated(owning, ONE, id=2)]
    assert owning.overclaims(facts) == ()


def test_an_overclaim_that_goes_on_is_one_whatever_else_begins_meanwhile(owning: SimpleNamespace) -> None:
    facts = [
        stated(owning, ONE, 1, "DE"),
        stated(owning, TWO, 1, "DE", (5, None)),
        stated(owning, THREE, 1, "FR", (10, None)),
    ]
    found = [c for c in owning.overclaims(facts) if c.right.value == PLAY]
    assert [(str(c.territories), c.valid) for c in found] == [("DE", owning.Period(day(5), None))]


@given(st.lists(SHORT, max_size=5), st.sampled_from(POINTS))
@LAWS
def test_every_place_is_in_just_one_part_which_holds_those_who_speak_there(
    owning: SimpleNamespace, shorts: list[Any], point: tuple[str, str, float]
) -> None:
    right, where, at = point
    facts = all_stated(owning, shorts)
    (part,) = (p for p in owning.effective(facts, owning.Right(right), day(at)) if where in p.territories)
    plain: dict[int, Fraction] = {}
    for fact in facts:
        if fact.standing.value != "asserted" and fact.share and speaks(fact, right, where, at):
            plain[fact.party] = plain.get(fact.party, Fraction(0)) + fact.share
    assert {h.party: h.proven for h in part.holders} == plain


@given(st.lists(SHORT, max_size=5), st.sampled_from(POINTS))
@LAWS
def test_an_overclaim_is_told_just_where_the_statements_come_to_more_than_the_whole(
    owning: SimpleNamespace, shorts: list[Any], point: tuple[str, str, float]
) -> None:
    right, where, at = point
    facts = all_stated(owning, shorts)
    told = [
        claim
        for claim in owning.overclaims(facts)
        if claim.right.value == right
        and where in claim.territories
        and (claim.valid.start is None or claim.valid.start <= day(at))
        and (claim.valid.end is None or day(at) < claim.valid.end)
    ]
    held: dict[tuple[int, bool], Fraction] = {}
    for fact in facts:
        if speaks(fact, right, where, at):
            key = (fact.party, fact.standing.value == "asserted")
            held[key] = held.get(key, Fraction(0)) + fact.share
    total = sum(
        max(held.get((party, True), Fraction(0)), held.get((party, False), Fraction(0)))
        for party in {party for party, _ in held}
    )
    assert len(told) == (1 if total > 1 else 0)


AREAS = st.tuples(
    st.sampled_from([(PLAY,), (COPY,), (PLAY, COPY)]), st.sampled_from(WHERES), st.sampled_from(WHENS)
)


@given(SHORT, AREAS)
@LAWS
def test_what_is_left_outside_an_area_is_all_of_a_statement_but_the_area(
    owning: SimpleNamespace, short: Any, given_area: Any
) -> None:
    (fact,) = all_stated(owning, [short])
    names, where, (start, end) = given_area
    valid = owning.Period(*(None if at is None else day(at) for at in (start, end)))
    area = owning.Area(frozenset(map(owning.Right, names)), place(owning, where), valid)
    left = owning.outside(fact, area)
    inside_somewhere = False
    for right, country, at in POINTS:
        inside = right in names and country in area.territories and _during(valid, at)
        inside_somewhere |= inside and speaks(fact, right, country, at)
        covering = [remainder for remainder in left if speaks(remainder, right, country, at)]
        if country == "ZZ" and not covering and left:
            continue  # no statement with exceptions holds it
        assert len(covering) == (1 if speaks(fact, right, country, at) and not inside else 0)
    if inside_somewhere:
        assert owning.touches(fact, area)
    if not owning.touches(fact, area):
        assert left == ((fact.right, fact.territories, fact.valid),)


def _during(valid: Any, at: float) -> bool:
    return (valid.start is None or valid.start <= day(at)) and (valid.end is None or day(at) < valid.end)


def test_both_rights_together_go_by_one_name(owning: SimpleNamespace) -> None:
    both = frozenset(map(owning.Right, (PLAY, COPY)))
    assert owning.names_of(both) == (owning.Right("general"),)
    assert owning.names_of(owning.rights_of(owning.Right(PLAY))) == (owning.Right(PLAY),)


def test_what_an_agreement_leaves_can_be_stated(owning: SimpleNamespace) -> None:
    area = owning.Area(
        frozenset({owning.Right(PLAY), owning.Right(COPY)}), place(owning, "DE"), owning.ALWAYS
    )
    (left,) = owning.outside(stated(owning, ONE), area)
    assert left.territories == place(owning, "* DE")
    assert owning.statable(owning.WORLDWIDE) == owning.WORLDWIDE


def test_of_recordings_with_one_sound_a_party_holds_the_most_it_states_of_one(
    owning: SimpleNamespace,
) -> None:
    song, again = stated(owning, ONE, "1/2"), replace(stated(owning, ONE, "2/3", id=99), recording=SONG + 1)
    (part, *_) = owning.effective([song, again], owning.Right.MAKE_AVAILABLE, day(0))
    assert [(each.party, each.proven, each.ownerships) for each in part.holders] == [
        (ONE, Fraction(2, 3), (ONE, 99))
    ]
    assert owning.overclaims([song, again]) == ()
    assert owning.overclaims([song, again, stated(owning, TWO, "1/2")]) != ()
