"""What boards do when something happens below."""

from django_tasks import task

from .actions import forget_author


@task()
def forget_person(person: int) -> None:
    """Whoever has left for good leaves no words behind."""
    forget_author(person)
