"""A person's own lists of friends."""

from collections.abc import Iterable

from django.db import transaction

from akkord.people import queries
from akkord.people.errors import ListInUse, ListNameMissing, ListNameTaken, NoSuchList, TooManyLists
from akkord.people.models import Choice, FriendList, Listed, Person

MOST_LISTS = 30


@transaction.atomic
def make_list(owner: Person, name: str) -> FriendList:
    """A new, empty list. Raises ListNameMissing, ListNameTaken, TooManyLists."""
    if len(queries.lists_of(owner.pk)) >= MOST_LISTS:
        raise TooManyLists
    return FriendList.objects.create(owner=owner, name=_free_name(owner, name))


@transaction.atomic
def rename_list(owner: Person, number: int, name: str) -> None:
    """Raises NoSuchList, ListNameMissing, ListNameTaken."""
    found = own_list(owner, number)
    found.name = _free_name(owner, name, besides=number)
    found.save(update_fields=["name"])


@transaction.atomic
def delete_list(owner: Person, number: int) -> None:
    """Raises NoSuchList, ListInUse."""
    found = own_list(owner, number)
    if any(number in choice.lists for choice in Choice.objects.filter(owner=owner)):
        raise ListInUse
    found.delete()


@transaction.atomic
def put_on_list(owner: Person, number: int, people: Iterable[int]) -> None:
    """Exactly these people are on the list: friends, and those who were on it before. Raises NoSuchList."""
    found = own_list(owner, number)
    wanted = set(people)
    before = set(Listed.objects.filter(friend_list=found).values_list("person_id", flat=True))
    new = {friend.pk for friend in queries.friends_of(owner.pk).filter(pk__in=wanted - before)}
    Listed.objects.filter(friend_list=found, person_id__in=before - wanted).delete()
    Listed.objects.bulk_create(Listed(friend_list=found, person_id=person) for person in sorted(new))


def own_list(owner: Person, number: int) -> FriendList:
    """Raises NoSuchList."""
    try:
        return FriendList.objects.get(owner=owner, pk=number)
    except FriendList.DoesNotExist as missing:
        raise NoSuchList(number) from missing


def _free_name(owner: Person, name: str, besides: int | None = None) -> str:
    tidy = " ".join(name.split())[:40]
    if not tidy:
        raise ListNameMissing
    if any(each.name == tidy and each.pk != besides for each in queries.lists_of(owner.pk)):
        raise ListNameTaken
    return tidy
