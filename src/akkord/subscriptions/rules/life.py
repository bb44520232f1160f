"""The life of one subscription or gift, read off what its payment provider says happened.

Events may come in any order and more than once: the life is a function of their set, so the end is the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What can happen to what was bought."""

    BEGUN = "begun"  # it was agreed; names the provider's own number of the agreement
    PAID = "paid"
    CANCELS = "cancels"  # it will not go on after what is paid
    GOES_ON = "goes_on"  # it will, after all
    ENDED = "ended"
    RETURNED = "returned"  # money was paid back; `amount` is all that was, so far


@dataclass(frozen=True)
class Event:
    """Something that happened, in the provider's words made ours. Amounts in micro-units.

    `subscription` is our own number of what was bought, `agreement` and `payment` are the provider's; an
    event names at least one of the three. [starts, ends) is what was paid for; None: a gift, see `laying`.
    """

    id: str  # the provider's own; what is said twice happened once
    kind: Kind
    at: datetime
    subscription: str = ""
    agreement: str = ""
    payment: str = ""
    amount: int = 0
    tax: int = 0  # of the amount
    currency: str = ""
    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True)
class Paid:
    """One payment, and what of it was paid back when: [(instant, micro-units)]."""

    payment: str
    at: datetime
    amount: int
    tax: int
    currency: str
    starts: datetime | None
    ends: datetime | None
    returns: tuple[tuple[datetime, int], ...] = ()

    @property
    def given_back_at(self) -> datetime | None:
        """When the whole of it was back: what it paid for ends then."""
        whole = sum(amount for _, amount in self.returns) >= self.amount
        return self.returns[-1][0] if self.returns and whole else None


@dataclass(frozen=True)
class Life:
    """All that matters of what happened: payments in the order of what they paid for."""

    agreement: str = ""
    payments: tuple[Paid, ...] = ()
    cancelled_at: datetime | None = None
    ended_at: datetime | None = None


def life_of(events: Iterable[Event]) -> Life:
    """The life that the events of one subscription make."""
    known = sorted({event.id: event for event in events}.values(), key=lambda event: (event.at, event.id))
    wills = [event for event in known if event.kind in (Kind.CANCELS, Kind.GOES_ON)]
    cancelled = wills[-1].at if wills and wills[-1].kind == Kind.CANCELS else None
    ended = next((event.at for event in known if event.kind == Kind.ENDED), None)
    agreement = next((event.agreement for event in known if event.agreement), "")
    return Life(agreement, tuple(_payments(known)), cancelled, ended)


def _payments(known: list[Event]) -> list[Paid]:
    first: dict[str, Event] = {}
    for event in known:
        if event.kind == Kind.PAID:
            first.setdefault(event.payment, event)
    paid = [
        Paid(
            event.payment, event.at, event.amount, event.tax, event.currency, event.starts, event.ends,
            _returns(known, event),
        )
        for event in first.values()
    ]  # fmt: skip
    return sorted(paid, key=lambda each: (each.starts or each.at, each.payment))


def _returns(known: list[Event], paid: Event) -> tuple[tuple[datetime, int], ...]:
    """Steps by which all that was paid back so far grew, never beyond the payment."""
    so_far, steps = 0, []
    for event in known:
        if event.kind == Kind.RETURNED and event.payment == paid.payment:
            grown = min(event.amount, paid.amount)
            if grown > so_far:
                steps.append((event.at, grown - so_far))
                so_far = grown
    return tuple(steps)
