"""Every read of communities, with their gate."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from akkord.people.models import Person
from akkord.people.queries import visible_people

from .errors import NoSuchGroup
from .models import Group, Membership


def visible_groups() -> QuerySet[Group]:
    """The gate: communities anybody may see."""
    return Group.objects.order_by("name", "pk")


def group_by_number(number: int) -> Group:
    try:
        return visible_groups().get(pk=number)
    except Group.DoesNotExist as missing:
        raise NoSuchGroup(number) from missing


def groups_of(person_id: int) -> QuerySet[Group]:
    """Communities a person belongs to."""
    return visible_groups().filter(pk__in=Membership.objects.filter(person_id=person_id).values("group_id"))


def group_numbers_of(person_id: int) -> list[int]:
    return list(Membership.objects.filter(person_id=person_id).values_list("group_id", flat=True))


def members_of(group_id: int) -> QuerySet[Person]:
    ids = Membership.objects.filter(group_id=group_id).values("person_id")
    return visible_people().filter(pk__in=ids).order_by("name", "pk")


def role_in(person_id: int | None, group_id: int) -> str:
    """"owner", "editor", "member", or "" for a stranger."""
    if person_id is None:
        return ""
    row = Membership.objects.filter(person_id=person_id, group_id=group_id).first()
    return row.role if row else ""


def member_counts(group_ids: Iterable[int]) -> dict[int, int]:
    counted = Membership.objects.filter(group_id__in=list(group_ids)).values_list("group_id")
    return dict(counted.annotate(Count("pk")).order_by())


def groups_by_numbers(numbers: Iterable[int]) -> dict[int, Group]:
    return visible_groups().in_bulk(list(numbers))
