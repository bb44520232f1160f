"""Live messages: from a message sent to the other client's event, with many pages open at once.

./akkord bench live [--clients 500] [--times 200]

Every client is signed in and hears its dialogs at /live; messages go through the API. Two ways to talk: each
to one friend, and one chat of up to 500. Baseline: the same clients at a bare server of one process that
keeps nothing and hands each line on from memory.
"""

import argparse
import asyncio
import json
import multiprocessing
import random
import resource
import socket
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlsplit

import _living
import httpx

MOST_IN_CHAT = 500
PAUSE = 0.05  # seconds between messages; twenty a second
MAKE = """
import django; django.setup()
from django.db import transaction
from akkord.people import actions as people
from akkord.dialogs import actions as dialogs
from akkord.dialogs.actions import Words
with transaction.atomic():
    made = [
        people.enrol(email=f"p{{n}}@example.org", name=f"Person {{n}}", password_hash="!")
        for n in range({clients})
    ]
    for one, other in zip(made[::2], made[1::2]):
        people.befriend(one, other)
        dialogs.write(one, other, Words("hello"))
    for other in made[1:{in_chat}]:
        if other is not made[1]:
            people.befriend(made[0], other)
    chat = dialogs.found_chat(made[0], "Everybody", [p.pk for p in made[1:{in_chat}]])
    tokens = [people.issue_token(person, "bench") for person in made]
import json
print(json.dumps([[person.pk, token] for person, token in zip(made, tokens)]), chat.pk, sep="\\n")
"""

Say = Callable[[int, str], Awaitable[float]]


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


async def measured(
    clients: Sequence[Client], say: Say, hearers: Callable[[int], list[Client]], speakers: int, times: int
) -> tuple[list[float], list[float]]:
    """ms from sending to each hearer's event, and to the sender's answer; asserts that all came."""
    sent: dict[str, tuple[float, list[Client]]] = {}
    answers: list[float] = []
    running = []
    choose = random.Random(7)

    async def one(speaker: int, name: str) -> None:
        answers.append((await say(speaker, name)) * 1000)

    for number in range(times):
        speaker, name = choose.randrange(speakers), f"m{number}x{time.time_ns()}"
        sent[name] = time.perf_counter(), hearers(speaker)
        running.append(asyncio.create_task(one(speaker, name)))
        await asyncio.sleep(PAUSE)
    await asyncio.gather(*running)
    until = time.perf_counter() + 20
    while time.perf_counter() < until and any(
        name not in c.came for name, (_t, cs) in sent.items() for c in cs
    ):
        await asyncio.sleep(0.05)
    return [(c.came[name] - begun) * 1000 for name, (begun, cs) in sent.items() for c in cs], answers


async def over_the_site(
    url: str, people: list[tuple[int, str]], chat: int, times: int
) -> dict[str, list[float]]:
    port = urlsplit(url).port or 80
    clients = [Client(port, f"/live?topics=person:{n},dialogs", token) for n, token in people]
    for begin in range(0, len(clients), 20):
        await asyncio.gather(*(client.open() for client in clients[begin : begin + 20]))
    in_chat = min(len(clients), MOST_IN_CHAT)
    async with httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=60) as http:

        async def post(speaker: int, name: str, place: str) -> float:
            begun = time.perf_counter()
            answer = await http.post(
                place,
                json={"client_id": name, "text": "What one person says to another, a line long."},
                headers={"Authorization": f"Bearer {people[speaker][1]}"},
            )
            answer.raise_for_status()
            return time.perf_counter() - begun

        async def to_friend(speaker: int, name: str) -> float:
            return await post(speaker, name, f"/people/{people[speaker ^ 1][0]}/messages")

        async def to_chat(speaker: int, name: str) -> float:
            return await post(speaker, name, f"/dialogs/{chat}/messages")

        await measured(clients, to_friend, lambda n: [clients[n ^ 1]], len(clients), 20)  # warm
        pairs = await measured(clients, to_friend, lambda n: [clients[n ^ 1]], len(clients), times)
        everybody = await measured(clients, to_chat, lambda _n: clients[:in_chat], in_chat, times // 4)
    for client in clients:
        client.close()
    return {"pairs": pairs[0], "answers": pairs[1], "chat": everybody[0]}


async def over_nothing(port: int, count: int, times: int) -> dict[str, list[float]]:
    clients = [Client(port, f"/live?{n}", "") for n in range(count)]
    for begin in range(0, count, 20):
        await asyncio.gather(*(client.open() for client in clients[begin : begin + 20]))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:

        async def post(place: str, name: str) -> float:
            begun = time.perf_counter()
            (await http.post(place, content=name)).raise_for_status()
            return time.perf_counter() - begun

        pairs = await measured(
            clients, lambda n, name: post(f"/to/{n ^ 1}", name), lambda n: [clients[n ^ 1]], count, times
        )
        in_chat = min(count, MOST_IN_CHAT)
        everybody = await measured(
            clients,
            lambda _n, name: post(f"/all/{in_chat}", name),
            lambda _n: clients[:in_chat],
            count,
            times // 4,
        )
    for client in clients:
        client.close()
    return {"pairs": pairs[0], "chat": everybody[0]}


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
        before = _living.cpu_of(living.web) if living.web else 0.0
        found = asyncio.run(over_the_site(living.url, people, int(made[-1]), args.times))
        worked = (_living.cpu_of(living.web) if living.web else 0.0) - before
        memory = living.resident() / 1e6
    print(f"\nFrom a message sent to the other's event, {count} clients connected (ms)")
    print(f"  {'':44}{'n':>7}{'p50':>9}{'p95':>9}{'p99':>9}{'ratio':>8}")
    print(percentiles("bare server, one to one (baseline)", base["pairs"], base["pairs"]))
    print(percentiles("one to one: sent → the other's event", found["pairs"], base["pairs"]))
    print(percentiles("one to one: sent → the sender's answer", found["answers"], base["pairs"]))
    print(percentiles("bare server, to all (baseline)", base["chat"], base["chat"]))
    print(percentiles("one chat: sent → everybody's event", found["chat"], base["chat"]))
    print(f"  web process: {worked:.1f} s of CPU, {memory:.0f} MB resident at the end")


if __name__ == "__main__":
    main()
