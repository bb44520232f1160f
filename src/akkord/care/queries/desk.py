"""The desk of moderation: who has which role, what waits, and each matter with what surrounds it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, QuerySet

from akkord.care.errors import NoSuchDecision, NoSuchMatter
from akkord.care.models import Appeal, Decision, Look, Matter, Place, RecordLook, Report
from akkord.care.rules import Measure, Power, Role, Rule, Thing, may, may_answer, rules_for
from akkord.flow import clock
from akkord.people import queries as people
from akkord.people.rules.trust import Step, step_at

from .things import Carried, Wrote, carried_by, who_wrote


def role_of(person_id: int | None) -> Role | None:
    """What the person is on the staff at this moment; operators are admins."""
    if person_id is None:
        return None
    if people.is_operator(person_id):
        return Role.ADMIN
    standing = people.visible_people().filter(pk=person_id).values("pk")
    row = Place.objects.filter(person__in=standing).first()
    return Role(row.role) if row else None


def places_of(person_id: int) -> QuerySet[Place]:
    """A place on the staff of the person's own; operators need none."""
    return Place.objects.filter(person_id=person_id)


def is_of_staff(person_id: int) -> bool:
    """Whether the person moderates or runs the server, restricted just now or not."""
    return people.is_operator(person_id) or Place.objects.filter(person=person_id).exists()


def is_last_operator(person_id: int) -> bool:
    """Whether nobody else runs the server. Operators are held until the transaction ends: two who suspend
    each other at once do not both succeed."""
    return [person.pk for person in people.operators().select_for_update()] == [person_id]


def staff_places() -> list[Place]:
    """Everybody with a place of their own, by name."""
    return list(Place.objects.select_related("person", "given_by").order_by("person__name", "pk"))


def open_matters() -> QuerySet[Matter]:
    """What waits for a decision: escalated first, then what most people reported, then the oldest."""
    counted = Matter.objects.filter(closed_at=None).annotate(times=Count("reports"))
    return counted.order_by(F("escalated_at").asc(nulls_last=True), "-times", "opened_at", "pk")


def waiting(role: Role | None) -> int:
    """How much waits for somebody of this role, for the menu."""
    found = Matter.objects.filter(closed_at=None).count()
    if may(role, Power.ANSWER):
        found += Appeal.objects.filter(answered_at=None).count()
    return found


@dataclass(frozen=True)
class Card:
    """A matter as the staff sees it: what its reporters saw, who is behind it, what was decided before."""

    matter: Matter
    thing: Thing
    reports: list[Report]
    rules: list[Rule]
    whose: people.Person | None
    joined: datetime | None
    step: Step | None  # what an account of its age may do
    before: list[Decision]
    wrote: dict[int, Wrote]  # of messages: who wrote them
    carried: list[Carried]  # of a post: photos and documents, to be hidden singly

    @property
    def seen(self) -> dict[str, str]:
        return dict(self.reports[0].seen)

    @property
    def href(self) -> str:
        return f"/mod/queue?item={self.matter.pk}"

    @property
    def concerned(self) -> set[int | None]:
        """Who cannot decide it, whatever their role."""
        return {self.matter.whose_id, *self.wrote, *(report.reporter_id for report in self.reports)}


def card_of(number: int) -> Card:
    """An open matter with its context; a constant number of queries. Raises NoSuchMatter."""
    matter = open_matters().select_related("whose", "escalated_by").filter(pk=number).first()
    if matter is None:
        raise NoSuchMatter(number)
    thing, who = Thing(matter.kind), matter.whose
    reports = list(matter.reports.select_related("reporter").order_by("pk"))
    before = Decision.objects.filter(person=who).exclude(person=None).select_related("matter", "by")
    return Card(
        matter=matter,
        thing=thing,
        reports=reports,
        rules=rules_for(thing, today()),
        whose=who,
        joined=who.date_joined if who else None,
        step=step_at(who.date_joined, clock.now()) if who else None,
        before=list(before.order_by("-pk")[:10]),
        wrote=who_wrote(thing, matter.number),
        carried=carried_by(matter.number) if thing == Thing.POST else [],
    )


@dataclass(frozen=True)
class Record:
    """What the staff knows of a person: what waits about them, all that was decided, their reports."""

    person: people.Person
    open: list[Matter]
    decisions: list[Decision]
    reported: int  # matters they reported
    confirmed: int  # of those, how many were found to break a rule


def record_of(number: int) -> Record:
    """Also of whoever is suspended or away; a constant number of queries. Raises NoSuchPerson."""
    person = people.every_person().filter(pk=number).first()
    if person is None:
        raise people.NoSuchPerson(number)
    decisions = Decision.objects.filter(person=person).select_related("matter", "by", "entry", "appeal")
    reported = Matter.objects.filter(reports__reporter=person)
    confirmed = reported.filter(decision__isnull=False).exclude(decision__measure=Measure.NOTHING.value)
    return Record(
        person=person,
        open=list(open_matters().filter(whose=person)),
        decisions=list(decisions.order_by("-pk")[:200]),
        reported=reported.count(),
        confirmed=confirmed.count(),
    )


def today() -> date:
    return clock.now().date()


def reporters_of(matter_id: int) -> frozenset[int]:
    return frozenset(Report.objects.filter(matter_id=matter_id).values_list("reporter_id", flat=True))


def appeals_waiting() -> list[Appeal]:
    """Appeals nobody has answered, the oldest first."""
    known = Appeal.objects.filter(answered_at=None)
    related = known.select_related("decision__by", "decision__person", "decision__matter", "decision__entry")
    return list(related.prefetch_related("decision__matter__reports").order_by("made_at", "pk")[:100])


def may_answer_appeal(person_id: int, appeal: Appeal) -> bool:
    """Whether this person of the staff is another than those the decision came from or concerns."""
    decision = appeal.decision
    return may_answer(
        role_of(person_id),
        person_id,
        decided_by=decision.by_id,
        whose=decision.person_id or 0,
        reporters=[report.reporter_id for report in decision.matter.reports.all()],
        authors=who_wrote(Thing(decision.matter.kind), decision.matter.number),
    )


def decision_for_staff(number: int) -> Decision:
    """Raises NoSuchDecision."""
    known = Decision.objects.select_related("by", "person", "matter", "entry", "appeal")
    found = known.filter(pk=number).first()
    if found is None:
        raise NoSuchDecision(number)
    return found


def record_looks(limit: int = 200) -> list[RecordLook]:
    """Who of the staff opened whose record, the latest first."""
    return list(RecordLook.objects.select_related("staff", "person").order_by("-pk")[:limit])


def looks(limit: int = 200) -> list[Look]:
    """Who of the staff opened what, the latest first."""
    return list(Look.objects.select_related("staff", "matter__whose").order_by("-pk")[:limit])
