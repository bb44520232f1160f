"""What a licensor claims, in the words of the standard's value sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Right(StrEnum):
    """Which share of a claim is meant. A blended share is one figure for both rights together."""

    MECHANICAL = "MechanicalRight"
    PERFORMING = "PerformingRight"
    BLENDED = "Blended"


class ClaimBasis(StrEnum):
    """AVS ClaimBasis: why the licensor claims, or that it knows no work for the recording."""

    COPYRIGHT_CONTROL = "CopCon"
    DIRECT = "Direct"
    UNMATCHED = "Unmatched"


class RightsClaimStatus(StrEnum):
    """AVS RightsClaimStatus: how one claim stands. Rules here give the first four, people the others."""

    NO_CONFLICT = "NoConflict"
    CONFLICT = "Conflict"
    DATA_INCONSISTENT = "DataInconsistent"
    PENDING_REVIEW = "PendingReview"
    REJECTED = "Rejected"
    REVOKED = "Revoked"


class ClaimStatus(StrEnum):
    """AVS ClaimStatus: how much of one recording's work is claimed, from nothing to far too much."""

    INCOMPLETE = "IncompleteClaim"
    UNDER = "UnderClaim"
    COMPLETE = "CompleteClaim"
    MINOR_OVER = "MinorOverClaim"
    MAJOR_OVER = "MajorOverClaim"


@dataclass(frozen=True, slots=True)
class Message:
    """The message a claim came with: who sent it, about which of our reports."""

    message_id: str
    profile: str
    sender_id: str
    sender_name: str
    sales_report_id: str
    file: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the claim's summary says: the rights controller, and how, where and when the recording is used."""

    summary_id: str
    controller: str
    controller_id: str
    model: str
    use: str
    territory: str
    service: str
    start: str
    end: str
    currency: str


@dataclass(frozen=True, slots=True)
class Amounts:
    """What is claimed for the uses, in the currency of the invoice."""

    mechanical: Decimal
    performing: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim (CD01.01 or CD03). Shares are per cent. `transaction_id` is the SalesTransactionId of our
    report, "" in claims made before any use; so are `usages` and `amounts` None then. Ids that a licensor did
    not give are ""."""

    message: Message
    context: Context
    record: str
    line: int
    claim_id: str
    resource_id: str
    isrc: str
    title: str
    artist: str
    work_id: str
    iswc: str
    work_title: str
    basis: ClaimBasis
    shares: Mapping[Right, Decimal]
    transaction_id: str
    usages: Decimal | None
    amounts: Amounts | None
