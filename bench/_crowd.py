"""A crowded site made at once: 10,000 people of 300 friends each, a million posts; by the database itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, models

NUMBERS = (
    "WITH RECURSIVE numbers(n) AS"
    " (SELECT CAST(0 AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n < {last})"
)
TRACKS = 60


@dataclass(frozen=True)
class Crowd:
    """Numbers of those who have friends (in order), of somebody alone, of somebody many follow."""

    people: list[int]
    alone: int
    famous: int


def found(people: int, followers: int) -> Crowd | None:
    """The crowd that is there already."""
    from akkord.people.models import Person

    last = max(people, followers) + 1
    first = Person.objects.filter(email="n0@test.example").values_list("pk", flat=True).first()
    there = (
        first is not None and Person.objects.filter(pk=first + last, email=f"n{last}@test.example").exists()
    )
    return (
        Crowd(list(range(first, first + people)), first + last, first + last - 1) if there and first else None
    )


def make(people: int, friends: int, posts: int, followers: int) -> Crowd:
    """Everybody is a friend of those next to them in a ring; one post of ten has a track and a comment, of
    everybody alike, and of six tracks five are licensed and one is silent."""
    from akkord.people.models import Follow, Friendship
    from akkord.rights import actions as rights
    from akkord.rights.terms import CommercialModel, UseType
    from akkord.wall.models import Attachment, Comment, Post
    from cases import makers

    first = _people(max(people, followers) + 2)
    famous, alone = first + max(people, followers), first + max(people, followers) + 1
    (licensing, agent), (silent, _nobody) = makers.label(), makers.label()
    sounds = makers.sounds(TRACKS)
    few = TRACKS // 6
    makers.matched(sounds, makers.recordings(licensing, TRACKS - few) + makers.recordings(silent, few))
    rights.grant_licence(agent, licensing, uses=list(UseType), models=list(CommercialModel))
    tracks = makers.tracks(_person(first), sounds)
    near = f"n % {friends} - {friends // 2}"  # on either side, nobody their own
    steps = f"(CASE WHEN n % {friends} < {friends // 2} THEN {near} ELSE {near} + 1 END)"
    one, other = f"{first} + n / {friends}", f"{first} + (n / {friends} + {steps} + {people}) % {people}"
    _fill(Friendship, people * friends, {"person": one, "friend": other})
    _fill(Follow, people * friends, {"follower": one, "followed": other})
    _fill(Follow, followers, {"follower": f"{first} + n", "followed": str(famous)})
    begun = _newest(Post)
    author = f"{first} + (n * 7919) % {people}"
    said = "'Number ' || n || ' of what somebody has to say on a day like this, in a sentence or two.'"
    asked = {
        "author": author,
        "wall_person": author,
        "text": said,
        "comments": "CASE WHEN n % 10 = n / 10 % 10 THEN 1 ELSE 0 END",
    }
    _fill(Post, posts, asked)
    post, tenth = f"{begun} + 1 + n * 10 + n % 10", posts // 10
    _fill(Attachment, tenth, {"post": post, "track": f"{tracks[0].pk} + n % {TRACKS}"})
    answered = _newest(Comment)
    _fill(
        Comment,
        tenth,
        {
            "post": post,
            "author": f"{first} + n % {people}",
            "text": "'So it is.'",
            "thread": f"{answered} + 1 + n",
        },
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Crowd(list(range(first, first + people)), alone, famous)


def _people(count: int) -> int:
    """The first of so many in a row who have been here for a while."""
    from akkord.flow import clock
    from akkord.people.models import Person

    joined = clock.now() - timedelta(days=300)
    made = Person.objects.bulk_create(
        (
            Person(email=f"n{n}@test.example", name=f"Person {n}", password="!", date_joined=joined)
            for n in range(count)
        ),
        batch_size=1000,
    )
    return made[0].pk


def _person(number: int) -> Any:
    from akkord.people.models import Person

    return Person.objects.get(pk=number)


def _newest(model: type[models.Model]) -> int:
    newest = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return int(newest or 0)


def _fill(model: type[models.Model], count: int, told: Mapping[str, str]) -> None:
    """Rows numbered n from 0: what is told of each column, its default for the others."""
    from akkord.flow import clock

    columns, values, sent = [], [], []
    for each in model._meta.concrete_fields:
        if each.primary_key:
            continue
        columns.append(connection.ops.quote_name(each.column))
        if each.name in told:
            values.append(told[each.name])
            continue
        now = each.get_internal_type() == "DateTimeField" and not each.null
        value = clock.now() if now else each.get_default()
        values.append("%s")
        sent.append(each.get_db_prep_save(value, connection))
    rows = NUMBERS.format(last=count - 1)
    columns_named, selected = ", ".join(columns), ", ".join(values).replace(" % ", " %% ")
    with connection.cursor() as cursor:
        made = f"{rows} SELECT {selected} FROM numbers ORDER BY n"
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({columns_named}) {made}", sent)
