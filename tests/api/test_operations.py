"""Every operation of the API answers strangers and nonsense properly; one that is not in the table fails."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ninja import Schema

from akkord.api.urls import api
from akkord.people.actions import issue_token
from cases import makers

pytestmark = pytest.mark.django_db

NOBODY = "00000000-0000-4000-8000-000000000000"

# operation → what somebody signed in is answered who asks for what is not there, or sends `{}`.
OPERATIONS: dict[tuple[str, str], int] = {
    ("get", "/me"): 200,
    ("get", "/people/{number}"): 404,
    ("get", "/people"): 200,
    ("get", "/people/{number}/friends"): 404,
    ("post", "/people/{number}/ask"): 404,
    ("delete", "/people/{number}/ask"): 404,
    ("put", "/people/{number}/follow"): 404,
    ("delete", "/people/{number}/follow"): 404,
    ("get", "/friends"): 200,
    ("delete", "/friends/{number}"): 404,
    ("get", "/friends/requests"): 200,
    ("post", "/friends/requests/{number}/accept"): 404,
    ("post", "/friends/requests/{number}/decline"): 404,
    ("get", "/blocked"): 200,
    ("put", "/blocked/{number}"): 404,
    ("delete", "/blocked/{number}"): 204,
    ("get", "/search"): 200,
    ("get", "/clubs"): 200,
    ("post", "/clubs"): 422,
    ("get", "/clubs/{number}"): 404,
    ("patch", "/clubs/{number}"): 404,
    ("put", "/clubs/{number}/membership"): 404,
    ("delete", "/clubs/{number}/membership"): 404,
    ("get", "/clubs/{number}/members"): 404,
    ("put", "/clubs/{number}/members/{person}"): 422,
    ("delete", "/clubs/{number}/members/{person}"): 404,
    ("get", "/clubs/{number}/requests"): 404,
    ("post", "/clubs/{number}/requests/{person}/accept"): 404,
    ("post", "/clubs/{number}/requests/{person}/decline"): 404,
    ("put", "/clubs/{number}/invitations/{person}"): 404,
    ("get", "/clubs/{number}/bans"): 404,
    ("put", "/clubs/{number}/bans/{person}"): 422,
    ("delete", "/clubs/{number}/bans/{person}"): 404,
    ("get", "/clubs/{number}/log"): 404,
    ("get", "/clubs/{number}/topics"): 404,
    ("post", "/clubs/{number}/topics"): 422,
    ("get", "/clubs/{number}/topics/{topic}"): 404,
    ("post", "/clubs/{number}/topics/{topic}"): 422,
    ("get", "/clubs/{number}/suggestions"): 404,
    ("post", "/clubs/{number}/suggestions"): 422,
    ("post", "/clubs/{number}/suggestions/{suggestion}/publish"): 404,
    ("post", "/clubs/{number}/suggestions/{suggestion}/decline"): 404,
    ("get", "/me/privacy"): 200,
    ("patch", "/me/privacy"): 200,
    ("post", "/posts"): 422,
    ("get", "/posts/{number}"): 404,
    ("delete", "/posts/{number}"): 404,
    ("get", "/tagged"): 422,
    ("get", "/posts/later"): 200,
    ("delete", "/posts/later/{number}"): 404,
    ("put", "/posts/{number}"): 404,
    ("post", "/posts/{number}/restore"): 404,
    ("get", "/posts/{number}/versions"): 404,
    ("put", "/posts/{number}/pin"): 404,
    ("delete", "/posts/{number}/pin"): 404,
    ("put", "/posts/{number}/like"): 404,
    ("delete", "/posts/{number}/like"): 404,
    ("get", "/posts/{number}/likes"): 404,
    ("get", "/posts/{number}/comments"): 404,
    ("post", "/posts/{number}/comments"): 404,
    ("delete", "/comments/{number}"): 404,
    ("post", "/comments/{number}/restore"): 404,
    ("put", "/comments/{number}/like"): 404,
    ("delete", "/comments/{number}/like"): 404,
    ("get", "/feed"): 200,
    ("get", "/notifications"): 200,
    ("post", "/notifications/read"): 422,
    ("get", "/me/notifications"): 200,
    ("patch", "/me/notifications"): 422,
    ("get", "/feed/muted"): 200,
    ("put", "/posts/{number}/vote"): 422,
    ("get", "/bookmarks"): 200,
    ("put", "/bookmarks/{number}"): 404,
    ("delete", "/bookmarks/{number}"): 404,
    ("post", "/feed/muted"): 422,
    ("delete", "/feed/muted/{number}"): 204,
    ("put", "/people/{number}/mute"): 404,
    ("delete", "/people/{number}/mute"): 204,
    ("get", "/rules"): 200,
    ("post", "/reports"): 422,
    ("get", "/reports"): 200,
    ("get", "/decisions"): 200,
    ("post", "/decisions/{number}/appeal"): 422,
    ("get", "/offers"): 200,
    ("get", "/subscription"): 200,
    ("post", "/subscription"): 422,
    ("post", "/subscription/gifts"): 422,
    ("delete", "/subscription/{bought}"): 404,
    ("post", "/subscription/{bought}/go-on"): 404,
    ("post", "/uploads"): 422,
    ("get", "/uploads"): 200,
    ("get", "/uploads/{upload_id}"): 404,
    ("delete", "/uploads/{upload_id}"): 404,
    ("post", "/uploads/{upload_id}/lawful-use"): 422,
    ("post", "/uploads/{upload_id}/attest"): 404,
    ("post", "/uploads/{upload_id}/contest"): 422,
    ("post", "/uploads/{upload_id}/complain"): 422,
    ("get", "/strikes"): 200,
    ("post", "/suspensions/{number}/appeal"): 422,
    ("delete", "/tracks/{number}"): 404,
    ("get", "/music"): 200,
    ("get", "/charts/{of}"): 422,
    ("get", "/radio/mood/{mood}"): 422,
    ("get", "/tracks"): 200,
    ("get", "/tracks/{number}"): 404,
    ("get", "/tracks/{number}/lyrics"): 404,
    ("get", "/tracks/{number}/moments"): 404,
    ("post", "/tracks/{number}/moments"): 422,
    ("delete", "/moments/{number}"): 404,
    ("post", "/tracks/{number}/listen"): 404,
    ("post", "/plays/{play_id}/count"): 422,
    ("put", "/music/{number}"): 404,
    ("delete", "/music/{number}"): 204,
    ("get", "/podcasts"): 200,
    ("post", "/podcasts"): 422,
    ("get", "/podcasts/{number}"): 404,
    ("delete", "/podcasts/{number}"): 404,
    ("get", "/podcasts/{number}/episodes"): 404,
    ("post", "/podcasts/{number}/episodes/{episode}"): 404,
    ("delete", "/podcasts/{number}/episodes/{episode}"): 404,
    ("get", "/playlists"): 200,
    ("post", "/playlists"): 422,
    ("get", "/playlists/{number}"): 404,
    ("patch", "/playlists/{number}"): 404,
    ("delete", "/playlists/{number}"): 404,
    ("post", "/playlists/{number}/tracks"): 422,
    ("put", "/playlists/{number}/tracks"): 422,
    ("post", "/playlists/{number}/move"): 422,
    ("delete", "/playlists/{number}/tracks/{place}"): 422,
    ("put", "/music/{number}/place"): 422,
    ("get", "/likes/{kind}"): 422,
    ("put", "/likes/{kind}/{number}"): 422,
    ("delete", "/likes/{kind}/{number}"): 422,
    ("put", "/stars/{kind}/{number}"): 422,
    ("get", "/artists/{number}"): 404,
    ("get", "/artists/{number}/tracks"): 404,
    ("get", "/albums/{number}"): 404,
    ("get", "/dialogs"): 200,
    ("get", "/unread"): 200,
    ("get", "/dialogs/{number}"): 404,
    ("put", "/dialogs/{number}"): 404,
    ("delete", "/dialogs/{number}"): 404,
    ("post", "/dialogs/{number}/answer"): 422,
    ("get", "/dialogs/{number}/messages"): 404,
    ("post", "/dialogs/{number}/messages"): 422,
    ("post", "/people/{number}/messages"): 422,
    ("get", "/dialogs/{number}/messages/{seq}"): 404,
    ("put", "/dialogs/{number}/messages/{seq}"): 422,
    ("delete", "/dialogs/{number}/messages/{seq}"): 404,
    ("post", "/dialogs/{number}/messages/{seq}/voices/{note}/listen"): 404,
    ("post", "/voices"): 422,
    ("post", "/documents"): 422,
    ("post", "/dialogs/{number}/read"): 422,
    ("post", "/dialogs/{number}/typing"): 404,
    ("post", "/dialogs/{number}/reports"): 422,
    ("get", "/said"): 422,
    ("post", "/chats"): 422,
    ("put", "/chats/{number}"): 404,
    ("get", "/chats/{number}/members"): 404,
    ("post", "/chats/{number}/members"): 422,
    ("put", "/chats/{number}/members/{person}"): 422,
    ("delete", "/chats/{number}/members/{person}"): 404,
    ("get", "/organisations"): 200,
    ("post", "/organisations/{number}/deliveries"): 422,
    ("get", "/organisations/{number}/deliveries"): 404,
    ("post", "/deliveries/{number}/files"): 422,
    ("get", "/deliveries/{number}"): 404,
    ("post", "/deliveries/{number}/accept"): 404,
    ("delete", "/deliveries/{number}"): 404,
    ("post", "/organisations/{number}/messages"): 422,
    ("get", "/organisations/{number}/messages"): 404,
    ("get", "/messages/{number}"): 404,
    ("post", "/messages/{number}/accept"): 404,
    ("post", "/organisations/{number}/batches"): 422,
    ("get", "/organisations/{number}/batches"): 404,
    ("post", "/batches/{number}/files"): 422,
    ("post", "/batches/{number}/complete"): 404,
    ("get", "/batches/{number}"): 404,
    ("post", "/batches/{number}/accept"): 404,
    ("get", "/batches/{number}/acknowledgements/{release}"): 404,
    ("get", "/organisations/{number}/recordings"): 404,
    ("get", "/organisations/{number}/recordings/{recording}/where"): 404,
    ("get", "/organisations/{number}/recordings/{recording}/ownership"): 404,
    ("post", "/organisations/{number}/inquiries"): 422,
    ("get", "/organisations/{number}/inquiries/{inquiry}"): 404,
    ("get", "/organisations/{number}/licences"): 404,
    ("post", "/organisations/{number}/licences"): 422,
    ("delete", "/licences/{number}"): 404,
    ("get", "/organisations/{number}/policies"): 404,
    ("post", "/organisations/{number}/policies"): 422,
    ("delete", "/policies/{number}"): 404,
    ("get", "/organisations/{number}/grants"): 404,
    ("post", "/organisations/{number}/grants"): 422,
    ("delete", "/grants/{number}"): 404,
    ("get", "/organisations/{number}/recordings/{recording}/free"): 404,
    ("post", "/organisations/{number}/recordings/{recording}/free"): 422,
    ("delete", "/free/{number}"): 404,
    ("post", "/organisations/{number}/simulations"): 422,
    ("get", "/organisations/{number}/simulations/{simulation}"): 404,
    ("post", "/organisations/{number}/simulations/{simulation}/sign"): 404,
    ("get", "/organisations/{number}/cases"): 404,
    ("get", "/organisations/{number}/cases/{case}"): 404,
    ("post", "/organisations/{number}/cases/{case}/settle"): 404,
    ("get", "/organisations/{number}/conflicts"): 404,
    ("get", "/organisations/{number}/conflicts/{conflict}"): 404,
    ("post", "/organisations/{number}/conflicts/{conflict}/evidence"): 422,
    ("post", "/organisations/{number}/conflicts/{conflict}/concede"): 404,
    ("post", "/organisations/{number}/conflicts/{conflict}/settlements"): 422,
    ("post", "/organisations/{number}/conflicts/{conflict}/settlements/{settlement}"): 422,
    ("get", "/organisations/{number}/overlaps"): 404,
    ("get", "/organisations/{number}/overlaps/{one}/{other}"): 404,
    ("post", "/organisations/{number}/overlaps/{one}/{other}"): 422,
    ("post", "/organisations/{number}/overlaps/{one}/{other}/offers/{offer}"): 422,
    ("get", "/organisations/{number}/negotiations"): 404,
    ("post", "/organisations/{number}/negotiations"): 422,
    ("get", "/organisations/{number}/negotiations/{negotiation}"): 404,
    ("post", "/organisations/{number}/negotiations/{negotiation}/terms"): 422,
    ("post", "/organisations/{number}/negotiations/{negotiation}/offer"): 422,
    ("post", "/organisations/{number}/negotiations/{negotiation}/sign"): 422,
    ("post", "/organisations/{number}/negotiations/{negotiation}/permit"): 422,
    ("post", "/organisations/{number}/negotiations/{negotiation}/withdraw"): 422,
    ("post", "/organisations/{number}/negotiations/{negotiation}/refuse"): 422,
    ("get", "/organisations/{number}/negotiations/{negotiation}/released"): 404,
    ("get", "/organisations/{number}/orders"): 404,
    ("post", "/organisations/{number}/orders"): 422,
    ("get", "/orders/{order_id}"): 404,
    ("post", "/orders/{order_id}/execute"): 404,
    ("post", "/orders/{order_id}/release"): 422,
    ("get", "/organisations/{number}/hooks"): 404,
    ("post", "/organisations/{number}/hooks"): 422,
    ("delete", "/organisations/{number}/hooks/{hook}"): 404,
    ("post", "/organisations/{number}/hooks/{hook}/try"): 404,
    ("get", "/organisations/{number}/hooks/{hook}/calls"): 404,
    ("post", "/organisations/{number}/hooks/{hook}/calls/{call}/again"): 404,
    ("get", "/organisations/{number}/mandates"): 404,
    ("post", "/organisations/{number}/mandates"): 422,
    ("post", "/organisations/{number}/mandates/{mandate}/end"): 404,
    ("get", "/orders/{order_id}/certificate"): 404,
    ("get", "/orders/{order_id}/notice"): 404,
    ("post", "/organisations/{number}/claims"): 422,
    ("get", "/organisations/{number}/contests"): 404,
    ("get", "/organisations/{number}/stay-downs"): 404,
    ("get", "/organisations/{number}/stay-downs/{block}"): 404,
    ("post", "/organisations/{number}/stay-downs/{block}/end"): 404,
    ("post", "/organisations/{number}/stay-downs/{block}/until"): 422,
    ("post", "/organisations/{number}/contests/{contest}/answer"): 422,
    ("post", "/organisations/{number}/contests/{contest}/complain"): 422,
    ("get", "/organisations/{number}/held"): 404,
    ("get", "/organisations/{number}/royalties"): 404,
    ("get", "/organisations/{number}/royalties/{statement}"): 404,
    ("get", "/organisations/{number}/royalties/{statement}/lines"): 404,
    ("get", "/organisations/{number}/royalties/{statement}/archive"): 404,
    ("get", "/organisations/{number}/royalties/{statement}/questions"): 404,
    ("post", "/organisations/{number}/royalties/{statement}/lines/{line}/questions"): 422,
    ("get", "/organisations/{number}/unmatched"): 404,
    ("post", "/organisations/{number}/unmatched/{sound}/claims"): 422,
    ("get", "/organisations/{number}/usage-reports"): 404,
    ("get", "/organisations/{number}/usage-reports/{report}/files"): 404,
    ("get", "/organisations/{number}/claim-messages"): 404,
    ("post", "/organisations/{number}/claim-messages"): 422,
    ("get", "/organisations/{number}/claim-messages/{message}/answers"): 404,
    ("get", "/organisations/{number}/claimed-shares"): 404,
    ("get", "/royalties/months"): 404,
    ("post", "/royalties/months"): 422,
    ("get", "/royalties/months/{month}"): 404,
    ("get", "/royalties/sharing"): 404,
    ("post", "/royalties/sharing"): 422,
    ("post", "/royalties/months/{month}/revenue"): 422,
    ("post", "/royalties/months/{month}/exchange"): 422,
    ("post", "/royalties/months/{month}/steps/{step}"): 404,
    ("get", "/royalties/months/{month}/drafts"): 404,
    ("post", "/royalties/months/{month}/close"): 404,
}


def document() -> dict[str, Any]:
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix="")
    return schema


def test_the_table_holds_every_operation_and_no_other() -> None:
    there = {(method, path) for path, item in document()["paths"].items() for method in item}
    assert there == set(OPERATIONS)


def test_every_operation_says_what_it_is_for() -> None:
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            assert operation["summary"], (method, path)
            assert not operation["summary"].endswith("."), (method, path)


def test_no_two_shapes_have_one_name() -> None:
    """The document names shapes by their classes: of two with one name it would tell one for both."""
    named: dict[str, set[type]] = {}
    for each in _below(Schema):
        if each.__module__.startswith("akkord."):
            named.setdefault(each.__name__, set()).add(each)
    assert {name for name, shapes in named.items() if len(shapes) > 1} == set()


def _below(shape: type) -> Iterator[type]:
    for each in shape.__subclasses__():
        yield each
        yield from _below(each)


def token_of(person) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {"HTTP_AUTHORIZATION": f"Bearer {issue_token(person, 'test')}"}


def address(path: str, number: str = "999999", name: str = NOBODY) -> str:
    for word in ("{number}", "{contest}", "{recording}", "{mandate}", "{block}",
                 "{conflict}", "{settlement}", "{one}", "{other}", "{offer}",
                 "{seq}", "{person}", "{statement}", "{line}", "{suggestion}", "{topic}",
                 "{episode}", "{report}", "{message}", "{sound}"):  # fmt: skip
        path = path.replace(word, number)
    for word in ("{upload_id}", "{play_id}", "{order_id}", "{inquiry}", "{simulation}", "{negotiation}",
                 "{hook}", "{call}", "{case}", "{bought}", "{note}"):  # fmt: skip
        path = path.replace(word, name)
    if number.isdigit() and len(number) < 10:  # a month and a step that could be
        path = path.replace("{month}", "1999-10").replace("{step}", "count")
    path = path.replace("{month}", number).replace("{step}", number)
    return f"/api/v1{path}".replace("{release}", number)


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: part)
def test_a_stranger_without_a_token_is_refused(method: str, path: str) -> None:
    answer = Client().generic(method.upper(), address(path))
    assert answer.status_code == 401
    wrong = Client().generic(method.upper(), address(path), HTTP_AUTHORIZATION="Bearer akk_wrong")
    assert wrong.status_code == 401


@pytest.mark.parametrize(("operation", "expected"), OPERATIONS.items(), ids=lambda part: str(part))
def test_what_is_not_there_or_makes_no_sense_is_answered_by_its_name(operation, expected) -> None:  # type: ignore[no-untyped-def]
    method, path = operation
    headers = token_of(makers.person())
    answer = Client().generic(method.upper(), address(path), b"{}", "application/json", **headers)
    assert answer.status_code == expected, answer.content
    if expected >= 400:
        said = json.loads(answer.content)
        assert said["error"]
        assert said["text"]


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if "{" in o[1]], ids=str)
def test_impossible_numbers_and_names_are_never_a_fault_of_ours(operation) -> None:  # type: ignore[no-untyped-def]
    method, path = operation
    headers = token_of(makers.person())
    for number in ("0", "-1", "9" * 30, "x", "1.5"):
        answer = Client().generic(
            method.upper(), address(path, number, number), b"{}", "application/json", **headers
        )
        assert answer.status_code in (404, 422), (number, answer.content)


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if o[0] in ("post", "put")], ids=str)
def test_a_body_of_nonsense_is_never_a_fault_of_ours(operation) -> None:  # type: ignore[no-untyped-def]
    method, path = operation
    headers = token_of(makers.person())
    for body in (b"", b"[]", b"null", b"{", b'{"title": 5}', b"\xff\xfe"):
        answer = Client().generic(method.upper(), address(path), body, "application/json", **headers)
        assert 400 <= answer.status_code < 500, (body, answer.content)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
ORDERS = st.fixed_dictionaries(
    {"title": st.text() | ANYTHING, "reason": st.text() | ANYTHING},
    optional={
        "territory": st.sampled_from(["DE", "Worldwide", "XX", "Worldwide -DE", ""]) | ANYTHING,
        "rows": st.lists(st.text(max_size=60), max_size=5) | ANYTHING,
        "recordings": st.lists(st.integers(), max_size=5) | ANYTHING,
        "execute": st.booleans() | ANYTHING,
    },
)


@given(order=ORDERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_is_filed_or_refused_by_name(order: dict[str, Any]) -> None:
    label, rep = makers.label()
    answer = Client().post(
        f"/api/v1/organisations/{label.pk}/orders", json.dumps(order), "application/json", **token_of(rep)
    )
    assert answer.status_code in (201, 400, 422), answer.content
    if answer.status_code == 422:
        assert json.loads(answer.content)["error"]


def test_the_document_is_public_and_is_what_the_command_prints(capsys) -> None:  # type: ignore[no-untyped-def]
    from django.core.management import call_command

    shown = Client().get("/api/v1/openapi.json")
    assert shown.status_code == 200
    call_command("openapi")
    printed = json.loads(capsys.readouterr().out)
    assert printed["paths"].keys() == shown.json()["paths"].keys()
    assert printed["openapi"].startswith("3.")


def test_the_document_names_every_operation_once_and_its_schemas_are_schemas() -> None:
    whole = document()
    operations = [operation for item in whole["paths"].values() for operation in item.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    for schema in whole["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for operation in operations:
        assert operation["security"]
        assert operation["responses"]


def test_every_reference_of_the_document_leads_somewhere() -> None:
    whole = document()
    for reference in _references(whole):
        place: Any = whole
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
        assert place


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [r for value in part.values() for r in _references(value)]
    if isinstance(part, list):
        return [r for value in part for r in _references(value)]
    return []
