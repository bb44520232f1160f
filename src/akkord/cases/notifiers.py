"""What becomes of who files manifestly unfounded notices: a warning, then a suspension with its reasons."""

from akkord.flow import clock

from . import errors, writing
from . import proceeding_queries as queries
from .law import abuse
from .law.abuse import Sanction as Kind
from .law.proceeding import Outcome
from .law.terms import Party, Standing
from .models import Proceeding, Sanction

# A stranger's notices wait for a person to look at them; a flood of them would leave only silence to decide.
MOST_UNDECIDED = 20


def check_may_notify(mail: str) -> None:
    """Raises NoticesSuspended (DSA art. 23(2)), TooManyNotices."""
    last = queries.sanctions_of(mail).filter(kind=Kind.SUSPEND.value).first() if mail else None
    if abuse.suspended(last.at if last else None, clock.now()):
        raise errors.NoticesSuspended
    if mail and queries.undecided_of(mail) >= MOST_UNDECIDED:
        raise errors.TooManyNotices


def answer_refusal(found: Proceeding, outcome: Outcome) -> None:
    """A notice refused because the site knows better was manifestly unfounded: the rule answers."""
    if found.facts.get("standing") != Standing.CONTRADICTED or not found.mail:
        return
    found.facts = {**found.facts, "unfounded": True}
    found.save(update_fields=["facts"])
    known = queries.sanctions_of(found.mail)
    warned = known.filter(kind=Kind.WARN.value).first()
    at = clock.now()
    kind = abuse.sanction(queries.decided_by(found.mail), warned.at if warned else None, at)
    if kind == Kind.NONE:
        return
    Sanction.objects.create(mail=found.mail, kind=kind.value, proceeding=found, at=at)
    template = "warned" if kind == Kind.WARN else "suspended"
    writing.write_to(found, Party.CLAIMANT, template, outcome, until=at + abuse.SUSPENDED_FOR)
