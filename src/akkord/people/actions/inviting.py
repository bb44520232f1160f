"""Invitations: a link that makes friends."""

import secrets

from django.db import transaction

from akkord.flow import clock
from akkord.people import queries
from akkord.people.errors import NoSuchInvitation
from akkord.people.models import Invitation, Person

from .friends import befriend


@transaction.atomic
def renew_invitation(owner: Person) -> str:
    """A link to hand out; the one before leads nowhere from now on."""
    revoke_invitation(owner)
    made = Invitation.objects.create(owner=owner, token=secrets.token_urlsafe(18), made_at=clock.now())
    return made.token


def revoke_invitation(owner: Person) -> None:
    """The link that was handed out leads nowhere from now on."""
    Invitation.objects.filter(owner=owner, revoked_at=None).update(revoked_at=clock.now())


@transaction.atomic
def take_up_invitation(guest: Person, token: str) -> Person:
    """Be friends with whoever handed the link out; their own link leads to themselves and does nothing.

    Raises NoSuchInvitation, also where either blocks the other.
    """
    owner = queries.inviter(token)
    if owner is None or queries.blocked_among(guest.pk, [owner.pk]):
        raise NoSuchInvitation
    if owner.pk != guest.pk:
        befriend(guest, owner)
    return owner
