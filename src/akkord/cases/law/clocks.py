"""Clocks: when a period that a law gives begins, from when and until when something may be done in it."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .calendars import Calendar
from .terms import Party, Unit


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One period of a law.

    It starts at the latest of the events in `starts` and is stopped by any of `stops`. Nobody has acted when
    it closes: then `silence` happens by itself. With `least`, it opens only after so many units, and with
    `at_opening` silence falls when it opens, not when it closes.
    """

    name: str
    starts: tuple[str, ...]
    unit: Unit
    most: int
    actor: Party
    source: str
    silence: str = ""
    stops: tuple[str, ...] = ()
    least: int = 0
    at_opening: bool = False
    rolls: bool = False  # a last day that is not worked on gives way to the next that is
    fact: str = ""  # where the case states a shorter period, or (Unit.STATED) the instant itself
    confirmed: bool = True  # False: general knowledge, to be checked against the law's text


@dataclass(frozen=True)
class Window:
    """A half-open time in which something may be done."""

    opens: datetime
    closes: datetime


def window(
    clock: Clock,
    started: datetime,
    calendar: Calendar,
    facts: Mapping[str, object],
    *,
    by_silence: bool = False,
) -> Window | None:
    """When the clock that started then opens and closes; None where the case states no instant for it.

    Silence falls when a day is over and still belongs to that day: the next day is the first that counts.
    """
    if clock.unit == Unit.STATED:
        stated = facts.get(clock.fact)
        return Window(started, max(started, datetime.fromisoformat(str(stated)))) if stated else None
    day = calendar.day_of(started - timedelta(microseconds=by_silence))
    opens = _after(clock, clock.least, started, day, calendar) if clock.least else started
    return Window(opens, _after(clock, _length(clock, facts), started, day, calendar))


def _length(clock: Clock, facts: Mapping[str, object]) -> int:
    """A court may set a shorter period than the law's longest, never a longer one."""
    stated = facts.get(clock.fact)
    return min(clock.most, max(1, stated)) if isinstance(stated, int) else clock.most


def _after(clock: Clock, count: int, started: datetime, day: date, calendar: Calendar) -> datetime:
    if clock.unit == Unit.HOUR:
        return started + timedelta(hours=count)
    last = _last_day(clock.unit, count, day, calendar)
    return calendar.end_of(calendar.working_day_from(last) if clock.rolls else last)


def _last_day(unit: Unit, count: int, day: date, calendar: Calendar) -> date:
    match unit:
        case Unit.WORKING_DAY:
            return calendar.working_day_after(day, count)
        case Unit.MONTH:
            return months_after(day, count)
        case _:
            return day + timedelta(days=count)


def months_after(day: date, count: int) -> date:
    """The same day so many months later, or that month's last (Regulation 1182/71 art. 3(2)(c))."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
