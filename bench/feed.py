"""A page of the feed: 50 people who follow one another, 500 posts, half of them with a track.

./akkord bench feed [--times N]     In one process, through Django's own client: time and database queries.
Baseline: the feed of somebody who follows nobody.
"""

import argparse
import os
import tempfile

PEOPLE, POSTS = 50, 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--times", type=int, default=40)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory(prefix="akkord-bench-") as folder:
        os.environ |= {"AKKORD_DATA": folder, "DJANGO_SETTINGS_MODULE": "akkord.config.settings"}
        os.environ.setdefault("AKKORD_LOG", "warning")
        measure(times)


def measure(times: int) -> None:
    import _living
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("migrate", verbosity=0)
    reader, hermit = world()
    rows, counted = [], {}
    for name, person in (("an empty feed", hermit), ("a page of 50 people's posts", reader)):
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.get("/feed")
        with CaptureQueriesContext(connection) as seen:
            answer = client.get("/feed")
        assert answer.status_code == 200, answer.status_code
        counted[name] = (len(seen), len(answer.content))
        rows.append((name, _living.timed(lambda client=client: client.get("/feed"), times)))  # type: ignore[misc]
    _living.table(f"GET /feed, {PEOPLE} people, {POSTS} posts", rows)
    for name, (queries, size) in counted.items():
        print(f"  {name:36}{queries:5} queries, {size / 1000:.0f} kB of HTML")


def world() -> "tuple[object, object]":
    """Somebody who follows everybody, and somebody who follows nobody."""
    from akkord.people.actions import follow
    from akkord.people.models import Person
    from akkord.wall.actions import write_post
    from cases import makers

    people = [
        Person.objects.create_user(f"p{n}@example.org", "a good long passphrase", name=f"Person {n}")
        for n in range(PEOPLE)
    ]
    label, _ = makers.label()
    recordings = makers.recordings(label, 10)
    sounds = makers.sounds(60)
    makers.matched(sounds[:10], recordings)
    tracks = makers.tracks(people[1], sounds)
    for other in people[1:]:
        follow(people[0], other)
    for number in range(POSTS):
        author = people[number % PEOPLE]
        with_track = [tracks[number % len(tracks)].pk] if number % 2 else []
        write_post(author, wall_person=author, text=f"Post {number}", track_ids=with_track)
    return people[0], Person.objects.create_user(
        "hermit@example.org", "a good long passphrase", name="Hermit"
    )


if __name__ == "__main__":
    main()
