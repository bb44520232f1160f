"""Claims of licensors taken in: a message without a fault is kept, and what stands becomes ownership stated.

A claim states and proves nothing: what it says has no standing until a document has proven it, and decides
nothing until then. A message with a fault is refused whole, because half a message is another message.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction

from akkord.catalogue import queries as catalogue
from akkord.catalogue.roles import Duty
from akkord.flow import clock
from akkord.rights import actions as rights
from akkord.rights import owning
from akkord.rights.terms import Right, Standing
from akkord.rights.territories import UnknownTerritory, parse
from akkord.royalties import queries
from akkord.royalties.dsr import cdm
from akkord.royalties.errors import BadClaims, ClaimedBefore, NotOurReport, NotTheirMessage
from akkord.royalties.models import ClaimMessage, UsageReport
from akkord.royalties.queries.claims import judged, read_message
from akkord.store.files import files

if TYPE_CHECKING:
    from akkord.people.models import Person

MOST: Final = 8 * 1024 * 1024  # bytes of a message
RIGHTS: Final = {
    cdm.Right.MECHANICAL: Right.REPRODUCTION,
    cdm.Right.PERFORMING: Right.MAKE_AVAILABLE,
    cdm.Right.BLENDED: Right.GENERAL,
}


@transaction.atomic
def take_claims(person: "Person", organisation_id: int, name: str, body: bytes) -> ClaimMessage:
    """Take a message of claims (CDM) for the organisation that sent it.

    Raises NotRepresented, RoleTooNarrow, BadClaims, NotTheirMessage, NotOurReport, ClaimedBefore; nothing of
    it is taken then.
    """
    if not queries.reach_of(person, organisation_id, Duty.ACT).whole:
        raise catalogue.no_way(person.pk, organisation_id, clock.now())
    organisation = catalogue.organisation_by_number(organisation_id)
    claims = _read(name, body)
    message = claims[0].message
    if not organisation.dpid or message.sender_id != organisation.dpid:
        raise NotTheirMessage
    report = _report(organisation_id, message)
    kept = ClaimMessage(
        organisation=organisation,
        report=report,
        message_id=message.message_id,
        file=files().keep([body]).sha256,
        name=name,
        person=person,
        came_at=clock.now(),
    )
    statuses: Counter[str] = Counter()
    for judgement in judged(claims, report.month if report else None, organisation_id):
        for claim, status in zip(judgement.claims, judgement.statuses, strict=True):
            if claim.message == message:
                statuses[status.value] += 1
                if status == cdm.RightsClaimStatus.NO_CONFLICT:
                    kept.stated += _state(person, kept, claim)
    kept.statuses = dict(statuses)
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError as twice:
        raise ClaimedBefore from twice
    return kept


def _read(name: str, body: bytes) -> list[cdm.Claim]:
    if len(body) > MOST:
        raise BadClaims([f"the file is larger than {MOST // 1024**2} MB: send it in parts"])
    claims, faults = read_message(name, body)
    wrong = [str(fault) for fault in faults]
    wrong += [f"line {claim.line}: {fault}" for claim in claims for fault in _unknown(claim)]
    if wrong or not claims:
        raise BadClaims(wrong or ["there is no claim in it"])
    return claims


def _unknown(claim: cdm.Claim) -> Iterator[str]:
    """What the books do not have: a recording of that number and ISRC, a territory."""
    try:
        parse(claim.context.territory)
    except UnknownTerritory:
        yield f"{claim.context.territory!r} is no territory"
    if claim.resource_id.startswith("sound"):
        return
    number = int(claim.resource_id) if claim.resource_id.isdecimal() and len(claim.resource_id) < 19 else 0
    found = catalogue.recordings_by_ids([number]).get(number)
    if found is None:
        yield f"there is no recording {claim.resource_id!r}"
    elif claim.isrc and found.isrc and claim.isrc != found.isrc and not claim.transaction_id:
        yield f"recording {claim.resource_id} has the ISRC {found.isrc}, not {claim.isrc}"


def _report(organisation_id: int, message: cdm.Message) -> UsageReport | None:
    """The report it answers; None for claims that answer none."""
    if not message.sales_report_id:
        return None
    found = UsageReport.objects.filter(organisation=organisation_id, message_id=message.sales_report_id)
    report = found.select_related("month").first()
    if report is None:
        raise NotOurReport
    return report


def _state(person: "Person", message: ClaimMessage, claim: cdm.Claim) -> bool:
    """State what the claim says, in place of what an earlier one said of the same. A sound nobody knows has
    no recording to own yet: it is claimed by evidence."""
    if claim.resource_id.startswith("sound"):
        return False
    for right, share in _shares(claim):
        _take_back(person, message.organisation_id, claim, right)
        rights.record_ownership(
            person,
            int(claim.resource_id),
            message.organisation,
            share,
            territories=parse(claim.context.territory),
            right=right,
            starts=_starts(claim.context.start),
            source=f"CDM {message.message_id}, {claim.claim_id}"[:200],
        )
    return True


def _shares(claim: cdm.Claim) -> list[tuple[Right, Fraction]]:
    """The shares of both rights; where neither is claimed, the blended one."""
    each = {RIGHTS[right]: Fraction(share / Decimal(100)) for right, share in claim.shares.items() if share}
    if len(each) > 1:
        each.pop(Right.GENERAL, None)
    return sorted(each.items())


def _take_back(person: "Person", organisation_id: int, claim: cdm.Claim, right: Right) -> None:
    earlier = owning.statements_about(int(claim.resource_id)).filter(
        party=organisation_id,
        right=right.value,
        territory=str(parse(claim.context.territory)),
        standing=Standing.ASSERTED.value,
        source__startswith="CDM ",
    )
    for row in earlier:
        rights.withdraw_ownership(person, row)


def _starts(text: str) -> datetime | None:
    whole = len(text) == len("2026-11-30")
    return datetime.combine(date.fromisoformat(text), time.min, UTC) if whole else None
