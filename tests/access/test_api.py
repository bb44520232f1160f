"""Every operation of the API with a number × everybody who may come by; one not in the table fails."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from access.api_table import AT_DESKS, OPEN, OPERATIONS
from access.desk_world import DESK_ACTORS, DeskWorld, make_desk_world
from access.world import ACTORS, World, make_world
from akkord.api.urls import api
from akkord.ledger import actions as ledger
from akkord.people.actions import issue_token
from akkord.store.files import files

OUTSIDERS = ("guest", "stranger", "blocked", "banned")
LETTERS = {401: "L", 404: "N"}
SHAPED = {
    f"post /organisations/{{number}}/{each}"
    for each in ("negotiations/{negotiation}/terms", "unmatched/{sound}/claims", "stay-downs/{block}/until",
                 "conflicts/{conflict}/evidence")
}  # fmt: skip
CLIENT = Client()  # one for all: each of its own would set the site up again
NOBODYS = "00000000-0000-4000-8000-000000000000"


@cache
def document() -> dict[str, Any]:
    told: dict[str, Any] = api.get_openapi_schema(path_prefix="")
    return told


def operations() -> dict[str, dict[str, Any]]:
    """ "get /people/{number}" → what its document says, of all that have a hole."""
    found = document()["paths"]
    return {
        f"{method} {path}": said
        for path, each in found.items()
        for method, said in each.items()
        if "{" in path
    }


def body_of(said: dict[str, Any]) -> dict[str, Any]:
    """A body that makes sense, from what the document says of it."""
    content = said.get("requestBody", {}).get("content", {})
    return {
        name: _value(name, each)
        for name, each in _shape(content.get("application/json", {}).get("schema", {})).items()
    }


def _shape(schema: dict[str, Any]) -> dict[str, Any]:
    schema = _resolved(schema)
    required = set(schema.get("required", ())) | {"text", "title"}
    return {name: each for name, each in schema.get("properties", {}).items() if name in required}


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    named = schema.get("$ref") or next(
        (each["$ref"] for each in schema.get("allOf", ()) if "$ref" in each), ""
    )
    if not named:
        return schema
    told: dict[str, Any] = document()["components"]["schemas"][named.split("/")[-1]]
    return told


def _value(name: str, said: dict[str, Any]) -> Any:
    said = _resolved(said)
    chosen = said.get("enum") or said.get("const")
    if chosen:
        return chosen[0] if isinstance(chosen, list) else chosen
    options = said.get("anyOf")
    if options:
        return _value(name, options[0])
    kinds = {"integer": 1, "number": 30.0, "boolean": True, "array": [1], "object": {}}
    return kinds.get(
        said.get("type", ""), KNOWN_WORDS.get(name, f"Words of a {name}, long enough to be read")
    )


KNOWN_WORDS = {"term": "day", "reason": "spam", "role": "editor", "state": "friends", "client_id": "c-1"}


def place_of(world: World | DeskWorld, operation: str) -> str:
    """The address of the owner's thing, or of what is nobody's."""
    path = operation.split(" ", 1)[1]
    things = {begins: held for begins, held in world.api.items() if path.startswith(begins)}
    held = things[max(things, key=len)] if things else {}
    for hole in [part[1:-1] for part in path.split("/") if part.startswith("{")]:
        path = path.replace("{" + hole + "}", str(held.get(hole, _nobodys(operation, hole))))
    return f"/api/v1{path}"


def _nobodys(operation: str, hole: str) -> str:
    words = {"kind": "track", "month": "1999-10", "step": "count"}
    said = next(each for each in operations()[operation]["parameters"] if each["name"] == hole)
    return words.get(hole) or (NOBODYS if said["schema"].get("format") == "uuid" else "987654321")


def answers(
    world: World | DeskWorld, operation: str, tokens: dict[str, str], actors: Sequence[str] = ACTORS
) -> str:
    """A letter for each actor; all changes are taken back."""
    method, place, body = (
        operation.split(" ")[0],
        place_of(world, operation),
        body_of(operations()[operation]),
    )
    letters = ""
    for actor in actors:
        CLIENT.cookies.clear()
        headers = {"Authorization": f"Bearer {tokens[actor]}"} if actor in tokens else {}
        with transaction.atomic():
            sent = json.dumps(body).encode()
            answer = CLIENT.generic(method.upper(), place, sent, "application/json", headers=headers)
            transaction.set_rollback(True)
        # What people wrote comes as data, never as a page: nothing in it can become markup.
        assert "html" not in answer.get("Content-Type", ""), operation
        letters += LETTERS.get(answer.status_code, "Y" if answer.status_code // 100 == 2 else "B")
    return letters


def test_every_operation_with_a_number_is_in_the_table_and_no_other() -> None:
    assert set(operations()) == OPERATIONS.keys() | AT_DESKS.keys()


def test_what_is_open_to_those_kept_out_has_its_reason() -> None:
    places = [ACTORS.index(name) for name in OUTSIDERS]
    assert {each for each, row in OPERATIONS.items() if any(row[at] == "Y" for at in places)} == set(OPEN)


@pytest.fixture
def _site(db: None, settings: Any, tmp_path: Path) -> Any:
    settings.DATA = tmp_path
    settings.WAKES = {event: [] for event in settings.WAKES}
    files.cache_clear()
    ledger.begin_log()
    yield
    files.cache_clear()


@pytest.mark.usefixtures("_site")
def test_everybody_is_answered_as_the_table_says() -> None:
    world, odd = make_world(), []
    tokens = {name: issue_token(person, "test") for name, person in world.people.items() if person}
    for operation, expected in OPERATIONS.items():
        told = answers(world, operation, tokens)
        odd += [(operation, expected, told)] if told != expected else []
    assert odd == []


@pytest.mark.usefixtures("_site")
def test_everybody_at_a_desk_is_answered_as_the_table_says() -> None:
    world, odd = make_desk_world(), []
    tokens = {name: issue_token(person, "test") for name, person in world.people.items() if person}
    for operation, expected in AT_DESKS.items():
        told = answers(world, operation, tokens, DESK_ACTORS)
        odd += [(operation, expected, told)] if told != expected else []
    assert odd == []


@pytest.mark.usefixtures("_site")
def test_what_is_a_labels_is_no_operation_of_another_labels_manager() -> None:
    """By the label's numbers at the rival's own desk, where its manager may do everything."""
    world = make_desk_world()
    rival = world.people["rival"]
    assert rival is not None
    crossed = replace(
        world, api={begins: {**held, "number": world.rival.pk} for begins, held in world.api.items()
                    if begins == "/organisations/"}
    )  # fmt: skip
    tokens = {"rival": issue_token(rival, "test")}
    inner = [
        each for each in AT_DESKS if each.split(" ")[1].startswith("/organisations/") and each.count("{") > 1
    ]
    told = {each: answers(crossed, each, tokens, ["rival"]) for each in inner}
    # A body of the wrong shape (these are files and terms) is refused before anything is looked at.
    assert {each for each, letter in told.items() if letter != "N"} <= SHAPED
    assert "Y" not in told.values()
