"""Documents, sounds and podcasts of one's own go along in an archive, and nothing that is silent."""

import asyncio
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from akkord.archive import packing, sending
from akkord.archive.opening import opened
from akkord.config import front
from akkord.documents import actions as documents
from akkord.flow import clock
from akkord.music.handing_back import PIECE, BrokenOff
from akkord.music.models import Track
from akkord.music.rules import Listener
from akkord.people.models import Person
from akkord.podcasts.models import Feed, Following
from akkord.store.files import files
from akkord.wall import actions as wall
from archive.test_archives import Links, packed, value, who_they_are
from cases import makers
from factories import a_person
from music import world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("log")]
SONG = b"as it was sent in " * 40_000  # more than two pieces
WORDS = "Сметы на 2026 год\n".encode()


def a_song(person: Person, content: bytes = SONG, track: Track | None = None) -> Track:
    """A member's upload with a file of its own in the store."""
    track = track or world.unmatched(person)
    sent = files().keep([content])
    sound = track.sound
    sound.sha256, sound.size, sound.container, sound.codec = sent.sha256, sent.size, "flac", "flac"
    sound.rendition, sound.rendition_size = sent.sha256, sent.size
    sound.save()
    return track


async def _collected(ready: sending.Ready) -> list[bytes]:
    return [piece async for piece in sending.pieces(ready)]


def with_sounds(person: Person) -> list[bytes]:
    return asyncio.run(_collected(sending.made_ready(person, Listener(person.pk, "RU"), "en")))


def read(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        assert zipped.testzip() is None
        raw = zipped.read(f"akkord-archive/{name}")
    return json.loads(raw) if name.endswith(".json") else raw


def test_documents_are_in_it_as_they_came_and_posts_name_theirs() -> None:
    anna = a_person("Anna")
    paper = documents.send_in(anna, "Сметы.txt", WORDS)
    documents.send_in(a_person("Boris"), "theirs.txt", b"not Anna's")
    wall.write_post(anna, wall_person=anna, text="See", document_ids=[paper.pk])
    found = packed(anna)
    (row,) = value(found, "documents-1")
    assert (row["file"], row["name"], row["bytes"]) == (f"documents/{paper.pk}.txt", "Сметы.txt", len(WORDS))
    assert found[row["file"]].encode() == WORDS
    assert value(found, "posts-1")[0]["documents"] == [paper.pk]
    assert row["file"] in Links(found["documents-1.html"]).links
    assert "not Anna's" not in "".join(found.values())


def test_a_document_whose_bytes_are_lost_is_named_and_the_rest_is_whole() -> None:
    anna = a_person("Anna")
    lost = documents.send_in(anna, "lost.txt", b"lost")
    files().path(lost.content.sha256).unlink()
    (row,) = value(packed(anna), "documents-1")
    assert (row["name"], row["file"]) == ("lost.txt", "")


def test_podcasts_one_follows_are_in_it_also_as_other_players_read_them() -> None:
    anna = a_person("Anna")
    said = {
        "address": "https://pod.example/feed?a=1&b=2",
        "title": 'Tea & "talk"',
        "site": "https://pod.example/",
    }
    feed = Feed.objects.create(**said, next_at=clock.now())
    Following.objects.create(feed=feed, person=anna, since=clock.now())
    found = packed(anna)
    assert value(found, "podcasts") == [said]
    (outline,) = ElementTree.fromstring(found["podcasts.opml"]).iter("outline")
    assert (outline.get("xmlUrl"), outline.get("text")) == (said["address"], said["title"])


def test_sounds_are_in_it_when_asked_for_byte_for_byte_and_in_pieces(tmp_path: Path) -> None:
    anna = a_person("Anna")
    song = a_song(anna)
    a_song(a_person("Boris"), b"another member's " * 100)
    pieces = with_sounds(anna)
    assert max(map(len, pieces)) < PIECE + 5000
    data = b"".join(pieces)
    assert b"another member's" not in data
    (row,) = read(data, "data/sounds-1.json")
    assert read(data, row["file"]) == SONG
    assert (row["file"], row["left_out"]) == (f"sounds/{song.pk}.flac", "")
    assert row["file"] in Links(read(data, "sounds-1.html").decode()).links
    (tmp_path / "a.zip").write_bytes(data)
    with opened(tmp_path / "a.zip") as archive:  # signed, and every file is what the manifest says
        archive.check_files()


def test_without_asking_no_sound_is_in_it_and_it_says_so() -> None:
    anna = a_person("Anna")
    a_song(anna)
    found = packed(anna)
    (row,) = value(found, "sounds-1")
    assert (row["file"], row["left_out"]) == ("", "unasked")
    assert not [name for name in found if name.startswith("sounds/")]


def test_what_is_blocked_is_named_and_not_in_it_and_what_has_no_room_neither(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    anna = a_person("Anna")
    label, rep = makers.label()
    (recording,) = makers.recordings(label, 1)
    a_song(anna, SONG + b"1", world.matched(anna, recording))
    a_song(anna, SONG + b"2")
    world.block(rep, label, recording)
    silent, whole_one = read(b"".join(with_sounds(anna)), "data/sounds-1.json")
    assert (silent["file"], silent["left_out"]) == ("", "silent")
    assert whole_one["file"]
    monkeypatch.setattr(packing, "MOST_BYTES", packing.KEPT_FREE + len(SONG) // 2)
    told = [row["left_out"] for row in read(b"".join(with_sounds(anna)), "data/sounds-1.json")]
    assert told == ["room", "room"]


@pytest.mark.parametrize("when", ["before its turn", "in the middle"])
def test_a_removal_while_it_is_sent_breaks_the_archive_off(when: str) -> None:
    anna = a_person("Anna")
    label, rep = makers.label()
    (recording,) = makers.recordings(label, 1)
    world.licensed(rep, label)
    a_song(anna, SONG, world.matched(anna, recording))
    ready = sending.made_ready(anna, Listener(anna.pk, "RU"), "en")
    assert len(ready.sounds) == 1
    got: list[bytes] = []

    async def until_the_removal() -> None:
        blocked = False
        async for piece in sending.pieces(ready):
            got.append(piece)
            if not blocked and (when == "before its turn" or SONG[:100] in piece):
                blocked = True
                await asyncio.to_thread(world.block, rep, label, recording)

    with pytest.raises(BrokenOff):
        asyncio.run(until_the_removal())
    assert not zipfile.is_zipfile(io.BytesIO(b"".join(got)))
    assert SONG not in b"".join(got)
    assert (SONG[:100] in b"".join(got)) == (when == "in the middle")


def got_from_front(address: str, client: Client | None) -> tuple[int, bytes]:
    """What the site's one port answers a browser."""
    said: dict[str, Any] = {"status": 0, "body": b""}

    async def send(message: dict[str, Any]) -> None:
        said["status"] = message.get("status", said["status"])
        said["body"] += message.get("body", b"")

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    path, _, query = address.partition("?")
    cookie = client.cookies.output(header="", sep=";").encode() if client else b""
    scope = {"type": "http", "method": "GET", "path": path, "client": ("127.0.1.1", 1)}
    scope |= {"query_string": query.encode(), "headers": [(b"cookie", cookie)]}
    asyncio.run(front.application(scope, receive, send))
    return said["status"], said["body"]


def test_with_sounds_it_is_downloaded_once_by_who_has_just_said_who_they_are() -> None:
    anna = a_person("Anna")
    a_song(anna)
    browser = who_they_are(anna)
    page = browser.get("/settings/data").content.decode()
    assert "With the 1 sound I sent in" in page
    place = browser.post("/settings/data/archive.zip", {"sounds": "yes"})["Location"]
    assert place.startswith("/archive.zip?ticket=")
    assert got_from_front(place, None)[0] == 303
    assert got_from_front(place, who_they_are(a_person("Boris")))[0] == 303
    assert got_from_front("/archive.zip", browser)[0] == 303
    status, data = got_from_front(place, browser)
    assert status == 200
    assert read(data, read(data, "data/sounds-1.json")[0]["file"]) == SONG
    assert got_from_front(place, browser)[0] == 303
    kept = Client()
    kept.force_login(anna, backend="allauth.account.auth_backends.AuthenticationBackend")
    asked = kept.post("/settings/data/archive.zip", {"sounds": "yes"})["Location"]
    assert asked.startswith("/accounts/reauthenticate/")
