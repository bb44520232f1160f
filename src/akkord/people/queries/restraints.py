"""What the site holds against accounts, for the gates, for their owners and for the audit."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from akkord.flow import clock
from akkord.ledger.models import Entry
from akkord.ledger.rules import Restriction
from akkord.people.models import Person, Restraint
from akkord.people.rules.restraints import RestraintKind, suspended_since


def restraints_on(person_id: int) -> QuerySet[Restraint]:
    """What stands against the account, the oldest first."""
    return Restraint.objects.filter(person_id=person_id, ended_at=None).order_by("at", "pk")


def quiet_until(person_id: int) -> datetime | None:
    """Until when the account writes nothing; None when it may."""
    now = clock.now()
    standing = restraints_on(person_id).filter(kind=RestraintKind.QUIET.value, until__gt=now)
    return standing.order_by("-until").values_list("until", flat=True).first()


def restraints_over(now: datetime) -> list[Restraint]:
    """Those whose day has come."""
    return list(Restraint.objects.filter(ended_at=None, until__lte=now).order_by("until", "pk")[:200])


def restrictions_in_force() -> Iterator[Restriction]:
    """What is held against accounts, as its gate has it, for the audit; and whatever is held besides.

    An account suspended without a restraint, or not suspended although one stands, is found; so is one
    that a hand in the database closed.
    """
    held = dict(Person.objects.exclude(suspended_at=None).values_list("pk", "suspended_at"))
    line = Subquery(Entry.objects.filter(pk=OuterRef("entry_id")).values("public_id"))
    rows = list(Restraint.objects.filter(ended_at=None).annotate(line=line).order_by("pk"))
    since: dict[int, datetime | None] = {}
    for row in rows:
        theirs = [(RestraintKind(r.kind), r.at) for r in rows if r.person_id == row.person_id]
        since.setdefault(row.person_id, suspended_since(theirs))
    for row in rows:
        same = held.get(row.person_id) == since[row.person_id]
        facts = facts_of(row) if same else {"gate": _said(held.get(row.person_id))}
        yield Restriction(thing_key(row.person_id), row.line or "", facts)
    for number in held:
        if since.get(number) is None:
            yield Restriction(thing_key(number), "", {"gate": _said(held[number])})
    closed = Person.objects.filter(is_active=False).order_by("pk").values_list("pk", flat=True)
    for number in closed.iterator(1000):
        yield Restriction(thing_key(number), "", {"closed": True})


def thing_key(person_id: int) -> str:
    """The plain name of an account, as its line names it."""
    return f"account:{person_id}"


def facts_of(row: Restraint) -> dict[str, object]:
    """What the line of a restraint commits to."""
    return {"kind": row.kind, "at": row.at.isoformat(), "until": row.until.isoformat()}


def _said(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
