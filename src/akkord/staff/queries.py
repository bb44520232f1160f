"""What the operator's pages ask of the disk."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


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
