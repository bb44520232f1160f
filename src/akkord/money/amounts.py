"""How amounts are read and written: decimals with a dot and at most six places, as reports want them."""

import re
from fractions import Fraction

MICRO = 1_000_000  # micro-units of one unit

_WRITTEN = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,6}))?")


class BadAmount(ValueError):
    """What was written is no amount: digits, a dot, at most six places."""


def micro(written: str) -> int:
    """The micro-units of "12.5" (12,500,000). Raises BadAmount."""
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        raise BadAmount(written)
    sign, whole, places = found.groups()
    units = int(whole) * MICRO + int((places or "").ljust(6, "0"))
    return -units if sign else units


def decimal(amount: int, places: int = 6) -> str:
    """An amount as an exact decimal: at least `places` places, and as many more (up to six) as it has."""
    whole, rest = divmod(abs(amount), MICRO)
    shown = f"{rest:06}"
    kept = max(places, len(shown.rstrip("0")))
    point = f".{shown[:kept]}" if kept else ""
    return f"{'-' if amount < 0 else ''}{whole}{point}"


def floor(exact: Fraction) -> int:
    """Whole micro-units of an exact amount, never more than it."""
    return exact.numerator // exact.denominator
