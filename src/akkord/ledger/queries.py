"""Reading the ledger."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min, QuerySet

from .models import Entry, Opening, SignedHead


class NoSuchEntry(LookupError):
    """The log has no such line."""


@dataclass(frozen=True)
class LogHealth:
    """How far the log is and how long its oldest waiting line waits."""

    size: int
    signed_at: datetime | None
    waiting: int
    oldest_waiting: datetime | None


def latest(limit: int = 50, before: int | None = None) -> QuerySet[Entry]:
    """Sequenced lines, newest first."""
    lines = Entry.objects.exclude(number=None).order_by("-number")
    if before is not None:
        lines = lines.filter(number__lt=before)
    return lines[:limit]


def waiting() -> QuerySet[Entry]:
    return Entry.objects.filter(number=None).order_by("id")


def entry_by_number(number: int) -> Entry:
    try:
        return Entry.objects.get(number=number)
    except Entry.DoesNotExist as missing:
        raise NoSuchEntry(number) from missing


def entry_by_public_id(public_id: str) -> Entry:
    try:
        return Entry.objects.get(public_id=public_id)
    except Entry.DoesNotExist as missing:
        raise NoSuchEntry(public_id) from missing


def entries_by_pk(keys: set[int]) -> dict[int, Entry]:
    return Entry.objects.in_bulk(keys)


def lines_about(thing: str) -> QuerySet[Entry]:
    """Every line about one thing ("recording:5"), oldest first."""
    return Entry.objects.filter(thing=thing).order_by("id")


def said(entry: Entry) -> Mapping[str, Any]:
    """What a line says."""
    body: dict[str, Any] = json.loads(bytes(entry.body))
    return body


def signed_head() -> SignedHead | None:
    return SignedHead.objects.filter(pk=1).first()


def openings_of(public_ids: list[str]) -> dict[str, dict[str, Opening]]:
    """public id → field → opening."""
    found: dict[str, dict[str, Opening]] = {}
    rows = Opening.objects.filter(entry__public_id__in=public_ids).select_related("entry")
    for row in rows:
        found.setdefault(row.entry.public_id, {})[row.field] = row
    return found


def health() -> LogHealth:
    head = signed_head()
    lines = Entry.objects.filter(number=None)
    return LogHealth(
        size=head.size if head else 0,
        signed_at=head.signed_at if head else None,
        waiting=lines.count(),
        oldest_waiting=lines.aggregate(Min("at"))["at__min"],
    )
