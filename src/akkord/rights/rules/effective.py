"""Who owns a recording where and when: shares as the law counts them, claims beyond the whole, and what is
left of a statement when an agreement takes its place.

Everything is said for parts of the world and stretches of time that the statements themselves tell apart,
never country by country or day by day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from akkord.rights.rules.facts import Ownership, Period, standing_facts
from akkord.rights.rules.worldwide import partition
from akkord.rights.terms import OwnershipId, PartyId, RecordingId, Right, Standing
from akkord.rights.territories import NOWHERE, UNKNOWN, WORLDWIDE, TerritorySet

UNPROVEN: Final = frozenset({Standing.ASSERTED, Standing.DECLARED})
EACH_RIGHT: Final = tuple(right for right in Right if right != Right.GENERAL)


class Sum(StrEnum):
    """What the shares of a part come to."""

    NOBODY = "nobody"
    GAP = "gap"
    WHOLE = "whole"
    OVERCLAIM = "overclaim"


class Holder(NamedTuple):
    """A party in one part of the world: what it has proven, and what it states with bare assertions too.

    Of its own assertion and proof the larger speaks: who proves what they asserted does not hold it twice.
    """

    party: PartyId
    proven: Fraction
    stated: Fraction
    ownerships: tuple[OwnershipId, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the world in which one right is held by the same parties in the same shares."""

    right: Right
    territories: TerritorySet
    holders: tuple[Holder, ...]

    @property
    def total(self) -> Fraction:
        """What is proven altogether; may be less or more than the whole."""
        return sum((holder.proven for holder in self.holders), Fraction(0))

    @property
    def sum(self) -> Sum:
        if not self.total:
            return Sum.NOBODY
        if self.total == 1:
            return Sum.WHOLE
        return Sum.GAP if self.total < 1 else Sum.OVERCLAIM


@dataclass(frozen=True, slots=True)
class Overclaim:
    """Where and when the statements about one right come to more than the whole, and who makes them."""

    right: Right
    territories: TerritorySet
    valid: Period
    holders: tuple[Holder, ...]

    @property
    def proven(self) -> bool:
        """Whether it is one for the law; else bare assertions make it, which decide nothing."""
        return sum(holder.proven for holder in self.holders) > 1


class Area(NamedTuple):
    """Rights, a part of the world and a stretch of time, taken together."""

    rights: frozenset[Right]
    territories: TerritorySet
    valid: Period


class Remainder(NamedTuple):
    """What stays of a statement outside an area; its share stays as it was."""

    right: Right
    territories: TerritorySet
    valid: Period


def rights_of(right: Right) -> frozenset[Right]:
    """The single rights that a statement about this one is about."""
    return frozenset(EACH_RIGHT) if right == Right.GENERAL else frozenset({right})


def statable(territories: TerritorySet) -> TerritorySet:
    """The most of a set that a fact can state: ZZ is only in a Worldwide without exceptions."""
    if territories == WORLDWIDE:
        return territories
    return territories - TerritorySet(frozenset({UNKNOWN}))


def names_of(rights: frozenset[Right]) -> tuple[Right, ...]:
    """These single rights by the fewest names."""
    return (Right.GENERAL,) if rights == frozenset(EACH_RIGHT) else tuple(sorted(rights))


def effective(ownerships: Iterable[Ownership], right: Right, at: datetime) -> tuple[Part, ...]:
    """Who holds the right at the instant with what share, as a partition of the world, ZZ included.

    What is merely asserted or declared has no share in it (rights.md section 5, rule 7).
    """
    speaking = [
        each
        for each in standing_facts(ownerships)
        if each.standing not in UNPROVEN and right in rights_of(each.right) and contains(each.valid, at)
    ]
    return tuple(Part(right, where, holders) for where, holders in _parts(speaking))


def overclaims(ownerships: Iterable[Ownership]) -> tuple[Overclaim, ...]:
    """Every place, right and time where shares come to more than the whole, bare assertions counted too."""
    stated = list(standing_facts(ownerships))
    found: list[Overclaim] = []
    for right in EACH_RIGHT:
        about = [each for each in stated if right in rights_of(each.right)]
        for stretch in stretches(each.valid for each in about):
            during = [each for each in about if overlap(each.valid, stretch)]
            for where, holders in _parts(during):
                if sum(holder.stated for holder in holders) > 1:
                    _add(found, Overclaim(right, where, stretch, holders))
    return tuple(found)


def _add(found: list[Overclaim], new: Overclaim) -> None:
    """Join it to the one that ends where it begins, if nothing else differs."""
    for place, known in enumerate(found):
        if known == replace(new, valid=known.valid) and known.valid.end == new.valid.start:
            found[place] = replace(new, valid=Period(known.valid.start, new.valid.end))
            return
    found.append(new)


def _parts(speaking: list[Ownership]) -> Iterator[tuple[TerritorySet, tuple[Holder, ...]]]:
    """Parts of the world with who holds there; the same holders are one part."""
    parts: dict[tuple[Holder, ...], TerritorySet] = {}
    for part in partition(each.territories for each in speaking):
        holders = _holders([each for each in speaking if part <= each.territories])
        parts[holders] = parts.get(holders, NOWHERE) | part
    for holders, where in parts.items():
        yield where, holders


def _holders(ownerships: list[Ownership]) -> tuple[Holder, ...]:
    held: dict[PartyId, list[Ownership]] = {}
    for each in ownerships:
        if each.share:
            held.setdefault(each.party, []).append(each)
    return tuple(_holder(party, held[party]) for party in sorted(held))


def _holder(party: PartyId, theirs: list[Ownership]) -> Holder:
    proven = _most(each for each in theirs if each.standing not in UNPROVEN)
    asserted = _most(each for each in theirs if each.standing in UNPROVEN)
    return Holder(party, proven, max(proven, asserted), tuple(sorted(each.id for each in theirs)))


def _most(theirs: Iterable[Ownership]) -> Fraction:
    """Of what a party states of recordings with one sound the most speaks: it does not hold it twice."""
    held: dict[RecordingId, Fraction] = {}
    for each in theirs:
        held[each.recording] = held.get(each.recording, Fraction(0)) + each.share
    return max(held.values(), default=Fraction(0))


# --- what an agreement leaves ------------------------------------------------------------------------


def touches(ownership: Ownership, area: Area) -> bool:
    """Whether the statement says anything about the area."""
    return (
        bool(rights_of(ownership.right) & area.rights)
        and bool(ownership.territories & area.territories)
        and overlap(ownership.valid, area.valid)
    )


def outside(ownership: Ownership, area: Area) -> tuple[Remainder, ...]:
    """What stays of a statement when all it says about the area is taken out: disjoint, and nothing lost.

    Save the unknown territory, which no statement with exceptions holds.
    """
    if not touches(ownership, area):
        return (Remainder(ownership.right, ownership.territories, ownership.valid),)
    about = rights_of(ownership.right)
    left = [
        Remainder(right, ownership.territories, ownership.valid) for right in names_of(about - area.rights)
    ]
    (within,) = names_of(about & area.rights)
    if elsewhere := statable(ownership.territories - area.territories):
        left.append(Remainder(within, elsewhere, ownership.valid))
    for period in _outside(ownership.valid, area.valid):
        left.append(Remainder(within, ownership.territories & area.territories, period))
    return tuple(left)


# --- periods -----------------------------------------------------------------------------------------


def contains(period: Period, at: datetime) -> bool:
    return (period.start is None or period.start <= at) and (period.end is None or at < period.end)


def overlap(one: Period, other: Period) -> bool:
    return not (_ends_before(one, other) or _ends_before(other, one))


def stretches(periods: Iterable[Period]) -> Iterator[Period]:
    """All time, cut at every bound of these periods."""
    bounds = sorted({bound for each in periods for bound in (each.start, each.end) if bound is not None})
    for start, end in zip([None, *bounds], [*bounds, None], strict=True):
        yield Period(start, end)


def _ends_before(one: Period, other: Period) -> bool:
    return one.end is not None and other.start is not None and one.end <= other.start


def _outside(whole: Period, area: Period) -> Iterator[Period]:
    """What of an overlapping period lies before and after the area."""
    if area.start is not None and (whole.start is None or whole.start < area.start):
        yield Period(whole.start, area.start)
    if area.end is not None and (whole.end is None or area.end < whole.end):
        yield Period(area.end, whole.end)
