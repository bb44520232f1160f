"""Whose uploads are suspended: the one gate for everything that is sent in."""

from django.db.models import QuerySet

from akkord.flow import clock
from akkord.music.errors import UploadsSuspended
from akkord.music.models import UploadStop


def stop_of(person_id: int) -> UploadStop | None:
    """What keeps the account from sending anything in now."""
    found = UploadStop.objects.filter(person_id=person_id, until__gt=clock.now())
    return found.select_related("entry").first()


def stops() -> QuerySet[UploadStop]:
    """All of them, also those whose day has come and whose end nobody has written yet."""
    return UploadStop.objects.select_related("entry").order_by("pk")


def check_may_send(person_id: int) -> None:
    """Raises UploadsSuspended."""
    stop = stop_of(person_id)
    if stop is not None:
        raise UploadsSuspended(stop.until, line_name(stop))


def line_name(stop: UploadStop) -> str:
    """The number of its line in the log; its id for the seconds until it has one."""
    if stop.entry is None:
        return "–"
    return stop.entry.public_id if stop.entry.number is None else str(stop.entry.number)
