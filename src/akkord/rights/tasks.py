"""What rights does when something has happened elsewhere."""

from django_tasks import task

from akkord.catalogue import queries as catalogue

from .actions import own_by_delivery


@task(priority=5)
def own_delivered(recording: int, delivery_row: int) -> None:
    """A recording was delivered: its deliverer has standing as owner, by the delivered reference."""
    row = catalogue.delivered_row(delivery_row)
    own_by_delivery(
        row.delivery.person, recording, row.delivery.organisation, row.share, row.territory, row.delivery_id
    )
