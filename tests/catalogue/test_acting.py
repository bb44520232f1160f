"""Who acts for an organisation: its representatives, and those of a body with its mandate."""

from datetime import timedelta

import pytest

from akkord.catalogue import actions, errors, queries
from akkord.flow import clock
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


def test_a_mandate_is_not_passed_on() -> None:
    label, body, third = makers.organisation(), makers.organisation("body"), makers.organisation("body")
    actions.record_mandate(body, label, "first")
    actions.record_mandate(third, body, "second")
    with pytest.raises(errors.NotRepresented):
        queries.may_act_for(makers.representative(third).pk, label.pk, clock.now())


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
