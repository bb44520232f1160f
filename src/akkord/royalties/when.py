"""Months as the books know them: whole calendar months of UTC."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta


def next_month(first_day: date) -> date:
    """The first day of the month after."""
    return (first_day.replace(day=28) + timedelta(days=4)).replace(day=1)


def last_day(first_day: date) -> date:
    return next_month(first_day) - timedelta(days=1)


def bounds(first_day: date) -> tuple[datetime, datetime]:
    """The instants the month begins and ends at, half-open."""
    return _midnight(first_day), _midnight(next_month(first_day))


def days(first_day: date) -> list[date]:
    """Every day of the month."""
    count = (next_month(first_day) - first_day).days
    return [first_day + timedelta(days=n) for n in range(count)]


def days_of(text: str) -> tuple[date | None, date | None]:
    """The first and the last day of "2026", "2026-10" or "2026-10-31"; of "" none."""
    if not text:
        return None, None
    year, *rest = (int(part) for part in text.split("-"))
    month, day = (*rest, 0, 0)[:2]  # 0: not said
    first = date(year, month or 1, day or 1)
    return first, first.replace(month=month or 12, day=day or monthrange(year, month or 12)[1])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
