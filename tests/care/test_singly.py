"""Of what stands on a reported post a moderator hides what they tick, each by a decision of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from akkord.care.models import Decision, Look, Matter
from akkord.documents import actions as documents
from akkord.ledger import actions as ledger
from akkord.ledger.models import Entry
from akkord.people.models import Person
from akkord.photos import actions as photos
from akkord.store.files import files
from akkord.wall import actions as wall
from factories import a_person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Reported:
    """A post with two photos and a document, reported by Vera; who judges it."""

    author: Person
    judge: Person
    post: int
    bad: int
    good: int
    paper: int
    matter: Matter


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person, BACKEND)
    return client


def a_photo(owner: Person) -> int:
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return photos.send_in(owner, out.getvalue()).pk


@pytest.fixture
def reported(db: None, settings: Any, tmp_path: Path) -> Iterator[Reported]:
    settings.DATA = tmp_path
    settings.WAKES = {event: [] for event in settings.WAKES}
    files.cache_clear()
    ledger.begin_log()
    author, vera, judge = a_person("Author"), a_person("Vera"), a_person("Judge", is_staff=True)
    bad, good = a_photo(author), a_photo(author)
    paper = documents.send_in(author, "plan.txt", b"Words").pk
    post = wall.write_post(
        author, wall_person=author, text="Look", photo_ids=[bad, good], document_ids=[paper]
    )
    browser(vera).post(f"/report/post/{post.pk}", {"rule": "threats"})
    yield Reported(author, judge, post.pk, bad, good, paper, Matter.objects.get())
    files.cache_clear()


def decide(it: Reported, **said: object) -> int:
    sent = {"rule": "threats", "words": "This one threatens."} | said
    return browser(it.judge).post(f"/mod/queue/{it.matter.pk}/decide", sent).status_code


def test_what_is_ticked_goes_and_the_rest_of_the_post_stays(reported: Reported) -> None:
    page = browser(reported.judge).get("/mod/queue").content.decode()
    for name, number in (("photo", reported.bad), ("photo", reported.good), ("document", reported.paper)):
        assert f'name="{name}" value="{number}"' in page
    before = Entry.objects.count()
    assert decide(reported, measure="nothing", photo=reported.bad, document=reported.paper) == 302
    assert Entry.objects.count() == before + 2
    of_things = Decision.objects.filter(measure="hide")
    assert {(d.matter.kind, d.matter.number) for d in of_things} == {
        ("photo", reported.bad), ("document", reported.paper),
    }  # fmt: skip
    assert all(d.entry_id and d.person == reported.author and d.rule == "threats" for d in of_things)
    guest = Client()
    assert "Look" in guest.get(f"/wall{reported.post}").content.decode()
    at = f"?post={reported.post}"
    assert guest.get(f"/photo{reported.bad}/large{at}").status_code in (404, 451)
    assert guest.get(f"/photo{reported.good}/large{at}").status_code == 200
    assert guest.get(f"/doc{reported.paper}{at}").status_code in (404, 451)
    assert Matter.objects.filter(closed_at=None).count() == 0


def test_whoever_sent_it_in_appeals_each_by_itself(reported: Reported) -> None:
    decide(reported, measure="hide", photo=reported.bad)
    author = browser(reported.author)
    for decision in Decision.objects.all():
        assert author.get(f"/my/decisions/{decision.pk}").status_code == 200
    assert Decision.objects.filter(measure="hide", person=reported.author).count() == 2


def test_the_desk_shows_what_stands_on_the_post_and_nothing_else(reported: Reported) -> None:
    other, desk = a_photo(reported.author), browser(reported.judge)
    place = f"/mod/queue/{reported.matter.pk}"
    assert desk.get(f"{place}/photo?of={reported.bad}")["Content-Type"] == "image/jpeg"
    assert desk.get(f"{place}/document?of={reported.paper}").content == b"Words"
    for wrong in (f"photo?of={other}", "photo", f"photo?of={reported.paper}99", "document?of=x"):
        assert desk.get(f"{place}/{wrong}").status_code == 404, wrong
    assert browser(reported.author).get(f"{place}/photo?of={reported.bad}").status_code == 404
    assert Look.objects.filter(staff=reported.judge).exists()


@pytest.mark.parametrize("said", [{"photo": "999"}, {"photo": "x"}, {"words": ""}, {"rule": ""}])
def test_what_is_refused_hides_nothing(reported: Reported, said: dict[str, str]) -> None:
    assert decide(reported, **({"measure": "nothing", "photo": reported.bad} | said)) == 422
    assert not Decision.objects.exists()
    assert Matter.objects.count() == 1
