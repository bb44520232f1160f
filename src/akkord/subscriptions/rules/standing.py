"""How somebody listens at an instant: under which offer, and until when that is sure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from akkord.rights.terms import CommercialModel

FREE_OFFER = "free"  # the offer of whoever has no other; it is always there
ROYALTY_RATE = "3/5"  # of an offer's net revenue, unless the offer says otherwise


@dataclass(frozen=True)
class Standing:
    """How somebody listens at an instant: their offer, how it is paid for, where it was sold.

    `until`: the first instant at which the answer may be another one; None: nothing changes it by itself.
    """

    offer: str = FREE_OFFER
    model: CommercialModel = CommercialModel.FREE_OF_CHARGE
    sold_in: str | None = None
    until: datetime | None = None


FREE = Standing()


@dataclass(frozen=True)
class Covered:
    """A stretch of time [starts, ends) in which somebody listens under an offer."""

    starts: datetime
    ends: datetime
    offer: str
    model: CommercialModel
    sold_in: str


def standing_at(covers: Iterable[Covered], at: datetime) -> Standing:
    """Under which of their stretches somebody listens at the instant: of several the one that began last.

    Give them in the order they were made: among those that began together the last one counts.
    """
    known = list(covers)
    turns = [turn for each in known for turn in (each.starts, each.ends) if turn > at]
    until, found = min(turns, default=None), None
    for each in known:
        if each.starts <= at < each.ends and (found is None or each.starts >= found.starts):
            found = each
    if found is None:
        return Standing(until=until)
    return Standing(found.offer, found.model, found.sold_in, until)
