"""What somebody listens to at this moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from akkord.flow import clock
from akkord.flow.prepared import Prepared
from akkord.music.models import Play
from akkord.music.rules import Listener
from akkord.people import queries as people

from .rows import TrackRow, rows

MOST_PLAYING = timedelta(hours=2)  # the longest track whose end is waited for


def playing(listener: Listener, person_id: int) -> TrackRow | None:
    """What somebody is listening to now, where they show the listener their music."""
    if not people.allows(listener.person_id, person_id, people.Key.MUSIC):
        return None
    now = clock.now()
    begun = Play.objects.filter(person_id=person_id, started_at__gte=now - MOST_PLAYING)
    last = begun.order_by("-started_at").first()
    found = rows(listener, [last.track_id]) if last else []
    return (
        found[0] if last and found and now - last.started_at < timedelta(seconds=found[0].seconds) else None
    )


def going(person_id: int, track_id: int, since: datetime) -> bool:
    """Whether a play of a track by a person has begun since and is not counted yet."""
    return bool(_going(person_id, track_id, since))


_going = Prepared(
    lambda person, track, since: Play.objects.filter(
        person_id=person, track_id=track, started_at__gt=since, counted_at=None
    ).values_list("pk")[:1]
)


@dataclass(frozen=True)
class Playing:
    """Who listens to what now, and since how many minutes."""

    name: str
    track: int
    minutes_ago: int
    person: int


def playing_around(person_id: int) -> list[Playing]:
    """What a person and those of their friends who show them their music listen to, the last begun first."""
    now = clock.now()
    friends = people.friends_of(person_id).values_list("pk", flat=True)
    shown = people.allowed_among(person_id, [person_id, *friends], people.Key.MUSIC)
    begun = Play.objects.filter(
        person__in=shown, started_at__gte=now - MOST_PLAYING, track__withdrawn_at=None
    )
    columns = ("person_id", "person__name", "track_id", "started_at", "track__seconds")
    last: dict[int, Playing] = {}
    heard = set[int]()
    for person, name, track, started, seconds in begun.order_by("-started_at").values_list(*columns):
        if person not in heard and (passed := (now - started).total_seconds()) < seconds:
            last[person] = Playing(name, track, int(passed // 60), person)
        heard.add(person)
    return list(last.values())
