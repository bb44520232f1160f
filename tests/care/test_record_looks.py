"""Whoever of the staff opens a record leaves a trace, which its person reads once no report waits."""

from typing import Any

import pytest
from django.test import Client

from akkord.care import actions as care
from akkord.care import queries
from akkord.care.models import RecordLook
from akkord.care.rules import Measure, Thing
from akkord.ledger import actions as ledger
from akkord.music.rules import Listener
from akkord.people.models import Person
from factories import a_person, a_post

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_look_at_a_record_is_written_down_and_told_once_no_report_waits(
    settings: Any, tmp_path: Any
) -> None:
    settings.DATA = tmp_path
    ledger.begin_log()
    anna, boris = a_person("Anna"), a_person("Boris")
    judge = a_person("Judge", is_staff=True)
    desk = signed_in(judge)
    for _ in range(2):  # once an hour
        assert desk.get(f"/mod/people/{anna.pk}").status_code == 200
    assert RecordLook.objects.get().person_id == anna.pk
    assert "Anna" in desk.get("/mod/looks").content.decode()
    page = signed_in(anna).get("/my/access").content.decode()
    assert "Opened" in page
    assert "Judge" not in page  # never who

    made = care.report(boris, Thing.POST, a_post(anna).pk, "spam", "", Listener(boris.pk, "DE"))
    assert queries.record_looks_at(anna.pk) == []  # it would give the report away
    care.decide(judge, made.matter_id, care.Ruling(measure=Measure.NOTHING))
    assert len(queries.record_looks_at(anna.pk)) == 1
    assert queries.record_looks_at(boris.pk) == []
