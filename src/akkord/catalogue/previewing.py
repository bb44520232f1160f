"""What would become of each line of a list: new, changed (from what to what), the same, or refused.

Nothing is written: the list is held against the catalogue as it stands now.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from .actions import fault_beside
from .faults import told
from .models import Delivery, DeliveryRow, Recording
from .queries import latest_deliveries, listed_rows_of, recordings_by_isrcs
from .rules import ListedRow

What = Literal["new", "changed", "same", "refused"]


@dataclass(frozen=True)
class Change:
    """A column of a recording that is here: what it says, and what the list says instead."""

    column: str
    was: str
    now: str


@dataclass(frozen=True)
class Foreseen:
    """A line, what would become of it, and what of a recording that is here would change."""

    row: ListedRow
    what: What
    changes: tuple[Change, ...] = ()
    fault: str = ""

    @property
    def why(self) -> str:
        """Why it would be refused, for people."""
        return told(self.row.line, self.fault)

    @property
    def warned(self) -> str:
        """What to look at although it would be taken."""
        return told(self.row.line, self.row.warning)


def foreseen(delivery: Delivery) -> list[Foreseen]:
    """Line by line, for a list that waits to be accepted."""
    listed = listed_rows_of(delivery)
    known = recordings_by_isrcs(row.isrc for row in listed if row.isrc)
    last = latest_deliveries(recording.pk for recording in known.values())
    return [_foreseen(row, known.get(row.isrc), delivery.organisation_id, last) for row in listed]


def _foreseen(
    row: ListedRow, known: Recording | None, organisation: int, last: Mapping[int, DeliveryRow]
) -> Foreseen:
    if fault := fault_beside(row, known, organisation):
        return Foreseen(row, "refused", fault=fault)
    if known is None:
        return Foreseen(row, "new")
    changes = tuple(_changes(row, known, last.get(known.pk)))
    return Foreseen(row, "changed" if changes else "same", changes)


def _changes(row: ListedRow, known: Recording, last: DeliveryRow | None) -> Iterator[Change]:
    release = known.release
    pairs = [
        ("title", known.title, row.title),
        ("artist", known.artist, row.artist),
        ("release", release.title if release else "", row.release),
        ("icpn", release.icpn if release else "", row.icpn),
        ("share", last.share if last else "", row.share),
        ("territory", last.territory if last else "", row.territory),
        ("file", last.file if last else "", row.file),
    ]
    # What a list leaves empty of these stays; a share or territory left out is the whole, everywhere.
    kept = ("release", "icpn", "file")
    yield from (Change(*pair) for pair in pairs if pair[1] != pair[2] and (pair[2] or pair[0] not in kept))


def counted(rows: Iterable[Foreseen]) -> dict[What, int]:
    """How many lines of each kind."""
    found: dict[What, int] = {"new": 0, "changed": 0, "same": 0, "refused": 0}
    for row in rows:
        found[row.what] += 1
    return found
