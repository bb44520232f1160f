"""What communities do when something happens below, and now and then."""

from django_tasks import task

from . import actions


@task()
def forget_person(person: int) -> None:
    """Whoever has left for good belongs nowhere."""
    actions.forget_member(person)


@task(priority=-5)
def fix_logs() -> None:
    """Days of communities' logs that are over become lines of the public log."""
    actions.fix_days()


@task()
def remind() -> None:
    """Events that begin within a day are told to who comes."""
    actions.remind()
