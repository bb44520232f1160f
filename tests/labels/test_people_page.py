"""People and keys: who sits at the desk, seen and changed in the office."""

import re

import pytest
from django.test import Client

from akkord.catalogue import actions, queries
from akkord.catalogue.roles import Role
from akkord.flow import clock
from cases import makers

pytestmark = pytest.mark.django_db


def browser(person) -> Client:  # type: ignore[no-untyped-def]
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_manager_seats_a_clerk_who_delivers_and_may_not_license() -> None:
    label, manager = makers.label()
    clerk = makers.person()
    office = f"/rights/{label.pk}"
    answer = browser(manager).post(
        f"{office}/people/seat", {"email": clerk.email, "role": "clerk"}, follow=True
    )
    assert f"{clerk.name} sits at this desk now." in answer.content.decode()
    desk = browser(clerk)
    assert "New delivery" in desk.get(f"{office}/deliveries").content.decode()
    assert "Grant a licence" not in desk.get(f"{office}/licences").content.decode()
    terms = {
        "uses": ["OnDemandStream"],
        "models": ["FreeOfChargeModel"],
        "territory": "DE",
        "scope": "catalogue",
    }
    refused = desk.post(f"{office}/licences/new", terms)
    assert refused.status_code == 422
    assert "Your role in this organisation does not include that" in refused.content.decode()
    assert desk.post(f"{office}/people/{clerk.pk}/role", {"role": "manager"}, follow=True).status_code == 200
    assert queries.organisations_for(clerk.pk, clock.now())[0].role == Role.CLERK


def test_nobody_by_this_mail_and_the_last_manager_are_said_in_words() -> None:
    label, manager = makers.label()
    desk = browser(manager)
    refused = desk.post(f"/rights/{label.pk}/people/seat", {"email": "none@x.example", "role": "clerk"})
    assert refused.status_code == 422
    assert "Nobody has signed up with this mail address." in refused.content.decode()
    told = desk.post(f"/rights/{label.pk}/people/{manager.pk}/role", {"role": ""}, follow=True)
    assert "An organisation keeps at least one manager" in told.content.decode()


def test_a_manager_who_is_not_the_last_may_leave() -> None:
    label, manager = makers.label()
    actions.appoint(label, makers.person())
    answer = browser(manager).post(f"/rights/{label.pk}/people/{manager.pk}/role", {"role": ""})
    assert answer["Location"] == "/rights/"
    assert queries.represented_by(manager.pk) == []


def test_a_keys_text_is_shown_once_works_and_is_revoked_by_a_manager() -> None:
    label, manager = makers.label()
    clerk = makers.person()
    actions.appoint(label, clerk, Role.CLERK)
    office = f"/rights/{label.pk}"
    made = browser(clerk).post(f"{office}/keys", {"name": "robot", "role": "clerk"})
    text = re.search(r"akk_[\w-]+", made.content.decode())
    assert text is not None
    assert made["Cache-Control"] == "no-store"
    asked = {"HTTP_AUTHORIZATION": f"Bearer {text.group()}"}
    assert Client().get(f"/api/v1/organisations/{label.pk}/deliveries", **asked).status_code == 200
    shown = browser(manager).get(f"{office}/people").content.decode()
    assert "robot" in shown
    assert text.group() not in shown
    (key,) = queries.keys_of(label.pk)
    browser(manager).post(f"{office}/keys/{key.pk}/revoke")
    assert Client().get(f"/api/v1/organisations/{label.pk}/deliveries", **asked).status_code == 401


@pytest.mark.parametrize(
    "about", [{"role": "manager"}, {"role": "king"}, {"role": "clerk", "until": "2001-01-01"}, {"name": ""}]
)
def test_a_key_above_ones_own_role_or_past_its_day_is_not_made(about: dict[str, str]) -> None:
    label, _ = makers.label()
    clerk = makers.person()
    actions.appoint(label, clerk, Role.CLERK)
    asked = {"name": "robot", "role": "clerk"} | about
    assert browser(clerk).post(f"/rights/{label.pk}/keys", asked).status_code == 422
    assert not queries.keys_of(label.pk)


def test_a_body_and_the_operator_make_no_keys_and_a_stranger_revokes_none() -> None:
    label, manager = makers.label()
    body, lawyer = makers.label("body")
    actions.record_mandate(body, label, "contract 1")
    asked = {"name": "robot", "role": "reader"}
    for person in (lawyer, makers.person(is_staff=True), makers.person()):
        assert browser(person).post(f"/rights/{label.pk}/keys", asked).status_code == 404
    browser(manager).post(f"/rights/{label.pk}/keys", asked)
    (key,) = queries.keys_of(label.pk)
    browser(lawyer).post(f"/rights/{label.pk}/keys/{key.pk}/revoke")
    browser(lawyer).post(f"/rights/{body.pk}/keys/{key.pk}/revoke")
    assert queries.keys_of(label.pk).exists()
