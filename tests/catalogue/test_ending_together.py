"""Two workers at once: the delivery still ends, and nothing is owned twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from akkord.catalogue import actions, delivery_life
from akkord.catalogue.models import Delivery, DeliveryRow
from akkord.rights.models import Ownership
from akkord.rights.tasks import own_delivered
from catalogue import makers

pytestmark = pytest.mark.django_db(transaction=True)


def together(*deeds: Callable[[], object]) -> None:
    """All at the same moment; one after the other where the database has one writer (SQLite)."""
    if connection.vendor == "sqlite":
        for deed in deeds:
            deed()
        return
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> None:
        start.wait()
        try:
            deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        for done in [threads.submit(run, deed) for deed in deeds]:
            done.result()


@pytest.mark.parametrize("_time", range(5))
def test_lines_that_end_at_once_end_the_delivery(_time: int) -> None:
    label = makers.organisation()
    agent = makers.representative(label)
    lines = [f"{makers.isrc()},Song,Singer,,,{n}.flac" for n in range(4)]
    delivery = makers.deliver(agent, label, *lines)
    for n in range(4):
        actions.add_file(agent, delivery, f"{n}.flac", [b"%d" % n])
    for row in DeliveryRow.objects.filter(delivery=delivery):
        delivery_life.listen(row)
    rows = list(DeliveryRow.objects.filter(delivery=delivery))
    together(*(lambda row=row: delivery_life.go_live(row) for row in rows))  # type: ignore[misc]
    assert Delivery.objects.get(pk=delivery.pk).state == "live"


@pytest.mark.parametrize("_time", range(5))
def test_two_deliveries_of_a_recording_at_once_own_it_once(_time: int) -> None:
    label = makers.organisation()
    agent = makers.representative(label)
    recording = makers.recording(label)
    rows = [
        makers.deliver(agent, label, f"{recording.isrc},Song,Singer,,,x.flac").rows.get() for _ in range(3)
    ]
    together(*(lambda row=row: own_delivered.func(recording.pk, row.pk) for row in rows))  # type: ignore[misc]
    assert Ownership.objects.filter(recording=recording, withdrawn_at=None).count() == 1
