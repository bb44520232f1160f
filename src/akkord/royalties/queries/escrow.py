"""Money that waits, for everybody: totals of closed months, and what belongs to sounds nobody knows.

No names: neither of whom it may be nor of files. What a month was corrected to counts, not what it was.
"""

from typing import NamedTuple

from django.db.models import QuerySet, Sum

from akkord.royalties.models import Month, Part
from akkord.royalties.rules.pools import Wait


class Waiting(NamedTuple):
    """What waits of a month, for one reason and in one currency (micro-units)."""

    month: str  # "2026-10"
    wait: str  # rules.pools.Wait
    currency: str
    amount: int


class Unmatched(NamedTuple):
    """What sounds nobody knows earned in a month, by where the listening was sold."""

    month: str
    territory: str
    currency: str
    plays: int
    amount: int


def waiting_by_month() -> list[Waiting]:
    """The newest month first; by reason and currency."""
    rows = _waiting().values_list("pool__month__first_day", "wait", "pool__currency")
    sums = rows.annotate(sum=Sum("amount")).order_by("-pool__month__first_day", "wait", "pool__currency")
    return [Waiting(f"{first_day:%Y-%m}", *rest) for first_day, *rest in sums]


def unmatched_by_territory() -> list[Unmatched]:
    """The newest month first; by territory and currency."""
    rows = _waiting().filter(wait=Wait.UNMATCHED.value)
    keys = rows.values_list("pool__month__first_day", "pool__sold_in", "pool__currency")
    sums = keys.annotate(heard=Sum("plays"), sum=Sum("amount")).order_by(
        "-pool__month__first_day", "pool__sold_in", "pool__currency"
    )
    return [Unmatched(f"{first_day:%Y-%m}", *rest) for first_day, *rest in sums]


def _waiting() -> QuerySet[Part]:
    closed = Part.objects.filter(pool__month__state=Month.State.CLOSED)
    return closed.exclude(wait=Wait.NOTHING.value)
