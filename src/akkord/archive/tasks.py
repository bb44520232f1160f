"""What archives do when something happens below, and once a day."""

from django_tasks import task

from . import actions


@task()
def forget_person(person: int) -> None:
    """Whoever has left for good leaves nothing they brought."""
    actions.forget(person)


@task(priority=-1)
def tidy() -> None:
    """What nobody said yes to goes; what was awaited and has come gets its place."""
    actions.tidy()
