"""What the store does when something happens above."""

from django_tasks import task

from . import letting_go


@task(priority=-5)
def let_go(names: list[str]) -> None:
    """Files of who left for good go, unless somebody else holds them."""
    letting_go.let_go(names)
