"""Reading what rang, choosing how to be told, forgetting what is old."""

from collections.abc import Mapping

from django.db import transaction

from akkord.alerts.models import Alert, Switch
from akkord.alerts.rules import KEPT, Kind, Way
from akkord.flow import clock, outbox
from akkord.people.queries import Person


@transaction.atomic
def read_all(person_id: int) -> None:
    """Everything that has rung is read; the number in the menu goes on all open pages."""
    if Alert.objects.filter(person_id=person_id, read_at=None).update(read_at=clock.now()):
        outbox.tell(f"person:{person_id}", "alerts", waiting=0)


@transaction.atomic
def choose(person: Person, chosen: Mapping[tuple[Kind, Way], bool]) -> None:
    """How these kinds are told from now on; the others stay as they are."""
    for (kind, way), on in chosen.items():
        Switch.objects.update_or_create(person=person, kind=kind.value, way=way.value, defaults={"on": on})


def forget_old() -> None:
    """What rang long ago is gone."""
    Alert.objects.filter(at__lt=clock.now() - KEPT).delete()
