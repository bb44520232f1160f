"""What a month earned, pool by pool, and what an earlier month left over for want of a play."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from akkord.money import floor
from akkord.subscriptions import queries as subscriptions
from akkord.subscriptions.rules import Month as Calendar

from . import moving, queries
from .models import Month, Pool
from .rules.pools import PoolKey, pool_amount

if TYPE_CHECKING:
    from .usage.counting import Payers

PICO: Final = 10**6  # pico-units to the micro-unit


@dataclass
class Earned:
    """The revenue of one pool: gross, what the terms let be taken off first, what was carried into it."""

    rate: Fraction
    gross: int = 0
    deductions: int = 0
    carried_in: int = 0
    subscribers: Fraction = Fraction(0)

    @property
    def amount(self) -> int:
        """What is to be shared out."""
        return pool_amount(self.gross - self.deductions, self.rate) + self.carried_in


def of_month(month: Month) -> dict[PoolKey, Earned]:
    """Every pool of the month, in order: what members paid for listening in it, and what was entered."""
    rates = subscriptions.royalty_rates()
    found: dict[PoolKey, Earned] = {}

    def pool(key: PoolKey) -> Earned:
        return found.setdefault(key, Earned(rates[key.offer]))

    for key, paid in _paid(month).items():
        pool(key).gross += max(0, paid)  # more paid back than earned: nothing to share, nothing asked for
    for entry in queries.revenue_of(month):
        earned = pool(PoolKey(entry.offer, entry.sold_in, entry.currency))
        earned.gross += entry.gross
        earned.deductions += entry.deductions
    before = Month.objects.filter(first_day__lt=month.first_day).order_by("-first_day").first()
    for left in Pool.objects.filter(month=before, carried_on__gt=0) if before else ():
        pool(PoolKey(left.offer, left.sold_in, left.currency)).carried_in = left.carried_on
    averages = subscriptions.average_subscribers(_calendar(month))
    for key, earned in found.items():
        earned.subscribers = averages.get((key.offer, key.sold_in), Fraction(0))
    return {key: found[key] for key in sorted(found)}


def payers_of(month: Month, earned: Mapping[PoolKey, Earned]) -> dict[tuple[str, str], Payers]:
    """Who paid for what in the month, by pseudonym, and the royalty part of each fee in pico-units.

    What a pool holds beside members' fees (entered revenue, what was carried into it) nobody's ears paid for:
    it is divided over all plays of the pool, as what those paid who heard nothing. A tier that is paid in
    several currencies in one place has no payers: their fees cannot be added up.
    """
    import numpy as np  # only where a month is counted

    from .usage.counting import MOST_FEE, Payers

    places = Counter((key.offer, key.sold_in) for key in earned)
    paid: dict[PoolKey, dict[int, int]] = {key: {} for key in earned if places[key.offer, key.sold_in] == 1}
    for fee in subscriptions.fees(_calendar(month), known_as=moving.pseudonym(month.first_day)):
        key = PoolKey(fee.offer, fee.sold_in, fee.currency)
        if key in paid and fee.net > 0:
            paid[key][fee.payer] = floor(fee.net * PICO * earned[key].rate)
    found = {}
    for key, fees in paid.items():
        beside = max(0, earned[key].amount * PICO - sum(fees.values()))
        for silent, begun in enumerate(range(0, beside, MOST_FEE), start=1):
            fees[-silent] = min(MOST_FEE, beside - begun)
        listeners, amounts = np.array(list(fees), np.int64), np.array(list(fees.values()), np.int64)
        found[key.offer, key.sold_in] = Payers(listeners, amounts)
    return found


def _paid(month: Month) -> dict[PoolKey, int]:
    """What members' payments earn in the month, net; whose they are is not asked."""
    paid: dict[PoolKey, int] = {}
    for fee in subscriptions.fees(_calendar(month), known_as=lambda person: 0):
        key = PoolKey(fee.offer, fee.sold_in, fee.currency)
        paid[key] = paid.get(key, 0) + fee.net
    return paid


def _calendar(month: Month) -> Calendar:
    return Calendar(month.first_day.year, month.first_day.month)
