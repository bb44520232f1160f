"""What people do with communities."""

from django.db import transaction

from akkord.flow import clock
from akkord.people.queries import Person

from .errors import NameMissing, OwnerStays
from .models import Group, Membership


@transaction.atomic
def found_group(owner: Person, name: str, about: str) -> Group:
    """Found a community; its founder owns it. Raises NameMissing."""
    if not name.strip():
        raise NameMissing
    group = Group.objects.create(
        name=name.strip()[:80], about=about.strip()[:1000], owner=owner, made_at=clock.now()
    )
    Membership.objects.create(group=group, person=owner, role=Membership.Role.OWNER, since=group.made_at)
    return group


def join(person: Person, group: Group) -> None:
    """Belong to a community; twice is once."""
    Membership.objects.get_or_create(group=group, person=person, defaults={"since": clock.now()})


def leave(person: Person, group: Group) -> None:
    """Belong no longer. Raises OwnerStays: a community is handed over before its owner leaves."""
    if group.owner_id == person.pk:
        raise OwnerStays
    Membership.objects.filter(group=group, person=person).delete()
