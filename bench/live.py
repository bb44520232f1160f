"""Live messages: from a message sent to the other client's event, with many pages open at once.

./akkord bench live [--clients 500] [--times 200]

Every client is signed in and hears its dialogs at /live; messages go through the API. Two ways to talk: each
to one friend, and one chat of up to 500. Baseline: the same clients at a bare server of one process that
keeps nothing and hands each line on from memory.

All share this machine: the clients are one process with one loop, the web process and the worker others.
How much of a core each took is printed; measuring begins when the jobs of making the people are done.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import resource
import socket
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import _living
import httpx

MOST_IN_CHAT = 500
ONE_TO_ONE, TO_ALL = 0.1, 0.5  # seconds between messages of the whole site, of the chat
MAKE = """
import django; django.setup()
from django.db import transaction
from akkord.people import actions as people
from akkord.dialogs import actions as dialogs
from akkord.dialogs.actions import Words
made = []
for begin in range(0, {clients}, 100):  # not all at once: the worker writes, too
    with transaction.atomic():
        some = [
            people.enrol(email=f"p{{n}}@example.org", name=f"Person {{n}}", password_hash="!")
            for n in range(begin, min(begin + 100, {clients}))
        ]
        for one, other in zip(some[::2], some[1::2]):
            people.befriend(one, other)
            dialogs.write(one, other, Words("hello"))
        for other in some if made else some[2:]:
            if len(made) + some.index(other) < {in_chat}:
                people.befriend(made[0] if made else some[0], other)
        made += some
with transaction.atomic():
    chat = dialogs.found_chat(made[0], "Everybody", [p.pk for p in made[1:{in_chat}]])
    tokens = [people.issue_token(person, "bench") for person in made]
import json
print(json.dumps([[person.pk, token] for person, token in zip(made, tokens)]), chat.pk, sep="\\n")
"""

WAITING = """
import django; django.setup()
from akkord.flow.models import Job
print(Job.objects.filter(state__in=("waiting", "running"), run_at__lte=django.utils.timezone.now()).count())
"""

Say = Callable[[int, str], Awaitable[None]]


class Client:
    """An open page: when each message's event came, by the message's own id."""

    def __init__(self, port: int, path: str, token: str) -> None:
        self.port, self.path, self.token = port, path, token
        self.came: dict[str, float] = {}

    async def open(self) -> None:
        reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        asked = f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self.token}\r\n\r\n"
        self.writer.write(asked.encode())
        while b"retry:" not in await reader.readline():  # the server has begun to tell
            pass
        self.listening = asyncio.create_task(self._listen(reader))

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            if line.startswith(b"data:") and b'"client":"' in line:
                name = line.split(b'"client":"', 1)[1].split(b'"', 1)[0].decode()
                self.came.setdefault(name, time.perf_counter())

    def close(self) -> None:
        self.listening.cancel()
        self.writer.close()


@dataclass
class Took:
    """ms from sending, and from the sender's answer (it is committed), to each hearer's event."""

    sent: list[float] = field(default_factory=list)
    committed: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)


async def measured(
    clients: Sequence[Client],
    say: Say,
    hearers: Callable[[int], list[Client]],
    speakers: int,
    times: int,
    pause: float,
) -> Took:
    """Messages of random speakers, each pause one; all must come."""
    sent: dict[str, tuple[float, list[Client]]] = {}
    answered: dict[str, float] = {}
    running = []
    choose = random.Random(7)

    async def one(speaker: int, name: str) -> None:
        await say(speaker, name)
        answered[name] = time.perf_counter()

    for number in range(times):
        speaker, name = choose.randrange(speakers), f"m{number}x{time.time_ns()}"
        sent[name] = time.perf_counter(), hearers(speaker)
        running.append(asyncio.create_task(one(speaker, name)))
        await asyncio.sleep(pause)
    await asyncio.gather(*running)
    until = time.perf_counter() + 20
    waiting = True
    while waiting and time.perf_counter() < until:
        waiting = any(name not in c.came for name, (_t, hearing) in sent.items() for c in hearing)
        await asyncio.sleep(0.05)
    took = Took()
    for name, (begun, hearing) in sent.items():
        took.answers.append((answered[name] - begun) * 1000)
        for client in hearing:
            took.sent.append((client.came[name] - begun) * 1000)
            # The event may overtake the answer.
            took.committed.append(max(0.0, client.came[name] - answered[name]) * 1000)
    return took


async def over_the_site(url: str, people: list[tuple[int, str]], chat: int, times: int) -> tuple[Took, Took]:
    port = urlsplit(url).port or 80
    clients = [Client(port, f"/live?topics=person:{n},dialogs", token) for n, token in people]
    for begin in range(0, len(clients), 20):
        await asyncio.gather(*(client.open() for client in clients[begin : begin + 20]))
    in_chat = min(len(clients), MOST_IN_CHAT)
    async with httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=60) as http:

        async def post(speaker: int, name: str, place: str) -> None:
            answer = await http.post(
                place,
                json={"client_id": name, "text": "What one person says to another, a line long."},
                headers={"Authorization": f"Bearer {people[speaker][1]}"},
            )
            answer.raise_for_status()

        async def to_friend(speaker: int, name: str) -> None:
            await post(speaker, name, f"/people/{people[speaker ^ 1][0]}/messages")

        async def to_chat(speaker: int, name: str) -> None:
            await post(speaker, name, f"/dialogs/{chat}/messages")

        def friend(speaker: int) -> list[Client]:
            return [clients[speaker ^ 1]]

        await measured(clients, to_friend, friend, len(clients), 20, ONE_TO_ONE)  # warm
        pairs = await measured(clients, to_friend, friend, len(clients), times, ONE_TO_ONE)
        chats = await measured(clients, to_chat, lambda _n: clients[:in_chat], in_chat, times // 5, TO_ALL)
    for client in clients:
        client.close()
    return pairs, chats


async def over_nothing(port: int, count: int, times: int) -> tuple[Took, Took]:
    clients = [Client(port, f"/live?{n}", "") for n in range(count)]
    for begin in range(0, count, 20):
        await asyncio.gather(*(client.open() for client in clients[begin : begin + 20]))
    in_chat = min(count, MOST_IN_CHAT)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:

        async def to_friend(speaker: int, name: str) -> None:
            (await http.post(f"/to/{speaker ^ 1}", content=name)).raise_for_status()

        async def to_all(_speaker: int, name: str) -> None:
            (await http.post(f"/all/{in_chat}", content=name)).raise_for_status()

        pairs = await measured(clients, to_friend, lambda n: [clients[n ^ 1]], count, times, ONE_TO_ONE)
        chats = await measured(clients, to_all, lambda _n: clients[:in_chat], in_chat, times // 5, TO_ALL)
    for client in clients:
        client.close()
    return pairs, chats


def bare_server(port: int) -> None:
    """Lines handed on from memory, and nothing else."""
    pages: dict[int, asyncio.StreamWriter] = {}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while asked := await reader.readline():
            length = 0
            while (header := await reader.readline()).strip():
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
            path = asked.split()[1].decode()
            if path.startswith("/live"):
                pages[int(path.split("?")[1])] = writer
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\nretry: 1\n\n")
                continue
            name = (await reader.readexactly(length)).decode()
            kind, which = path.strip("/").split("/")
            line = ("data:" + json.dumps({"client": name}, separators=(",", ":")) + "\n\n").encode()
            for page in [int(which)] if kind == "to" else range(int(which)):
                pages[page].write(line)
            writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")

    async def run() -> None:
        async with await asyncio.start_server(serve, "127.0.0.1", port) as server:
            await server.serve_forever()

    asyncio.run(run())


def percentiles(name: str, values: Sequence[float], base: Sequence[float]) -> str:
    points = statistics.quantiles(values, n=100)
    ratio = statistics.median(values) / statistics.median(base)
    return f"  {name:44}{len(values):7}{points[49]:9.1f}{points[94]:9.1f}{points[98]:9.1f}{ratio:8.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--times", type=int, default=200)
    args = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 8192)), hard))
    count = args.clients // 2 * 2

    from living_site import free_port, until

    port = free_port()
    bare = multiprocessing.get_context("spawn").Process(target=bare_server, args=(port,), daemon=True)
    bare.start()
    until(lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0, what="the bare server to listen")
    base = asyncio.run(over_nothing(port, count, args.times))
    bare.terminate()

    with _living.site() as living:
        made = living.python(MAKE.format(clients=count, in_chat=min(count, MOST_IN_CHAT))).splitlines()
        people = [(int(n), str(token)) for n, token in json.loads(made[-2])]
        until(lambda: int(living.python(WAITING)) == 0, 600, 1.0, "the jobs of making them")
        assert living.web is not None
        assert living.worker is not None
        begun, mine = time.perf_counter(), time.process_time()
        before = [_living.cpu_of(each) for each in (living.web, living.worker)]
        found = asyncio.run(over_the_site(living.url, people, int(made[-1]), args.times))
        after = [_living.cpu_of(each) for each in (living.web, living.worker)]
        lasted = time.perf_counter() - begun
        shares = [time.process_time() - mine, *(b - a for a, b in zip(before, after, strict=True))]
        memory = living.resident() / 1e6
    print(f"\nFrom a message sent to the other's event, {count} clients connected (ms)")
    print(f"  {'':44}{'n':>7}{'p50':>9}{'p95':>9}{'p99':>9}{'ratio':>8}")
    rows = (
        ("bare server, one to one (baseline)", base[0].sent, base[0].sent),
        ("one to one: sent → the other's event", found[0].sent, base[0].sent),
        ("one to one: sent → the sender's answer", found[0].answers, base[0].sent),
        ("one to one: answered → the other's event", found[0].committed, base[0].sent),
        ("bare server, to all (baseline)", base[1].sent, base[1].sent),
        ("one chat: sent → everybody's event", found[1].sent, base[1].sent),
        ("one chat: answered → everybody's event", found[1].committed, base[1].sent),
    )
    for name, values, against in rows:
        print(percentiles(name, values, against))
    named = zip(("clients", "web", "worker"), shares, strict=True)
    said = ", ".join(f"{name} {share:.1f} s" for name, share in named)
    print(
        f"  CPU in {lasted:.0f} s: {said}; web {memory:.0f} MB resident at the end;"
        f" load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores"
    )


if __name__ == "__main__":
    main()
