"""Jobs of the catalogue that recur."""

from django.conf import settings
from django_tasks import task

from . import batches


@task()
def watch_deliveries() -> None:
    """Take in the batches that lie complete in the folders of their senders."""
    if settings.DELIVERIES:
        batches.take_folders()
