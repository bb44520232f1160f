"""What a licensee answers to claims: notifications of discrepancies (CDM Parts 4 and 5).

Each message of a licensor is answered by one file for its own inconsistencies and one for the overclaims it
has a part in, with all their parts, as the standard has it: licensors settle them with each other. A message
without discrepancies is not answered.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from ..naming import answer_name
from ..records import SingleFoot
from ..records.claims import (
    ClaimHead,
    DataDiscrepancy,
    DiscrepancySummary,
    OverclaimDiscrepancy,
    OverclaimPart,
)
from ..reports import Party
from ..sheets import Sheet
from ..writing import ReportFile
from .claims import Claim, Context, Message, Right
from .judging import Inconsistency, Judgement, Overclaim

# Architecture 2.0, allowed values 9 (those at its publication), record definitions 2.0.
MESSAGE_VERSION: Final = "CDM/2.0/9/2.0"
DATA: Final = "DataDiscrepancies"
OVERCLAIMS: Final = "OverclaimDiscrepancies"


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers, when, and about which days; `message_id` begins the ids of all messages of this answer."""

    message_id: str
    created: datetime
    sender: Party
    service: str
    territory: str
    first: date
    last: date


def answers(answer: Answer, judgements: Iterable[Judgement]) -> Iterator[ReportFile]:
    """The files that answer claims, by licensor and message. Judgements are held in memory together."""
    wrong: dict[Message, list[Inconsistency]] = {}
    over: dict[Message, list[Overclaim]] = {}
    for judgement in judgements:
        for each in judgement.inconsistencies:
            wrong.setdefault(each.claim.message, []).append(each)
        for overclaim in judgement.overclaims:
            for message in dict.fromkeys(claim.message for claim in overclaim.claims):
                over.setdefault(message, []).append(overclaim)
    for number, message in enumerate(sorted({*wrong, *over}, key=_order), start=1):
        if message in wrong:
            yield _file(answer, message, DATA, number, _data_rows(wrong[message]))
        if message in over:
            yield _file(answer, message, OVERCLAIMS, number, _overclaim_rows(message, over[message]))


def _order(message: Message) -> tuple[str, str]:
    return message.sender_id, message.message_id


def _file(answer: Answer, to: Message, profile: str, number: int, rows: Sequence[Any]) -> ReportFile:
    head = ClaimHead(
        message_version=MESSAGE_VERSION,
        message_id=f"{answer.message_id}-{number}-{profile}",
        message_created_date_time=answer.created,
        profile=profile,
        profile_version="2.0",
        related_cdm_message_id=to.message_id,
        sales_report_id=to.sales_report_id or None,
        usage_start_date=answer.first,
        usage_end_date=answer.last,
        sender_party_id=answer.sender.dpid,
        sender_name=answer.sender.name,
        service_description=answer.service,
        recipient_party_id=to.sender_id,
        recipient_name=to.sender_name,
    )
    name = answer_name(
        profile,
        (to.sender_id, answer.sender.dpid),
        answer.service,
        (answer.first, answer.last),
        answer.territory,
        answer.created,
    )
    return ReportFile(name, _lines(head, rows))


def _lines(head: ClaimHead, rows: Sequence[Any]) -> Iterator[bytes]:
    sheet = Sheet()
    for row in (head, *rows):
        yield from sheet.record(row)
    summaries = sum(isinstance(row, DiscrepancySummary) for row in rows)
    foot = SingleFoot(number_of_lines_in_report=sheet.lines + 1, number_of_summary_records=summaries)
    yield from sheet.record(foot)


def _data_rows(wrong: Sequence[Inconsistency]) -> list[Any]:
    summaries = _summaries((each.kind, each.claim.context) for each in wrong)
    rows: list[Any] = list(summaries.values())
    for number, each in enumerate(wrong, start=1):
        rows.append(
            DataDiscrepancy(
                data_discrepancy_id=str(number),
                claim_id=each.claim.claim_id,
                summary_record_id=summaries[each.kind, each.claim.context].summary_record_id,
                discrepancy_type=each.kind,
                discrepant_record_type=each.claim.record,
                discrepancy_description=each.said,
                discrepant_cell_name=each.cell,
                discrepant_record_id=each.claim.claim_id,
                expected_value=each.expected,
                found_value=each.found,
            )
        )
    return rows


def _overclaim_rows(to: Message, overclaims: Sequence[Overclaim]) -> list[Any]:
    """Each overclaim in the context of the recipient's own claim, then all claims that are part of it."""
    own = [next(claim for claim in each.claims if claim.message == to) for each in overclaims]
    summaries = _summaries(("Overclaim", claim.context) for claim in own)
    rows: list[Any] = list(summaries.values())
    for number, (overclaim, claim) in enumerate(zip(overclaims, own, strict=True), start=1):
        rows.append(
            OverclaimDiscrepancy(
                claim_discrepancy_id=str(number),
                claim_id=claim.claim_id,
                summary_record_id=summaries["Overclaim", claim.context].summary_record_id,
                discrepancy_type="Overclaim",
                dsp_resource_id=overclaim.subject.resource_id,
                resource_title=claim.title or None,
                display_artist_name=claim.artist or None,
                usages=claim.usages,
            )
        )
        rows.extend(_part(str(number), each) for each in overclaim.claims)
    return rows


def _part(number: str, claim: Claim) -> OverclaimPart:
    sender = claim.message
    return OverclaimPart(
        claim_discrepancy_id=number,
        rights_controller_name=claim.context.controller or sender.sender_name,
        rights_controller_party_id=claim.context.controller_id or f"DPID::{sender.sender_id}",
        claim_id=claim.claim_id,
        licensor_work_id=claim.work_id or None,
        iswc=claim.iswc or None,
        share_claimed_mechanical=claim.shares[Right.MECHANICAL],
        share_claimed_performing=claim.shares[Right.PERFORMING],
        blended_share_claimed_for_mech_and_perf=claim.shares[Right.BLENDED],
        work_title=claim.work_title,
    )


def _summaries(
    told: Iterable[tuple[str, Context]],
) -> dict[tuple[str, Context], DiscrepancySummary]:
    """A summary for each type of discrepancy in each context, and how many there are of it."""
    many = Counter(told)
    return {
        (kind, context): DiscrepancySummary(
            summary_record_id=str(number),
            discrepancy_type=(kind,),
            number_of_discrepancies=count,
            currency_of_invoicing=context.currency or None,
            commercial_model=context.model,
            use_type=context.use,
            territory=context.territory,
            service_description=context.service.replace(" ", "-").replace("_", "-") or None,
            start_of_claim_period=_whole_day(context.start),
            end_of_claim_period=_whole_day(context.end),
        )
        for number, ((kind, context), count) in enumerate(many.items(), start=1)
    }


def _whole_day(text: str) -> date | None:
    """A whole day as it was read; a month or a year is not repeated as a day."""
    return date.fromisoformat(text) if len(text) == len("2026-11-30") else None
