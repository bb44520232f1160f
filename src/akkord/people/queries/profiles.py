"""What a page says beside its fields: its short address, and when its owner was here."""

from datetime import datetime

from akkord.people.models import Person, ShortAddress
from akkord.people.rules.addresses import tidy_address
from akkord.people.rules.privacy import Key

from .privacy import STRANGER, allows


def number_at(address: str) -> int | None:
    """Whose short address this is or was."""
    held = ShortAddress.objects.filter(name=tidy_address(address))
    return held.values_list("owner_id", flat=True).first()


def address_of(person_id: int) -> str:
    """The short address a person shows, or "" ."""
    shown = ShortAddress.objects.filter(owner_id=person_id, shown=True)
    return shown.values_list("name", flat=True).first() or ""


def addresses_of(person_id: int) -> list[ShortAddress]:
    """All that lead to a person, the shown one first."""
    return list(ShortAddress.objects.filter(owner_id=person_id).order_by("-shown", "-since"))


def last_seen(viewer_id: int | None, owner: Person) -> datetime | None:
    """When the owner was here last, where each shows it to the other: who hides theirs sees nobody's."""
    if viewer_id is None or not allows(viewer_id, owner.pk, Key.SEEN):
        return None
    shown_back = viewer_id in (owner.pk, STRANGER) or allows(owner.pk, viewer_id, Key.SEEN)
    return owner.seen_at if shown_back else None
