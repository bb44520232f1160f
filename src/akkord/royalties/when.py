"""Months as the books know them: whole calendar months of UTC."""

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


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
