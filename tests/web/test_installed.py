"""Promises of the installed site: one page kept that is nobody's; walls as Atom; a newcomer's first hour."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.test import Client

from akkord.groups import actions as groups
from akkord.groups import queries as clubs
from akkord.groups.rules import Deed, Role
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.people.rules.privacy import Audience, Key, Level
from akkord.wall import actions as wall
from akkord.wall.actions import write_comment
from factories import a_club, a_person, a_post

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
WORKER = Path(__file__).parents[2] / "src/akkord/web/static/web/push_worker.js"


def browser_of(person: Person) -> Client:
    browser = Client()
    browser.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return browser


def test_the_site_says_how_it_is_installed() -> None:
    said = Client().get("/manifest.webmanifest").json()
    assert (said["start_url"], said["display"], said["scope"]) == ("/", "standalone", "/")
    assert said["icons"]
    assert '<link rel="manifest" href="/manifest.webmanifest">' in Client().get("/about").content.decode()


def test_the_page_kept_for_offline_is_the_same_for_everybody() -> None:
    page = browser_of(a_person("Somebody Special")).get("/offline").content.decode()
    assert "Somebody" not in page
    assert "csrf" not in page
    worker = WORKER.read_text()
    assert 'credentials: "omit"' in worker
    assert worker.count(".put(") == 1  # that page, and no other answer of the site


def test_a_wall_that_guests_read_is_a_feed_and_any_other_is_not_there() -> None:
    anna = a_person()
    post = a_post(anna, "<script>alert(1)</script> & more")
    wall.write_post(anna, wall_person=anna, text="for friends", audience=Audience(Level.FRIENDS))
    answer = Client().get(f"/id{anna.pk}/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert answer["Cache-Control"] == "private, no-cache"  # no cache between answers for another country
    asked = {"if-none-match": answer["ETag"]}
    assert Client().get(f"/id{anna.pk}/feed.atom", headers=asked).status_code == 304
    feed = ET.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id", "").rsplit("/", 1)[1] for entry in entries] == [f"wall{post.pk}"]
    assert "&lt;script&gt;" in (entries[0].findtext(f"{ATOM}summary") or "")
    people.choose_audiences(anna, {Key.WALL: Audience(Level.MEMBERS)})
    assert Client().get(f"/id{anna.pk}/feed.atom", headers=asked).status_code == 404
    assert Client().get(f"/id{anna.pk}/feed.atom").status_code == 404
    assert browser_of(anna).get(f"/id{anna.pk}/feed.atom").status_code == 404


def test_a_feed_says_nothing_that_xml_cannot() -> None:
    anna = a_person("An\x0bna")
    a_post(anna, "one\x0ctwo\x01\ufffe")
    feed = ET.fromstring(Client().get(f"/id{anna.pk}/feed.atom").content)
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "onetwo"


def test_an_open_community_is_a_feed_and_a_private_one_is_not_there() -> None:
    anna = a_person()
    club = a_club(anna)
    wall.write_post(anna, wall_group=club, text="Concert")
    assert b"Concert" in Client().get(f"/club{club.pk}/feed.atom").content
    groups.edit_group(anna, club, door="private")
    assert Client().get(f"/club{club.pk}/feed.atom").status_code == 404
    assert browser_of(anna).get(f"/club{club.pk}/feed.atom").status_code == 404


def test_a_newcomer_is_led_in_three_steps_each_of_which_can_be_left_out() -> None:
    anna, boris = a_person(), a_person("Boris")
    club = a_club(boris, "Kitchen <b>concerts</b>")
    page = browser_of(anna).get("/welcome").content.decode()
    assert f'action="/club{club.pk}/join"' in page
    assert "Kitchen &lt;b&gt;concerts&lt;/b&gt;" in page
    browser_of(anna).post(f"/club{club.pk}/join", {"next": "/welcome"})
    assert f'action="/club{club.pk}/join"' not in browser_of(anna).get("/welcome").content.decode()
    assert Client().get("/welcome").status_code == 302


def test_the_classic_look_is_chosen_like_any_other() -> None:
    anna = a_person()
    browser = browser_of(anna)
    browser.post("/look", {"theme": "classic"})
    page = browser.get("/about").content.decode()
    assert 'data-theme="classic"' in page
    assert '<meta name="color-scheme" content="light">' in page


def test_what_a_communitys_keeper_takes_away_stands_in_its_log_and_ones_own_does_not() -> None:
    anna, boris = a_person(), a_person("Boris")
    club = a_club(anna)
    groups.join(boris, club)
    post = wall.write_post(boris, wall_group=club, text="Pills")
    said = write_comment(boris, post, text="More pills")
    wall.delete_comment(anna, said)
    wall.delete_post(anna, post)
    wall.delete_post(anna, post)
    own = wall.write_post(anna, wall_group=club, text="Mine")
    wall.delete_post(anna, own)
    lines = clubs.log_of(club, boris.pk, 10)
    assert [(line.deed, line.whom.pk if line.whom else 0) for line in lines] == [
        (Deed.POST_REMOVED, boris.pk),
        (Deed.COMMENT_REMOVED, boris.pk),
    ]
    assert Role(lines[0].role) is Role.OWNER


def test_the_first_steps_are_reached_from_a_newcomers_feed() -> None:
    assert 'href="/welcome"' in browser_of(a_person()).get("/feed").content.decode()
