"""Every read of a conflict of ownership, with its gate: its parties, and the staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Case, QuerySet, When

from akkord.rights import owning
from akkord.rights.facts_in_tables import ownership as as_fact
from akkord.rights.facts_in_tables import read_territories
from akkord.rights.models import Ownership
from akkord.rights.rules.effective import Area, touches
from akkord.rights.rules.facts import Period
from akkord.rights.terms import Right, Standing

from .errors import NoSuchConflict
from .law.approvals import LAPSES_AFTER
from .models import Conflict, Evidence, Settlement


@dataclass(frozen=True)
class Side:
    """One party: what it states about the matter, and the documents it named."""

    number: int
    name: str
    statements: list[Ownership]
    evidence: list[Evidence]

    @property
    def proven(self) -> bool:
        return any(row.standing != Standing.ASSERTED.value for row in self.statements)


def conflicts() -> QuerySet[Conflict]:
    """All, open ones first, by when an answer is due."""
    is_open = Case(When(state=Conflict.State.OPEN, then=0), default=1)
    found = Conflict.objects.select_related("recording", "entry", "ending").prefetch_related("parties")
    return found.order_by(is_open, "answer_by", "pk")


def conflicts_of(organisation_id: int) -> QuerySet[Conflict]:
    """Those the organisation is a party of."""
    return conflicts().filter(parties=organisation_id)


def conflict_of(organisation_id: int, number: int) -> Conflict:
    """One of them. Raises NoSuchConflict."""
    found = conflicts_of(organisation_id).filter(pk=number).first()
    if found is None:
        raise NoSuchConflict
    return found


def conflict_by_number(number: int) -> Conflict:
    """For the staff. Raises NoSuchConflict."""
    found = conflicts().filter(pk=number).first()
    if found is None:
        raise NoSuchConflict
    return found


def area_in(conflict: Conflict) -> Area:
    """What the conflict is about, as last looked."""
    return Area(
        frozenset(map(Right, conflict.rights)),
        read_territories(conflict.territory),
        Period(conflict.starts, conflict.ends),
    )


def sides_of(conflict: Conflict) -> list[Side]:
    """Both parties, or all of them, by name: each sees what the others state and on what evidence."""
    stated = disputed(conflict, owning.statements_about(conflict.recording_id))
    named = list(conflict.evidence.select_related("person").order_by("pk"))
    return [
        Side(
            party.pk,
            party.name,
            [row for row in stated if row.party_id == party.pk],
            [each for each in named if each.organisation_id == party.pk],
        )
        for party in conflict.parties.order_by("name")
    ]


def disputed(conflict: Conflict, rows: Iterable[Ownership]) -> list[Ownership]:
    """Statements that speak about what the conflict is about."""
    area = area_in(conflict)
    return [row for row in rows if touches(as_fact(row), area)]


def settlements_of(conflict: Conflict) -> QuerySet[Settlement]:
    """What was offered and ruled, newest first."""
    return conflict.settlements.select_related("organisation", "person").order_by("-pk")


def settlement_by_number(number: int) -> Settlement:
    """For the staff. Raises NoSuchConflict."""
    found = Settlement.objects.select_related("conflict__recording", "person").filter(pk=number).first()
    if found is None:
        raise NoSuchConflict
    return found


def evidence_by_number(number: int) -> Evidence:
    """For the staff. Raises NoSuchConflict."""
    found = Evidence.objects.select_related("conflict__recording", "organisation").filter(pk=number).first()
    if found is None:
        raise NoSuchConflict
    return found


def unseen_evidence() -> QuerySet[Evidence]:
    """Documents in open conflicts nobody of the staff has looked at."""
    waiting = Evidence.objects.filter(
        conflict__state=Conflict.State.OPEN, accepted_at=None, set_aside_at=None
    )
    return waiting.select_related("conflict")


def rulings_waiting(at: datetime) -> QuerySet[Settlement]:
    """Rulings one person proposed that a second may still approve."""
    waiting = Settlement.objects.filter(state=Settlement.State.WAITING, at__gt=at - LAPSES_AFTER)
    return waiting.exclude(court="")


def lapses_at(ruling: Settlement) -> datetime:
    """Until when a second person may approve it."""
    return ruling.at + LAPSES_AFTER


def shares_of(settlement: Settlement) -> dict[int, Fraction]:
    return {int(party): Fraction(share) for party, share in settlement.shares.items()}


def answered(conflict: Conflict) -> set[int]:
    """Parties that have said something: named a document, offered shares, agreed or declined."""
    named = set(conflict.evidence.values_list("organisation_id", flat=True))
    for offer in conflict.settlements.all():
        named |= {*offer.agreed, *([offer.organisation_id] if offer.organisation_id else [])}
    return named
