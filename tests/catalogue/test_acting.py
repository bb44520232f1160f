"""Who acts for an organisation: its representatives, and those of a body with its mandate."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from akkord.catalogue import actions, errors, queries, rules
from akkord.flow import clock
from akkord.rights.territories import parse
from catalogue import makers

pytestmark = pytest.mark.django_db


def test_a_representative_acts_in_the_labels_own_name() -> None:
    label = makers.organisation()
    person = makers.representative(label)
    acting = queries.may_act_for(person.pk, label.pk, clock.now())
    assert (acting.organisation, acting.agent, acting.by_mandate) == (label, label, False)
    assert queries.represented_by(person.pk) == [label]


def test_a_body_acts_by_mandate_and_says_on_whose_behalf_and_by_which_document() -> None:
    label, body = makers.organisation(), makers.organisation("body")
    actions.record_mandate(body, label, "agreement 12", territory="ru, by")
    person = makers.representative(body)
    acting = queries.may_act_for(person.pk, label.pk, clock.now())
    assert (acting.organisation, acting.agent) == (label, body)
    assert (acting.territory, acting.document) == ("BY RU", "agreement 12")
    assert [a.organisation for a in queries.organisations_for(person.pk, clock.now())] == [body, label]


def test_a_mandate_holds_from_its_first_instant_to_just_before_its_last() -> None:
    label, body = makers.organisation(), makers.organisation("body")
    person = makers.representative(body)
    starts = clock.now() + timedelta(days=1)
    ends = starts + timedelta(days=1)
    actions.record_mandate(body, label, "short", starts=starts, ends=ends)
    for at, holds in (
        (starts - timedelta(microseconds=1), False),
        (starts, True),
        (ends - timedelta(microseconds=1), True),
        (ends, False),
    ):
        if holds:
            assert queries.may_act_for(person.pk, label.pk, at).by_mandate
        else:
            with pytest.raises(errors.NotRepresented):
                queries.may_act_for(person.pk, label.pk, at)


def test_a_mandate_taken_back_and_a_dismissal_end_the_acting() -> None:
    label, body = makers.organisation(), makers.organisation("body")
    person = makers.representative(body)
    actions.end_mandate(actions.record_mandate(body, label, "gone"))
    with pytest.raises(errors.NotRepresented):
        queries.may_act_for(person.pk, label.pk, clock.now())
    actions.dismiss(body, person)
    with pytest.raises(errors.NotRepresented):
        queries.may_act_for(person.pk, body.pk, clock.now())
    assert queries.represented_by(person.pk) == []


def test_a_mandate_is_passed_on_only_where_it_says_so() -> None:
    label, body, third = makers.organisation(), makers.organisation("body"), makers.organisation("body")
    actions.record_mandate(body, label, "first")
    actions.record_mandate(third, body, "second")
    with pytest.raises(errors.NotRepresented):
        queries.may_act_for(makers.representative(third).pk, label.pk, clock.now())


def test_a_chain_of_two_agents_reaches_as_far_as_both_mandates_do() -> None:
    label, body, third = makers.organisation(), makers.organisation("body"), makers.organisation("body")
    actions.record_mandate(body, label, "first", territory="Worldwide -DE", delegable=True)
    actions.record_mandate(third, body, "second", territory="DE RU UA")
    person = makers.representative(third)
    acting = queries.may_act_for(person.pk, label.pk, clock.now())
    assert (acting.organisation, acting.agent, acting.through) == (label, third, [body])
    assert (acting.territory, acting.document) == ("RU UA", "first; second")
    assert {way.organisation for way in queries.organisations_for(person.pk, clock.now())} == {
        label, body, third
    }  # fmt: skip


def test_a_chain_that_meets_nowhere_is_none_and_three_agents_are_too_many() -> None:
    label, *agents = makers.organisation(), *(makers.organisation("body") for _ in range(3))
    actions.record_mandate(agents[0], label, "first", delegable=True)
    actions.record_mandate(agents[1], agents[0], "second", delegable=True)
    actions.record_mandate(agents[2], agents[1], "third", delegable=True)
    assert queries.may_act_for(makers.representative(agents[1]).pk, label.pk, clock.now()).by_mandate
    with pytest.raises(errors.NotRepresented):
        queries.may_act_for(makers.representative(agents[2]).pk, label.pk, clock.now())
    other, apart, end = makers.organisation(), makers.organisation("body"), makers.organisation("body")
    actions.record_mandate(apart, other, "here", territory="DE", delegable=True)
    actions.record_mandate(end, apart, "there", territory="RU")
    with pytest.raises(errors.NotRepresented):
        queries.may_act_for(makers.representative(end).pk, other.pk, clock.now())


def test_a_mandate_for_some_recordings_is_none_for_the_catalogue() -> None:
    label, body = makers.organisation(), makers.organisation("body")
    named, other = makers.recording(label), makers.recording(label)
    actions.record_mandate(body, label, "one song", recordings=[named.pk])
    person = makers.representative(body)
    with pytest.raises(errors.OutsideMandate):
        queries.may_act_for(person.pk, label.pk, clock.now())
    (way,) = queries.ways_to_act(person.pk, [label.pk], clock.now())[label.pk]
    assert way.covers([named.pk])
    assert not way.covers([named.pk, other.pk])
    assert not way.covers(None)


def test_only_the_organisation_itself_gives_a_mandate_and_either_side_ends_it() -> None:
    label, body, stranger = makers.organisation(), makers.organisation("body"), makers.organisation()
    clerk, agent, outsider = (makers.representative(of) for of in (label, body, stranger))
    with pytest.raises(errors.MandateOfAnother):
        actions.record_mandate(body, label, "forged", person=agent)
    with pytest.raises(errors.NoDocument):
        actions.record_mandate(body, label, "  ", person=clerk)
    with pytest.raises(errors.MandateBeyondCatalogue):
        actions.record_mandate(body, label, "x", recordings=[makers.recording(stranger).pk], person=clerk)
    given = actions.record_mandate(body, label, "agreement", person=clerk)
    with pytest.raises(errors.MandateOfAnother):
        actions.end_mandate(given, outsider)
    actions.end_mandate(given, agent)
    with pytest.raises(errors.NotRepresented):
        queries.may_act_for(agent.pk, label.pk, clock.now())


PLACES = st.sets(st.sampled_from(["DE", "FR", "RU", "UA"]))


@given(st.lists(st.tuples(st.booleans(), PLACES), min_size=1, max_size=4))
@settings(derandomize=True, deadline=None)
def test_territories_meet_where_every_text_holds(said: list[tuple[bool, set[str]]]) -> None:
    said = [(everywhere, codes) for everywhere, codes in said if everywhere or codes]
    texts = [
        rules.read_territory(
            " ".join(["Worldwide", *(f"-{c}" for c in codes)]) if everywhere else " ".join(codes)
        )
        for everywhere, codes in said
    ]
    meet = rules.common_territory(texts)
    for country in ("DE", "FR", "RU", "UA", "JP"):
        everywhere = all((country in codes) != worldwide for worldwide, codes in said)
        assert (parse(meet).__contains__(country) if meet else False) == everywhere


def test_impossible_mandates_and_organisations_are_refused() -> None:
    label = makers.organisation(name="Same")
    with pytest.raises(errors.MandateForOneself):
        actions.record_mandate(label, label, "x")
    with pytest.raises(errors.OrganisationExists):
        makers.organisation(name="Same")
    with pytest.raises(errors.UnknownCountry, match="QQ"):
        actions.register_organisation("Other", "label", "QQ")
    body = makers.organisation("body")
    with pytest.raises(errors.UnknownCountry):
        actions.record_mandate(body, label, "x", territory="Atlantis")
    with pytest.raises(errors.MandateEndsEarly):
        actions.record_mandate(body, label, "x", starts=clock.now(), ends=clock.now() - timedelta(days=1))


def test_ways_to_act_take_four_queries_however_many_organisations(
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    body = makers.organisation("body")
    labels = [makers.organisation() for _ in range(20)]
    for label in labels:
        actions.record_mandate(body, label, "all")
    person = makers.representative(body)
    with django_assert_num_queries(4):
        ways = queries.ways_to_act(person.pk, [label.pk for label in labels], clock.now())
    assert all(ways.values())
