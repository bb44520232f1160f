"""Territories as exact sets, the answer for the whole world, what a change takes away, and replay."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from law_world import (
    LAWS,
    NOW,
    RIVAL,
    World,
    allowed_world,
    empty_world,
    hour,
    owned_world,
    two_songs,
)

from akkord.rights.terms import Action, BlockKind, BlockState, CommercialModel, Use, Verdict

ALLOW, REPORT, HOLD, BLOCK = Verdict
SAMPLE = ("RU", "DE", "FR", "ZZ", "JP", "XK")

codes = st.sets(st.sampled_from(["RU", "DE", "FR"]))
stated = st.tuples(st.booleans(), codes)


def place(law: SimpleNamespace, told: tuple[bool, set[str]]) -> Any:
    everywhere, named = told
    return law.TerritorySet.worldwide(named) if everywhere else law.TerritorySet.of(*named)


def members(territories: Any) -> set[str]:
    return {code for code in SAMPLE if code in territories}


# P16: the algebra of territories


@given(a=stated, b=stated, c=stated)
@LAWS
def test_p16_territories_obey_the_algebra_of_sets(law: SimpleNamespace, a: Any, b: Any, c: Any) -> None:
    x, y, z = (place(law, told) for told in (a, b, c))
    assert members(x | y) == members(x) | members(y)
    assert members(x & y) == members(x) & members(y)
    assert members(x - y) == members(x) - members(y)
    assert members(~x) == set(SAMPLE) - members(x)
    assert x | y == y | x
    assert x & y == y & x
    assert hash(x | y) == hash(y | x)
    assert (x | y) | z == x | (y | z)
    assert (x & y) & z == x & (y & z)
    assert x & (y | z) == (x & y) | (x & z)
    assert x | (y & z) == (x | y) & (x | z)
    assert ~(x | y) == ~x & ~y
    assert ~~x == x
    assert x - y == x & ~y
    assert x & law.WORLDWIDE == x | law.NOWHERE == x
    assert x | ~x == law.WORLDWIDE
    assert x & ~x == law.NOWHERE
    assert (x <= y) == (members(x) <= members(y) and (y.excluding or not x.excluding))
    assert bool(x) == (x != law.NOWHERE)


@given(told=stated)
@LAWS
def test_p16_what_a_fact_states_is_read_back(law: SimpleNamespace, told: Any) -> None:
    territories = place(law, told)
    assert law.parse(str(territories)) == territories
    assert ("ZZ" in territories) == (told[0] and not told[1])


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (lambda sets: sets.of("RU", "DE"), "DE RU"),
        (lambda sets: sets.worldwide(), "Worldwide"),
        (lambda sets: sets.worldwide(["RU", "DE"]), "Worldwide -DE -RU"),
        (lambda sets: sets.of(), ""),
        (lambda sets: sets.worldwide() - sets.of("DE"), "Worldwide -DE +ZZ"),
        (lambda sets: sets.worldwide(["DE"]) | sets.of("DE"), "Worldwide -ZZ"),
        (lambda sets: sets.worldwide() - sets.worldwide(["DE"]) - sets.of("DE"), "ZZ"),
        (lambda sets: sets.worldwide() - sets.worldwide(["DE"]), "DE ZZ"),
    ],
)
def test_territories_have_one_text(law: SimpleNamespace, told: Any, text: str) -> None:
    assert str(told(law.TerritorySet)) == text


def test_territories_are_read_as_people_write_them(law: SimpleNamespace) -> None:
    sets = law.TerritorySet
    assert law.parse("de, FR\nru") == sets.of("DE", "FR", "RU")
    assert law.parse("worldwide, -de") == law.parse("Worldwide DE") == sets.worldwide(["DE"])
    assert law.parse("XK") == sets.of("XK")
    assert law.parse(" ") == law.NOWHERE == sets.of()
    assert len(law.countries()) >= 249


@pytest.mark.parametrize("text", ["ZZ", "QQ", "DEU", "RU ZZ", "Worldwide -QQ", "Worldwide -ZZ", "D", "World"])
def test_what_is_no_country_cannot_be_stated(law: SimpleNamespace, text: str) -> None:
    with pytest.raises(law.UnknownTerritory, match="country"):
        law.parse(text)


@pytest.mark.parametrize("code", ["ZZ", "de", "DEU", "D", "D1", "DE\n", ""])
def test_a_code_is_two_capitals_and_not_unknown(law: SimpleNamespace, code: str) -> None:
    with pytest.raises(law.UnknownTerritory):
        law.TerritorySet.of(code)
    with pytest.raises(law.UnknownTerritory):
        law.TerritorySet.worldwide([code])


# The whole world at once


def worldwide(world: World, at: Any = NOW) -> dict[Verdict, str]:
    found = world.law.territories_by_verdict(
        world.the_file(), world.the_facts(), at, Use.PLAY, CommercialModel.SUBSCRIPTION
    )
    return {verdict: str(territories) for verdict, territories in found.items()}


def test_a_licence_for_two_countries_is_blocked_elsewhere(law: SimpleNamespace) -> None:
    world = owned_world(law)
    world.license(where="RU UA")
    assert worldwide(world) == {ALLOW: "RU UA", BLOCK: "Worldwide -RU -UA +ZZ"}


def test_blocked_in_one_country(law: SimpleNamespace) -> None:
    world = allowed_world(law)
    world.block(where="DE")
    assert worldwide(world) == {ALLOW: "Worldwide -DE +ZZ", BLOCK: "DE"}


def test_every_kind_of_fact_with_a_territory_cuts_the_world(law: SimpleNamespace) -> None:
    world = owned_world(law)
    world.drop("ownerships")
    world.own(where="* FR")
    world.license(where="DE JP")
    world.policy(world.rule(Action.REPORT, "RU"))
    world.grant(where="UA")
    world.free(where="KZ")
    world.block(where="JP")
    assert worldwide(world) == {
        ALLOW: "DE KZ UA",
        REPORT: "RU",
        HOLD: "FR ZZ",
        BLOCK: "Worldwide -DE -FR -KZ -RU -UA",
    }


def test_a_file_without_facts_has_one_answer_everywhere(law: SimpleNamespace) -> None:
    assert worldwide(empty_world(law)) == {REPORT: "Worldwide"}


def test_the_world_is_asked_for_the_use_and_model_given(law: SimpleNamespace) -> None:
    world = owned_world(law)
    world.license(models=frozenset({CommercialModel.FREE_OF_CHARGE}))
    for model, verdict in [(CommercialModel.FREE_OF_CHARGE, ALLOW), (CommercialModel.SUBSCRIPTION, BLOCK)]:
        found = law.territories_by_verdict(world.the_file(), world.the_facts(), NOW, Use.PLAY, model)
        assert found == {verdict: law.WORLDWIDE}
    world.block(uses=frozenset({Use.PREVIEW}))
    asked = (world.the_file(), world.the_facts(), NOW, Use.PREVIEW, CommercialModel.FREE_OF_CHARGE)
    assert law.territories_by_verdict(*asked) == {BLOCK: law.WORLDWIDE}


# What a change takes away


@pytest.mark.parametrize(
    ("before", "after", "restricts"),
    [
        (b, a, (b, a) in {(ALLOW, HOLD), (REPORT, HOLD), (ALLOW, BLOCK), (REPORT, BLOCK), (HOLD, BLOCK)})
        for b in Verdict
        for a in Verdict
    ],
)
def test_only_less_hearing_is_a_restriction(
    law: SimpleNamespace, before: Verdict, after: Verdict, restricts: bool
) -> None:
    assert law.narrows(before, after) == restricts
    everywhere = law.WORLDWIDE
    assert law.narrowed({before: everywhere}, {after: everywhere}) == (
        everywhere if restricts else law.NOWHERE
    )


def test_a_change_is_narrow_exactly_where_it_takes_away(law: SimpleNamespace) -> None:
    sets = law.TerritorySet
    before = {ALLOW: sets.of("RU", "DE", "FR"), HOLD: sets.of("UA"), BLOCK: ~sets.of("RU", "DE", "FR", "UA")}
    after = {
        REPORT: sets.of("RU"),
        HOLD: sets.of("DE"),
        BLOCK: ~sets.of("RU", "DE", "JP"),
        ALLOW: sets.of("JP"),
    }
    assert law.narrowed(before, after) == sets.of("DE", "FR", "UA")
    assert law.narrowed(after, before) == sets.of("JP")


# P11: replay


def test_p11_a_fact_is_known_from_the_instant_it_was_recorded(law: SimpleNamespace) -> None:
    world = owned_world(law)
    world.license(recorded_at=hour(5))
    facts, file = world.the_facts(), world.the_file()
    answer = {
        at: law.decide(world.the_query(), file, law.known_at(facts, hour(at))).verdict for at in (4.9, 5, 30)
    }
    assert answer == {4.9: BLOCK, 5: ALLOW, 30: ALLOW}


def test_p11_a_withdrawn_fact_stood_until_it_was_withdrawn(law: SimpleNamespace) -> None:
    world = owned_world(law)
    world.license(withdrawn_at=hour(5))
    facts, file = world.the_facts(), world.the_file()
    answer = {
        at: law.decide(world.the_query(), file, law.known_at(facts, hour(at))).verdict for at in (0, 4.9, 5)
    }
    assert answer == {0: ALLOW, 4.9: ALLOW, 5: BLOCK}
    assert world.verdict() == BLOCK


def test_p11_a_suspended_notice_was_in_force_before(law: SimpleNamespace) -> None:
    world = allowed_world(law)
    world.block(BlockKind.NOTICE, withdrawn_at=hour(5))
    world.block(BlockKind.NOTICE, state=BlockState.SUSPENDED, recorded_at=hour(5))
    facts, file = world.the_facts(), world.the_file()
    answer = {at: law.decide(world.the_query(), file, law.known_at(facts, hour(at))).verdict for at in (4, 5)}
    assert answer == {4: BLOCK, 5: ALLOW}


def test_p11_every_kind_of_fact_is_replayed(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.free()
    world.grant()
    world.block()
    world.policy(world.rule(Action.BLOCK))
    world.instance["minimum_ms"] = 7
    facts, file = world.the_facts(), world.the_file()
    assert law.known_at(facts, hour(0)) == facts
    assert law.known_at(facts, hour(-1)) == law.Facts(instance=facts.instance)
    assert law.file_known_at(file, hour(0)) == file
    assert law.file_known_at(file, hour(-1)).matches == ()
    assert law.file_known_at(file, hour(-1)).account == file.account


@given(data=st.data())
@LAWS
def test_p11_recomputing_with_what_was_known_gives_the_logged_answer(law: SimpleNamespace, data: Any) -> None:
    """Facts arrive and are withdrawn one after another; each answer is logged and later recomputed."""
    world, log, alive = owned_world(law), [], []
    for step in range(1, data.draw(st.integers(1, 6)) + 1):
        if alive and data.draw(st.booleans()):
            kind, fact = alive.pop(data.draw(st.integers(0, len(alive) - 1)))
            facts = world.facts[kind]
            facts[facts.index(fact)] = replace(fact, withdrawn_at=hour(step))
        else:
            kind = data.draw(st.sampled_from(["licences", "blocks", "grants", "free", "ownerships"]))
            make = {
                "licences": world.license,
                "blocks": world.block,
                "grants": world.grant,
                "free": world.free,
                "ownerships": lambda **more: world.own(RIVAL, **more),
            }[kind]
            alive.append((kind, make(recorded_at=hour(step))))
        log.append((hour(step), world.decide()))
    facts, file = world.the_facts(), world.the_file()
    for instant, logged in log:
        known = law.known_at(facts, instant)
        assert law.decide(world.the_query(), law.file_known_at(file, instant), known) == logged
