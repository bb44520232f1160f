"""Conflicts of ownership: until when the parties answer, what ends one, and which shares may end it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from fractions import Fraction

from akkord.rights.rules.effective import Area, Overclaim, statable
from akkord.rights.rules.facts import Period
from akkord.rights.terms import PartyId
from akkord.rights.territories import NOWHERE

# As with disputed claims (rights.md 1.1); a reminder while there is still time to look for a contract.
ANSWER_WITHIN = timedelta(days=30)
REMIND_AFTER = timedelta(days=20)


def area_of(overclaims: Iterable[Overclaim]) -> Area | None:
    """Rights, territories and time the overclaims span together, as statements can name them."""
    known = list(overclaims)
    where = NOWHERE
    for each in known:
        where = where | each.territories
    if not (where := statable(where)):
        return None
    starts = [each.valid.start for each in known]
    ends = [each.valid.end for each in known]
    start = None if None in starts else min(bound for bound in starts if bound is not None)
    end = None if None in ends else max(bound for bound in ends if bound is not None)
    return Area(frozenset(each.right for each in known), where, Period(start, end))


def parties_of(overclaims: Iterable[Overclaim]) -> frozenset[PartyId]:
    return frozenset(holder.party for each in overclaims for holder in each.holders)


def since(area: Area, day: datetime | None) -> Area | None:
    """The area from that day on; None when nothing of it is left."""
    if day is None or (area.valid.start is not None and day <= area.valid.start):
        return area
    if area.valid.end is not None and area.valid.end <= day:
        return None
    return area._replace(valid=Period(day, area.valid.end))


def whole(shares: Mapping[int, Fraction], parties: Iterable[int]) -> bool:
    """Whether the shares name every party and nobody else, and come to exactly the whole."""
    return (
        set(shares) == set(parties)
        and all(share >= 0 for share in shares.values())
        and sum(shares.values(), Fraction(0)) == 1
    )


def lapsing(
    overclaims: Iterable[Overclaim], answered: Iterable[int], answer_by: datetime, at: datetime
) -> frozenset[PartyId]:
    """Whose bare assertions lapse by silence: parties that have proven nothing and said nothing in time."""
    if at < answer_by:
        return frozenset()
    known = list(overclaims)
    proving = {holder.party for each in known for holder in each.holders if holder.proven}
    return parties_of(known) - proving - set(answered)
