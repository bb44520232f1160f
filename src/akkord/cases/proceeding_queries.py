"""Every read of proceedings, with their gates; a row and its steps become the plain case of the law."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from django.db.models import Count, F, Q, QuerySet

from akkord.flow import clock
from akkord.music import queries as music

from .errors import NoSuchProceeding
from .law import abuse, proceeding, strikes
from .law.calendars import calendar_of
from .law.machines import TABLES
from .law.procedures import Procedure, version_of
from .law.proceeding import Case, Deadline
from .law.terms import Party
from .models import Approval, Letter, Proceeding, ProceedingRow, Strike

# What people file with the site; claims and stay-downs are opened by the matcher and the catalogue.
NOTICES = ("dmca", "dsa", "ru_application")
# What a court or an authority orders, alone or with others: cases that go together.
ACTS = ("ru_court", "court", "demand")
# Where a notice ended well for who filed it, and where it did not; elsewhere it is not decided yet.
UPHELD = frozenset({"removed", "upheld", "restricted", "litigation", "closed"})
LOST = frozenset({"refused", "restored", "retracted", "reversed", "kept", "kept_upheld"})


def procedure_of(found: Proceeding) -> Procedure:
    return version_of(found.procedure, found.version)


def opening_of(law: Procedure) -> str:
    return TABLES[law.machine].opening.event


def case_of(found: Proceeding) -> Case:
    """The proceeding as the law knows it: the latest time of every event, from its steps."""
    happened: dict[str, datetime] = {}
    for event, at in found.steps.order_by("pk").values_list("event", "at"):
        happened[event] = at
    return Case(
        procedure=procedure_of(found),
        calendar=calendar_of(found.country),
        state=found.state,
        happened=happened,
        facts=found.facts,
    )


def deadlines_of(found: Proceeding) -> tuple[Deadline, ...]:
    return proceeding.deadlines(case_of(found))


def possible(found: Proceeding, party: Party) -> tuple[str, ...]:
    """What the party may do now."""
    return proceeding.possible(case_of(found), party, clock.now())


def rows_of(found: Proceeding) -> QuerySet[ProceedingRow]:
    """What it names, line by line, with what was found and done; whoever asks may see the proceeding."""
    return found.rows.select_related("recording", "block__entry").order_by("line")


def row_counts(found: Proceeding) -> dict[str, int]:
    """class → how many rows."""
    return dict(found.rows.order_by().values_list("found").annotate(Count("pk")))


def is_in_force(found: Proceeding) -> bool:
    """Whether what it silences is silent in the state it is in."""
    return found.state in TABLES[procedure_of(found).machine].in_force


def uploaders_of(found: Proceeding) -> set[int]:
    """Whose uploads it names: of a track its sender, of a recording all who sent in a copy."""
    rows = list(found.rows.values_list("person_id", "recording_id"))
    recordings = [recording for _person, recording in rows if recording]
    heard = music.uploaders_of(recordings, []) if recordings else set()
    return {person for person, _recording in rows if person} | heard


def notice_by_link(link: uuid.UUID) -> Proceeding:
    """For the claimant, who alone was given the link. Raises NoSuchProceeding."""
    found = Proceeding.objects.select_related("organisation").filter(claimant_link=link).first()
    if found is None:
        raise NoSuchProceeding(link)
    return found


def proceeding_by_id(public_id: uuid.UUID) -> Proceeding:
    """For callers that have asked who may see it. Raises NoSuchProceeding."""
    found = Proceeding.objects.select_related("organisation").filter(public_id=public_id).first()
    if found is None:
        raise NoSuchProceeding(public_id)
    return found


def locked(public_id: uuid.UUID) -> Proceeding:
    """For who changes it, until the transaction ends. Raises NoSuchProceeding."""
    found = Proceeding.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
    if found is None:
        raise NoSuchProceeding(public_id)
    return found


def proceeding_against(person_id: int, public_id: uuid.UUID) -> Proceeding:
    """One that names an upload of the person. Raises NoSuchProceeding."""
    found = proceeding_by_id(public_id)
    if person_id not in uploaders_of(found):
        raise NoSuchProceeding(public_id)
    return found


def proceedings() -> QuerySet[Proceeding]:
    """For the staff: open ones first, what falls next before what waits for nobody."""
    known = Proceeding.objects.select_related("organisation")
    return known.order_by(F("closed_at").asc(nulls_first=True), F("falls_at").asc(nulls_last=True), "-pk")


def proceedings_of(organisation_id: int) -> QuerySet[Proceeding]:
    """Those of the organisation, and those it coordinates for others."""
    return proceedings().filter(_theirs(organisation_id))


def _theirs(organisation_id: int) -> Q:
    return Q(organisation_id=organisation_id) | Q(coordinator_id=organisation_id)


def cases_of_court(found: Proceeding, number: str) -> QuerySet[Proceeding]:
    """Cases of the same court that bear the number."""
    same = {"procedure": found.procedure, "country": found.country, "authority": found.authority}
    return Proceeding.objects.filter(case_number=number, **same)


def together(found: Proceeding) -> QuerySet[Proceeding]:
    """The case with those the court has joined with it, and those coordinated with it, oldest first."""
    joined = cases_of_court(found, found.case_number) if found.case_number else Proceeding.objects.none()
    wanted = Q(pk=found.pk) | Q(pk__in=joined.values("pk"))
    if found.coordinator_id and found.coordination:
        wanted |= Q(coordinator=found.coordinator_id, coordination=found.coordination)
    known = Proceeding.objects.filter(wanted, procedure=found.procedure)
    return known.select_related("organisation", "coordinator").order_by("opened_at", "pk")


def case_for(organisation_id: int, public_id: uuid.UUID) -> list[Proceeding]:
    """A court's case with all that go together with it, the asked one first; for who is a party of one of
    them or coordinates it, and whoever asks acts for them. Raises NoSuchProceeding."""
    found = proceeding_by_id(public_id)
    if found.procedure not in ACTS:
        raise NoSuchProceeding(public_id)
    parts = list(together(found))
    if not any(organisation_id in (part.organisation_id, part.coordinator_id) for part in parts):
        raise NoSuchProceeding(public_id)
    return sorted(parts, key=lambda part: part.public_id != public_id)


def own_case(organisation_id: int, public_id: uuid.UUID) -> Proceeding:
    """A case of which the organisation is the claimant or the coordinator. Raises NoSuchProceeding."""
    found = Proceeding.objects.filter(_theirs(organisation_id), public_id=public_id).first()
    if found is None:
        raise NoSuchProceeding(public_id)
    return found


def rows_silenced(parts: Iterable[Proceeding]) -> dict[int, tuple[int, int]]:
    """proceeding → how many of its rows are silent, of how many."""
    rows = ProceedingRow.objects.filter(proceeding__in=list(parts)).order_by().values("proceeding")
    silent = Count("pk", filter=Q(state=ProceedingRow.State.SILENCED))
    counted = rows.annotate(silent=silent, every=Count("pk"))
    return {row["proceeding"]: (row["silent"], row["every"]) for row in counted}


def letters_to(found: Proceeding, party: Party, person_id: int | None = None) -> QuerySet[Letter]:
    """What was written to a party; of the uploaders each sees their own."""
    letters = found.letters.filter(to=party.value).order_by("pk")
    return letters if person_id is None else letters.filter(person_id=person_id)


def letters_of(person_id: int) -> QuerySet[Letter]:
    """The person's own letters, newest first."""
    known = Letter.objects.filter(person_id=person_id).select_related("proceeding")
    return known.order_by("-sent_at", "-pk")


def waiting_approvals(found: Proceeding) -> QuerySet[Approval]:
    return found.approvals.filter(approved_at=None, lapsed_at=None).select_related("proposer")


def decided_by(mail: str, organisation: int | None = None) -> list[abuse.Decided]:
    """Every notice of an organisation, or of this address, that was decided."""
    whose = {"organisation": organisation} if organisation else {"organisation": None, "mail": mail}
    rows = Proceeding.objects.filter(procedure__in=NOTICES, state__in=UPHELD | LOST, **whose).order_by("pk")
    return [
        abuse.Decided(row.closed_at or row.opened_at, row.state in UPHELD, bool(row.facts.get("unfounded")))
        for row in rows
    ]


def undecided_of(mail: str) -> int:
    """How many notices of this address still wait to be decided."""
    waiting = Proceeding.objects.filter(mail=mail, organisation=None, closed_at=None)
    return waiting.exclude(state__in=UPHELD | LOST).count()


def precision_of(mail: str, organisation: int | None = None) -> Fraction | None:
    return abuse.precision(decided_by(mail, organisation))


def account_of(person_id: int) -> strikes.Account:
    """What the strikes of an account add up to now."""
    return strikes.account_at(strikes_of(person_id), clock.now())


def strikes_of(person_id: int) -> list[strikes.Strike]:
    """The account's strikes as the law counts them."""
    return [_strike(row) for row in strike_rows(person_id)]


def strike_rows(person_id: int) -> list[Strike]:
    """Every strike of an account, with what it is for."""
    known = Strike.objects.filter(person_id=person_id).select_related("proceeding", "block__entry", "upload")
    return list(known.order_by("pk"))


def standing_strikes(person_id: int) -> list[tuple[Strike, strikes.Strike]]:
    """Those held against the account now: what each is for, and how the law counts it."""
    counted = [(row, _strike(row)) for row in strike_rows(person_id)]
    return [(row, strike) for row, strike in counted if strike.stands(clock.now())]


def _strike(row: Strike) -> strikes.Strike:
    return strikes.Strike(row.at, row.school_at, _answered(row), row.lifted_at)


def _answered(row: Strike) -> bool:
    """Whether its owner has answered it and nobody has decided about that yet."""
    if row.proceeding is not None:
        return row.proceeding.state in ("countered", "uploader_complained")
    answered = ("disputed", "appealed", "uploader_complained")
    disputed = Proceeding.objects.filter(upload=row.upload_id, state__in=answered)
    return disputed.exists()
