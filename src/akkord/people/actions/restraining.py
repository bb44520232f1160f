"""The site restrains an account for a time, and lets it go: each with its line in the public log.

Who of the staff may do so, and why, is asked above (care); row, gate and line are one transaction.
"""

from datetime import datetime

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.ledger.actions import write_line
from akkord.ledger.queries import said
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Source, Thing
from akkord.people import queries
from akkord.people.models import Person, Restraint
from akkord.people.rules.restraints import RestraintKind, provision, suspended_since


@transaction.atomic
def restrain(
    person_id: int,
    kind: RestraintKind,
    until: datetime,
    *,
    rule: str,
    appeal_until: datetime,
    reported: bool,
) -> Restraint:
    """Hold an account to silence, or suspend it, under a rule of the house until a day."""
    person = Person.objects.select_for_update().get(pk=person_id)
    row = Restraint(person=person, kind=kind.value, at=clock.now(), until=until)
    row.entry = write_line(
        Line(
            kind=Kind.RESTRICT,
            ground=Ground.RULES,
            actor=Actor(ActorClass.STAFF),
            thing=Thing("account", queries.thing_key(person.pk)),
            action=Action.ACCOUNT,
            law=provision(rule, kind),
            until=until,
            appeal_until=appeal_until,
            source=Source.OTHER_NOTIFICATION if reported else Source.VOLUNTARY,
            facts=queries.facts_of(row),
        )
    )
    row.save()
    _set_gate(person)
    return row


@transaction.atomic
def release(number: int, *, by_staff: bool) -> None:
    """End a restraint, by a decision of the staff or because its day has come. Twice is once.

    The staff's decision after its day is told, too: that it ended by itself does not say that it was wrong.
    """
    known = Restraint.objects.select_for_update(of=("self",)).select_related("entry", "end_entry")
    row = known.get(pk=number)
    before = row.end_entry
    if before is not None and not (by_staff and said(before)["automated"]["decision"]):
        return
    person = Person.objects.select_for_update().get(pk=row.person_id)
    now = clock.now()
    row.ended_at = row.ended_at or now
    row.end_entry = write_line(
        Line(
            kind=Kind.REVERSE,
            ground=Ground.RULES,
            actor=Actor(ActorClass.STAFF if by_staff else ActorClass.AUTOMATIC),
            thing=Thing("account", queries.thing_key(person.pk)),
            action=Action.NONE,
            prev=(before or row.entry).public_id,
            decision_automated=not by_staff,
            facts={"ended": now.isoformat()},
        )
    )
    row.save(update_fields=["ended_at", "end_entry"])
    _set_gate(person)


def _set_gate(person: Person) -> None:
    """Whether the account is there for anybody follows from all that stands against it."""
    standing = [(RestraintKind(row.kind), row.at) for row in queries.restraints_on(person.pk)]
    Person.objects.filter(pk=person.pk).update(suspended_at=suspended_since(standing))
    outbox.tell(f"person:{person.pk}", "sessions")
