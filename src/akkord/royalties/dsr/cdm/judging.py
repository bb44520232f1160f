"""How claims stand: against what was reported, against themselves, and against each other. Pure rules.

Claims meet when they are about the same recording in the same sale, use, model, territory and period. For
each right the shares of all licensors are added. More than the whole is an overclaim: a minor one up to five
per cent (where the border is, was not found in the standard), a major one beyond. When one licensor alone
claims more than the whole, its data are inconsistent and no other licensor is told (CDM Part 5, 6). Unmatched
claims have no share. Less than the whole is an under-claim; where a claim is unmatched, or nothing is
claimed, what is claimed is incomplete.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from .claims import Claim, ClaimBasis, ClaimStatus, Right, RightsClaimStatus

WHOLE: Final = Decimal(100)
MINOR: Final = Decimal(5)  # per cent beyond the whole

_WORST_FIRST: Final = (
    ClaimStatus.MAJOR_OVER,
    ClaimStatus.MINOR_OVER,
    ClaimStatus.INCOMPLETE,
    ClaimStatus.UNDER,
    ClaimStatus.COMPLETE,
)


@dataclass(frozen=True, slots=True)
class Sold:
    """What our report said of one sale."""

    resource_id: str
    isrcs: tuple[str, ...]
    territory: str
    usages: Decimal


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What claims are about, when they are about the same."""

    resource_id: str
    transaction_id: str
    territory: str
    use: str
    model: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """One claim that is not what it should be: the type of discrepancy, the cell, what was expected there and
    found."""

    claim: Claim
    kind: str
    cell: str
    expected: str
    found: str
    said: str


@dataclass(frozen=True, slots=True)
class Overclaim:
    """More than the whole of one right, claimed by two licensors or more."""

    subject: Subject
    right: Right
    total: Decimal
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How the claims on one subject stand; `statuses` are in the order of the claims."""

    subject: Subject
    claims: tuple[Claim, ...]
    totals: Mapping[Right, Decimal]
    status: ClaimStatus
    statuses: tuple[RightsClaimStatus, ...]
    inconsistencies: tuple[Inconsistency, ...]
    overclaims: tuple[Overclaim, ...]


Report = Callable[[str], Sold | None]  # what was reported under a SalesTransactionId


def judge(claims: Iterable[Claim], report: Report) -> Iterator[Judgement]:
    """All claims by what they are about, in a fixed order. They are held in memory together."""
    meeting: dict[Subject, list[Claim]] = defaultdict(list)
    for claim in claims:
        meeting[subject_of(claim)].append(claim)
    for subject in sorted(meeting):
        yield judge_subject(subject, meeting[subject], report)


def subject_of(claim: Claim) -> Subject:
    """What a claim is about."""
    context = claim.context
    return Subject(
        resource_id=claim.resource_id,
        transaction_id=claim.transaction_id,
        territory=context.territory,
        use=context.use,
        model=context.model,
        start=context.start,
        end=context.end,
    )


def judge_subject(subject: Subject, claims: Sequence[Claim], report: Report) -> Judgement:
    """How claims on one subject stand. The order of claims does not matter for anything but `statuses`."""
    ordered = tuple(sorted(claims, key=_place))
    counted = [claim for claim in ordered if claim.basis != ClaimBasis.UNMATCHED]
    totals = {right: _total(counted, right) for right in Right}
    wrong = [each for claim in ordered for each in inconsistencies(claim, report)]
    wrong += _alone_too_much(counted)
    overclaims = tuple(_overclaims(subject, counted))
    unmatched = len(counted) < len(ordered)
    status = min((_status(total, unmatched) for total in _claimed(totals)), key=_WORST_FIRST.index)
    return Judgement(
        subject=subject,
        claims=ordered,
        totals=totals,
        status=status,
        statuses=_statuses(ordered, wrong, overclaims),
        inconsistencies=tuple(wrong),
        overclaims=overclaims,
    )


def _place(claim: Claim) -> tuple[str, str, str]:
    return claim.message.sender_id, claim.message.message_id, claim.claim_id


def _total(claims: Iterable[Claim], right: Right) -> Decimal:
    """Shares that can be shares, added; one that cannot be is wrong by itself."""
    return sum((claim.shares[right] for claim in claims if _is_share(claim.shares[right])), Decimal(0))


def _is_share(share: Decimal) -> bool:
    return 0 <= share <= WHOLE


def _claimed(totals: Mapping[Right, Decimal]) -> list[Decimal]:
    """The totals of rights that are claimed at all; one nought when none is."""
    return [total for total in totals.values() if total] or [Decimal(0)]


def _status(total: Decimal, unmatched: bool) -> ClaimStatus:
    if total > WHOLE + MINOR:
        return ClaimStatus.MAJOR_OVER
    if total > WHOLE:
        return ClaimStatus.MINOR_OVER
    if total == WHOLE:
        return ClaimStatus.COMPLETE
    return ClaimStatus.INCOMPLETE if unmatched or total <= 0 else ClaimStatus.UNDER


def _overclaims(subject: Subject, claims: Sequence[Claim]) -> Iterator[Overclaim]:
    """Rights of which several licensors together claim more than the whole, each of them less by itself."""
    for right in Right:
        part = tuple(
            claim
            for own in _by_sender(claims, right).values()
            if _total(own, right) <= WHOLE
            for claim in own
        )
        total = _total(part, right)
        if total > WHOLE:
            yield Overclaim(subject, right, total, part)


def _by_sender(claims: Iterable[Claim], right: Right) -> dict[str, list[Claim]]:
    """Claims on something of a right, by who sent them."""
    by_sender: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.shares[right] and _is_share(claim.shares[right]):
            by_sender[claim.message.sender_id].append(claim)
    return by_sender


def _alone_too_much(claims: Sequence[Claim]) -> Iterator[Inconsistency]:
    """Claims of a licensor that are more than the whole without anybody else's."""
    said = "your own claims on this work are more than the whole"
    for right in Right:
        for own in _by_sender(claims, right).values():
            if (total := _total(own, right)) > WHOLE:
                for claim in own:
                    yield Inconsistency(
                        claim, "Overclaim", _CELLS[right], f"{WHOLE} at most in all", f"{total}", said
                    )


_CELLS: Final = {
    Right.MECHANICAL: "ShareClaimedMechanical",
    Right.PERFORMING: "ShareClaimedPerforming",
    Right.BLENDED: "BlendedShareClaimedForMechAndPerf",
}


def inconsistencies(claim: Claim, report: Report) -> Iterator[Inconsistency]:
    """What is wrong with one claim by itself, and against what was reported."""
    for right, share in claim.shares.items():
        if not _is_share(share):
            said = "a share is between nothing and the whole"
            yield Inconsistency(
                claim, "UserDefined ShareOutOfRange", _CELLS[right], "0 to 100", f"{share}", said
            )
    if claim.basis == ClaimBasis.UNMATCHED and (claim.work_id or any(claim.shares.values())):
        said = "an unmatched claim has no work and no share"
        yield Inconsistency(claim, "ClaimBasis", "ClaimBasis", "CopCon or Direct", "Unmatched", said)
    if claim.amounts is not None:
        made = claim.amounts.mechanical + claim.amounts.performing
        if made != claim.amounts.total:
            said = "the amount is not the sum of its parts"
            yield Inconsistency(
                claim, "UserDefined AmountsDiffer", "ClaimedAmount", f"{made}", f"{claim.amounts.total}", said
            )
    if claim.transaction_id:
        yield from _against_report(claim, report(claim.transaction_id))


def _against_report(claim: Claim, sold: Sold | None) -> Iterator[Inconsistency]:
    def wrong(cell: str, expected: str, found: str, said: str) -> Inconsistency:
        return Inconsistency(claim, "SalesDataIncorrect", cell, expected, found, said)

    if sold is None:
        said = "no such sale was reported"
        yield wrong("SalesTransactionId", "a sale of our report", claim.transaction_id, said)
        return
    if claim.resource_id != sold.resource_id:
        yield wrong("DspResourceId", sold.resource_id, claim.resource_id, "the sale was of another recording")
    if claim.isrc and sold.isrcs and claim.isrc not in sold.isrcs:
        yield wrong("ResourceISRC", ", ".join(sold.isrcs), claim.isrc, "the recording has another ISRC")
    if claim.context.territory != sold.territory:
        yield wrong("Territory", sold.territory, claim.context.territory, "the sale was in another territory")
    if claim.usages is not None and claim.usages != sold.usages:
        yield wrong("Usages", f"{sold.usages}", f"{claim.usages}", "other uses were reported")


def _statuses(
    claims: Sequence[Claim], wrong: Sequence[Inconsistency], overclaims: Sequence[Overclaim]
) -> tuple[RightsClaimStatus, ...]:
    inconsistent = {id(each.claim) for each in wrong}  # a claim holds a mapping and cannot be hashed
    beyond = {id(claim) for each in overclaims for claim in each.claims}
    return tuple(_stands(claim, inconsistent, beyond) for claim in claims)


def _stands(claim: Claim, inconsistent: Set[int], beyond: Set[int]) -> RightsClaimStatus:
    if id(claim) in inconsistent:
        return RightsClaimStatus.DATA_INCONSISTENT
    if id(claim) in beyond:
        return RightsClaimStatus.CONFLICT
    if claim.basis == ClaimBasis.UNMATCHED:
        return RightsClaimStatus.PENDING_REVIEW
    return RightsClaimStatus.NO_CONFLICT
