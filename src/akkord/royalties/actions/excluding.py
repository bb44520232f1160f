"""Plays that a rule left out, and a person lets count after all."""

from typing import TYPE_CHECKING

from akkord.flow import clock
from akkord.royalties.errors import BadEntry, NotNow
from akkord.royalties.models import Exclusion, Month

if TYPE_CHECKING:
    from akkord.people.models import Person


def lift_exclusion(person: "Person", exclusion: Exclusion, why: str) -> None:
    """Let a play count, with the reason. Raises NotNow when its month is shared out, BadEntry without one."""
    if not why.strip():
        raise BadEntry("why")
    if exclusion.month.state in (Month.State.SHARED, Month.State.CLOSED):
        raise NotNow
    Exclusion.objects.filter(pk=exclusion.pk, lifted_at=None).update(
        lifted_at=clock.now(), lifted_by=person, lifted_why=why.strip()[:500]
    )
