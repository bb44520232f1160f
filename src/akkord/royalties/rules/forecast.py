"""What the next month may bring, reckoned from the last ones and nothing else.

The middle is the mean of the last three months' due, the lowest and the highest of them are the range. No
growth, season or plays of the running month are in it: whoever reads it can do the sum in their head.
"""

from collections.abc import Sequence
from typing import NamedTuple

MONTHS = 3


class Forecast(NamedTuple):
    """Micro-units; `months` says of how many months it was reckoned."""

    low: int
    middle: int
    high: int
    months: int


def forecast(dues: Sequence[int]) -> Forecast | None:
    """What each month was due, the oldest first; None of fewer than two months. Rounded down."""
    last = dues[-MONTHS:]
    if len(last) < 2:
        return None
    return Forecast(min(last), sum(last) // len(last), max(last), len(last))
