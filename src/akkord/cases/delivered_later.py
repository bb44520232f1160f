"""What an act says of a catalogue "generally, and later": recordings delivered while it is in force."""

from django.db import transaction
from django.db.models import Max
from django_tasks import task

from akkord.catalogue import queries as catalogue
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
    over = found.closed_at is not None and not queries.is_in_force(found)
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
    )
    if queries.is_in_force(found):
        lay(found, [row], Actor(ActorClass.AUTOMATIC))
