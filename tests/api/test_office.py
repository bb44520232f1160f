"""The rights office driven by a program: a catalogue delivered, a licence granted, an order executed."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from akkord.catalogue import actions as catalogue
from akkord.people.actions import issue_token
from cases import makers

pytestmark = pytest.mark.django_db


class Caller:
    """A program with somebody's token."""

    def __init__(self, person: Any) -> None:
        self.browser = Client()
        self.headers = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(person, 'test')}"}

    def get(self, path: str, expected: int = 200) -> Any:
        return self._said(self.browser.get(f"/api/v1{path}", **self.headers), expected)

    def post(self, path: str, body: Any = None, expected: int = 201) -> Any:
        text = json.dumps(body or {})
        answer = self.browser.post(f"/api/v1{path}", text, "application/json", **self.headers)
        return self._said(answer, expected)

    def send(self, path: str, parts: dict[str, Any], expected: int = 201) -> Any:
        return self._said(self.browser.post(f"/api/v1{path}", parts, **self.headers), expected)

    def delete(self, path: str, expected: int = 200) -> Any:
        return self._said(self.browser.delete(f"/api/v1{path}", **self.headers), expected)

    def _said(self, answer: Any, expected: int) -> Any:
        assert answer.status_code == expected, answer.content
        return json.loads(answer.content)


@pytest.fixture
def office() -> tuple[Any, Caller, str]:
    label, rep = makers.label()
    return label, Caller(rep), f"/organisations/{label.pk}"


def test_a_program_delivers_a_list_and_its_files_and_reads_every_fault(office, settings) -> None:  # type: ignore[no-untyped-def]
    settings.WAKES = {event: [] for event in settings.WAKES}
    _, caller, base = office
    listing = SimpleUploadedFile(
        "a.csv", b"isrc,title,artist,file\nDEA122600001,Morning,Anna,a.flac\nx,Night,Anna,b.flac\n"
    )
    made = caller.send(f"{base}/deliveries", {"list": listing, "name": "Autumn"})
    assert [row["fault"] for row in made["rows"]] == ["", "bad_isrc"]
    files = [SimpleUploadedFile("a.flac", b"sound"), SimpleUploadedFile("c.flac", b"x")]
    sent = caller.send(f"/deliveries/{made['number']}/files", {"files": files}, 200)
    assert [each["error"] for each in sent["refused"]] == ["no_row_for_file"]
    assert caller.get(f"/deliveries/{made['number']}")["progress"]["arrived"] == 1
    assert caller.get(f"{base}/deliveries")["items"][0]["number"] == made["number"]
    stranger = Caller(makers.person())
    assert stranger.get(f"/deliveries/{made['number']}", 404)["error"] == "no_such_delivery"


def test_an_unreadable_list_is_refused_by_name(office) -> None:  # type: ignore[no-untyped-def]
    _, caller, base = office
    listing = SimpleUploadedFile("a.csv", b"\xff\xfe\x00")
    answer = caller.send(f"{base}/deliveries", {"list": listing, "name": "Autumn"}, 422)
    assert answer["error"] == "not_text"


def test_a_program_grants_and_withdraws_a_licence_once(office) -> None:  # type: ignore[no-untyped-def]
    _, caller, base = office
    asked = {"uses": ["OnDemandStream"], "models": ["FreeOfChargeModel"], "territory": "de at"}
    made = caller.post(f"{base}/licences", asked)
    assert (made["territory"], made["catalogue"], made["withdrawn_at"]) == ("AT DE", True, None)
    assert made["entry"]["id"]
    stranger = Caller(makers.person())
    assert stranger.delete(f"/licences/{made['number']}", 404)["error"] == "no_such_statement"
    assert caller.delete(f"/licences/{made['number']}")["withdrawal"]["id"]
    assert caller.delete(f"/licences/{made['number']}", 409)["error"] == "already_withdrawn"
    assert [row["number"] for row in caller.get(f"{base}/licences")["items"]] == [made["number"]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"territory": "XX"},
        {"territory": ""},
        {"uses": []},
        {"uses": ["Teleport"]},
        {"starts": "2026-02-01T00:00:00Z", "ends": "2026-01-01T00:00:00Z"},
        {"starts": "2026-02-01T00:00:00"},
        {"recordings": [-1]},
        {"source": "x" * 201},
        {"source": "\x00"},
    ],
)
def test_a_licence_that_cannot_be_is_refused(office, wrong: dict[str, Any]) -> None:  # type: ignore[no-untyped-def]
    _, caller, base = office
    asked = {"uses": ["OnDemandStream"], "models": ["FreeOfChargeModel"]} | wrong
    assert caller.post(f"{base}/licences", asked, 422)["error"] == "invalid"


def test_a_program_sets_and_withdraws_a_policy(office) -> None:  # type: ignore[no-untyped-def]
    _, caller, base = office
    made = caller.post(f"{base}/policies", {"action": "block", "territory": "Worldwide -RU", "seconds": 30})
    assert made["rules"][0]["matched_ms"] == [30_000, None]
    assert caller.delete(f"/policies/{made['number']}")["withdrawn_at"]


def test_a_program_files_looks_and_executes_an_order(office) -> None:  # type: ignore[no-untyped-def]
    label, caller, base = office
    mine = makers.recordings(label, 1)[0]
    sound = makers.sound()
    track = makers.tracks(makers.person(), [sound])[0]
    makers.matched([sound], [mine])
    asked = {"title": "Autumn", "reason": "Not licensed", "rows": [f"/audio{track.pk}", "hm"]}
    filed = caller.post(f"{base}/orders", asked)
    assert filed["state"] == "draft"
    assert filed["summary"]["recording"] == 1
    assert [(row["found"], row["tracks"]) for row in filed["rows"]] == [("recording", 1), ("not_found", 0)]
    assert Caller(makers.person()).get(f"/orders/{filed['id']}", 404)["error"] == "no_such_order"
    done = caller.post(f"/orders/{filed['id']}/execute", expected=200)
    assert done["state"] == "executed"
    assert done["rows"][0]["entry"]["id"]
    assert caller.post(f"/orders/{filed['id']}/execute", expected=409)["error"] == "already_executed"


def test_an_order_over_recordings_is_filed_and_executed_in_one_request(office) -> None:  # type: ignore[no-untyped-def]
    label, caller, base = office
    mine = makers.recordings(label, 2)
    asked = {"title": "A", "reason": "B", "recordings": [r.pk for r in mine], "execute": True}
    assert caller.post(f"{base}/orders", asked)["state"] == "executed"
    nothing = {"title": "A", "reason": "B", "rows": ["hm"], "execute": True}
    assert caller.post(f"{base}/orders", nothing, 422)["error"] == "nothing_to_do"
    assert len(caller.get(f"{base}/orders")["items"]) == 1


def test_a_body_acts_for_its_principals_within_its_mandate(office) -> None:  # type: ignore[no-untyped-def]
    label, _, base = office
    body, agent = makers.label("body")
    catalogue.record_mandate(body, label, "mandate 1", territory="DE")
    caller = Caller(agent)
    assert [each["as"] for each in caller.get("/organisations")["items"]] == [body.name, body.name]
    order = {"title": "A", "reason": "B", "rows": ["/audio1"]}
    assert caller.post(f"{base}/orders", order, 403)["error"] == "outside_mandate"
    filed = caller.post(f"{base}/orders", order | {"territory": "DE"})
    assert (filed["organisation"], filed["filed_by"]) == (label.pk, body.pk)


def test_a_program_reads_contests_and_answers_them(office) -> None:  # type: ignore[no-untyped-def]
    label, caller, base = office
    filed = makers.contested(label, makers.tracks(makers.person(), makers.sounds(1))[0])
    (read,) = caller.get(f"{base}/contests")["items"]
    assert (read["number"], read["state"], read["steps"][-1]["words"]) == (filed.pk, "disputed", "Mine.")
    address = f"{base}/contests/{filed.pk}/answer"
    assert caller.post(address, {"answer": "stand"}, 422)["error"] == "answer_empty"
    assert caller.post(address, {"answer": "release"}, 200)["state"] == "released"
    other, their_rep = makers.label()
    stranger = Caller(their_rep)
    foreign = f"/organisations/{other.pk}/contests/{filed.pk}/answer"
    assert stranger.post(foreign, {"answer": "release"}, 404)["error"] == "no_such_contest"
