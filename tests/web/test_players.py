"""The settings' page of music players: connected, shown once, disconnected."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from akkord.flow import clock
from akkord.music import actions as music
from akkord.music.models import Share
from akkord.people.actions import connect_device
from akkord.people.models import Device, Person
from akkord.people.queries import device_by_secret
from subsonic.library import a_song


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


def test_what_a_player_shared_is_seen_and_taken_back_here(browser: Client, anna: Person) -> None:
    boris = Person.objects.create(email="boris@example.org", name="Boris")
    song = a_song(boris, "Song")
    his, hers, old = (music.share(*each) for each in (
        (boris, [song.pk], "His"), (anna, [song.pk], "For the <road>"),
        (anna, [song.pk], "Old", clock.now() - timedelta(1)),
    ))  # fmt: skip
    page = browser.get("/settings/tokens").content.decode()
    assert "For the &lt;road&gt;" in page
    assert "Old" in page
    assert his.get_absolute_url() not in page
    assert (hers.get_absolute_url() in page, old.get_absolute_url() in page) == (True, False)
    assert browser.post(f"/settings/tokens/shares/{his.pk}/revoke").status_code == 404
    assert browser.post(f"/settings/tokens/shares/{hers.pk}/revoke").status_code == 302
    assert list(Share.objects.order_by("pk")) == [his, old]


def test_a_player_without_a_name_is_asked_for_one(browser: Client) -> None:
    answer: Any = browser.post("/settings/tokens/players", {"player": ""})
    assert answer.status_code == 422
    assert not Device.objects.exists()
