"""Conflicts and recordings with one sound through the API: what the office does by pages, programs do too."""

import json
from typing import Any

import pytest

from akkord.cases.models import Conflict, OverlapOffer
from akkord.rights.terms import Standing, Verdict
from cases import makers
from cases.test_conflicts import Rivals
from cases.test_overlaps import Doubled
from labels.test_office_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wakes(settings: Any) -> None:
    settings.WAKES = {event: [] for event in settings.WAKES}


class Door:
    """One person at the API, for one organisation."""

    def __init__(self, person: Any, label: Any) -> None:
        self.browser, self.base = signed_in(person), f"/api/v1/organisations/{label.pk}"

    def get(self, place: str) -> Any:
        return self.browser.get(f"{self.base}/{place}").json()

    def post(self, place: str, said: dict[str, Any] | None = None) -> tuple[int, Any]:
        answer = self.browser.post(
            f"{self.base}/{place}", json.dumps(said or {}), content_type="application/json"
        )
        return answer.status_code, answer.json()


def test_a_conflict_is_listed_evidenced_and_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    rivals = Rivals(monkeypatch)
    found = rivals.claimed(Standing.ASSERTED)
    one, two = Door(rivals.clerk, rivals.one), Door(rivals.lawyer, rivals.two)
    place = f"conflicts/{found.pk}"
    (listed,) = one.get("conflicts")["items"]
    assert (listed["state"], listed["territory"], listed["proven"]) == ("open", "DE", False)
    assert two.post(f"{place}/evidence", {"name": "contract.pdf", "sha256": "xyz"})[0] == 422
    code, document = two.post(f"{place}/evidence", {"name": "contract.pdf", "sha256": "ab" * 32})
    assert (code, document["proves"]) == (200, None)
    sides = {side["name"]: side for side in one.get(place)["sides"]}
    assert sides["Two"]["evidence"] == [document]
    assert sides["Two"]["statements"][0]["standing"] == "asserted"
    shares = {str(rivals.one.pk): "0.7", str(rivals.two.pk): "3/10"}
    assert one.post(f"{place}/settlements", {"shares": {**shares, str(rivals.one.pk): "2"}})[0] == 422
    assert one.post(f"{place}/settlements", {"shares": {str(rivals.one.pk): "1"}})[1]["error"] == (
        "shares_not_whole"
    )
    code, offered = one.post(f"{place}/settlements", {"shares": shares, "text": "As in 2019."})
    assert (code, offered["state"], offered["agreed"]) == (200, "waiting", [rivals.one.pk])
    answer = f"{place}/settlements/{offered['number']}"
    assert one.post(answer, {"answer": "agree"})[1]["error"] == "not_a_party"
    code, settled = two.post(answer, {"answer": "agree"})
    assert (code, settled["state"]) == (200, "settled")
    assert {row["share"] for side in settled["sides"] for row in side["statements"]} == {"7/10", "3/10"}
    assert two.post(answer, {"answer": "agree"})[0] == 409
    stranger, nobody = makers.label()
    assert Door(nobody, stranger).get(place)["error"] == "no_such_conflict"


def test_who_concedes_through_the_api_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    rivals = Rivals(monkeypatch)
    found = rivals.claimed()
    code, ended = Door(rivals.lawyer, rivals.two).post(f"conflicts/{found.pk}/concede")
    assert (code, ended["state"]) == (200, "conceded")
    assert rivals.verdict() == Verdict.ALLOW


def test_one_sound_is_seen_and_settled_by_both() -> None:
    doubled = Doubled()
    one, two = Door(doubled.clerk, doubled.one), Door(doubled.lawyer, doubled.two)
    place = f"overlaps/{doubled.song.pk}/{doubled.again.pk}"
    for door in (one, two):
        (listed,) = door.get("overlaps")["items"]
        assert (listed["one"]["isrc"], listed["state"]) == (doubled.song.isrc, "open")
    assert one.get(place)["alike"]["segments"][0]["f1"] == 60.0
    assert [party["name"] for party in one.get(place)["parties"]] == ["One", "Two"]
    assert one.post(place, {"word": "different"})[1]["error"] == "why_missing"
    code, said = one.post(place, {"word": "different", "reason": "A live take."})
    assert (code, said["state"], said["offers"][0]["word"]) == (200, "open", "different")
    offer = OverlapOffer.objects.get()
    assert one.post(f"{place}/offers/{offer.pk}", {"answer": "agree"})[0] == 403
    assert two.post(f"{place}/offers/{offer.pk + 1}", {"answer": "agree"})[0] == 404
    code, said = two.post(f"{place}/offers/{offer.pk}", {"answer": "agree"})
    assert (code, said["state"], said["reason"]) == (200, "different", "A live take.")
    assert [row["state"] for row in said["history"]] == ["different", "open"]
    assert two.post(place, {"word": "merged"})[1]["error"] == "overlap_over"
    two.post(place, {"word": "open", "reason": "No, it is not."})
    code, said = two.post(place, {"word": "disputed"})
    assert (code, said["state"]) == (200, "disputed")
    assert Conflict.objects.get().recording == doubled.song
    stranger, nobody = makers.label()
    assert Door(nobody, stranger).get(place)["error"] == "no_such_overlap"
