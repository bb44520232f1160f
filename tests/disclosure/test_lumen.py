"""An executed order as a notice for Lumen: its fields, who stands in it, and that no natural person does."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from akkord.cases import actions as cases
from akkord.disclosure.rules.compliance import RowClass
from akkord.disclosure.rules.lumen import (
    ACTIONS,
    REDACTED,
    ROLES,
    TYPES,
    UNCLAIMED,
    Demand,
    Party,
    Work,
    action_taken,
    notice_of,
    redact,
    works_json,
)
from akkord.ledger.sequencing import sequence
from akkord.people.actions import issue_token
from cases import makers

LABEL = Party("Northwind Records", "label", "DE")
SITE = Party("Akkord", "site")


def a_demand(**changes: Any) -> Demand:
    fields: dict[str, Any] = {
        "number": "1",
        "title": "Autumn",
        "reason": "Not licensed",
        "filed_by": LABEL,
        "on_behalf_of": None,
        "filed_at": datetime(2026, 11, 24, tzinfo=UTC),
        "territory": "Worldwide",
        "law": "UrhG sections 85 and 97",
        "line": "https://music.example/log/5",
        "persons": [],
    }
    return Demand(**(fields | changes))


def roles(notice: dict[str, Any]) -> list[tuple[str, str]]:
    return [(role["name"], role["entity"]["name"]) for role in notice["entity_notice_roles"]]


@pytest.mark.parametrize(
    ("kind", "type_"),
    [("label", "DMCA"), ("body", "DMCA"), ("court", "CourtOrder"), ("authority", "GovernmentRequest")],
)
def test_the_type_follows_who_demands(kind: str, type_: str) -> None:
    notice = notice_of(a_demand(filed_by=Party("X", kind)), [], SITE)
    assert notice["type"] == type_
    assert notice["type"] in TYPES
    assert {name for name, _ in roles(notice)} <= ROLES
    assert (("issuing_court", "X") in roles(notice)) is (kind == "court")


def test_who_acts_for_whom_is_said() -> None:
    body = Party("IFPI", "body", "CH")
    notice = notice_of(a_demand(filed_by=body, on_behalf_of=LABEL), [], SITE)
    assert roles(notice) == [
        ("principal", "Northwind Records"), ("agent", "IFPI"), ("sender", "IFPI"),
        ("recipient", "Akkord"), ("submitter", "Akkord"),
    ]  # fmt: skip
    assert notice["entity_notice_roles"][0]["entity"] == {
        "name": "Northwind Records", "kind": "organization", "country_code": "DE",
    }  # fmt: skip
    assert all(role["entity"]["kind"] == "organization" for role in notice["entity_notice_roles"])


def test_territories_are_jurisdictions_when_they_are_named() -> None:
    assert notice_of(a_demand(territory="DE FR"), [], SITE)["jurisdiction_list"] == ["DE", "FR"]
    assert notice_of(a_demand(territory="Worldwide -DE"), [], SITE)["jurisdiction_list"] == []


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([RowClass.EXACT, RowClass.SOUND_ONLY], "Yes"),
        ([RowClass.EXACT, RowClass.AMBIGUOUS], "Partial"),
        ([RowClass.NOT_FOUND, RowClass.NO_STANDING], "No"),
        ([], "No"),
    ],
)
def test_whether_it_was_acted_on(found: list[RowClass], said: str) -> None:
    assert action_taken(found) == said
    assert said in ACTIONS


def test_pages_of_one_recording_are_one_work() -> None:
    works = [
        Work(RowClass.EXACT, "Anna — Song", "DEA122600001", "https://a.example/audio1"),
        Work(RowClass.SOUND_ONLY, "Anna — Song", "DEA122600001", "https://a.example/audio2"),
        Work(RowClass.EXACT, "Anna — Song", "DEA122600001", "https://a.example/audio1"),
        Work(RowClass.EXACT, "", "", "https://a.example/audio3"),
        Work(RowClass.EXACT, "Anna — Other", "", ""),
    ]
    assert [(work["description"], work["infringing_urls"]) for work in works_json(works)] == [
        ("Anna — Song (ISRC DEA122600001)", ["https://a.example/audio1", "https://a.example/audio2"]),
        (UNCLAIMED, ["https://a.example/audio3"]),
        ("Anna — Other", []),
    ]


@pytest.mark.parametrize(
    ("text", "persons", "gone"),
    [
        ("Write to olga.p@example.org now", [], ["olga", "example.org"]),
        ("Call +7 (812) 555-01-23", [], ["812", "555"]),
        ("Call 8 812 5550123 or +49 30 1234", [], ["812", "5550123", "49", "1234"]),
        ("Sent in by https://music.example/id42", [], ["id42"]),
        ("Sent in by /id42 and @olga_p", [], ["id42", "olga"]),
        ("OLGA PETROVA, who sent it in", ["Olga Petrova"], ["OLGA", "PETROVA"]),
        ("Olga Petrova", ["Olga", "Olga Petrova"], ["Olga", "Petrova"]),
        ("Ольга Петрова выложила", ["Ольга Петрова"], ["Ольга"]),
    ],
)
def test_what_leads_to_a_person_is_taken_out(text: str, persons: list[str], gone: list[str]) -> None:
    said = redact(text, persons)
    assert REDACTED in said
    assert [word for word in gone if word in said] == []


@pytest.mark.parametrize(
    "text",
    [
        "Released on 2014-04-03, ISRC DEA122600001", "17 U.S.C. 512(c)(3)", "Track /audio7512 of 10,000",
        "Case A56-16627/2011 of 21.01.2013", "Annabel Lee", "Not licensed in DE, FR and RU",
    ],
)  # fmt: skip
def test_what_leads_to_nobody_stays(text: str) -> None:
    assert redact(text, ["Ann", "Lee Annabel"]) == text


names = st.text(st.characters(categories=("L",)), min_size=2, max_size=20)


@given(names, st.text(max_size=40), st.text(max_size=40))
def test_a_known_name_never_stands_in_a_notice(name: str, before: str, after: str) -> None:
    notice = notice_of(a_demand(reason=f"{before} {name} {after}", title=name, persons=[name]), [], SITE)
    for field in ("title", "body"):
        words = notice[field].replace(REDACTED, " ").casefold().split()
        assert name.casefold() not in words


def test_an_executed_order_is_handed_out_as_a_notice_in_the_office_and_by_the_api(log: Path) -> None:
    label, rep = makers.label(name="Northwind Records")
    uploader = makers.person()
    sounds = makers.sounds(2)
    tracks = makers.tracks(uploader, sounds)
    recording = makers.recordings(label, 1)[0]
    makers.matched(sounds[:1], [recording])
    text = "\n".join([recording.isrc, *(f"/audio{one.pk}" for one in tracks), "/audio99999999"])
    reason = f"{uploader.name} sent it in; ask {rep.email}"
    order = cases.file_order(rep, label, title="Autumn", reason=reason, text=text)
    browser = Client()
    browser.force_login(rep, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/rights/{label.pk}/orders/{order.public_id}/notice.json"
    assert browser.get(address).status_code == 302  # nothing was done yet
    order = cases.execute_order(rep, order)
    sequence.func()
    notice = browser.get(address).json()["notice"]
    assert (notice["type"], notice["action_taken"]) == ("DMCA", "Partial")
    assert notice["works_json"][0] == {
        "description": f"{recording} (ISRC {recording.isrc})",
        "kind": "music",
        "infringing_urls": [f"https://music.example/audio{tracks[0].pk}"],
        "copyrighted_urls": [],
    }
    assert notice["source"].startswith("https://music.example/log/")
    for name in (uploader.name, rep.name, rep.email, uploader.email):
        assert name not in json.dumps(notice, ensure_ascii=False)
    token = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(rep, 'test')}"}
    assert browser.get(f"/api/v1/orders/{order.public_id}/notice", **token).json()["notice"] == notice
    browser.force_login(makers.person(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get(address).status_code == 404
