"""Which days are working days where, and when a day of a jurisdiction is over.

The day of an event is never counted: the next one is the first (Russian Civil Code art. 191; Regulation
1182/71 art. 3(1)). Public holidays and moved working days come from the `holidays` library; for years whose
transfers no government has announced yet, it knows the statute's days alone.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from .errors import UnknownCalendar

# Where a jurisdiction reckons its days: the seat of its federal courts and offices.
_ZONES = {
    "AT": "Vienna",
    "BE": "Brussels",
    "BG": "Sofia",
    "CH": "Zurich",
    "CY": "Nicosia",
    "CZ": "Prague",
    "DE": "Berlin",
    "DK": "Copenhagen",
    "EE": "Tallinn",
    "ES": "Madrid",
    "FI": "Helsinki",
    "FR": "Paris",
    "GB": "London",
    "GR": "Athens",
    "HR": "Zagreb",
    "HU": "Budapest",
    "IE": "Dublin",
    "IT": "Rome",
    "LT": "Vilnius",
    "LU": "Luxembourg",
    "LV": "Riga",
    "MT": "Malta",
    "NL": "Amsterdam",
    "NO": "Oslo",
    "PL": "Warsaw",
    "PT": "Lisbon",
    "RO": "Bucharest",
    "RU": "Moscow",
    "SE": "Stockholm",
    "SI": "Ljubljana",
    "SK": "Bratislava",
    "UA": "Kyiv",
}
_ELSEWHERE = {"US": "America/New_York", "CA": "America/Toronto", "JP": "Asia/Tokyo", "KZ": "Asia/Almaty"}

EUROPEAN_UNION = frozenset(_ZONES) - {"CH", "GB", "NO", "RU", "UA"}


@dataclass(frozen=True)
class Calendar:
    """The days of one country, as its courts and offices reckon them."""

    country: str
    zone: str

    def day_of(self, instant: datetime) -> date:
        return instant.astimezone(ZoneInfo(self.zone)).date()

    def end_of(self, day: date) -> datetime:
        """The instant the day is over, in UTC; the first that no longer belongs to it."""
        midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(self.zone))
        return midnight.astimezone(UTC)

    def is_working(self, day: date) -> bool:
        return bool(_days_of(self.country).is_working_day(day))

    def working_day_after(self, day: date, count: int) -> date:
        """The count-th working day after `day`, which itself is not counted."""
        while count:
            day += timedelta(days=1)
            count -= self.is_working(day)
        return day

    def working_day_from(self, day: date) -> date:
        """The day itself, or the next one that is worked on."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day


def calendar_of(country: str) -> Calendar:
    """Raises UnknownCalendar. The Union's own acts are reckoned in Brussels."""
    known = "BE" if country == "EU" else country
    if known in _ELSEWHERE:
        return Calendar(known, _ELSEWHERE[known])
    if known not in _ZONES:
        raise UnknownCalendar(country)
    return Calendar(known, f"Europe/{_ZONES[known]}")


def countries() -> list[str]:
    """Every country whose days are known, by code."""
    return sorted([*_ZONES, *_ELSEWHERE])


@cache
def _days_of(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)
