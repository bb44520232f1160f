"""Charts of a week, counted in the database; each listener sees of them what they may hear."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast, Concat, TruncDate

from akkord.flow import clock
from akkord.music.models import Play
from akkord.music.rules import Listener, folded
from akkord.music.rules.few import enough
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
    CITY = "city"


@dataclass(frozen=True)
class Place:
    """A line of a chart."""

    row: TrackRow
    days: int
    people: int


_counted: dict[str, tuple[datetime, list[Charted]]] = {}  # by territory, "" for everywhere


@dataclass
class _Cities:
    """Who is counted in each city, and the charts that were asked for since: one for all who ask, so that
    nobody tells by a difference what another listens to."""

    counted_at: datetime
    near: dict[str, set[int]]  # city as it is compared → people
    charts: dict[str, list[Charted]] = field(default_factory=dict)


_cities: list[_Cities] = []  # at most one
_lock = Lock()


def chart(listener: Listener, which: Chart) -> list[Place]:
    """The chart of the last seven days, as far as the listener may hear it.

    A country or a city in which too few people listened has none (rules.few): its chart would be theirs.
    """
    if which == Chart.FRIENDS:
        charted = _ranked(_week().filter(person__in=_friends_shown(listener)))
    elif which == Chart.CITY:
        charted = _of_the_city(listener)
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
        _cities.clear()


def _lately(territory: str) -> list[Charted]:
    """Numbers alone are remembered: what may be heard is asked for each listener."""
    moment = clock.now()
    with _lock:
        known = _counted.get(territory)
    if known and known[0] <= moment < known[0] + FRESH:
        return known[1]
    heard = _week().filter(territory=territory) if territory else _week()
    few = territory and not enough(heard.aggregate(n=Count("person", distinct=True))["n"])
    charted = [] if few else _ranked(heard)
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


def _of_the_city(listener: Listener) -> list[Charted]:
    """What is listened to where the listener lives; none where there are too few besides the listener, who
    knows what they heard themselves."""
    me = listener.person_id
    mine = folded(people.cities_of([me]).get(me, "")) if me is not None else ""
    cities = _cities_lately()
    near = cities.near.get(mine, set()) if mine else set()
    if not enough(len(near - {me})):
        return []
    if mine not in cities.charts:
        cities.charts[mine] = _ranked(_week().filter(person__in=near))
    return cities.charts[mine]


def _cities_lately() -> _Cities:
    """Who listened within the week and shows every member their city and music; asked once in a while."""
    moment = clock.now()
    with _lock:
        known = _cities[0] if _cities else None
    if known and known.counted_at <= moment < known.counted_at + FRESH:
        return known
    lately = set(_week().order_by().values_list("person_id", flat=True).distinct())
    shown = people.shown_to_every_member(lately, (people.Key.CITY, people.Key.MUSIC))
    found = _Cities(moment, {})
    for person, city in people.cities_of(shown).items():
        found.near.setdefault(folded(city), set()).add(person)
    with _lock:
        _cities[:] = [found]
    return found


def _friends_shown(listener: Listener) -> set[int]:
    """Friends who show their music to the listener."""
    if listener.person_id is None:
        return set()
    friends = people.friends_of(listener.person_id).values_list("pk", flat=True)
    return people.allowed_among(listener.person_id, friends, people.Key.MUSIC)
