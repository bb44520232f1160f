"""Suspending an account's uploads for its strikes: by the rule, after a warning; how that ends.

The row, the gate that music holds, the line in the public log and the letter are one transaction.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from akkord.catalogue import queries as catalogue
from akkord.flow import clock, jobs
from akkord.ledger import actions as ledger
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Thing
from akkord.music import actions as music
from akkord.rights.holding import hold_facts

from . import errors
from . import proceeding_queries as strikes
from . import suspension_letters as letters
from . import suspension_queries as queries
from .law import suspensions as law
from .law.abuse import Sanction
from .law.suspensions import Ending
from .models import Proceeding, Strike, Suspension
from .silence import suspension_ends

if TYPE_CHECKING:
    from akkord.ledger.models import Entry
    from akkord.people.models import Person

MOST_SAID = 2000


def weigh_all(found: Proceeding) -> None:
    """A proceeding went on: whose strikes it gave, took back, or are being answered in it."""
    about = Q(proceeding=found) | (Q(upload=found.upload_id) if found.upload_id else Q(pk=None))
    for person in sorted(set(Strike.objects.filter(about).values_list("person_id", flat=True))):
        weigh(person)


@transaction.atomic
def weigh(person_id: int) -> None:
    """What an account's strikes call for now is done: warned, suspended, or let in again. Twice is once."""
    hold_facts()  # who strikes has held them too, so two strikes at one time see each other
    now, held, last = clock.now(), strikes.strikes_of(person_id), queries.last_of(person_id)
    if last is not None and last.ended_at is None:
        over = law.ending(queries.as_law(last), held, now)
        if over is None:
            _wait(last)
            return
        _end(last, over)  # and perhaps a strike came before the job that ends it
    before = queries.as_law(last) if last else None
    told = law.answer(held, queries.warned_at(person_id), before, now)
    if told.sanction == Sanction.WARN:
        _step(f"strikes:{person_id}", "warned", automatic=True)
        letters.write_warning(queries.counting_strikes(person_id))
    elif told.until is not None:
        _suspend(queries.counting_strikes(person_id), told.until)


@transaction.atomic
def appeal(person: "Person", number: int, text: str) -> Suspension:
    """Its owner says why it is wrong; a person answers. Raises NoSuchSuspension, AppealEmpty, NoAppealNow."""
    row = _locked(number)
    if row.person_id != person.pk:
        raise errors.NoSuchSuspension(number)
    if not text.strip():
        raise errors.AppealEmpty
    if not queries.may_appeal(row):
        raise errors.NoAppealNow
    row.appealed_at, row.appeal = clock.now(), text.strip()[:MOST_SAID]
    row.save(update_fields=["appealed_at", "appeal"])
    _step(f"suspension:{row.pk}", "appealed", automatic=False)
    letters.write_receipt(row)
    return row


@transaction.atomic
def confirm(person: "Person", number: int, reason: str) -> Suspension:
    """One of the staff has looked at what the rule did, and it stands (art. 23(3): case by case).

    Raises StaffOnly, NoSuchSuspension, DecidedByYou, ReasonMissing.
    """
    row = _for_staff(person, number, reason)
    if row.ended_at is not None or row.decided_at is not None or row.appealed_at is not None:
        raise errors.NoSuchSuspension(number)
    row.decided_by, row.decided_at, row.reason = person, clock.now(), reason.strip()[:MOST_SAID]
    row.save(update_fields=["decided_by", "decided_at", "reason"])
    _step(f"suspension:{row.pk}", "confirmed", automatic=False)
    letters.write_confirmed(row)
    return row


@transaction.atomic
def answer(person: "Person", number: int, reason: str, *, uphold: bool) -> Suspension:
    """Somebody who did not decide it answers the appeal: it stands, or it was wrong and is lifted.

    Raises StaffOnly, NoSuchSuspension, DecidedByYou, ReasonMissing.
    """
    row = _for_staff(person, number, reason)
    if row.appealed_at is None or row.answered_at is not None or row.ending == Ending.STAFF:
        raise errors.NoSuchSuspension(number)
    if person.pk in queries.barred_from(row):
        raise errors.DecidedByYou
    row.answered_by, row.answered_at, row.answer = person, clock.now(), reason.strip()[:MOST_SAID]
    row.upheld = uphold
    row.save(update_fields=["answered_by", "answered_at", "answer", "upheld"])
    if uphold or row.ended_at is not None:
        _step(f"suspension:{row.pk}", "upheld" if uphold else "reversed", automatic=False)
        letters.write_answer(row, uphold=uphold)
    else:
        _end(row, Ending.APPEAL, person)
    return row


@transaction.atomic
def lift(person: "Person", number: int, reason: str) -> Suspension:
    """One of the staff takes it back, in one step. Raises as `confirm`."""
    row = _for_staff(person, number, reason)
    if row.ended_at is not None:
        raise errors.NoSuchSuspension(number)
    row.why = reason.strip()[:MOST_SAID]
    _end(row, Ending.STAFF, person)
    return row


# --- how ---------------------------------------------------------------------------------------------


def _locked(number: int) -> Suspension:
    row = queries.suspensions().select_for_update(of=("self",)).filter(pk=number).first()
    if row is None:
        raise errors.NoSuchSuspension(number)
    return row


def _for_staff(person: "Person", number: int, reason: str) -> Suspension:
    if not catalogue.is_operator(person):
        raise errors.StaffOnly
    row = _locked(number)
    if row.person_id == person.pk:
        raise errors.DecidedByYou
    if not reason.strip():
        raise errors.ReasonMissing
    return row


def _suspend(counting: list[Strike], until: datetime) -> None:
    now, person = clock.now(), counting[0].person
    row = Suspension.objects.create(person=person, at=now, until=until)
    row.strikes.set(counting)
    row.entry = ledger.write_line(
        Line(
            kind=Kind.RESTRICT,
            ground=Ground.RULES,
            actor=Actor(ActorClass.AUTOMATIC),
            thing=Thing("account", queries.thing_key(person.pk)),
            action=Action.ACCOUNT,
            law=law.LAW,
            until=until,
            decision_automated=True,
            appeal_until=now + law.APPEALS_FOR,
            facts=queries.facts_of(row, until),
        )
    )
    row.save(update_fields=["entry"])
    music.stop_uploads(person.pk, until, row.entry)
    _wait(row)
    letters.write_suspended(row, queries.warned_at(person.pk))


def _end(row: Suspension, ending: Ending, person: "Person | None" = None) -> None:
    row.ended_at, row.ending, row.ended_by = clock.now(), ending.value, person
    row.end_entry = ledger.write_line(
        Line(
            kind=Kind.REVERSE,
            ground=Ground.RULES,
            actor=Actor(ActorClass.STAFF if person else ActorClass.AUTOMATIC),
            thing=Thing("account", queries.thing_key(row.person_id)),
            action=Action.NONE,
            law=law.LAW,
            prev=row.entry.public_id if row.entry else "",
            decision_automated=person is None,
            facts={"suspension": row.pk, "ending": ending.value},
        )
    )
    row.save(update_fields=["ended_at", "ending", "ended_by", "why", "end_entry"])
    music.let_upload_again(row.person_id)
    letters.write_end(row)


def _wait(row: Suspension) -> None:
    """The job that ends it on its day, or sooner when so many strikes will have run out."""
    at = queries.ends_by_itself(row)
    key = f"suspension:{row.pk}:{at.isoformat()}"
    jobs.put(suspension_ends, [row.person_id], {}, at=at, dedupe=key)


def _step(case: str, event: str, *, automatic: bool) -> "Entry":
    """A line that restricts nothing by itself: by commitment only, whose account it is."""
    return ledger.write_line(
        Line(
            kind=Kind.STEP,
            ground=Ground.RULES,
            actor=Actor(ActorClass.AUTOMATIC if automatic else ActorClass.STAFF),
            thing=Thing("case", case),
            action=Action.NONE,
            law=law.LAW,
            decision_automated=automatic,
            facts={"event": event},
        )
    )
