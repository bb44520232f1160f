"""What walls do when something happens below, and now and then."""

from django_tasks import task

from . import actions


@task()
def forget_person(person: int) -> None:
    """Whoever has left for good leaves no words behind."""
    actions.forget_author(person)


@task()
def forget_deleted() -> None:
    """Words that were deleted and cannot be brought back any more are kept no longer."""
    actions.forget_deleted()


@task(priority=-2)
def fetch_card(post: int) -> None:
    """A post names an address."""
    actions.fetch(post)


@task(priority=-1)
def sign_receipts(post: int, mentions: list[int] | None = None) -> None:
    """A post was written or changed: its author's receipt is signed."""
    actions.sign_receipts(post)


@task()
def publish(later: int) -> None:
    """The time of a post that waited has come."""
    actions.publish_due(later)
