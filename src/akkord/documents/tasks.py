"""What documents do when something happens below."""

from django_tasks import task

from .actions import forget_owner


@task()
def forget_person(person: int) -> None:
    """Whoever has left for good leaves no documents behind."""
    forget_owner(person)
