"""What the feed does when something happens below."""

from django_tasks import task

from .actions import forget_reader


@task()
def forget_person(person: int) -> None:
    """Whoever has left for good leaves no choices behind."""
    forget_reader(person)
