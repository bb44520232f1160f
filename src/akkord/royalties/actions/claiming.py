"""Claims of licensors taken in: a message without a fault is kept, and what stands of it is kept as shares.

What a licensor of works claims is ownership of the work in a recording. It is none of the recording and moves
nothing of its money, so it has rows of its own. A message with a fault is refused whole, because half a
message is another message.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import IntegrityError, transaction

from akkord.catalogue import queries as catalogue
from akkord.catalogue.roles import Duty
from akkord.flow import clock
from akkord.rights.territories import UnknownTerritory, parse
from akkord.royalties import queries
from akkord.royalties.dsr import cdm
from akkord.royalties.errors import BadClaims, ClaimedBefore, NotOurReport, NotTheirMessage
from akkord.royalties.models import ClaimedShare, ClaimMessage, UsageReport
from akkord.royalties.queries.claims import judged, read_message
from akkord.royalties.when import days_of
from akkord.store.files import files

if TYPE_CHECKING:
    from datetime import date

    from akkord.people.models import Person

MOST: Final = 8 * 1024 * 1024  # bytes of a message
MOST_CLAIMS: Final = 20_000  # of a message: so many are judged while the sender waits
ID_LENGTH, WORD_LENGTH, PLACES = 200, 80, 10  # letters of an id and of a word, decimal places of a share


class About(NamedTuple):
    """What shares are of: the next message that says the same takes their place."""

    recording: int
    territory: str
    use: str
    model: str
    starts: "date | None"
    ends: "date | None"


Shares = dict[cdm.Right, Fraction]


def take_claims(person: "Person", organisation_id: int, name: str, body: bytes) -> ClaimMessage:
    """Take a message of claims (CDM) for the organisation that sent it.

    Raises NotRepresented, RoleTooNarrow, BadClaims, NotTheirMessage, NotOurReport, ClaimedBefore; nothing of
    it is taken then. Reading and judging come before the transaction, which only writes.
    """
    if not queries.reach_of(person, organisation_id, Duty.ACT).whole:
        raise catalogue.no_way(person.pk, organisation_id, clock.now())
    organisation = catalogue.organisation_by_number(organisation_id)
    claims = _read(name, body)
    message = claims[0].message
    if not organisation.dpid or message.sender_id != organisation.dpid:
        raise NotTheirMessage
    report = _report(organisation_id, message)
    judgements = judged(claims, report.month if report else None, organisation_id)
    mine = [pair for pair in _answered(judgements) if pair[0].message == message]
    standing = [claim for claim, status in mine if status == cdm.RightsClaimStatus.NO_CONFLICT]
    kept = ClaimMessage(
        organisation=organisation,
        report=report,
        message_id=message.message_id,
        file=files().keep([body]).sha256,
        name=name,
        person=person,
        came_at=clock.now(),
        statuses=dict(Counter(status.value for _, status in mine)),
        stated=sum(1 for claim in standing if _names_recording(claim) and any(claim.shares.values())),
    )
    try:
        _keep(kept, _said(standing))
    except IntegrityError as twice:
        raise ClaimedBefore from twice
    return kept


def _answered(judgements: Iterable[cdm.Judgement]) -> Iterator[tuple[cdm.Claim, cdm.RightsClaimStatus]]:
    for judgement in judgements:
        yield from zip(judgement.claims, judgement.statuses, strict=True)


def _read(name: str, body: bytes) -> list[cdm.Claim]:
    if len(body) > MOST:
        raise BadClaims([f"the file is larger than {MOST // 1024**2} MB: send it in parts"])
    claims, faults = read_message(name, body)
    if len(claims) > MOST_CLAIMS:
        raise BadClaims([f"there are {len(claims)} claims in it: send {MOST_CLAIMS} at most"])
    wrong = [str(fault) for fault in faults]
    if claims and len(claims[0].message.message_id) > ID_LENGTH:
        wrong.append(f"the MessageId has more than {ID_LENGTH} letters: give it a shorter one")
    wrong += [f"line {claim.line}: {fault}" for claim in claims for fault in _unkeepable(claim)]
    wrong += [f"line {line}: {fault}" for line, fault in _unknown(claims)]
    if wrong or not claims:
        raise BadClaims(wrong or ["there is no claim in it"])
    return claims


def _unkeepable(claim: cdm.Claim) -> Iterator[str]:
    """What the books cannot hold: a territory that is none, a period turned round, words without end."""
    context = claim.context
    try:
        parse(context.territory)
    except UnknownTerritory:
        yield f"{context.territory!r} is no territory"
    starts, ends = days_of(context.start)[0], days_of(context.end)[1]
    if starts and ends and ends < starts:
        yield f"its period ends ({context.end}) before it begins ({context.start})"
    if max(len(context.use), len(context.model)) > WORD_LENGTH:
        yield f"UseType and CommercialModel have {WORD_LENGTH} letters at most"
    if any(round(share, PLACES) != share for share in claim.shares.values() if 0 <= share <= cdm.WHOLE):
        yield f"a share has {PLACES} decimal places at most"


def _unknown(claims: list[cdm.Claim]) -> Iterator[tuple[int, str]]:
    """Lines whose recording the books do not have under its number and ISRC."""
    named = [claim for claim in claims if _names_recording(claim)]
    found = catalogue.recordings_by_ids({_number(claim) for claim in named})
    for claim in named:
        recording = found.get(_number(claim))
        if recording is None:
            yield claim.line, f"there is no recording {claim.resource_id!r}"
        elif claim.isrc and recording.isrc and claim.isrc != recording.isrc and not claim.transaction_id:
            said = f"recording {claim.resource_id} has the ISRC {recording.isrc}, not {claim.isrc}"
            yield claim.line, said


def _names_recording(claim: cdm.Claim) -> bool:
    """A sound nobody knows has no recording yet: it is claimed by evidence."""
    return not claim.resource_id.startswith("sound")


def _number(claim: cdm.Claim) -> int:
    return int(claim.resource_id) if claim.resource_id.isdecimal() and len(claim.resource_id) < 19 else 0


def _report(organisation_id: int, message: cdm.Message) -> UsageReport | None:
    """The report it answers; None for claims that answer none."""
    if not message.sales_report_id:
        return None
    found = UsageReport.objects.filter(organisation=organisation_id, message_id=message.sales_report_id)
    report = found.select_related("month").first()
    if report is None:
        raise NotOurReport
    return report


def _said(standing: list[cdm.Claim]) -> dict[About, Shares]:
    """The shares of claims that stand. Claims on one sale add up: they are of several works or for several
    controllers. Other sales of the same use repeat what is claimed of the work: the greatest sum counts."""
    sales: dict[tuple[About, str], Shares] = {}
    for claim in filter(_names_recording, standing):
        sums = sales.setdefault((_about(claim), claim.transaction_id), {})
        for right, share in _shares(claim):
            sums[right] = sums.get(right, Fraction(0)) + share
    said: dict[About, Shares] = {}
    for (about, _), sums in sales.items():
        held = said.setdefault(about, {})
        for right, share in sums.items():
            held[right] = max(share, held.get(right, share))
    return said


def _about(claim: cdm.Claim) -> About:
    context = claim.context
    return About(
        recording=_number(claim),
        territory=str(parse(context.territory)),
        use=context.use,
        model=context.model,
        starts=days_of(context.start)[0],
        ends=days_of(context.end)[1],
    )


def _shares(claim: cdm.Claim) -> list[tuple[cdm.Right, Fraction]]:
    """The shares of both rights; where neither is claimed, the blended one."""
    each = {right: Fraction(share / Decimal(100)) for right, share in claim.shares.items() if share}
    if len(each) > 1:
        each.pop(cdm.Right.BLENDED, None)
    return sorted(each.items())


@transaction.atomic
def _keep(message: ClaimMessage, said: dict[About, Shares]) -> None:
    """Write the message and its shares, in place of what earlier ones said of the same period."""
    message.save(force_insert=True)
    standing = ClaimedShare.objects.filter(organisation=message.organisation, replaced_by=None)
    earlier = [
        row
        for row in standing.filter(recording__in={about.recording for about in said})
        if About(row.recording_id, row.territory, row.use, row.model, row.starts, row.ends) in said
    ]
    for row in earlier:
        row.replaced_by = message
    ClaimedShare.objects.bulk_update(earlier, ["replaced_by"], batch_size=200)
    ClaimedShare.objects.bulk_create(
        ClaimedShare(
            organisation=message.organisation,
            message=message,
            recording_id=about.recording,
            territory=about.territory,
            use=about.use,
            model=about.model,
            right=right.value,
            share=str(share),
            starts=about.starts,
            ends=about.ends,
        )
        for about, shares in said.items()
        for right, share in shares.items()
    )
