"""Dialogs through the API: sent twice they are one, pages follow a cursor, nobody else's is there."""

import json
from typing import Any

import pytest
from django.test import Client

import factories
from akkord.dialogs.models import Message
from akkord.people.actions import issue_token
from akkord.people.models import Person

pytestmark = pytest.mark.django_db


class Caller:
    """Somebody with a token."""

    def __init__(self, name: str) -> None:
        self.person: Person = factories.a_person(name)
        self.headers = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(self.person, 'test')}"}

    def ask(self, method: str, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        answer = Client().generic(
            method, f"/api/v1{path}", json.dumps(body or {}), "application/json", **self.headers, **headers
        )
        assert answer.status_code == status, answer.content
        return json.loads(answer.content) if answer.content else None


@pytest.fixture
def anna() -> Caller:
    return Caller("Anna")


@pytest.fixture
def boris(anna: Caller) -> Caller:
    other = Caller("Boris")
    factories.friends(anna.person, other.person)
    return other


def test_a_message_sent_again_is_the_same_message(anna: Caller, boris: Caller) -> None:
    place = f"/people/{boris.person.pk}/messages"
    first = anna.ask("POST", place, {"client_id": "a1", "text": "Hello"}, 201)
    assert anna.ask("POST", place, {"client_id": "a1", "text": "Hello"}, 201) == first
    anna.ask("POST", place, {"client_id": "a1", "text": "Else"}, 409)
    keyed = {"client_id": "a2", "text": "Twice"}
    assert anna.ask("POST", place, keyed, 201, HTTP_IDEMPOTENCY_KEY="k") == anna.ask(
        "POST", place, keyed, 201, HTTP_IDEMPOTENCY_KEY="k"
    )
    assert Message.objects.count() == 2


def test_a_thread_is_read_by_cursor_and_caught_up_by_number(anna: Caller, boris: Caller) -> None:
    for n in range(7):
        anna.ask("POST", f"/people/{boris.person.pk}/messages", {"client_id": f"a{n}", "text": f"{n}"}, 201)
    (dialog,) = boris.ask("GET", "/dialogs")["items"]
    assert (dialog["unread"], dialog["last"]["text"]) == (7, "6")
    place = f"/dialogs/{dialog['number']}"
    seen, cursor = [], ""
    while cursor is not None:
        part = boris.ask("GET", f"{place}/messages?limit=3&cursor={cursor}")
        seen += [m["seq"] for m in part["items"]]
        cursor = part["next"]
    assert seen == [7, 6, 5, 4, 3, 2, 1]
    assert [m["seq"] for m in boris.ask("GET", f"{place}/messages?after=5")["items"]] == [6, 7]
    boris.ask("POST", f"{place}/read", {"seq": 7}, 204)
    assert boris.ask("GET", "/unread") == {"dialogs": 0}
    assert anna.ask("GET", f"{place}/messages/7")["mark"] == "read"


def test_what_is_said_is_changed_and_taken_back(anna: Caller, boris: Caller) -> None:
    made = anna.ask("POST", f"/people/{boris.person.pk}/messages", {"client_id": "1", "text": "helo"}, 201)
    place = f"/dialogs/{anna.ask('GET', '/dialogs')['items'][0]['number']}/messages/{made['seq']}"
    assert anna.ask("PUT", place, {"text": "hello"})["edited"]
    boris.ask("PUT", place, {"text": "no"}, 403)
    assert boris.ask("GET", "/said?q=HELLO")["items"][0]["text"] == "hello"
    anna.ask("DELETE", f"{place}?everybody=true", status=204)
    assert boris.ask("GET", place)["text"] == ""
    assert boris.ask("GET", "/said?q=hello")["items"] == []


def test_anothers_dialog_is_not_there(anna: Caller, boris: Caller) -> None:
    anna.ask("POST", f"/people/{boris.person.pk}/messages", {"client_id": "1", "text": "secret"}, 201)
    number = anna.ask("GET", "/dialogs")["items"][0]["number"]
    vera = Caller("Vera")
    for method, path, body in (
        ("GET", f"/dialogs/{number}", None),
        ("GET", f"/dialogs/{number}/messages", None),
        ("GET", f"/dialogs/{number}/messages/1", None),
        ("POST", f"/dialogs/{number}/messages", {"client_id": "1", "text": "x"}),
        ("DELETE", f"/dialogs/{number}/messages/1", None),
        ("POST", f"/dialogs/{number}/reports", {"messages": [1]}),
        ("GET", f"/chats/{number}/members", None),
        ("POST", f"/people/{anna.person.pk}/messages",
         {"client_id": "1", "forward": [{"dialog": number, "seq": 1}]}),
    ):  # fmt: skip
        assert "secret" not in json.dumps(vera.ask(method, path, body, 404))


def test_a_stranger_asks_and_is_answered(anna: Caller) -> None:
    vera = Caller("Vera")
    vera.ask("POST", f"/people/{anna.person.pk}/messages", {"client_id": "1", "text": "Good day"}, 201)
    (asked,) = anna.ask("GET", "/dialogs?requests=true")["items"]
    assert asked["waiting"]
    anna.ask("POST", f"/dialogs/{asked['number']}/answer", {"accept": True}, 204)
    assert anna.ask("GET", "/dialogs")["items"][0]["number"] == asked["number"]


def test_a_chat_is_begun_kept_and_left(anna: Caller, boris: Caller) -> None:
    chat = anna.ask("POST", "/chats", {"title": "Band", "people": [boris.person.pk]}, 201)["number"]
    boris.ask("PUT", f"/chats/{chat}", {"title": "Mine"}, 403)
    anna.ask("PUT", f"/chats/{chat}/members/{boris.person.pk}", {"role": "keeper"}, 204)
    boris.ask("PUT", f"/chats/{chat}", {"title": "Ours", "pinned_seq": 2}, 204)
    anna.ask("DELETE", f"/chats/{chat}/members/{anna.person.pk}", status=204)
    anna.ask("GET", f"/chats/{chat}/members", status=404)  # who has left sees no more who is there
    (member,) = boris.ask("GET", f"/chats/{chat}/members")["items"]
    assert (member["person"], member["role"]) == (boris.person.pk, "owner")
    boris.ask("PUT", f"/dialogs/{chat}", {"muted": True, "pinned": True, "draft": "half"}, 204)
    kept = boris.ask("GET", f"/dialogs/{chat}")
    assert (kept["muted"], kept["pinned"], kept["draft"], kept["title"]) == (True, True, "half", "Ours")
