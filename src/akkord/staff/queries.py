"""What the operator's pages ask of the job queue and of the disk."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Count, QuerySet

from akkord.flow.models import Job

FAILED_SHOWN = 100
WAITING_SHOWN = 50


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


def jobs_by_state() -> dict[str, int]:
    """state → how many jobs stand in it; every state is named."""
    counted = dict(Job.objects.values_list("state").annotate(n=Count("pk")))
    return {state.value: counted.get(state.value, 0) for state in Job.State}


def failed_jobs() -> QuerySet[Job]:
    return Job.objects.filter(state=Job.State.FAILED).order_by("-finished_at", "-pk")[:FAILED_SHOWN]


def open_jobs() -> QuerySet[Job]:
    """What runs, then what waits, in the order it will be taken."""
    return Job.objects.filter(state__in=[Job.State.RUNNING, Job.State.WAITING]).order_by(
        "state", "-priority", "run_at", "pk"
    )[:WAITING_SHOWN]
