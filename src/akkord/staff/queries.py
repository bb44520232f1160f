"""What the operator's pages ask of the disk: what lies there by kind, and when it will be full."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from akkord.flow import clock

DAY = 24 * 3600
LOOKED_BACK = 30  # days the pace is worked out over
LAST_MEASURED = "last-measured.json"  # in the data folder; `tasks.measure_storage` writes it
LAST_BACKUP = "last-backup.json"  # in the data folder; `akkord manage backup` writes it
KINDS = (
    "database", "files", "copies", "renditions", "pictures", "prints", "log", "incoming", "mail", "upgrades",
)  # fmt: skip


@dataclass(frozen=True)
class Disk:
    """Bytes under the data folder's disk."""

    used: int
    free: int
    total: int

    @property
    def percent(self) -> int:
        return round(100 * self.used / self.total)


def disk() -> Disk:
    usage = shutil.disk_usage(Path(settings.DATA))
    return Disk(usage.used, usage.free, usage.total)


def last_backup() -> tuple[datetime, str] | None:
    """When the site was last backed up, and whereto; None when it never was."""
    place = Path(settings.DATA) / LAST_BACKUP
    if not place.exists():
        return None
    said = json.loads(place.read_text())
    return datetime.fromisoformat(said["at"]), said["to"]


@dataclass(frozen=True)
class Kind:
    """One kind of things: its bytes, and how many of them were written within the days looked back."""

    name: str
    held: int = 0
    new: int = 0


@dataclass(frozen=True)
class Storage:
    """Bytes by kind, largest first, and what the disk has left."""

    kinds: list[Kind]
    free: int
    days: int  # how far back `new` reaches

    @property
    def held(self) -> int:
        return sum(kind.held for kind in self.kinds)

    @property
    def a_day(self) -> int:
        return sum(kind.new for kind in self.kinds) // self.days

    @property
    def days_left(self) -> int | None:
        """At this pace; None when nothing grows."""
        return self.free // self.a_day if self.a_day else None


def storage() -> tuple[datetime, Storage] | None:
    """When what is held was last measured, and what was found; None before the first time."""
    place = Path(settings.DATA) / LAST_MEASURED
    if not place.exists():
        return None
    said = json.loads(place.read_text())
    kinds = [Kind(**kind) for kind in said["kinds"]]
    return datetime.fromisoformat(said["at"]), Storage(kinds, said["free"], said["days"])


def measured() -> Storage:
    """Walk the data folder once, in a job; what a database server holds is asked of it."""
    now = clock.now().timestamp()
    folder = Path(settings.DATA)
    files = list(_files(str(folder)))
    days = max(1, min(LOOKED_BACK, int((now - min((at for _, _, at in files), default=now)) / DAY)))
    held: dict[str, list[int]] = {}
    for path, size, at in files:
        sums = held.setdefault(_kind(Path(path).relative_to(folder)), [0, 0])
        sums[0] += size
        sums[1] += size if at >= now - days * DAY else 0
    if connection.vendor == "postgresql":
        held["database"] = [_database_bytes(), 0]
    kinds = [Kind(name, *sums) for name, sums in held.items()]
    kinds.sort(key=lambda kind: -kind.held)
    return Storage(kinds, shutil.disk_usage(folder).free, days)


def _files(folder: str) -> Iterator[tuple[str, int, float]]:
    """Path, bytes and time of writing of every file; what goes away meanwhile is left out."""
    for entry in os.scandir(folder):
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            else:
                said = entry.stat(follow_symlinks=False)
                yield entry.path, said.st_size, said.st_mtime
        except FileNotFoundError:
            continue


def _kind(path: Path) -> str:
    """The folder it lies in, or what a file at the top is part of."""
    first = path.parts[0]
    if path.match("files/incoming/*") or path.match("copies/incoming/*") or path.match("files/partial/*"):
        return "incoming"
    if first.startswith("akkord.sqlite3"):
        return "database"
    return first if first in KINDS else "other"


def _database_bytes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
    return int(size)
