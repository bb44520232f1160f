"""The gate: how one person stands to others, and what of each is open to them.

Every answer comes from `keys_among`, which loads what it needs for all owners at once; a list costs as many
queries as one row does. A viewer is a person's number, None for a guest, STRANGER for a member nobody knows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value

from akkord.flow.look import once, remembered
from akkord.flow.prepared import Prepared
from akkord.people.errors import NoSuchPerson
from akkord.people.models import Block, Choice, FriendList, Friendship, Listed, Person
from akkord.people.rules.privacy import (
    Audience,
    Key,
    Level,
    Privacy,
    Relation,
    Tie,
    open_keys,
    to_every_member,
)

from .accounts import visible_people

STRANGER = 0  # no person has this number
_NOBODY: frozenset[Key] = frozenset()


def allows(viewer_id: int | None, owner_id: int, key: Key) -> bool:
    """Whether the viewer may see, or do, `key` of the owner's."""
    return key in open_to(viewer_id, owner_id)


def open_to(viewer_id: int | None, owner_id: int) -> frozenset[Key]:
    """Every key of the owner's that is open to the viewer; none of a person who is not here."""
    return keys_among(viewer_id, [owner_id]).get(owner_id, _NOBODY)


def allowed_among(viewer_id: int | None, owner_ids: Iterable[int], key: Key) -> set[int]:
    """Those of the owners who let the viewer see, or do, `key`; a constant number of queries."""
    return {owner for owner, keys in keys_among(viewer_id, owner_ids).items() if key in keys}


def keys_among(viewer_id: int | None, owner_ids: Iterable[int]) -> dict[int, frozenset[Key]]:
    """owner → the keys open to the viewer; who is not here is left out. A constant number of queries."""
    return remembered(("keys", viewer_id), owner_ids, lambda new: _keys_among(viewer_id, new))


def shown_to_every_member(owner_ids: Iterable[int], keys: Iterable[Key]) -> set[int]:
    """Those of the owners who show all of `keys` to every member: what is counted of them is one for all who
    ask. One query."""
    owners, asked = _owners(None, set(owner_ids)), list(keys)
    return {
        number
        for number, owner in owners.items()
        if all(to_every_member(Privacy(owner.chosen, owner.closed), key) for key in asked)
    }


@dataclass
class _Owner:
    """What one row of a person tells: who they keep near, and what they chose."""

    closed: bool
    friend: bool
    kept_out: bool
    chosen: dict[Key, Audience] = field(default_factory=dict)

    def asks(self, *levels: Level) -> bool:
        return any(audience.level in levels for audience in self.chosen.values())


def _keys_among(viewer_id: int | None, numbers: set[int]) -> dict[int, frozenset[Key]]:
    owners = _owners(viewer_id, numbers)
    friends = {number for number, owner in owners.items() if owner.friend}
    relations = _related(
        viewer_id,
        set(owners),
        friends,
        {number for number, owner in owners.items() if owner.kept_out},
        {number for number, owner in owners.items() if owner.asks(Level.FRIENDS_OF_FRIENDS)},
        {number for number, owner in owners.items() if owner.asks(Level.LISTS, Level.EXCEPT)},
    )
    untouched: dict[tuple[Relation, bool], frozenset[Key]] = {}  # of those who chose nothing: most are alike

    def keys_of(number: int, owner: _Owner) -> frozenset[Key]:
        alike = relations[number], owner.closed
        if owner.chosen or alike not in untouched:
            found = open_keys(relations[number], Privacy(owner.chosen, owner.closed))
            return found if owner.chosen else untouched.setdefault(alike, found)
        return untouched[alike]

    return {number: keys_of(number, owner) for number, owner in owners.items()}


def _owners(viewer_id: int | None, numbers: set[int]) -> dict[int, _Owner]:
    """Those of them who are here, how they stand to the viewer and what they chose; one query."""
    asked = sorted(numbers)
    rows = _seen_by_guests(asked) if viewer_id is None else _seen_by(viewer_id, viewer_id, viewer_id, asked)
    found: dict[int, _Owner] = {}
    for number, closed, friend, out, key, level, lists, people in rows:
        owner = found.setdefault(number, _Owner(closed, bool(friend), bool(out)))
        if key is not None:
            owner.chosen[Key(key)] = Audience(Level(level), frozenset(lists), frozenset(people))
    return found


def _rows_of_owners(numbers: list[int], friend: Any, out: Any) -> QuerySet[Any, Any]:
    chosen = ("choices__key", "choices__level", "choices__lists", "choices__people")
    rows = visible_people().filter(pk__in=numbers).annotate(friend=friend, out=out)
    return rows.values_list("pk", "closed", "friend", "out", *chosen)


def _near(viewer: int, keeping: int, kept: int, numbers: list[int]) -> QuerySet[Any, Any]:
    """The viewer, three times: a question is written once, with a place for each value."""
    near = Friendship.objects.filter(person_id=viewer, friend_id=OuterRef("pk"))
    kept_out = Block.objects.filter(owner_id=keeping, blocked_id=OuterRef("pk"))
    keeping_out = Block.objects.filter(owner_id=OuterRef("pk"), blocked_id=kept)
    return _rows_of_owners(numbers, Exists(near), Exists(kept_out) | Exists(keeping_out))


_seen_by = Prepared(_near)
_NEVER = Value(False, BooleanField())
_seen_by_guests = Prepared(lambda numbers: _rows_of_owners(numbers, _NEVER, _NEVER))


def relation(viewer_id: int | None, owner_id: int) -> Relation:
    """How the viewer stands to the owner, with the lists of the owner's that the viewer is on."""
    return _relations(viewer_id, {owner_id}, {owner_id}, {owner_id})[owner_id]


def relations_among(viewer_id: int | None, owner_ids: Iterable[int]) -> dict[int, Relation]:
    """owner → how the viewer stands to them, with the owner's lists; for what has an audience of its own."""
    owners = set(owner_ids)
    return _relations(viewer_id, owners, owners, owners) if owners else {}


def privacy_of(owner_id: int) -> Privacy:
    """What the owner has chosen."""
    closed = Person.objects.values_list("closed", flat=True).get(pk=owner_id)
    return Privacy(_chosen([owner_id]).get(owner_id, {}), closed)


def person_for(viewer_id: int | None, number: int) -> Person:
    """Whose page it is, if the viewer may see it at all. Raises NoSuchPerson."""
    found = shown_people(viewer_id, [number])
    if number not in found:
        raise NoSuchPerson(number)
    return found[number]


def shown_people(viewer_id: int | None, numbers: Iterable[int]) -> dict[int, Person]:
    """number → person, of those whose page the viewer may see."""
    return visible_people().in_bulk(list(allowed_among(viewer_id, numbers, Key.PAGE)))


def _chosen(owners: Iterable[int]) -> dict[int, dict[Key, Audience]]:
    chosen: dict[int, dict[Key, Audience]] = {}
    for row in Choice.objects.filter(owner_id__in=list(owners)):
        audience = Audience(Level(row.level), frozenset(row.lists), frozenset(row.people))
        chosen.setdefault(row.owner_id, {})[Key(row.key)] = audience
    return chosen


def _relations(
    viewer_id: int | None, owners: Iterable[int], far: set[int], named: set[int]
) -> dict[int, Relation]:
    """How the viewer stands to each; friends of friends are looked up for those `far`, lists for `named`."""
    wanted = set(owners)
    others = wanted - {viewer_id}
    if viewer_id is None:
        return _related(None, wanted, set(), set(), far, named)
    friends, blocked = friends_among(viewer_id, others), blocked_among(viewer_id, others)
    return _related(viewer_id, wanted, friends, blocked, far, named)


def _related(
    viewer_id: int | None,
    wanted: set[int],
    friends: set[int],
    blocked: set[int],
    far: set[int],
    named: set[int],
) -> dict[int, Relation]:
    if viewer_id is None:
        return {owner: Relation(Tie.GUEST) for owner in wanted}
    others = wanted - {viewer_id}
    second = friends_of_friends_among(viewer_id, far - friends) if far - friends else set()
    lists = _lists_with(viewer_id, named) if named else {}
    ties = dict.fromkeys(second, Tie.FRIEND_OF_FRIEND) | dict.fromkeys(friends, Tie.FRIEND)
    made = {
        owner: Relation(
            ties.get(owner, Tie.MEMBER), viewer_id, frozenset(lists.get(owner, ())), owner in blocked
        )
        for owner in others
    }
    return made | ({viewer_id: Relation(Tie.SELF, viewer_id)} if viewer_id in wanted else {})


def friends_among(viewer_id: int, others: Iterable[int]) -> set[int]:
    """Those of the others who are the viewer's friends."""
    rows = Friendship.objects.filter(person_id=viewer_id, friend_id__in=list(others))
    return set(rows.values_list("friend_id", flat=True))


def blocked_among(viewer_id: int, others: Iterable[int]) -> set[int]:
    """Those of the others who block the viewer, or whom the viewer blocks."""
    wanted = list(others)
    pairs = Block.objects.filter(
        Q(owner_id=viewer_id, blocked_id__in=wanted) | Q(owner_id__in=wanted, blocked_id=viewer_id)
    ).values_list("owner_id", "blocked_id")
    return {number for pair in pairs for number in pair} - {viewer_id}


def friends_of_friends_among(viewer_id: int, others: Iterable[int]) -> set[int]:
    """Those of the others who have a friend in common with the viewer."""
    mine = Friendship.objects.filter(person_id=viewer_id).values("friend_id")
    near = Friendship.objects.filter(person_id__in=list(others), friend_id__in=mine)
    return set(near.values_list("person_id", flat=True))


def _lists_with(viewer_id: int, owners: Iterable[int]) -> dict[int, set[int]]:
    """owner → those of their lists that the viewer is on."""
    rows = Listed.objects.filter(person_id=viewer_id, friend_list__owner_id__in=list(owners))
    found: dict[int, set[int]] = {}
    for owner, number in rows.values_list("friend_list__owner_id", "friend_list_id"):
        found.setdefault(owner, set()).add(number)
    return found


def lists_of(owner_id: int) -> list[FriendList]:
    """A person's own lists, by name."""
    return once(
        ("lists", owner_id), lambda: list(FriendList.objects.filter(owner_id=owner_id).order_by("name"))
    )


def list_rows(owner_id: int) -> QuerySet[FriendList]:
    """A person's own lists, to be asked for together with something else; `lists_told` takes the rows."""
    return FriendList.objects.filter(owner_id=owner_id)


def lists_told(owner_id: int, named: Iterable[tuple[int, str]]) -> list[FriendList]:
    """The same as `lists_of`, from numbers and names that were read already; a look asks no more."""
    rows = [FriendList(pk=number, owner_id=owner_id, name=name) for number, name in named]
    return once(("lists", owner_id), lambda: sorted(rows, key=lambda row: (row.name, row.pk)))


def lists_there(numbers: Iterable[int]) -> set[int]:
    """Those of these lists, whosever they are, that have not been deleted."""
    wanted = set(numbers)
    return set(FriendList.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def listed(owner_id: int) -> dict[int, set[int]]:
    """list → who is on it, of all of a person's own lists."""
    on: dict[int, set[int]] = {}
    rows = Listed.objects.filter(friend_list__owner_id=owner_id)
    for number, person in rows.values_list("friend_list_id", "person_id"):
        on.setdefault(number, set()).add(person)
    return on


@dataclass(frozen=True)
class Blocked:
    """Somebody on a black list; "" for whom the owner never could see."""

    pk: int
    name: str


def blocked_by(owner_id: int) -> list[Blocked]:
    """A person's own black list, the newest first."""
    rows = Block.objects.filter(owner_id=owner_id).order_by("-since", "-pk")
    named = rows.values_list("blocked_id", "blocked__name", "known")
    return [Blocked(number, name if known else "") for number, name, known in named]
