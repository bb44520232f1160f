"""The job queue: task functions of the django-tasks interface, kept in the site's own database.

A job is written in the transaction that makes it necessary, so neither can exist without the other.
A worker takes it under a lease, beats while it runs, and a lease that ran out is taken by another
worker: a job runs at least once, and every task function makes its effect happen once
(see `lives.move`). Both kept database queues lost or stuck a job after kill -9; this one may not.
"""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus

from . import clock
from .models import Job, WorkerBeat

LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 8
# 1 s, 4 s, 16 s … up to 15 minutes between tries.
BACKOFF_BASE = 4.0
BACKOFF_MOST = timedelta(minutes=15)


@dataclass(frozen=True)
class Taken:
    """A job this worker holds the lease of."""

    id: int
    task: str
    args: list[Any]
    kwargs: dict[str, Any]
    attempt: int


class DatabaseBackend(BaseTaskBackend):
    """Keeps enqueued tasks in the Job table of the default database."""

    supports_defer = True
    supports_priority = True

    def enqueue(self, task: Task, args: Sequence[Any], kwargs: dict[str, Any]) -> TaskResult:  # type: ignore[override, type-arg]
        job = put(task, list(args), dict(kwargs))
        return TaskResult(
            task=task,
            id=str(job.pk),
            status=TaskResultStatus.READY,
            enqueued_at=job.enqueued_at,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def put(
    task: Task,  # type: ignore[type-arg]
    args: list[Any],
    kwargs: dict[str, Any],
    *,
    at: datetime | None = None,
    dedupe: str | None = None,
) -> Job:
    """Enqueue one call in the current transaction; with `dedupe`, an equal waiting job is reused."""
    moment = clock.now()
    fields = {
        "task": task.module_path,
        "arguments": {"args": args, "kwargs": kwargs},
        "priority": task.priority,
        "run_at": at or task.run_after or moment,
        "dedupe": dedupe,
        "enqueued_at": moment,
    }
    if dedupe is None:
        return Job.objects.create(**fields)
    return _put_once(fields)


def see_to(task: Task, args: list[Any], key: str) -> None:  # type: ignore[type-arg]
    """Have something made by a job of this key, unless one waits or is making it at this moment: who asks
    again and again for what takes long has it made once. Not for what changes meanwhile: that is `put`."""
    if key not in unfinished(key):
        put(task, args, {}, dedupe=key)


def unfinished(prefix: str) -> set[str]:
    """Keys that begin so, of jobs that wait or run."""
    going = Job.objects.filter(state__in=(Job.State.WAITING, Job.State.RUNNING), dedupe__startswith=prefix)
    return {key for key in going.values_list("dedupe", flat=True) if key is not None}


@transaction.atomic
def _put_once(fields: dict[str, Any]) -> Job:
    """The waiting job of this key, held until our transaction ends, or a new one.

    Held, because a worker that took it before our commit would run without seeing what we changed.
    """
    waiting = Job.objects.filter(dedupe=fields["dedupe"], state=Job.State.WAITING)
    if connection.features.has_select_for_update:
        waiting = waiting.select_for_update()
    while True:
        if (job := waiting.first()) is not None:
            return job
        try:
            with transaction.atomic():
                return Job.objects.create(**fields)
        except IntegrityError:  # another process put the same job meanwhile: look again
            continue


def take(worker: str, least_priority: int = -100) -> Taken | None:
    """Take the next due job under a lease, or one whose lease ran out; None when there is nothing."""
    moment = clock.now()
    due = Q(state=Job.State.WAITING, run_at__lte=moment) | Q(state=Job.State.RUNNING, lease_until__lt=moment)
    wanted = Job.objects.filter(priority__gte=least_priority)
    if not wanted.filter(due).exists():  # an idle worker takes no write lock
        return None
    with transaction.atomic():
        ripe = wanted.order_by("-priority", "run_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            ripe = ripe.select_for_update(skip_locked=True)
        job = (
            ripe.filter(state=Job.State.RUNNING, lease_until__lt=moment).first()
            or ripe.filter(state=Job.State.WAITING, run_at__lte=moment).first()
        )
        if job is None:
            return None
        if job.attempts >= MOST_ATTEMPTS:  # it took its worker down with it every time
            Job.objects.filter(pk=job.pk).update(
                state=Job.State.FAILED, finished_at=moment, error=job.error or "the worker died each time"
            )
            return None
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.RUNNING, worker=worker, lease_until=moment + LEASE, attempts=job.attempts + 1
        )
    return Taken(job.pk, job.task, job.arguments["args"], job.arguments["kwargs"], attempt=job.attempts + 1)


def run(job: Taken, worker: str) -> bool:
    """Run a taken job to its end and record it; True when it succeeded.

    The one place that catches everything: what a task function lets rise is recorded and retried.
    """
    try:
        import_string(job.task).func(*job.args, **job.kwargs)
    except Exception:
        _put_back(job, worker, traceback.format_exc(limit=12))
        return False
    Job.objects.filter(pk=job.id, worker=worker, state=Job.State.RUNNING).update(
        state=Job.State.DONE, finished_at=clock.now(), lease_until=None, error=""
    )
    return True


def _put_back(job: Taken, worker: str, error: str) -> None:
    moment = clock.now()
    mine = Job.objects.filter(pk=job.id, worker=worker, state=Job.State.RUNNING)
    if job.attempt >= MOST_ATTEMPTS:
        mine.update(state=Job.State.FAILED, finished_at=moment, lease_until=None, error=error)
        return
    wait = min(timedelta(seconds=BACKOFF_BASE ** (job.attempt - 1)), BACKOFF_MOST)
    try:
        with transaction.atomic():
            mine.update(state=Job.State.WAITING, run_at=moment + wait, lease_until=None, error=error)
    except IntegrityError:  # an equal job has been put since; that one stands for both
        mine.update(state=Job.State.DONE, finished_at=moment, lease_until=None, error=error)


def beat(worker: str, running: list[int]) -> None:
    """Extend the leases of `running` and leave a sign of life."""
    moment = clock.now()
    Job.objects.filter(pk__in=running, worker=worker, state=Job.State.RUNNING).update(
        lease_until=moment + LEASE
    )
    WorkerBeat.objects.filter(pk=worker).update(seen_at=moment)


def release_dead(host: str, alive: set[int]) -> int:
    """Free at once the leases of workers of this host whose process is gone; how many jobs."""
    dead = [b.worker for b in WorkerBeat.objects.filter(host=host) if b.process not in alive]
    freed = Job.objects.filter(worker__in=dead, state=Job.State.RUNNING).update(lease_until=clock.now())
    WorkerBeat.objects.filter(pk__in=dead).delete()
    return freed


def retry(job_id: int) -> bool:
    """The operator asks for a failed job once more."""
    return bool(
        Job.objects.filter(pk=job_id, state=Job.State.FAILED).update(
            state=Job.State.WAITING, attempts=0, run_at=clock.now(), finished_at=None
        )
    )


def forget_done(older_than: timedelta = timedelta(days=3)) -> int:
    """Clear finished jobs; failed ones stay until somebody looked."""
    return Job.objects.filter(state=Job.State.DONE, finished_at__lt=clock.now() - older_than).delete()[0]
