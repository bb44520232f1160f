"""What a certificate is about: a label's order or a court's act, as far as it was carried out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from akkord.cases import proceeding_queries as acts
from akkord.cases import queries as orders

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from akkord.cases.models import Order, OrderRow, Proceeding, ProceedingRow
    from akkord.ledger.models import Entry


@dataclass(frozen=True, kw_only=True)
class Executed:
    """An order or an act; `entry` is the line that counts the lines of its rows, once it was executed."""

    id: str
    title: str
    reason: str
    territory: str
    filed_by: str
    filed_at: datetime
    entry: "Entry | None"
    executed_at: datetime | None
    rows: "Callable[[], QuerySet[OrderRow] | QuerySet[ProceedingRow]]"
    on_behalf_of: str = ""
    case_number: str = ""  # at the court that gave the act


def of_order(order: "Order") -> Executed:
    """A label's or a body's own order."""
    return Executed(
        id=str(order.public_id),
        title=order.title,
        reason=order.reason,
        territory=order.territory,
        filed_by=order.organisation.name,
        on_behalf_of=order.on_behalf_of.name if order.on_behalf_of else "",
        filed_at=order.made_at,
        entry=order.entry,
        executed_at=order.executed_at,
        rows=lambda: orders.rows_of(order),
    )


def of_act(found: "Proceeding") -> Executed:
    """A court's act with its annex. Its operative part is the reason, word for word."""
    return Executed(
        id=str(found.public_id),
        title=f"{found.authority}, {found.case_number}".strip(", "),
        reason=str(found.facts.get("reason") or ""),
        territory=found.territory,
        filed_by=found.authority,
        on_behalf_of=found.claimant,
        case_number=found.case_number,
        filed_at=found.opened_at,
        entry=found.entry,
        executed_at=found.executed_at,
        rows=lambda: acts.rows_of(found),
    )
