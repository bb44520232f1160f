"""When somebody's birthday comes next, and how old they are."""

from datetime import date

AHEAD = 7  # days a coming birthday is told of


def days_until_birthday(born: date, today: date) -> int:
    """0 on the day itself; who was born on 29 February has it on 1 March in other years."""
    coming = _in_year(born, today.year)
    if coming < today:
        coming = _in_year(born, today.year + 1)
    return (coming - today).days


def age_on(born: date, today: date) -> int:
    """Whole years; never less than 0."""
    return max(0, today.year - born.year - (today < _in_year(born, today.year)))


def years_before(today: date, years: int) -> date:
    """Who was born on this day or before is at least so old today."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February: theirs comes on 1 March, so not yet
        return date(today.year - years, 2, 28)


def _in_year(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
