"""Every write of a proceeding: opened, stepped on, proposed and approved; its law is in `law`, pure.

A step, its line in the public log, what it silences or frees, its letters and the job that waits for the
next silence are one transaction.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

from django.conf import settings
from django.db import transaction

from akkord.catalogue import queries as catalogue
from akkord.catalogue.errors import NotRepresented
from akkord.catalogue.news import News, tell_office
from akkord.flow import clock, jobs
from akkord.ledger import actions as ledger
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Thing
from akkord.rights.actions.standing import acting_for
from akkord.rights.territories import parse

from . import annex, errors, flaggers, money, notifiers, suspending, writing
from . import proceeding_queries as queries
from .carrying_out import carry_out
from .law import approvals, held, procedures, proceeding
from .law import errors as law_errors
from .law.approvals import Act, Now
from .law.calendars import calendar_of
from .law.errors import UnknownCalendar
from .law.forms import form_of, review
from .law.proceeding import Event, Outcome
from .law.terms import Effect, Machine, Party, Standing, Subject
from .models import Approval, OrderRow, Proceeding, ProceedingRow, ProceedingStep, Strike
from .named import rows_for
from .silence import reverse_unconfirmed, silence_falls

if TYPE_CHECKING:
    from akkord.catalogue.models import Organisation
    from akkord.people.models import Person

NOTICES = queries.NOTICES
ACTS = queries.ACTS
_COUNTER_FORM = "dmca_counter"
UNCONFIRMED = "unconfirmed"  # no law's event: the house takes back what one person did alone
_DECIDES = frozenset({"restrict", "keep", "allow", "deny", "admit", "hold_back"})
_GROUNDS = {
    Machine.COURT: Ground.COURT,
    Machine.RU_COURT: Ground.COURT,
    Machine.DEMAND: Ground.STATE,
}
_ACTORS = {
    Party.STAFF: ActorClass.STAFF,
    Party.COURT: ActorClass.COURT,
    Party.AUTHORITY: ActorClass.AUTHORITY,
}
_REFUSALS: Sequence[tuple[type[Exception], type[errors.CaseError]]] = (
    (law_errors.NotYours, errors.StepNotYours),
    (law_errors.NotMet, errors.ConditionNotMet),
    (law_errors.TooEarly, errors.StepTooEarly),
    (law_errors.TooLate, errors.StepTooLate),
    (law_errors.CannotStep, errors.StepNotPossible),
    (law_errors.NotInForce, errors.LawNotInForce),
    (law_errors.DoesNotCover, errors.LawDoesNotCover),
    (LookupError, errors.NoLawFor),
)


@transaction.atomic
def open_notice(
    procedure: str,
    given: Mapping[str, object],
    *,
    country: str,
    subject: Subject = Subject.MUSIC,
    territory: str = "Worldwide",
    organisation: "Organisation | None" = None,
    person: "Person | None" = None,
    language: str = "en",
) -> Proceeding:
    """Take a statutory notice from anybody, and check its elements at once. It silences nothing yet.

    Raises NoLawFor, LawNotInForce, LawDoesNotCover, NothingNamed, NoticesSuspended, TooManyNotices;
    for an organisation NotRepresented, OutsideMandate.
    """
    mail = str(given.get("mail") or "").strip().lower()
    status = None
    if organisation is not None:
        if person is None:
            raise NotRepresented(organisation.pk)
        acting_for(person, organisation.pk, parse(territory))
        status = flaggers.trusted(organisation.pk) if procedure == "dsa" else None
    notifiers.check_may_notify(mail, organisation)
    opened = _open(
        procedure,
        given,
        Party.CLAIMANT,
        country=country,
        subject=subject,
        territory=territory,
        places=str(given.get("places") or "").split(),
        organisation=organisation,
        claimant=str(given.get("signature") or given.get("name") or mail),
        mail=mail,
        person=person,
        language=language,
        facts={"trusted": status.pk} if status else {},
    )
    _stand_by_claims(opened, person)
    return _checked(opened, given, person)


@transaction.atomic
def open_act(
    procedure: str,
    given: Mapping[str, object],
    *,
    person: "Person",
    country: str,
    subject: Subject = Subject.MUSIC,
    territory: str = "",
    facts: Mapping[str, object] | None = None,
    claimant: "Organisation | None" = None,
    coordinator: "Organisation | None" = None,
    coordination: str = "",
) -> Proceeding:
    """Record a court's act or an authority's demand that reached the site. It silences nothing yet.

    `claimant` is for whom the court acts, if it is known here; `coordinator` the body with its mandate under
    whose number it is coordinated with others' cases.
    Raises StaffOnly, NoLawFor, LawNotInForce, LawDoesNotCover, NothingNamed, BadList, NoClaimant,
    NotCoordinated.
    """
    if not catalogue.is_operator(person):
        raise errors.StaffOnly
    if coordinator is not None and not _coordinates(coordinator, claimant):
        raise errors.NotCoordinated
    found = _law(procedure, country, subject)
    missing = review(form_of(found.form), given).missing_names
    rows = given.get("rows")
    places = (
        [str(row) for row in rows]
        if isinstance(rows, list | tuple)
        else str(given.get("places") or "").split()
    )
    by = Party.AUTHORITY if found.machine == Machine.DEMAND else Party.COURT
    return _open(
        procedure,
        {name: said for name, said in given.items() if name != "rows"},  # they stand in the rows' own table
        by,
        country=country,
        subject=subject,
        territory=territory or country,  # what a state orders holds in that state
        places=places,
        claimant=str(given.get("claimant") or given.get("authority") or ""),
        mail=str(given.get("mail") or ""),
        authority=str(given.get("court") or given.get("authority") or "").strip()[:200],
        person=person,
        organisation=claimant,
        coordinator=coordinator,
        coordination=coordination,
        facts={
            "missing": missing,
            "reason": str(given.get("operative") or given.get("reason") or ""),
            **(facts or {}),
        },
    )


def complete_notice(
    public_id: uuid.UUID, given: Mapping[str, object], person: "Person | None" = None
) -> Proceeding:
    """The claimant adds what was missing. Raises NoSuchProceeding, StepNotPossible."""
    with transaction.atomic():
        found = queries.locked(public_id)
        found.given = {**found.given, **given}
        found.save(update_fields=["given"])
        return _checked(found, found.given, person)


@transaction.atomic
def counter_notice(person: "Person", public_id: uuid.UUID, given: Mapping[str, object]) -> Proceeding:
    """The uploader answers (512(g)(3)). Raises NoSuchProceeding, FormIncomplete, StepNotPossible."""
    found = queries.locked(public_id)
    if person.pk not in queries.uploaders_of(found):
        raise errors.NoSuchProceeding
    looked_at = review(form_of(_COUNTER_FORM), given)
    if not looked_at.complete:
        raise errors.FormIncomplete
    found.given = {**found.given, "counter_notice": dict(given)}
    found.save(update_fields=["given"])
    return _stepped(found, "counter", Party.UPLOADER, person, {"missing": []})


@transaction.atomic
def record_event(
    public_id: uuid.UUID,
    event: str,
    actor: Party,
    *,
    person: "Person | None" = None,
    facts: Mapping[str, object] | None = None,
    quietly: bool = False,
) -> Proceeding:
    """Something happened in a proceeding: what follows is carried out at once; `quietly` without letters.

    Raises NoSuchProceeding, StepNotPossible, StepNotYours, StepTooEarly, StepTooLate, ConditionNotMet,
    SecondPersonNeeded.
    """
    found = queries.locked(public_id)
    if actor != Party.CLAIMANT and act_of(found, event) is not None:
        raise errors.SecondPersonNeeded
    return _stepped(found, event, actor, person, facts or {}, quietly=quietly)


@transaction.atomic
def let_silence_fall(proceeding_id: int) -> None:
    """Record whatever silence has brought by now. Twice is once."""
    _settle(Proceeding.objects.select_for_update().get(pk=proceeding_id))


@transaction.atomic
def join(person: "Person", public_id: uuid.UUID, number: str) -> Proceeding:
    """The court joins a case with another one of its own: from now on it bears that one's number.

    Raises StaffOnly, NoSuchProceeding, NoCaseToJoin, StepNotPossible.
    """
    if not catalogue.is_operator(person):
        raise errors.StaffOnly
    found, number = queries.locked(public_id), number.strip()[:80]
    if not queries.cases_of_court(found, number).exclude(pk=found.pk).filter(closed_at=None).exists():
        raise errors.NoCaseToJoin
    _stepped(found, "join", Party.COURT, person, {"reason": number})
    found.case_number = number
    found.save(update_fields=["case_number"])
    return found


@transaction.atomic
def settle(person: "Person", public_id: uuid.UUID, reason: str = "") -> Proceeding:
    """A claimant, or the body that acts for it, leaves a court case by settlement; the others' go on.

    What it restricts is decided anew: heard where the claimant has licensed it and nothing else forbids it.
    Raises NoSuchProceeding, NotRepresented, OutsideMandate, StepNotPossible.
    """
    found = queries.locked(public_id)
    if found.organisation_id is None:
        raise errors.NoSuchProceeding
    acting_for(person, found.organisation_id, parse(found.territory), ())
    return _stepped(found, "settle", Party.CLAIMANT, person, {"reason": reason})


@transaction.atomic
def attend_school(person: "Person") -> None:
    """The person has read what may be uploaded: from now on their strikes run out (law.strikes)."""
    standing = Strike.objects.filter(person=person, school_at=None, lifted_at=None)
    standing.update(school_at=clock.now())
    suspending.weigh(person.pk)


# --- the second person -------------------------------------------------------------------------------


def act_of(found: Proceeding, event: str) -> Act | None:
    """The kind of act the event is, where it needs a second person here."""
    machine = queries.procedure_of(found).machine
    objects = found.rows.count()
    acts = {
        (Machine.DEMAND, "comply"): Act.STATE_DEMAND,
        (Machine.COURT, "judgment"): Act.COURT_ORDER,
        (Machine.COURT, "interim"): Act.COURT_ORDER,
        (Machine.RU_COURT, "restrict"): Act.COURT_ORDER,
        (Machine.DMCA, "mistake"): Act.REVERSE_CLAIM,
        (Machine.RU_APPLICATION, "mistake"): Act.REVERSE_CLAIM,
        (Machine.CLAIM, "release"): Act.REVERSE_CLAIM,
        (Machine.CLAIM, "reverse"): Act.REVERSE_CLAIM,
        (Machine.STAY_DOWN, "court_ends"): Act.REVERSE_CLAIM,
    }
    act = acts.get((machine, event))
    if act == Act.REVERSE_CLAIM and found.organisation_id is None:
        return None  # trust record 2.4 speaks of a label's claim
    return act if act is not None and approvals.needs_two(act, objects) else None


@transaction.atomic
def propose(
    person: "Person", public_id: uuid.UUID, event: str, facts: Mapping[str, object] | None = None
) -> Approval:
    """One of the staff proposes a step that needs two. Raises StaffOnly, StepNotPossible."""
    if not catalogue.is_operator(person):
        raise errors.StaffOnly
    found = queries.locked(public_id)
    act = act_of(found, event)
    if act is None or event not in queries.possible(found, Party.STAFF) + queries.possible(
        found, Party.COURT
    ):
        raise errors.StepNotPossible
    _lapse(found, clock.now())
    waiting = Approval.objects.filter(proceeding=found, event=event, approved_at=None, lapsed_at=None).first()
    return waiting or Approval.objects.create(
        proceeding=found, act=act.value, event=event, facts=dict(facts or {}), proposer=person, at=clock.now()
    )


@transaction.atomic
def break_glass(
    person: "Person", public_id: uuid.UUID, event: str, facts: Mapping[str, object] | None = None
) -> Approval:
    """One person alone does in an emergency what needs two; unconfirmed for 24 hours it is reversed.

    Raises StaffOnly, StepNotPossible, and what record_event raises.
    """
    asked = propose(person, public_id, event, facts)
    if asked.proposer_id != person.pk:  # somebody had proposed it: this is the second person
        approve(person, asked.pk)
        return asked
    found = queries.locked(public_id)
    asked.emergency, asked.state_before = True, found.state
    asked.save(update_fields=["emergency", "state_before"])
    _stepped(found, event, actor_of(event), person, facts or {})
    jobs.put(reverse_unconfirmed, [asked.pk], {}, at=_proposal(asked).lapses)
    return asked


@transaction.atomic
def reverse_emergency(approval_id: int) -> None:
    """What one person did alone and nobody confirmed is taken back. Twice is once."""
    asked = Approval.objects.select_for_update().get(pk=approval_id)
    if asked.lapsed_at is not None or approvals.state_at(_proposal(asked), clock.now()) != Now.REVERSED:
        return
    asked.lapsed_at = clock.now()
    asked.save(update_fields=["lapsed_at"])
    found = queries.locked(asked.proceeding.public_id)
    if found.closed_at is not None:  # it ended otherwise meanwhile, and its table has given back what it must
        return
    back = replace(queries.case_of(found), state=asked.state_before)
    at = max(clock.now(), back.latest)
    back = replace(back, happened={**back.happened, UNCONFIRMED: at})
    happened = Event(UNCONFIRMED, Party.CLOCK, at)
    _take(found, Outcome(back, happened, proceeding.deadlines(back), (), (Effect.LIFT,)), None)


@transaction.atomic
def approve(person: "Person", approval_id: int) -> Proceeding:
    """Another one approves it, and it happens at once.

    Raises NoSuchApproval, SamePerson, StaffOnly, and what record_event raises.
    """
    asked = (
        Approval.objects.select_for_update().filter(pk=approval_id, approved_at=None, lapsed_at=None).first()
    )
    if asked is None:
        raise errors.NoSuchApproval
    try:
        approvals.check_approval(
            _proposal(asked), person.pk, is_staff=catalogue.is_operator(person), at=clock.now()
        )
    except approvals.SamePerson as same:
        raise errors.SamePerson from same
    except approvals.NotStaff as stranger:
        raise errors.StaffOnly from stranger
    except approvals.NotWaiting as over:
        raise errors.NoSuchApproval from over
    asked.approver, asked.approved_at = person, clock.now()
    asked.save(update_fields=["approver", "approved_at"])
    found = queries.locked(asked.proceeding.public_id)
    if asked.emergency:  # it was done already; now it stays
        return found
    return _stepped(found, asked.event, actor_of(asked.event), asked.proposer, asked.facts)


def actor_of(event: str) -> Party:
    """Whose step it is that the staff records."""
    return Party.COURT if event in ("judgment", "interim", "court_ends") else Party.STAFF


def _proposal(asked: Approval) -> approvals.Proposal:
    return approvals.Proposal(
        asked.proposer_id, asked.at, asked.requester_id, asked.emergency, asked.approved_at
    )


def _lapse(found: Proceeding, at: datetime) -> None:
    over = at - approvals.LAPSES_AFTER
    waiting = found.approvals.filter(approved_at=None, lapsed_at=None, emergency=False)
    waiting.filter(at__lte=over).update(lapsed_at=at)


# --- how ---------------------------------------------------------------------------------------------


def calendar_country(country: str) -> str:
    """Whose days the clocks count in: the claimant's country's, else the site's, else the Union's."""
    for known in (country, settings.HOME_TERRITORY):
        try:
            return calendar_of(known).country
        except UnknownCalendar:
            continue
    return "EU"


def _coordinates(body: "Organisation", claimant: "Organisation | None") -> bool:
    return claimant is not None and claimant.pk in catalogue.principals_of(body.pk, clock.now())


def _law(procedure: str, country: str, subject: Subject) -> procedures.Procedure:
    try:
        return procedures.procedure_for(procedure, clock.now(), country, subject)
    except LookupError as refused:
        _say(refused)


def _open(
    procedure: str,
    given: Mapping[str, object],
    by: Party,
    *,
    country: str,
    subject: Subject,
    territory: str,
    places: Sequence[str],
    claimant: str,
    mail: str,
    person: "Person | None",
    organisation: "Organisation | None" = None,
    coordinator: "Organisation | None" = None,
    coordination: str = "",
    authority: str = "",
    language: str = "en",
    facts: Mapping[str, object] | None = None,
) -> Proceeding:
    found = _law(procedure, country, subject)
    claims, where = organisation.pk if organisation else None, parse(territory)
    if found.machine in annex.COURTS:
        rows = annex.rows_of_act(places, facts or {}, claims, where)
    else:
        rows = rows_for(places, claims, where, posts=found.machine == Machine.DEMAND)
    if (
        places
        and all(row.found == OrderRow.Found.NOT_FOUND for row in rows)
        and not (facts or {}).get("whole_site")
    ):
        raise errors.NothingNamed
    opened = Proceeding(
        procedure=found.id,
        version=found.version,
        country=country,
        subject=subject.value,
        territory=territory,
        state="",
        organisation=organisation,
        coordinator=coordinator,
        coordination=coordination.strip()[:80],
        claimant=claimant.strip()[:200],
        mail=mail[:254],
        authority=authority,
        case_number=str(given.get("case_number") or "").strip()[:80],
        language=language,
        given=dict(given),
        opened_at=clock.now(),
    )
    return begin(opened, rows, by, {"standing": _standing(rows).value, **(facts or {})}, person)


def begin(
    opened: Proceeding,
    rows: Sequence[ProceedingRow],
    by: Party,
    facts: Mapping[str, object],
    person: "Person | None" = None,
    *,
    quietly: bool = False,
) -> Proceeding:
    """Write a proceeding with its first step, in the caller's transaction; `quietly` without its letters."""
    law = queries.procedure_of(opened)
    begun = proceeding.begin(
        law, opened.country, Event(queries.opening_of(law), by, opened.opened_at, dict(facts))
    )
    opened.state = begun.state
    opened.save()
    for row in rows:
        row.proceeding = opened
    ProceedingRow.objects.bulk_create(rows, batch_size=500)
    _take(opened, replace(begun, letters=()) if quietly else begun, person)
    return opened


def _standing(rows: Sequence[ProceedingRow]) -> Standing:
    """Contradicted is only what is so in every row: the others can be acted upon."""
    named = [row for row in rows if row.sound_id or row.recording_id]
    return Standing.CONTRADICTED if named and all(row.contradicted for row in named) else Standing.UNKNOWN


def _stand_by_claims(notice: Proceeding, person: "Person | None") -> None:
    """A statutory notice is how a claimant stands by a claim after an appeal (machine B)."""
    if notice.organisation_id is None:
        return
    sounds = [row.sound_id for row in notice.rows.all() if row.sound_id]
    appealed = Proceeding.objects.filter(organisation=notice.organisation, state="appealed")
    for claim in appealed.filter(upload__sound_id__in=sounds).order_by("pk"):
        _stepped(queries.locked(claim.public_id), "notice", Party.CLAIMANT, person, {})


def _checked(found: Proceeding, given: Mapping[str, object], person: "Person | None") -> Proceeding:
    missing = review(form_of(queries.procedure_of(found).form), given).missing_names
    return _stepped(found, "check", Party.CLAIMANT, person, {"missing": missing})


def _stepped(
    found: Proceeding,
    event: str,
    by: Party,
    person: "Person | None",
    facts: Mapping[str, object],
    *,
    quietly: bool = False,
) -> Proceeding:
    _settle(found)
    said = {**facts, "person": person.pk} if person is not None else dict(facts)
    try:
        outcome = proceeding.step(queries.case_of(found), Event(event, by, clock.now(), said))
    except law_errors.CannotStep as refused:
        _say(refused)
    if event in _DECIDES and person is not None:  # who decides a complaint about it is somebody else
        known = {**outcome.case.facts, "decider": person.pk}
        outcome = replace(outcome, case=replace(outcome.case, facts=known))
    _take(found, replace(outcome, letters=()) if quietly else outcome, person)
    return found


def _settle(found: Proceeding) -> None:
    for outcome in proceeding.due(queries.case_of(found), clock.now()):
        _take(found, outcome, None)


def _take(found: Proceeding, outcome: Outcome, person: "Person | None") -> None:
    """Write one step with all that belongs to it."""
    entry = ledger.write_line(_line(found, outcome))
    ProceedingStep.objects.create(
        proceeding=found,
        event=outcome.event.name,
        actor=outcome.event.actor.value,
        person=person,
        state=outcome.state,
        said=str(outcome.event.facts.get("reason") or "").strip()[:2000],
        at=outcome.event.at,
        entry=entry,
    )
    found.state, found.facts = outcome.state, dict(outcome.case.facts)
    found.falls_at = outcome.deadlines[0].falls if outcome.deadlines else None
    found.closed_at = outcome.event.at if outcome.case.closed else None
    found.save(update_fields=["state", "facts", "falls_at", "closed_at"])
    annex.note_deadlines(found, outcome)
    if found.procedure == "claim" and held.touches(outcome.event.name):
        money.note_dispute(found)
    if found.organisation_id is not None:
        tell_office(
            found.organisation_id,
            News.PROCEEDING_MOVED,
            proceeding=str(found.public_id),
            procedure=found.procedure,
            state=found.state,
        )
    for effect in outcome.effects:
        carry_out(found, effect, _actor(outcome), outcome.event.actor)
    for letter in outcome.letters:
        writing.write_letter(found, letter, outcome)
    if found.falls_at is not None:
        jobs.put(
            silence_falls,
            [found.pk],
            {},
            at=found.falls_at,
            dedupe=f"silence:{found.pk}:{found.falls_at.isoformat()}",
        )
    if outcome.state == "refused":
        notifiers.answer_refusal(found, outcome)
    suspending.weigh_all(found)


def _line(found: Proceeding, outcome: Outcome) -> Line:
    law = queries.procedure_of(found)
    return Line(
        kind=Kind.STEP,
        ground=_GROUNDS.get(law.machine, Ground.COPYRIGHT),
        actor=_actor(outcome),
        thing=Thing("case", f"proceeding:{found.public_id}"),
        action=Action.NONE,
        territory=found.territory,
        law=law.source,
        jurisdiction=found.country,
        decision_automated=outcome.event.actor == Party.CLOCK,
        # By commitment only: who reads the log learns that and under what law, not who and about what.
        facts={"event": outcome.event.name, "state": outcome.state, "authority": found.authority},
    )


def _actor(outcome: Outcome) -> Actor:
    return Actor(_ACTORS.get(outcome.event.actor, ActorClass.AUTOMATIC))


def said_of(refused: Exception) -> errors.CaseError:
    """What the law's refusal is called among the errors of this app."""
    return next(
        (said() for reason, said in _REFUSALS if isinstance(refused, reason)), errors.StepNotPossible()
    )


def _say(refused: Exception) -> NoReturn:
    raise said_of(refused) from refused
