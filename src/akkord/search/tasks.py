"""What fills the index: every few seconds what is new, at once what has changed."""

from django_tasks import task

from . import actions
from .rules import Kind


@task(priority=-1)
def catch_up() -> None:
    """What the rooms have new can be found within seconds."""
    actions.catch_up()


@task(priority=-1)
def look_again(kind: str, number: int) -> None:
    """Words of something have changed."""
    actions.look_again(Kind(kind), number)


@task()
def forget_person(person: int) -> None:
    """Whoever has left for good is not found any more."""
    actions.forget_owner(person)
