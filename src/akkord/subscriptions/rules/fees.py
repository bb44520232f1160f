"""What a payment earns in which month.

Its net is shared out over its days by the largest remainder: equal parts, and the micro-units that are left
go to the first days, one each. A month earns the days of it that begin in the month (UTC), so the months sum
to the whole, and a month once told stays as it is when the rest of a gift moves on.

What ends early, or is paid back, is settled in the month in which that happens: the days that will not come
any more earn there, and what was paid back is taken off there.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from .laying import DAY, Stretch


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month of UTC."""

    year: int
    number: int

    @property
    def starts(self) -> datetime:
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    @property
    def after(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def ends(self) -> datetime:
        return self.after.starts

    @property
    def days(self) -> int:
        return (self.ends - self.starts).days

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


def month_of(at: datetime | date) -> Month:
    """The month of an instant, by UTC."""
    day = at.astimezone(UTC) if isinstance(at, datetime) else at
    return Month(day.year, day.month)


@dataclass(frozen=True)
class Earning:
    """A payment as what it earns is reckoned: amount and tax in micro-units, the days it is for, the
    stretches laid out for it, when it ended early if it did, and what was paid back when."""

    amount: int
    tax: int
    days: int
    stretches: tuple[Stretch, ...]
    cut_at: datetime | None = None
    returns: tuple[tuple[datetime, int], ...] = ()

    @property
    def net(self) -> int:
        return self.amount - self.tax

    def up_to(self, days: int) -> int:
        """What its first so many days earn."""
        each, left = divmod(self.net, self.days)
        return each * days + min(days, left)

    def net_of(self, returned: int) -> int:
        """What of so much paid back was net; of all that was paid, all the net."""
        return self.net * returned // self.amount if self.amount else 0


def earned(payment: Earning, month: Month) -> int:
    """Micro-units the payment earns in the month; less than nothing when more is paid back than earned."""
    total = 0
    for stretch in payment.stretches:
        low, high = (_begun(stretch, at) for at in (month.starts, month.ends))
        total += payment.up_to(stretch.first + high) - payment.up_to(stretch.first + low)
    if payment.cut_at is not None and month_of(payment.cut_at) == month:
        used = max((each.first + each.days for each in payment.stretches), default=0)
        total += payment.net - payment.up_to(used)
    so_far = 0
    for at, amount in payment.returns:
        if month_of(at) == month:
            total -= payment.net_of(so_far + amount) - payment.net_of(so_far)
        so_far += amount
    return total


def _begun(stretch: Stretch, at: datetime) -> int:
    """How many of the stretch's days have begun before the instant."""
    return min(max(-((stretch.starts - at) // DAY), 0), stretch.days)
