"""Claims of licensors on the uses they were told of: all of a month judged together, and answered each.

Judged is what came last from every licensor about every report, against the report as it was written. So an
answer changes when somebody else claims the same, as the standard has it: the licensors settle it.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, BinaryIO

from django.conf import settings
from django.db.models import QuerySet

from akkord.royalties import dsr
from akkord.royalties.dsr import cdm
from akkord.royalties.dsr.reading import Fault, ReadRow, Source, read_report
from akkord.royalties.models import ClaimedShare, ClaimMessage, Month, UsageReport
from akkord.royalties.reporting import EVERYWHERE
from akkord.royalties.rules.reach import Reach
from akkord.royalties.when import last_day
from akkord.store.files import files

SALES = {"SU01.02": "Usages", "SU02.02": "NumberOfStreams", "SU03.02": "Usages"}


def claim_messages_of(organisation_id: int, reach: Reach) -> QuerySet[ClaimMessage]:
    """An organisation's messages, the newest first, for who may read the whole of its desk."""
    found = ClaimMessage.objects.filter(organisation_id=organisation_id).select_related(
        "report__month", "person"
    )
    return found if reach.whole else found.none()


def claimed_shares_of(organisation_id: int, reach: Reach) -> QuerySet[ClaimedShare]:
    """What an organisation's messages claim of works now, the newest first; of the whole desk as well."""
    found = ClaimedShare.objects.filter(organisation_id=organisation_id, replaced_by=None)
    found = found.select_related("recording", "message").order_by("-pk")
    return found if reach.whole else found.none()


def read_message(name: str, body: bytes) -> tuple[list[cdm.Claim], list[Fault]]:
    """The claims of one message, and its faults."""
    parts = list(cdm.read_claims(Source(name, lambda: io.BytesIO(body))))
    return [each for each in parts if isinstance(each, cdm.Claim)], [
        each for each in parts if isinstance(each, Fault)
    ]


def judged(claims: list[cdm.Claim], month: Month | None, besides: int | None = None) -> list[cdm.Judgement]:
    """These claims with all others of the month (but of the organisation `besides`), judged together."""
    others = _standing(month, besides) if month else []
    together = [*claims, *others]
    sold = _sold(month, {claim.transaction_id for claim in together} - {""}) if month else {}
    return list(cdm.judge(together, sold.get))


def answers_to(message: ClaimMessage) -> Iterator[tuple[str, bytes]]:
    """What the site answers now to a message: its discrepancies, file by file; none when there are none."""
    month = message.report.month if message.report else None
    claims, _ = read_message(message.name, files().read(message.file))
    first = month.first_day if month else message.came_at.date()
    answer = cdm.Answer(
        message_id=f"answer-{message.pk}",
        created=message.came_at,
        sender=dsr.Party(settings.DPID, settings.SITE_NAME),
        service=dsr.service_name(settings.SITE_NAME),
        territory=EVERYWHERE,
        first=first,
        last=last_day(first) if month else first,
    )
    for file in cdm.answers(answer, judged(claims, month, message.organisation_id)):
        lines = b"".join(file.lines)
        if file.name.split("_")[1] == message.organisation.dpid:
            yield file.name, lines


def _standing(month: Month, besides: int | None) -> list[cdm.Claim]:
    """The claims of the last message of every other licensor about each report of the month."""
    rows = ClaimMessage.objects.filter(report__month=month).exclude(organisation=besides).order_by("pk")
    last = {row.report_id: row for row in rows}
    return [claim for row in last.values() for claim in read_message(row.name, files().read(row.file))[0]]


def _sold(month: Month, wanted: set[str]) -> Mapping[str, cdm.Sold]:
    """What the month's reports say of these sales; every licensor was told the same of them."""
    found: dict[str, cdm.Sold] = {}
    for profile in UsageReport.Profile:
        report = UsageReport.objects.filter(month=month, profile=profile).first()
        if report is not None and wanted - found.keys():
            found |= _sold_in(_rows(report), wanted)
    return found


def _rows(report: UsageReport) -> Iterator[ReadRow]:
    sources = [Source(name, partial(_opened, sha256)) for name, sha256 in report.files]
    return (part for part in read_report(sources) if isinstance(part, ReadRow))


def _opened(sha256: str) -> BinaryIO:
    return files().path(sha256).open("rb")


def _sold_in(rows: Iterable[ReadRow], wanted: set[str]) -> dict[str, cdm.Sold]:
    """What was sold in rows; a cell of theirs that could not be read is not there."""
    where: dict[str, str] = {}
    resource: Mapping[str, Any] = {}
    found: dict[str, cdm.Sold] = {}
    for row in rows:
        cells = row.cells
        if row.record.startswith("SY"):
            where[cells.get("SummaryRecordId", "")] = cells.get("Territory", "")
        elif row.record == "AS02.03":
            resource = cells
        elif row.record in SALES and cells.get("SalesTransactionId") in wanted:
            found[cells["SalesTransactionId"]] = cdm.Sold(
                resource_id=resource.get("DspResourceId", ""),
                isrcs=tuple(resource.get("ResourceISRC", ())),
                territory=where.get(cells.get("SummaryRecordId", ""), ""),
                usages=Decimal(cells.get(SALES[row.record], 0)),
            )
    return found
