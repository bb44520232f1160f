"""A photo or document on reported messages is decided by itself: it is hidden, and its message stays."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from akkord.care import actions as care
from akkord.care.rules import Measure, Thing
from akkord.dialogs import actions as dialogs
from akkord.dialogs.actions import Words
from akkord.documents import actions as documents
from akkord.ledger import actions as ledger
from akkord.people.models import Person
from akkord.photos import actions as photos
from akkord.store.files import files
from factories import a_person, friends


@pytest.fixture
def two(db: None, settings: Any, tmp_path: Path) -> tuple[Person, Person]:
    settings.DATA = tmp_path
    settings.WAKES = {event: [] for event in settings.WAKES}
    files.cache_clear()
    ledger.begin_log()
    anna, boris = a_person("Anna"), a_person("Boris")
    friends(anna, boris)
    return anna, boris


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def a_photo(owner: Person) -> int:
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return photos.send_in(owner, out.getvalue()).pk


def test_the_staff_sees_what_the_message_carried_and_decides_about_it_alone(
    two: tuple[Person, Person],
) -> None:
    anna, boris = two
    judge = a_person("Judge", is_staff=True)
    photo, paper = a_photo(anna), documents.send_in(anna, "a.txt", b"Words").pk
    other = a_photo(anna)
    said = dialogs.write(anna, boris, Words("Look", photos=(photo,), documents=(paper,)))
    report = dialogs.report(boris, said.dialog_id, [said.seq], "It shames me")
    desk = signed_in(judge)
    assert f"/staff/messages/{report.pk}/photo/{photo}" in desk.get("/staff/messages").content.decode()
    assert desk.get(f"/staff/messages/{report.pk}/photo/{photo}")["Content-Type"] == "image/jpeg"
    assert desk.get(f"/staff/messages/{report.pk}/document/{paper}").content == b"Words"
    assert desk.get(f"/staff/messages/{report.pk}/photo/{other}").status_code == 404  # that was not shown
    assert signed_in(boris).get(f"/staff/messages/{report.pk}/photo/{photo}").status_code == 404

    matter = care.take_up_shown(report.pk, Thing.PHOTO, photo)
    assert care.take_up_shown(report.pk, Thing.PHOTO, photo).pk == matter.pk
    care.decide(
        judge, matter.pk, care.Ruling(measure=Measure.HIDE, rule="private", words="She did not agree")
    )
    reader = signed_in(boris)
    assert reader.get(f"/photo{photo}/large?message={said.pk}").status_code == 404
    assert "Look" in reader.get(f"/im/{anna.pk}").content.decode()
    assert reader.get(f"/doc{paper}?message={said.pk}").content == b"Words"
    dialogs.close_report(judge, report.pk, "The photo is hidden")
    assert desk.get(f"/staff/messages/{report.pk}/photo/{photo}").status_code == 404
