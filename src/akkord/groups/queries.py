"""Every read of communities, with their gate.

Who may do what is `rules.may`; here it is asked of the tables, for one community or for many at once. A
viewer is a person's number, or None for a guest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from akkord.flow import clock
from akkord.flow.look import remembered
from akkord.people.queries import (
    Key,
    Person,
    allowed_among,
    friends_of,
    person_by_number,
    person_for,
    standing,
    visible_people,
)

from .errors import NoSuchGroup as NoSuchGroup
from .models import Ban, Entry, Invitation, LoggedDay, Membership, Request, Suggestion
from .models import Group as Group
from .rules import EDITORS, KEEPERS, Act, Door, House, Kind, Role, Standing, Wall, may

LOOKED_AT = 2000  # members of whom a page shows the first
NOBODY_YET = Standing()


def bans_in_force() -> QuerySet[Ban]:
    return Ban.objects.filter(Q(until=None) | Q(until__gt=clock.now()), lifted_at=None)


def visible_groups(viewer_id: int | None) -> QuerySet[Group]:
    """The gate as rows: communities the viewer may know of, with `size`, the number of their members."""
    members = Membership.objects.filter(standing("person__"), group=OuterRef("pk"))
    size = members.order_by().values("group").annotate(n=Count("pk")).values("n")
    seen = ~Q(door=Door.PRIVATE)
    if viewer_id is not None:
        mine = Membership.objects.filter(person_id=viewer_id).values("group_id")
        asked = Invitation.objects.filter(person_id=viewer_id).values("group_id")
        kept_out = bans_in_force().filter(person_id=viewer_id).values("group_id")
        seen |= (Q(pk__in=mine) | Q(pk__in=asked)) & ~Q(pk__in=kept_out)
    return Group.objects.filter(seen).annotate(size=Subquery(size)).order_by("name", "pk")


def every_group() -> QuerySet[Group]:
    """Communities whatever their door: for search, which asks the gate about each it finds."""
    return Group.objects.all()


def find_groups(viewer_id: int | None, words: str, kind: str = "") -> QuerySet[Group]:
    """Communities whose name holds every word, the largest first; all of them for no words."""
    found = visible_groups(viewer_id)
    for word in words.split()[:6]:
        found = found.filter(name__icontains=word)
    if kind:
        found = found.filter(kind=kind)
    return found.order_by(F("size").desc(nulls_last=True), "name", "pk")


def group_for(viewer_id: int | None, number: int) -> Group:
    """The community, if the viewer may know that it is there. Raises NoSuchGroup."""
    try:
        return visible_groups(viewer_id).get(pk=number)
    except Group.DoesNotExist as missing:
        raise NoSuchGroup(number) from missing


def groups_of(viewer_id: int | None, person_id: int) -> QuerySet[Group]:
    """Communities a person belongs to, those the viewer may know of."""
    theirs = Membership.objects.filter(person_id=person_id).values("group_id")
    return visible_groups(viewer_id).filter(pk__in=theirs)


def group_numbers_of(person_id: int) -> list[int]:
    return list(memberships_of(person_id).values_list("group_id", flat=True))


def memberships_of(person_id: int) -> QuerySet[Membership]:
    """Where a person belongs, for what is asked together with it."""
    return Membership.objects.filter(person_id=person_id)


def standings(person_id: int | None, group_ids: Iterable[int]) -> dict[int, Standing]:
    """community → how the person stands to it; three queries."""
    wanted = set(group_ids)
    if person_id is None:
        return dict.fromkeys(wanted, Standing(guest=True))
    of = {"person_id": person_id, "group_id__in": wanted}
    roles = dict(Membership.objects.filter(**of).values_list("group_id", "role"))
    invited = set(Invitation.objects.filter(**of).values_list("group_id", flat=True))
    banned = set(bans_in_force().filter(**of).values_list("group_id", flat=True))
    return {
        number: Standing(
            role=Role(roles[number]) if number in roles else None,
            invited=number in invited,
            banned=number in banned,
        )
        for number in wanted
    }


def standing_in(person_id: int | None, group: Group) -> Standing:
    return standings(person_id, [group.pk])[group.pk]


def house_of(group: Group) -> House:
    return House(Kind(group.kind), Door(group.door), Wall(group.wall))


def acts_of(person_id: int | None, group: Group) -> frozenset[Act]:
    """All that the person may do in the community; what a page shows of buttons."""
    who, house = standing_in(person_id, group), house_of(group)
    return frozenset(act for act in Act if may(who, house, act))


def allows(person_id: int | None, group: Group, act: Act) -> bool:
    """Whether the person may do this in the community: what every other room asks."""
    return may(standing_in(person_id, group), house_of(group), act)


def allowed_in(person_id: int | None, group_ids: Iterable[int], act: Act) -> set[int]:
    """Those of the communities in which the person may do this; one query, none for what a look has seen."""
    seen = looked_at(person_id, group_ids)
    return {number for number, (group, who) in seen.items() if may(who, house_of(group), act)}


def looked_at(person_id: int | None, group_ids: Iterable[int]) -> dict[int, tuple[Group, Standing]]:
    """community → itself, whatever its door, and how the person stands to it; for rooms that ask the gate."""
    return remembered(("groups", person_id), group_ids, lambda new: _looked_at(person_id, new))


def _looked_at(person_id: int | None, numbers: set[int]) -> dict[int, tuple[Group, Standing]]:
    rows = Group.objects.filter(pk__in=numbers)
    if person_id is None:
        return {group.pk: (group, Standing(guest=True)) for group in rows}
    here = {"person_id": person_id, "group_id": OuterRef("pk")}
    asked = rows.annotate(
        role=Subquery(Membership.objects.filter(**here).values("role")[:1]),
        invited=Exists(Invitation.objects.filter(**here)),
        banned=Exists(bans_in_force().filter(**here)),
    )
    return {
        group.pk: (
            group,
            Standing(
                role=Role(group.role) if group.role else None, invited=group.invited, banned=group.banned
            ),
        )
        for group in asked
    }


def kept_among(person_id: int | None, group_ids: Iterable[int]) -> set[int]:
    """Those of the communities that the person keeps in order."""
    return {
        number for number, (_group, who) in looked_at(person_id, group_ids).items() if who.role in KEEPERS
    }


def members_of(group: Group, viewer_id: int | None, limit: int) -> list[Person]:
    """Members by name, without those who do not show the viewer their communities; its keepers see all."""
    who = standing_in(viewer_id, group)
    if not may(who, house_of(group), Act.READ):
        return []
    ids = Membership.objects.filter(group_id=group.pk).values("person_id")
    members = list(visible_people().filter(pk__in=ids).order_by("name", "pk")[:LOOKED_AT])
    if who.role in KEEPERS:
        return members[:limit]
    shown = allowed_among(viewer_id, (member.pk for member in members), Key.GROUPS)
    return [member for member in members if member.pk in shown][:limit]


def members_since(group: Group) -> list[datetime]:
    """Since when those who belong now do."""
    rows = Membership.objects.filter(standing("person__"), group=group)
    return list(rows.values_list("since", flat=True))


def roles_in(group_id: int) -> dict[int, Role]:
    """person → role, of those who have been given one."""
    rows = Membership.objects.filter(group_id=group_id).exclude(role=Role.MEMBER)
    return {person: Role(role) for person, role in rows.values_list("person_id", "role")}


def role_in(person_id: int | None, group_id: int) -> str:
    """ "owner", "admin", "editor", "moderator", "member", or "" for a stranger."""
    if person_id is None:
        return ""
    row = Membership.objects.filter(person_id=person_id, group_id=group_id).first()
    return row.role if row else ""


def kept_by(person_id: int) -> list[int]:
    """Numbers of the communities the person keeps in order: they take away what others wrote there."""
    mine = Membership.objects.filter(person_id=person_id, role__in=KEEPERS)
    return list(mine.values_list("group_id", flat=True))


def kept_by_each(person_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """person → numbers of the communities they speak for; those who speak for none are left out."""
    kept: dict[int, set[int]] = {}
    rows = Membership.objects.filter(person_id__in=set(person_ids), role__in=EDITORS)
    for person, group in rows.values_list("person_id", "group_id"):
        kept.setdefault(person, set()).add(group)
    return {person: frozenset(groups) for person, groups in kept.items()}


def groups_by_numbers(numbers: Iterable[int]) -> dict[int, Group]:
    """Communities whatever their door: for rooms that have asked the gate, and for the rights office."""
    return Group.objects.in_bulk(list(set(numbers)))


def requests_to(group: Group) -> list[tuple[Person, datetime]]:
    """Who waits to be let in, the oldest first."""
    rows = Request.objects.filter(standing("person__"), group=group, declined_at=None)
    return [(row.person, row.since) for row in rows.select_related("person").order_by("since", "pk")]


def count_requests(group: Group) -> int:
    return Request.objects.filter(standing("person__"), group=group, declined_at=None).count()


def has_asked(person_id: int, group: Group) -> bool:
    return Request.objects.filter(person_id=person_id, group=group).exists()


def asked_by(person_id: int) -> QuerySet[Group]:
    """Communities whose answer the person waits for."""
    rows = Request.objects.filter(person_id=person_id).values("group_id")
    return visible_groups(person_id).filter(pk__in=rows)


def invitations_to(person_id: int) -> list[tuple[Group, Person]]:
    """What the person is invited into and by whom, the newest first."""
    rows = Invitation.objects.filter(standing("by__"), person_id=person_id)
    shown = visible_groups(person_id).in_bulk(list(rows.values_list("group_id", flat=True)))
    return [
        (shown[row.group_id], row.by) for row in rows.select_related("by").order_by("-pk")
        if row.group_id in shown
    ]  # fmt: skip


def may_be_invited(by: int, group: Group) -> list[Person]:
    """Friends who let the person invite them and are neither in nor kept out nor invited, by name."""
    near = list(friends_of(by))
    there = set(Membership.objects.filter(group=group).values_list("person_id", flat=True))
    there |= set(Invitation.objects.filter(group=group).values_list("person_id", flat=True))
    there |= set(bans_in_force().filter(group=group).values_list("person_id", flat=True))
    willing = allowed_among(by, (friend.pk for friend in near if friend.pk not in there), Key.INVITE)
    return [friend for friend in near if friend.pk in willing]


def waiting_suggestions(group: Group) -> QuerySet[Suggestion]:
    """Posts that wait for the community's editors, the oldest first."""
    waiting = Suggestion.objects.filter(
        standing("person__"), group=group, published_at=None, declined_at=None
    )
    return waiting.select_related("person").order_by("pk")


def suggestions_by(person_id: int, group: Group, limit: int = 20) -> list[Suggestion]:
    """What the person suggested here and what became of it, the newest first."""
    return list(Suggestion.objects.filter(person_id=person_id, group=group).order_by("-pk")[:limit])


def concerned(keeper_id: int, group: Group, number: int) -> Person:
    """Whom a keeper may act upon: whoever they may see, and whoever belongs here or is kept out.

    Raises NoSuchPerson.
    """
    there = Membership.objects.filter(group=group, person_id=number).exists()
    if there or bans_in_force().filter(group=group, person_id=number).exists():
        return person_by_number(number)
    return person_for(keeper_id, number)


@dataclass(frozen=True)
class Kept:
    """A ban as its community's keepers and the banned person see it."""

    group: Group
    person: Person
    reason: str
    words: str
    since: datetime
    until: datetime | None


def ban_on(person_id: int | None, group: Group) -> Kept | None:
    """Why the community keeps this person out, and until when."""
    found = bans_in_force().filter(group=group, person_id=person_id) if person_id is not None else None
    rows = _kept(found) if found is not None else []
    return rows[0] if rows else None


def bans_in(group: Group) -> list[Kept]:
    return _kept(bans_in_force().filter(group=group))


def bans_of(person_id: int) -> list[Kept]:
    """Where the person is kept out; a private community tells them so, too: they belonged to it."""
    return _kept(bans_in_force().filter(person_id=person_id))


def _kept(bans: QuerySet[Ban]) -> list[Kept]:
    return [
        Kept(ban.group, ban.person, ban.reason, ban.words, ban.since, ban.until)
        for ban in bans.select_related("group", "person").order_by("-pk")
    ]


@dataclass(frozen=True)
class LogLine:
    """A line of a community's log as one reader sees it; names are for its keepers and whom it concerns."""

    number: int
    at: datetime
    deed: str
    role: str
    by: Person | None
    whom: Person | None
    said: str
    words: str
    until: datetime | None
    leaf: str
    salt: str  # opens what the leaf commits to; "" for readers whom it does not concern


def log_of(group: Group, viewer_id: int | None, limit: int, before: int | None = None) -> list[LogLine]:
    """What its keepers did, the newest first."""
    keeper = standing_in(viewer_id, group).role in KEEPERS
    rows = Entry.objects.filter(group=group).select_related("by", "whom").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_line(row, keeper, viewer_id) for row in rows[:limit]]


def _line(row: Entry, keeper: bool, viewer_id: int | None) -> LogLine:
    concerned = keeper or (viewer_id is not None and row.whom_id == viewer_id)
    return LogLine(
        number=row.pk,
        at=row.at,
        deed=row.deed,
        role=row.role,
        by=row.by if keeper else None,
        whom=row.whom if concerned else None,
        said=row.said,
        words=row.words if concerned else "",
        until=row.until,
        leaf=row.leaf,
        salt=bytes(row.salt).hex() if concerned else "",
    )


def days_of(group: Group, limit: int = 30) -> list[LoggedDay]:
    """Days of the log that a line of the public log fixes, the newest first."""
    return list(LoggedDay.objects.filter(group=group).select_related("line").order_by("-day")[:limit])
