"""Every write of a conflict of ownership: opened and ended by what is stated, settled by who states it.

Claims that come to more than the whole open one; it is over when they no longer do. Meanwhile the law lets a
play pass only with the leave of every claimant, and its money waits (rights.md section 5, rule 5e). A bare
assertion opens a conflict and changes nothing else.
"""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from akkord.catalogue import queries as catalogue
from akkord.catalogue.models import Organisation
from akkord.catalogue.news import News, tell_office
from akkord.flow import clock, jobs, outbox
from akkord.ledger import actions as ledger
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Thing
from akkord.rights import actions as rights
from akkord.rights import owning, same_sounds
from akkord.rights import queries as facts
from akkord.rights.actions.lines import STAFF, actor_of
from akkord.rights.actions.standing import acting_for
from akkord.rights.models import Ownership, SameSound
from akkord.rights.terms import Standing

from . import conflict_queries as queries
from . import conflict_tasks, errors
from .law import approvals
from .law import conflicts as law
from .models import Conflict, Evidence, Settlement

if TYPE_CHECKING:
    from akkord.people.models import Person

State = Conflict.State
_ACTORS = {State.COURT: ActorClass.COURT}


# --- opened, followed, ended -------------------------------------------------------------------------


@transaction.atomic
def look_at(recording_id: int, outcome: State = State.CLOSED) -> Conflict | None:
    """Open a conflict where statements come to more than the whole, follow it, or end it with `outcome`."""
    facts.hold_facts()  # two statements at once must not both find the other missing
    numbers = owning.one_sound(recording_id)
    recording_id = min(numbers)
    overclaims = owning.overclaims_on(recording_id)
    area = law.area_of(overclaims)
    about = Conflict.objects.select_for_update().filter(recording_id__in=numbers, state=State.OPEN)
    for joined in about.exclude(recording_id=recording_id):
        _end(joined, State.CLOSED)  # it goes on as that of the one recording
    known = about.filter(recording_id=recording_id).first()
    if area is None:
        if known is None:
            return None
        _part_or_join(numbers, outcome)
        return _end(known, outcome)
    said = {
        "rights": sorted(area.rights),
        "territory": str(area.territories),
        "starts": area.valid.start,
        "ends": area.valid.end,
        "proven": any(each.proven for each in overclaims),
    }
    if known is None:
        known = _open(recording_id, said)
    else:
        Conflict.objects.filter(pk=known.pk).update(**said)
    known.parties.set(law.parties_of(overclaims))
    _tell(known)
    return known


def _open(recording_id: int, said: Mapping[str, object]) -> Conflict:
    at = clock.now()
    opened = Conflict(
        recording_id=recording_id,
        opened_at=at,
        answer_by=at + law.ANSWER_WITHIN,
        **said,
    )
    opened.entry = _step(opened, "opened", Actor(ActorClass.AUTOMATIC))
    opened.save()
    jobs.put(conflict_tasks.remind, [opened.pk], {}, at=at + law.REMIND_AFTER)
    jobs.put(conflict_tasks.silence, [opened.pk], {}, at=opened.answer_by)
    return opened


def _end(known: Conflict, outcome: State) -> Conflict:
    known.state, known.closed_at = outcome, clock.now()
    known.ending = _step(known, outcome.value, Actor(_ACTORS.get(outcome, ActorClass.AUTOMATIC)))
    known.save(update_fields=["state", "closed_at", "ending"])
    left = known.settlements.filter(state=Settlement.State.WAITING)
    left.update(state=Settlement.State.REPLACED, decided_at=clock.now())
    _tell(known)
    return known


def _tell(known: Conflict) -> None:
    for party in known.parties.values_list("pk", flat=True):
        tell_office(party, News.CONFLICT_MOVED, conflict=known.pk, state=known.state)


def _part_or_join(numbers: set[int], outcome: State) -> None:
    """Recordings it was disputed whose they are: one, now that it is settled; else it is open again."""
    is_one = outcome != State.CLOSED
    for pair in same_sounds.overlaps().filter(state=SameSound.State.DISPUTED, one__in=numbers):
        actor = Actor(_ACTORS.get(outcome, ActorClass.AUTOMATIC))
        rights.say_same_sound(pair, SameSound.State.MERGED if is_one else SameSound.State.OPEN, actor)


def _step(conflict: Conflict, event: str, actor: Actor) -> "ledger.Entry":
    """A step of a case is a line; who states what stands in it by commitment only."""
    return ledger.write_line(
        Line(
            kind=Kind.STEP,
            ground=Ground.COPYRIGHT,
            actor=actor,
            thing=Thing("case", f"conflict:{conflict.recording_id}:{conflict.opened_at.isoformat()}"),
            action=Action.NONE,
            territory=conflict.territory,
            decision_automated=actor.actor == ActorClass.AUTOMATIC,
            facts={"event": event, "recording": conflict.recording_id},
        )
    )


# --- claiming less -----------------------------------------------------------------------------------


@transaction.atomic
def concede(person: "Person", organisation: Organisation, conflict_id: int) -> Conflict:
    """Take back all the organisation states about the matter; what it states besides stays as it is.

    Raises NoSuchConflict, ConflictOver besides those of standing.
    """
    found = _open_one(organisation.pk, conflict_id)
    actor = _acting(person, organisation, found)
    rights.restate_shares(
        person,
        owning.one_sound(found.recording_id),
        {organisation: Fraction(0)},
        queries.area_in(found),
        standing=Standing.ASSERTED,
        source=f"conflict {found.pk}",
        actor=actor,
    )
    look_at(found.recording_id, State.CONCEDED)
    found.refresh_from_db()
    return found


# --- evidence ----------------------------------------------------------------------------------------


@transaction.atomic
def give_evidence(
    person: "Person", organisation: Organisation, conflict_id: int, *, name: str, sha256: str, text: str = ""
) -> Evidence:
    """Name a document; the other parties see its name and hash, and the operator may look at it.

    Raises NoSuchConflict, ConflictOver, NoDocumentGiven besides those of standing.
    """
    found = _open_one(organisation.pk, conflict_id)
    _acting(person, organisation, found)
    if not name.strip() or len(sha256) != 64:
        raise errors.NoDocumentGiven
    return Evidence.objects.create(
        conflict=found,
        organisation=organisation,
        person=person,
        name=name.strip()[:120],
        sha256=sha256,
        text=text.strip()[:2000],
        at=clock.now(),
    )


@transaction.atomic
def accept_evidence(person: "Person", evidence_id: int) -> Evidence:
    """The operator has looked at the document: what its party asserted is proven by it from now on.

    Raises StaffOnly, NoSuchConflict, ConflictOver, NothingAsserted.
    """
    if not catalogue.is_operator(person):
        raise errors.StaffOnly
    named = Evidence.objects.select_for_update().filter(pk=evidence_id, accepted_at=None).first()
    if named is None:
        raise errors.NoSuchConflict
    found = _open_one(named.organisation_id, named.conflict_id)
    stated = queries.disputed(found, owning.statements_about(found.recording_id))
    bare = [row for row in stated if row.party_id == named.organisation_id and _bare(row)]
    if not bare:
        raise errors.NothingAsserted
    for row in bare:
        rights.prove_ownership(person, row, f"{named.name} (SHA-256 {named.sha256})")
    _step(found, "proven", STAFF)
    named.accepted_at, named.accepted_by = clock.now(), person
    named.save(update_fields=["accepted_at", "accepted_by"])
    look_at(found.recording_id)
    return named


@transaction.atomic
def set_aside_evidence(person: "Person", evidence_id: int) -> Evidence:
    """The operator has looked at the document, and it proves nothing.

    Raises StaffOnly, NoSuchConflict, ConflictOver.
    """
    if not catalogue.is_operator(person):
        raise errors.StaffOnly
    unseen = Evidence.objects.select_for_update().filter(pk=evidence_id, accepted_at=None, set_aside_at=None)
    named = unseen.first()
    if named is None:
        raise errors.NoSuchConflict
    _open_one(named.organisation_id, named.conflict_id)
    named.set_aside_at = clock.now()
    named.save(update_fields=["set_aside_at"])
    return named


def _bare(row: Ownership) -> bool:
    return row.standing == Standing.ASSERTED.value


# --- agreeing on shares, or being told them by a court -----------------------------------------------


@transaction.atomic
def offer(
    person: "Person",
    organisation: Organisation,
    conflict_id: int,
    shares: Mapping[int, Fraction],
    *,
    since: datetime | None = None,
    text: str = "",
) -> Settlement:
    """Offer shares to the other parties, from a day on that may be past; it takes the place of what waits.

    Raises NoSuchConflict, ConflictOver, SharesNotWhole besides those of standing.
    """
    found = _open_one(organisation.pk, conflict_id)
    _acting(person, organisation, found)
    return _proposed(found, person, shares, since, organisation=organisation, text=text.strip()[:1000])


@transaction.atomic
def agree(person: "Person", organisation: Organisation, settlement_id: int) -> Conflict:
    """Accept what another party offered; when all have, it takes the place of their statements at once.

    Raises NoSuchConflict, ConflictOver, NotAParty besides those of standing.
    """
    asked, found = _waiting(settlement_id, organisation)
    _acting(person, organisation, found)
    asked.agreed = sorted({*asked.agreed, organisation.pk})
    asked.save(update_fields=["agreed"])
    if set(asked.agreed) == set(queries.shares_of(asked)):
        _carry_out(asked, found, person, State.SETTLED)
    return found


@transaction.atomic
def decline(person: "Person", organisation: Organisation, settlement_id: int) -> Conflict:
    """Refuse what another party offered. Raises as `agree`."""
    asked, found = _waiting(settlement_id, organisation)
    _acting(person, organisation, found)
    asked.agreed = sorted({*asked.agreed, organisation.pk})  # it has answered
    asked.state, asked.decided_at = Settlement.State.DECLINED, clock.now()
    asked.save(update_fields=["agreed", "state", "decided_at"])
    return found


@transaction.atomic
def propose_ruling(
    person: "Person",
    conflict_id: int,
    shares: Mapping[int, Fraction],
    *,
    court: str,
    since: datetime | None = None,
) -> Settlement:
    """Record how a court divided it; another one of the staff has to approve within a day.

    Raises StaffOnly, NoReason, NoSuchConflict, ConflictOver, SharesNotWhole.
    """
    if not catalogue.is_operator(person):
        raise errors.StaffOnly
    if not court.strip():
        raise errors.NoReason
    found = _locked(queries.conflict_by_number(conflict_id))
    return _proposed(found, person, shares, since, court=court.strip()[:200])


@transaction.atomic
def approve_ruling(person: "Person", settlement_id: int) -> Conflict:
    """The second person approves, and the ruling takes the place of the statements.

    Raises NoSuchConflict, ConflictOver, SamePerson, StaffOnly.
    """
    asked = Settlement.objects.select_for_update().filter(pk=settlement_id).exclude(court="").first()
    if asked is None:
        raise errors.NoSuchConflict
    found = _locked(asked.conflict)
    if asked.state != Settlement.State.WAITING:
        raise errors.ConflictOver
    proposal = approvals.Proposal(asked.person_id, asked.at)
    try:
        approvals.check_approval(proposal, person.pk, is_staff=catalogue.is_operator(person), at=clock.now())
    except approvals.SamePerson as same:
        raise errors.SamePerson from same
    except approvals.NotStaff as stranger:
        raise errors.StaffOnly from stranger
    except approvals.NotWaiting as over:
        raise errors.ConflictOver from over
    asked.approver = person
    asked.save(update_fields=["approver"])
    _carry_out(asked, found, person, State.COURT)
    return found


def _proposed(
    found: Conflict,
    person: "Person",
    shares: Mapping[int, Fraction],
    since: datetime | None,
    organisation: Organisation | None = None,
    text: str = "",
    court: str = "",
) -> Settlement:
    parties = found.parties.values_list("pk", flat=True)
    if not law.whole(shares, parties) or law.since(queries.area_in(found), since) is None:
        raise errors.SharesNotWhole
    earlier = found.settlements.filter(state=Settlement.State.WAITING)
    earlier.update(state=Settlement.State.REPLACED, decided_at=clock.now())
    return Settlement.objects.create(
        conflict=found,
        person=person,
        organisation=organisation,
        shares={str(party): str(share) for party, share in shares.items()},
        since=since,
        text=text,
        court=court,
        agreed=[] if organisation is None else [organisation.pk],
        at=clock.now(),
    )


def _carry_out(asked: Settlement, found: Conflict, person: "Person", outcome: State) -> None:
    """Every party's statement is put anew, all of them or none."""
    shares = queries.shares_of(asked)
    if not law.whole(shares, found.parties.values_list("pk", flat=True)):
        raise errors.ConflictOver  # somebody has joined, or left, since it was offered
    area = law.since(queries.area_in(found), asked.since)
    if area is None:
        raise errors.ConflictOver
    named = catalogue.organisations_by_ids(shares)
    ruled = outcome == State.COURT
    rights.restate_shares(
        person,
        owning.one_sound(found.recording_id),
        {named[party]: share for party, share in shares.items()},
        area,
        standing=Standing.COURT if ruled else Standing.EVIDENCED,
        source=asked.court if ruled else f"agreement in conflict {found.pk}",
        actor=Actor(ActorClass.COURT) if ruled else Actor(ActorClass.LABEL),
    )
    asked.state, asked.decided_at = Settlement.State.AGREED, clock.now()
    asked.save(update_fields=["state", "decided_at"])
    _part_or_join(owning.one_sound(found.recording_id), outcome)
    _end(found, outcome)
    look_at(found.recording_id)  # what was claimed before the day agreed on is a conflict of its own


# --- time --------------------------------------------------------------------------------------------


@transaction.atomic
def remind_silent(conflict_id: int) -> None:
    """Write to the parties that have not answered. Twice is once."""
    found = Conflict.objects.select_for_update().get(pk=conflict_id)
    if found.state != State.OPEN or found.reminded_at is not None:
        return
    found.reminded_at = clock.now()
    found.save(update_fields=["reminded_at"])
    for party in found.parties.exclude(pk__in=queries.answered(found)):
        for acting in catalogue.representatives_of(party.pk):
            _write(acting.person, party, found)
            outbox.tell(f"person:{acting.person_id}", "conflict", conflict=found.pk)


def _write(person: "Person", party: Organisation, found: Conflict) -> None:
    with override(person.language or None):
        about = {"party": party.name, "recording": str(found.recording), "day": found.answer_by.date()}
        subject = _("A conflict of ownership waits for %(party)s") % about
        said = _(
            "More than the whole of “%(recording)s” is claimed. Please say until %(day)s on what your claim "
            "rests, offer shares, or claim less: in your rights office, under Conflicts. What was only "
            "stated, and nobody stood by, lapses then."
        )
        send_mail(subject, said % about, None, [person.email])


@transaction.atomic
def let_lapse(conflict_id: int) -> None:
    """The time to answer is over: bare assertions nobody stood by are taken back. Twice is once."""
    found = Conflict.objects.select_for_update().get(pk=conflict_id)
    if found.state != State.OPEN:
        return
    overclaims = owning.overclaims_on(found.recording_id)
    lapsed = law.lapsing(overclaims, queries.answered(found), found.answer_by, clock.now())
    for row in queries.disputed(found, owning.statements_about(found.recording_id)):
        if row.party_id in lapsed:
            rights.lapse_ownership(row)
    if lapsed:
        look_at(found.recording_id, State.CONCEDED)


# --- how ---------------------------------------------------------------------------------------------


def _open_one(organisation_id: int, conflict_id: int) -> Conflict:
    return _locked(queries.conflict_of(organisation_id, conflict_id))


def _locked(found: Conflict) -> Conflict:
    facts.hold_facts()
    locked = Conflict.objects.select_for_update().get(pk=found.pk)
    if locked.state != State.OPEN:
        raise errors.ConflictOver
    return locked


def _waiting(settlement_id: int, organisation: Organisation) -> tuple[Settlement, Conflict]:
    """An offer another party made to this one."""
    asked = Settlement.objects.filter(pk=settlement_id, court="").first()
    if asked is None:
        raise errors.NoSuchConflict
    found = _open_one(organisation.pk, asked.conflict_id)
    asked = Settlement.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if asked.state != Settlement.State.WAITING:
        raise errors.ConflictOver
    if asked.organisation_id == organisation.pk:
        raise errors.NotAParty
    return asked, found


def _acting(person: "Person", organisation: Organisation, found: Conflict) -> Actor:
    """Raises NotRepresented, OutsideMandate."""
    where = queries.area_in(found).territories
    stated = queries.disputed(found, owning.statements_about(found.recording_id))
    mine = {row.recording_id for row in stated if row.party_id == organisation.pk}
    return actor_of(acting_for(person, organisation.pk, where, mine or {found.recording_id}))
