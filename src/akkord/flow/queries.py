"""Reading what flow keeps: news for open pages, jobs and workers for the operator and for readiness."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Count, QuerySet

from . import clock
from .models import Job, News, WorkerBeat

WORKER_SILENCE = timedelta(seconds=30)  # a beat is due every five
FAILED_SHOWN = 100
WAITING_SHOWN = 50

# id, topic, kind, payload
Line = tuple[int, str, str, dict[str, object]]


def newest_news(limit: int) -> list[int]:
    """The latest ids, oldest first."""
    return list(News.objects.order_by("-pk").values_list("pk", flat=True)[:limit])[::-1]


def news_after(
    number: int, limit: int, *, except_for: Collection[int] = (), topics: Collection[str] | None = None
) -> list[Line]:
    """News written after `number`, oldest first; of these topics, or of all."""
    news = News.objects.filter(pk__gt=number).exclude(pk__in=except_for).order_by("pk")
    if topics is not None:
        news = news.filter(topic__in=topics)
    return list(news.values_list("pk", "topic", "kind", "payload")[:limit])


def oldest_news() -> int:
    """The first id that is still kept; 0 when nothing is."""
    return News.objects.order_by("pk").values_list("pk", flat=True).first() or 0


def jobs_by_state() -> dict[str, int]:
    """state → how many jobs stand in it; every state is named."""
    counted = dict(Job.objects.values_list("state").annotate(n=Count("pk")))
    return {state.value: counted.get(state.value, 0) for state in Job.State}


def is_running(dedupe: str) -> bool:
    """Whether a worker is at a job of this key, under a lease that has not run out."""
    running = Job.objects.filter(dedupe=dedupe, state=Job.State.RUNNING)
    return running.filter(lease_until__gte=clock.now()).exists()


def failed_jobs() -> QuerySet[Job]:
    return Job.objects.filter(state=Job.State.FAILED).order_by("-finished_at", "-pk")[:FAILED_SHOWN]


def open_jobs() -> QuerySet[Job]:
    """What runs, then what waits, in the order it will be taken."""
    return Job.objects.filter(state__in=[Job.State.RUNNING, Job.State.WAITING]).order_by(
        "state", "-priority", "run_at", "pk"
    )[:WAITING_SHOWN]


def workers() -> list[WorkerBeat]:
    """Workers heard of, the latest first."""
    return list(WorkerBeat.objects.order_by("-seen_at"))


def living_workers() -> list[WorkerBeat]:
    """Workers that gave a sign of life lately."""
    return [beat for beat in workers() if lives(beat)]


def lives(beat: WorkerBeat) -> bool:
    return clock.now() - beat.seen_at < WORKER_SILENCE
