"""Founding a community, and what its admins say of it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from akkord.flow import clock, outbox
from akkord.groups import errors, queries
from akkord.groups.models import Group, Membership, Request
from akkord.groups.rules import Act, Deed, Door, Kind, Role, Wall, doors_of, first_wall
from akkord.people.queries import Person

from .logging import note

EDITABLE = frozenset(
    ["name", "about", "door", "wall", "starts_at", "ends_at", "place", "site", "info", "contacts", "links"]
)


@transaction.atomic
def found_group(
    owner: Person,
    name: str,
    about: str = "",
    *,
    kind: str = Kind.GROUP,
    door: str = Door.OPEN,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    place: str = "",
) -> Group:
    """Found a community; its founder owns it.

    Raises NameMissing, TimeMissing, EndsBeforeItBegins, DoorsOfAPage.
    """
    group = Group(
        name=name.strip()[:80],
        about=about.strip()[:1000],
        owner=owner,
        made_at=clock.now(),
        kind=Kind(kind),
        door=Door(door),
        wall=first_wall(Kind(kind)),
        starts_at=starts_at,
        ends_at=ends_at,
        place=place.strip()[:200],
    )
    _check(group)
    group.save()
    Membership.objects.create(group=group, person=owner, role=Role.OWNER, since=group.made_at)
    return group


def _check(group: Group) -> None:
    if not group.name:
        raise errors.NameMissing
    if group.door not in doors_of(Kind(group.kind)):
        raise errors.DoorsOfAPage
    if group.kind != Kind.EVENT:
        group.starts_at, group.ends_at = None, None
    elif group.starts_at is None:
        raise errors.TimeMissing
    elif group.ends_at is not None and group.ends_at < group.starts_at:
        raise errors.EndsBeforeItBegins


@transaction.atomic
def edit_group(person: Person, group: Group, **told: object) -> None:
    """Change what a community says and who may enter and write; its log tells of the latter two.

    A door that opens lets in who waits before it. Raises NotAllowed, and what founding raises.
    """
    if unknown := set(told) - EDITABLE:
        raise TypeError(f"no fields of a community: {sorted(unknown)}")
    if not queries.allows(person.pk, group, Act.EDIT):
        raise errors.NotAllowed
    before = Group.objects.select_for_update().get(pk=group.pk)
    for field, value in told.items():
        setattr(group, field, value.strip() if isinstance(value, str) else value)
    group.door, group.wall = Door(group.door), Wall(group.wall)
    _check(group)
    group.save(update_fields=sorted({*told, "starts_at", "ends_at"}))
    if {"name", "about"} & set(told):
        outbox.announce("words_changed", kind="clubs", number=group.pk)
    if group.door != before.door:
        note(group, person, Deed.DOOR, said=group.door)
    if group.wall != before.wall:
        note(group, person, Deed.WALL, said=group.wall)
    if group.door == Door.OPEN and before.door != Door.OPEN:
        _let_in_waiting(group)


def show_picture(group: Group, photo: int, *, cover: bool) -> None:
    """The square of this photo stands for the community, or the photo above its page; asked for above."""
    Group.objects.filter(pk=group.pk).update(**{"cover" if cover else "face": photo})


def drop_picture(person: Person, group: Group, *, cover: bool) -> None:
    """No photo any more. Raises NotAllowed."""
    if not queries.allows(person.pk, group, Act.EDIT):
        raise errors.NotAllowed
    Group.objects.filter(pk=group.pk).update(**{"cover" if cover else "face": None})


def forget_pictures(photos: Iterable[int]) -> None:
    """These photos are gone: they stand for no community any more."""
    gone = list(photos)
    Group.objects.filter(face__in=gone).update(face=None)
    Group.objects.filter(cover__in=gone).update(cover=None)


def _let_in_waiting(group: Group) -> None:
    now = clock.now()
    banned = queries.bans_in_force().filter(group=group).values("person_id")
    waiting = Request.objects.filter(group=group, declined_at=None).exclude(person_id__in=banned)
    numbers = list(waiting.values_list("person_id", flat=True))
    rows = [Membership(group=group, person_id=number, since=now) for number in numbers]
    Membership.objects.bulk_create(rows, ignore_conflicts=True)
    Request.objects.filter(group=group, person_id__in=numbers).delete()
