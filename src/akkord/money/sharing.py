"""Sharing an amount out so that the parts add up to it, and so that each who shares can check their own part.

Largest remainder: everybody gets the whole micro-units of what they are exactly due, and the units that are
left go, one each, to the largest remainders; ties are broken by a given order of the keys. Which remainder
was the last to get a unit (the cut) is all a party has to be told, besides the amount and the total of the
weights, to compute its own part to the unit without seeing what the others have.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

Key = TypeVar("Key")
Order = Callable[[Any], Any]


class Cut(NamedTuple):
    """The last that got one of the units left over: what it had a right to beyond its whole units, and its
    place in the order of keys."""

    remainder: Fraction
    place: Any


class Shared(NamedTuple):
    """Parts of an amount, and where the last unit went; no cut when nothing was left over."""

    parts: dict[Any, int]
    cut: Cut | None


def _itself(key: Any) -> Any:
    return key


def apportion(exact: Mapping[Key, Fraction], order: Order = _itself) -> dict[Key, int]:
    """Exact amounts rounded to whole units that add up to the whole units of their sum."""
    return _rounded(exact, order).parts


def share(amount: int, weights: Mapping[Key, Fraction | int], order: Order = _itself) -> Shared:
    """An amount (not negative) by weights (not negative); the parts add up to it exactly.

    Raises ValueError when there is something to share and nobody weighs anything.
    """
    total = sum(weights.values(), Fraction(0))
    if amount < 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("amounts and weights are not negative")
    if not total:
        if amount:
            raise ValueError("nobody to share it")
        return Shared(dict.fromkeys(weights, 0), None)
    return _rounded({key: amount * Fraction(weight) / total for key, weight in weights.items()}, order)


def unit_by_cut(remainder: Fraction, place: Any, cut: Cut | None) -> int:
    """Whether somebody with that remainder at that place got one of the units left over: 1 or 0."""
    return int(cut is not None and (-remainder, place) <= (-cut.remainder, cut.place))


def _rounded(exact: Mapping[Any, Fraction], order: Order) -> Shared:
    whole = {key: amount.numerator // amount.denominator for key, amount in exact.items()}
    left = int(sum(exact.values(), Fraction(0)) - sum(whole.values()))
    ranked: Iterable[Any] = sorted(exact, key=lambda key: (whole[key] - exact[key], order(key)))
    cut = None
    for key, _ in zip(ranked, range(left), strict=False):
        cut = Cut(exact[key] - whole[key], order(key))
        whole[key] += 1
    return Shared(whole, cut)
