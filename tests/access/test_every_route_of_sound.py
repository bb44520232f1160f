"""Who may emit sound: every route is asked, and what gives sound or its address stands in a table.

A new route that emits sound and is not in the table fails; one that emits the restricted fails in any case.
"""

import asyncio
import hashlib
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from akkord.catalogue import actions as catalogue
from akkord.config import front
from akkord.dialogs import actions as dialogs
from akkord.ledger import actions as ledger
from akkord.music import actions as music
from akkord.music import streams
from akkord.music.models import Track, Upload
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.sound.forms import Rendition
from akkord.store import files as store_files
from akkord.store import made, partials
from akkord.subsonic.table import CALLS, SOUND
from akkord.wall import actions as wall
from akkord.web import archive_zip
from cases import makers
from factories import a_person, friends
from music import world

pytestmark = [pytest.mark.django_db(transaction=True, reset_sequences=True), pytest.mark.any_database]

# Answered with sound, after `decide`: the front's own doors alone, none of Django's pages.
EMIT = {
    "/stream/": "GET",
    "/originals.zip": "GET",
    "/archive.zip": "GET",
    **{f"/rest/{call}": "GET" for call in SOUND},
}
# Answered with an address under /stream/, which gives nothing by itself.
VOICES = {  # of a voice note, to those of its conversation
    "im/voice/<voice_place:within>/<uuid:note>",
    "api/v1/dialogs/<number>/messages/<seq>/voices/<note>/listen",
}
NAME_ADDRESSES = {
    "listen/<number:number>",
    "listen/<number:number>/offline",
    "embed/listen/<number:number>",
    "api/v1/tracks/<number>/listen",
    *VOICES,
}
ROUND = ({}, {"Range": "bytes=3000-"}, {"Range": "bytes=0-0"}, {"Range": "bytes=-1"}, {"If-None-Match": "*"})
UNIT = 64  # bytes of which each file is made, over and over, so that any piece of it is known
HOLES = {"UUIDConverter": uuid.UUID(int=1), "SlugConverter": "nothing"}


@dataclass
class Site:
    """A track that is everywhere, whoever comes by, and the bytes by which it is known."""

    track: Track
    people: dict[str, Person]
    device: str
    silence: Callable[[], object]  # the label forbids it everywhere
    arguments: dict[str, Any] = field(default_factory=dict)
    files: list[bytes] = field(default_factory=list)

    def sounds(self, body: bytes) -> bool:
        return any(unit[:12] in body for unit in self.files)


@pytest.fixture
def site(db: None, settings: Any, tmp_path: Path) -> Iterator[Site]:
    settings.DATA = tmp_path
    settings.WAKES = {event: [] for event in settings.WAKES}
    stores = (store_files.files, made.renditions, made.pictures, partials.partials)
    for store in stores:
        store.cache_clear()
    streams._remembered.clear()
    ledger.begin_log()
    yield everywhere()
    for store in stores:
        store.cache_clear()


def everywhere() -> Site:
    """Sent in by the owner; kept, posted, said in a message, put in a playlist and shared by a friend."""
    owner, friend = a_person("Owner"), a_person("Friend")
    clerk = a_person("Clerk", is_staff=True)
    friends(owner, friend)
    sound = makers.sound(tags={}, loudness=-14.0)
    files = [hashlib.sha512(name.encode()).digest() for name in ("sent in", "pages", "ogg", "later")]
    sent, page = (store_files.files().keep([unit * 200]) for unit in files[:2])
    sound.sha256, sound.size, sound.container, sound.codec = sent.sha256, sent.size, "mp3", "mp3"
    sound.bitrate, sound.rate, sound.channels = 192_000, 44_100, 2
    sound.rendition, sound.rendition_size = page.sha256, page.size
    sound.save()
    label, rep = makers.label()
    (recording,) = makers.recordings(label, 1)
    catalogue.appoint(label, clerk)
    world.licensed(rep, label)
    upload = world.upload(owner, sound, recording)
    for unit, since in zip(files[2:], (0, 7), strict=True):
        place = store_files.files().incoming / f"made-{since}"
        place.write_bytes(unit * 200)
        made.renditions().settle(place, Rendition("ogg", 96, since).name(sound.sha256))
    track = world.track(upload)
    wall.write_post(owner, wall_person=owner, text="Hear this", track_ids=[track.pk])
    music.keep(friend, track.pk)
    playlist = music.make_playlist(friend, "Mine", public=True)
    music.add_to_playlist(friend, playlist.pk, [track.pk])
    share = music.share(friend, [track.pk])
    chat = dialogs.found_chat(owner, "Chat", [friend.pk])
    note, spoken = voice_note(owner, recording)
    files += spoken
    said = dialogs.say(owner, chat.pk, dialogs.Words(text="And this", tracks=(track.pk,), voices=(note.pk,)))
    holes = {
        "upload_id": upload.pk,
        "where": f"c{chat.pk}",
        "owner": friend.pk,
        "code": share.code,
        "path": "audio1",
        "seq": said.seq,
        "within": f"m{said.pk}",
        "note": note.pk,
    }
    named = {"owner": owner, "friend": friend, "clerk": clerk}
    silence = partial(world.block, rep, label, recording)
    return Site(track, named, people.connect_device(friend, "Tempus"), silence, holes, files)


def voice_note(sender: Person, recording: Any) -> tuple[Upload, list[bytes]]:
    """A voice note in which the recording sounds, and the bytes by which it is known."""
    files = [hashlib.sha512(name.encode()).digest() for name in ("spoken", "spoken, for pages")]
    sent, page = (store_files.files().keep([unit * 200]) for unit in files)
    sound = makers.sound(tags={"title": "Song", "artist": "Anna", "album": "Words"}, loudness=-14.0)
    sound.sha256, sound.rendition, sound.rendition_size = sent.sha256, page.sha256, page.size
    sound.save()
    return world.upload(sender, sound, recording, spoken=True), files


def every_route() -> list[tuple[str, URLPattern]]:
    """(path, pattern) of every address there is, the API's and those without a hole, too."""
    found: list[tuple[str, URLPattern]] = []
    _walk(get_resolver("akkord.config.urls").url_patterns, "", found)
    return found


def _walk(patterns: list[Any], before: str, found: list[tuple[str, URLPattern]]) -> None:
    for each in patterns:
        path = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            _walk(each.url_patterns, path, found)
        else:
            found.append((path, each))


def place_of(site: Site, path: str, pattern: URLPattern) -> str:
    """An address of that route: what is the track's fills the holes, and everything else is number 1."""
    place = path
    for name, converter in pattern.pattern.converters.items():
        value = site.arguments.get(name, HOLES.get(type(converter).__name__, 1))
        place = re.sub(rf"<(?:[^<>:]+:)?{name}>", str(value), place)
    return "/" + place


class Asker:
    """One person's browser, or a guest's; whatever a request changes is taken back."""

    def __init__(self, person: Person | None) -> None:
        self.client = Client(raise_request_exception=False, REMOTE_ADDR="127.0.1.1")
        if person:
            self.client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        self.key = {"HTTP_AUTHORIZATION": f"Bearer {people.issue_token(person, 'test')}"} if person else {}
        self.cookies = self.client.cookies.output()

    def ask(self, place: str, method: str) -> bytes:
        self.client.cookies = SimpleCookie()
        self.client.cookies.load(self.cookies.replace("Set-Cookie: ", ""))
        said = {"content_type": "application/json", "data": "{}"} if method == "post" else {}
        said |= self.key if place.startswith("/api/") else {}
        with transaction.atomic():
            answer = getattr(self.client, method)(place, **said)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        return bytes(body)


def sent_by_front(path: str, query: dict[str, str], cookie: str = "", **headers: str) -> tuple[int, bytes]:
    """What one of the front's own doors answers to GET."""
    said: dict[str, Any] = {"status": 0, "body": b""}

    async def send(message: dict[str, Any]) -> None:
        said["status"] = message.get("status", said["status"])
        said["body"] += message.get("body", b"")

    asked = iter([{"type": "http.request", "body": b""}])

    async def receive() -> dict[str, Any]:
        if (body := next(asked, None)) is None:
            await asyncio.Event().wait()  # they stay until they are answered
        assert body is not None
        return body

    named = [(k.replace("_", "-").lower().encode(), v.encode()) for k, v in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "client": ("127.0.1.1", 1)}
    scope |= {"query_string": urlencode(query).encode(), "headers": [*named, (b"cookie", cookie.encode())]}
    asyncio.run(front.application(scope, receive, send))
    return said["status"], said["body"]


def sent(site: Site, token: str, person: str, **headers: str) -> tuple[int, bytes]:
    """What an address of sound answers somebody."""
    return sent_by_front(f"/stream/{token}", {}, cookie_of(site, person), **headers)


def call(site: Site, name: str, **headers: str) -> tuple[int, bytes]:
    """A call of a player with a friend's device token."""
    one = f"tr-{site.track.pk}"
    said = {"apiKey": site.device, "v": "1.16.1", "c": "test", "id": one, "mediaId": one, "mediaType": "song"}
    more = {"songId": one, "query": "", "artist": "Anna", "transcodeParams": "ogg-96", "f": "json"}
    return sent_by_front(f"/rest/{name}", said | more, **headers)


def cookie_of(site: Site, person: str) -> str:
    return Asker(site.people.get(person)).cookies.replace("Set-Cookie: ", "").partition(";")[0]


def originals(site: Site, person: str) -> bytes:
    """What somebody gets who asks for what they have sent in."""
    return sent_by_front("/originals.zip", {}, cookie_of(site, person))[1]


def archive(site: Site, person: str) -> bytes:
    """What somebody gets who asks for their archive with the sounds."""
    number = site.people[person].pk if person else 0
    query = {"ticket": archive_zip.address_for(number, "en").partition("=")[2]}
    return sent_by_front("/archive.zip", query, cookie_of(site, person))[1]


def answers(site: Site, person: str, only: set[str] | None = None) -> dict[str, list[bytes]]:
    """route → what it answers this person to GET and to POST; "" is a guest."""
    asker = Asker(site.people.get(person))
    return {
        path: [asker.ask(place_of(site, path, pattern), method) for method in ("get", "post")]
        for path, pattern in every_route()
        if only is None or path in only
    }


def tokens(said: dict[str, list[bytes]]) -> dict[str, set[str]]:
    """route → addresses of sound it names."""
    found = {name: set(re.findall(rb"/stream/([\w:.-]{20,})", b"".join(each))) for name, each in said.items()}
    return {name: {token.decode() for token in each} for name, each in found.items() if each}


def test_the_fronts_own_doors_are_known() -> None:
    # Of pieces only a place inside is named; the last is the site's own files of pages.
    known = {"/stream/", "/pieces/", "/originals.zip", "/archive.zip", "/rest/", "/live", "/static/"}
    assert set(front.DOORS) == known


def test_no_route_but_those_of_the_table_emits_sound_and_none_emits_the_restricted(site: Site) -> None:
    said = answers(site, "owner")
    assert [name for name, each in said.items() if any(map(site.sounds, each))] == []
    names = tokens(said)
    assert set(names) == NAME_ADDRESSES
    known = {token for each in names.values() for token in each}
    spoken = {token for name in VOICES for token in names[name]}
    for token in known:  # a voice note to those of its conversation, everything else to whoever comes by
        heard = {person for person in (*site.people, "") if site.sounds(sent(site, token, person)[1])}
        assert heard == ({"owner", "friend"} if token in spoken else {*site.people, ""})
    assert {f"/rest/{name}" for name in CALLS if site.sounds(call(site, name)[1])} == set(EMIT) - {
        "/stream/",
        "/originals.zip",
        "/archive.zip",
    }
    for door in (originals, archive):
        assert {who for who in ("owner", "friend", "clerk", "") if site.sounds(door(site, who))} == {"owner"}

    site.silence()
    for person in ("friend", "owner", "clerk", ""):
        said = answers(site, person, None if person == "friend" else NAME_ADDRESSES)
        assert [name for name, each in said.items() if any(map(site.sounds, each))] == []
        assert tokens(said) == {}, person
        assert not site.sounds(originals(site, person)), person
        assert not site.sounds(archive(site, person)), person
        for token in known:  # the old ones, everybody's, also from the middle
            outside = token in spoken and person in ("clerk", "")
            for headers in ROUND:
                said_now = (404, b"") if outside else (403, b"silent")
                assert sent(site, token, person, **headers) == said_now
    for name in CALLS:
        for headers in ROUND:
            assert not site.sounds(call(site, name, **headers)[1]), name
