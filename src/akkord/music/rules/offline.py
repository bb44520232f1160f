"""What a member keeps on a device: for how long, and which of the plays made there are believed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

KEPT_FOR = timedelta(days=7)  # without a word from the site
MOST_KEPT = 500  # tracks of one device
MOST_PLAYS = 500  # told at once
ROUNDING = timedelta(seconds=2)  # of a device that goes from one track to the next
SLACK = timedelta(minutes=5)  # between a device's clock and ours
LEAVE_SALT = "akkord.kept"  # what a leave to keep is signed for


def kept_until(now: datetime, ends: Iterable[datetime | None]) -> datetime:
    """When a kept copy falls silent by itself: after KEPT_FOR, or where a decision or an offer ends."""
    return min([now + KEPT_FOR, *(end for end in ends if end is not None)])


def believable(begun: datetime, seconds: float, given: datetime, until: datetime, now: datetime) -> bool:
    """Whether a play can have been heard from a copy kept from `given` to `until`: it began in that time and
    is over by now."""
    over = begun + timedelta(seconds=seconds)
    return given - SLACK <= begun < until and over <= now + SLACK


def overlap(one: datetime, one_needed: float, other: datetime, other_needed: float) -> bool:
    """Whether two plays from copies would have sounded at once: each for the seconds it needs to count."""
    ends = one + timedelta(seconds=one_needed), other + timedelta(seconds=other_needed)
    return min(ends) - max(one, other) > ROUNDING
