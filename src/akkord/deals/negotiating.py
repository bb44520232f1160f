"""Every write of a negotiation: terms laid on the table, answered, and signed into licences of the law.

Which side somebody sits on follows from who they are, never from what they send. What was signed by both
becomes a licence by the same action as any other, with its line; nothing is sent in anew for it.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django_tasks import task

from akkord.catalogue.errors import CatalogueError
from akkord.flow import clock, jobs
from akkord.ledger.rules import Actor, ActorClass
from akkord.rights import actions as rights
from akkord.rights import queries as facts
from akkord.rights.actions.lines import STAFF, actor_of
from akkord.rights.actions.standing import acting_for
from akkord.rights.facts_in_tables import write_proposed
from akkord.rights.models import Licence as LicenceRow
from akkord.rights.rules.facts import Licence

from . import queries, simulating, telling
from .errors import REFUSED, NoSuchNegotiation, NothingOnSite, SignerGone
from .models import Negotiation, Signature, Version
from .rules import talks
from .rules.talks import Act, Side, State, Terms

if TYPE_CHECKING:
    from akkord.catalogue.models import Organisation
    from akkord.people.models import Person

AUTOMATIC = Actor(ActorClass.AUTOMATIC)


# --- terms laid on the table -------------------------------------------------------------------------


def open_talks(
    person: "Person", organisation: "Organisation", terms: Terms, *, note: str = "", offer: bool = True
) -> Negotiation:
    """Draft terms for the other side and, with `offer`, lay them on the table.

    Raises NoSuchOrganisation, AnswerPast, AnswerFar, NotPast, PeriodOver besides those of standing.
    """
    side, _ = _sits(person, organisation.pk, terms.licence)
    _check(terms)
    now = clock.now()
    made = Negotiation(
        organisation=organisation,
        opener=side.value,
        author=side.value,
        answer_by=terms.answer_by,
        opened_at=now,
        changed_at=now,
    )
    simulation = simulating.simulate(person, organisation, state=[terms.licence])
    with transaction.atomic():
        facts.hold_facts()
        made.save(force_insert=True)
        _lay(made, person, side, terms, note, simulation)
        return _offer(made, person, side) if offer else made


def lay_terms(
    person: "Person", number: uuid.UUID, version: int, terms: Terms, *, note: str = ""
) -> Negotiation:
    """Put new terms in the place of `version`: a draft is revised, what lies on the table is countered.

    Raises NoSuchNegotiation, OldVersion, NotYourTurn, AnsweredTooLate besides those of `open_talks`.
    """
    found, side = _found(person, number)
    _check(terms)
    _sits(person, found.organisation_id, terms.licence)
    _after(found, _laying(found), side, version)  # before the dry run, which may take a while
    simulation = simulating.simulate(person, found.organisation, state=[terms.licence])
    with transaction.atomic():
        found, side = _locked(person, number)
        state = _after(found, _laying(found), side, version)
        _lay(found, person, side, terms, note, simulation)
        _move(found, state)
        if state != State.DRAFTED:
            _on_the_table(found, person, side)
        return found


def _laying(found: Negotiation) -> Act:
    return Act.REVISE if found.state == State.DRAFTED else Act.COUNTER


def _lay(
    found: Negotiation,
    person: "Person",
    side: Side,
    terms: Terms,
    note: str,
    simulation: queries.Simulation,
) -> None:
    found.version, found.author, found.answer_by = found.version + 1, side.value, terms.answer_by
    found.save(update_fields=["version", "author", "answer_by"])
    Version.objects.create(
        negotiation=found,
        number=found.version,
        side=side.value,
        person=person,
        licence=write_proposed(terms.licence),
        since=terms.since,
        meanwhile=terms.meanwhile,
        answer_by=terms.answer_by,
        note=note.strip()[:2000],
        simulation=simulation,
        at=clock.now(),
    )


@transaction.atomic
def offer(person: "Person", number: uuid.UUID, version: int) -> Negotiation:
    """Lay one's draft on the table. Raises NoSuchNegotiation, OldVersion, NotNow, AnsweredTooLate."""
    found, side = _locked(person, number)
    _after(found, Act.OFFER, side, version)
    _sits(person, found.organisation_id, queries.terms_of(queries.on_table(found)).licence)
    return _offer(found, person, side)


def _offer(found: Negotiation, person: "Person", side: Side) -> Negotiation:
    _move(found, _after(found, Act.OFFER, side, found.version), offered_at=clock.now())
    _on_the_table(found, person, side)
    return found


def _on_the_table(found: Negotiation, person: "Person", side: Side) -> None:
    """The other side learns of the terms, silence has its day, and the label's word on the backlog holds."""
    jobs.put(silence, [str(found.pk)], {}, at=found.answer_by)
    telling.tell(found, found.state, side.other)
    if side == Side.LABEL:
        _end_meanwhile(found, _actor(person, found, side))
        if queries.on_table(found).meanwhile:
            _permit(found, person)


# --- answers -----------------------------------------------------------------------------------------


@transaction.atomic
def permit(person: "Person", number: uuid.UUID, version: int) -> Negotiation:
    """The organisation lets the backlog be heard at once, as the terms on the table propose.

    Raises NoSuchNegotiation, OldVersion, NotYourTurn, NothingMeanwhile, NothingOnSite, AnsweredTooLate
    besides those of standing.
    """
    found, side = _locked(person, number)
    _after(found, Act.PERMIT, side, version)
    _end_meanwhile(found, _actor(person, found, side))
    _permit(found, person)
    if found.meanwhile is None:
        raise NothingOnSite
    telling.tell(found, "permitted", side.other)
    return found


@transaction.atomic
def sign(person: "Person", number: uuid.UUID, version: int) -> Negotiation:
    """Put one's side's name under a version; when both names stand there, it becomes the law of the site.

    Raises NoSuchNegotiation, OldVersion, SignedBefore, AnsweredTooLate, PeriodOver, SignerGone besides those
    of standing.
    """
    found, side = _locked(person, number)
    state = _after(found, Act.SIGN, side, version)
    on_table = queries.on_table(found)
    terms = queries.terms_of(on_table)
    _sits(person, found.organisation_id, terms.licence)
    Signature.objects.create(version=on_table, side=side.value, person=person, at=clock.now())
    if state == State.SIGNED:
        _carry_out(found, on_table, terms)
    _move(found, state)
    telling.tell(found, state.value, side.other)
    return found


@transaction.atomic
def withdraw(person: "Person", number: uuid.UUID, version: int, word: str = "") -> Negotiation:
    """Take one's own terms from the table; the talks are over. Raises as `sign`, and NotYourTurn."""
    return _part(person, number, version, Act.WITHDRAW, word)


@transaction.atomic
def refuse(person: "Person", number: uuid.UUID, version: int, word: str = "") -> Negotiation:
    """Refuse the other side's terms; the talks are over. Raises as `withdraw`."""
    return _part(person, number, version, Act.REFUSE, word)


def _part(person: "Person", number: uuid.UUID, version: int, act: Act, word: str) -> Negotiation:
    found, side = _locked(person, number)
    state, seen = _after(found, act, side, version), found.offered_at is not None
    _end_meanwhile(found, _actor(person, found, side))
    _move(found, state, ended_by=person, last_word=word.strip()[:2000])
    if seen:
        telling.tell(found, state.value, side.other)
    return found


@task(priority=5)
def silence(number: str) -> None:
    """The time to answer is over: the talks lapse. Twice is once, and a later day waits for its own job."""
    with transaction.atomic():
        facts.hold_facts()
        found = Negotiation.objects.select_for_update().get(pk=number)
        if not talks.lapses(queries.talk_of(found), clock.now()):
            return
        _end_meanwhile(found, AUTOMATIC)
        _move(found, State.LAPSED)
        for side in Side:
            telling.tell(found, State.LAPSED.value, side)


# --- facts -------------------------------------------------------------------------------------------


def _carry_out(found: Negotiation, version: Version, terms: Terms) -> None:
    """State the licence of both signatures in the name of who signed for the organisation."""
    signer = version.signatures.get(side=Side.LABEL.value).person
    with _in_words():
        held = talks.periods(terms, clock.now())
    try:
        for period in held:
            found.licences.add(_state(found, signer, replace(terms.licence, valid=period)))
    except CatalogueError as gone:
        raise SignerGone from gone
    _end_meanwhile(found, STAFF)  # what was permitted meanwhile stands in the licence now


def _permit(found: Negotiation, person: "Person") -> None:
    """What is on the site already may be heard. Where nothing is, nothing is stated."""
    terms = queries.terms_of(queries.on_table(found))
    if backlog := queries.backlog(found.organisation_id, terms.licence):
        found.meanwhile = _state(found, person, talks.meanwhile(terms, backlog, clock.now()))
        found.save(update_fields=["meanwhile"])


def _state(found: Negotiation, person: "Person", licence: Licence) -> LicenceRow:
    source = f"negotiation {found.pk}, version {found.version}"
    return simulating.state_licence(person, found.organisation, replace(licence, source=source))


def _end_meanwhile(found: Negotiation, actor: Actor) -> None:
    """End what was permitted for the backlog, unless its owner has taken it back, or its last day has."""
    row = found.meanwhile
    if row is not None and row.withdrawn_at is None and (row.ends is None or clock.now() < row.ends):
        rights.end_licence(row, actor)
    found.meanwhile = None
    found.save(update_fields=["meanwhile"])


# --- who, and whether --------------------------------------------------------------------------------


def _found(person: "Person", number: uuid.UUID) -> tuple[Negotiation, Side]:
    found = Negotiation.objects.filter(pk=number).select_related("organisation", "meanwhile").first()
    if found is None:
        raise NoSuchNegotiation
    side = queries.side_of(person, found.organisation_id)
    return queries.negotiation_of(found.organisation_id, side, number), side


def _locked(person: "Person", number: uuid.UUID) -> tuple[Negotiation, Side]:
    """The talks, which nobody else changes until the transaction ends, and the side the person sits on."""
    facts.hold_facts()  # always before the row, so that two acts never wait in a ring
    Negotiation.objects.select_for_update().filter(pk=number).first()
    return _found(person, number)


def _sits(person: "Person", organisation_id: int, licence: Licence) -> tuple[Side, Actor]:
    """The person's side and by whose name they act; an agent reaches as far as its mandate.

    Raises NoSuchOrganisation, OutsideMandate.
    """
    side = queries.side_of(person, organisation_id)
    if side == Side.SITE:
        return side, STAFF
    about = licence.repertoire
    named = None if about.catalogue or about.releases else about.recordings
    return side, actor_of(acting_for(person, organisation_id, licence.territories, named))


def _actor(person: "Person", found: Negotiation, side: Side) -> Actor:
    return STAFF if side == Side.SITE else _sits(person, found.organisation_id, _licence_of(found))[1]


def _licence_of(found: Negotiation) -> Licence:
    return queries.terms_of(queries.on_table(found)).licence


def _check(terms: Terms) -> None:
    with _in_words():
        talks.check(terms, clock.now())


def _after(found: Negotiation, act: Act, side: Side, version: int) -> State:
    with _in_words():
        return talks.after(queries.talk_of(found), act, side, version, clock.now())


@contextmanager
def _in_words() -> Iterator[None]:
    """What the rules refuse, by the name that people and programs are told."""
    try:
        yield
    except talks.Cannot as cannot:
        raise REFUSED[cannot.why] from cannot


def _move(found: Negotiation, state: State, **more: object) -> None:
    fields = {"state": state.value, "changed_at": clock.now(), **more}
    for name, value in fields.items():
        setattr(found, name, value)
    found.save(update_fields=list(fields))
