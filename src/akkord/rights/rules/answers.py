"""What is asked of the law and what it answers (rights.md section 5: query and result)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from akkord.rights.rules.errors import NaiveInstant
from akkord.rights.terms import (
    BlockId,
    BlockKind,
    CaseId,
    CommercialModel,
    Contest,
    Doubt,
    FreeId,
    GrantId,
    LicenceId,
    MatchId,
    Money,
    OwnershipId,
    PartyId,
    PolicyId,
    RecordingId,
    SameSoundId,
    Use,
    Verdict,
    Viewer,
    Why,
)
from akkord.rights.territories import Territory

FactId = OwnershipId | LicenceId | PolicyId | GrantId | FreeId | BlockId | MatchId | SameSoundId


@dataclass(frozen=True, slots=True)
class Query:
    """May this viewer, whose network is in `territory` at the instant `at`, make this use under this model?

    Raises NaiveInstant.
    """

    territory: Territory
    at: datetime
    use: Use
    model: CommercialModel
    viewer: Viewer = Viewer.LISTENER

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise NaiveInstant


class Span(NamedTuple):
    """A stretch of the file, in milliseconds, half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that spoke for a verdict, with all a tombstone needs.

    `facts` are the ids of the facts of the kind that `why` names (blocks, licences, policies, grants, free,
    ownerships, matches). `entry` is the line of the public log, filled in by whoever shows the reason.
    """

    why: Why
    verdict: Verdict
    contest: Contest
    recording: RecordingId | None = None
    party: PartyId | None = None
    authority: str | None = None
    case: CaseId | None = None
    block: BlockKind | None = None
    doubt: Doubt | None = None
    facts: tuple[FactId, ...] = ()
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Payee:
    """One part of what a play earns. Without a party it waits for an owner nobody knows yet."""

    party: PartyId | None
    fraction: Fraction
    money: Money
    recording: RecordingId | None = None
    licence: LicenceId | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer. It stays the same until `valid_until` (None: for ever) unless facts change.

    `audible` is the whole answer for the viewer who asked. `mute` names the stretches that, silenced, would
    let the rest be heard by everybody; empty when there is no such way.
    """

    verdict: Verdict
    audible: bool
    reasons: tuple[Reason, ...]
    payees: tuple[Payee, ...]
    mute: tuple[Span, ...]
    valid_until: datetime | None

    @property
    def tombstone(self) -> tuple[Reason, ...]:
        """The reasons that made the verdict: what is shown in place of the sound."""
        return tuple(reason for reason in self.reasons if reason.verdict == self.verdict)

    @property
    def needs_review(self) -> bool:
        """Whether a person of the rights office has to look at it."""
        return any(reason.contest == Contest.REVIEW for reason in self.reasons)


def sternest(verdicts: Iterable[Verdict]) -> Verdict:
    """Several answers combine to the most restrictive; there is always one."""
    return max(verdicts)
