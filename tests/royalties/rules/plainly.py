"""A pool shared out as one would on paper: what the engine does for millions of plays, for a few."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from akkord.money import Cut, share


class Part(NamedTuple):
    weight: Fraction
    amount: int


class SharedPool(NamedTuple):
    amount: int
    weight: Fraction
    cut: Cut | None
    parts: dict[Any, Part]


class Line(NamedTuple):
    plays: int
    amount: int


def share_pool(amount: int, weights: Mapping[Any, Fraction]) -> SharedPool:
    """A pool to its buckets, by largest remainder, ties by the buckets' places."""
    weighing = {bucket: weight for bucket, weight in weights.items() if weight}
    if not weighing:
        return SharedPool(0, Fraction(0), None, {})
    shared = share(amount, weighing, order=lambda bucket: bucket.place)
    parts = {bucket: Part(weight, shared.parts[bucket]) for bucket, weight in weighing.items()}
    return SharedPool(amount, sum(weighing.values(), Fraction(0)), shared.cut, parts)


def share_lines(amount: int, plays: Mapping[Any, int]) -> dict[Any, Line]:
    """What a bucket got to its lines, by plays times the part of each that is the bucket's."""
    weights = {what: count * what.fraction for what, count in plays.items()}
    parts = share(amount, weights, order=lambda what: what.place).parts
    return {what: Line(plays[what], parts[what]) for what in plays}
