"""Pools of royalty money, whom they go to, and the lines that say for what (rights.md section 4).

A pool is the royalty part of what one offer earned in one territory in one month. It is shared out in two
steps, each by largest remainder: to buckets, by the weight of their plays; and what a bucket got to its
lines. So the lines add up to the bucket, the buckets to the pool, to the micro-unit. A party that is told
amount, total weight and cut of a pool computes its bucket itself, and from its own plays every line.
"""

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from akkord.money import floor
from akkord.rights.terms import Money, PartyId, RecordingId


class Wait(StrEnum):
    """Why money waits; NOTHING: it does not."""

    NOTHING = ""
    UNMATCHED = "unmatched"  # nobody knows the sound
    GAP = "gap"  # a part of the recording has no owner
    OVERCLAIM = "overclaim"  # owners claim more than the whole, or one sound under two names
    DISPUTE = "dispute"  # its uploader and its claimant do not agree


class PoolKey(NamedTuple):
    """What earned it: an offer, where it was sold, and in what currency (ISO 4217)."""

    offer: str
    sold_in: str
    currency: str


class Bucket(NamedTuple):
    """To whom a part of a pool goes, and whether it is paid out or waits."""

    party: PartyId | None
    wait: Wait

    @property
    def place(self) -> tuple[bool, int, str]:
        """The order that breaks ties: by party, the unknown owner last."""
        return self.party is None, self.party or 0, self.wait.value


class What(NamedTuple):
    """What a line is about: a recording, or the sound of a file nobody knows; where; in what use; and the
    part of each play that is the bucket's."""

    recording: RecordingId | None
    sound: int | None
    territory: str
    use: str
    fraction: Fraction

    @property
    def place(self) -> tuple[int, int, str, str, Fraction]:
        return self.recording or 0, self.sound or 0, self.territory, self.use, self.fraction


class LineKey(NamedTuple):
    pool: PoolKey
    bucket: Bucket
    what: What

    @property
    def place(self) -> tuple[object, ...]:
        return self.pool, self.bucket.place, self.what.place


class Line(NamedTuple):
    """So many plays, worth so much (micro-units)."""

    plays: int
    amount: int


def pool_amount(net: int, rate: Fraction) -> int:
    """The royalty part of net revenue; what is less than a micro-unit stays with the site."""
    return floor(net * rate)


class Payee(NamedTuple):
    """One part of a play, as the law answered when it was heard."""

    bucket: Bucket
    recording: RecordingId | None
    sound: int | None
    fraction: Fraction


def merged(payees: Iterable[Payee]) -> tuple[Payee, ...]:
    """Parts of one bucket in one recording as one, in order: a play stands once in each of its lines."""
    parts: dict[tuple[Bucket, RecordingId | None, int | None], Fraction] = {}
    for payee in payees:
        key = (payee.bucket, payee.recording, payee.sound)
        parts[key] = parts.get(key, Fraction(0)) + payee.fraction
    ranked = sorted(parts, key=lambda key: (key[0].place, key[1] or 0, key[2] or 0))
    return tuple(Payee(*key, parts[key]) for key in ranked if parts[key])


def given_up(payees: Iterable[Payee], sound: int) -> tuple[Payee, ...]:
    """Who has a play's money when the law names nobody any more: who was paid; for the rest, nobody yet."""
    nobody = Bucket(None, Wait.UNMATCHED)
    return merged(
        Payee(nobody, None, sound, payee.fraction) if payee.bucket.wait else payee for payee in payees
    )


def wait_of(money: Money, party: PartyId | None, recording: RecordingId | None, disputed: bool) -> Wait:
    """Why the law lets it wait: by who is missing, or by whom it is disputed."""
    if money == Money.PAY:
        return Wait.NOTHING
    if party is None:
        return Wait.UNMATCHED if recording is None else Wait.GAP
    return Wait.DISPUTE if disputed else Wait.OVERCLAIM
