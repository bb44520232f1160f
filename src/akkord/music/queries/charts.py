"""Charts of a week, counted in the database; each listener sees of them what they may hear."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast, Concat, TruncDate

from akkord.flow import clock
from akkord.music.models import Play
from akkord.music.rules import Listener
from akkord.music.rules.ranking import Charted
from akkord.people import queries as people

from .gate import standing_tracks
from .rows import TrackRow, rows
from .song_rows import audible_among, songs

WEEK = timedelta(days=7)
MOST_ROWS = 100
FRESH = timedelta(minutes=5)  # guests open this page: the week is counted once in a while, not for each


class Chart(StrEnum):
    """Whose listening a chart counts."""

    WEEK = "week"
    COUNTRY = "country"
    FRIENDS = "friends"


@dataclass(frozen=True)
class Place:
    """A line of a chart."""

    row: TrackRow
    days: int
    people: int


_counted: dict[str, tuple[datetime, list[Charted]]] = {}  # by territory, "" for everywhere
_lock = Lock()


def chart(listener: Listener, which: Chart) -> list[Place]:
    """The chart of the last seven days, as far as the listener may hear it."""
    if which == Chart.FRIENDS:
        charted = _ranked(_week().filter(person__in=_friends_shown(listener)))
    else:
        charted = _lately(listener.territory if which == Chart.COUNTRY else "")
    places = {place.track: place for place in charted}
    heard = audible_among(listener, songs(standing_tracks().filter(pk__in=list(places))))
    shown = [row for row in rows(listener, [n for n in places if n in heard]) if row.playable]
    return [Place(row, places[row.number].days, places[row.number].people) for row in shown[:MOST_ROWS]]


def forget_charts() -> None:
    """As if no chart had been counted yet."""
    with _lock:
        _counted.clear()


def _lately(territory: str) -> list[Charted]:
    """Numbers alone are remembered: what may be heard is asked for each listener."""
    moment = clock.now()
    with _lock:
        known = _counted.get(territory)
    if known and known[0] <= moment < known[0] + FRESH:
        return known[1]
    charted = _ranked(_week().filter(territory=territory) if territory else _week())
    with _lock:
        _counted[territory] = (moment, charted)
    return charted


def _week() -> QuerySet[Play]:
    return Play.objects.filter(counted_at__gte=clock.now() - WEEK, person__isnull=False)


def _ranked(heard: QuerySet[Play]) -> list[Charted]:
    """The most listened to first; of equals what more people listened to, then what is older.

    A person is counted for a track once a day, so that neither a refreshed page nor a night on repeat makes
    a chart.
    """
    day = Cast(TruncDate("counted_at"), CharField())
    once = Concat(Cast("person_id", CharField()), Value(" "), day, output_field=CharField())
    counts = heard.values("track_id").annotate(
        days=Count(once, distinct=True), people=Count("person_id", distinct=True)
    )
    ordered = counts.order_by("-days", "-people", "track_id").values_list("track_id", "days", "people")
    return [Charted(*each) for each in ordered[: 2 * MOST_ROWS]]


def _friends_shown(listener: Listener) -> set[int]:
    """Friends who show their music to the listener."""
    if listener.person_id is None:
        return set()
    friends = people.friends_of(listener.person_id).values_list("pk", flat=True)
    return people.allowed_among(listener.person_id, friends, people.Key.MUSIC)
