"""How far mandates reach: instants, chains of two, territories and recordings."""

from datetime import timedelta
from itertools import pairwise, product
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mandates_world import A_MOMENT, AGENCY, BODY, LABEL, NOON, OTHER, Given, reaching

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("mandate", "at", "in_force", "ahead"),
    [
        (Given(LABEL, BODY), NOON - A_MOMENT, False, True),
        (Given(LABEL, BODY), NOON, True, False),
        (Given(LABEL, BODY), NOON + 10_000 * DAY, True, False),
        (Given(LABEL, BODY, ends=NOON + DAY), NOON + DAY - A_MOMENT, True, False),
        (Given(LABEL, BODY, ends=NOON + DAY), NOON + DAY, False, False),
        (Given(LABEL, BODY, ended_at=NOON + DAY), NOON + DAY - A_MOMENT, True, False),
        (Given(LABEL, BODY, ended_at=NOON + DAY), NOON + DAY, False, False),
        (Given(LABEL, BODY, ends=NOON + DAY, ended_at=NOON + 2 * DAY), NOON + DAY, False, False),
        (Given(LABEL, BODY, ends=NOON + 2 * DAY, ended_at=NOON + DAY), NOON + DAY, False, False),
        (Given(LABEL, BODY, ended_at=NOON - DAY), NOON - DAY, False, False),
    ],
)
def test_a_mandate_holds_from_its_first_instant_to_just_before_its_last(
    law: SimpleNamespace, mandate: Given, at: object, in_force: bool, ahead: bool
) -> None:
    assert law.mandates.holds(mandate, at) is in_force
    assert law.mandates.is_ahead(mandate, at) is ahead


FIRST = Given(LABEL, BODY, delegable=True)
LAST = Given(BODY, AGENCY)


@pytest.mark.parametrize(
    ("mandates", "agent", "ways"),
    [
        ([FIRST], BODY, [[FIRST]]),
        ([FIRST], AGENCY, []),
        ([FIRST, LAST], AGENCY, [[FIRST, LAST]]),
        ([Given(LABEL, BODY), LAST], AGENCY, []),  # not to be passed on
        ([FIRST, Given(BODY, AGENCY, delegable=True), Given(AGENCY, OTHER)], OTHER, []),  # three are too many
        ([FIRST, Given(OTHER, AGENCY)], AGENCY, []),  # another's mandate joins nothing
        ([Given(LABEL, BODY, "DE", delegable=True), Given(BODY, AGENCY, "RU")], AGENCY, []),
        ([FIRST, Given(BODY, LABEL)], LABEL, []),  # back to where it came from
        ([FIRST, LAST, Given(LABEL, AGENCY)], AGENCY, [[Given(LABEL, AGENCY)], [FIRST, LAST]]),
    ],
    ids=lambda given: str(len(given)) if isinstance(given, list) else None,
)
def test_who_acts_for_whom(
    law: SimpleNamespace, mandates: list[Given], agent: int, ways: list[list[Given]]
) -> None:
    assert reaching(law, mandates, LABEL, agent) == ways


@pytest.mark.parametrize(
    ("scopes", "asked", "covered"),
    [
        ([()], None, True),
        ([(7,)], None, False),
        ([(7,)], [7], True),
        ([(7,)], [7, 8], False),
        ([(7,)], [], True),
        ([(7, 8), ()], [8], True),
        ([(7, 8), ()], None, False),
        ([(), (7, 8)], [9], False),
        ([(7, 8), (8, 9)], [8], True),
        ([(7, 8), (8, 9)], [7], False),
        ([(7,), (9,)], [7], False),
    ],
)
def test_a_chain_reaches_what_all_its_mandates_are_about(
    law: SimpleNamespace, scopes: list[tuple[int, ...]], asked: list[int] | None, covered: bool
) -> None:
    chain = [Given(LABEL, BODY, recordings=scope) for scope in scopes]
    assert law.mandates.covers(chain, asked) is covered


COUNTRIES = ("DE", "FR", "RU", "UA", "JP")
PLACES = st.tuples(st.booleans(), st.sets(st.sampled_from(COUNTRIES[:4]))).filter(
    lambda said: said[0] or said[1]
)


def in_words(said: tuple[bool, set[str]]) -> str:
    everywhere, codes = said
    return " ".join(["Worldwide", *(f"-{code}" for code in sorted(codes))] if everywhere else sorted(codes))


def reaches(text: str, country: str) -> bool:
    """A plain reading of a territory in words."""
    words = text.split()
    return f"-{country}" not in words if words[:1] == ["Worldwide"] else country in words


@given(st.lists(PLACES, max_size=4))
@settings(derandomize=True, deadline=None, max_examples=60)
def properties_of_territory(law: SimpleNamespace, said: list[tuple[bool, set[str]]]) -> None:
    texts = [in_words(one) for one in said]
    meet = law.mandates.territory([Given(LABEL, BODY, text) for text in texts])
    for country in COUNTRIES:
        assert reaches(meet, country) == all(reaches(text, country) for text in texts)


def test_a_chain_holds_where_every_mandate_of_it_does(law: SimpleNamespace) -> None:
    properties_of_territory(law)


def test_a_chain_never_reaches_further_than_one_of_its_mandates(law: SimpleNamespace) -> None:
    everyone = [
        Given(principal, agent, where, about, passed_on)
        for (principal, agent), where, about, passed_on in product(
            [(LABEL, BODY), (BODY, AGENCY), (AGENCY, LABEL), (BODY, LABEL)],
            ["DE", "DE RU"],
            [(), (7,)],
            [True, False],
        )
    ]
    ways = list(law.mandates.chains(everyone, everyone))
    assert len([way for way in ways if len(way) == 1]) == len(everyone)
    for way in ways:
        assert way[0].principal_id != way[-1].agent_id
        assert all(
            first.agent_id == further.principal_id and first.delegable for first, further in pairwise(way)
        )
        assert set(law.mandates.territory(way).split()) <= set(way[-1].territory.split())
        assert not law.mandates.covers(way, None) or not any(mandate.recordings for mandate in way)
