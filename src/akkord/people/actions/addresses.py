"""Short addresses of people and of communities: chosen, changed, no longer shown."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from akkord.flow import clock
from akkord.people import errors
from akkord.people.models import Person, ShortAddress
from akkord.people.rules.addresses import PAUSE, fault_of, likeness, tidy_address

MOST_ADDRESSES = 5  # the shown one and those before it


def choose_address(person: Person, text: str) -> str:
    """Show /<name> beside /id<n>; one had before can be shown again. The name as it is kept.

    Raises AddressMisshapen, AddressReserved, AddressTaken (a look-alike, too), AddressTooSoon,
    TooManyAddresses.
    """
    return _choose({"owner": person}, text)


def choose_club_address(club: int, text: str) -> str:
    """The same for a community, whose keeper has been asked for by the room above."""
    return _choose({"club": club}, text)


def drop_address(person: Person) -> None:
    """Show no short address; it stays the person's."""
    ShortAddress.objects.filter(owner=person, shown=True).update(shown=False)


def drop_club_address(club: int) -> None:
    """Show none of the community; it stays the community's."""
    ShortAddress.objects.filter(club=club, shown=True).update(shown=False)


def _choose(holder: dict[str, Any], text: str) -> str:
    name, now = tidy_address(text), clock.now()
    fault = fault_of(name)
    if fault:
        raise errors.AddressMisshapen if fault == "shape" else errors.AddressReserved
    try:
        with transaction.atomic():
            _show(holder, name, now)
    except IntegrityError as taken:  # somebody else's in this moment
        raise errors.AddressTaken from taken
    return name


def _show(holder: dict[str, Any], name: str, now: datetime) -> None:
    own = list(ShortAddress.objects.filter(**holder))
    shown = next((each for each in own if each.shown), None)
    if shown is not None and shown.name == name:
        return
    if shown is not None and now - shown.since < PAUSE:
        raise errors.AddressTooSoon
    before = next((each for each in own if each.name == name), None)
    if before is None and len(own) >= MOST_ADDRESSES:
        raise errors.TooManyAddresses
    alike, numbers = likeness(name), [each.pk for each in own]
    if ShortAddress.objects.filter(likeness=alike).exclude(pk__in=numbers).exists():
        raise errors.AddressTaken
    theirs = ShortAddress.objects.filter(pk__in=numbers)
    theirs.filter(shown=True).update(shown=False)
    # Their own look-alike gives way: both would lead to the same page, but a likeness is given out once.
    theirs.filter(likeness=alike).exclude(name=name).delete()
    ShortAddress.objects.update_or_create(
        name=name, **holder, defaults={"likeness": alike, "since": now, "shown": True}
    )
