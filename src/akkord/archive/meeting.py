"""People of one old site meet again here: what one waited for comes about once the other is here, too.

Who somebody was is known by archives their old site signed. A friendship takes both: each one's own archive
names the other. Nothing of it gets past what the two decided here: who blocks somebody stays apart from them.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from akkord.people import actions as people_actions
from akkord.people import queries as people
from akkord.people.errors import PeopleError
from akkord.people.queries import Person
from akkord.wall import actions as wall_actions
from akkord.wall import queries as wall
from akkord.wall.errors import NoSuchPost

from .format import PostSaid
from .models import Brought, Formerly, Waiting
from .taking.errand import Errand
from .taking.posts import Carried, put

AT_ONCE = 500


def meet(errand: Errand) -> None:
    """All that the coming of this person brings about, for them and for those who waited for them."""
    key, number = errand.key, errand.archive.owner
    around = Waiting.objects.filter(Q(person=errand.person) | Q(whom=number), site_key=key)
    here = _here(key)
    for kind in ("block", "friend", "read"):  # whom somebody keeps out is kept out before all else
        for row in around.filter(kind=kind).select_related("person").order_by("pk"):
            other = here.get(row.whom)
            if other is not None and other.pk != row.person_id:
                _TIES[kind](row, other, here)
    _walls(errand, here)
    _hearts(errand)


def _here(key: str) -> dict[int, Person]:
    """number there → who that is here, of those whose account stands and who brought their ties along."""
    rows = dict(Formerly.objects.filter(site_key=key, found=True).values_list("number", "person_id"))
    standing = people.people_by_numbers(set(rows.values()))
    return {number: standing[person] for number, person in rows.items() if person in standing}


@transaction.atomic
def _block(row: Waiting, other: Person, here: dict[int, Person]) -> None:
    people_actions.block(row.person, other)
    row.delete()


@transaction.atomic
def _befriend(row: Waiting, other: Person, here: dict[int, Person]) -> None:
    """Both name each other; a row that another run has used up is gone by then."""
    mine = next((number for number, person in here.items() if person.pk == row.person_id), 0)
    pair = Waiting.objects.select_for_update().filter(
        Q(person=row.person, whom=row.whom) | Q(person=other, whom=mine), site_key=row.site_key, kind="friend"
    )
    rows = {each.person_id: each for each in pair}
    if len(rows) < 2 or people.blocked_among(other.pk, [row.person_id]):
        return
    people_actions.befriend(row.person, other)
    for person, friend in ((row.person, other), (other, row.person)):
        about = rows[person.pk].about
        lists = {each.name: each.pk for each in people.lists_of(person.pk)}
        on = people.listed(person.pk)
        for name in about.get("lists", []):
            if name in lists:
                people_actions.put_on_list(person, lists[name], on.get(lists[name], set()) | {friend.pk})
        if about.get("hidden"):
            people_actions.hide_friend(person, friend.pk, hidden=True)
    pair.delete()


@transaction.atomic
def _read(row: Waiting, other: Person, here: dict[int, Person]) -> None:
    try:
        people_actions.follow(row.person, other)
    except PeopleError:
        return  # whose page is not for them: it may be later
    row.delete()


_TIES = {"block": _block, "friend": _befriend, "read": _read}


def _walls(errand: Errand, here: dict[int, Person]) -> None:
    """This person's posts on the walls of those who are here; others' posts on theirs. Whose writer may not
    write now waits on."""
    around = Q(person=errand.person) | Q(whom=errand.archive.owner)
    for row in Waiting.objects.filter(around, site_key=errand.key, kind="wall").select_related("person"):
        whose = here.get(row.whom)
        if whose is None or people.quiet_until(row.person_id):
            continue
        theirs = errand.of(row.person)
        with transaction.atomic():
            if Waiting.objects.filter(pk=row.pk).delete()[0]:
                said = PostSaid.model_validate_json(json.dumps(row.about["post"]))
                put(theirs, said, whose, Carried.with_(theirs))


def _hearts(errand: Errand) -> None:
    """Hearts and bookmarks for posts that are here now: the gate of each post is asked as for anybody."""
    waiting = Waiting.objects.filter(site_key=errand.key, kind__in=("like", "keep"))
    mine = list(waiting.filter(person=errand.person).values_list("ref", flat=True))
    came = list(errand.brought("post"))
    for refs in _few_at_once(sorted({*mine, *came})):
        there = Brought.objects.filter(site_key=errand.key, kind="post", ref__in=refs)
        posts = dict(there.values_list("ref", "number"))
        for row in waiting.filter(ref__in=list(posts)).select_related("person"):
            _heart(row, posts[row.ref])


@transaction.atomic
def _heart(row: Waiting, number: int) -> None:
    try:
        post = wall.post_for(row.person_id, number)
    except NoSuchPost:
        return  # not for them now
    if row.kind == "like":
        wall_actions.bring_like(row.person, post, datetime.fromisoformat(row.about["at"]))
    else:
        wall_actions.bring_bookmark(row.person, post)
    row.delete()


def _few_at_once(refs: list[int]) -> Iterable[list[int]]:
    return (refs[at : at + AT_ONCE] for at in range(0, len(refs), AT_ONCE))
