"""The settings' page of music players: connected, shown once, disconnected."""

from typing import Any

import pytest
from django.test import Client

from akkord.people.actions import connect_device
from akkord.people.models import Device, Person
from akkord.people.queries import device_by_secret


@pytest.fixture
def anna(db: None) -> Person:
    return Person.objects.create(email="anna@example.org", name="Anna")


@pytest.fixture
def browser(client: Client, anna: Person) -> Client:
    client.force_login(anna, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_players_token_is_shown_once_and_opens_its_door(browser: Client, anna: Person) -> None:
    answer = browser.post("/settings/tokens/players", {"player": "Tempus on my phone"})
    page = answer.content.decode()
    (secret,) = [w for w in page.replace("<", ">").split(">") if len(w) == 24 and w.isalnum() and w.islower()]
    found = device_by_secret(secret, anna.email)
    assert found is not None
    assert "Tempus on my phone" in page
    assert answer["Cache-Control"] == "no-store"
    assert secret not in browser.get("/settings/tokens").content.decode()


def test_a_player_is_disconnected_by_its_owner_alone(browser: Client, anna: Person) -> None:
    other = Person.objects.create(email="boris@example.org", name="Boris")
    connect_device(other, "His")
    connect_device(anna, "Hers")
    his, hers = Device.objects.order_by("pk")
    assert browser.post(f"/settings/tokens/players/{his.pk}/revoke").status_code == 404
    assert browser.post(f"/settings/tokens/players/{hers.pk}/revoke").status_code == 302
    assert "Hers" not in browser.get("/settings/tokens").content.decode()


def test_a_player_without_a_name_is_asked_for_one(browser: Client) -> None:
    answer: Any = browser.post("/settings/tokens/players", {"player": ""})
    assert answer.status_code == 422
    assert not Device.objects.exists()
