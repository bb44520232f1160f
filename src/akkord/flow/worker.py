"""The worker: takes due jobs, a few at a time, beats while they run, and stops without losing any.

One lane more than its width is kept for urgent jobs (the public log), so that long decoding never
delays them. What recurs (`settings.SCHEDULE`: task name → seconds) is put here, once however many workers.
"""

import os
import signal
import socket
import threading
import time
import uuid
from concurrent.futures import Future, ThreadPoolExecutor

import structlog
from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string

from . import clock, jobs
from .models import WorkerBeat

log = structlog.get_logger(__name__)

IDLE_SECONDS = 0.2
BEAT_SECONDS = 5.0
URGENT = 50


class Worker:
    """Runs jobs in `width` threads until told to stop; decoding happens in the box's own processes."""

    def __init__(self, width: int = 2) -> None:
        self.host = socket.gethostname()
        self.name = f"{self.host}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.width = width
        self.running: dict[Future[None], int] = {}
        self.due: dict[str, float] = dict.fromkeys(settings.SCHEDULE, 0.0)
        self.stopping = threading.Event()
        self.stirred = threading.Event()  # something may be done now, without waiting for the next look

    def announce(self, box: str, detail: str) -> None:
        """Leave the first sign of life, with what the box proved; take over what dead workers held."""
        jobs.release_dead(self.host, _processes())
        WorkerBeat.objects.create(
            worker=self.name,
            host=self.host,
            process=os.getpid(),
            seen_at=clock.now(),
            box=box,
            box_detail=detail,
        )

    def serve(self) -> None:
        """Work until SIGTERM or SIGINT, then finish what runs and go."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop())
        last_beat = 0.0
        with ThreadPoolExecutor(self.width + 1, thread_name_prefix="job") as pool:
            while not self.stopping.is_set():
                self._collect()
                if time.monotonic() - last_beat > BEAT_SECONDS:
                    jobs.beat(self.name, list(self.running.values()))
                    last_beat = time.monotonic()
                    self._put_recurring()
                if not self._start_one(pool):
                    self.stirred.wait(IDLE_SECONDS)
                    self.stirred.clear()
        WorkerBeat.objects.filter(pk=self.name).delete()

    def drain(self, most: int = 10_000) -> int:
        """Run due jobs one after the other in this thread until none is left (tests, seeding)."""
        done = 0
        while done < most and (job := jobs.take(self.name)) is not None:
            jobs.run(job, self.name)
            done += 1
        return done

    def _start_one(self, pool: ThreadPoolExecutor) -> bool:
        busy = len(self.running)
        if busy > self.width:
            return False
        job = jobs.take(self.name, URGENT if busy == self.width else -100)
        if job is None:
            return False
        future = pool.submit(self._work, job)
        self.running[future] = job.id
        future.add_done_callback(lambda _: self.stirred.set())  # what it enqueued is due at once
        return True

    def _stop(self) -> None:
        self.stopping.set()
        self.stirred.set()

    def _work(self, job: jobs.Taken) -> None:
        close_old_connections()
        started = time.monotonic()
        succeeded = jobs.run(job, self.name)
        report = log.info if succeeded else log.warning
        report("job", task=job.task, id=job.id, ok=succeeded, seconds=round(time.monotonic() - started, 3))

    def _put_recurring(self) -> None:
        for name, seconds in settings.SCHEDULE.items():
            if time.monotonic() >= self.due[name]:
                self.due[name] = time.monotonic() + seconds
                jobs.put(import_string(name), [], {}, dedupe=f"every:{name}")

    def _collect(self) -> None:
        for future in [f for f in self.running if f.done()]:
            del self.running[future]
            future.result()  # jobs.run answers for the task; what rises here is the queue's own fault


def _processes() -> set[int]:
    """Process ids alive on this host, as far as we can see."""
    if os.path.isdir("/proc"):
        return {int(name) for name in os.listdir("/proc") if name.isdigit()}
    return {beat.process for beat in WorkerBeat.objects.all() if _alive(beat.process)}


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
