"""Whether summary records say what the lines that name them add up to.

Which sums (docs/subsystems/reports.md): uses of the lines are the summary's total uses; shares of licensors
(LI01) are what a UGC summary says is allocated; a label's lines (SR08) are what SY10 says is allocated and
returned. A cell that is empty says nothing. The revenue of the whole service is no sum of lines.
"""

from collections.abc import Iterator, Mapping
from decimal import Context, Decimal
from typing import Any, Final

from .rows import Said

# 60 digits: no report has sums that need more, and none is rounded.
_EXACT: Final = Context(prec=60)

_OF_LINES: Final[Mapping[str, Mapping[str, str]]] = {
    "SU01.02": {"Usages": "uses"},
    "SU02.02": {"NumberOfStreams": "uses"},
    "SU03.02": {"Usages": "uses"},
    "SR01.01": {"Downloads": "uses"},
    "SR02.01": {"NumberOfStreams": "uses"},
    "LI01.03": {
        "AllocatedUsages": "AllocatedUsages",
        "AllocatedAmount": "AllocatedRevenue",
        "AllocatedNetRevenue": "AllocatedNetRevenue",
    },
    "SR08": {
        "TotalUsages": "AllocatedUsages",
        "Returns": "Returns",
        "AllocatedRevenueInCurrencyOfTransaction": "AllocatedRevenueInCurrencyOfTransaction",
        "AllocatedRevenueInCurrencyOfAccounting": "AllocatedRevenueInCurrencyOfAccounting",
        "AllocatedNetRevenueInCurrencyOfTransaction": "AllocatedNetRevenueInCurrencyOfTransaction",
        "AllocatedNetRevenueInCurrencyOfAccounting": "AllocatedNetRevenueInCurrencyOfAccounting",
    },
}
_USES: Final = {
    "SY01.02": "TotalUsages",
    "SY02.03": "TotalUsages",
    "SY04.01": "TotalUsagesInReportingPeriod",
    "SY05.03": "TotalUsages",
}
_LABELS: Final = tuple(_OF_LINES["SR08"].values())
_SHARED: Final = tuple(_OF_LINES["LI01.03"].values())


class Sums:
    """The summaries of a report, and what its lines add up to so far."""

    def __init__(self) -> None:
        self.summaries: dict[str, tuple[str, Mapping[str, Any]]] = {}
        self._sums: dict[tuple[str, str], Decimal] = {}

    def summary(self, code: str, cells: Mapping[str, Any]) -> Iterator[Said]:
        """A summary of the first file."""
        named = cells.get("SummaryRecordId")
        if named is None:
            return
        if named in self.summaries:
            yield Said("summary_twice", "SummaryRecordId", f"{named!r} is there already", "number them anew")
        self.summaries[named] = (code, cells)

    def parents(self) -> Iterator[Said]:
        """Summaries that name a parent which is not there."""
        for _, cells in self.summaries.values():
            parent = cells.get("ParentSummaryRecordId")
            if parent is not None and parent not in self.summaries:
                yield Said(
                    "summary_missing",
                    "ParentSummaryRecordId",
                    f"there is no summary {parent!r}",
                    "name a summary of this report",
                )

    def line(self, code: str, cells: Mapping[str, Any]) -> Iterator[Said]:
        """Count a line of a block for the summary it names."""
        named = cells.get("SummaryRecordId")
        if named is None:
            return
        if named not in self.summaries:
            yield Said(
                "summary_missing",
                "SummaryRecordId",
                f"there is no summary {named!r}",
                "name a summary of this report",
            )
        for cell, said in _OF_LINES.get(code, {}).items():
            if cell in cells:
                before = self._sums.get((named, said), Decimal(0))
                self._sums[named, said] = _EXACT.add(before, Decimal(cells[cell]))

    def differences(self, profile: str) -> Iterator[Said]:
        """Every summary that says another sum than its lines make."""
        for named, (code, cells) in self.summaries.items():
            for cell, said in self._said(code, profile).items():
                made = self._sums.get((named, said), Decimal(0))
                if cell in cells and cells[cell] != made:
                    yield _differs(named, cell, cells[cell], made)
            if code == "SY10":
                yield from _finals(named, cells)

    @staticmethod
    def _said(code: str, profile: str) -> dict[str, str]:
        if code == "SY10":
            return {cell: cell for cell in _LABELS}
        said = {_USES[code]: "uses"} if code in _USES else {}
        if profile.upper() == "UGCPROFILE" and code in ("SY02.03", "SY05.03"):
            said |= {cell: cell for cell in _SHARED}
        return said


def _finals(named: str, cells: Mapping[str, Any]) -> Iterator[Said]:
    """A label's final total is what is allocated and the fees that depend on no use."""
    for currency in ("Transaction", "Accounting"):
        cell = f"FinalTotalAmountInCurrencyOf{currency}"
        allocated = cells.get(f"AllocatedRevenueInCurrencyOf{currency}")
        fees = cells.get(f"UsageIndependentFeeInCurrencyOf{currency}", ())
        if cell not in cells or allocated is None:
            continue
        made = allocated
        for fee in fees:
            made = _EXACT.add(made, Decimal(fee or 0))
        if cells[cell] != made:
            yield _differs(named, cell, cells[cell], made)


def _differs(named: str, cell: str, said: object, made: Decimal) -> Said:
    return Said(
        "summary_differs",
        cell,
        f"summary {named!r} says {said}, its lines make {made:f}",
        "let the summary say the sum of the lines that name it",
    )
