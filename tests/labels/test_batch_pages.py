"""Batches in the rights office: sent file by file, faults and acknowledgements, accepted in one step."""

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import etree

from akkord.catalogue import actions, delivery_life
from akkord.catalogue.models import Batch, DeliveryRow, Organisation
from akkord.flow import jobs
from akkord.people.actions import issue_token
from akkord.people.models import Person
from cases import makers
from catalogue.ern.writing import LABEL, Album, Song, new_release
from catalogue.makers import StandInBox, StandInEar

pytestmark = pytest.mark.django_db

SOUND = b"a sound"
SONG = Song(file="resources/1.flac", md5=hashlib.md5(SOUND, usedforsecurity=False).hexdigest())
MESSAGE = new_release(songs=(SONG,), albums=(Album(),)).encode()


@pytest.fixture(autouse=True)
def _alone(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WAKES = {event: [] for event in settings.WAKES}
    monkeypatch.setattr(delivery_life, "ear", StandInEar())
    monkeypatch.setattr(delivery_life, "box", StandInBox())


@pytest.fixture
def label() -> tuple[Organisation, Person]:
    made, person = makers.label()
    actions.record_dpid(made, LABEL)
    return made, person


@pytest.fixture
def browser(label: tuple[Organisation, Person]) -> Client:
    client = Client()
    client.force_login(label[1], "allauth.account.auth_backends.AuthenticationBackend")
    return client


def work() -> None:
    while taken := jobs.take("tests"):
        assert jobs.run(taken, "tests"), jobs.Job.objects.get(pk=taken.id).error


def files(*named: tuple[str, bytes]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, data) for name, data in named]


def test_a_batch_is_filled_completed_and_accepted_with_forms(
    label: tuple[Organisation, Person], browser: Client
) -> None:
    office = f"/rights/{label[0].pk}/batches"
    wrong = browser.post(office, {"name": "autumn"})
    assert wrong.status_code == 422
    assert "“autumn” is no name of a batch" in wrong.content.decode()
    assert 'value="autumn"' in wrong.content.decode()
    opened = browser.post(office, {"name": "N_1"}, follow=True)
    page = opened.redirect_chain[-1][0]
    sent = {"release": "R1", "enclosed": files(("R1.xml", MESSAGE), ("1.flac", b"other bytes"))}
    shown = browser.post(f"{page}/files", sent, follow=True).content.decode()
    assert "R1/resources/1.flac" in shown
    browser.post(
        f"{page}/files", {"release": "R1", "enclosed": files(("1.flac", SOUND), ("a*b.flac", SOUND))}
    )
    assert "is no path within a batch" in browser.get(page).content.decode()
    assert "complete, being looked at" in browser.post(f"{page}/complete", follow=True).content.decode()
    work()
    shown = browser.get(page).content.decode()
    assert "1 of 1 messages were read and answered." in shown
    assert "1 message waits to be accepted" in shown
    assert browser.post(f"{page}/accept", follow=True).content.decode().count("1 message was accepted.") == 1
    work()
    assert list(DeliveryRow.objects.values_list("state", flat=True)) == ["live"]
    listed = browser.get(office).content.decode()
    assert "N_1" in listed
    assert "read and answered" in listed


def test_faults_stand_with_their_release_and_its_acknowledgement_can_be_taken(
    label: tuple[Organisation, Person], browser: Client
) -> None:
    page = browser.post(f"/rights/{label[0].pk}/batches", {"name": "N_1"})["Location"]
    browser.post(f"{page}/files", {"release": "R1", "enclosed": files(("R1.xml", MESSAGE), ("1.flac", b"x"))})
    browser.post(f"{page}/complete")
    work()
    shown = browser.get(page).content.decode()
    assert "has faults" in shown
    assert "The bytes that came are not those the message states" in shown
    assert "/NewReleaseMessage/ResourceList/SoundRecording[1]" in shown
    answer = browser.get(f"{page}/acknowledgements/R1")
    assert answer["Content-Type"].startswith("application/xml")
    assert "ACK_" in answer["Content-Disposition"]
    root = etree.fromstring(answer.content)
    assert root.findtext("MessageHeader/MessageRecipient/PartyId") == LABEL
    assert root.findtext("AcknowledgedFile/ReleaseId") == "R1"
    assert browser.get(f"{page}/acknowledgements/R2").status_code == 404
    other = Client()
    other.force_login(makers.label()[1], "allauth.account.auth_backends.AuthenticationBackend")
    assert other.get(page).status_code == 404


def test_who_accepts_what_has_no_error_is_said_and_can_be_changed(
    label: tuple[Organisation, Person], browser: Client
) -> None:
    office = f"/rights/{label[0].pk}/batches"
    said = browser.post(f"{office}/accepting", {"accepting": "1"}, follow=True).content.decode()
    assert f"are accepted in the name of {label[1].name}" in said
    said = browser.post(f"{office}/accepting", follow=True).content.decode()
    assert "Each message waits until somebody has looked at it" in said


def test_the_same_through_the_api(label: tuple[Organisation, Person]) -> None:
    client, number = Client(), label[0].pk
    headers: dict[str, Any] = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(label[1], 'test')}"}

    def post(path: str, data: Any = None, **more: Any) -> Any:
        answer = client.post(f"/api/v1{path}", data, **headers, **more)
        return answer.json() | {"status": answer.status_code}

    opened = post(f"/organisations/{number}/batches", '{"name": "P_1"}', content_type="application/json")
    assert (opened["status"], opened["state"]) == (201, "arriving")
    batch = f"/batches/{opened['number']}"
    for path, data in (("R1/R1.xml", MESSAGE), ("R1/resources/1.flac", SOUND)):
        put = post(f"{batch}/files", {"path": path, "file": SimpleUploadedFile("x", data)})
        assert (put["status"], put["size"]) == (201, len(data))
    evil = post(f"{batch}/files", {"path": "R1/../x", "file": SimpleUploadedFile("x", b"x")})
    assert (evil["status"], evil["error"]) == (422, "unsafe_path")
    assert post(f"{batch}/complete")["state"] == "complete"
    work()
    late = post(f"{batch}/files", {"path": "R1/late.xml", "file": SimpleUploadedFile("x", b"x")})
    assert (late["status"], late["error"]) == (409, "batch_complete")
    told = client.get(f"/api/v1{batch}", **headers).json()
    assert told["state"] == "done"
    (release,) = told["releases"]
    assert (release["release"], release["status"], release["faults"]) == ("R1", "FileOK", [])
    answer = client.get(release["acknowledgement"], **headers)
    assert etree.fromstring(answer.content).findtext("FileStatus") == "FileOK"
    assert post(f"{batch}/accept")["accepted"] == 1
    assert post(f"{batch}/accept")["error"] == "nothing_to_accept"
    assert (
        client.get(f"/api/v1/organisations/{number}/batches", **headers).json()["items"][0]["name"] == "P_1"
    )
    assert Batch.objects.count() == 1
    strange: dict[str, Any] = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(makers.person(), 'test')}"}
    assert client.get(f"/api/v1{batch}", **strange).status_code == 404
