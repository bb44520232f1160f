"""What the calendar does with accounts."""

from django_tasks import task

from akkord.flow import clock

from .actions import erase
from .queries import due_to_be_erased


@task(priority=-5)
def erase_left() -> None:
    """Erase the accounts whose 30 days are over, each in a transaction of its own."""
    for person in due_to_be_erased(clock.now()):
        erase(person)
