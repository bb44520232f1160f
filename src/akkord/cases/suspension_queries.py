"""Every read of suspensions, with their gates; a row becomes the plain suspension of the law."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Q, QuerySet

from akkord.flow import clock
from akkord.ledger.rules import Restriction
from akkord.music import queries as music

from . import proceeding_queries
from .errors import NoSuchSuspension
from .law import suspensions as law
from .models import Letter, Strike, Suspension

WARNING = "strikes_warned"  # the letter without which nobody is suspended


def suspensions() -> QuerySet[Suspension]:
    """All there were, for the staff: those that stand first, then what ended last."""
    known = Suspension.objects.select_related("person", "entry", "end_entry", "decided_by", "answered_by")
    return known.order_by(F("ended_at").desc(nulls_first=True), "-at", "-pk")


def suspension_by_number(number: int) -> Suspension:
    """For the staff. Raises NoSuchSuspension."""
    found = suspensions().filter(pk=number).first()
    if found is None:
        raise NoSuchSuspension(number)
    return found


def own_suspension(person_id: int, number: int) -> Suspension:
    """The gate of its owner. Raises NoSuchSuspension."""
    found = suspension_by_number(number)
    if found.person_id != person_id:
        raise NoSuchSuspension(number)
    return found


def last_of(person_id: int) -> Suspension | None:
    """The account's last one, in force or over."""
    return suspensions().filter(person_id=person_id).order_by("-at", "-pk").first()


def told_of(person_id: int) -> Suspension | None:
    """The one its owner is shown: it stands, can be appealed, or was, in the last six months."""
    last = last_of(person_id)
    shown = last is not None and (last.ended_at is None or law.may_appeal(last.at, clock.now()))
    return last if shown else None


def as_law(row: Suspension) -> law.Suspension:
    """The row as the law knows it: what was wrong from the beginning goes on under no circumstances."""
    ending = law.Ending(row.ending) if row.ending else None
    return law.Suspension(
        row.at, row.until, row.ended_at, law.Ending.APPEAL if row.upheld is False else ending
    )


def ends_by_itself(row: Suspension) -> datetime:
    """When it ends if nothing else happens."""
    return law.ends_by_itself(as_law(row), proceeding_queries.strikes_of(row.person_id), clock.now())


def warned_at(person_id: int) -> datetime | None:
    """When the account was last warned that another strike suspends it."""
    warnings = Letter.objects.filter(person_id=person_id, template=WARNING)
    return warnings.order_by("-sent_at").values_list("sent_at", flat=True).first()


def counting_strikes(person_id: int) -> list[Strike]:
    """Those that stand and are not being answered."""
    standing = proceeding_queries.standing_strikes(person_id)
    return [row for row, strike in standing if not strike.countered]


def strikes_behind(row: Suspension) -> QuerySet[Strike]:
    """Those a suspension is for, each with what it is for itself."""
    return row.strikes.select_related("proceeding", "block__entry", "upload__track").order_by("at", "pk")


def may_appeal(row: Suspension) -> bool:
    """Whether its owner may still appeal: once, within six months, unless a person has lifted it."""
    lifted = row.ending in (law.Ending.APPEAL, law.Ending.STAFF)
    return row.appealed_at is None and not lifted and law.may_appeal(row.at, clock.now())


def waiting() -> QuerySet[Suspension]:
    """What waits for a person: one nobody has looked at, and every appeal that was not answered."""
    appealed = Q(appealed_at__isnull=False, answered_at=None) & ~Q(ending=law.Ending.STAFF)
    unseen = Q(decided_at=None, answered_at=None, ended_at=None)
    return suspensions().filter(appealed | unseen)


def due_at(row: Suspension) -> datetime:
    """By when the staff means to have looked at what waits."""
    if row.appealed_at is not None:
        return row.appealed_at + law.ANSWERED_WITHIN
    return row.at + law.LOOKED_AT_WITHIN


def barred_from(row: Suspension) -> frozenset[int]:
    """Who may not do what waits: its owner; of an appeal, who decided that it stands."""
    decided = row.decided_by_id if row.appealed_at is not None else None
    return frozenset(pk for pk in (row.person_id, decided) if pk is not None)


def restrictions_in_force() -> Iterator[Restriction]:
    """Suspensions that stand, as music holds them, for the audit; and whatever music holds besides.

    What `until` is written into the facts is music's own, for that is the gate: one that was moved, or
    taken away while the suspension stands, is found as well as one that was slipped in.
    """
    stops = {stop.person_id: stop for stop in music.stops()}
    standing = Suspension.objects.filter(ended_at=None).select_related("entry").order_by("pk")
    for row in standing.prefetch_related("strikes"):
        stop = stops.pop(row.person_id, None)
        same = stop is not None and stop.entry_id == row.entry_id and stop.until == row.until
        yield Restriction(
            thing=thing_key(row.person_id),
            entry=row.entry.public_id if row.entry else "",
            facts=facts_of(row, row.until) if same else {"gate": stop.until.isoformat() if stop else None},
        )
    for person, stop in stops.items():
        yield Restriction(thing=thing_key(person), entry="", facts={"gate": stop.until.isoformat()})


def thing_key(person_id: int) -> str:
    """The plain name of an account, as its line names it."""
    return f"account:{person_id}"


def facts_of(row: Suspension, until: datetime) -> dict[str, object]:
    """What the line of a suspension commits to."""
    return {
        "suspension": row.pk,
        "until": until.isoformat(),
        "strikes": sorted(strike.pk for strike in row.strikes.all()),
    }
