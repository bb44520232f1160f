"""What the lines of a summary record add up to, and summaries that say it.

A line speaks of the summary it names (SummaryRecordId). Uses and money of the whole service (NetRevenue, a
label's Usages) are no sums of lines and are left as given. An optional cell that is empty is not checked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from .errors import SummaryDiffers, UnknownSummary
from .profiles import Profile, code_of
from .records import shape_of
from .reports import Report, rows_of

# For each kind of line: which of its fields are added up, under which name.
_ADDED: Final[Mapping[str, Mapping[str, str]]] = {
    "SU01.02": {"usages": "uses"},
    "SU02.02": {"number_of_streams": "uses"},
    "SR01.01": {"downloads": "uses"},
    "SR02.01": {"number_of_streams": "uses"},
    "SU03.02": {"usages": "uses"},
    "LI01.03": {
        "allocated_usages": "allocated_uses",
        "allocated_amount": "allocated",
        "allocated_net_revenue": "allocated_net",
    },
    "SR08": {
        "total_usages": "allocated_uses",
        "returns": "returns",
        "allocated_revenue_in_currency_of_transaction": "allocated",
        "allocated_revenue_in_currency_of_accounting": "allocated_accounting",
        "allocated_net_revenue_in_currency_of_transaction": "allocated_net",
        "allocated_net_revenue_in_currency_of_accounting": "allocated_net_accounting",
    },
}
_UPLOADED: Final = {
    "allocated_usages": "allocated_uses",
    "allocated_revenue": "allocated",
    "allocated_net_revenue": "allocated_net",
}
# For each kind of summary: which of its fields say such a sum. Those of SY10 are its own, those of UGC are
# said of the shares (LI01); in Basic Audio no line has shares.
_SAID: Final[Mapping[str, Mapping[str, str]]] = {
    "SY01.02": {"total_usages": "uses"},
    "SY02.03": {"total_usages": "uses"},
    "SY04.01": {"total_usages_in_reporting_period": "uses"},
    "SY05.03": {"total_usages": "uses"},
    "SY10": {
        "allocated_usages": "allocated_uses",
        "returns": "returns",
        "allocated_revenue_in_currency_of_transaction": "allocated",
        "allocated_revenue_in_currency_of_accounting": "allocated_accounting",
        "allocated_net_revenue_in_currency_of_transaction": "allocated_net",
        "allocated_net_revenue_in_currency_of_accounting": "allocated_net_accounting",
    },
}
_SAID_OF_UPLOADS: Final[Mapping[str, Mapping[str, str]]] = {
    "SY02.03": {**_SAID["SY02.03"], **_UPLOADED},
    "SY05.03": {**_SAID["SY05.03"], **_UPLOADED},
}


@dataclass(slots=True)
class Totals:
    """Sums by summary record, while blocks go by."""

    summaries: frozenset[str]
    _sums: dict[tuple[str, str], int | Decimal] = field(default_factory=lambda: defaultdict(int))

    def add(self, rows: Iterable[Any]) -> None:
        """Count the records of a block. Raises UnknownSummary."""
        for row in rows:
            added = _ADDED.get(code_of(row))
            summary = getattr(row, "summary_record_id", None)
            if summary is not None and summary not in self.summaries:
                raise UnknownSummary(f"{code_of(row)}: the report has no summary {summary!r}")
            if added is None:
                continue
            for cell, name in added.items():
                self._sums[row.summary_record_id, name] += getattr(row, cell) or 0

    def of(self, summary: str, name: str) -> int | Decimal:
        """One sum of one summary: 0 when no line adds to it."""
        return self._sums.get((summary, name), 0)


def totals_of(report: Report) -> Totals:
    """All sums of a report; its blocks are read once."""
    totals = Totals(ids_of(report))
    for block in report.blocks():
        totals.add(rows_of(block))
    return totals


def ids_of(report: Report) -> frozenset[str]:
    """The ids of the summaries. Raises UnknownSummary when two have the same."""
    ids = [summary.summary_record_id for summary in report.summaries]
    if len(set(ids)) != len(ids):
        raise UnknownSummary("two summary records have one id")
    for summary in report.summaries:
        parent = getattr(summary, "parent_summary_record_id", None)
        if parent is not None and parent not in ids:
            raise UnknownSummary(f"summary {summary.summary_record_id!r}: its parent {parent!r} is not there")
    return frozenset(ids)


def summed(report: Report) -> Report:
    """The report with its summaries saying what its lines make; figures of the whole service are left as
    given, empty optional cells stay empty. Final totals of labels are made of what is allocated and fees."""
    totals = totals_of(report)
    summaries = tuple(_replaced(report.heading.profile, each, totals) for each in report.summaries)
    return replace(report, summaries=summaries)


def _replaced(profile: Profile, summary: Any, totals: Totals) -> Any:
    made = {
        cell: totals.of(summary.summary_record_id, name) for cell, name in _said(profile, summary).items()
    }
    summary = replace(summary, **made)
    finals = {cell: made for cell, _, made in _finals(summary)}
    return replace(summary, **finals)


def check_sums(report: Report, totals: Totals) -> None:
    """Raise SummaryDiffers when a summary says another sum than its lines make."""
    for summary in report.summaries:
        for cell, name in _said(report.heading.profile, summary).items():
            said, made = getattr(summary, cell), totals.of(summary.summary_record_id, name)
            if said != made:
                raise SummaryDiffers(summary.summary_record_id, _name(summary, cell), said, made)
        for cell, said, made in _finals(summary):
            if said != made:
                raise SummaryDiffers(summary.summary_record_id, _name(summary, cell), said, made)


def _said(profile: Profile, summary: Any) -> Mapping[str, str]:
    code = code_of(summary)
    said = (_SAID_OF_UPLOADS if profile.name == "UGCProfile" else _SAID).get(code, _SAID.get(code, {}))
    return {cell: name for cell, name in said.items() if getattr(summary, cell) is not None}


def _finals(summary: Any) -> list[tuple[str, int, int]]:
    """A label's final totals: what is allocated, and fees that depend on no use."""
    if code_of(summary) != "SY10":
        return []
    finals = []
    for currency in ("transaction", "accounting"):
        cell = f"final_total_amount_in_currency_of_{currency}"
        fees = getattr(summary, f"usage_independent_fee_in_currency_of_{currency}") or ()
        made = getattr(summary, f"allocated_revenue_in_currency_of_{currency}") + sum(fees)
        finals.append((cell, getattr(summary, cell), made))
    return finals


def _name(summary: Any, cell: str) -> str:
    return next(each.name for each in shape_of(type(summary)).cells if each.field == cell)
