"""Jobs of royalties: days are moved into files when they are over, late facts are noted."""

from django_tasks import task

from akkord.flow import clock

from . import moving
from .models import LateFact, Month


@task(priority=-5)
def move_days() -> None:
    """Move every day that is over and was not moved yet."""
    moving.move_due()


@task()
def note_late(
    recordings: list[int] | None = None,
    catalogue_of: int | None = None,
    sounds: list[int] | None = None,
    account: int | None = None,
) -> None:
    """Facts changed: closed months may have to be corrected."""
    said = {"recordings": recordings, "catalogue_of": catalogue_of, "sounds": sounds, "account": account}
    about = {name: value for name, value in said.items() if value}
    if about and Month.objects.filter(state=Month.State.CLOSED).exists():
        LateFact.objects.create(about=about, at=clock.now())
