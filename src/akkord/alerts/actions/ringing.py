"""Ringing: something happened that is a person's business."""

from django.db import transaction

from akkord.alerts import queries
from akkord.alerts.models import Alert
from akkord.alerts.rules import Kind, Way
from akkord.flow import clock, outbox
from akkord.people import queries as people


@transaction.atomic
def ring(person_id: int, kind: Kind, thing: str, who: int | None = None) -> None:
    """Tell a person once that `who` did something; nobody is told of themselves, or of whom they block.

    Whether they may see what it is about is asked when they read it.
    """
    if person_id == who or (who is not None and people.blocked_among(person_id, [who])):
        return
    if not queries.wants(person_id, kind, Way.PAGE):
        return
    if who is None:  # the site tells of such a thing anew once one has read of the last
        alike = Alert.objects.filter(person_id=person_id, kind=kind.value, who=None, thing=thing)
        alike.filter(read_at__isnull=False).delete()
    row, new = Alert.objects.get_or_create(
        person_id=person_id, kind=kind.value, who_id=who, thing=thing, defaults={"at": clock.now()}
    )
    if new:
        outbox.tell(f"person:{person_id}", "alerts", waiting=queries.unread(person_id))
        if queries.wants(person_id, kind, Way.PUSH) and queries.endpoints_of(person_id):
            outbox.announce("alert_rung", alert=row.pk, person=person_id)
