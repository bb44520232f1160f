"""Abuse of notices: how precise a claimant is, and when one is warned or suspended (DSA art. 23, 512(f))."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from math import sqrt

REMEMBERED = timedelta(days=365)
SUSPENDED_FOR = timedelta(days=90)
WARNED_AT, SUSPENDED_AT = 2, 3
# Art. 23(3)(b): the proportion counts besides the number; much good work is not undone by a few faults.
LEAST_SHARE = Fraction(1, 2)


@dataclass(frozen=True)
class Decided:
    """A notice that was decided: upheld, or manifestly unfounded, or neither."""

    at: datetime
    upheld: bool
    unfounded: bool = False


class Sanction(StrEnum):
    NONE = "none"
    WARN = "warn"
    SUSPEND = "suspend"


def precision(decided: Iterable[Decided]) -> Fraction | None:
    """Upheld notices of all decided; None as long as nothing was decided."""
    known = list(decided)
    return Fraction(sum(each.upheld for each in known), len(known)) if known else None


def interval(upheld: int, decided: int) -> tuple[float, float]:
    """Where the true share lies with 95 % confidence (Wilson 1927); from 0 to 1 before any decision."""
    if not decided:
        return 0.0, 1.0
    share, z = upheld / decided, 1.96
    middle = share + z * z / (2 * decided)
    reach = z * sqrt(share * (1 - share) / decided + z * z / (4 * decided * decided))
    scale = 1 + z * z / decided
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def sanction(decided: Iterable[Decided], warned_at: datetime | None, at: datetime) -> Sanction:
    """What the last decision calls for. Nobody is suspended who was not warned within what is remembered."""
    known = [each for each in decided if at - REMEMBERED < each.at <= at]
    unfounded = [each for each in known if each.unfounded]
    if len(unfounded) < WARNED_AT or Fraction(len(unfounded), len(known)) < LEAST_SHARE:
        return Sanction.NONE
    warned = warned_at is not None and at - REMEMBERED < warned_at <= at
    if not warned:
        return Sanction.WARN
    again = any(warned_at is not None and each.at > warned_at for each in unfounded)
    return Sanction.SUSPEND if again and len(unfounded) >= SUSPENDED_AT else Sanction.NONE


def suspended(since: datetime | None, at: datetime) -> bool:
    """Whether notices are not taken now; a suspension is for a time (art. 23(1))."""
    return since is not None and since <= at < since + SUSPENDED_FOR
