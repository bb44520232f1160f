"""The operator's audit: read the published log anew, and compare it with the database and with the rooms.

Files are read first and the database after, in one view: what is published was committed before, so a
site that goes on working meanwhile shows no false difference.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from akkord.flow import clock
from tilelog import tiles
from tilelog.audit import audit as audit_files
from tilelog.checkpoint import Checkpoint
from tilelog.client import FolderSource
from tilelog.errors import BadTile, NotServed
from tilelog.writer import LogFolder

from . import queries, rules
from .errors import CannotSign
from .key import signing_key
from .models import Entry, Opening, SignedHead
from .rules import Difference, Finding, Restriction, Salts
from .sequencing import log_folder

LATEST = timedelta(seconds=60)  # the promise of trust record §1.4
CHUNK = 500


@dataclass
class Report:
    """What an audit read, and every difference it found."""

    size: int = 0
    files: int = 0
    standing: int = 0
    restrictions: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.findings


def audit(restrictions: Iterable[Restriction]) -> Report:
    """Compare files, lines and restrictions. `restrictions` is read inside the audit's own view."""
    report, folder = Report(), log_folder()
    published = _read_files(folder, report)
    with _one_view():
        head = queries.signed_head()
        report.findings += _head(head, published)
        bodies = list(_bodies(folder, published.size if published else 0, report))
        report.findings += rules.order_differences(bodies)
        standing = rules.in_force(bodies)
        report.standing = len(standing)
        report.findings += _late()
        _openings(report)
        held = list(restrictions)
        report.restrictions = len(held)
        report.findings += rules.differences(standing, held, _salts(standing))
    return report


@contextmanager
def _one_view() -> Iterator[None]:
    """Everything inside sees the database at one instant."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _read_files(folder: LogFolder, report: Report) -> Checkpoint | None:
    """Every file of the log, recomputed as a stranger would; the published checkpoint if there is one."""
    head = queries.signed_head()
    if head is None or (not head.note and folder.read_checkpoint() is None):
        return None  # the key line is still waiting
    try:
        verifier = signing_key(head.origin).verifier
    except CannotSign as error:
        report.findings.append(Finding(Difference.KEY, f"{type(error).__name__}: {error}"))
        return None
    read = audit_files(FolderSource(folder.folder), verifier)
    report.files = read.files
    report.findings += [Finding(Difference.FILE, f"{found.path}: {found.problem}") for found in read.findings]
    report.size = read.checkpoint.size if read.checkpoint else 0
    return read.checkpoint


def _head(head: SignedHead | None, published: Checkpoint | None) -> Iterator[Finding]:
    if head is None:
        yield Finding(Difference.HEAD, "the log has not begun")
        return
    size = published.size if published else 0
    unpublished = head.signed_at is not None and clock.now() - head.signed_at > LATEST
    if size > head.size or (size < head.size and unpublished):
        yield Finding(Difference.HEAD, f"{size} lines are published, {head.size} remembered as signed")
    elif published and size == head.size and published.root.hex() != head.root:
        yield Finding(Difference.HEAD, f"the remembered root at size {size} is not the published one")


def _bodies(folder: LogFolder, size: int, report: Report) -> Iterator[Mapping[str, Any]]:
    """What every line says, oldest first: as published, else as the database has it."""
    leaves = _Leaves(folder, size)
    numbered = Entry.objects.exclude(number=None).order_by("number").select_related("prev", "order")
    rows = numbered.iterator(chunk_size=CHUNK)
    row, number = next(rows, None), 0
    while row is not None or number < size:
        leaf, mine = leaves.get(number), row if row and row.number == number else None
        report.findings += _line(mine, leaf, number)
        if leaf is not None or mine is not None:
            yield _said(leaf or bytes(mine.body if mine else b""))
        row, number = next(rows, None) if mine else row, number + 1
    for row in queries.waiting().iterator(chunk_size=CHUNK):
        report.findings += _line(row, None, None)
        yield _said(bytes(row.body))


class _Leaves:
    """Published entries, read bundle by bundle as the audit walks along."""

    def __init__(self, folder: LogFolder, size: int) -> None:
        self.folder, self.size = folder, size
        self.index, self.held = -1, list[bytes]()

    def get(self, number: int) -> bytes | None:
        """None beyond the published size, and where the files do not give it (which is a finding already)."""
        index, place = divmod(number, tiles.TILE_WIDTH)
        if number >= self.size:
            return None
        if index != self.index:
            self.index, self.held = index, self._read(index)
        return self.held[place] if place < len(self.held) else None

    def _read(self, index: int) -> list[bytes]:
        width = min(tiles.TILE_WIDTH, self.size - index * tiles.TILE_WIDTH)
        bundle = tiles.Bundle(index, width)
        try:
            return tiles.split_entries(bundle, self.folder.read_bundle(bundle))
        except (NotServed, BadTile):
            return []


def _line(row: Entry | None, published: bytes | None, number: int | None) -> Iterator[Finding]:
    """Whether a line's row is there and is what it was when it was written."""
    name = "a waiting line" if number is None else f"line {number}"
    if row is None:
        if published is None:
            yield Finding(Difference.NUMBERS, f"no line has number {number}")
        else:
            yield Finding(Difference.LINE_MISSING, f"{name} is not in the database", _said(published)["id"])
        return
    if published is not None and published != bytes(row.body):
        yield Finding(Difference.LINE_EDITED, f"{name} has other bytes in the database", row.public_id)
    said = _said(published or bytes(row.body))
    columns = {
        "id": row.public_id,
        "kind": row.kind,
        "ground": row.ground,
        "at": rules.stamp(row.at),
        "prev": row.prev.public_id if row.prev else "",
        "order_ref": row.order.public_id if row.order else "",
    }
    if other := [column for column, value in columns.items() if said.get(column, "") != value]:
        yield Finding(Difference.COLUMNS_EDITED, f"{name}: {', '.join(other)}", row.public_id, row.thing)


def _openings(report: Report) -> None:
    """Whether what is kept beside the log opens its commitments, and says what the rows say."""
    rows = Opening.objects.exclude(salt=None).select_related("entry").order_by("entry_id")
    for opening in rows.iterator(chunk_size=CHUNK):
        said, value = _said(bytes(opening.entry.body)), opening.value or ""
        promised = {"object": said["object"]["commitment"], "facts": said["facts_commitment"]}
        opened = rules.commitment(opening.field, bytes(opening.salt or b""), value)
        named = opening.field != "object" or value == opening.entry.thing
        if opened != promised.get(opening.field) or not named:
            report.findings.append(
                Finding(
                    Difference.OPENING_EDITED,
                    f"{opening.field} of line {opening.entry.number}",
                    opening.entry.public_id,
                    opening.entry.thing,
                )
            )


def _late() -> Iterator[Finding]:
    health = queries.health()
    if health.oldest_waiting and clock.now() - health.oldest_waiting > LATEST:
        yield Finding(
            Difference.LATE, f"{health.waiting} lines wait, the oldest since {health.oldest_waiting:%H:%M:%S}"
        )


def _salts(standing: Mapping[str, Any]) -> dict[str, Salts]:
    """What opens the commitments of the lines that stand."""
    names, salts = list(standing), {}
    for start in range(0, len(names), CHUNK):
        part = names[start : start + CHUNK]
        found = queries.openings_of(part)
        for name in part:
            fields = {field: opening.salt for field, opening in found.get(name, {}).items()}
            salts[name] = Salts(_bytes(fields.get("object")), _bytes(fields.get("facts")))
    return salts


def _bytes(salt: bytes | memoryview | None) -> bytes | None:
    return None if salt is None else bytes(salt)


def _said(body: bytes) -> Mapping[str, Any]:
    said: dict[str, Any] = json.loads(body)
    return said
