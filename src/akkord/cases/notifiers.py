"""What becomes of who files manifestly unfounded notices: a score they see, a warning, then a suspension.

Regulation (EU) 2022/2065 art. 23(2): suspended is only who was warned, for a time, with a statement of
reasons; 17 U.S.C. 512(f) makes liable besides. Every sanction, and its lifting, has its line in the log.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from akkord.catalogue import queries as catalogue
from akkord.flow import clock
from akkord.ledger import actions as ledger
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Thing

from . import errors, writing
from . import proceeding_queries as queries
from .law import abuse
from .law.abuse import Sanction as Kind_
from .law.proceeding import Outcome
from .law.terms import Party, Standing
from .models import Proceeding, Sanction

if TYPE_CHECKING:
    from akkord.catalogue.models import Organisation
    from akkord.people.models import Person

# A stranger's notices wait for a person to look at them; a flood of them would leave only silence to decide.
MOST_UNDECIDED = 20


@dataclass(frozen=True)
class Score:
    """What a notifier is told of their own notices."""

    upheld: int
    decided: int
    unfounded: int  # manifestly, within what is remembered
    sanction: str  # the last one: "", warn or suspend
    suspended: bool

    @property
    def interval(self) -> tuple[float, float]:
        return abuse.interval(self.upheld, self.decided)


def check_may_notify(mail: str, organisation: "Organisation | None" = None) -> None:
    """Raises NoticesSuspended (DSA art. 23(2)), TooManyNotices."""
    if not mail and organisation is None:
        return
    if _suspended(sanctions_of(mail, organisation)):
        raise errors.NoticesSuspended
    if organisation is None and queries.undecided_of(mail) >= MOST_UNDECIDED:
        raise errors.TooManyNotices


def score_of(found: Proceeding) -> Score | None:
    """The score of who filed a notice, as it stands now; None for who cannot be told apart."""
    if found.organisation_id is None and not found.mail:
        return None
    decided, known = _decided(found), sanctions_of(found.mail, found.organisation)
    recent = [each for each in decided if clock.now() - abuse.REMEMBERED < each.at]
    last = known.first()
    return Score(
        upheld=sum(each.upheld for each in decided),
        decided=len(decided),
        unfounded=sum(each.unfounded for each in recent),
        sanction=last.kind if last else "",
        suspended=_suspended(known),
    )


def sanctions() -> QuerySet[Sanction]:
    """Every sanction there was, newest first, for the staff."""
    return Sanction.objects.select_related("organisation", "proceeding", "entry").order_by("-at", "-pk")


def sanctions_of(mail: str, organisation: "Organisation | None") -> QuerySet[Sanction]:
    """What stands of a notifier's sanctions, newest first: an organisation's, or those of an address."""
    standing = sanctions().filter(lifted_at=None)
    if organisation is not None:
        return standing.filter(organisation=organisation)
    return standing.filter(organisation=None, mail=mail)


def answer_refusal(found: Proceeding, outcome: Outcome) -> None:
    """A notice refused because the site knows better was manifestly unfounded: the rule answers."""
    if found.facts.get("standing") != Standing.CONTRADICTED:
        return
    if found.organisation_id is None and not found.mail:
        return
    found.facts = {**found.facts, "unfounded": True}
    found.save(update_fields=["facts"])
    warned = sanctions_of(found.mail, found.organisation).filter(kind=Kind_.WARN.value).first()
    at = clock.now()
    kind = abuse.sanction(_decided(found), warned.at if warned else None, at)
    if kind == Kind_.NONE:
        return
    Sanction.objects.create(
        mail="" if found.organisation_id else found.mail,
        organisation=found.organisation,
        kind=kind.value,
        proceeding=found,
        at=at,
        entry=_line(found, kind.value),
    )
    template = "warned" if kind == Kind_.WARN else "suspended"
    writing.write_to(found, Party.CLAIMANT, template, outcome, until=at + abuse.SUSPENDED_FOR)


@transaction.atomic
def lift(person: "Person", number: int) -> Sanction:
    """A complaint about a sanction was right: it counts no more. Raises StaffOnly, NoSuchSanction."""
    if not catalogue.is_operator(person):
        raise errors.StaffOnly
    row = sanctions().select_for_update(of=("self",)).filter(pk=number, lifted_at=None).first()
    if row is None:
        raise errors.NoSuchSanction
    row.lifted_at = clock.now()
    row.entry = _line(row.proceeding, f"lifted {row.kind}")
    row.save(update_fields=["lifted_at", "entry"])
    return row


# --- how ---------------------------------------------------------------------------------------------


def _suspended(known: QuerySet[Sanction]) -> bool:
    last = known.filter(kind=Kind_.SUSPEND.value).first()
    return abuse.suspended(last.at if last else None, clock.now())


def _decided(found: Proceeding) -> list[abuse.Decided]:
    return queries.decided_by(found.mail, found.organisation_id)


def _line(found: Proceeding, event: str) -> "ledger.Entry":
    """By commitment only: who reads the log learns that there was a sanction, not whose."""
    return ledger.write_line(
        Line(
            kind=Kind.STEP,
            ground=Ground.RULES,
            actor=Actor(ActorClass.STAFF),
            thing=Thing("case", f"notifier:{found.organisation_id or found.mail}"),
            action=Action.NONE,
            law="Regulation (EU) 2022/2065 art. 23",
            jurisdiction="EU",
            decision_automated=event in (Kind_.WARN.value, Kind_.SUSPEND.value),
            facts={"event": event, "proceeding": str(found.public_id)},
        )
    )
