"""Royalties for programs: a label's statements page by page, and the operator's months."""

import json
from datetime import date

import pytest
from django.test import Client

from akkord.catalogue import actions as catalogue
from akkord.people.actions import issue_token
from akkord.royalties import queries
from cases import makers
from royalties import books

pytestmark = pytest.mark.django_db


def key(person) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {"HTTP_AUTHORIZATION": f"Bearer {issue_token(person, 'test')}"}


def post(address: str, said: object, headers: dict[str, str]):  # type: ignore[no-untyped-def]
    return Client().post(f"/api/v1{address}", json.dumps(said), "application/json", **headers)


@pytest.fixture
def stated():  # type: ignore[no-untyped-def]
    label, rep = makers.label()
    month = books.shared_month()
    books.part(pool := books.pool(month), label, 40_000_000, 8)
    books.part(pool, label, 20_000_000, 4, wait="gap")
    statement = books.stated(label, month, makers.recordings(label, 2))
    return f"/organisations/{label.pk}/royalties", statement, key(rep)


def test_a_statement_is_listed_given_whole_and_line_by_line(stated) -> None:  # type: ignore[no-untyped-def]
    room, statement, headers = stated
    listed = Client().get(f"/api/v1{room}", **headers).json()["items"]
    assert [(row["statement"], row["due"]) for row in listed] == [(statement.pk, 40_000_000)]
    whole = Client().get(f"/api/v1{room}/{statement.pk}", **headers).json()
    assert whole == queries.said_in(statement, queries.EVERYTHING)
    given, cursor = [], ""
    while True:
        said = Client().get(
            f"/api/v1{room}/{statement.pk}/lines", {"limit": 1, "cursor": cursor}, **headers
        ).json()  # fmt: skip
        given += said["items"]
        if not (cursor := said["next"] or ""):
            break
    assert given == list(queries.lines_in(statement, queries.EVERYTHING))
    wrong = Client().get(f"/api/v1{room}/{statement.pk}/lines", {"cursor": "x"}, **headers)
    assert (wrong.status_code, wrong.json()["error"]) == (422, "bad_cursor")


def test_a_line_is_disputed_once(stated) -> None:  # type: ignore[no-untyped-def]
    room, statement, headers = stated
    line = next(queries.lines_in(statement, queries.EVERYTHING))["id"]
    asked = f"{room}/{statement.pk}/lines/{line}/questions"
    assert post(asked, {"text": "Too few."}, headers).json()["state"] == "asked"
    assert post(asked, {"text": "Too few."}, headers).status_code == 409
    told = Client().get(f"/api/v1{room}/{statement.pk}/questions", **headers).json()
    assert [each["text"] for each in told] == ["Too few."]
    none = post(f"{room}/{statement.pk}/lines/abc/questions", {"text": "x"}, headers)
    assert (none.status_code, none.json()["error"]) == (404, "no_such_line")


def test_another_organisations_statement_is_not_there(stated) -> None:  # type: ignore[no-untyped-def]
    room, statement, _ = stated
    other, rep = makers.label()
    for place in (room, f"/organisations/{other.pk}/royalties"):
        assert Client().get(f"/api/v1{place}/{statement.pk}", **key(rep)).status_code == 404


def test_months_are_for_the_operators_token_alone() -> None:
    books.shared_month()
    _, rep = makers.label()
    operator = key(makers.person(is_staff=True))
    for path in ("months", "months/2026-10", "months/2026-10/drafts"):
        assert Client().get(f"/api/v1/royalties/{path}", **operator).status_code == 200
        assert Client().get(f"/api/v1/royalties/{path}", **key(rep)).status_code == 404
    said = {"offer": "free", "sold_in": "DE", "currency": "EUR", "gross": 5, "source": "bank"}
    assert post("/royalties/months/2026-10/revenue", said, key(rep)).status_code == 404
    entered = post("/royalties/months/2026-10/revenue", said, operator)
    assert (entered.status_code, entered.json()["revenue"][0]["gross"]) == (201, 5)


def test_a_missing_rate_and_a_step_out_of_order_are_refused_by_name() -> None:
    label, _ = makers.label()
    books.part(books.pool(books.shared_month(), currency="USD"), label, books.AMOUNT)
    operator = key(makers.person(is_staff=True))
    missing = Client().get("/api/v1/royalties/months/2026-10/drafts", **operator)
    assert (missing.status_code, missing.json()["error"]) == (409, "no_exchange")
    assert "USD → EUR" in missing.json()["text"]
    books.shared_month(date(2026, 11, 1), "open")
    early = post("/royalties/months/2026-11/steps/share", {}, operator)
    assert (early.status_code, early.json()["error"]) == (409, "not_now")
    rate = {"base": "USD", "quote": "EUR", "rate": "0", "dated": "2026-10-31", "source": "bank"}
    wrong = post("/royalties/months/2026-10/exchange", rate, operator)
    assert (wrong.status_code, wrong.json()["error"]) == (422, "bad_entry")
    assert post("/royalties/months/2026-10/exchange", rate | {"rate": "1/2"}, operator).status_code == 201
    drafts = Client().get("/api/v1/royalties/months/2026-10/drafts", **operator).json()["drafts"]
    assert drafts[0]["due"] == books.AMOUNT // 2


def test_an_agent_for_some_recordings_is_given_their_lines_alone(stated) -> None:  # type: ignore[no-untyped-def]
    room, statement, headers = stated
    own, other = queries.lines_in(statement, queries.EVERYTHING)
    agency, rep = makers.label()
    catalogue.record_mandate(agency, statement.organisation, "x", recordings=[int(own["recording"])])
    post(f"{room}/{statement.pk}/lines/{other['id']}/questions", {"text": "The label's own."}, headers)
    agent = key(rep)

    def got(path: str):  # type: ignore[no-untyped-def]
        return Client().get(f"/api/v1{room}{path}", **agent)

    (listed,) = got("").json()["items"]
    assert listed.keys() == {"statement", "number", "month", "corrects", "issued_at"}
    assert [row["id"] for row in got(f"/{statement.pk}/lines").json()["items"]] == [own["id"]]
    assert got(f"/{statement.pk}/questions").json() == []
    for path in (f"/{statement.pk}", f"/{statement.pk}/archive"):
        assert got(path).status_code == 404
    beyond = post(f"{room}/{statement.pk}/lines/{other['id']}/questions", {"text": "x"}, agent)
    assert (beyond.status_code, beyond.json()["error"]) == (404, "no_such_line")
    own_asked = post(f"{room}/{statement.pk}/lines/{own['id']}/questions", {"text": "x"}, agent)
    assert own_asked.status_code == 201


def test_the_rule_of_a_tier_is_chosen_and_read_by_the_operator_alone() -> None:
    said = {"offer": "free", "rule": "user_centric", "starts": "2026-10", "source": "board"}
    _, rep = makers.label()
    operator = key(makers.person(is_staff=True))
    assert post("/royalties/sharing", said, key(rep)).status_code == 404
    assert post("/royalties/sharing", said | {"offer": "none"}, operator).status_code == 404
    assert post("/royalties/sharing", said | {"sold_in": "XX"}, operator).status_code == 422
    made = post("/royalties/sharing", said, operator)
    assert (made.status_code, made.json()["sold_in"]) == (201, None)
    assert Client().get("/api/v1/royalties/sharing", **operator).json() == [made.json()]
    books.part(books.pool(books.shared_month()), makers.label()[0], books.AMOUNT)
    drafts = Client().get("/api/v1/royalties/months/2026-10/drafts", **operator).json()
    assert drafts["by_rule"] == [], "of pools shared before there is nothing to compare"
