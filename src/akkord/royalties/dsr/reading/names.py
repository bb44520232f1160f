"""What a file's name says, and whether HEAD says the same (DSR Part 1, 8.1)."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from .rows import Said

_MEND: Final = "name the file as HEAD says"
_PERIOD: Final = re.compile(
    r"(?P<from>\d{4}-\d{2}-\d{2})(?:--(?P<to>\d{4}-\d{2}-\d{2}))?"
    r"|(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|Q(?P<quarter>[1-4])|W(?P<week>\d{2})))?"
)


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a file's name. `number` and `files` are 1 of 1 when the part is left out."""

    recipient: str
    sender: str
    service: str
    period: str
    territory: str
    number: int
    files: int
    created: str


def read_name(name: str) -> Name | None:
    """The parts of "DSR_…_1of2_20261205T000000.tsv"; None when it is not such a name."""
    found = re.fullmatch(r"DSR_(.*)\.tsv", name)
    parts = found.group(1).split("_") if found else []
    if len(parts) != 7 or any(" " in part for part in parts):
        return None
    recipient, sender, service, period, territory, counter, created = parts
    count = re.fullmatch(r"([1-9][0-9]{0,6})of([1-9][0-9]{0,6})", counter) if counter else None
    if (counter and count is None) or not re.fullmatch(r"\d{8}T\d{6}(\d{3})?", created):
        return None
    number, files = (int(part) for part in count.groups()) if count else (1, 1)
    return Name(recipient, sender, service, period, territory, number, files, created)


def days_of(period: str) -> tuple[date, date] | None:
    """First and last day of a period as it stands in a name; None when it is none."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        return None
    try:
        if found["from"]:
            first = date.fromisoformat(found["from"])
            return first, date.fromisoformat(found["to"]) if found["to"] else first
        year = int(found["year"])
        if found["week"]:
            first = date.fromisocalendar(year, int(found["week"]), 1)
            return first, first + timedelta(days=6)
        if found["quarter"]:
            start, end = int(found["quarter"]) * 3 - 2, int(found["quarter"]) * 3
        else:
            start, end = (int(found["month"]),) * 2 if found["month"] else (1, 12)
        return date(year, start, 1), date(year, end, monthrange(year, end)[1])
    except ValueError:
        return None


def against_head(name: Name, head: Mapping[str, Any], territories: set[str]) -> Iterator[Said]:
    """Where the name and HEAD (and the summaries' territories) say different things."""
    for part, cells in (
        (name.recipient, ("RecipientPartyId", "RecipientName", "RepresentedRepertoire")),
        (name.sender, ("SenderPartyId", "SenderName")),
        (name.service, ("ServiceDescription",)),
    ):
        told = [each for cell in cells for each in _each(head.get(cell))]
        # A part is left out when HEAD says nothing of it: a report for several recipients names none.
        left_out = not part and cells[0] not in head
        if not left_out and part not in {*told, *map(_squeezed, told)}:
            yield Said("name_differs", cells[0], f"the name says {part!r}, HEAD {told}", _MEND)
    if (head.get("FileNumber"), head.get("NumberOfFiles")) != (name.number, name.files):
        there = f"{head.get('FileNumber')}of{head.get('NumberOfFiles')}"
        yield Said(
            "name_differs", "FileNumber", f"the name says {name.number}of{name.files}, HEAD {there}", _MEND
        )
    yield from _period(name, head)
    yield from _created(name, head)
    told_of = re.fullmatch(r"[A-Z]{2}|\d{1,4}", name.territory)
    if told_of and territories and territories != {name.territory}:
        said = ", ".join(sorted(territories))
        yield Said("name_differs", "Territory", f"the name says {name.territory}, summaries {said}", _MEND)


def _each(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _squeezed(text: str) -> str:
    """A name without what a part of a file's name cannot have."""
    return re.sub(r"[\s_]", "", text)


def _period(name: Name, head: Mapping[str, Any]) -> Iterator[Said]:
    days, first, last = days_of(name.period), head.get("UsageStartDate"), head.get("UsageEndDate")
    if days is None:
        yield Said("bad_name", "", f"{name.period!r} is no period", "write 2026-11, 2026-Q4 or two days")
    elif first and last and days != (_bound(first, 0), _bound(last, 1)):
        yield Said(
            "name_differs", "UsageStartDate", f"the name says {name.period}, HEAD {first} to {last}", _MEND
        )


def _bound(day: str, end: int) -> date:
    """The first or last day of "2026", "2026-11" or "2026-11-03"."""
    found = days_of(day)
    assert found is not None, day
    return found[end]


def _created(name: Name, head: Mapping[str, Any]) -> Iterator[Said]:
    created = head.get("MessageCreatedDateTime")
    if not isinstance(created, datetime):
        return
    # The name has no zone: the same wall clock, or the same instant in UTC, is meant.
    offset = created.utcoffset() or timedelta()
    told = {f"{each:%Y%m%dT%H%M%S}" for each in (created, created.replace(tzinfo=None) - offset)}
    if name.created[:15] not in told:
        yield Said(
            "name_differs", "MessageCreatedDateTime", f"the name says {name.created}, HEAD {created}", _MEND
        )
