"""Reading a licensor's claims (CDM 2.0, profiles Claims and ClaimsAmounts), strictly and line by line.

Memory grows with the message's summaries alone; ids that must not come twice are kept on disk.
"""

from collections.abc import Iterator, Mapping
from decimal import Context as Digits
from decimal import Decimal
from typing import Any, Final

from ..reading.cutting import Line, lines_of
from ..reading.faults import Fault
from ..reading.orders import START, Steps
from ..reading.report import Source
from ..reading.rows import Said, of_line, read_cells, read_texts
from ..reading.seen import Seen
from .claims import Amounts, Claim, ClaimBasis, Context, Message, Right
from .grammar import CDM, ORDERS, SAME_AS

_EXACT: Final = Digits(prec=60)
_SHARES: Final = {
    Right.MECHANICAL: "ShareClaimedMechanical",
    Right.PERFORMING: "ShareClaimedPerforming",
    Right.BLENDED: "BlendedShareClaimedForMechAndPerf",
}


def read_claims(source: Source) -> Iterator[Claim | Fault]:
    """The claims of one message, and every fault of it, as they are met."""
    with Seen() as seen:
        yield from _Reading(source, seen).read()


class _Reading:
    """One message while it is read."""

    def __init__(self, source: Source, seen: Seen) -> None:
        self._source, self._seen = source, seen
        self._message: Message | None = None
        self._steps: Steps = {}
        self._state = START
        self._contexts: dict[str, Context] = {}
        self._totals: dict[str, Decimal] = {}
        self._claimed: dict[str, Decimal] = {}
        self._claim_id = ""
        self._lines = self._summaries = 0

    def read(self) -> Iterator[Claim | Fault]:
        with self._source.open() as stream:
            for line in lines_of(stream):
                self._lines += 1
                yield from (self._fault(line.number, said) for said in of_line(line))
                if line.wrong in ("", "cut") and line.text and not line.text.startswith("#"):
                    yield from self._record(line)
        yield from (self._fault(0, said) for said in self._end())

    def _fault(self, line: int, said: Said) -> Fault:
        return Fault(said.word, self._source.name, line, said.cell, said.what, said.mend)

    def _record(self, line: Line) -> Iterator[Claim | Fault]:
        texts, said = read_texts(line)
        written = "|".join(texts[0]) if texts else ""
        code = SAME_AS.get(written, written)
        if texts and code not in CDM:
            said = [Said("unknown_record", "", f"{written[:40]!r} is no record of claims", "leave it out")]
        if said or code not in CDM:
            yield from (self._fault(line.number, each) for each in said)
            return
        cells, said = read_cells(texts[1:], CDM[code])
        said += self._place(code, cells)
        yield from (self._fault(line.number, each) for each in said)
        if code in ("CD01.01", "CD03") and self._message is not None:
            yield from self._claim(line, code, cells, whole=not said)

    def _place(self, code: str, cells: Mapping[str, Any]) -> Iterator[Said]:
        """What is wrong with a record where it stands."""
        if code == "CDMH.01":
            yield from self._begin(cells)
            return
        if self._message is None:
            yield Said("no_head", "", f"{code} stands before CDMH.01", "begin the message with CDMH.01")
            return
        step = self._steps.get(self._state, {})
        if self._steps and code not in step:
            yield Said(
                "wrong_order", "", f"{code} cannot stand here", "order the records as the profile says"
            )
        found = next((each[code] for each in (step, *self._steps.values()) if code in each), self._state)
        self._state = found
        match code:
            case "CS01.01" | "CS03":
                yield from self._summary(cells)
            case "CS02.01":
                self._summaries += 1
            case "CX01" if cells.get("ClaimId") != self._claim_id:
                yield Said(
                    "claim_missing", "ClaimId", "it is not the claim before it", "put it under its claim"
                )
            case "SRFO":
                yield from self._footer(cells)

    def _begin(self, cells: Mapping[str, Any]) -> Iterator[Said]:
        if self._message is not None or self._lines > 1:
            yield Said("head_not_first", "", "CDMH.01 is not the first line, or comes twice", "begin with it")
        profile = cells.get("Profile", "")
        self._steps = ORDERS.get(profile, {})
        if not self._steps:
            yield Said(
                "unknown_profile", "Profile", f"{profile!r} is not read here", f"read are {', '.join(ORDERS)}"
            )
        elif cells.get("ProfileVersion") != "2.0":
            yield Said("profile_version", "ProfileVersion", "it is not 2.0", "send claims of CDM 2.0")
        if profile == "ClaimsAmounts" and "SalesReportId" not in cells:
            yield Said(
                "empty_cell", "SalesReportId", "amounts answer a report", "name the report's MessageId"
            )
        self._message = Message(
            message_id=cells.get("MessageId", ""),
            profile=profile,
            sender_id=cells.get("SenderPartyId", ""),
            sender_name=cells.get("SenderName", ""),
            sales_report_id=cells.get("SalesReportId", ""),
            file=self._source.name,
        )

    def _summary(self, cells: Mapping[str, Any]) -> Iterator[Said]:
        self._summaries += 1
        named = cells.get("SummaryRecordId", "")
        if named in self._contexts:
            yield Said("summary_twice", "SummaryRecordId", f"{named!r} is there already", "number them anew")
        if "TotalClaimedAmount" in cells:
            self._totals[named] = cells["TotalClaimedAmount"]
        self._contexts[named] = Context(
            summary_id=named,
            controller=cells.get("RightsControllerName", ""),
            controller_id=cells.get("RightsControllerPartyId", ""),
            model=cells.get("CommercialModel", ""),
            use=cells.get("UseType", ""),
            territory=cells.get("Territory", ""),
            service=cells.get("ServiceDescription", ""),
            start=cells.get("StartOfClaimPeriod", ""),
            end=cells.get("EndOfClaimPeriod", ""),
            currency=cells.get("CurrencyOfInvoicing", ""),
        )

    def _claim(
        self, line: Line, code: str, cells: Mapping[str, Any], *, whole: bool
    ) -> Iterator[Claim | Fault]:
        """The claim, when nothing of it is wrong."""
        self._claim_id = cells.get("ClaimId", "")
        context = self._contexts.get(cells.get("SummaryRecordId", ""))
        if context is None:
            said = Said(
                "summary_missing", "SummaryRecordId", "there is no such summary", "name one of the message"
            )
            yield self._fault(line.number, said)
            return
        before = self._seen.first_place("claim", self._claim_id, str(line.number))
        if before is not None:
            said = Said(
                "claim_twice", "ClaimId", f"it was there in line {before}", "give every claim its own id"
            )
            yield self._fault(line.number, said)
            return
        if "ClaimedAmount" in cells:
            already = self._claimed.get(context.summary_id, Decimal(0))
            self._claimed[context.summary_id] = _EXACT.add(already, cells["ClaimedAmount"])
        if whole and self._message is not None:
            yield _claim(self._message, context, code, line.number, cells)

    def _footer(self, cells: Mapping[str, Any]) -> Iterator[Said]:
        for cell, counted in (
            ("NumberOfLinesInReport", self._lines),
            ("NumberOfSummaryRecords", self._summaries),
        ):
            if cell in cells and cells[cell] != counted:
                what = f"the footer says {cells[cell]}, there are {counted}"
                yield Said("miscounted", cell, what, "count anew, and send all")

    def _end(self) -> Iterator[Said]:
        if self._message is None:
            yield Said("no_head", "", "there is no CDMH.01", "begin the message with CDMH.01")
        elif self._state != "end":
            yield Said("no_footer", "", "there is no SRFO at the end", "send the message whole")
        for named, total in self._totals.items():
            made = self._claimed.get(named, Decimal(0))
            if made != total:
                what = f"summary {named!r} says {total}, its claims make {made:f}"
                yield Said("summary_differs", "TotalClaimedAmount", what, "let it say the sum of its claims")


def _claim(message: Message, context: Context, code: str, line: int, cells: Mapping[str, Any]) -> Claim:
    amounts = None
    if code == "CD01.01":
        amounts = Amounts(
            mechanical=cells["ClaimedAmountMechanical"],
            performing=cells["ClaimedAmountPerforming"],
            total=cells["ClaimedAmount"],
        )
    return Claim(
        message=message,
        context=context,
        record=code,
        line=line,
        claim_id=cells["ClaimId"],
        resource_id=cells["DspResourceId"],
        isrc=cells.get("ResourceISRC", ""),
        title=cells.get("ResourceTitle", ""),
        artist=cells.get("ResourceDisplayArtistName", ""),
        work_id=cells.get("LicensorWorkId", ""),
        iswc=cells.get("MusicalWorkISWC", ""),
        work_title=cells["MusicalWorkTitle"],
        basis=ClaimBasis(cells["ClaimBasis"]),
        shares={right: cells[cell] for right, cell in _SHARES.items()},
        transaction_id=cells.get("SalesTransactionId", ""),
        usages=cells.get("Usages"),
        amounts=amounts,
    )
