"""How many subscribers there are on each day of a month.

A subscriber counts on a day (UTC) on whose last instant they are one: the day they begin counts, and the day
on which they end does not.
"""

from collections.abc import Iterable
from datetime import datetime

from .fees import Month
from .laying import DAY, Span


def by_day(people: Iterable[Iterable[Span]], month: Month) -> list[int]:
    """Subscribers on each day of the month, from each person's stretches in the order of their beginning;
    a person counts once a day however many of their stretches meet."""
    changes = [0] * (month.days + 1)
    for stretches in people:
        begun: datetime | None = None
        for starts, ends in stretches:
            first = _days_ended(month, max(starts, begun) if begun else starts)
            last = _days_ended(month, ends)
            if first < last:
                changes[first] += 1
                changes[last] -= 1
            begun = max(begun, ends) if begun else ends
    counted, now = [], 0
    for change in changes[: month.days]:
        now += change
        counted.append(now)
    return counted


def _days_ended(month: Month, at: datetime) -> int:
    """How many days of the month are over by the instant."""
    return min(max((at - month.starts) // DAY, 0), month.days)
