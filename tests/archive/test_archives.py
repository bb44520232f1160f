"""An archive holds everything of one's own, nothing one may not see, and opens without the site."""

import hashlib
import io
import json
import re
import zipfile
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from akkord.archive import packing
from akkord.dialogs import actions as dialogs
from akkord.dialogs.actions import Words
from akkord.music import actions as music
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.people.rules.privacy import Audience, Level
from akkord.wall import actions as wall
from akkord.wall.actions import Question
from cases import makers
from factories import PASSWORD, a_club, a_person, a_post, a_track, friends
from music import world
from tilelog.note import Verifier, open_note

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
HOSTILE = "<script>alert(1)</script>&\"'"


def packed(person: Person) -> dict[str, str]:
    """path → content, of a person's archive."""
    out = io.BytesIO()
    packing.pack(person, Listener(person.pk, "DE"), out)
    with zipfile.ZipFile(out) as opened:
        return {
            name.removeprefix("akkord-archive/"): opened.read(name).decode() for name in opened.namelist()
        }


def value(files: dict[str, str], name: str):  # type: ignore[no-untyped-def]
    return json.loads(files[f"data/{name}.json"])


def say(sender: Person, other: Person, text: str, number: str) -> None:
    dialogs.write(sender, other, Words(text, client_id=number))


def test_all_that_is_ones_own_is_in_it() -> None:
    anna, boris = a_person("Anna", city="Perm", about=HOSTILE), a_person("Boris")
    friends(anna, boris)
    a_post(anna, "Rain again")
    wall.write_post(boris, wall_person=anna, text="Happy birthday")
    music.keep(anna, a_track(boris, "Thaw").pk)
    a_club(anna, "Kitchen concerts")
    files = packed(anna)
    assert value(files, "profile")["city"] == "Perm"
    assert [each["name"] for each in value(files, "people")["friends"]] == ["Boris"]
    assert {each["text"] for each in value(files, "posts-1")} == {"Rain again", "Happy birthday"}
    assert [each["title"] for each in value(files, "music")["tracks"]] == ["Thaw"]
    assert value(files, "communities")[0]["name"] == "Kitchen concerts"
    assert value(files, "account")["who_sees_what"]["page"] == {
        "level": "everyone",
        "lists": [],
        "people": [],
    }
    assert HOSTILE not in files["profile.html"]
    assert "&lt;script&gt;" in files["profile.html"]


def test_it_carries_what_another_site_needs_to_put_things_in_place() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    friends(anna, boris)
    close = people.make_list(anna, "Close")
    people.put_on_list(anna, close.pk, [boris.pk])
    audience = Audience(Level.LISTS, lists=frozenset({close.pk}))
    post = wall.write_post(
        anna, wall_person=anna, text="Which?", poll=Question("Which?", ["A", "B"]), audience=audience
    )
    wall.write_comment(boris, post, text="B of course")
    wall.like(boris, post)
    track = a_track(boris, "Thaw", "Boris")
    music.make_playlist(anna, "Winter", [track.pk])
    files = packed(anna)
    [told] = value(files, "posts-1")
    assert told["audience"] == {"level": "lists", "lists": ["Close"], "people": []}
    assert [each["text"] for each in told["poll"]["answers"]] == ["A", "B"]
    assert [(each["by"]["name"], each["text"]) for each in told["comments"]] == [("Boris", "B of course")]
    [playlist] = value(files, "music")["playlists"]
    assert playlist["title"] == "Winter"
    known = {"title": "Thaw", "artist": "Boris", "seconds": 0.0, "isrc": "", "address": f"/audio{track.pk}"}
    assert playlist["tracks"] == [known]
    assert value(packed(boris), "liked")[0]["address"] == f"/wall{post.pk}"


def test_conversations_are_in_it_in_their_order() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    friends(anna, boris)
    for number, (who, text) in enumerate([(anna, "one"), (boris, "two"), (anna, "three")]):
        say(who, boris if who is anna else anna, text, f"c{number}")
    files = packed(anna)
    [talk] = value(files, "messages")
    said = json.loads(files[talk["files"][0]])
    assert [(each["by"]["name"], each["text"]) for each in said] == [
        ("Anna", "one"), ("Boris", "two"), ("Anna", "three"),
    ]  # fmt: skip
    assert "three" in files[f"{talk['page']}.html"]


def test_a_message_that_is_a_voice_note_alone_says_so() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    friends(anna, boris)
    note = world.upload(anna, makers.sound(seconds=75.04), spoken=True)
    dialogs.write(anna, boris, Words(voices=(note.pk,), client_id="c1"))
    files = packed(boris)
    [talk] = value(files, "messages")
    [said] = json.loads(files[talk["files"][0]])
    assert said["voices"] == [{"seconds": 75.0}]
    assert "Voice note, 1:15" in files[f"{talk['page']}.html"]


def test_nothing_one_may_not_see_is_in_it() -> None:
    anna, boris, clara = a_person("Anna"), a_person("Boris"), a_person("Clara")
    friends(boris, clara)
    say(boris, clara, "between us", "c1")
    a_post(boris, "not about Anna")
    wall.write_post(clara, wall_person=clara, text="my own")
    told = "".join(packed(anna).values())
    assert not re.search("between us|not about Anna|my own|Boris|Clara", told)
    people.block(boris, anna)
    assert "Boris" not in "".join(packed(anna).values())


def test_the_manifest_names_every_file_with_its_digest() -> None:
    files = packed(a_person())
    whole = files.pop("manifest.json")
    manifest = json.loads(whole)
    signature = files.pop("signature.txt")
    assert manifest["format"] == "akkord-archive-2"
    assert set(manifest["files"]) == set(files)
    for name, about in manifest["files"].items():
        assert about["sha256"] == hashlib.sha256(files[name].encode()).hexdigest()
        assert about["bytes"] == len(files[name].encode())
    note = open_note(signature, [Verifier.from_vkey(manifest["key"])])
    assert "manifest " + hashlib.sha256(whole.encode()).hexdigest() in note.text.splitlines()


class Links(HTMLParser):
    """What a page asks for: addresses of links and of what it loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "a":
            self.links.append(said.get("href") or "")
        elif where := said.get("src") or said.get("href"):
            self.loads.append(where)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_its_pages_need_nothing_from_the_network_and_lead_to_pages_that_are_there(
    language: str, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(packing, "PART", 2)
    anna, boris = a_person("Anna"), a_person("Boris")
    friends(anna, boris)
    for number in range(5):
        a_post(anna, f"post {number}")
        say(anna, boris, f"message {number}", f"c{number}")
    with translation.override(language):
        files = packed(anna)
    pages = {name: text for name, text in files.items() if name.endswith(".html")}
    assert {"posts-1.html", "posts-2.html", "posts-3.html"} <= set(pages)
    assert "posts-4.html" not in pages
    for name, text in pages.items():
        read = Links(text)
        assert read.loads == ["style.css"], name
        assert f'<html lang="{language}">' in text
        inside = [link for link in read.links if not link.startswith("http")]
        assert set(inside) <= set(pages), name
    reached, todo = set(), ["index.html"]
    while todo:
        page = todo.pop()
        if page not in reached:
            reached.add(page)
            todo += [link for link in Links(pages[page]).links if not link.startswith("http")]
    assert reached == set(pages)


def test_a_long_conversation_costs_no_queries_a_message() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    friends(anna, boris)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            packed(anna)
        return len(asked)

    say(anna, boris, "0", "c0")
    few = cost()
    for number in range(1, 30):
        say(anna, boris, str(number), f"c{number}")
    assert cost() == few


def who_they_are(person: Person) -> Client:
    """A browser whose person has signed in and just said again who they are."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_it_is_downloaded_by_its_owner_who_has_just_said_who_they_are() -> None:
    anna = a_person()
    browser = who_they_are(anna)
    assert "/settings/data/archive.zip" in browser.get("/settings/data").content.decode()
    answer = browser.post("/settings/data/archive.zip")
    assert answer["Content-Disposition"].startswith(f'attachment; filename="akkord-id{anna.pk}-')
    assert "no-store" in answer["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as opened:
        assert opened.testzip() is None
    kept = Client()
    kept.force_login(anna, backend="allauth.account.auth_backends.AuthenticationBackend")
    asked = kept.post("/settings/data/archive.zip")["Location"]
    assert asked.startswith("/accounts/reauthenticate/")
    assert kept.get("/settings/data/archive.zip").status_code == 405
    answer = kept.post(asked, {"password": PASSWORD}, follow=True)
    assert answer["Content-Type"] == "application/zip"
    assert Client().post("/settings/data/archive.zip")["Location"].startswith("/accounts/login/")


def test_asked_for_too_often_it_waits() -> None:
    anna = a_person()
    browser = who_they_are(anna)
    for _ in range(6):
        assert browser.post("/settings/data/archive.zip").status_code == 200
    refused = browser.post("/settings/data/archive.zip")
    assert refused.status_code == 429
    assert "several times" in refused.content.decode()


def test_who_is_in_a_chat_one_has_left_is_not_in_it() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    clara = a_person("Clara")
    friends(anna, boris)
    friends(boris, clara)
    chat = dialogs.found_chat(boris, "Band", [anna.pk])
    assert "Boris" in str(value(packed(anna), "messages")[0]["members"])
    dialogs.leave(anna, chat.pk)
    assert value(packed(anna), "messages")[0]["members"] == []
