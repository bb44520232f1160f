"""What a person is told: decisions about what is theirs, and what came of what they reported."""

from dataclasses import dataclass

from django.db.models import QuerySet

from akkord.care.errors import NoSuchDecision
from akkord.care.models import Appeal, Decision, Look, Matter, RecordLook, Report
from akkord.care.rules import Measure, Rule, Thing, may_appeal, rule_as_it_stood
from akkord.flow import clock


@dataclass(frozen=True)
class Told:
    """A decision as the person it concerns reads it: never who on the staff made it, nor who reported."""

    decision: Decision
    thing: Thing
    measure: Measure
    rule: Rule | None
    appeal: Appeal | None
    appealable: bool
    ended: bool  # lifted, or its day has come

    @property
    def href(self) -> str:
        return f"/my/decisions/{self.decision.pk}"


def decisions_about(person_id: int) -> list[Told]:
    """All that restricted something of the person's, the latest first."""
    return [told(row) for row in _restricting(person_id)[:100]]


def decision_of(person_id: int, number: int) -> Told:
    """The gate of whom it concerns. Raises NoSuchDecision."""
    found = _restricting(person_id).filter(pk=number).first()
    if found is None:
        raise NoSuchDecision(number)
    return told(found)


def told(row: Decision) -> Told:
    now, measure, appeal = clock.now(), Measure(row.measure), getattr(row, "appeal", None)
    lifted = row.lifted_at is not None
    return Told(
        decision=row,
        thing=Thing(row.matter.kind),
        measure=measure,
        rule=rule_of(row),
        appeal=appeal,
        appealable=may_appeal(measure, row.at, now, appealed=appeal is not None, lifted=lifted),
        ended=lifted or (row.until is not None and row.until <= now),
    )


def rule_of(row: Decision) -> Rule | None:
    """The rule it rests on, as it stood when it was decided."""
    return rule_as_it_stood(row.rule, row.rule_since) if row.rule_since else None


def reports_by(person_id: int) -> list[Report]:
    """What the person has reported with what came of it, the latest first."""
    rows = Report.objects.filter(reporter_id=person_id).select_related("matter__decision__appeal")
    return list(rows.order_by("-pk")[:100])


def looks_at(person_id: int) -> list[Look]:
    """When the staff opened a report about something of the person's, the latest first: never who did.

    Only once it is decided, and none about messages: of a dialog for two it would say who reported.
    """
    decided = Look.objects.filter(matter__whose_id=person_id, matter__closed_at__isnull=False)
    rows = decided.exclude(matter__kind=Thing.MESSAGES.value).select_related("matter")
    return list(rows.order_by("-pk")[:200])


def record_looks_at(person_id: int) -> list[RecordLook]:
    """When the staff opened the person's record, the latest first: never who did, and nothing while a report
    about them waits, which it would give away."""
    if Matter.objects.filter(whose=person_id, closed_at=None).exists():
        return []
    return list(RecordLook.objects.filter(person=person_id).order_by("-pk")[:200])


def _restricting(person_id: int) -> QuerySet[Decision]:
    rows = Decision.objects.filter(person_id=person_id).exclude(measure=Measure.NOTHING.value)
    return rows.select_related("matter", "entry", "appeal").order_by("-pk")
