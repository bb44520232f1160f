"""What a month earned, pool by pool, and what an earlier month left over for want of a play."""

from dataclasses import dataclass
from fractions import Fraction

from akkord.subscriptions import queries as subscriptions

from . import queries
from .models import Month, Pool
from .rules.pools import PoolKey, pool_amount


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
    """Every pool of the month, in order."""
    rates = subscriptions.royalty_rates()
    found: dict[PoolKey, Earned] = {}

    def pool(key: PoolKey) -> Earned:
        return found.setdefault(key, Earned(rates[key.offer]))

    for entry in queries.revenue_of(month):
        earned = pool(PoolKey(entry.offer, entry.sold_in, entry.currency))
        earned.gross += entry.gross
        earned.deductions += entry.deductions
    before = Month.objects.filter(first_day__lt=month.first_day).order_by("-first_day").first()
    for left in Pool.objects.filter(month=before, carried_on__gt=0) if before else ():
        pool(PoolKey(left.offer, left.sold_in, left.currency)).carried_in = left.carried_on
    return {key: found[key] for key in sorted(found)}
