"""The clocks of each country, from the time zone database, and when a local day begins and ends by them.

Countries and their zones by the database's own table (zone.tab), which the system brings with its zones. A
country the table does not have, or a system without it, is read as if every clock of the world stood in it:
what is not known licenses less (decision 0013).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

from .message import Instant, Moment, Validity
from .territories import Territories, countries
from .validity import EARLIEST, LATEST, begins, ends

ALL_CLOCKS: Sequence[tzinfo] = (EARLIEST, LATEST)
Stretch = tuple[datetime | None, datetime | None]  # [from, until); None is open


def zones_of(country: str) -> Sequence[tzinfo]:
    """The clocks of a country, by its code."""
    return _zones().get(country, ALL_CLOCKS)


@cache
def _zones() -> Mapping[str, Sequence[tzinfo]]:
    """country → its zones."""
    table = next((path for path in (Path(each) / "zone.tab" for each in TZPATH) if path.is_file()), None)
    found: dict[str, list[tzinfo]] = {}
    for line in table.read_text(encoding="utf-8").splitlines() if table else ():
        if line and not line.startswith("#"):
            country, _coordinates, zone, *_comment = line.split("\t")
            found.setdefault(country, []).append(ZoneInfo(zone))
    return found


def stretch(validity: Validity, zones: Sequence[tzinfo]) -> Stretch:
    """When it is valid by all of these clocks, in UTC: latest start to first end."""
    start, end = validity
    return (
        None if start is None else max(begins(start, zone).astimezone(UTC) for zone in zones),
        None if end is None else min(ends(end, zone).astimezone(UTC) for zone in zones),
    )


def stretches(
    where: Territories, validity: Validity, said: datetime
) -> Iterator[tuple[Territories, Stretch]]:
    """The territories in parts, each with the one stretch of time in which it is valid there.

    A day that had come by all clocks of the world when the message was made (`said`) is one start for all.
    Without exclusions a part for everywhere stands beside those of the countries: by all clocks of the world,
    for a listener whose country is unknown.
    """
    known = validity._replace(start=_come(validity.start, said))
    if not _is_local(known.start) and not _is_local(known.end):
        yield where, stretch(known, ALL_CLOCKS)
        return
    parts: dict[Stretch, set[str]] = {}
    for country in sorted(countries()):
        if country in where:
            parts.setdefault(stretch(known, zones_of(country)), set()).add(country)
    for when, codes in parts.items():
        yield Territories(frozenset(codes)), when
    if where.excluding and not where.codes:
        yield where, stretch(known, ALL_CLOCKS)


def _come(start: Moment | None, said: datetime) -> Moment | None:
    if start is None or (everywhere := begins(start, LATEST)) > said:
        return start
    return Instant(everywhere)


def _is_local(moment: Moment | None) -> bool:
    return moment is not None and not isinstance(moment, Instant)
