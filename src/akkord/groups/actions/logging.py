"""A community's own log, and the lines of the public log that fix its days."""

import secrets
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from akkord.flow import clock
from akkord.groups import queries
from akkord.groups.models import Entry, Group, LoggedDay
from akkord.groups.rules import Deed, leaf_of, root_of
from akkord.ledger import actions as ledger
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Thing
from akkord.people.queries import Person

SETTLES = timedelta(minutes=10)  # after midnight: the last transactions of a day have ended


def note(
    group: Group,
    by: Person,
    deed: Deed,
    *,
    whom: int | None = None,
    said: str = "",
    words: str = "",
    until: datetime | None = None,
) -> None:
    """Write what a keeper did, in the transaction in which it is done."""
    at, salt = clock.now(), secrets.token_bytes(32)
    role = queries.role_in(by.pk, group.pk)
    named = f"account:{whom}" if whom is not None else ""
    Entry.objects.create(
        group=group,
        at=at,
        deed=deed,
        role=role,
        by=by,
        whom_id=whom,
        said=said,
        words=words,
        until=until,
        salt=salt,
        leaf=leaf_of(deed, at, role, said, until, salt, named, words),
    )


def fix_days() -> int:
    """Write the root of every day that is over into the public log, a line for each community; how many."""
    today = (clock.now() - SETTLES).astimezone(UTC).date()
    over = Entry.objects.filter(day=None, at__lt=datetime.combine(today, time(), UTC))
    days = {(group, at.astimezone(UTC).date()) for group, at in over.values_list("group_id", "at")}
    for group, day in sorted(days):
        _fix(group, day)
    return len(days)


@transaction.atomic
def _fix(group: int, day: date) -> None:
    begins = datetime.combine(day, time(), UTC)
    rows = Entry.objects.filter(group_id=group, day=None, at__gte=begins, at__lt=begins + timedelta(days=1))
    leaves = list(rows.order_by("pk").values_list("leaf", flat=True))
    root = root_of(leaves)
    line = ledger.write_line(
        Line(
            kind=Kind.MODERATION,
            ground=Ground.OPERATION,
            actor=Actor(ActorClass.AUTOMATIC),
            thing=Thing("community", f"community:{group}"),
            action=Action.NONE,
            facts={"day": day.isoformat(), "root": root},
            count=len(leaves),
            digest=root,
        )
    )
    fixed = LoggedDay.objects.create(group_id=group, day=day, count=len(leaves), root=root, line=line)
    rows.update(day=fixed)
