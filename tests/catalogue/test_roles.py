"""Roles at an organisation's desk, and keys that open one desk only."""

from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from akkord.catalogue import actions, queries, roles
from akkord.catalogue.errors import LastManager, NotRepresented, RoleTooNarrow
from akkord.catalogue.roles import Duty, Role, Scope, acting_within
from akkord.flow import clock
from akkord.people import actions as people
from catalogue import makers

ROLES, DUTIES = st.sampled_from(list(Role)), st.sampled_from(list(Duty))


@pytest.mark.parametrize(
    ("role", "duties"),
    [
        (Role.READER, {Duty.READ}),
        (Role.CLERK, {Duty.READ, Duty.DELIVER}),
        (Role.COUNSEL, {Duty.READ, Duty.DELIVER, Duty.ACT}),
        (Role.MANAGER, {Duty.READ, Duty.DELIVER, Duty.ACT, Duty.MANAGE}),
    ],
)
def test_each_role_does_this_and_no_more(role: Role, duties: set[Duty]) -> None:
    assert {duty for duty in Duty if roles.may(role, duty)} == duties
    assert all((role in roles.roles_for(duty)) == (duty in duties) for duty in Duty)


@given(one=ROLES, other=ROLES, duty=DUTIES)
def test_a_narrowed_role_does_only_what_both_do(one: Role, other: Role, duty: Duty) -> None:
    both = roles.lesser(one, other)
    assert roles.may(both, duty) == (roles.may(one, duty) and roles.may(other, duty))
    assert Scope(5, one).narrows(5, other) == both
    assert Scope(5, one).narrows(6, other) is None


@given(number=st.integers(1, 2**62), role=ROLES)
def test_a_scope_is_read_back_as_written(number: int, role: Role) -> None:
    assert Scope.read(str(Scope(number, role))) == Scope(number, role)


@pytest.mark.parametrize(
    "text", ["", "organisation:5", "organisation: reader", "person:5 reader", "organisation:5 king"]
)
def test_what_is_no_scope_opens_nothing(text: str) -> None:
    with pytest.raises(ValueError):
        Scope.read(text)


pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():  # type: ignore[no-untyped-def]
    label = makers.organisation("label")
    return label, makers.representative(label)


def test_a_clerk_delivers_but_does_not_act_nor_manage(desk) -> None:  # type: ignore[no-untyped-def]
    label, manager = desk
    clerk = makers.person()
    actions.give_role(manager, label, clerk, Role.CLERK)
    assert queries.may_act_for(clerk.pk, label.pk, clock.now(), Duty.DELIVER).role == Role.CLERK
    for duty in (Duty.ACT, Duty.MANAGE):
        with pytest.raises(RoleTooNarrow):
            queries.may_act_for(clerk.pk, label.pk, clock.now(), duty)
    with pytest.raises(RoleTooNarrow):
        actions.give_role(clerk, label, clerk, Role.MANAGER)
    with pytest.raises(NotRepresented):
        actions.give_role(makers.person(), label, clerk, Role.MANAGER)


def test_another_role_takes_the_place_of_the_first_and_both_are_remembered(desk) -> None:  # type: ignore[no-untyped-def]
    label, manager = desk
    other = makers.person()
    actions.give_role(manager, label, other, Role.READER)
    actions.give_role(manager, label, other, Role.COUNSEL)
    assert [row.role for row in queries.representatives_of(label.pk) if row.person_id == other.pk] == [
        "counsel"
    ]
    assert type(queries.representatives_of(label.pk)[0]).objects.filter(person=other).count() == 2
    actions.give_role(manager, label, other, None)
    assert queries.represented_by(other.pk) == []


def test_the_last_manager_neither_leaves_nor_becomes_less(desk) -> None:  # type: ignore[no-untyped-def]
    label, manager = desk
    for role in (None, Role.COUNSEL):
        with pytest.raises(LastManager):
            actions.give_role(manager, label, manager, role)
    assert queries.represented_by(manager.pk, Duty.MANAGE) == [label]


def test_a_role_in_the_agent_is_the_role_for_its_principals(desk) -> None:  # type: ignore[no-untyped-def]
    label, _ = desk
    body = makers.organisation("body")
    reader = makers.person()
    actions.appoint(body, reader, Role.READER)
    actions.record_mandate(body, label, "contract 1")
    assert queries.may_act_for(reader.pk, label.pk, clock.now(), Duty.READ).agent == body
    with pytest.raises(RoleTooNarrow):
        queries.may_act_for(reader.pk, label.pk, clock.now())


def test_inside_a_scope_a_person_is_of_one_organisation_and_its_role(desk) -> None:  # type: ignore[no-untyped-def]
    label, manager = desk
    other = makers.organisation("label")
    actions.appoint(other, manager)
    with acting_within(Scope(label.pk, Role.CLERK)):
        assert queries.represented_by(manager.pk) == [label]
        assert [way.role for way in queries.organisations_for(manager.pk, clock.now())] == [Role.CLERK]
        with pytest.raises(NotRepresented):
            queries.may_act_for(manager.pk, other.pk, clock.now(), Duty.READ)
        with pytest.raises(RoleTooNarrow):
            queries.may_act_for(manager.pk, label.pk, clock.now())
    assert len(queries.represented_by(manager.pk)) == 2


def asked(token: str, path: str, **body: object):  # type: ignore[no-untyped-def]
    headers = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    if body:
        return Client().post(f"/api/v1{path}", body, "application/json", **headers)
    return Client().get(f"/api/v1{path}", **headers)


def test_a_key_of_one_desk_opens_that_desk_as_far_as_its_role_and_nothing_else(desk) -> None:  # type: ignore[no-untyped-def]
    label, manager = desk
    other = makers.organisation("label")
    actions.appoint(other, manager)
    key = people.issue_token(manager, "robot", scope=str(Scope(label.pk, Role.CLERK)))
    listed = asked(key, "/organisations").json()["items"]
    assert [each["name"] for each in listed] == [label.name]
    assert asked(key, f"/organisations/{other.pk}/licences").status_code == 404
    terms = {"uses": ["OnDemandStream"], "models": ["FreeOfChargeModel"], "territory": "DE"}
    refused = asked(key, f"/organisations/{label.pk}/licences", **terms)
    assert (refused.status_code, refused.json()["error"]) == (403, "role_too_narrow")
    for personal in ("/music", "/me"):
        refused = asked(key, personal)
        assert (refused.status_code, refused.json()["error"]) == (403, "key_elsewhere")
    whole = people.issue_token(manager, "mine")
    assert asked(whole, f"/organisations/{label.pk}/licences", **terms).status_code == 201
    assert asked(whole, "/music").status_code == 200  # the scope of one request is not that of the next


def test_a_key_whose_day_has_come_opens_nothing(desk) -> None:  # type: ignore[no-untyped-def]
    _, manager = desk
    soon = people.issue_token(manager, "soon", expires=clock.now() + timedelta(hours=1))
    past = people.issue_token(manager, "past", expires=clock.now() - timedelta(seconds=1))
    assert asked(soon, "/organisations").status_code == 200
    assert asked(past, "/organisations").status_code == 401


def test_a_dismissed_persons_key_opens_the_desk_no_more(desk) -> None:  # type: ignore[no-untyped-def]
    label, manager = desk
    clerk = makers.person()
    actions.give_role(manager, label, clerk, Role.CLERK)
    key = people.issue_token(clerk, "robot", scope=str(Scope(label.pk, Role.CLERK)))
    assert asked(key, f"/organisations/{label.pk}/deliveries").status_code == 200
    actions.give_role(manager, label, clerk, None)
    assert asked(key, f"/organisations/{label.pk}/deliveries").status_code == 404
