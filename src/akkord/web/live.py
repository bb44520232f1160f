"""The door to live news: GET /live?topics=… answers with Server-Sent Events (WHATWG HTML §9.2).

One reader for the whole process looks at the table of news while somebody listens, and hands each line to
those who asked for its topic, so a hundred open pages cost one query a beat. Who comes back says
`Last-Event-ID` and misses nothing.
"""

import asyncio
import json
import uuid
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import close_old_connections

from akkord.flow import queries as flow
from akkord.flow.queries import Line
from akkord.music.errors import NoSuchUpload
from akkord.music.queries import upload_of

from .session import signed_in

BEAT = 0.3  # seconds between looks
HEARTBEAT = 15.0  # a comment now and then, so that proxies and phones keep the line open
MOST_TOPICS = 30
MOST_PER_PERSON = 12  # open pages of one person
MOST_GUESTS = 500
MOST_WAITING = 200  # lines a slow reader may lag behind before it is asked to come back
MOST_MISSED = 500  # lines handed to someone who comes back
# Numbers are given before commits, so a line may appear below a newer one: look back over this many.
OVERLAP = 100
GUEST = 0

Scope = dict[str, Any]


class NotAllowed(Exception):
    """A topic that is not this person's to hear."""


@dataclass(eq=False)
class Subscriber:
    """One open page: the topics it asked for and the lines that wait for it."""

    person: int
    topics: frozenset[str]
    lines: "asyncio.Queue[Line | None]" = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

    def hand(self, line: Line | None) -> None:
        """Give it a line, None for the end; a page that lags too far is ended and resumes by itself."""
        try:
            self.lines.put_nowait(line)
        except asyncio.QueueFull:
            while not self.lines.empty():
                self.lines.get_nowait()
            self.lines.put_nowait(None)


class Desk:
    """All open pages of this process, and the one reader that serves them."""

    def __init__(self) -> None:
        self.subscribers: set[Subscriber] = set()
        self.reader: asyncio.Task[None] | None = None
        self.opening = asyncio.Lock()

    def room_for(self, person: int) -> bool:
        """Whether one more page of this person may listen."""
        open_pages = sum(1 for s in self.subscribers if s.person == person)
        return open_pages < (MOST_GUESTS if person == GUEST else MOST_PER_PERSON)

    async def join(self, subscriber: Subscriber) -> None:
        """From here on every new line of its topics reaches it."""
        async with self.opening:
            if self.reader is None or self.reader.done():
                known = deque(await asyncio.to_thread(_newest), maxlen=OVERLAP)
                self.reader = asyncio.create_task(self._read(known))
                # The reader runs only after this step, so it finds the page it was started for.
            self.subscribers.add(subscriber)

    def leave(self, subscriber: Subscriber) -> None:
        self.subscribers.discard(subscriber)

    async def _read(self, known: "deque[int]") -> None:
        """Hand out new lines until nobody listens; whatever ends the reader ends its pages' answers too."""
        try:
            while self.subscribers:
                for line in await asyncio.to_thread(_after, min(known, default=0), list(known)):
                    known.append(line[0])
                    self._hand_out(line)
                await asyncio.sleep(BEAT)
        finally:
            for subscriber in self.subscribers:
                subscriber.hand(None)

    def _hand_out(self, line: Line) -> None:
        for subscriber in self.subscribers:
            if line[1] in subscriber.topics:
                subscriber.hand(line)


_desks: WeakKeyDictionary[asyncio.AbstractEventLoop, Desk] = WeakKeyDictionary()


def desk() -> Desk:
    """The desk of this process's loop."""
    return _desks.setdefault(asyncio.get_running_loop(), Desk())


async def answer(scope: Scope, receive: Any, send: Any) -> None:
    """ASGI: GET /live?topics=person:1,upload:<uuid>,log."""
    if scope["method"] != "GET":
        return await _refuse(send, 405, [(b"allow", b"GET")])
    headers = {k.decode("latin1").lower(): v.decode("latin1") for k, v in scope["headers"]}
    asked = parse_qs(scope["query_string"].decode("latin1"))
    topics = frozenset(t for said in asked.get("topics", ()) for t in said.split(",") if t)
    if not topics or len(topics) > MOST_TOPICS:
        return await _refuse(send, 400)
    try:
        person = await asyncio.to_thread(_who, headers.get("cookie", ""), topics)
    except NotAllowed:
        return await _refuse(send, 403)
    if not desk().room_for(person):
        return await _refuse(send, 429, [(b"retry-after", b"10")])
    return await _serve(receive, send, Subscriber(person, topics), _last_seen(headers, asked))


def _last_seen(headers: dict[str, str], asked: dict[str, list[str]]) -> int | None:
    said = headers.get("last-event-id") or asked.get("after", [""])[0]
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


async def _serve(receive: Any, send: Any, subscriber: Subscriber, seen: int | None) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    here = desk()
    await here.join(subscriber)
    gone = asyncio.create_task(_gone(receive))
    try:
        said = await _catch_up(send, subscriber, seen)
        await _tell(send, subscriber, gone, said)
    finally:
        here.leave(subscriber)
        gone.cancel()


async def _catch_up(send: Any, subscriber: Subscriber, seen: int | None) -> set[int]:
    """Say what was missed; the ids that have been said."""
    await _write(send, f"retry: 2000\n: {settings.SITE_NAME}\n\n")
    if seen is None:
        return set()
    missed = await asyncio.to_thread(_missed, seen, subscriber.topics)
    for line in missed:
        await _write(send, _event(line))
    return {line[0] for line in missed}


async def _tell(send: Any, subscriber: Subscriber, gone: "asyncio.Task[None]", said: set[int]) -> None:
    while not gone.done():
        waiting = asyncio.ensure_future(subscriber.lines.get())
        done, _ = await asyncio.wait({waiting, gone}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
        if waiting not in done:
            waiting.cancel()
            if not done:
                await _write(send, ": still here\n\n")
            continue
        line = waiting.result()
        if line is None:
            break
        if line[0] not in said:
            await _write(send, _event(line))
    if not gone.done():
        await send({"type": "http.response.body", "body": b""})


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _event(line: Line) -> str:
    number, topic, kind, payload = line
    body = json.dumps({"topic": topic, **payload}, ensure_ascii=False, separators=(",", ":"))
    return f"id: {number}\nevent: {kind}\ndata: {body}\n\n"


async def _write(send: Any, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


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


def _who(cookies: str, topics: frozenset[str]) -> int:
    """Whose page this is, GUEST for nobody's; raises NotAllowed for a topic that is not theirs."""
    close_old_connections()
    person = signed_in(cookies) or GUEST
    for topic in topics:
        if not _allowed(person, topic):
            raise NotAllowed(topic)
    return person


def _allowed(person: int, topic: str) -> bool:
    kind, _, whose = topic.partition(":")
    if topic == "log":
        return True
    if person == GUEST:
        return False
    if kind == "person":
        return whose == str(person)
    return kind == "upload" and _own_upload(person, whose)


def _own_upload(person: int, said: str) -> bool:
    try:
        upload_of(person, uuid.UUID(said))
    except (ValueError, NoSuchUpload):
        return False
    return True


def _newest() -> list[int]:
    close_old_connections()
    return flow.newest_news(OVERLAP)


def _after(number: int, known: list[int]) -> list[Line]:
    close_old_connections()
    return flow.news_after(number, MOST_MISSED, except_for=known)


def _missed(number: int, topics: frozenset[str]) -> list[Line]:
    close_old_connections()
    return flow.news_after(number, MOST_MISSED, topics=topics)
