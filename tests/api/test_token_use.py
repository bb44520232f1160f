"""The owner of a token sees on the settings page when it was last used."""

import pytest
from django.test import Client

from akkord.people import actions
from akkord.people.models import Person, Token

pytestmark = pytest.mark.django_db


def test_a_call_with_a_token_is_remembered_and_a_wrong_one_is_not() -> None:
    person = Person.objects.create_user("p@example.org", "a good long passphrase", name="P")
    text = actions.issue_token(person, "laptop")
    browser = Client()
    assert browser.get("/api/v1/me", headers={"Authorization": f"Bearer {text}x"}).status_code == 401
    assert Token.objects.get().used_at is None
    assert browser.get("/api/v1/me", headers={"Authorization": f"Bearer {text}"}).status_code == 200
    first = Token.objects.get().used_at
    assert first is not None
    browser.get("/api/v1/me", headers={"Authorization": f"Bearer {text}"})
    assert Token.objects.get().used_at == first
