"""Appealing against a decision, and answering: always another person than the one who decided."""

from django.db import transaction

from akkord.care import errors, queries
from akkord.care.models import MOST_WORDS, Appeal, Decision
from akkord.care.rules import Power, Thing, may, may_answer
from akkord.flow import clock, outbox
from akkord.people import actions as people
from akkord.people.queries import Person, restraints_on
from akkord.rights import actions as rights


@transaction.atomic
def appeal(person: Person, number: int, text: str) -> Appeal:
    """Whom it concerns says why it is wrong; once. Raises NoSuchDecision, WordsMissing, NoAppealAgainst."""
    Decision.objects.select_for_update(of=("self",)).filter(pk=number).first()
    told = queries.decision_of(person.pk, number)
    if not text.strip():
        raise errors.WordsMissing
    if not told.appealable:
        raise errors.NoAppealAgainst
    return Appeal.objects.create(decision=told.decision, text=text.strip()[:MOST_WORDS], made_at=clock.now())


@transaction.atomic
def answer(staff: Person, number: int, words: str, *, uphold: bool) -> Appeal:
    """Answer the appeal against a decision: it stands, or it was wrong and what it restricted is free again.

    Raises NoSuchDecision, NotYourRole, AnotherAnswers, WordsMissing.
    """
    known = Appeal.objects.select_for_update(of=("self",)).select_related("decision__matter")
    row = known.filter(decision=number, answered_at=None).first()
    if row is None:
        raise errors.NoSuchDecision(number)
    role, decision = queries.role_of(staff.pk), row.decision
    if not may(role, Power.ANSWER):
        raise errors.NotYourRole
    reporters = queries.reporters_of(decision.matter_id)
    if not may_answer(
        role,
        staff.pk,
        decided_by=decision.by_id,
        whose=decision.person_id or 0,
        reporters=reporters,
        authors=queries.who_wrote(Thing(decision.matter.kind), decision.matter.number),
    ):
        raise errors.AnotherAnswers
    if not words.strip():
        raise errors.WordsMissing
    row.answered_at, row.answered_by, row.answer = clock.now(), staff, words.strip()[:MOST_WORDS]
    row.upheld = uphold
    row.save(update_fields=["answered_at", "answered_by", "answer", "upheld"])
    if not uphold:
        _lift(decision)
    outbox.announce("appeal_answered", decision=decision.pk)
    return row


@transaction.atomic
def release(person_id: int) -> int:
    """Whoever runs the machine lifts all that stands against an account, each with its line; how much."""
    standing = [row.pk for row in restraints_on(person_id)]
    for number in standing:
        people.release(number, by_staff=True)
    Decision.objects.filter(restraint__in=standing).update(lifted_at=clock.now())
    return len(standing)


def _lift(decision: Decision) -> None:
    """Take back what the decision restricts, with the line that says so."""
    if decision.block_id is not None:
        rights.show_again(decision.block_id)
    if decision.restraint_id is not None:
        people.release(decision.restraint_id, by_staff=True)
    decision.lifted_at = clock.now()
    decision.save(update_fields=["lifted_at"])
