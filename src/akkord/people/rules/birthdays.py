"""When somebody's birthday comes next."""

from datetime import date

AHEAD = 7  # days a coming birthday is told of


def days_until_birthday(born: date, today: date) -> int:
    """0 on the day itself; who was born on 29 February has it on 1 March in other years."""
    coming = _in_year(born, today.year)
    if coming < today:
        coming = _in_year(born, today.year + 1)
    return (coming - today).days


def _in_year(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
