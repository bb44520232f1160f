"""Demands for somebody's data: filed by one of the staff, answered by another, with a line, and told.

A sealed one is counted from the day it is filed and opens, once answered, on its day by itself: nobody has
to remember.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from akkord.flow import clock
from akkord.ledger.actions import write_line
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Thing, stamp
from akkord.people.queries import Person

from .errors import DemandAnswered, DemandIncomplete, NeedsAnother, SealTooLong
from .models import DataDemand

LONGEST_SEAL = timedelta(days=365)


@dataclass(frozen=True)
class Asked:
    """Who demands which data of whom under which provision, and until when it may not be told."""

    authority: str
    law: str
    data: str
    sealed_until: datetime | None = None


def file_demand(staff: Person, person: Person, asked: Asked) -> DataDemand:
    """One of the staff enters what was demanded. Raises DemandIncomplete, SealTooLong."""
    now = clock.now()
    if not (asked.authority.strip() and asked.law.strip() and asked.data.strip()):
        raise DemandIncomplete
    if asked.sealed_until is not None and not now < asked.sealed_until <= now + LONGEST_SEAL:
        raise SealTooLong
    return DataDemand.objects.create(
        person=person,
        authority=asked.authority.strip()[:200],
        law=asked.law.strip()[:200],
        asked=asked.data.strip()[:1000],
        filed_by=staff,
        filed_at=now,
        sealed_until=asked.sealed_until,
    )


@transaction.atomic
def answer_demand(staff: Person, number: int, *, handed_over: bool) -> DataDemand:
    """Another of the staff refuses it or hands the data over, with its line.

    Raises NeedsAnother, DemandAnswered.
    """
    demand = DataDemand.objects.select_for_update().filter(pk=number, answered_at=None).first()
    if demand is None:
        raise DemandAnswered
    if demand.filed_by_id == staff.pk:
        raise NeedsAnother
    demand.answered_by, demand.answered_at, demand.handed_over = staff, clock.now(), handed_over
    demand.entry = write_line(_line(demand))
    demand.save()
    return demand


def _line(demand: DataDemand) -> Line:
    """It restricts nothing: a step on the ground of the state. Who asked and for whom stand by commitment."""
    return Line(
        kind=Kind.STEP,
        ground=Ground.STATE,
        actor=Actor(ActorClass.STAFF),
        thing=Thing("account", f"account:{demand.person_id}"),
        action=Action.NONE,
        until=demand.sealed_until,
        demanded_at=demand.filed_at,
        facts={
            "authority": demand.authority,
            "law": demand.law,
            "asked": demand.asked,
            "handed_over": demand.handed_over,
            "sealed_until": stamp(demand.sealed_until) if demand.sealed_until else "",
        },
    )


def waiting_demands() -> QuerySet[DataDemand]:
    """Those nobody has answered, the oldest first."""
    waiting = DataDemand.objects.filter(answered_at=None)
    return waiting.select_related("person", "filed_by").order_by("pk")


def answered_demands() -> QuerySet[DataDemand]:
    """For the staff: those that were answered, sealed ones too, the latest first."""
    done = DataDemand.objects.exclude(answered_at=None)
    return done.select_related("person", "filed_by", "answered_by", "entry").order_by("-answered_at")


def demands_told(person_id: int) -> list[DataDemand]:
    """What was demanded of the person's and answered, as soon as it may be told."""
    open_now = Q(sealed_until=None) | Q(sealed_until__lte=clock.now())
    told = DataDemand.objects.filter(open_now, person_id=person_id).exclude(answered_at=None)
    return list(told.select_related("entry").order_by("-answered_at"))


def sealed_count() -> int:
    """How many demands, over all people and answered or not, may not be told yet."""
    return DataDemand.objects.filter(sealed_until__gt=clock.now()).count()
