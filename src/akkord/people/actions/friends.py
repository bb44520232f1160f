"""Reading each other and being friends.

A request makes its sender a follower at once; declined, the sender stays one and may still be accepted. A
friendship that one side ends leaves the other a follower in the same way, so the act can be undone.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from akkord.flow import clock, outbox
from akkord.people import queries
from akkord.people.errors import NoSuchPerson, NoSuchRequest, NotWanted, OneselfFollowed, TooManyAsked
from akkord.people.models import Follow, FriendRequest, Friendship, Person
from akkord.people.rules.privacy import Key

MOST_ASKED_A_DAY = 60


@transaction.atomic
def follow(follower: Person, followed: Person) -> None:
    """Read another's posts from now on; it asks for nothing. Twice is once.

    Raises OneselfFollowed, NoSuchPerson (whose page the follower may not see).
    """
    if follower.pk == followed.pk:
        raise OneselfFollowed
    if not queries.allows(follower.pk, followed.pk, Key.PAGE):
        raise NoSuchPerson(followed.pk)
    if _read(follower, followed):
        outbox.tell(f"person:{followed.pk}", "followed", by=follower.pk, name=follower.name)


def unfollow(follower: Person, followed: Person) -> None:
    """Read them no longer; friends stay friends."""
    Follow.objects.filter(follower=follower, followed=followed).delete()


@transaction.atomic
def ask(asker: Person, asked: Person) -> bool:
    """Ask to be friends, or be friends at once with whoever has asked before; True then. Twice is once.

    Raises OneselfFollowed, NoSuchPerson, NotWanted, TooManyAsked.
    """
    if asker.pk == asked.pk:
        raise OneselfFollowed
    if queries.are_friends(asker.pk, asked.pk):
        return True
    if FriendRequest.objects.filter(asker=asked, asked=asker).exists():
        _befriend(asker, asked)
        return True
    open_keys = queries.open_to(asker.pk, asked.pk)
    if Key.PAGE not in open_keys:
        raise NoSuchPerson(asked.pk)
    if Key.ASK not in open_keys:
        raise NotWanted
    _check_rate(asker, asked)
    _, new = FriendRequest.objects.get_or_create(asker=asker, asked=asked, defaults={"since": clock.now()})
    if new:
        _read(asker, asked)
        outbox.tell(f"person:{asked.pk}", "asked", by=asker.pk, name=asker.name)
        outbox.announce("friend_asked", asker=asker.pk, asked=asked.pk)
        _tell_waiting(asked)
    return False


def _check_rate(asker: Person, asked: Person) -> None:
    """Strangers are not rung by the hundred; asking somebody again costs nothing."""
    made = FriendRequest.objects.filter(asker=asker)
    today = made.filter(since__gt=clock.now() - timedelta(days=1)).count()
    if today >= MOST_ASKED_A_DAY and not made.filter(asked=asked).exists():
        raise TooManyAsked


@transaction.atomic
def accept(person: Person, asker_id: int) -> None:
    """Be friends with somebody who has asked, also after declining. Raises NoSuchRequest."""
    request = FriendRequest.objects.filter(asker_id=asker_id, asked=person).select_related("asker").first()
    if request is None:
        raise NoSuchRequest(asker_id)
    _befriend(person, request.asker)


@transaction.atomic
def decline(person: Person, asker_id: int) -> None:
    """Leave somebody who has asked a follower; they are not told. Raises NoSuchRequest."""
    waiting = FriendRequest.objects.filter(asker_id=asker_id, asked=person, declined_at=None)
    if not waiting.update(declined_at=clock.now()):
        raise NoSuchRequest(asker_id)
    _tell_waiting(person)


@transaction.atomic
def reconsider(person: Person, asker_id: int) -> None:
    """Let a declined request wait again. Raises NoSuchRequest."""
    declined = FriendRequest.objects.filter(asker_id=asker_id, asked=person, declined_at__isnull=False)
    if not declined.update(declined_at=None):
        raise NoSuchRequest(asker_id)
    _tell_waiting(person)


@transaction.atomic
def take_back(asker: Person, asked: Person) -> None:
    """Ask no longer, and read them no longer. Raises NoSuchRequest."""
    gone, _ = FriendRequest.objects.filter(asker=asker, asked=asked).delete()
    if not gone:
        raise NoSuchRequest(asked.pk)
    unfollow(asker, asked)
    _tell_waiting(asked)


@transaction.atomic
def remove_friend(person: Person, friend: Person) -> None:
    """Be friends no longer: the other stays a follower and may be accepted again. Twice is once."""
    if not queries.are_friends(person.pk, friend.pk):
        return
    _part(person, friend)
    unfollow(person, friend)
    now = clock.now()
    FriendRequest.objects.create(asker=friend, asked=person, since=now, declined_at=now)


def hide_friend(person: Person, friend_id: int, *, hidden: bool) -> None:
    """Show a friend in one's list only to those who may see hidden friends, or again to all."""
    Friendship.objects.filter(person=person, friend_id=friend_id).update(hidden=hidden)


def befriend(one: Person, other: Person) -> None:
    """Make friends of two who both want it (an invitation taken up). Twice is once."""
    with transaction.atomic():
        _befriend(one, other)


def part_for_good(one: Person, other: Person) -> None:
    """No friendship, request or reading is left between two; part of a longer act, inside its transaction."""
    pair = Q(person=one, friend=other) | Q(person=other, friend=one)
    Friendship.objects.filter(pair).delete()
    FriendRequest.objects.filter(Q(asker=one, asked=other) | Q(asker=other, asked=one)).delete()
    Follow.objects.filter(Q(follower=one, followed=other) | Q(follower=other, followed=one)).delete()


def _befriend(accepting: Person, asker: Person) -> None:
    """Both sides' rows; the one who waited is told."""
    FriendRequest.objects.filter(Q(asker=asker, asked=accepting) | Q(asker=accepting, asked=asker)).delete()
    now, new = clock.now(), False
    for one, other in ((accepting, asker), (asker, accepting)):
        _, made = Friendship.objects.get_or_create(person=one, friend=other, defaults={"since": now})
        _read(one, other)
        new = new or made
    if new:
        outbox.tell(f"person:{asker.pk}", "befriended", by=accepting.pk, name=accepting.name)
        outbox.announce("befriended", person=asker.pk, by=accepting.pk)
        _tell_waiting(accepting)


def _part(one: Person, other: Person) -> None:
    Friendship.objects.filter(Q(person=one, friend=other) | Q(person=other, friend=one)).delete()


def _read(follower: Person, followed: Person) -> bool:
    """Whether this is new."""
    _, new = Follow.objects.get_or_create(
        follower=follower, followed=followed, defaults={"since": clock.now()}
    )
    return new


def _tell_waiting(person: Person) -> None:
    """The number beside Friends in the menu of their open pages."""
    outbox.tell(f"person:{person.pk}", "requests", waiting=queries.waiting_requests(person.pk))
