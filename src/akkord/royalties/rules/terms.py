"""What a party is due by its terms, what is kept back against advances, and what is paid out.

    due(L) = max( rate · revenue · share_L , per subscriber · subscribers · share_L , per play · plays_L )

(rights.md section 4, after the 2011 contract that became public; subscribers: the month's average). Each pool
is one comparison. What the terms give beyond the party's share of the pool, or take from it, is an adjustment
of its own: shares of others never move for it, and the operator sees it. Terms may have a threshold: plays
beyond so many in a pool and month earn another amount each. Advances are recouped from what is
due, the oldest first, as long as they may be; nothing is ever asked back.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from akkord.money import floor


class Basis(StrEnum):
    """Which of the three was the greatest; of equals the first."""

    SHARE = "share"
    PER_SUBSCRIBER = "per_subscriber"
    PER_PLAY = "per_play"


@dataclass(frozen=True)
class Terms:
    """What a party and the site agreed; amounts in micro-units of its accounting currency."""

    currency: str
    rate: Fraction | None = None  # of net revenue; None: that of the offer
    per_subscriber: int = 0  # a month, times the party's share of the plays
    per_play: int = 0
    threshold: int = 0  # plays of a pool, by the party's part of each; 0: every play earns `per_play`
    per_play_above: int = 0  # for each play beyond the threshold, in place of `per_play`
    payout_minimum: int = 0  # less than this waits for the next month


@dataclass(frozen=True)
class Own:
    """A party's part in one pool, as it is compared."""

    amount: int  # its share of the pool, in the pool's currency
    pool_rate: Fraction
    exchange: Fraction  # accounting currency per unit of the pool's
    heard: Fraction  # its plays, by its part of each
    all_heard: Fraction  # all plays of the pool
    subscribers: Fraction  # average of the month


class Due(NamedTuple):
    """All three figures, in the accounting currency; `adjustment` is what is due beside the pool's share."""

    share: int  # the party's part of the pool, exchanged
    by_rate: int
    by_subscribers: int
    by_plays: int
    basis: Basis
    due: int

    @property
    def adjustment(self) -> int:
        return self.due - self.share


def due_of(own: Own, terms: Terms) -> Due:
    """What a party is due for one pool. Every figure is rounded down to whole micro-units once."""
    rate = own.pool_rate if terms.rate is None else terms.rate
    share = floor(own.amount * own.exchange)
    by_rate = share if rate == own.pool_rate else floor(own.amount * own.exchange * rate / own.pool_rate)
    part = own.heard / own.all_heard if own.all_heard else Fraction(0)
    by_subscribers = floor(terms.per_subscriber * own.subscribers * part)
    by_plays = floor(terms.per_play * below_of(own, terms) + terms.per_play_above * above_of(own, terms))
    figures = {
        Basis.SHARE: by_rate,
        Basis.PER_SUBSCRIBER: by_subscribers,
        Basis.PER_PLAY: by_plays,
    }
    basis = max(Basis, key=lambda each: figures[each])
    return Due(share, by_rate, by_subscribers, by_plays, basis, figures[basis])


def above_of(own: Own, terms: Terms) -> Fraction:
    """The plays beyond the threshold of the terms."""
    return max(Fraction(0), own.heard - terms.threshold) if terms.threshold else Fraction(0)


def below_of(own: Own, terms: Terms) -> Fraction:
    """The plays up to it."""
    return own.heard - above_of(own, terms)


@dataclass(frozen=True)
class Advance:
    """Paid ahead: what of it is not yet recouped, and until the end of which day it may be."""

    number: int
    paid_on: date
    until: date | None
    left: int


class Settled(NamedTuple):
    """How a month ends: what went against advances, what is paid, what is carried into the next."""

    recouped: int
    paid: int
    carried: int
    advances: tuple[Advance, ...]


def settle(
    due: int, carried: int, advances: tuple[Advance, ...], terms: Terms, month_end: date, smallest: int
) -> Settled:
    """What is due of a month, with what was carried into it, against advances and into payment.

    `smallest` is the smallest payable amount of the currency (a cent: 10,000 micro-units); what is less, and
    what is under the payout minimum, is carried on, and so is what corrections took back (below zero).
    carried + due = recouped + paid + carried on, always.
    """
    left = carried + due
    kept, recouped = [], 0
    for advance in sorted(advances, key=lambda each: (each.paid_on, each.number)):
        standing = advance.until is None or month_end <= advance.until
        taken = min(advance.left, max(0, left)) if standing and advance.paid_on <= month_end else 0
        left, recouped = left - taken, recouped + taken
        kept.append(replace(advance, left=advance.left - taken))
    payable = left - left % smallest if left > 0 else 0
    paid = payable if payable >= terms.payout_minimum else 0
    return Settled(recouped, paid, left - paid, tuple(kept))
