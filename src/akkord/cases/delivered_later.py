"""What an act says of a catalogue "generally, and later": recordings delivered while it is in force."""

from django.db import transaction
from django.db.models import Max
from django_tasks import task

from akkord.catalogue import queries as catalogue
from akkord.flow import clock
from akkord.ledger.rules import Actor, ActorClass

from . import proceeding_queries as queries
from .carrying_out import lay
from .models import OrderRow, Proceeding, ProceedingRow


@task(priority=10)
def extend_acts(recording: int, delivery_row: int) -> None:
    """Put a delivered recording under every act that reaches it. Twice is once."""
    delivered = catalogue.recording_by_number(recording)
    reaching = Proceeding.objects.filter(organisation=delivered.organisation_id, facts__later=True)
    for public_id in reaching.order_by("pk").values_list("public_id", flat=True):
        with transaction.atomic():
            _extend(queries.locked(public_id), delivered)


def _extend(found: Proceeding, delivered: catalogue.Recording) -> None:
    in_force = queries.is_in_force(found)
    over = found.closed_at is not None and not in_force
    if over or found.rows.filter(recording=delivered).exists():
        return
    last = found.rows.aggregate(last=Max("line"))["last"] or 0
    row = ProceedingRow.objects.create(
        proceeding=found,
        line=last + 1,
        given=f"recording {delivered.pk}",
        found=OrderRow.Found.RECORDING,
        recording=delivered,
        note=str(delivered)[:300],
        decided_at=clock.now() if in_force else None,  # the line of the list does not count it
    )
    if in_force:
        lay(found, [row], Actor(ActorClass.AUTOMATIC))
