"""What a token opens, and that its owner sees on the settings page when it was last used."""

import pytest
from django.test import Client

from akkord.people import actions
from akkord.people.models import Person, Token
from akkord.people.rules import READING
from akkord.wall.models import Post

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


def test_a_token_that_only_reads_reads_and_changes_nothing() -> None:
    person = Person.objects.create_user("p@example.org", "a good long passphrase", name="P")
    token = {"Authorization": f"Bearer {actions.issue_token(person, 'watch', scope=READING)}"}
    browser = Client()
    for place in ("/me", "/feed", "/organisations"):
        assert browser.get(f"/api/v1{place}", headers=token).status_code == 200
    said = ("/api/v1/posts", {"text": "Hello."}, "application/json")
    refused = browser.post(*said, headers=token)
    assert (refused.status_code, refused.json()["error"]) == (403, "key_only_reads")
    assert not Post.objects.exists()
    writing = {"Authorization": f"Bearer {actions.issue_token(person, 'bot')}"}
    assert browser.post(*said, headers=writing).status_code == 200
