"""What communities do when something happens below, and every hour."""

from django_tasks import task

from .actions import fix_days, forget_member


@task()
def forget_person(person: int) -> None:
    """Whoever has left for good belongs nowhere."""
    forget_member(person)


@task(priority=-5)
def fix_logs() -> None:
    """Days of communities' logs that are over become lines of the public log."""
    fix_days()
