"""Trusted flaggers: a status by a coordinator's decision, suspended, revoked; every act with its line."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from akkord.catalogue import queries as catalogue
from akkord.flow import clock
from akkord.ledger import actions as ledger
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Thing

from . import errors
from .law.flaggers import Standing, Status, standing_at
from .models import Flagger

if TYPE_CHECKING:
    from akkord.catalogue.models import Organisation
    from akkord.people.models import Person

LAW, SOURCE = "EU", "Regulation (EU) 2022/2065 art. 22"


def flaggers() -> QuerySet[Flagger]:
    """Everybody who has or had the status, for the public list; newest first."""
    return Flagger.objects.select_related("organisation", "entry").order_by("-starts", "-pk")


def standing_of(row: Flagger) -> Standing:
    """How a status stands now."""
    status = Status(row.starts, row.ends, row.suspended_at, row.revoked_at)
    return standing_at(status, clock.now())


def trusted(organisation_id: int) -> Flagger | None:
    """The status by which the organisation's notices come first now."""
    rows = Flagger.objects.filter(organisation_id=organisation_id, revoked_at=None)
    return next((row for row in rows if standing_of(row) == Standing.STANDS), None)


@transaction.atomic
def give(
    person: "Person",
    organisation: "Organisation",
    *,
    coordinator: str,
    document: str,
    starts: datetime,
    ends: datetime | None = None,
) -> Flagger:
    """Record a Digital Services Coordinator's decision. Raises StaffOnly, NoDecisionNamed, TrustedAlready."""
    _by_staff(person)
    if not coordinator.strip() or not document.strip() or (ends is not None and ends <= starts):
        raise errors.NoDecisionNamed
    for known in Flagger.objects.select_for_update().filter(organisation=organisation, revoked_at=None):
        if standing_of(known) != Standing.EXPIRED:
            raise errors.TrustedAlready
    row = Flagger(
        organisation=organisation,
        coordinator=coordinator.strip()[:200],
        document=document.strip()[:200],
        starts=starts,
        ends=ends,
        person=person,
        given_at=clock.now(),
    )
    row.entry = _line(row, "given")
    row.save()
    return row


@transaction.atomic
def suspend(person: "Person", number: int, why: str) -> Flagger:
    """Its coordinator investigates (art. 22(6)). Raises StaffOnly, NoSuchFlagger, NoReason."""
    row = _standing(person, number)
    if not why.strip():
        raise errors.NoReason
    row.suspended_at, row.why = clock.now(), why.strip()[:1000]
    return _kept(row, "suspended")


@transaction.atomic
def resume(person: "Person", number: int) -> Flagger:
    """The investigation is over and the status stands. Raises StaffOnly, NoSuchFlagger."""
    row = _standing(person, number)
    row.suspended_at, row.why = None, ""
    return _kept(row, "resumed")


@transaction.atomic
def revoke(person: "Person", number: int, why: str) -> Flagger:
    """Its coordinator has taken it back (art. 22(7)). Raises StaffOnly, NoSuchFlagger, NoReason."""
    row = _standing(person, number)
    if not why.strip():
        raise errors.NoReason
    row.revoked_at, row.why = clock.now(), why.strip()[:1000]
    return _kept(row, "revoked")


# --- how ---------------------------------------------------------------------------------------------


def _by_staff(person: "Person") -> None:
    if not catalogue.is_operator(person):
        raise errors.StaffOnly


def _standing(person: "Person", number: int) -> Flagger:
    _by_staff(person)
    row = Flagger.objects.select_for_update().filter(pk=number, revoked_at=None).first()
    if row is None:
        raise errors.NoSuchFlagger
    return row


def _kept(row: Flagger, event: str) -> Flagger:
    row.entry = _line(row, event)
    row.save()
    return row


def _line(row: Flagger, event: str) -> "ledger.Entry":
    """It restricts nothing: what the status brings about is said by the lines of the notices (`source`)."""
    return ledger.write_line(
        Line(
            kind=Kind.STEP,
            ground=Ground.OPERATION,
            actor=Actor(ActorClass.STAFF),
            thing=Thing("case", f"flagger:{row.organisation_id}:{row.starts.isoformat()}"),
            action=Action.NONE,
            law=SOURCE,
            jurisdiction=LAW,
            facts={"event": event, "coordinator": row.coordinator, "document": row.document, "why": row.why},
        )
    )
