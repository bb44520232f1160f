"""The review queue over the tables: what waits, taking it up, and letters as they would be sent."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from akkord.catalogue import queries as catalogue
from akkord.flow import clock

from . import annex, doubts, errors, letters, proceedings, writing
from . import conflict_queries as conflicts
from . import proceeding_queries as queries
from . import suspension_queries as suspensions
from .law import approvals, proceeding, queue
from .law import errors as law_errors
from .law.machines import TABLES
from .law.procedures import PROCEDURES
from .law.proceeding import Event
from .law.queue import Item, Kind
from .law.terms import Party
from .models import Approval, OrderRow, Proceeding, ProceedingRow, Suspension, Taken

if TYPE_CHECKING:
    from akkord.people.models import Person

MOST = 500
# Made in their own form, not in the queue.
BY_FORM = frozenset({"check", "counter"})


@dataclass(frozen=True)
class Draft:
    """A letter as a step would send it."""

    to: Party
    language: str
    subject: str
    text: str


def items(at: datetime) -> list[Item]:
    """Everything that waits for a person of the staff, in the queue's order."""
    taken = {each.item: each for each in Taken.objects.filter(at__gt=at - queue.TAKEN_FOR)}
    found = [*_approvals(at), *_proceedings(at), *_rows(), *_conflicts(at), *_suspensions()]
    return queue.in_order(_with_taker(item, taken.get(item.key)) for item in found)


def item_by_key(key: str) -> Item:
    """One that still waits. Raises NoSuchItem."""
    found = next((item for item in items(clock.now()) if item.key == key), None)
    if found is None:
        raise errors.NoSuchItem
    return found


@transaction.atomic
def take(person: "Person", key: str) -> Item:
    """Take an item up, so that nobody else works on it meanwhile. Twice is once, and lasts anew.

    Raises StaffOnly, NoSuchItem, TakenByAnother.
    """
    if not catalogue.is_operator(person):
        raise errors.StaffOnly
    now = clock.now()
    item = item_by_key(key)
    if not queue.may_take(item, person.pk, now):
        raise errors.TakenByAnother
    # One row an item: who comes second waits for the first here, and then sees them.
    row, _new = Taken.objects.select_for_update().get_or_create(
        item=key, defaults={"person": person, "at": now}
    )
    if row.person_id != person.pk and now < row.at + queue.TAKEN_FOR:
        raise errors.TakenByAnother
    Taken.objects.filter(pk=row.pk).update(person=person, at=now)
    return item


def give_back(person: "Person", key: str) -> None:
    """Let others take it up."""
    Taken.objects.filter(item=key, person=person).delete()


def drafts(person: "Person", found: Proceeding, event: str, reason: str) -> list[Draft]:
    """The letters a step of the staff would send now, in every language, as they would read. Nothing is sent.

    Raises what a step raises: StepNotPossible, ConditionNotMet and the like.
    """
    said: dict[str, object] = {"person": person.pk} | ({"reason": reason} if reason else {})
    happening = Event(event, proceedings.actor_of(event), clock.now(), said)
    try:
        outcome = proceeding.step(queries.case_of(found), happening)
    except law_errors.CannotStep as refused:
        raise proceedings.said_of(refused) from refused
    made = []
    for letter in outcome.letters:
        for language in letters.LANGUAGES:
            with translation.override(language):
                written = letters.write(
                    letter.template, language, writing.words_of(found, letter.to, outcome)
                )
            made.append(Draft(letter.to, language, written.subject, written.text))
    return made


@transaction.atomic
def decide_row(person: "Person", key: str, track: int | None) -> OrderRow | ProceedingRow:
    """Say which track a doubtful line means, or (None) that it means none, and leave the item.

    Raises StaffOnly, NoSuchItem, TakenByAnother, NoSuchRow.
    """
    item = take(person, key)
    if item.kind == Kind.LINE:
        return doubts.decide_row(person, item.number, track)
    row = doubts.rows_of_acts_in_doubt().get(pk=item.number)
    return annex.decide_row(person, row.proceeding.public_id, row.line, track)


def doubtful_row(item: Item) -> ProceedingRow | OrderRow:
    """The line an item of a row is about."""
    if item.kind == Kind.LINE:
        return doubts.rows_in_doubt().get(pk=item.number)
    return doubts.rows_of_acts_in_doubt().get(pk=item.number)


def item_of_suspension(row: Suspension) -> Item:
    """What waits of a suspension: the appeal against it, else that somebody looks at it."""
    return Item(
        Kind.SUSPENSION if row.appealed_at is None else Kind.APPEAL,
        row.pk,
        row.appealed_at or row.at,
        suspensions.due_at(row),
        suspensions.barred_from(row),
    )


def steps_of(found: Proceeding) -> list[str]:
    """What the staff may do in it now."""
    return [event for event in queries.possible(found, Party.STAFF) if event not in BY_FORM]


# --- how ---------------------------------------------------------------------------------------------


def _approvals(at: datetime) -> list[Item]:
    waiting = Approval.objects.filter(approved_at=None, lapsed_at=None).order_by("pk")
    return [
        Item(
            Kind.APPROVAL,
            asked.pk,
            asked.at,
            asked.at + approvals.LAPSES_AFTER,
            barred=frozenset(pk for pk in (asked.proposer_id, asked.requester_id) if pk),
        )
        for asked in waiting[:MOST]
        if at < asked.at + approvals.LAPSES_AFTER
    ]


def _proceedings(at: datetime) -> list[Item]:
    waiting = Proceeding.objects.filter(_may_wait(), closed_at=None)
    asked = set(
        Approval.objects.filter(approved_at=None, lapsed_at=None).values_list("proceeding_id", flat=True)
    )
    made = []
    for found in waiting.order_by("opened_at", "pk")[:MOST]:
        wait = queue.waits_for_staff(queries.case_of(found), at)
        if wait is not None and found.pk not in asked:
            trusted = bool(found.facts.get("trusted"))
            made.append(Item(Kind.PROCEEDING, found.pk, found.opened_at, wait.until, trusted=trusted))
    return made


def _rows() -> list[Item]:
    """Lines of acts and orders that may mean several tracks; an act's by when it is to be carried out."""
    acts = doubts.rows_of_acts_in_doubt().order_by("due_at", "pk")[:MOST]
    orders = doubts.rows_in_doubt().order_by("pk")[:MOST]
    return [
        *(Item(Kind.ROW, row.pk, row.proceeding.opened_at, row.due_at) for row in acts),
        *(Item(Kind.LINE, row.pk, row.order.executed_at or row.order.made_at, None) for row in orders),
    ]


def _conflicts(at: datetime) -> list[Item]:
    """Documents in conflicts of ownership, by when parties have to answer; rulings, by when they lapse."""
    unseen = conflicts.unseen_evidence().order_by("conflict__answer_by", "pk")[:MOST]
    rulings = conflicts.rulings_waiting(at).order_by("at", "pk")[:MOST]
    return [
        *(Item(Kind.EVIDENCE, each.pk, each.at, each.conflict.answer_by) for each in unseen),
        *(
            Item(Kind.RULING, each.pk, each.at, conflicts.lapses_at(each), frozenset({each.person_id}))
            for each in rulings
        ),
    ]


def _suspensions() -> list[Item]:
    """Those the rule made and nobody has looked at, and appeals, by when an answer is meant to be given."""
    return [item_of_suspension(row) for row in suspensions.waiting()[:MOST]]


def _may_wait() -> Q:
    """States from which the staff alone can go on: the thousands that wait for others are not looked at."""
    wanted = Q(pk=None)
    for law in PROCEDURES:
        states = {row.state for row in TABLES[law.machine].rows if row.actors == {Party.STAFF}}
        clocked = {clock.silence for clock in law.clocks if clock.actor == Party.STAFF}
        states |= {row.state for row in TABLES[law.machine].rows if row.event in clocked}
        wanted |= Q(procedure=law.id, state__in=sorted(states))
    return wanted


def _with_taker(item: Item, taken: Taken | None) -> Item:
    return item if taken is None else replace(item, taken_by=taken.person_id, taken_at=taken.at)
