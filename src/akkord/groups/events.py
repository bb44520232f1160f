"""Reads of events: who comes, what one comes to; the gate of communities is asked first."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count

from akkord.flow import clock
from akkord.people.queries import Key, Person, allowed_among, standing

from . import queries
from .models import Attendance, Group
from .rules import KEEPERS, Answer, over

LOOKED_AT = 2000  # answers of which a page shows the first
SOON = timedelta(days=7)
MOST_SOON = 5


@dataclass(frozen=True)
class Coming:
    """How an event's answers stand: numbers count everybody."""

    going: int
    maybe: int
    mine: str  # the reader's answer, "" for none
    over: bool


def coming_to(viewer_id: int | None, group: Group) -> Coming:
    """Of an event that the viewer may read."""
    rows = Attendance.objects.filter(standing("person__"), group=group).order_by()
    counts = dict(rows.values_list("said").annotate(n=Count("pk")))
    mine = Attendance.objects.filter(group=group, person_id=viewer_id or 0).values_list("said", flat=True)
    ended = over(group.starts_at, group.ends_at, clock.now())
    return Coming(counts.get(Answer.GOING, 0), counts.get(Answer.MAYBE, 0), mine.first() or "", ended)


def who_comes(viewer_id: int | None, group: Group, said: Answer, limit: int) -> list[Person]:
    """By name, of those who show the viewer their communities; its keepers see all."""
    rows = Attendance.objects.filter(standing("person__"), group=group, said=said).select_related("person")
    people = [row.person for row in rows.order_by("person__name", "pk")[:LOOKED_AT]]
    if queries.role_in(viewer_id, group.pk) in KEEPERS:
        return people[:limit]
    shown = allowed_among(viewer_id, (person.pk for person in people), Key.GROUPS)
    return [person for person in people if person.pk in shown or person.pk == viewer_id][:limit]


def soon_for(person_id: int) -> list[tuple[Group, str]]:
    """Events of the next days that the person comes to, or perhaps, with their answer; the next first."""
    now = clock.now()
    rows = Attendance.objects.filter(
        person_id=person_id,
        said__in=[Answer.GOING, Answer.MAYBE],
        group__starts_at__gt=now,
        group__starts_at__lte=now + SOON,
        group__in=queries.visible_groups(person_id).order_by().values("pk"),
    )
    found = rows.select_related("group").order_by("group__starts_at", "pk")[:MOST_SOON]
    return [(row.group, row.said) for row in found]
