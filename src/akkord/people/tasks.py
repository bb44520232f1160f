"""What the calendar does with accounts."""

from django_tasks import task

from akkord.flow import clock

from .actions import erase, release
from .queries import due_to_be_erased, restraints_over


@task(priority=-5)
def erase_left() -> None:
    """Erase the accounts whose 30 days are over, each in a transaction of its own."""
    for person in due_to_be_erased(clock.now()):
        erase(person)


@task()
def end_restraints() -> None:
    """What the site holds against accounts ends on its day, each in a transaction of its own."""
    for restraint in restraints_over(clock.now()):
        release(restraint.pk, by_staff=False)
