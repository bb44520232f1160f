"""April 2014 through the doors: three labels' cases on one day, coordinated, joined, and one is settled."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from akkord.cases.models import Letter, Proceeding, ProceedingStep
from akkord.catalogue import actions as catalogue
from akkord.flow import clock
from akkord.ledger.models import Entry
from akkord.people.actions import issue_token
from akkord.rights import actions as rights
from akkord.rights.terms import CommercialModel, UseType, Verdict
from cases import makers
from web.test_notices import later, letters, log_is_true, signed_in, staff, utc, verdict

pytestmark = pytest.mark.django_db

FILED = "2014-04-03 09:00"
LABELS = ("Sony", "Warner", "Universal")
ACT = {
    "country": "RU",
    "subject": "music",
    "court": "Arbitration Court of St Petersburg",
    "date": "2014-04-03",
    "defendant": "The site",
    "operative": "Remove the recordings of the annex.",
    "kind": "interim",
    "coordination": "IFPI-2014-04",
}


@pytest.fixture(autouse=True)
def _wakes(settings: Any) -> None:
    settings.WAKES = {event: [] for event in settings.WAKES}


class April:
    """Three labels, a body with the mandates of all, and each label's case over a member's copy."""

    def __init__(self) -> None:
        with clock.at(utc("2014-01-01")):
            self.body, self.lawyer = makers.label("body", "International Federation")
            self.labels, self.clerks = zip(*(makers.label(name=name) for name in LABELS), strict=True)
            for label in self.labels:
                catalogue.record_mandate(self.body, label, "Agreement of 2010")
            recordings = [makers.recordings(label, 1)[0] for label in self.labels]
            sounds = makers.sounds(3)
            makers.matched(sounds, recordings)
            self.tracks = makers.tracks(makers.person(), sounds)
        self.desk = staff()
        with clock.at(utc(FILED)):
            self.cases = [self.file(n, recordings[n].isrc or "") for n in range(3)]

    def file(self, number: int, rows: str, **more: Any) -> Proceeding:
        sent = ACT | {
            "case_number": f"A56-2000{number}/2014",
            "claimant": LABELS[number],
            "organisation": str(self.labels[number].pk),
            "coordinator": str(self.body.pk),
            "rows": rows,
        }
        answer = self.desk.post("/staff/proceedings/new/court", sent | more)
        assert answer.status_code == 302, re.findall(r'error[^>]*">\s*<p>(.*?)</p>', answer.content.decode())
        return Proceeding.objects.latest("pk")

    def step(self, number: int, event: str, at: str) -> None:
        with later(at):
            page = f"/staff/proceedings/{self.cases[number].public_id}/step"
            self.desk.post(page, {"event": event, "actor": "court"})

    def join(self, number: int, case_number: str, at: str) -> None:
        with later(at):
            page = f"/staff/proceedings/{self.cases[number].public_id}/join"
            self.desk.post(page, {"case_number": case_number})
        self.cases[number].refresh_from_db()

    def page(self, of: int, number: int) -> str:
        return f"/rights/{of}/cases/{self.cases[number].public_id}"

    def states(self) -> list[str]:
        return list(Proceeding.objects.order_by("pk").values_list("state", flat=True))

    def verdicts(self) -> list[Verdict]:
        return [verdict(track, "RU") for track in self.tracks]


def test_a_claimant_reads_rows_and_letters_of_its_case_and_nobody_else_does() -> None:
    april = April()
    clerk, other = signed_in(april.clerks[0]), signed_in(april.clerks[1])
    text = clerk.get(april.page(april.labels[0].pk, 0)).content.decode()
    (place,) = set(re.findall(r'href="(/notices/[^"]+)"', text))
    assert place not in april.desk.get(april.page(april.labels[0].pk, 0)).content.decode()
    read = clerk.get(place)
    assert read.status_code == 200
    assert "DEZZZ26" in read.content.decode()
    assert other.get(place).status_code == Client().get(place).status_code == 404
    assert clerk.post(f"{place}/step", {"event": "settle"}).status_code == 404, "it is left in the office"


def test_scenario_1_of_three_joined_cases_one_is_settled_and_licensed_and_two_stay_silent() -> None:
    april = April()
    desk = signed_in(april.lawyer)
    listed = desk.get(f"/rights/{april.body.pk}/proceedings").content.decode()
    assert all(f"A56-2000{n}/2014" in listed for n in range(3))
    page = desk.get(april.page(april.body.pk, 0)).content.decode()
    assert "3 claimants" in page
    assert "International Federation: IFPI-2014-04" in page

    for number in range(3):
        april.step(number, "interim", "2014-04-10 10:00")
    for number in (1, 2):
        april.join(number, "A56-20000/2014", "2014-06-02 10:00")
    assert {case.case_number for case in april.cases} == {"A56-20000/2014"}
    assert letters("joined") == 2
    assert "filed as A56-20001/2014" in desk.get(april.page(april.body.pk, 0)).content.decode()
    assert april.verdicts() == [Verdict.BLOCK] * 3

    sony, warner = april.labels[0], april.labels[1]
    with later("2015-07-10 09:00"):
        rights.grant_licence(april.clerks[0], sony, uses=list(UseType), models=list(CommercialModel))
        assert april.verdicts() == [Verdict.BLOCK] * 3  # what a court ordered is not undone by a licence
        rival, own = (signed_in(clerk) for clerk in (april.clerks[1], april.clerks[0]))
        assert (
            rival.get(april.page(warner.pk, 0)).content.decode().count("Leave by settlement") == 1
        )  # its own
        rival.post(april.page(warner.pk, 0) + "/settle", {"reason": "Not mine to settle."})
        assert april.states() == ["interim"] * 3
        own.post(april.page(sony.pk, 0) + "/settle", {"reason": "Licensed from today."})
        assert april.states() == ["settled", "interim", "interim"]
        assert april.verdicts() == [Verdict.ALLOW, Verdict.BLOCK, Verdict.BLOCK]
    assert letters("settled") == 2  # to the uploader and to the claimant
    step = ProceedingStep.objects.get(event="settle")
    assert (step.person, step.said) == (april.clerks[0], "Licensed from today.")
    assert Entry.objects.filter(kind="reverse").count() == 1
    assert log_is_true()

    april.step(1, "judgment", "2015-09-28 10:00")
    april.step(2, "judgment", "2015-09-28 10:00")
    with later("2015-10-12 10:00"):
        desk.post(april.page(april.body.pk, 1) + "/settle", {"reason": "For Warner, by its mandate."})
        assert april.states() == ["settled", "settled", "enforcing"]
        assert april.verdicts()[1:] == [Verdict.BLOCK] * 2  # Warner has licensed nothing
    assert log_is_true()


def test_a_program_reads_the_joined_cases_and_settles_its_own_alone() -> None:
    april = April()
    for number in range(3):
        april.step(number, "interim", "2014-04-10 10:00")
    key = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(april.clerks[0], 'desk')}"}
    desk = f"/api/v1/organisations/{april.labels[0].pk}/cases"
    own, other = (april.cases[n].public_id for n in (0, 1))
    listed = Client().get(desk, **key).json()
    assert [row["case_number"] for row in listed["items"]] == ["A56-20000/2014"]
    found = Client().get(f"{desk}/{own}", **key).json()
    assert [(part["claimant"], part["silent"], part["rows"]) for part in found["together"]] == [
        (name, 1, 1) for name in LABELS
    ]
    refused = Client().post(f"{desk}/{other}/settle", {}, "application/json", **key)
    assert (refused.status_code, april.states()) == (404, ["interim"] * 3)
    said = Client().post(f"{desk}/{own}/settle", {"reason": "Licensed."}, "application/json", **key).json()
    assert (said["state"], april.states()) == ("settled", ["settled", "interim", "interim"])


def test_a_body_without_the_claimants_mandate_coordinates_nothing() -> None:
    april = April()
    other, _ = makers.label("body")
    sent = ACT | {"case_number": "1", "claimant": "Sony", "organisation": str(april.labels[0].pk)}
    answer = april.desk.post(
        "/staff/proceedings/new/court", sent | {"coordinator": str(other.pk), "rows": "DEZZZ2600001"}
    )
    assert answer.status_code == 422
    assert "holds no mandate" in answer.content.decode()
    assert Proceeding.objects.count() == 3


def test_a_case_is_joined_only_with_an_open_one_of_the_same_court() -> None:
    april = April()
    april.join(1, "A56-99999/2014", FILED)
    april.join(1, "A56-20001/2014", FILED)  # with itself
    assert not ProceedingStep.objects.filter(event="join").exists()
    april.step(0, "dismiss", "2014-05-01 10:00")
    april.join(1, "A56-20000/2014", "2014-05-02 10:00")
    assert not ProceedingStep.objects.filter(event="join").exists()
    assert not Letter.objects.filter(template="joined").exists()
    page = f"/staff/proceedings/{april.cases[1].public_id}/step"
    assert april.desk.post(page, {"event": "join", "actor": "court"}).status_code == 404


def test_who_is_no_party_sees_no_case() -> None:
    april = April()
    other, clerk = makers.label()
    assert signed_in(clerk).get(april.page(other.pk, 0)).status_code == 404
    assert signed_in(clerk).post(april.page(other.pk, 0) + "/settle").status_code == 404
    assert Client().get(april.page(april.labels[0].pk, 0)).status_code == 302
    with clock.at(clock.now() + timedelta(days=1)):
        assert signed_in(april.clerks[0]).get(april.page(april.labels[0].pk, 2)).status_code == 200
