"""What an organisation would have been due by other terms, month by month beside what it was due by its own.

The pools, parts and rates of exchange are those of the books as they stand. Shares of others never move for
terms, so nobody else's figures are needed. Nothing is written down.
"""

from dataclasses import replace
from typing import NamedTuple

from . import queries
from .drafting import pool_said
from .errors import NoExchange
from .models import Month, Part
from .queries import SAME, Rate
from .rules.terms import Basis, Terms

MOST = 12  # months
RECKONED = (Month.State.SHARED, Month.State.CLOSED)


class Compared(NamedTuple):
    """A month by the organisation's own terms and by the others, in micro-units of its currency."""

    month: str  # "2026-10"
    currency: str
    plays: int
    own: int
    other: int
    basis: tuple[Basis, ...]  # which figure of the other terms was the greatest, pool by pool

    @property
    def difference(self) -> int:
        return self.other - self.own


def compare(organisation_id: int, other: Terms) -> list[Compared]:
    """The last months that were shared out and in which it has a part, the newest first.

    The other terms are in the currency of its own of each month. Raises NoExchange.
    """
    found = Month.objects.filter(state__in=RECKONED, pools__parts__party=organisation_id).distinct()
    return [_compared(organisation_id, month, other) for month in found.order_by("-first_day")[:MOST]]


def _compared(organisation_id: int, month: Month, other: Terms) -> Compared:
    own = queries.terms_of([organisation_id], month)[organisation_id].terms
    asked = replace(other, currency=own.currency)
    rates = queries.exchange_of(month)
    pools: dict[int, list[Part]] = {}
    rows = Part.objects.filter(pool__month=month, party=organisation_id).select_related("pool")
    for part in rows.order_by("pool_id", "wait"):
        pools.setdefault(part.pool_id, []).append(part)
    plays = sum(part.plays for parts in pools.values() for part in parts)
    ours, theirs, basis = 0, 0, []
    for parts in pools.values():
        rate = _rate(rates, parts[0].pool.currency, own.currency)
        ours += pool_said(parts[0].pool, parts, own, rate, 0).due.due
        due = pool_said(parts[0].pool, parts, asked, rate, 0).due
        theirs += due.due
        basis.append(due.basis)
    return Compared(f"{month.first_day:%Y-%m}", own.currency, plays, ours, theirs, tuple(basis))


def _rate(rates: dict[tuple[str, str], Rate], base: str, quote: str) -> Rate:
    if base == quote:
        return SAME
    if (base, quote) not in rates:
        raise NoExchange([(base, quote)])
    return rates[base, quote]
