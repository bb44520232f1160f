"""What a person is told: rings become lines, and each line passes the gates of what it names as it is read.

Who is on a black list, a post that was deleted, hidden or closed to the reader, a request taken back: such a
ring is not there.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from akkord.alerts.models import Alert
from akkord.alerts.rules import LOOKED_AT, PAGE, Kind, Line, Ring, grouped
from akkord.music.rules import Listener
from akkord.people import queries as people
from akkord.people.queries import Person

from .things import Thing, things_shown


@dataclass(frozen=True)
class Told:
    """A line as its reader sees it."""

    kind: Kind
    people: tuple[Person, ...]  # who did it, the latest first; none where the site itself tells
    thing: Thing
    at: datetime
    read: bool
    number: int

    @property
    def others(self) -> int:
        return len(self.people) - 1


@dataclass(frozen=True)
class AlertPage:
    """Some lines, the newest first, and where the next page begins (None at the end)."""

    lines: list[Told]
    before: int | None


def waiting(person_id: int) -> QuerySet[Alert]:
    """What rang for the person and was not read."""
    return Alert.objects.filter(person_id=person_id, read_at=None)


def unread(person_id: int) -> int:
    return waiting(person_id).count()


def lines_for(
    listener: Listener, *, before: int | None = None, since: datetime | None = None, limit: int = PAGE
) -> AlertPage:
    """The newest lines for a signed-in reader; a constant number of queries."""
    me = listener.person_id
    assert me is not None
    rows = Alert.objects.filter(person_id=me).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if since is not None:
        rows = rows.filter(at__gt=since, read_at=None)
    found = list(rows[:LOOKED_AT])
    lines = _told(listener, grouped(_ring(row) for row in found))
    more = len(lines) > limit
    if not more and len(found) < LOOKED_AT:
        return AlertPage(lines, None)
    shown = lines[:limit]
    return AlertPage(shown, shown[-1].number if more else found[-1].pk)


def line_of(listener: Listener, number: int) -> Told | None:
    """The line one ring belongs to, with what rang before it and is unread; None when it may not be told."""
    assert listener.person_id is not None
    mine = Alert.objects.filter(person_id=listener.person_id, read_at=None)
    row = mine.filter(pk=number).first()
    if row is None:
        return None
    alike = mine.filter(kind=row.kind, thing=row.thing).order_by("-pk")[:LOOKED_AT]
    return next(iter(_told(listener, grouped(_ring(each) for each in alike))), None)


def _ring(row: Alert) -> Ring:
    return Ring(row.pk, Kind(row.kind), row.who_id, row.thing, row.at, row.read_at is not None)


def _told(listener: Listener, lines: Iterable[Line]) -> list[Told]:
    """Lines that pass the gates, each with the people in it whom the reader may see."""
    wanted = list(lines)
    shown = people.shown_people(listener.person_id, {who for line in wanted for who in line.who})
    things = things_shown(listener, {(line.newest.kind, line.newest.thing) for line in wanted})
    asked_of = {kind: ask(listener, who) for kind, ask in _ASKED.items() if (who := _named(wanted, kind))}
    told = []
    for line in wanted:
        first = line.newest
        thing, there = things.get((first.kind, first.thing)), asked_of.get(first.kind, shown)
        seen = tuple(shown[who] for who in line.who if who in shown and who in there)
        if thing is not None and (seen or not line.who):
            told.append(Told(first.kind, seen, thing, first.at, first.read, first.number))
    return told


def _named(lines: Iterable[Line], kind: Kind) -> set[int]:
    return {who for line in lines if line.newest.kind == kind for who in line.who}


def _waiting(listener: Listener, asked: set[int]) -> Container[int]:
    """Whose requests of friendship still wait for the reader."""
    assert listener.person_id is not None
    return {person.pk for person in people.requests_to(listener.person_id)}


def _showing(key: people.Key) -> Callable[[Listener, set[int]], Container[int]]:
    """Who shows the reader this of themselves, still."""
    return lambda listener, asked: people.allowed_among(listener.person_id, asked, key)


# What is asked about the people of a line, besides whether they are to be seen.
_ASKED: dict[Kind, Callable[[Listener, set[int]], Container[int]]] = {
    Kind.ASKED: _waiting,
    Kind.BIRTHDAY: _showing(people.Key.BIRTHDAY),
    Kind.NEW_MUSIC: _showing(people.Key.MUSIC),
}
