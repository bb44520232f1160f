"""Reading from when to when something is valid, and whether it is valid at an instant.

StartDate and EndDate are days by the clocks of each territory, the last day included; StartDateTime and
EndDateTime are instants (rights.md 3.2). The two are never turned into one another: which instant a day
begins at is known only with a territory, and in one with several zones only for each of them.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo

from lxml.etree import _Element as Element

from .elements import first, words
from .message import ALWAYS, Instant, LocalDay, LocalTime, Moment, Validity
from .notes import Notes
from .values import read_day, read_time

# Clocks of the world differ from UTC by -12 to +14 hours.
EARLIEST, LATEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
_ONE_DAY = timedelta(days=1)


def read_validity(element: Element | None, notes: Notes) -> Validity:
    """A ValidityPeriod or another period; a side that cannot be read refuses the row."""
    if element is None:
        return ALWAYS
    return Validity(_side(element, "Start", notes), _side(element, "End", notes))


def _side(element: Element, side: str, notes: Notes) -> Moment | None:
    found = first(element, f"{side}DateTime")
    if found is None:
        found = first(element, f"{side}Date")
    if found is None or not (written := words(found.text)):
        return None
    # A full time is sometimes written where a day belongs, and the other way round.
    moment = _time(written) if "T" in written.upper() else _day(written, last=side == "End")
    if moment is None:
        notes.refuse_row("bad_date", written, found)
    elif isinstance(moment, LocalDay) and len(written) < len("2011-08-30"):
        notes.warn("partial_date", written, found)
    return moment


def _day(written: str, *, last: bool) -> Moment | None:
    day = read_day(written, last=last)
    return None if day is None else LocalDay(day)


def _time(written: str) -> Moment | None:
    found = read_time(written)
    if found is None:
        return None
    return LocalTime(found) if found.tzinfo is None else Instant(found.astimezone(UTC))


def holds(validity: Validity, at: datetime, zones: Iterable[tzinfo]) -> bool:
    """Whether it is valid at the instant for a territory with these clocks: for all of them, or it is not."""
    return all(_begun(validity.start, at, zone) and not _over(validity.end, at, zone) for zone in zones)


def _begun(start: Moment | None, at: datetime, zone: tzinfo) -> bool:
    return start is None or at >= begins(start, zone)


def _over(end: Moment | None, at: datetime, zone: tzinfo) -> bool:
    return end is not None and at >= ends(end, zone)


def begins(start: Moment, zone: tzinfo) -> datetime:
    """The instant a start is reached by these clocks."""
    match start:
        case Instant(at):
            return at
        case LocalTime(wall):
            return wall.replace(tzinfo=zone)
        case LocalDay(day):
            return datetime.combine(day, time(), zone)


def ends(end: Moment, zone: tzinfo) -> datetime:
    """The first instant after an end by these clocks."""
    match end:
        case LocalDay(day):
            return datetime.combine(day + _ONE_DAY, time(), zone)
    return begins(end, zone)


def earlier_end(one: Moment | None, other: Moment | None) -> Moment | None:
    """The end that comes first. A day and an instant are compared where the day ends first, so that no clock
    of the world licenses longer than either of them says.
    """
    if one is None or other is None:
        return one or other
    if type(one) is type(other):
        return min(one, other)
    return Instant(min(ends(one, EARLIEST), ends(other, EARLIEST)).astimezone(UTC))


def until_start_of(start: Moment) -> Moment:
    """The end of what lasts until that start."""
    return LocalDay(start.day - _ONE_DAY) if isinstance(start, LocalDay) else start


def is_empty(validity: Validity) -> bool:
    """Whether it holds nowhere in the world at no time."""
    if validity.start is None or validity.end is None:
        return False
    return ends(validity.end, LATEST) <= begins(validity.start, EARLIEST)
