"""What the people of the sample world listen to, by the road of every listening: a start that is decided
where they are, and a count half a minute later.

Charts, mixes, what goes with what and an artist's figures are made of nothing else.
"""

import hashlib
import uuid
from collections.abc import Iterable
from datetime import timedelta

from django_tasks import task

from akkord.flow import clock, jobs
from akkord.music import actions, errors, queries
from akkord.music.rules import Context, Listener, needed_seconds
from akkord.people import queries as persons

from .catalogue import RELEASES, MemberUpload, Recording, in_order_of_arrival
from .people import PEOPLE

HEARD = timedelta(seconds=32)  # from a start to its count
LOOK_AGAIN = timedelta(seconds=5)
PATIENCE = 60  # looks while the form that pages play is made
TASTES = 5


def who_listens(sound: Recording | MemberUpload) -> tuple[str, ...]:
    """Keys of people: each has two of five tastes, an artist is to one of them, and not everybody who would
    like a song hears it."""
    taste = _number(_artist(sound)) % TASTES
    loud = 2 + _number(sound.key) % 6  # how many of eight who would like it
    return tuple(
        person.key
        for place, person in enumerate(PEOPLE)
        if taste in (place % TASTES, (place + place // TASTES + 1) % TASTES)
        and _number(sound.key, person.key) % 8 < loud
    )


@task(priority=-2)
def listen(place: int, track: int, patience: int = PATIENCE) -> None:
    """Whoever likes the sound at `place` begins to listen; where the law is silent for them, nobody hears."""
    begun: list[tuple[str, str]] = []
    countries = {person.key: person.country for person in PEOPLE}
    for key in who_listens(in_order_of_arrival()[place]):
        try:
            play = actions.start_play(_listener(key, countries[key]), track, context=Context.LIBRARY)
        except errors.Silent:
            continue
        except errors.NotReady:
            if patience:
                jobs.put(listen, [place, track, patience - 1], {}, at=clock.now() + LOOK_AGAIN)
            return
        begun.append((key, str(play.play_id)))
    jobs.put(heard, [track, begun], {}, at=clock.now() + HEARD)


@task(priority=-2)
def heard(track: int, begun: Iterable[tuple[str, str]]) -> None:
    """They have listened for as long as it takes to be counted."""
    seconds = needed_seconds(queries.track_by_number(track).seconds)
    countries = {person.key: person.country for person in PEOPLE}
    for key, play in begun:
        actions.count_play(_listener(key, countries[key]), uuid.UUID(play), seconds)


def _listener(key: str, country: str) -> Listener:
    person = persons.person_by_email(f"{key}@akkord.example")
    return queries.listener(person.pk if person else None, country)


def _artist(sound: Recording | MemberUpload) -> str:
    if isinstance(sound, MemberUpload):
        return sound.artist
    return next(release.artist for release in RELEASES if release.key == sound.release)


def _number(*names: str) -> int:
    return int.from_bytes(hashlib.sha256("\0".join(names).encode()).digest()[:4], "big")
