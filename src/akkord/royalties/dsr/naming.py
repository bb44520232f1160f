"""The names of a report's files (DSR Part 1, 8.1):

    DSR_recipient_sender_service_period_territory_xofy_datetime.tsv

No part has a space or an underscore. Parties are named by their DDEX id. The service stands there as it
stands in HEAD, which may not have such characters either: `service_name` makes one of a name that has.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from typing import Final

from .errors import BadName
from .reports import Heading

_PART: Final = re.compile(r"[^\s_/\\\x00-\x1f]*")


def service_name(text: str) -> str:
    """A service's name for HEAD and the files: spaces and underscores become dashes. Raises BadName."""
    named = re.sub(r"[\s_/\\]+", "-", text.strip()).strip("-")
    if not named:
        raise BadName(f"{text!r} leaves no name of a service")
    return named


def file_name(heading: Heading, number: int, files: int) -> str:
    """The name of one file of a report. Raises BadName."""
    return _joined(
        "DSR",
        heading.recipient.dpid if heading.recipient else "",
        heading.sender.dpid,
        heading.service,
        period(heading.first, heading.last),
        heading.territory,
        f"{number}of{files}",
        _created(heading.created),
    )


def answer_name(
    profile: str,
    parties: tuple[str, str],
    service: str,
    days: tuple[date, date],
    territory: str,
    created: datetime,
) -> str:
    """The name of a message about claims (CDM Part 1, 8.1); parties: recipient, sender. Raises BadName."""
    return _joined(profile, *parties, service, period(*days), territory, _created(created))


def _created(created: datetime) -> str:
    return f"{created.astimezone(UTC):%Y%m%dT%H%M%S}"


def _joined(*parts: str) -> str:
    for part in parts:
        if _PART.fullmatch(part) is None:
            raise BadName(f"{part!r} has a space, an underscore or a slash")
    if not parts[2] or not parts[3]:
        raise BadName("a file is named by its sender and its service")
    return f"{'_'.join(parts)}.tsv"


def period(first: date, last: date) -> str:
    """The days reported of: a year, a quarter, a month, a day, or two days with two dashes between them."""
    if first > last:
        raise BadName(f"a period ends on {last}, before it begins on {first}")
    if first == last:
        return first.isoformat()
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1] and first.year == last.year:
        if first.month == last.month:
            return f"{first:%Y-%m}"
        if (first.month, last.month) == (1, 12):
            return f"{first:%Y}"
        if first.month % 3 == 1 and last.month == first.month + 2:
            return f"{first:%Y}-Q{last.month // 3}"
    return f"{first.isoformat()}--{last.isoformat()}"
