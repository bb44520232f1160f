"""The two-person rule: which acts need a second person, who that may be, and until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LAPSES_AFTER = timedelta(hours=24)
MOST_ALONE = 50  # objects of a court's order that one person may act on


class Act(StrEnum):
    """What staff does that may need a second person."""

    STATE_DEMAND = "state_demand"
    COURT_ORDER = "court_order"
    END_ACCOUNT = "end_account"
    REVERSE_CLAIM = "reverse_claim"
    REDACT = "redact"
    CHANGE_KEY = "change_key"
    OWNERSHIP_RULING = "ownership_ruling"


class Now(StrEnum):
    """How an act that was proposed stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    LAPSED = "lapsed"
    IN_FORCE = "in_force"  # broke the glass: done by one person, not confirmed yet
    REVERSED = "reversed"  # nobody confirmed what one person did in an emergency


class SamePerson(Exception):
    """Who proposed an act, or asked for it, may not approve it."""


class NotStaff(Exception):
    """The approver is not, or no longer, of the staff."""


class NotWaiting(Exception):
    """The act was approved already, or its time is over."""


@dataclass(frozen=True)
class Proposal:
    """An act one person proposes, or has done in an emergency."""

    proposer: int
    at: datetime
    requester: int | None = None
    emergency: bool = False
    approved_at: datetime | None = None

    @property
    def lapses(self) -> datetime:
        return self.at + LAPSES_AFTER


def needs_two(act: Act, objects: int = 1) -> bool:
    """A court's order needs a second person only when it reaches far."""
    return act != Act.COURT_ORDER or objects > MOST_ALONE


def state_at(proposal: Proposal, at: datetime) -> Now:
    """What has become of it by now; an approval counts from its own time, and only if it was in time."""
    approved = proposal.approved_at
    if approved is not None and approved <= at and approved < proposal.lapses:
        return Now.APPROVED
    if at >= proposal.lapses:
        return Now.REVERSED if proposal.emergency else Now.LAPSED
    return Now.IN_FORCE if proposal.emergency else Now.WAITING


def check_approval(proposal: Proposal, approver: int, *, is_staff: bool, at: datetime) -> None:
    """Raises SamePerson, NotStaff, NotWaiting."""
    if approver in (proposal.proposer, proposal.requester):
        raise SamePerson(approver)
    if not is_staff:
        raise NotStaff(approver)
    if state_at(proposal, at) not in (Now.WAITING, Now.IN_FORCE):
        raise NotWaiting
