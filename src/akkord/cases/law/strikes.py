"""Strikes: which infringements count against an account, and what they add up to (17 U.S.C. 512(i))."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(days=90)  # after the school; without the school a strike stays
MOST = 3


@dataclass(frozen=True)
class Strike:
    """One infringement as counted: when, its owner's schooling, whether it was answered or taken back."""

    at: datetime
    school_at: datetime | None = None
    countered: bool = False  # a counter-notice, dispute, appeal or complaint against it is open
    lifted_at: datetime | None = None

    def expires(self) -> datetime | None:
        """When it no longer counts; None as long as its owner has not been to school."""
        return None if self.school_at is None else max(self.at, self.school_at) + LASTS

    def stands(self, at: datetime) -> bool:
        """Whether it is held against the account, be it answered or not."""
        if at < self.at or (self.lifted_at is not None and self.lifted_at <= at):
            return False
        expires = self.expires()
        return expires is None or at < expires


class Account(StrEnum):
    """What the strikes of an account add up to."""

    GOOD = "good"
    WARNED = "warned"
    FROZEN = "frozen"  # would be suspended, but for the answers that are open
    SUSPENDS = "suspends"  # whether it is, and until when: law.suspensions


def repeated(sent: datetime, silenced: datetime, earlier: Iterable[datetime]) -> bool:
    """Whether an upload repeats what its sender knew to be removed.

    `earlier`: when the decisions on their earlier uploads of the same thing were made. They had one that was
    silenced, and were told so, before this one was sent; who never had one is told now, and no more.
    """
    return any(max(silenced, decided) < sent for decided in earlier)


def counted(strikes: Iterable[Strike], at: datetime) -> int:
    """Strikes that stand and are not being answered."""
    return sum(strike.stands(at) and not strike.countered for strike in strikes)


def account_at(strikes: Iterable[Strike], at: datetime) -> Account:
    """Three suspend an account's uploads; answers that bring them under three freeze that."""
    standing = [strike for strike in strikes if strike.stands(at)]
    if len(standing) < MOST:
        return Account.WARNED if standing else Account.GOOD
    return Account.SUSPENDS if counted(standing, at) >= MOST else Account.FROZEN
