"""From what was bought to the stretches of time in which somebody listens under which offer.

What one pays for oneself comes first, where the provider says. A gift fills what is not paid for otherwise,
from the moment it was given: what is paid later pushes the rest of it on, so a gift never gives less. After
the last payment of what was to go on there are some days of grace, where nothing else fills them.

A gift is counted in days of 24 hours. Where it is interrupted the part of a day is not counted against it.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from .life import Life, Paid

GRACE = timedelta(days=7)
DAY = timedelta(days=1)
_END = datetime.max.replace(tzinfo=UTC)

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Own:
    """What somebody pays for themselves."""

    subscription: str
    life: Life


@dataclass(frozen=True)
class Gift:
    """So many days, from a payment at an instant on; given back at another, the rest is gone."""

    subscription: str
    payment: str
    at: datetime
    days: int
    given_back_at: datetime | None = None


@dataclass(frozen=True)
class Stretch:
    """A stretch [starts, ends) of what was bought; without a payment it is grace.

    Its `days` are those numbered `first`, `first` + 1, … of all days of the payment; each begins 24 hours
    after the one before it.
    """

    subscription: str
    payment: str | None
    starts: datetime
    ends: datetime
    first: int = 0
    days: int = 0


def whole_days(starts: datetime, ends: datetime) -> int:
    """Days of a payment: full 24 hours; what is shorter is one."""
    return max(1, (ends - starts) // DAY)


def gift_days(at: datetime, months: int) -> int:
    """The days of so many calendar months from the instant on; of the 31st the last of a shorter month."""
    return (later(at, months) - at).days


def later(at: datetime, months: int) -> datetime:
    """The same hour so many calendar months later; of the 31st the last of a shorter month."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


def cut_of(paid: Paid, life: Life) -> datetime | None:
    """When what was paid for ends before its time: by an end of the whole, or with the money back."""
    ends = [at for at in (life.ended_at, paid.given_back_at) if at is not None]
    first = min(ends, default=None)
    return first if first is not None and (paid.ends is None or first < paid.ends) else None


def laid_out(owns: Iterable[Own], gifts: Iterable[Gift]) -> list[Stretch]:
    """All stretches of one person, in order; no gift and no grace overlaps anything."""
    bought = list(owns)
    found = [stretch for own in bought for stretch in _own(own)]
    busy = [(each.starts, each.ends) for each in found]
    for gift in sorted(gifts, key=lambda each: (each.at, each.subscription)):
        filled = list(_filling(gift, busy))
        found += filled
        busy += [(each.starts, each.ends) for each in filled]
    for own in bought:
        for starts, ends in _free(busy, *_grace(own.life)):
            found.append(Stretch(own.subscription, None, starts, ends))
            busy.append((starts, ends))
    return sorted(found, key=lambda each: (each.starts, each.ends, each.subscription, each.payment or ""))


def _own(own: Own) -> Iterator[Stretch]:
    for paid in own.life.payments:
        if paid.starts is None or paid.ends is None:
            continue
        ends = cut_of(paid, own.life) or paid.ends
        if paid.starts < ends:
            begun = -((paid.starts - ends) // DAY)  # a day that has begun is used
            days = min(begun, whole_days(paid.starts, paid.ends))
            yield Stretch(own.subscription, paid.payment, paid.starts, ends, 0, days)


def _grace(life: Life) -> Span:
    """The days after the last payment of what was to go on; an empty span where there are none."""
    ends = [paid.ends for paid in life.payments if paid.ends is not None and paid.given_back_at is None]
    if not ends or life.cancelled_at is not None:
        return _END, _END
    last = max(ends)
    until = last + GRACE
    return last, until if life.ended_at is None else min(until, life.ended_at)


def _filling(gift: Gift, busy: list[Span]) -> Iterator[Stretch]:
    left, until = gift.days, gift.given_back_at or _END
    for starts, ends in _free(busy, gift.at, until):
        enough = left * DAY
        if ends - starts < enough:
            interrupted = ends < until  # else it was given back, and a day that has begun is used
            used = (ends - starts) // DAY if interrupted else -((starts - ends) // DAY)
            yield Stretch(gift.subscription, gift.payment, starts, ends, gift.days - left, used)
            left -= used
        else:
            yield Stretch(gift.subscription, gift.payment, starts, starts + enough, gift.days - left, left)
            return


def _free(busy: list[Span], starts: datetime, until: datetime) -> Iterator[Span]:
    """What of [starts, until) is not busy, in order."""
    for begins, ends in sorted(busy):
        if begins >= until:
            break
        if ends <= starts:
            continue
        if begins > starts:
            yield starts, begins
        starts = ends
    if starts < until:
        yield starts, until
