"""Shares: of one person, and by their address for anybody until they expire."""

from django.db.models import Q

from akkord.flow import clock
from akkord.music.errors import NoSuchShare
from akkord.music.models import Share
from akkord.people import queries as people


def shares_of(person_id: int) -> list[Share]:
    """Somebody's own, the newest first; expired ones, too."""
    return list(Share.objects.filter(person_id=person_id).select_related("person").order_by("-pk"))


def share_of(person_id: int, number: int) -> Share:
    """One of somebody's own. Raises NoSuchShare."""
    found = Share.objects.select_related("person").filter(person_id=person_id, pk=number).first()
    if found is None:
        raise NoSuchShare
    return found


def open_share(code: str) -> Share:
    """What stands under an address now, of somebody who is here. Raises NoSuchShare."""
    stands = Q(expires_at=None) | Q(expires_at__gt=clock.now())
    theirs = Q(person__in=people.visible_people())
    found = Share.objects.select_related("person").filter(stands & theirs, code=code).first()
    if found is None:
        raise NoSuchShare
    return found
