"""Deciding about what was reported: the decision, its restriction and the line of it are one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from akkord.care import errors, queries
from akkord.care.models import MOST_WORDS, Decision, Look, Matter, RecordLook
from akkord.care.rules import (
    Measure,
    Power,
    Rule,
    Thing,
    Wrong,
    appeal_until,
    may,
    needs_person,
    rules_for,
    wrong_with,
)
from akkord.care.rules.deciding import Proposed
from akkord.dialogs import actions as dialogs
from akkord.flow import clock, outbox
from akkord.ledger.rules import Source
from akkord.people import actions as people
from akkord.people.queries import Person
from akkord.people.rules.restraints import RestraintKind, provision
from akkord.rights import actions as rights
from akkord.rights.terms import CommentId, ContentId, FileId, MomentId, PhotoId, PostId, Scope

_REFUSALS: dict[Wrong, type[errors.CareError]] = {
    Wrong.ROLE: errors.NotYourRole,
    Wrong.OWN: errors.YourOwnMatter,
    Wrong.MEASURE: errors.NotForThis,
    Wrong.NOBODY: errors.NotForThis,
    Wrong.TERM: errors.NoSuchTerm,
    Wrong.RULE: errors.NoSuchRule,
    Wrong.LAST: errors.LastOperator,
}
_RESTRAINTS = {Measure.LIMIT: RestraintKind.QUIET, Measure.SUSPEND: RestraintKind.SUSPENDED}


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What somebody of the staff decides: a measure, the rule it rests on, for how many days, and why; of
    messages several people wrote, also about whom."""

    measure: Measure
    rule: str = ""
    days: int | None = None
    words: str = ""
    whom: int | None = None


@transaction.atomic
def decide(staff: Person, number: int, ruling: Ruling) -> Decision:
    """Decide a matter once; the author is told, and so is everybody who reported it.

    Raises NoSuchMatter, NotYourRole, YourOwnMatter, NotForThis, NobodyChosen, LastOperator, NoSuchTerm,
    NoSuchRule, WordsMissing.
    """
    matter = _open(number)
    wrote = queries.who_wrote(Thing(matter.kind), matter.number)
    whose = _whose(matter, wrote, ruling)
    of_staff = whose is not None and queries.is_of_staff(whose)
    reporters = queries.reporters_of(matter.pk)
    rule = next((r for r in rules_for(Thing(matter.kind), clock.now().date()) if r.name == ruling.rule), None)
    proposed = Proposed(
        thing=Thing(matter.kind),
        measure=ruling.measure,
        days=ruling.days,
        rule_known=rule is not None,
        whose=whose,
        reporters=reporters,
        authors=frozenset(wrote),
        of_staff=of_staff,
        last_operator=whose is not None and of_staff and queries.is_last_operator(whose),
    )
    wrong = wrong_with(proposed, queries.role_of(staff.pk), staff.pk)
    if wrong == Wrong.NOBODY and wrote:
        raise errors.NobodyChosen
    if wrong is not None:
        raise _REFUSALS[wrong]
    restricts = ruling.measure != Measure.NOTHING
    if restricts and not ruling.words.strip():
        raise errors.WordsMissing
    decision = _decision(staff, matter, ruling, rule if restricts else None)
    decision.person_id, decision.quoted = whose, _quoted(matter, wrote, whose)
    if rule is not None and restricts:
        _carry_out(staff, matter, decision, rule)
    decision.save()
    matter.closed_at = decision.at
    matter.save(update_fields=["closed_at"])
    if matter.kind == Thing.MESSAGES.value:
        dialogs.close_report(staff, matter.number, ruling.words.strip() or ruling.measure.value)
    outbox.announce("matter_decided", decision=decision.pk)
    for reporter in reporters:
        outbox.tell(f"person:{reporter}", "reported", decision=decision.pk)
    return decision


@transaction.atomic
def answer_messages(staff: Person, number: int, words: str) -> None:
    """Answer messages shown to the staff without restricting anybody, wherever they wait; twice is once.

    Raises dialogs NoSuchReport and NothingSaid, NotYourRole, YourOwnMatter.
    """
    waiting = Matter.objects.filter(kind=Thing.MESSAGES.value, number=number, closed_at=None).first()
    if waiting is None or not words.strip():
        dialogs.close_report(staff, number, words)
    else:
        decide(staff, waiting.pk, Ruling(measure=Measure.NOTHING, words=words))


@transaction.atomic
def escalate(staff: Person, number: int) -> None:
    """Hand a matter to those who may restrict. Twice is once. Raises NoSuchMatter, NotYourRole."""
    if not may(queries.role_of(staff.pk), Power.ESCALATE):
        raise errors.NotYourRole
    matter = _open(number)
    if matter.escalated_at is None:
        matter.escalated_at, matter.escalated_by = clock.now(), staff
        matter.save(update_fields=["escalated_at", "escalated_by"])


def note_look(staff: Person, matter: Matter) -> None:
    """Whoever opens a matter is written down, once an hour."""
    hour = clock.now() - timedelta(hours=1)
    if not Look.objects.filter(staff=staff, matter=matter, at__gt=hour).exists():
        Look.objects.create(staff=staff, matter=matter, at=clock.now())


def note_record_look(staff: Person, person_id: int) -> None:
    """Whoever opens a person's record is written down, once an hour."""
    hour = clock.now() - timedelta(hours=1)
    if not RecordLook.objects.filter(staff=staff, person=person_id, at__gt=hour).exists():
        RecordLook.objects.create(staff=staff, person_id=person_id, at=clock.now())


def _open(number: int) -> Matter:
    """The matter, held until the transaction ends."""
    found = Matter.objects.select_for_update().filter(pk=number, closed_at=None).first()
    if found is None:
        raise errors.NoSuchMatter(number)
    return found


def _whose(matter: Matter, wrote: Mapping[int, queries.Wrote], ruling: Ruling) -> int | None:
    """Whom a measure hits: of messages their only author, or the one who was chosen."""
    if matter.kind != Thing.MESSAGES.value:
        return matter.whose_id
    if len(wrote) == 1:
        return next(iter(wrote))
    return ruling.whom if ruling.whom in wrote else None


def _quoted(matter: Matter, wrote: Mapping[int, queries.Wrote], whose: int | None) -> str:
    """The words it is about, as they were reported; of messages those of whom it is about alone, who reads
    this: what others wrote was shown to the staff, not to them."""
    if matter.kind == Thing.MESSAGES.value:
        return "\n".join((wrote[whose].name, *wrote[whose].texts)) if whose is not None else ""
    first = matter.reports.order_by("pk").first()
    seen = first.seen if first is not None else {}
    return "\n".join(part for part in (seen.get("name", ""), seen.get("text", "")) if part)


def _decision(staff: Person, matter: Matter, ruling: Ruling, rule: Rule | None) -> Decision:
    now = clock.now()
    return Decision(
        matter=matter,
        by=staff,
        at=now,
        measure=ruling.measure.value,
        rule=rule.name if rule else "",
        rule_since=rule.since if rule else None,
        words=ruling.words.strip()[:MOST_WORDS],
        until=now + timedelta(days=ruling.days) if ruling.days else None,
    )


def _carry_out(staff: Person, matter: Matter, decision: Decision, rule: Rule) -> None:
    """The restriction itself, by the room that holds it, with its line."""
    measure = Measure(decision.measure)
    if needs_person(measure):
        assert decision.until is not None
        assert decision.person_id is not None
        decision.restraint = people.restrain(
            decision.person_id,
            _RESTRAINTS[measure],
            decision.until,
            rule=rule.name,
            appeal_until=appeal_until(decision.at),
            reported=True,
        )
        decision.entry = decision.restraint.entry
        return
    basis = rights.Basis(law=provision(rule.name), source=Source.OTHER_NOTIFICATION)
    decision.block = rights.hide_by_rules(staff, _scope(matter), basis, _made(matter).date())
    decision.entry = decision.block.entry


def _scope(matter: Matter) -> Scope:
    if matter.kind == Thing.TRACK.value:
        return Scope.file(FileId(queries.track_sound(matter.number)))
    if matter.kind == Thing.COMMENT.value:
        return Scope.comment(CommentId(matter.number))
    if matter.kind == Thing.MOMENT.value:
        return Scope.moment(MomentId(matter.number))
    if matter.kind == Thing.PHOTO.value:
        return Scope.photo(PhotoId(matter.number))
    if matter.kind == Thing.DOCUMENT.value:
        return Scope.document(ContentId(queries.document_content(matter.number)))
    return Scope.post(PostId(matter.number))


def _made(matter: Matter) -> datetime:
    """When the thing came to the site, as its first reporter saw it."""
    first = matter.reports.order_by("pk").first()
    said = first.seen.get("made_at") if first is not None else ""
    return datetime.fromisoformat(said) if said else matter.opened_at
