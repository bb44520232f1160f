"""The rows of an order or an act as they are told outside: what was given, its class, its line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from akkord.cases import queries as cases
from akkord.ledger.rules import stamp

from .rules.compliance import Name, RowClass, class_of

if TYPE_CHECKING:
    from akkord.cases.models import OrderRow, ProceedingRow
    from akkord.ledger.models import Entry

    from .executed import Executed

    Row = OrderRow | ProceedingRow

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
    due_at: datetime | None = None  # by when the law wanted the site to have acted
    decided_at: datetime | None = None  # when a person said what an ambiguous row means

    @property
    def late(self) -> bool:
        """Silenced after it was due, to the second as it is written down."""
        due = self.due_at
        return self.entry is not None and due is not None and stamp(self.entry.at) > stamp(due)


def certified_rows(executed: "Executed") -> Iterator[Certified]:
    """Every row as filed, a thousand at a time."""
    wanted = executed.rows().select_related("block__lifting")
    rows: Iterator[Row] = wanted.iterator(chunk_size=AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        yield from certified(some)


def certified(rows: "Iterable[Row]") -> list[Certified]:
    """These rows; a constant number of queries."""
    known = list(rows)
    named, pages = cases.names_given(known), cases.pages_given(known)
    return [_certified(row, named.get(row.pk), pages.get(row.pk, "")) for row in known]


def counted(rows: Iterable[Certified]) -> dict[RowClass, int]:
    """How many rows of each class."""
    counts = dict.fromkeys(RowClass, 0)
    for row in rows:
        counts[row.found] += 1
    return counts


def _certified(row: "Row", given: tuple[str, str] | None, page: str) -> Certified:
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
        due_at=getattr(row, "due_at", None),  # only a law has clocks and doubts of its own
        decided_at=getattr(row, "decided_at", None),
    )
