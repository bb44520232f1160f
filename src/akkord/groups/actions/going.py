"""Saying whether one comes to an event, and reminding who does."""

from datetime import timedelta

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.groups import errors, queries
from akkord.groups.models import Attendance, Group
from akkord.groups.rules import Act, Answer, over
from akkord.people.queries import Person, standing

AHEAD = timedelta(hours=24)  # before it begins one is reminded
AT_ONCE = 500


def answer(person: Person, group: Group, said: Answer | None) -> None:
    """Come, perhaps, or not; None takes it back. Raises NotAllowed, Banned, EventOver."""
    if not queries.allows(person.pk, group, Act.ANSWER):
        raise errors.Banned if queries.ban_on(person.pk, group) else errors.NotAllowed
    if over(group.starts_at, group.ends_at, clock.now()):
        raise errors.EventOver
    if said is None:
        Attendance.objects.filter(group=group, person=person).delete()
        return
    told = {"said": said.value, "since": clock.now()}
    Attendance.objects.update_or_create(group=group, person=person, defaults=told)


@transaction.atomic
def remind() -> int:
    """Tell once who comes, or perhaps, that an event begins within a day; how many were told."""
    now = clock.now()
    coming = Attendance.objects.filter(
        standing("person__"),
        said__in=[Answer.GOING, Answer.MAYBE],
        reminded_at=None,
        group__starts_at__gt=now,
        group__starts_at__lte=now + AHEAD,
    )
    rows = list(coming.order_by("pk").values_list("pk", "group_id", "person_id")[:AT_ONCE])
    people: dict[int, list[int]] = {}
    for _number, group, person in rows:
        people.setdefault(group, []).append(person)
    for group, told in people.items():
        outbox.announce("club_told", group=group, what="event_soon", people=told, by=None)
    Attendance.objects.filter(pk__in=[row[0] for row in rows]).update(reminded_at=now)
    return len(rows)
