"""Scenario 20 over what it is about: a community's post that a state wants away, through the doors."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from akkord.cases.models import Letter, ProceedingStep
from akkord.documents import actions as documents
from akkord.flow import clock
from akkord.groups import actions as groups
from akkord.groups.models import Group
from akkord.ledger.models import Entry
from akkord.people.actions import issue_token
from akkord.people.models import Person
from akkord.photos import actions as photos
from akkord.rights.models import Block
from akkord.rights.terms import Verdict
from akkord.store.files import files
from akkord.wall import actions as wall
from akkord.wall.models import Post
from cases import makers
from web.test_notices import (
    DEMAND,
    MON,
    approve,
    later,
    letters,
    log_is_true,
    only,
    signed_in,
    staff,
    staff_step,
    utc,
    verdict,
)

pytestmark = pytest.mark.django_db
SAID = "Come to the square"
WORDS = "This post is not shown where you are"


@pytest.fixture(autouse=True)
def _wakes(settings: Any) -> None:
    settings.WAKES = {event: [] for event in settings.WAKES}


class Square:
    """A community, one who wrote on its wall with a track attached, and one who reads it in their feed."""

    def __init__(self, settings: Any) -> None:
        self._settings = settings
        self.author, self.reader = makers.person(), makers.person()
        self.track = makers.tracks(makers.person(), makers.sounds(1), title="Marching song")[0]
        self.club: Group = groups.found_group(makers.person(), "The square", "")
        for member in (self.author, self.reader):
            groups.join(member, self.club)
        with clock.at(utc("2013-01-01")):
            self.post: Post = wall.write_post(
                self.author, wall_group=self.club, text=SAID, track_ids=[self.track.pk]
            )
        self.place = f"/wall{self.post.pk}"

    def pages(self, territory: str, person: Person | None = None) -> list[str]:
        """The post's own page, the community's wall and the feed, as somebody there sees them."""
        self._settings.HOME_TERRITORY = territory
        browser = signed_in(person or self.reader)
        return [browser.get(at).content.decode() for at in (self.place, f"/club{self.club.pk}", "/feed")]

    def stands(self, territory: str, person: Person | None = None) -> bool:
        """Whether the words and the track stand on all of the pages and in the API, or on none of them."""
        pages = self.pages(territory, person)
        said, carried = [[word in page for page in pages] for word in (SAID, "Marching song")]
        told = self.in_api(territory, person)
        everywhere = {*said, *carried, told["text"] == SAID, bool(told["tracks"])}
        assert len(everywhere) == 1, (said, carried, told)
        return everywhere.pop()

    def in_api(self, territory: str, person: Person | None = None) -> dict[str, Any]:
        self._settings.HOME_TERRITORY = territory
        secret = issue_token(person or self.reader, "reading")
        answer = Client().get("/api/v1/feed", headers={"authorization": f"Bearer {secret}"})
        found: dict[str, Any] = answer.json()["posts"][0]
        return found


@pytest.fixture
def square(settings: Any) -> Square:
    return Square(settings)


def demanded(square: Square, desk: Client, at: str = MON, **more: str) -> None:
    """The demand has reached the site and a lawyer looks at it."""
    with clock.at(utc(at)):
        sent = DEMAND | {"places": f"https://akkord.example{square.place}"} | more
        assert desk.post("/staff/proceedings/new/demand", sent).status_code == 302
    staff_step(desk, "review", at)


def complied(desk: Client, at: str = MON) -> None:
    staff_step(desk, "comply", at)
    approve(staff(), at)


def test_scenario_20_a_demand_over_a_post_without_a_legal_basis_is_refused_and_logged(square: Square) -> None:
    desk = staff()
    demanded(square, desk, law="")
    complied(desk)
    assert only().state == "legal_review"  # two people cannot do what the law does not allow
    staff_step(desk, "refuse", MON, reason="No law is named.")
    assert (only().state, square.stands("DE")) == ("refused", True)
    assert "No law is named." in Letter.objects.get(template="demand_refused").text
    assert Entry.objects.filter(kind="step", ground="state").count() == 3
    assert not Block.objects.exists()
    assert log_is_true()


def test_scenario_20_a_lawful_demand_hides_a_post_in_its_territory_alone_and_says_who_why_and_how_to_contest(
    square: Square,
) -> None:
    desk = staff()
    demanded(square, desk)
    staff_step(desk, "comply", MON)
    assert square.stands("DE")  # one person alone changes nothing
    approve(staff(), MON)
    assert (square.stands("DE"), square.stands("FR")) == (False, True)
    assert square.in_api("FR")["restriction"] is None
    Entry.objects.filter(pk=Block.objects.get().entry_id).update(number=17)  # as the log gives it in seconds
    line = Block.objects.get().entry
    for page in square.pages("DE"):
        assert WORDS in page
        assert "An office" in page
        assert "StGB 130" in page
        assert "16 November" in page
        assert f"/log/{line.number}" in page
        assert "15:00. You can complain to the authority" in " ".join(page.split())
    assert WORDS in Client().get(square.place).content.decode()  # a guest there reads the same
    told = square.in_api("DE")["restriction"]
    assert (told["authority"], told["law"], told["entry"]) == ("An office", "StGB 130", line.number)
    body = json.loads(bytes(line.body))
    assert (body["object"]["type"], body["ground"], body["territory"]) == ("post", "state", ["DE"])
    assert verdict(square.track, "DE") == Verdict.ALLOW_REPORT  # the track on it is not what was demanded
    assert log_is_true()


def test_scenario_20_the_author_of_a_restricted_post_is_told_and_reads_it_with_the_reason(
    square: Square,
) -> None:
    desk = staff()
    demanded(square, desk)
    complied(desk)
    letter = Letter.objects.get(template="restricted_by_authority")
    assert (letter.person, "An office" in letter.text, square.place in letter.text) == (
        square.author, True, True,
    )  # fmt: skip
    assert signed_in(square.author).get(f"/proceedings/{only().public_id}").status_code == 200
    assert square.stands("DE", square.author)
    page = square.pages("DE", square.author)[0]
    assert "only you see this post" in page
    assert "An office" in page


def test_scenario_20_a_demand_over_a_post_that_is_annulled_gives_it_back(square: Square) -> None:
    desk = staff()
    demanded(square, desk)
    complied(desk)
    assert not square.stands("DE")
    staff_step(desk, "annul", "2026-11-20 12:00", "authority")
    assert square.stands("DE")
    assert (letters("demand_annulled"), Block.objects.filter(withdrawn_at=None).exists()) == (2, False)
    assert log_is_true()


def test_scenario_20_a_ban_on_telling_of_a_post_ends_on_its_day(square: Square) -> None:
    desk = staff()
    demanded(square, desk, gag_until="2027-02-01T00:00")
    complied(desk)
    proved = ProceedingStep.objects.get(event="comply").entry
    with later("2027-01-31 23:59"):
        assert letters("restricted_by_authority") == 0
        assert not square.stands("DE")
        for page in square.pages("DE"):
            assert WORDS in page
            assert "An office" not in page
            assert "StGB 130" not in page
        assert signed_in(square.author).get(f"/proceedings/{only().public_id}").status_code == 404
    with later("2027-02-01 00:00"):
        assert letters("restricted_by_authority") == 1
        for page in square.pages("DE"):
            assert "An office" in page
            assert "StGB 130" in page
            assert "16 November" in page  # since when it is not shown, not since when that may be told
        assert (square.stands("DE"), square.stands("FR")) == (False, True)
    assert proved.pk < ProceedingStep.objects.get(event="disclose").entry.pk
    assert log_is_true()


def test_scenario_20_a_mistaken_listing_of_the_whole_site_changes_no_post(square: Square) -> None:
    desk = staff()
    demanded(square, desk, "2013-05-24 09:00", country="RU", whole_site="on")
    complied(desk, "2013-05-24 10:00")
    assert only().state == "legal_review"
    staff_step(desk, "annul", "2013-05-24 12:00", "authority")
    assert (only().state, Block.objects.exists(), square.stands("RU")) == ("annulled", False, True)


def test_only_a_states_demand_names_a_post(square: Square) -> None:
    sent = {
        "signature": "Ada Holder",
        "works": "Song",
        "places": square.place,
        "mail": "ada@label.example",
        "good_faith": "on",
        "accuracy": "on",
    }
    assert Client().post("/notices/new/dmca", sent).status_code == 422


def test_a_demand_over_a_post_that_is_gone_names_nothing(square: Square) -> None:
    wall.delete_post(square.author, square.post)
    sent = DEMAND | {"places": square.place}
    assert staff().post("/staff/proceedings/new/demand", sent).status_code == 422


def test_a_demand_over_a_document_hides_every_copy_of_it_there(square: Square, tmp_path: Path) -> None:
    square._settings.DATA = tmp_path
    files.cache_clear()
    paper, copy = (documents.send_in(square.author, name, b"Leaflet") for name in ("a.txt", "b.txt"))
    posts = [
        wall.write_post(square.author, wall_group=square.club, document_ids=[each.pk])
        for each in (paper, copy)
    ]

    def statuses(territory: str) -> list[int]:
        square._settings.HOME_TERRITORY = territory
        places = [f"/doc{each.pk}?post={post.pk}" for each, post in zip((paper, copy), posts, strict=True)]
        return [signed_in(square.reader).get(place).status_code for place in places]

    desk = staff()
    demanded(square, desk, places=f"https://akkord.example/doc{paper.pk}?post={posts[0].pk}")
    complied(desk)
    assert (statuses("DE"), statuses("FR")) == ([404, 404], [200, 200])
    assert Letter.objects.get(template="restricted_by_authority").person == square.author
    assert log_is_true()
    files.cache_clear()


def test_a_demand_over_a_photo_silences_it_there_wherever_it_stands(square: Square, tmp_path: Path) -> None:
    square._settings.DATA = tmp_path
    files.cache_clear()
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    photo = photos.send_in(square.author, out.getvalue(), alt="A banner")
    post = wall.write_post(square.author, wall_group=square.club, text="Look", photo_ids=[photo.pk])
    place = f"/photo{photo.pk}/small?post={post.pk}"

    def status(territory: str) -> int:
        square._settings.HOME_TERRITORY = territory
        return signed_in(square.reader).get(place).status_code

    desk = staff()
    demanded(square, desk, places=f"https://akkord.example/photo{photo.pk}?post={post.pk}")
    assert "A photo" in desk.get(f"/staff/proceedings/{only().public_id}").content.decode()
    complied(desk)
    assert (status("DE"), status("FR")) == (404, 200)
    block = Block.objects.get()
    assert json.loads(bytes(block.entry.body))["object"]["type"] == "post"  # the log has no other word
    assert Letter.objects.get(template="restricted_by_authority").person == square.author
    assert log_is_true()
    files.cache_clear()
