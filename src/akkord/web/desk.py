"""The desk of live news: all open pages of this process, and the one reader that serves them.

The reader looks at the table of news when the bell of this process rings, and every beat for what other
processes wrote; a hundred open pages cost one query. A line is written out once, for all who get it.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from akkord.dialogs import queries as dialogs
from akkord.flow import bell
from akkord.flow import queries as flow
from akkord.flow.borrowed import connection
from akkord.flow.queries import Line

BEAT = 0.1  # seconds between looks for what other processes wrote
MOST_PER_PERSON = 12  # open pages of one person
MOST_GUESTS = 500
MOST_WAITING = 200  # lines a slow reader may lag behind before it is asked to come back
MOST_AT_ONCE = 500  # lines read in one look
# Numbers are given before commits, so a line may appear below a newer one: look back over this many.
OVERLAP = 100
GUEST = 0
# A page that hears its dialogs is ended when they are others: it comes back, and asks for those. Nor does one
# whose person ended sessions stay: it comes back if it is still signed in.
ENDS = frozenset({"dialogs", "sessions"})


@dataclass(frozen=True)
class Said:
    """A line as it is sent."""

    number: int
    text: bytes


@dataclass(eq=False)
class Subscriber:
    """One open page: the topics it asked for and the lines that wait for it."""

    person: int
    topics: frozenset[str]
    lines: "asyncio.Queue[Said | None]" = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

    def hand(self, line: Said | None) -> None:
        """Give it a line, None for the end; a page that lags too far is ended and resumes by itself."""
        try:
            self.lines.put_nowait(line)
        except asyncio.QueueFull:
            while not self.lines.empty():
                self.lines.get_nowait()
            self.lines.put_nowait(None)


class Desk:
    """Who listens to what."""

    def __init__(self) -> None:
        self.subscribers: set[Subscriber] = set()
        self.reader: asyncio.Task[None] | None = None
        self.asking = asyncio.Lock()  # pages ask one after the other whether their people are still signed in
        self._by_topic: defaultdict[str, set[Subscriber]] = defaultdict(set)
        self._opening = asyncio.Lock()
        self._rung = asyncio.Event()

    def room_for(self, person: int) -> bool:
        """Whether one more page of this person may listen."""
        open_pages = sum(1 for s in self.subscribers if s.person == person)
        return open_pages < (MOST_GUESTS if person == GUEST else MOST_PER_PERSON)

    async def join(self, subscriber: Subscriber) -> None:
        """From here on every new line of its topics reaches it."""
        async with self._opening:
            if self.reader is None or self.reader.done():
                known = deque(await asyncio.to_thread(_newest), maxlen=OVERLAP)
                self.reader = asyncio.create_task(self._read(known))
                # The reader runs only after this step, so it finds the page it was started for.
            self.subscribers.add(subscriber)
            self._index(subscriber, subscriber.topics)

    def widen(self, subscriber: Subscriber, topics: Iterable[str]) -> None:
        """These topics, too."""
        more = frozenset(topics) - subscriber.topics
        subscriber.topics |= more
        self._index(subscriber, more)

    def leave(self, subscriber: Subscriber) -> None:
        self.subscribers.discard(subscriber)
        for topic in subscriber.topics:
            self._by_topic[topic].discard(subscriber)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def _index(self, subscriber: Subscriber, topics: Iterable[str]) -> None:
        for topic in topics:
            self._by_topic[topic].add(subscriber)

    async def _read(self, known: "deque[int]") -> None:
        """Hand out new lines until nobody listens; whatever ends the reader ends its pages' answers too."""
        loop = asyncio.get_running_loop()

        def rung() -> None:
            loop.call_soon_threadsafe(self._rung.set)

        bell.listen(rung)
        try:
            while self.subscribers:
                self._rung.clear()
                for line in await asyncio.to_thread(_after, min(known, default=0), list(known)):
                    known.append(line[0])
                    self._hand_out(line)
                try:
                    await asyncio.wait_for(self._rung.wait(), BEAT)
                except TimeoutError:
                    continue
        finally:
            bell.leave(rung)
            for subscriber in self.subscribers:
                subscriber.hand(None)

    def _hand_out(self, line: Line) -> None:
        hearers = self._by_topic.get(line[1])
        if not hearers:
            return
        said = written(line)
        for subscriber in hearers:
            subscriber.hand(said)
            if line[2] in ENDS:
                subscriber.hand(None)


def written(line: Line) -> Said:
    """A line as an event of the stream."""
    number, topic, kind, payload = line
    body = json.dumps({"topic": topic, **payload}, ensure_ascii=False, separators=(",", ":"))
    return Said(number, f"id: {number}\nevent: {kind}\ndata: {body}\n\n".encode())


_desks: WeakKeyDictionary[asyncio.AbstractEventLoop, Desk] = WeakKeyDictionary()


def desk() -> Desk:
    """The desk of this process's loop."""
    return _desks.setdefault(asyncio.get_running_loop(), Desk())


# --- what is asked of the database, each in a thread --------------------------------------------------


def _newest() -> list[int]:
    with connection():
        return flow.newest_news(OVERLAP)


def _after(number: int, known: list[int]) -> list[Line]:
    with connection():
        return dialogs.told(flow.news_after(number, MOST_AT_ONCE, except_for=known))
