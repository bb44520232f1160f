"""What a page says beside its fields: its short address, and when its owner was here."""

import re
from collections.abc import Iterable
from datetime import datetime

from akkord.people.models import Person, ShortAddress
from akkord.people.rules.addresses import tidy_address
from akkord.people.rules.privacy import Key

from .accounts import visible_people
from .privacy import STRANGER, allows

_NUMBER = re.compile(r"id\d{1,15}")


def number_at(address: str) -> int | None:
    """The person whose short address this is or was; None where it is nobody's or a community's."""
    held = ShortAddress.objects.filter(name=tidy_address(address))
    return held.values_list("owner_id", flat=True).first()


def numbers_at(addresses: Iterable[str]) -> dict[str, int]:
    """short address → whose it is or was; "id7" is whoever has the number."""
    wanted = {tidy_address(address) for address in addresses}
    rows = ShortAddress.objects.filter(name__in=wanted, owner__isnull=False)
    held: dict[str, int] = dict(rows.values_list("name", "owner_id"))
    numbered = {name: int(name[2:]) for name in wanted if _NUMBER.fullmatch(name)}
    there = set(visible_people().filter(pk__in=numbered.values()).values_list("pk", flat=True))
    return held | {name: number for name, number in numbered.items() if number in there}


def club_at(address: str) -> int | None:
    """The number of the community whose short address this is or was."""
    held = ShortAddress.objects.filter(name=tidy_address(address))
    return held.values_list("club", flat=True).first()


def club_address_of(club: int) -> str:
    """The short address a community shows, or "" ."""
    return ShortAddress.objects.filter(club=club, shown=True).values_list("name", flat=True).first() or ""


def club_addresses_of(club: int) -> list[ShortAddress]:
    """All that lead to a community, the shown one first."""
    return list(ShortAddress.objects.filter(club=club).order_by("-shown", "-since"))


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
