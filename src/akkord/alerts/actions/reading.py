"""Reading what rang, choosing how to be told, forgetting what is old."""

from collections.abc import Mapping

from django.db import transaction

from akkord.alerts import queries
from akkord.alerts.models import Alert, Switch
from akkord.alerts.rules import KEPT, Kind, Way
from akkord.flow import clock, outbox
from akkord.people.queries import Person


@transaction.atomic
def read_all(person_id: int, up_to: int | None = None) -> None:
    """Everything that has rung (`up_to` this one) is read; open pages hear the number that is left."""
    rung = Alert.objects.filter(person_id=person_id, read_at=None)
    if up_to is not None:
        rung = rung.filter(pk__lte=up_to)
    if rung.update(read_at=clock.now()):
        outbox.tell(f"person:{person_id}", "alerts", waiting=queries.unread(person_id))


@transaction.atomic
def choose(person: Person, chosen: Mapping[tuple[Kind, Way], bool]) -> None:
    """How these kinds are told from now on; the others stay as they are."""
    for (kind, way), on in chosen.items():
        Switch.objects.update_or_create(person=person, kind=kind.value, way=way.value, defaults={"on": on})


def forget_old() -> None:
    """What rang long ago is gone."""
    Alert.objects.filter(at__lt=clock.now() - KEPT).delete()
