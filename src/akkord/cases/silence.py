"""The jobs that wait: for a deadline of a proceeding, for the second person, for the end of a suspension."""

from django_tasks import task


@task(priority=20)
def silence_falls(proceeding_id: int) -> None:
    """Nobody has acted in time. Twice is once: what fell before is in the steps."""
    from .proceedings import let_silence_fall  # the action puts this job, so it stands above

    let_silence_fall(proceeding_id)


@task(priority=20)
def reverse_unconfirmed(approval_id: int) -> None:
    """A day has passed since one person acted alone. Twice is once."""
    from .proceedings import reverse_emergency

    reverse_emergency(approval_id)


@task(priority=20)
def suspension_ends(person_id: int) -> None:
    """The day of a suspension has come, or of strikes that run out. Twice is once."""
    from .suspending import weigh

    weigh(person_id)
