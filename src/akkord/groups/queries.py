"""Every read of communities, with their gate."""

from collections.abc import Iterable

from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from akkord.people.queries import Key, Person, allowed_among, standing, visible_people

from .errors import NoSuchGroup as NoSuchGroup
from .models import Group as Group
from .models import Membership

LOOKED_AT = 2000  # members of whom a page shows the first
KEEPERS = (Membership.Role.OWNER, Membership.Role.EDITOR)


def visible_groups() -> QuerySet[Group]:
    """The gate: communities anybody may see, with `size`, the number of their members."""
    members = Membership.objects.filter(standing("person__"), group=OuterRef("pk"))
    size = members.order_by().values("group").annotate(n=Count("pk")).values("n")
    return Group.objects.annotate(size=Subquery(size)).order_by("name", "pk")


def find_groups(words: str) -> QuerySet[Group]:
    """Communities whose name holds every word, the largest first; all of them for no words."""
    found = visible_groups()
    for word in words.split()[:6]:
        found = found.filter(name__icontains=word)
    return found.order_by(F("size").desc(), "name", "pk")


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


def members_of(group_id: int, viewer_id: int | None, limit: int) -> list[Person]:
    """Members by name, without those who do not show the viewer their communities; its keepers see all."""
    ids = Membership.objects.filter(group_id=group_id).values("person_id")
    members = list(visible_people().filter(pk__in=ids).order_by("name", "pk")[:LOOKED_AT])
    if role_in(viewer_id, group_id) in KEEPERS:
        return members[:limit]
    shown = allowed_among(viewer_id, (member.pk for member in members), Key.GROUPS)
    return [member for member in members if member.pk in shown][:limit]


def role_in(person_id: int | None, group_id: int) -> str:
    """ "owner", "editor", "member", or "" for a stranger."""
    if person_id is None:
        return ""
    row = Membership.objects.filter(person_id=person_id, group_id=group_id).first()
    return row.role if row else ""


def kept_by(person_id: int) -> list[int]:
    """Numbers of the communities the person owns or edits."""
    mine = Membership.objects.filter(person_id=person_id, role__in=KEEPERS)
    return list(mine.values_list("group_id", flat=True))


def kept_by_each(person_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """person → numbers of the communities they own or edit; those who keep none are left out."""
    kept: dict[int, set[int]] = {}
    rows = Membership.objects.filter(person_id__in=set(person_ids), role__in=KEEPERS)
    for person, group in rows.values_list("person_id", "group_id"):
        kept.setdefault(person, set()).add(group)
    return {person: frozenset(groups) for person, groups in kept.items()}


def groups_by_numbers(numbers: Iterable[int]) -> dict[int, Group]:
    return visible_groups().in_bulk(list(numbers))
