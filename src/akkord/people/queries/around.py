"""All that is around one person, in one question: for their page."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, Count, Q, QuerySet, Value, When

from akkord.people.models import Block, Choice, Follow, FriendRequest, Friendship, Person, ShortAddress
from akkord.people.rules.privacy import Key

from .accounts import standing, visible_people
from .privacy import STRANGER, allowed_among, open_to, shown_people
from .ties import followers_of

_Rows = defaultdict[str, list[tuple[int, str]]]  # what it is → number, name


@dataclass(frozen=True)
class Bond:
    """What stands between a person and another, from the person's side."""

    friends: bool = False
    i_asked: bool = False
    asked_me: bool = False
    declined: bool = False  # by me: they asked, I declined
    i_follow: bool = False
    follows_me: bool = False


@dataclass(frozen=True)
class Circle:
    """Who is around a person, as a viewer may see them, and how the viewer stands to the person."""

    friends: list[Person]  # the first by name
    friend_count: int
    follower_count: int
    bond: Bond | None  # None for oneself and for guests
    address: str  # the short one that is shown, or ""


def circle(viewer_id: int | None, person_id: int, faces: int) -> Circle:
    """The person's surroundings; three queries, of which the gate is one."""
    told: _Rows = defaultdict(list)
    one, *others = _around(viewer_id, person_id)
    for kind, number, name in one.union(*others, all=True) if others else one:
        told[kind].append((number, name))
    shown = allowed_among(viewer_id, {n for n, _name in [*told["friend"], *told["follower"]]}, Key.PAGE)
    friends = sorted((name.casefold(), number) for number, name in told["friend"] if number in shown)
    first = [number for _name, number in friends[:faces]]
    known = visible_people().in_bulk(first) if first else {}
    knows = viewer_id not in (None, STRANGER, person_id)
    return Circle(
        friends=[known[number] for number in first if number in known],
        friend_count=len(friends),
        follower_count=sum(many for many, _name in told["readers"])
        + sum(1 for number, _name in told["follower"] if number in shown),
        bond=_bond(told, viewer_id, person_id) if viewer_id and knows else None,
        address=next((name for _number, name in told["address"]), ""),
    )


@dataclass(frozen=True)
class Followers:
    """Some followers, the latest first; `before` marks the next page."""

    people: list[Person]
    count: int  # of all that the viewer may see
    before: int | None


def followers_page(viewer_id: int | None, person_id: int, before: int | None, limit: int) -> Followers:
    """Who reads a person without being a friend, as the viewer may see them; none where that is not shown."""
    if Key.FOLLOWERS not in open_to(viewer_id, person_id):
        return Followers([], 0, None)
    rows = followers_of(person_id).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    batch = list(rows.values_list("pk", "follower_id")[:limit])
    found = shown_people(viewer_id, [number for _mark, number in batch])
    choosing, rest = _readers(viewer_id, person_id)
    chosen = {number for _kind, number, _name in choosing}
    count = sum(many for _kind, many, _name in rest) + len(allowed_among(viewer_id, chosen, Key.PAGE))
    more = batch[-1][0] if len(batch) == limit else None
    return Followers([found[number] for _mark, number in batch if number in found], count, more)


@dataclass(frozen=True)
class Followed:
    """Some of those whom a person reads, the latest first; `before` marks the next page."""

    people: list[Person]
    before: int | None


def followed_page(viewer_id: int | None, person_id: int, before: int | None, limit: int) -> Followed:
    """Whom a person reads without being their friend, as the viewer may see them."""
    if Key.FOLLOWERS not in open_to(viewer_id, person_id):
        return Followed([], None)
    friends = Friendship.objects.filter(person_id=person_id).values("friend_id")
    rows = Follow.objects.filter(follower_id=person_id).exclude(followed_id__in=friends).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    batch = list(rows.values_list("pk", "followed_id")[:limit])
    found = shown_people(viewer_id, [number for _mark, number in batch])
    more = batch[-1][0] if len(batch) == limit else None
    return Followed([found[number] for _mark, number in batch if number in found], more)


def bond(me: int, other: int) -> Bond:
    """How I stand to somebody; one query."""
    told: _Rows = defaultdict(list)
    one, *others = _between(me, other)
    for kind, number, name in one.union(*others, all=True):
        told[kind].append((number, name))
    return _bond(told, me, other)


def _around(viewer_id: int | None, person_id: int) -> Iterator[QuerySet[Any, Any]]:
    """Parts of one question: kind, number, name."""
    address = ShortAddress.objects.filter(owner_id=person_id, shown=True).order_by()
    yield address.values_list(_named("address"), _NUMBER, "name")
    open_keys = open_to(viewer_id, person_id)
    if Key.FRIENDS in open_keys:
        friends = Friendship.objects.filter(person_id=person_id).order_by()
        if Key.HIDDEN_FRIENDS not in open_keys:
            friends = friends.filter(hidden=False)
        yield friends.values_list(_named("friend"), "friend_id", "friend__name")
    if Key.FOLLOWERS in open_keys:
        yield from _readers(viewer_id, person_id)
    if viewer_id not in (None, STRANGER, person_id):
        yield from _between(viewer_id, person_id)  # type: ignore[arg-type]


def _readers(viewer_id: int | None, person_id: int) -> Iterator[QuerySet[Any, Any]]:
    """Followers: how many show everybody that they are there, and who has chosen to whom they do.

    Of tens of thousands few have chosen; only these are asked about one by one.
    """
    rows = followers_of(person_id).filter(standing("follower__"))
    if viewer_id is not None:
        out, out_of = Block.objects.filter(owner_id=viewer_id), Block.objects.filter(blocked_id=viewer_id)
        rows = rows.exclude(follower_id__in=out.values("blocked_id"))
        rows = rows.exclude(follower_id__in=out_of.values("owner_id"))
    choosing = Choice.objects.filter(key=Key.PAGE).values("owner_id")
    yield rows.filter(follower_id__in=choosing).values_list(_named("follower"), "follower_id", _NAME)
    rest = rows.exclude(follower_id__in=choosing).annotate(kind=_named("readers"), name=_NAME)
    yield rest.values("kind", "name").annotate(many=Count("pk")).values_list("kind", "many", "name")


def _between(me: int, other: int) -> Iterator[QuerySet[Any, Any]]:
    friends = Friendship.objects.filter(person_id=me, friend_id=other).order_by()
    yield friends.values_list(_named("near"), "friend_id", _NAME)
    reads = Follow.objects.filter(
        Q(follower_id=me, followed_id=other) | Q(follower_id=other, followed_id=me)
    ).order_by()
    yield reads.values_list(_named("reads"), "follower_id", _NAME)
    asked = FriendRequest.objects.filter(
        Q(asker_id=me, asked_id=other) | Q(asker_id=other, asked_id=me)
    ).order_by()
    waits = Case(When(declined_at=None, then=_named("asks")), default=_named("declined"))
    yield asked.values_list(waits, "asker_id", _NAME)


def _bond(told: _Rows, me: int, other: int) -> Bond:
    near, reads, asks, declined = (
        {number for number, _name in told[kind]} for kind in ("near", "reads", "asks", "declined")
    )
    return Bond(
        friends=other in near,
        i_asked=me in asks | declined,  # that they declined is not told
        asked_me=other in asks,
        declined=other in declined,
        i_follow=me in reads,
        follows_me=other in reads,
    )


def _named(kind: str) -> Value:
    return Value(kind, CharField())


_NUMBER, _NAME = Value(0, BigIntegerField()), Value("", CharField())
