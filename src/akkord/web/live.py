"""The door to live news: GET /live?topics=… answers with Server-Sent Events (WHATWG HTML §9.2).

Who comes back says `Last-Event-ID` and misses nothing: what was written meanwhile is told first, or, when
that is more than can be told, one `resync` asks the page to read its things anew.
"""

import asyncio
import random
import time
import uuid
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

from akkord.dialogs import queries as dialogs
from akkord.flow import queries as flow
from akkord.flow.borrowed import connection
from akkord.flow.queries import Line
from akkord.music.errors import NoSuchUpload
from akkord.music.queries import upload_of

from .desk import GUEST, Subscriber, desk, written
from .session import who_asks

HEARTBEAT = 15.0  # a comment now and then, so that proxies and phones keep the line open
SESSION_AGAIN = 60.0  # who has signed out elsewhere hears no more after so long
MOST_TOPICS = 30
MOST_MISSED = 500  # lines handed to someone who comes back
# All pages of a server that was restarted come back: not all in the same moment (ms).
BACK_AFTER = (300, 1500)
MINE = "dialogs"  # a topic that stands for every dialog one is in

Scope = dict[str, Any]
Sign = tuple[str, str]  # Cookie and Authorization, by which somebody is known


class NotAllowed(Exception):
    """A topic that is not this person's to hear."""


async def answer(scope: Scope, receive: Any, send: Any) -> None:
    """ASGI: GET /live?topics=person:1,dialogs,upload:<uuid>,log."""
    if scope["method"] != "GET":
        return await _refuse(send, 405, [(b"allow", b"GET")])
    headers = {k.decode("latin1").lower(): v.decode("latin1") for k, v in scope["headers"]}
    asked = parse_qs(scope["query_string"].decode("latin1"))
    topics = frozenset(t for said in asked.get("topics", ()) for t in said.split(",") if t)
    if not topics or len(topics) > MOST_TOPICS:
        return await _refuse(send, 400)
    sign = headers.get("cookie", ""), headers.get("authorization", "")
    try:
        person = await asyncio.to_thread(_who, sign, topics)
    except NotAllowed:
        return await _refuse(send, 403)
    if not desk().room_for(person):
        return await _refuse(send, 429, [(b"retry-after", b"10")])
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await _serve(receive, send, Subscriber(person, topics), _last_seen(headers, asked), sign)


def _last_seen(headers: dict[str, str], asked: dict[str, list[str]]) -> int | None:
    said = headers.get("last-event-id") or asked.get("after", [""])[0]
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


async def _serve(receive: Any, send: Any, subscriber: Subscriber, seen: int | None, sign: Sign) -> None:
    here = desk()
    await here.join(subscriber)
    gone = asyncio.create_task(_gone(receive, subscriber))
    try:
        # Asked for after joining, so that a change of them in between ends the answer and is not missed.
        if MINE in subscriber.topics:
            here.widen(subscriber, await asyncio.to_thread(_mine, subscriber.person))
        said = await _catch_up(send, subscriber, seen)
        await _tell(send, subscriber, said, sign)
        if not gone.done():
            await send({"type": "http.response.body", "body": b""})
    finally:
        here.leave(subscriber)
        gone.cancel()


async def _catch_up(send: Any, subscriber: Subscriber, seen: int | None) -> set[int]:
    """Say what was missed; the ids that have been said."""
    await _write(send, f"retry: {random.randint(*BACK_AFTER)}\n: {settings.SITE_NAME}\n\n".encode())
    if seen is None:
        return set()
    missed = await asyncio.to_thread(_missed, subscriber.person, seen, subscriber.topics)
    if missed is None:
        await _write(send, b"event: resync\ndata: {}\n\n")
        return set()
    for line in missed:
        await _write(send, written(line).text)
    return {line[0] for line in missed}


async def _tell(send: Any, subscriber: Subscriber, said: set[int], sign: Sign) -> None:
    """Lines as they come, until the page is gone, lags, or its person has signed out."""
    # Pages that came together, after a restart, or hear the same do not all ask in the same moment.
    look_again = time.monotonic() + SESSION_AGAIN * random.uniform(0.5, 1.0)
    while True:
        rest = look_again - time.monotonic()
        if rest <= 0:
            async with desk().asking:
                if await asyncio.to_thread(_signed_in, sign) != subscriber.person:
                    return
            look_again = time.monotonic() + SESSION_AGAIN
            continue
        try:
            line = await asyncio.wait_for(subscriber.lines.get(), min(HEARTBEAT, rest))
        except TimeoutError:
            await _write(send, b": still here\n\n")
            continue
        if line is None:
            return
        if line.number not in said:
            await _write(send, line.text)


async def _gone(receive: Any, subscriber: Subscriber) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    subscriber.hand(None)


async def _write(send: Any, text: bytes) -> None:
    await send({"type": "http.response.body", "body": text, "more_body": True})


HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


async def _refuse(send: Any, status: int, extra: Any = ()) -> None:
    headers = [(b"content-length", b"0"), (b"cache-control", b"no-store"), *extra]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


# --- what is asked of the database, each in a thread --------------------------------------------------


def _who(sign: Sign, topics: frozenset[str]) -> int:
    """Whose page this is, GUEST for nobody's; raises NotAllowed for a topic that is not theirs."""
    with connection():
        person = who_asks(*sign) or GUEST
        for topic in topics:
            if not _allowed(person, topic):
                raise NotAllowed(topic)
    return person


def _signed_in(sign: Sign) -> int:
    with connection():
        return who_asks(*sign) or GUEST


def _allowed(person: int, topic: str) -> bool:
    kind, _, whose = topic.partition(":")
    if topic == "log":
        return True
    if person == GUEST:
        return False
    if topic == MINE:
        return True
    if kind == "person":
        return whose == str(person)
    return kind == "upload" and _own_upload(person, whose)


def _own_upload(person: int, said: str) -> bool:
    try:
        upload_of(person, uuid.UUID(said))
    except (ValueError, NoSuchUpload):
        return False
    return True


def _mine(person: int) -> frozenset[str]:
    with connection():
        return dialogs.open_topics(person)


def _missed(person: int, number: int, topics: frozenset[str]) -> list[Line] | None:
    """What was written since; None when that is more than is told, or no longer kept."""
    with connection():
        if number and number + 1 < flow.oldest_news():
            return None
        lines = flow.news_after(number, MOST_MISSED, topics=topics)
        return dialogs.news_for(person, lines) if len(lines) < MOST_MISSED else None
