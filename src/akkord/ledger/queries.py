"""Reading the ledger."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

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


def latest(
    limit: int = 50, before: int | None = None, *, kind: str = "", ground: str = "", order: int | None = None
) -> QuerySet[Entry]:
    """Sequenced lines, newest first; of one kind, on one ground, by the order in line `order`."""
    lines = Entry.objects.exclude(number=None).order_by("-number").select_related("prev", "order")
    if before is not None:
        lines = lines.filter(number__lt=before)
    if order is not None:
        lines = lines.filter(order__number=order)
    return _of(lines, kind, ground)[:limit]


def waiting(kind: str = "", ground: str = "") -> QuerySet[Entry]:
    """Lines that have no number yet, in the order they will get them."""
    return _of(Entry.objects.filter(number=None).order_by("id").select_related("prev", "order"), kind, ground)


def _of(lines: QuerySet[Entry], kind: str, ground: str) -> QuerySet[Entry]:
    wanted = {name: value for name, value in (("kind", kind), ("ground", ground)) if value}
    return lines.filter(**wanted)


def signed_from(number: int) -> QuerySet[Entry]:
    """Lines under the signed head from this number on, in order: what no reader will ever see changed."""
    head = signed_head()
    return Entry.objects.filter(number__gte=number, number__lt=head.size if head else 0).order_by("number")


def rows_of_order(order: Entry) -> QuerySet[Entry]:
    """The lines an order led to, oldest first."""
    return Entry.objects.filter(order=order).order_by("id").select_related("prev", "order")


def changes_of(entry: Entry) -> QuerySet[Entry]:
    """Later lines that change or lift this one."""
    return Entry.objects.filter(prev=entry).order_by("id").select_related("prev", "order")


def counts() -> list[tuple[str, str, int]]:
    """(kind, ground, lines) over everything that has a number."""
    rows = Entry.objects.exclude(number=None).values_list("kind", "ground").annotate(lines=Count("pk"))
    return list(rows.order_by("kind", "ground"))


def years() -> list[int]:
    """The years in which lines were written, the latest first."""
    span = Entry.objects.exclude(number=None).aggregate(first=Min("at"), last=Max("at"))
    return list(range(span["last"].year, span["first"].year - 1, -1)) if span["first"] else []


def entry_by_number(number: int) -> Entry:
    try:
        return Entry.objects.select_related("prev", "order").get(number=number)
    except Entry.DoesNotExist as missing:
        raise NoSuchEntry(number) from missing


def times_of(numbers: Iterable[int]) -> dict[int, datetime]:
    """number → when the line was written."""
    return dict(Entry.objects.filter(number__in=list(numbers)).values_list("number", "at"))  # type: ignore[arg-type]


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
