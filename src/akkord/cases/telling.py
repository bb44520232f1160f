"""Word to those whose uploads an order silenced: who, why, and where to contest it."""

from django_tasks import task

from akkord.flow import outbox
from akkord.music import queries as music

from .models import Order, OrderRow


@task(priority=5)
def tell_uploaders(order_id: int) -> None:
    """Tell every uploader of an executed order's recordings and files. Done twice it is heard twice."""
    order = Order.objects.get(pk=order_id)
    rows = OrderRow.objects.filter(order=order, block__isnull=False)
    recordings = [n for n in rows.values_list("recording_id", flat=True) if n]
    sounds = [n for n in rows.values_list("sound_id", flat=True) if n]
    for person in sorted(music.uploaders_of(recordings, sounds)):
        outbox.tell(f"person:{person}", "order", order=str(order.public_id), title=order.title)
