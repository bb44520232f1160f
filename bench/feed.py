"""The feed of a crowded site: 10,000 people of 300 friends each, a million posts, one whom 20,000 follow.

./akkord bench feed [--people N] [--posts N] [--times N] [--folder F]

In one process, through Django's own client; on PostgreSQL where AKKORD_DATABASE_URL names an empty one. A
world kept in a folder is found there again. Time of the server and of its processor (other work on the
machine adds to the first alone), and database queries, the median and the most. Each reader looks once first:
what the law says of a track is asked once. Baseline: the feed of who follows nobody.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

MOST_QUERIES, MOST_MS, MOST_POST_MS, MOST_JOBS = 12, 80, 100, 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--friends", type=int, default=300)
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--followers", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--folder", help="a folder the world is kept in, and found in again")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="akkord-bench-") as temporary:
        folder = asked.folder or temporary
        os.environ |= {"AKKORD_DATA": folder, "DJANGO_SETTINGS_MODULE": "akkord.config.settings"}
        os.environ.setdefault("AKKORD_LOG", "warning")
        measure(asked)


def measure(asked: argparse.Namespace) -> None:
    import _crowd
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("prepare", verbosity=0)
    begun = time.perf_counter()
    crowd = _crowd.found(asked.people, asked.followers) or _crowd.make(
        asked.people, asked.friends, asked.posts, asked.followers
    )
    made = time.perf_counter() - begun
    load = f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores"
    print(f"\n{connection.vendor}: {asked.people} people of {asked.friends} friends, {asked.posts} posts,")
    print(f"made or found in {made:.0f} s; {load}")
    heads = ("p50 ms", "p95 ms", "ratio", "CPU p50", "CPU p95", "queries", "most")
    print(" " * 46 + "".join(f"{head:>9}" for head in heads))
    step = max(1, len(crowd.people) // asked.times)
    readers = crowd.people[::step][: asked.times]
    base = row("the feed of who follows nobody (baseline)", pages([crowd.alone] * asked.times, "/feed"), None)
    row(f"the feed (at most {MOST_QUERIES} queries, {MOST_MS} ms)", pages(readers, "/feed"), base)
    row("further down it", pages(readers, f"/feed?before={asked.posts // 2}"), base)
    row("the important of it", pages(readers, "/feed?order=important"), base)
    row("one's own page", pages(readers, "own"), base)
    row("how many are new", pages(readers, "/feed/new?after=1"), base)
    row("a friend's page", pages(readers, "friend"), base)
    base = row("a post of somebody with no reader (baseline)", posts(crowd.alone, asked.times), None)
    name = f"a post for {asked.followers} (at most {MOST_POST_MS} ms, {MOST_JOBS} jobs)"
    row(name, posts(crowd.famous, asked.times), base)


Taken = list[tuple[float, float, int]]  # ms, ms of the processor, queries (or jobs)


def taken(once: Callable[[], object], count: Callable[[], int]) -> tuple[float, float, int]:
    before, begun, worked = count(), time.perf_counter(), time.process_time()
    once()
    took, used = time.perf_counter() - begun, time.process_time() - worked
    return took * 1000, used * 1000, count() - before


def pages(readers: list[int], path: str) -> Taken:
    """The page as each of them gets it."""
    from django.test import Client

    from akkord.people.models import Person

    found: Taken = []
    known = Person.objects.in_bulk(set(readers))
    for number in readers:
        person = known[number]
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        where = {"friend": f"/id{person.pk + 3}", "own": f"/id{person.pk}"}.get(path, path)
        client.get("/about")
        queries = _queries(client, where)

        def get(client: Client = client, where: str = where) -> None:
            answer = client.get(where)
            assert answer.status_code == 200, answer.status_code

        ms, cpu, _none = taken(get, lambda: 0)
        found.append((ms, cpu, queries))
    return found


def _queries(client: object, where: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(where)  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as seen:
        client.get(where)  # type: ignore[attr-defined]
    return len(seen)


def posts(author: int, times: int) -> Taken:
    """Writing, with what it asks the worker to do."""
    from akkord.flow.models import Job
    from akkord.people.models import Person
    from akkord.wall.actions import write_post

    person = Person.objects.get(pk=author)
    written = iter(range(times))
    return [
        taken(
            lambda: write_post(person, wall_person=person, text=f"Word {next(written)} for everybody"),
            Job.objects.count,
        )
        for _ in range(min(times, 20))
    ]


def row(name: str, found: Taken, base: float | None) -> float:
    """One line of the table; its median, the baseline of those below it."""
    wall, cpu = sorted(ms for ms, _c, _q in found), sorted(c for _m, c, _q in found)
    p95 = max(0, round(len(found) * 0.95) - 1)
    median = statistics.median(wall)
    queries = [each for _m, _c, each in found]
    print(
        f"  {name:44}{median:9.1f}{wall[p95]:9.1f}{median / (base or median):9.2f}"
        f"{statistics.median(cpu):9.1f}{cpu[p95]:9.1f}{statistics.median(queries):9.0f}{max(queries):9}"
    )
    return median


if __name__ == "__main__":
    main()
