"""Sound leaves alike whoever sends it: by the letter of RFC 9110, decided at each range and in mid-answer,
and nothing of what nginx and we tell each other is ever shown to a listener."""

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
import pytest
from django.db import connection

from akkord.catalogue.models import Organisation, Recording
from akkord.music import actions
from akkord.music.models import Track
from akkord.people.actions import connect_device
from akkord.people.models import Person
from akkord.sound.forms import Rendition
from akkord.sound.models import Sound
from akkord.store.files import files
from akkord.store.made import renditions
from cases import makers
from music import world
from subsonic.library import Player, a_song
from ways.conftest import Way

pytestmark = pytest.mark.django_db(transaction=True)
PLACE = 512 * 1024  # what nginx asks for at once
LONG = 24 * 1024 * 1024
HIDDEN = re.compile(r"accel|amz|signature|/pieces|/kept|/made|/store", re.I)


@dataclass(frozen=True)
class Song:
    """A track with a label's recording in it, its bytes, and where a guest hears it."""

    label: Organisation
    rep: Person
    recording: Recording
    track: Track
    said: bytes
    url: str


def a_recorded(size: int) -> Song:
    label, rep = makers.label()
    recording = makers.recordings(label, 1)[0]
    world.licensed(rep, label)
    sound = makers.sound()
    said = bytes(range(251)) * (size // 251 + 1)
    said = said[: size - 16] + sound.pk.to_bytes(16, "big")
    kept = files().keep([said])
    Sound.objects.filter(pk=sound.pk).update(rendition=kept.sha256, rendition_size=kept.size)
    track = world.track(world.upload(makers.person(), sound, recording))
    return Song(label, rep, recording, track, said, actions.start_play(world.GUEST, track.pk).url)


@pytest.fixture
def song(way: Way) -> Song:
    return a_recorded(3 * PLACE + 1000)


@pytest.fixture
def ears(way: Way) -> Iterator[httpx.Client]:
    """A listener in Russia, on one long-lived connection."""
    transport = httpx.HTTPTransport(local_address="127.0.1.1", limits=httpx.Limits(max_connections=1))
    with httpx.Client(base_url=way.url, transport=transport, timeout=30) as client:
        yield client


def check_hidden(answer: httpx.Response) -> None:
    assert not [name for name in answer.headers.items() if HIDDEN.search(" ".join(name))]


def test_the_whole_is_sent_with_every_header_once(song: Song, ears: httpx.Client) -> None:
    answer = ears.get(song.url)
    assert (answer.status_code, answer.content == song.said) == (200, True)
    said = {
        "content-type": "audio/webm",
        "content-length": str(len(song.said)),
        "accept-ranges": "bytes",
        "etag": f'"{Sound.objects.get(pk=song.track.sound_id).rendition}"',
        "cache-control": "private, no-store",
        "content-disposition": "inline",
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox; default-src 'none'",
        "cross-origin-resource-policy": "same-origin",
    }
    for name, value in said.items():
        assert answer.headers.get_list(name) == [value], name
    assert "last-modified" not in answer.headers
    check_hidden(answer)


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-", 0, None),
        (f"bytes={PLACE - 1}-{PLACE}", PLACE - 1, PLACE),
        (f"bytes=1000-{2 * PLACE + 5}", 1000, 2 * PLACE + 5),
        (f"bytes={PLACE}-99999999999", PLACE, None),
        ("bytes=-1", -1, None),
    ],
)
def test_a_range_is_sent_with_its_place(
    song: Song, ears: httpx.Client, header: str, first: int, last: int | None
) -> None:
    size = len(song.said)
    begin, end = first % size, size - 1 if last is None else last
    answer = ears.get(song.url, headers={"Range": header})
    assert (answer.status_code, answer.content == song.said[begin : end + 1]) == (206, True)
    assert answer.headers["content-range"] == f"bytes {begin}-{end}/{size}"
    assert answer.headers["etag"].strip('"') == Sound.objects.get(pk=song.track.sound_id).rendition
    check_hidden(answer)


@pytest.mark.parametrize("header", ["bytes=5-4", "bytes=a-b", "bytes=0-1,5-6", "lines=0-1"])
def test_what_is_no_range_is_ignored(song: Song, ears: httpx.Client, header: str) -> None:
    assert ears.get(song.url, headers={"Range": header}).content == song.said


def test_a_range_outside_says_how_large_the_file_is(song: Song, ears: httpx.Client) -> None:
    answer = ears.get(song.url, headers={"Range": f"bytes={len(song.said)}-"})
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer.headers["content-range"] == f"bytes */{len(song.said)}"
    check_hidden(answer)


def test_head_says_what_get_would_and_sends_no_byte(song: Song, ears: httpx.Client) -> None:
    whole, part = ears.head(song.url), ears.head(song.url, headers={"Range": "bytes=5-9"})
    assert (whole.status_code, whole.content, whole.headers["content-length"]) == (
        200, b"", str(len(song.said)),
    )  # fmt: skip
    assert (part.status_code, part.headers["content-length"]) == (206, "5")
    check_hidden(whole)


def test_if_range_and_if_none_match_know_the_very_same_file(song: Song, ears: httpx.Client) -> None:
    etag = ears.head(song.url).headers["etag"]
    assert ears.get(song.url, headers={"Range": "bytes=0-9", "If-Range": etag}).content == song.said[:10]
    for other in ('"other"', "Wed, 21 Oct 2015 07:28:00 GMT", "Fri, 31 Dec 2100 23:59:59 GMT"):
        asked = {"Range": "bytes=0-9", "If-Range": other}
        assert ears.get(song.url, headers=asked).status_code == 200, other
    known = ears.get(song.url, headers={"If-None-Match": etag})
    assert (known.status_code, known.content) == (304, b"")


def test_each_range_of_a_long_lived_connection_is_decided(song: Song, ears: httpx.Client) -> None:
    for first in range(0, len(song.said), PLACE // 2):
        asked = {"Range": f"bytes={first}-{first + 999}"}
        assert ears.get(song.url, headers=asked).content == song.said[first : first + 1000]
    world.block(song.rep, song.label, song.recording)
    for asked in ({}, {"Range": "bytes=5-9"}, {"Range": f"bytes={PLACE}-"}):
        refused = ears.get(song.url, headers=asked)
        assert (refused.status_code, refused.content) == (403, b"silent")
    assert ears.head(song.url).status_code == 403


def test_an_order_cuts_an_answer_that_is_being_sent(way: Way) -> None:
    song = a_recorded(LONG)
    with closing(SlowListener(way, song.url)) as slow:
        slow.take(PLACE)
        world.block(song.rep, song.label, song.recording)
        connection.close()
        slow.take(LONG)
    assert slow.ended
    assert PLACE < slow.taken < LONG // 2


class SlowListener:
    """Takes what it wants of an answer, with small buffers on its side."""

    def __init__(self, way: Way, path: str) -> None:
        at = urlsplit(way.url)
        self.line = socket.socket()
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        self.line.settimeout(20)
        self.line.bind(("127.0.1.1", 0))
        self.line.connect((at.hostname, at.port))
        self.line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        self.taken, self.ended = 0, False

    def take(self, most: int) -> None:
        """Up to so many bytes in all, or to the end of the connection."""
        while self.taken < most and not self.ended:
            try:
                piece = self.line.recv(64 * 1024)
            except ConnectionResetError:
                piece = b""
            self.taken += len(piece)
            self.ended = not piece

    def close(self) -> None:
        self.line.close()


def test_players_are_sent_what_they_ask_for_by_form(way: Way) -> None:
    anna = makers.person()
    song = a_song(anna, "Шаг")
    said = files().read(song.sound.sha256)
    asked = {**Player(anna.email, connect_device(anna, "Tempus")).proof(), "id": f"tr-{song.pk}"}
    with httpx.Client(base_url=way.url, timeout=30) as client:
        got = client.post("/rest/stream", data=asked, headers={"Origin": "https://player.example"})
        assert (got.status_code, got.content == said) == (200, True)
        assert got.headers["content-type"] == "audio/mpeg"
        assert got.headers["access-control-allow-origin"] == "*"
        assert "content-range" in got.headers["access-control-expose-headers"]
        assert got.headers["cross-origin-resource-policy"] == "cross-origin"
        check_hidden(got)
        part = client.get("/rest/stream", params=asked, headers={"Range": "bytes=100-199"})
        assert (part.status_code, part.content) == (206, said[100:200])
        kept = client.get("/rest/download", params=asked)
        assert kept.headers["content-disposition"].startswith('attachment; filename="tr-')
        assert kept.content == said


def test_what_can_be_made_again_is_sent_and_then_missed(way: Way) -> None:
    anna = makers.person()
    song = a_song(anna, "Шаг")
    form = Rendition("mp3", 64, 0)
    place = files().incoming / "made"
    place.write_bytes(b"64 kbit " * PLACE)
    renditions().settle(place, form.name(song.sound.sha256))
    asked = {**Player(anna.email, connect_device(anna, "Tempus")).proof(), "id": f"tr-{song.pk}"}
    asked |= {"format": "mp3", "maxBitRate": "64"}
    got = httpx.get(f"{way.url}/rest/stream", params=asked, timeout=30)
    assert (got.status_code, got.content == b"64 kbit " * PLACE) == (200, True)


def test_nobody_is_shown_where_bytes_lie(way: Way, song: Song) -> None:
    """Nor may anybody ask there: neither before nginx nor at our own port."""
    for url in (way.url, way.own):
        for path in ("/pieces/", "/pieces/x"):
            assert httpx.get(url + path).status_code == 404
    elsewhere = httpx.HTTPTransport(local_address="127.0.1.1")  # no proxy of ours asks from there
    with httpx.Client(base_url=way.own, transport=elsewhere) as client:
        answer = client.get(song.url)
    assert answer.content == song.said
    check_hidden(answer)


def test_a_ticket_is_decided_for_its_listener_at_each_piece(way: Way, song: Song) -> None:
    if not way.by_nginx:
        return
    handed = httpx.get(way.own + song.url, headers={"X-Forwarded-For": "127.0.1.1"})
    assert (handed.status_code, handed.content) == (200, b"")
    ticket = handed.headers["x-accel-redirect"]
    told = httpx.get(way.own + ticket)
    assert told.headers["x-accel-redirect"].startswith(("/kept/", "/store/"))
    assert httpx.get(way.own + ticket + "x").status_code == 404
    elsewhere = httpx.HTTPTransport(local_address="127.0.1.1")
    with httpx.Client(base_url=way.own, transport=elsewhere) as client:
        assert client.get(ticket).status_code == 404
    world.block(song.rep, song.label, song.recording)
    assert httpx.get(way.own + ticket).status_code == 403
    assert "x-accel-redirect" not in httpx.get(way.own + song.url).headers
