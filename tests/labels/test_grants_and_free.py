"""Grants to members and communities, and recordings that need no licence, through the office and the API."""

import json
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from akkord.catalogue.actions import appoint
from akkord.catalogue.models import Organisation, Recording
from akkord.catalogue.roles import Role
from akkord.groups import actions as groups
from akkord.ledger.models import Entry
from akkord.music import queries as music
from akkord.music.models import Track
from akkord.music.rules import Listener
from akkord.people.actions import issue_token
from akkord.people.models import Person
from akkord.rights.actions import record_ownership
from akkord.rights.models import Free, Grant, Ownership
from akkord.rights.queries import facts_version
from akkord.rights.terms import Standing
from cases import makers
from labels.test_office_pages import signed_in

pytestmark = pytest.mark.django_db


class Desk:
    """A label, its clerk's browser, and uploads of its recording by a member and by a stranger."""

    def __init__(self) -> None:
        self.label, self.clerk = makers.label()
        self.browser, self.office = signed_in(self.clerk), f"/rights/{self.label.pk}"
        (self.song,) = makers.recordings(self.label, 1)
        self.fan, self.stranger = makers.person(), makers.person()
        self.by_fan, self.by_stranger = self.upload(self.fan), self.upload(self.stranger)

    def upload(self, person: Person) -> Track:
        (sound,) = makers.sounds(1)
        (track,) = makers.tracks(person, [sound])
        makers.matched([sound], [self.song])
        return track

    def heard(self, track: Track, territory: str = "DE") -> bool:
        return music.decide_for(Listener(None, territory), [track])[track.pk].audible

    def granted(self, to: str, **more: Any) -> Any:
        said = {
            "to": to,
            "uses": ["play"],
            "territory": "DE",
            "scope": "catalogue",
            "source": "letter 4",
        } | more
        return self.browser.post(f"{self.office}/grants/new", said, follow=True)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def asked(person: Person, method: str, address: str, body: Any = None) -> Any:
    said = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(person, 'test')}"}
    return Client().generic(
        method, f"/api/v1{address}", json.dumps(body) if body else b"", "application/json", **said
    )


def test_what_a_granted_member_sends_in_is_heard_as_far_as_the_grant_goes_and_no_longer_once_withdrawn(
    desk: Desk,
) -> None:
    assert not desk.heard(desk.by_fan)
    shown = desk.granted(f"https://music.example/id{desk.fan.pk}").content.decode()
    assert desk.fan.name in shown
    assert "letter 4" in shown
    assert desk.heard(desk.by_fan)
    assert not desk.heard(desk.by_fan, "RU")
    assert not desk.heard(desk.by_stranger)
    (row,) = Grant.objects.all()
    address = f"{desk.office}/grants/{row.pk}/withdraw"
    assert "Withdraw grant" in desk.browser.get(address).content.decode()
    assert desk.heard(desk.by_fan), "asking is not doing"
    before = Entry.objects.count()
    assert "Past grants" in desk.browser.post(address, follow=True).content.decode()
    assert not desk.heard(desk.by_fan)
    assert Entry.objects.count() == before + 1, "its end has its line"


def test_a_community_s_grant_is_for_what_its_keepers_send_in_and_for_no_other_member(desk: Desk) -> None:
    club = groups.found_group(desk.fan, "Covers", "")
    groups.join(desk.stranger, club)
    other = groups.found_group(desk.stranger, "Others", "")
    assert club.name in desk.granted(f"/club{club.pk}").content.decode()
    assert desk.heard(desk.by_fan)
    assert not desk.heard(desk.by_stranger)
    desk.granted(f"/club{other.pk}", territory="RU")
    assert desk.heard(desk.by_stranger, "RU")
    assert not desk.heard(desk.by_stranger, "DE")


@pytest.mark.parametrize(
    ("to", "said"),
    [("nonsense", "Write the address of a member"), ("/id999999999", "Nobody is at this address."),
     ("/club999999999", "Nobody is at this address."), ("/id" + "9" * 30, "Write the address")],
)  # fmt: skip
def test_a_recipient_who_is_nobody_is_refused_beside_the_field_and_nothing_is_lost(
    desk: Desk, to: str, said: str
) -> None:
    answer = desk.granted(to)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert 'id="id_to_error"' in text
    assert "letter 4" in text
    assert not Grant.objects.exists()


def test_grants_are_their_owner_s_alone(desk: Desk) -> None:
    desk.granted(f"/id{desk.fan.pk}")
    (row,) = Grant.objects.all()
    rival, lawyer = makers.label()
    for office in (desk.office, f"/rights/{rival.pk}"):
        assert signed_in(lawyer).post(f"{office}/grants/{row.pk}/withdraw").status_code == 404
    assert asked(lawyer, "GET", f"/organisations/{desk.label.pk}/grants").status_code == 404
    assert asked(lawyer, "DELETE", f"/grants/{row.pk}").status_code == 404
    row.refresh_from_db()
    assert row.withdrawn_at is None
    staff = signed_in(makers.person(is_staff=True))
    assert staff.get(f"{desk.office}/grants").status_code == 200
    said = {"to": f"/id{desk.fan.pk}", "uses": ["play"], "territory": "DE", "scope": "catalogue"}
    assert staff.post(f"{desk.office}/grants/new", said).status_code == 422


def test_the_api_grants_lists_and_withdraws(desk: Desk) -> None:
    address = f"/organisations/{desk.label.pk}/grants"
    for wrong in ({}, {"account": desk.fan.pk, "group": 1}):
        assert asked(desk.clerk, "POST", address, wrong or {"uses": ["play"]}).status_code == 422
    for nobody in ({"account": 10**9}, {"group": 10**9}):
        assert asked(desk.clerk, "POST", address, nobody).status_code == 404
    made = asked(desk.clerk, "POST", address, {"account": desk.fan.pk, "recordings": [desk.song.pk]})
    assert made.status_code == 201, made.content
    assert desk.heard(desk.by_fan)
    (told,) = asked(desk.clerk, "GET", address).json()["items"]
    assert (told["account"], told["group"], told["recordings"]) == (desk.fan.pk, None, [desk.song.pk])
    assert asked(desk.clerk, "DELETE", f"/grants/{told['number']}").json()["withdrawn_at"]
    assert not desk.heard(desk.by_fan)
    assert asked(desk.clerk, "DELETE", f"/grants/{told['number']}").status_code == 409


def free_page(organisation: Organisation, song: Recording) -> str:
    return f"/rights/{organisation.pk}/recordings/{song.pk}/free"


FREE = {"ground": "CC-BY", "source": "https://example.org/deed", "territory": "DE"}


def test_a_recording_its_owner_frees_is_heard_there_with_its_evidence_and_needs_licences_again_later(
    desk: Desk,
) -> None:
    page = free_page(desk.label, desk.song)
    assert "Free of licences" in desk.browser.get(f"{desk.office}/recordings/{desk.song.pk}").content.decode()
    assert "needs the licence of its owners" in desk.browser.get(page).content.decode()
    without = desk.browser.post(page, FREE | {"source": ""})
    assert without.status_code == 422, "nothing is free without evidence"
    text = desk.browser.post(page, FREE, follow=True).content.decode()
    assert "CC BY" in text
    assert "https://example.org/deed" in text
    assert desk.heard(desk.by_stranger)
    assert not desk.heard(desk.by_stranger, "RU")
    (row,) = Free.objects.all()
    before = facts_version()
    text = desk.browser.post(f"{page}/{row.pk}/withdraw", follow=True).content.decode()
    assert "No longer" in text
    assert not desk.heard(desk.by_stranger)
    assert facts_version() > before
    row.refresh_from_db()
    assert row.withdrawal_id is not None


def test_only_all_owners_together_or_the_operator_free_a_recording(desk: Desk) -> None:
    rival, lawyer = makers.label()
    page = free_page(desk.label, desk.song)
    assert signed_in(lawyer).get(page).status_code == 404
    assert signed_in(lawyer).post(free_page(rival, desk.song), FREE).status_code == 404
    staff = makers.person(is_staff=True)
    Ownership.objects.update(share="1/2")
    record_ownership(
        staff, desk.song.pk, rival, Fraction(1, 2), standing=Standing.EVIDENCED, source="contract"
    )
    answer = desk.browser.post(page, FREE)
    assert answer.status_code == 422, "half a recording frees nothing"
    assert not Free.objects.exists()
    assert signed_in(staff).post(page, FREE).status_code == 302
    (row,) = Free.objects.all()
    desk.browser.post(f"{page}/{row.pk}/withdraw")
    row.refresh_from_db()
    assert row.withdrawn_at is None, "one of two owners takes nothing back"


def test_a_narrow_key_of_the_operator_is_no_operator(desk: Desk) -> None:
    both = makers.person(is_staff=True)
    appoint(desk.label, both, Role.READER)
    key = issue_token(both, "narrow", scope=f"organisation:{desk.label.pk} reader")
    said = {"HTTP_AUTHORIZATION": f"Bearer {key}"}
    address = f"/api/v1/organisations/{desk.label.pk}/recordings/{desk.song.isrc}/free"
    body = json.dumps({"ground": "CC0", "evidence": "their page"})
    assert Client().get(address, **said).status_code == 200  # type: ignore[arg-type]
    assert Client().post(address, body, "application/json", **said).status_code == 403  # type: ignore[arg-type]
    assert not Free.objects.exists()


def test_the_api_frees_lists_and_takes_back(desk: Desk) -> None:
    address = f"/organisations/{desk.label.pk}/recordings/{desk.song.isrc}/free"
    assert asked(desk.clerk, "POST", address, {"ground": "CC0", "evidence": " "}).status_code == 422
    made = asked(desk.clerk, "POST", address, {"ground": "CC0", "evidence": "their page"})
    assert made.status_code == 201, made.content
    (told,) = asked(desk.clerk, "GET", address).json()
    assert (told["ground"], told["evidence"], told["withdrawn_at"]) == ("CC0", "their page", None)
    _, lawyer = makers.label()
    assert asked(lawyer, "GET", address).status_code == 404
    assert asked(lawyer, "DELETE", f"/free/{told['number']}").status_code == 404
    assert asked(desk.clerk, "DELETE", f"/free/{told['number']}").json()["withdrawn_at"]
    assert not desk.heard(desk.by_fan)
