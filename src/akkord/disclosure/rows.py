"""The rows of an executed order as they are told outside: what was given, its class, its line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from akkord.cases import queries as cases

from .rules.compliance import Name, RowClass, class_of

if TYPE_CHECKING:
    from akkord.cases.models import Order, OrderRow
    from akkord.ledger.models import Entry

AT_ONCE = 1000


@dataclass(frozen=True)
class Certified:
    """One row of the order, and what was done."""

    row: int
    given: str
    found: RowClass
    isrc: str
    name: str  # of the recording
    tracks: int
    page: str  # path of the page of the track it names, where it names one
    entry: "Entry | None"  # the line by which it was silenced
    lifting: "Entry | None"  # the line by which that was lifted since


def certified_rows(order: "Order") -> Iterator[Certified]:
    """Every row as filed, a thousand at a time."""
    rows = cases.rows_of(order).select_related("block__lifting").iterator(chunk_size=AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        named, pages = cases.names_given(some), cases.pages_given(some)
        yield from (_certified(row, named.get(row.pk), pages.get(row.pk, "")) for row in some)


def counted(rows: Iterable[Certified]) -> dict[RowClass, int]:
    """How many rows of each class."""
    counts = dict.fromkeys(RowClass, 0)
    for row in rows:
        counts[row.found] += 1
    return counts


def _certified(row: "OrderRow", given: tuple[str, str] | None, page: str) -> Certified:
    recording, block = row.recording, row.block
    return Certified(
        row=row.line,
        given=row.given,
        found=class_of(
            row.found,
            Name(*given) if given else None,
            Name(recording.artist, recording.title) if recording else None,
        ),
        isrc=(recording.isrc or "") if recording else "",
        name=str(recording) if recording else row.note,
        tracks=row.tracks,
        page=page,
        entry=block.entry if block else None,
        lifting=block.lifting if block else None,
    )
