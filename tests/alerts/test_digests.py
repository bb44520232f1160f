"""Letters come to whoever asked, say what happened and no more, and end in one step."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from akkord.alerts import actions, queries, tasks
from akkord.alerts.models import Digest
from akkord.alerts.rules import Every, Kind, Way
from akkord.flow import clock, jobs
from akkord.flow.models import Job
from akkord.people.models import Person
from factories import a_person, a_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Person:
    return a_person()


def later(days: float) -> None:
    """The calendar and the worker, so many days from now."""
    with clock.at(clock.now() + timedelta(days=days)):
        tasks.write_digests.func()
        while taken := jobs.take("tests"):
            assert jobs.run(taken, "tests"), Job.objects.get(pk=taken.id).error


def mentioned(anna: Person, name: str = "Boris") -> None:
    actions.ring(anna.pk, Kind.MENTION, f"post:{a_post(boris := a_person(name)).pk}", boris.pk)


def test_nobody_is_written_to_who_did_not_ask(anna: Person) -> None:
    mentioned(anna)
    later(30)
    assert mail.outbox == []


def test_a_letter_says_what_happened_once_with_where_it_is(anna: Person) -> None:
    actions.choose_digest(anna, Every.DAY)
    mentioned(anna)
    actions.ring(anna.pk, Kind.REPORT, "matter:1")
    later(0.9)
    assert mail.outbox == []
    later(1.01)
    (letter,) = mail.outbox
    assert letter.to == [anna.email]
    assert "Boris mentioned you." in letter.body
    assert "/wall" in letter.body
    assert "What you reported is decided." in letter.body
    assert "2 notifications" in letter.subject
    later(2.5)
    assert len(mail.outbox) == 1


def test_what_was_read_or_is_switched_off_is_not_in_it(anna: Person) -> None:
    actions.choose_digest(anna, Every.WEEK)
    mentioned(anna)
    actions.read_all(anna.pk)
    later(7.1)
    actions.choose(anna, {(Kind.MENTION, Way.MAIL): False})
    mentioned(anna, "Vera")
    later(15)
    assert mail.outbox == []


def test_one_click_ends_them_without_signing_in(anna: Person) -> None:
    actions.choose_digest(anna, Every.DAY)
    mentioned(anna)
    later(1.1)
    (letter,) = mail.outbox
    place = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert place in letter.body
    path = "/notifications/stop/" + Digest.objects.get().token
    assert place.endswith(path)
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(path).status_code == 200
    assert queries.digest_of(anna.pk) == Every.DAY  # looking ends nothing: mail programs look by themselves
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert queries.digest_of(anna.pk) == Every.NEVER
    assert strict.post("/notifications/stop/nonsense").status_code == 404


def test_how_often_is_chosen_on_the_page_and_the_token_stays(anna: Person) -> None:
    client = Client()
    client.force_login(anna)
    client.post("/settings/notifications", {"every": "day"})
    token = Digest.objects.get().token
    client.post("/settings/notifications", {"every": "week"})
    client.post("/settings/notifications", {"every": "hourly"})
    assert (queries.digest_of(anna.pk), Digest.objects.get().token) == (Every.WEEK, token)
