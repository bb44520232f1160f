"""What is true of offers, subscriptions and what they earn, on plain values: no Django, time passed in."""

from .fees import Earning, Month, earned, month_of
from .laying import GRACE, Gift, Own, Stretch, cut_of, gift_days, laid_out, later, whole_days
from .life import Event, Kind, Life, Paid, life_of
from .prices import BadPrice, minor_digits, price
from .standing import FREE, FREE_OFFER, ROYALTY_RATE, Covered, Standing, standing_at
from .subscribers import by_day

__all__ = [
    "FREE",
    "FREE_OFFER",
    "GRACE",
    "ROYALTY_RATE",
    "BadPrice",
    "Covered",
    "Earning",
    "Event",
    "Gift",
    "Kind",
    "Life",
    "Month",
    "Own",
    "Paid",
    "Standing",
    "Stretch",
    "by_day",
    "cut_of",
    "earned",
    "gift_days",
    "laid_out",
    "later",
    "life_of",
    "minor_digits",
    "month_of",
    "price",
    "standing_at",
    "whole_days",
]
