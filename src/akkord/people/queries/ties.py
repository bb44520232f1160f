"""Friends, requests, followers; each list as one viewer may see it."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from akkord.people.models import Follow, FriendRequest, Friendship, Person
from akkord.people.rules.privacy import Key

from .accounts import standing, visible_people
from .privacy import allowed_among, allows, friends_among, open_to, shown_people


def friends_of(person_id: int) -> QuerySet[Person]:
    """All friends, by name."""
    rows = Friendship.objects.filter(person_id=person_id).values("friend_id")
    return visible_people().filter(pk__in=rows).order_by("name", "pk")


def friendships_here() -> QuerySet[Friendship]:
    """Both sides of every friendship of two who are here; for what other rooms open to friends by name."""
    return Friendship.objects.filter(standing("person__"), standing("friend__"))


def friends_shown(viewer_id: int | None, person_id: int) -> list[Person]:
    """Friends as the viewer may see them: hidden ones only where those are open to the viewer, too."""
    return _by_name(shown_people(viewer_id, _friend_numbers(viewer_id, person_id)))


def _friend_numbers(viewer_id: int | None, person_id: int) -> list[int]:
    open_keys = open_to(viewer_id, person_id)
    if Key.FRIENDS not in open_keys:
        return []
    rows = Friendship.objects.filter(person_id=person_id)
    if Key.HIDDEN_FRIENDS not in open_keys:
        rows = rows.filter(hidden=False)
    return list(rows.values_list("friend_id", flat=True))


def hidden_friends(person_id: int) -> set[int]:
    """Friends a person hides."""
    rows = Friendship.objects.filter(person_id=person_id, hidden=True)
    return set(rows.values_list("friend_id", flat=True))


def are_friends(one: int, other: int) -> bool:
    return bool(friends_among(one, [other]))


def followed_by(person_id: int) -> QuerySet[Person]:
    """Whose posts this person reads, by name."""
    ids = Follow.objects.filter(follower_id=person_id).values("followed_id")
    return visible_people().filter(pk__in=ids).order_by("name", "pk")


def followed_numbers(person_id: int) -> list[int]:
    return list(Follow.objects.filter(follower_id=person_id).values_list("followed_id", flat=True))


def follows_of(person_id: int) -> QuerySet[Follow]:
    """Whose posts this person reads, with `friend`: whether they are friends."""
    both = Friendship.objects.filter(person_id=person_id, friend_id=OuterRef("followed_id"))
    return Follow.objects.filter(follower_id=person_id).annotate(friend=Exists(both))


def followers_shown(viewer_id: int | None, person_id: int) -> list[Person]:
    """Who reads a person without being a friend, as the viewer may see them."""
    return _by_name(shown_people(viewer_id, _follower_numbers(viewer_id, person_id)))


def followers_of(person_id: int) -> QuerySet[Follow]:
    """Who reads a person without being a friend; whom of them somebody sees, the gate says."""
    friends = Friendship.objects.filter(person_id=person_id).values("friend_id")
    return Follow.objects.filter(followed_id=person_id).exclude(follower_id__in=friends)


def readers_of(person_id: int) -> QuerySet[Follow]:
    """Whoever reads a person, friends included, by number."""
    return Follow.objects.filter(standing("follower__"), followed_id=person_id).order_by("follower_id")


def _follower_numbers(viewer_id: int | None, person_id: int) -> list[int]:
    if not allows(viewer_id, person_id, Key.FOLLOWERS):
        return []
    return list(followers_of(person_id).values_list("follower_id", flat=True))


def requests_to(person_id: int, *, declined: bool = False) -> list[Person]:
    """Who waits for an answer, or was declined and may still be accepted; the newest first."""
    rows = FriendRequest.objects.filter(
        standing("asker__"), asked_id=person_id, declined_at__isnull=not declined
    )
    return [row.asker for row in rows.select_related("asker").order_by("-since", "-pk")]


def requests_by(person_id: int) -> list[Person]:
    """Whom a person has asked, the newest first; whether they have declined is not told."""
    rows = FriendRequest.objects.filter(standing("asked__"), asker_id=person_id)
    return [row.asked for row in rows.select_related("asked").order_by("-since", "-pk")]


def requests_waiting(person_id: int) -> QuerySet[FriendRequest]:
    """Who asks to be the person's friend and has no answer."""
    return FriendRequest.objects.filter(standing("asker__"), asked_id=person_id, declined_at=None)


def waiting_requests(person_id: int) -> int:
    return requests_waiting(person_id).count()


def near_numbers(person_id: int) -> set[int]:
    """Whom a person need not ask any more: friends, those they have asked, themselves."""
    friends = Friendship.objects.filter(person_id=person_id).values_list("friend_id", flat=True)
    asked = FriendRequest.objects.filter(asker_id=person_id).values_list("asked_id", flat=True)
    return {person_id, *friends, *asked}


def follows(follower_id: int, followed_id: int) -> bool:
    return Follow.objects.filter(follower_id=follower_id, followed_id=followed_id).exists()


def in_common_among(viewer_id: int | None, others: Iterable[int]) -> set[int]:
    """Those of the others among whose friends, as far as they show them, is one of the viewer's."""
    if viewer_id is None:
        return set()
    mine = Friendship.objects.filter(person_id=viewer_id).values("friend_id")
    telling = allowed_among(viewer_id, others, Key.FRIENDS)
    common = Friendship.objects.filter(person_id__in=telling, friend_id__in=mine, hidden=False)
    return set(common.values_list("person_id", flat=True)) - {viewer_id}


def _by_name(people: dict[int, Person]) -> list[Person]:
    return sorted(people.values(), key=lambda person: (person.name.casefold(), person.pk))
