"""Fair to both sides of a notice: trusted flaggers come first; abuse is warned of, then suspended."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from akkord.cases.models import Flagger, Letter, Proceeding, Sanction
from akkord.disclosure.rules import form
from akkord.disclosure.rules.reasons import Site, statement_of
from akkord.flow import clock
from akkord.ledger.models import Entry
from akkord.rights import actions as rights
from akkord.rights.models import Block
from akkord.rights.terms import Ground, Verdict
from cases import makers
from cases.test_claims import held_entries, standing_lines, verdict
from labels.test_office_pages import signed_in
from music.conftest import data, log  # noqa: F401  (a store and a log of its own)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


def notice(track: Any, **more: Any) -> dict[str, Any]:
    return {
        "reason": "It is ours, and nobody asked us.",
        "places": f"https://akkord.example/audio{track.pk}",
        "name": "Ada Holder",
        "mail": "ada@label.example",
        "good_faith": "on",
        "country": "DE",
    } | more


def filed(track: Any, by: Any = None, organisation: Any = None, **more: Any) -> Proceeding:
    """By the form that everybody has."""
    said = notice(track, **more) | ({"organisation": str(organisation.pk)} if organisation else {})
    answer = (signed_in(by) if by else Client()).post("/notices/new/dsa", said)
    assert answer.status_code == 302, answer.content.decode()
    return Proceeding.objects.order_by("pk").last()  # type: ignore[return-value]


def a_track() -> Any:
    return makers.tracks(makers.person(), makers.sounds(1))[0]


@pytest.fixture
def flagger() -> Any:
    """A body whose status was given by a form, and the staff that gave it."""
    body, rep = makers.label("body", "Rights Watch")
    staff = makers.person(is_staff=True)
    today = clock.now().date()
    said = {
        "organisation": str(body.pk),
        "coordinator": "Bundesnetzagentur",
        "document": "DSC 2026/7",
        "starts": today.isoformat(),
        "ends": (today + timedelta(days=365)).isoformat(),
    }
    assert signed_in(staff).post("/staff/flaggers", said).status_code == 302
    return body, rep, staff


def test_a_status_is_given_by_staff_on_a_coordinators_decision_and_listed_in_public(flagger) -> None:  # type: ignore[no-untyped-def]
    body, _, staff = flagger
    text = Client().get("/transparency/flaggers").content.decode()
    assert "Rights Watch" in text
    assert "Bundesnetzagentur, DSC 2026/7" in text
    (row,) = Client().get("/transparency/flaggers.json").json()["flaggers"]
    assert (row["organisation"], row["state"]) == ("Rights Watch", "stands")
    again = {"organisation": str(body.pk), "coordinator": "X", "document": "Y", "starts": "2026-01-01"}
    assert signed_in(staff).post("/staff/flaggers", again).status_code == 422
    assert signed_in(staff).post("/staff/flaggers", again | {"coordinator": " "}).status_code == 422
    for stranger in (Client(), signed_in(makers.person())):
        assert stranger.get("/staff/flaggers").status_code == 404
        assert stranger.post(f"/staff/flaggers/{Flagger.objects.get().pk}/revoke").status_code == 404
    assert json.loads(Entry.objects.get(pk=Flagger.objects.get().entry_id).body)["kind"] == "step"


def test_a_trusted_flaggers_notice_comes_first_and_its_removal_names_the_source_in_the_export(
    flagger,
) -> None:  # type: ignore[no-untyped-def]
    body, rep, staff = flagger
    stranger, theirs = filed(a_track()), a_track()
    found = filed(theirs, rep, body)
    desk = signed_in(staff)
    _, text = desk.get("/staff/review").content.decode().split("review-list")
    assert text.index(f"item=proceeding-{found.pk}") < text.index(f"item=proceeding-{stranger.pk}")
    assert "trusted flagger" in text
    only = desk.get("/staff/review?only=trusted").content.decode()
    assert f"item=proceeding-{stranger.pk}" not in only
    desk.post(f"/staff/review/proceeding-{found.pk}/act", {"event": "restrict", "reason": "It is theirs."})
    assert verdict(theirs) == Verdict.BLOCK
    line = json.loads(Block.objects.get().entry.body)
    statement = statement_of(line, Site("https://akkord.example", "akkord.example/log"))
    assert statement["source_type"] == "SOURCE_TRUSTED_FLAGGER"
    assert form.faults(statement) == []
    desk.post(f"/staff/review/proceeding-{stranger.pk}/act", {"event": "restrict", "reason": "Theirs."})
    line = json.loads(Block.objects.order_by("pk").last().entry.body)
    assert statement_of(line, Site("https://akkord.example", "x/log"))["source_type"] == "SOURCE_ARTICLE_16"
    scores = Client().get("/transparency/precision.json").json()["scores"]
    assert [(s["upheld"], s["decided"]) for s in scores if s["kind"] == "trusted"] == [(1, 1)]
    assert standing_lines() == held_entries()


def test_a_status_that_is_suspended_expired_or_revoked_puts_nobody_first(flagger) -> None:  # type: ignore[no-untyped-def]
    body, rep, staff = flagger
    number, desk = Flagger.objects.get().pk, signed_in(staff)
    desk.post(f"/staff/flaggers/{number}/suspend", {"why": " "})
    assert filed(a_track(), rep, body).facts.get("trusted")
    desk.post(f"/staff/flaggers/{number}/suspend", {"why": "The coordinator investigates."})
    assert not filed(a_track(), rep, body).facts.get("trusted")
    assert Client().get("/transparency/flaggers.json").json()["flaggers"][0]["state"] == "suspended"
    desk.post(f"/staff/flaggers/{number}/resume")
    assert filed(a_track(), rep, body).facts.get("trusted")
    with clock.at(clock.now() + timedelta(days=366)):
        assert not filed(a_track(), rep, body).facts.get("trusted")
    desk.post(f"/staff/flaggers/{number}/revoke", {"why": "DSC 2026/9"})
    assert not filed(a_track(), rep, body).facts.get("trusted")
    assert desk.post(f"/staff/flaggers/{number}/resume", follow=True).content.decode().count("revoked")
    assert Flagger.objects.get().revoked_at is not None


# --- abuse -------------------------------------------------------------------------------------------


def unfounded(by: Any = None, organisation: Any = None) -> Proceeding:
    """A notice over what is free for all, refused."""
    label, _ = makers.label()
    recording = makers.recordings(label, 1)[0]
    rights.record_free(makers.person(is_staff=True), recording.pk, Ground.PUBLIC_DOMAIN, source="made 1901")
    track = a_track()
    makers.matched([track.sound], [recording])
    said = {
        "signature": "Ada Holder",
        "works": "Song",
        "places": f"https://akkord.example/audio{track.pk}",
        "mail": "ada@label.example",
        "good_faith": "on",
        "accuracy": "on",
    } | ({"organisation": str(organisation.pk)} if organisation else {})
    answer = (signed_in(by) if by else Client()).post("/notices/new/dmca", said)
    assert answer.status_code == 302, answer.content.decode()
    found = Proceeding.objects.order_by("pk").last()
    assert found is not None
    place = f"/staff/review/proceeding-{found.pk}/act"
    signed_in(makers.person(is_staff=True)).post(place, {"event": "refuse", "reason": "It is free for all."})
    found.refresh_from_db()
    assert found.state == "refused"
    return found


@pytest.mark.parametrize("whose", ["stranger", "organisation"])
def test_abuse_is_warned_of_before_it_suspends_each_with_its_line_and_its_reasons(whose: str) -> None:
    label, rep = makers.label() if whose == "organisation" else (None, None)
    first = unfounded(rep, label)
    browser = signed_in(rep) if rep else Client()
    place = f"/notices/{first.claimant_link}"
    assert "0 of 1 decided notices" in browser.get(place).content.decode()
    assert not Sanction.objects.exists()
    unfounded(rep, label)
    assert [s.kind for s in Sanction.objects.all()] == ["warn"]
    text = browser.get(place).content.decode()
    assert "You were warned" in text
    assert "512(f)" in Letter.objects.get(template="warned").text
    third = unfounded(rep, label)
    assert [s.kind for s in Sanction.objects.order_by("pk")] == ["warn", "suspend"]
    assert "We take no notices of yours" in browser.get(place).content.decode()
    letter = Letter.objects.get(template="suspended")
    assert "Statement of reasons" in letter.text
    assert "It is free for all." in letter.text
    assert letter.proceeding == third
    lines = [json.loads(s.entry.body) for s in Sanction.objects.order_by("pk")]
    assert [(line["kind"], line["ground"], line["basis"]["law"]) for line in lines] == [
        ("step", "rules", "Regulation (EU) 2022/2065 art. 23")
    ] * 2
    said = notice(a_track()) | ({"organisation": str(label.pk)} if label else {})
    refused = browser.post("/notices/new/dsa", said)
    assert (refused.status_code, "not taken for a time" in refused.content.decode()) == (422, True)
    # Nobody else is suspended, and a complaint that is right lifts it.
    filed(a_track(), mail="other@nowhere.example")
    desk = signed_in(makers.person(is_staff=True))
    assert "suspended" in desk.get("/staff/sanctions").content.decode()
    suspension = Sanction.objects.get(kind="suspend")
    assert signed_in(makers.person()).post(f"/staff/sanctions/{suspension.pk}/lift").status_code == 404
    desk.post(f"/staff/sanctions/{suspension.pk}/lift")
    desk.post(f"/staff/sanctions/{suspension.pk}/lift")
    assert browser.post("/notices/new/dsa", said).status_code == 302
    suspension.refresh_from_db()
    assert suspension.lifted_at is not None
