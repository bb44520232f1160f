"""Housekeeping of flow itself."""

from datetime import timedelta

from django_tasks import task

from . import clock, jobs, once
from .models import News

NEWS_KEPT = timedelta(days=1)


@task(priority=-10)
def forget_done() -> None:
    """Clear finished jobs, answers and news nobody will ask for any more."""
    jobs.forget_done()
    once.forget()
    News.objects.filter(at__lt=clock.now() - NEWS_KEPT).delete()
