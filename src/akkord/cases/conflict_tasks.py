"""The jobs of conflicts: looking when ownership changed, reminding, and what silence does."""

from django_tasks import task


@task(priority=5)
def look(recording: int) -> None:
    """Who owns a recording has changed: open, follow or end its conflict. Twice is once."""
    from .conflicts import look_at  # the action puts the jobs below, so it stands above

    look_at(recording)


@task(priority=5)
def remind(conflict: int) -> None:
    """Some parties have not answered yet."""
    from .conflicts import remind_silent

    remind_silent(conflict)


@task(priority=5)
def silence(conflict: int) -> None:
    """The time to answer is over."""
    from .conflicts import let_lapse

    let_lapse(conflict)
