"""What care does when something happens below."""

from django_tasks import task

from .actions import take_up_messages


@task()
def take_up(report: int) -> None:
    """Messages a member showed the staff wait with everything else."""
    take_up_messages(report)
