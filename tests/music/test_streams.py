"""Bytes: decided at every range, stopped in mid-answer by an order, answered by the letter of RFC 9110."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.test import Client

from akkord.flow import clock
from akkord.music import actions, serving, streams
from akkord.music.models import Track
from akkord.music.rules import Listener
from akkord.people.actions import issue_token
from akkord.people.models import Person
from akkord.rights.territories import TerritorySet
from akkord.sound.models import Sound
from akkord.store.files import files
from akkord.web import stream
from cases import makers
from music import world

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
BYTES = bytes(range(256)) * 4096  # 1 MiB
SIZE = len(BYTES)

RANGES = [
    ("bytes=0-0", (0, 0)),
    ("bytes=0-", (0, SIZE - 1)),
    ("bytes=500-999", (500, 999)),
    ("Bytes = 5-6", (5, 6)),
    ("bytes=5-99999999999999999999", (5, SIZE - 1)),
    ("bytes=-1", (SIZE - 1, SIZE - 1)),
    ("bytes=-99999999999", (0, SIZE - 1)),
    # whatever is malformed or more than one range is ignored: the whole is sent
    *((header, None) for header in (
        "bytes=", "bytes=-", "bytes=5-4", "bytes=a-b", "bytes=0-1,5-6", "bytes", "", "lines=0-1",
        "bytes=1-2-3", f"bytes={'9' * 5000}-", f"bytes=0-{'9' * 5000}", "bytes=+1-2",
        "bytes=٣-٤", "bytes=0x1-2",
    )),
]  # fmt: skip


@pytest.mark.parametrize(("header", "span"), RANGES)
def test_a_range_is_read_by_the_letter(header: str, span: tuple[int, int] | None) -> None:
    read = serving.parse_range(header, SIZE)
    assert (read and (read.first, read.last)) == span


@pytest.mark.parametrize("header", [f"bytes={SIZE}-", f"bytes={SIZE + 5}-{SIZE + 9}", "bytes=-0"])
def test_a_range_outside_the_file_cannot_be_satisfied(header: str) -> None:
    with pytest.raises(serving.NotSatisfiable):
        serving.parse_range(header, SIZE)


@pytest.fixture
def track(log: None) -> Track:
    """A track whose rendition is in the store."""
    kept = files().keep([BYTES])
    sound = makers.sound()
    Sound.objects.filter(pk=sound.pk).update(rendition=kept.sha256, rendition_size=SIZE)
    return world.track(world.upload(makers.person(), sound))


@pytest.fixture
def address(track: Track) -> str:
    return actions.start_play(world.GUEST, track.pk).url


class Answer:
    """What the ASGI callable sent."""

    def __init__(self) -> None:
        self.status, self.headers, self.body, self.whole = 0, dict[str, str](), b"", False

    def take(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {k.decode(): v.decode() for k, v in message["headers"]}
        else:
            self.body += message.get("body", b"")
            self.whole = not message.get("more_body", False)


def get(
    path: str,
    method: str = "GET",
    peer: str = "127.0.1.1",
    while_sending: Callable[[Answer], Awaitable[None]] | None = None,
    **headers: str,
) -> Answer:
    answer = Answer()

    async def send(message: dict[str, Any]) -> None:
        answer.take(message)
        if while_sending and message["type"] == "http.response.body":
            await while_sending(answer)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    named = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": named, "client": (peer, 1)}
    asyncio.run(stream.answer(scope, receive, send))
    return answer


def test_the_whole_is_sent_when_no_range_is_asked(address: str) -> None:
    answer = get(address)
    assert (answer.status, answer.body, answer.whole) == (200, BYTES, True)
    assert answer.headers["content-length"] == str(SIZE)
    assert answer.headers["accept-ranges"] == "bytes"
    assert "no-store" in answer.headers["cache-control"]


def test_a_range_is_sent_with_its_place(address: str) -> None:
    answer = get(address, range="bytes=1000-300999")
    assert (answer.status, answer.body) == (206, BYTES[1000:301000])
    assert answer.headers["content-range"] == f"bytes 1000-300999/{SIZE}"
    assert answer.headers["content-length"] == "300000"


def test_head_sends_the_same_headers_and_no_byte(address: str) -> None:
    answer = get(address, "HEAD", range="bytes=5-9")
    assert (answer.status, answer.body, answer.headers["content-length"]) == (206, b"", "5")


def test_a_range_outside_says_how_large_the_file_is(address: str) -> None:
    answer = get(address, range=f"bytes={SIZE}-")
    assert (answer.status, answer.headers["content-range"], answer.body) == (416, f"bytes */{SIZE}", b"")


def test_if_range_gives_the_part_only_of_the_very_same_file(address: str) -> None:
    etag = get(address, "HEAD").headers["etag"]
    assert get(address, range="bytes=0-9", if_range=etag).status == 206
    for other in ('"other"', f"W/{etag}", "Wed, 21 Oct 2015 07:28:00 GMT"):
        assert get(address, range="bytes=0-9", if_range=other).status == 200


def test_other_methods_and_foreign_tokens_are_refused(address: str) -> None:
    assert get(address, "POST").status == 405
    for path in (address[:-1], address + "x", "/stream/", "/stream/../../etc/passwd", "/stream/\x00"):
        assert get(path).status == 404


def test_a_token_used_elsewhere_is_decided_for_where_it_is_used(track: Track) -> None:
    label, rep = makers.label()
    recording = makers.recordings(label, 1)[0]
    world.licensed(rep, label, TerritorySet.of("RU"))
    makers.matched([track.sound], [recording])
    world.rights.note_change()
    address = actions.start_play(Listener(None, "RU"), track.pk).url
    assert get(address, peer="127.0.1.1", range="bytes=0-9").status == 206
    refused = get(address, peer="127.0.2.1", range="bytes=0-9")
    assert (refused.status, refused.body) == (403, b"silent")


def test_an_address_stops_after_half_a_day(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert get(address, range="bytes=0-9").status == 206
    monkeypatch.setattr(streams, "TOKEN_SECONDS", -1)
    assert get(address, range="bytes=0-9").status == 404


def signed_in(person: Person) -> str:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return f"sessionid={client.cookies['sessionid'].value}"


def test_what_is_held_is_sent_to_its_uploaders_session_or_program_only(track: Track, settings) -> None:  # type: ignore[no-untyped-def]
    settings.INSTANCE_MODE = "strict"
    world.rights.note_change()
    sender = Person.objects.get(pk=track.person_id)
    address = actions.start_play(Listener(sender.pk, "RU"), track.pk).url
    assert get(address, cookie=signed_in(sender)).status == 200
    assert get(address, authorization=f"Bearer {issue_token(sender, 'x')}").status == 200
    for nobody in (
        {},
        {"cookie": "sessionid=made-up"},
        {"cookie": ";;=;sessionid"},
        {"authorization": "Bearer x"},
    ):
        assert get(address, **nobody).status == 403
    assert get(address, cookie=signed_in(makers.person())).status == 403


def test_an_order_stops_an_answer_that_is_being_sent(track: Track, address: str) -> None:
    label, rep = makers.label()
    recording = makers.recordings(label, 1)[0]
    world.licensed(rep, label)
    makers.matched([track.sound], [recording])
    world.rights.note_change()
    blocked_at: list[int] = []

    def blocked() -> None:
        world.block(rep, label, recording)
        connection.close()  # this thread's own

    async def order(answer: Answer) -> None:
        if len(answer.body) >= SIZE // 2 and not blocked_at:
            blocked_at.append(len(answer.body))
            await sync_to_async(blocked)()

    answer = get(address, while_sending=order)
    assert blocked_at
    assert len(answer.body) == blocked_at[0] < SIZE  # not one byte after the order
    assert not answer.whole
    assert get(address, range="bytes=0-0").status == 403


def test_remembered_answers_die_with_the_facts_they_were_made_of(
    track: Track, address: str, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    asked = 0
    ask = streams._ask

    def counting(*given: Any, **named: Any) -> Any:
        nonlocal asked
        asked += 1
        return ask(*given, **named)

    monkeypatch.setattr(streams, "_ask", counting)
    for _ in range(5):
        assert get(address, range="bytes=0-9").status == 206
    assert asked == 1
    actions.withdraw_track(Person.objects.get(pk=track.person_id), track)
    assert get(address, range="bytes=0-9").status == 404
    assert asked == 2


def test_a_licences_end_stops_a_remembered_answer(track: Track) -> None:
    with clock.at(NOON):
        label, rep = makers.label()
        recording = makers.recordings(label, 1)[0]
        world.licensed(rep, label, ends=NOON + timedelta(hours=1))
        makers.matched([track.sound], [recording])
        world.rights.note_change()
        address = actions.start_play(world.GUEST, track.pk).url.removeprefix("/stream/")
        opened = streams.open_stream(address, world.GUEST)
        assert opened.good_until == NOON + timedelta(hours=1)
    with clock.at(NOON + timedelta(minutes=59)):
        assert streams.still_allowed(opened)
    with clock.at(NOON + timedelta(hours=1)):
        assert not streams.still_allowed(opened)
        with pytest.raises(streams.Refused):
            streams.open_stream(address, world.GUEST)


def test_a_rendition_gone_from_the_store_is_no_stream(track: Track, address: str) -> None:
    files().path(track.sound.rendition).unlink()
    assert get(address).status == 404
