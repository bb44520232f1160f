"""Freezing one's account; leaving for good, with a month to think again; what is left of whoever left."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q

from akkord.flow import clock, outbox
from akkord.people.models import (
    Block,
    Choice,
    Device,
    Follow,
    FriendList,
    FriendRequest,
    Friendship,
    Invitation,
    Listed,
    Person,
    ShortAddress,
    SignIn,
    Token,
)

from .profile import EDITABLE

GRACE = timedelta(days=30)
EMPTY = dict.fromkeys(EDITABLE, "") | {
    "born": None,
    "born_year_shown": True,
    "status_plays": False,
    "face": None,
    "seen_at": None,
    "last_login": None,
    "is_staff": False,
    "leaving_at": None,
    "frozen_at": None,
}


@transaction.atomic
def freeze(person: Person) -> None:
    """Be nowhere to be seen until one comes back; nothing is lost."""
    Person.objects.filter(pk=person.pk).update(frozen_at=clock.now())
    end_sessions(person, besides="")


@transaction.atomic
def leave(person: Person) -> None:
    """Be gone at once for everybody, and erased in 30 days unless one comes back."""
    Person.objects.filter(pk=person.pk).update(leaving_at=clock.now() + GRACE)
    Token.objects.filter(person=person, revoked_at=None).update(revoked_at=clock.now())
    Device.objects.filter(person=person, revoked_at=None).update(revoked_at=clock.now(), sealed="")
    end_sessions(person, besides="")


def come_back(person: Person) -> None:
    """As if one had not frozen the account, or meant to leave."""
    Person.objects.filter(pk=person.pk).update(frozen_at=None, leaving_at=None)


def end_sessions(person: Person, *, besides: str, only: int | None = None) -> int:
    """Sign out every browser but the one whose session key is `besides`, or `only` one; how many.

    Their open pages hear of it and ask who they are.
    """
    there = UserSession.objects.filter(user=person).exclude(session_key=besides)
    ended = list(there.filter(pk=only) if only is not None else there)
    for session in ended:
        session.end()
    if ended:
        with transaction.atomic():
            outbox.tell(f"person:{person.pk}", "sessions")
    return len(ended)


@transaction.atomic
def erase(person: Person) -> None:
    """Nothing is left of a person but a number that others' rows point to; the rooms above hear of it.

    What the public log holds of them are hashes, and stays.
    """
    number, nobody = person.pk, f"gone-{person.pk}@invalid"
    Person.objects.filter(pk=number).update(
        **EMPTY, email=nobody, password="!", gone_at=clock.now(), closed=False
    )
    Friendship.objects.filter(Q(person=number) | Q(friend=number)).delete()
    FriendRequest.objects.filter(Q(asker=number) | Q(asked=number)).delete()
    Follow.objects.filter(Q(follower=number) | Q(followed=number)).delete()
    Block.objects.filter(Q(owner=number) | Q(blocked=number)).delete()
    Listed.objects.filter(person=number).delete()
    FriendList.objects.filter(owner=number).delete()
    Choice.objects.filter(owner=number).delete()
    Invitation.objects.filter(owner=number).delete()
    ShortAddress.objects.filter(owner=number).delete()
    Token.objects.filter(person=number).delete()
    Device.objects.filter(person=number).delete()
    SignIn.objects.filter(person=number).delete()
    EmailAddress.objects.filter(user=number).delete()
    Authenticator.objects.filter(user=number).delete()
    end_sessions(person, besides="")
    outbox.announce("person_gone", person=number)
