"""The gate over real tables: who is let in, at what cost, and what the black list leaves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from akkord.flow.look import one_look
from akkord.people import actions, queries
from akkord.people.errors import BadAudience, ListInUse, NoSuchPerson
from akkord.people.models import Person
from akkord.people.rules.privacy import Audience, Key, Level, Tie
from factories import a_person, friends

pytestmark = pytest.mark.django_db


def choose(owner: Person, key: Key, level: Level, **named: object) -> None:
    actions.choose_audiences(owner, {key: Audience(level, **named)})  # type: ignore[arg-type]


def test_how_people_stand_to_each_other() -> None:
    anna, boris, vera, gleb = (a_person(name) for name in ("Anna", "Boris", "Vera", "Gleb"))
    friends(anna, boris)
    friends(boris, vera)
    family = actions.make_list(anna, "Family")
    actions.put_on_list(anna, family.pk, [boris.pk, gleb.pk])  # a stranger is not put on a list
    actions.block(anna, gleb)
    assert queries.relation(None, anna.pk).tie is Tie.GUEST
    assert queries.relation(anna.pk, anna.pk).tie is Tie.SELF
    assert queries.relation(vera.pk, anna.pk).tie is Tie.FRIEND_OF_FRIEND
    there = queries.relation(boris.pk, anna.pk)
    assert (there.tie, there.lists) == (Tie.FRIEND, {family.pk})
    assert queries.relation(gleb.pk, anna.pk).blocked
    assert queries.relation(anna.pk, gleb.pk).blocked


def test_a_list_of_friends_is_an_audience() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    friends(anna, boris)
    friends(anna, vera)
    family = actions.make_list(anna, "Family")
    actions.put_on_list(anna, family.pk, [boris.pk])
    choose(anna, Key.MUSIC, Level.LISTS, lists=frozenset({family.pk}))
    assert queries.allows(boris.pk, anna.pk, Key.MUSIC)
    assert not queries.allows(vera.pk, anna.pk, Key.MUSIC)
    choose(anna, Key.MUSIC, Level.EXCEPT, lists=frozenset({family.pk}))
    assert not queries.allows(boris.pk, anna.pk, Key.MUSIC)
    assert queries.allows(vera.pk, anna.pk, Key.MUSIC)
    actions.remove_friend(anna, boris)  # whom a list keeps out stays out
    assert not queries.allows(boris.pk, anna.pk, Key.MUSIC)
    with pytest.raises(ListInUse):
        actions.delete_list(anna, family.pk)


def test_an_audience_names_ones_own_lists_and_somebody() -> None:
    anna, boris = a_person(), a_person("Boris")
    theirs = actions.make_list(boris, "Mine")
    for audience in (
        Audience(Level.LISTS, frozenset({theirs.pk})),
        Audience(Level.LISTS),
        Audience(Level.EXCEPT),
        Audience(Level.EXCEPT, people=frozenset({anna.pk})),
    ):
        with pytest.raises(BadAudience):
            actions.choose_audiences(anna, {Key.WALL: Audience(Level.NOBODY), Key.MUSIC: audience})
    assert queries.allows(None, anna.pk, Key.WALL)


def test_who_is_blocked_is_gone_for_both_and_everything_between_them_too() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    friends(anna, boris)
    actions.block(anna, boris)
    for viewer, owner in ((anna, boris), (boris, anna)):
        assert queries.open_to(viewer.pk, owner.pk) == frozenset()
        assert queries.shown_people(viewer.pk, [owner.pk]) == {}
        assert queries.followed_numbers(viewer.pk) == []
        with pytest.raises(NoSuchPerson):
            actions.ask(viewer, owner)
        with pytest.raises(NoSuchPerson):
            actions.follow(viewer, owner)
    actions.unblock(anna, boris.pk)
    assert queries.allows(boris.pk, anna.pk, Key.PAGE)
    assert not queries.are_friends(anna.pk, boris.pk)


def test_hidden_friends_are_seen_by_those_alone_who_may() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    friends(anna, boris)
    friends(anna, vera)
    actions.hide_friend(anna, boris.pk, hidden=True)
    assert queries.friends_shown(vera.pk, anna.pk) == [vera]
    assert queries.friends_shown(anna.pk, anna.pk) == [boris, vera]
    choose(anna, Key.HIDDEN_FRIENDS, Level.FRIENDS)
    assert queries.friends_shown(vera.pk, anna.pk) == [boris, vera]


def test_a_person_who_hides_their_page_is_in_nobodys_list() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    friends(anna, boris)
    choose(boris, Key.PAGE, Level.FRIENDS)
    assert queries.friends_shown(vera.pk, anna.pk) == []
    assert queries.friends_shown(anna.pk, anna.pk) == [boris]


def test_the_gate_costs_as_much_for_many_as_for_one() -> None:
    viewer = a_person("Viewer")
    owners = [a_person(f"Owner {n}") for n in range(12)]
    for owner in owners:
        friends(owner, viewer)
        choose(owner, Key.WALL, Level.FRIENDS_OF_FRIENDS)
        choose(owner, Key.MUSIC, Level.EXCEPT, people=frozenset({viewer.pk}))
    costs = []
    for asked in (owners[:1], owners):
        with CaptureQueriesContext(connection) as counted:
            found = queries.allowed_among(viewer.pk, [owner.pk for owner in asked], Key.WALL)
        assert len(found) == len(asked)
        costs.append(len(counted))
    assert costs[0] == costs[1] <= 6


def test_a_page_is_built_from_one_look_and_an_act_looks_anew() -> None:
    anna = a_person()
    with one_look():
        assert queries.allows(None, anna.pk, Key.WALL)
        choose(anna, Key.WALL, Level.NOBODY)
        assert queries.allows(None, anna.pk, Key.WALL)
    assert not queries.allows(None, anna.pk, Key.WALL)


def test_a_number_buys_nobody_a_name() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    choose(boris, Key.PAGE, Level.FRIENDS)
    actions.block(anna, boris)
    assert [(each.pk, each.name) for each in queries.blocked_by(anna.pk)] == [(boris.pk, "")]
    actions.unblock(anna, boris.pk)
    choose(boris, Key.PAGE, Level.EVERYONE)
    actions.block(anna, boris)
    assert [each.name for each in queries.blocked_by(anna.pk)] == ["Boris"]
