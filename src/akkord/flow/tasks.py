"""Housekeeping of flow itself."""

from datetime import timedelta

from django_tasks import task

from . import clock, jobs
from .models import News

NEWS_KEPT = timedelta(days=1)


@task(priority=-10)
def forget_done() -> None:
    """Clear finished jobs and news nobody will ask for any more."""
    jobs.forget_done()
    News.objects.filter(at__lt=clock.now() - NEWS_KEPT).delete()
