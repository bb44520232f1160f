"""What rights does when something has happened elsewhere."""

from django.db import transaction
from django_tasks import task

from akkord.catalogue import queries as catalogue
from akkord.catalogue.actions import finish_message
from akkord.catalogue.errors import CatalogueError
from akkord.catalogue.models import ReleaseMessage

from .actions import license_by_message, own_by_delivery
from .errors import RightsError


@task(priority=5)
def own_delivered(recording: int, delivery_row: int) -> None:
    """A recording was delivered: its deliverer has standing as owner, by the delivered reference."""
    row = catalogue.delivered_row(delivery_row)
    own_by_delivery(
        row.delivery.person, recording, row.delivery.organisation, row.share, row.territory, row.delivery_id
    )


@task(priority=5)
def license_delivered(message: int) -> None:
    """A DDEX message was taken into the catalogue: its deals become facts, or it is said why not."""
    found = catalogue.message_by_number(message)
    if found.state != ReleaseMessage.State.CATALOGUED:
        return
    try:
        with transaction.atomic():
            license_by_message(found)
            finish_message(found)
    except (CatalogueError, RightsError) as refused:
        finish_message(found, f"not_licensed {refused}")
