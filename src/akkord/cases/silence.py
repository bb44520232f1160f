"""The job that waits for a deadline of a proceeding and records what silence brought."""

from django_tasks import task


@task(priority=20)
def silence_falls(proceeding_id: int) -> None:
    """Nobody has acted in time. Twice is once: what fell before is in the steps."""
    from .proceedings import let_silence_fall  # the action puts this job, so it stands above

    let_silence_fall(proceeding_id)
