"""Who may see what of a person, and whom they keep out: their own acts, and so none of the public log's."""

from collections.abc import Mapping

from django.db import transaction

from akkord.flow import clock
from akkord.people import queries
from akkord.people.errors import BadAudience, OneselfFollowed
from akkord.people.models import Block, Choice, Person
from akkord.people.rules.privacy import DEFAULTS, Audience, Key, Level

from .friends import part_for_good


@transaction.atomic
def choose_audiences(owner: Person, chosen: Mapping[Key, Audience]) -> None:
    """Set these keys; the others stay as they are. Raises BadAudience, and then none is set."""
    lists = {each.pk for each in queries.lists_of(owner.pk)}
    for key, audience in chosen.items():
        _choose(owner, key, audience, lists)


def _choose(owner: Person, key: Key, audience: Audience, own_lists: set[int]) -> None:
    naming = audience.level in (Level.LISTS, Level.EXCEPT)
    if audience.lists - own_lists or owner.pk in audience.people:
        raise BadAudience
    if naming and not (audience.lists or audience.people):
        raise BadAudience
    if not naming and audience.level == DEFAULTS[key]:
        Choice.objects.filter(owner=owner, key=key).delete()
        return
    said = {
        "level": audience.level,
        "lists": sorted(audience.lists) if naming else [],
        "people": sorted(audience.people) if naming else [],
    }
    Choice.objects.update_or_create(owner=owner, key=key, defaults=said)


def close_page(owner: Person, *, closed: bool) -> None:
    """One switch: the page is for friends, whatever else is chosen; or as chosen again."""
    Person.objects.filter(pk=owner.pk).update(closed=closed)
    owner.closed = closed


@transaction.atomic
def block(owner: Person, blocked: Person) -> None:
    """Neither sees the other from now on, and nothing is left between them. Twice is once.

    Anybody's number may be blocked; whose page is not for the owner stays without a name in their list, so
    that a number buys nobody a name. Raises OneselfFollowed.
    """
    if owner.pk == blocked.pk:
        raise OneselfFollowed
    known = queries.allows(owner.pk, blocked.pk, Key.PAGE)
    defaults = {"since": clock.now(), "known": known}
    Block.objects.get_or_create(owner=owner, blocked=blocked, defaults=defaults)
    part_for_good(owner, blocked)


def unblock(owner: Person, blocked_id: int) -> None:
    """They see each other again, as two who have nothing to do with each other."""
    Block.objects.filter(owner=owner, blocked_id=blocked_id).delete()
