"""What a page tells of who is around its owner is what the gate shows of each."""

import pytest

from akkord.people import actions
from akkord.people import queries as people
from akkord.people.models import Choice, Person
from akkord.people.rules.privacy import Key, Level
from factories import a_person, friends

pytestmark = pytest.mark.django_db


@pytest.fixture
def read() -> tuple[Person, Person, list[Person]]:
    """Somebody who is read, a viewer, and readers of every kind."""
    whose, viewer = a_person("Read"), a_person("Viewer")
    readers = [a_person(f"Reader {n}") for n in range(6)]
    for reader in [*readers, viewer]:
        actions.follow(reader, whose)
    hiding, for_friends, blocking, blocked, friend, _plain = readers
    friends(viewer, friend)
    for person, level in ((hiding, Level.NOBODY), (for_friends, Level.FRIENDS), (friend, Level.FRIENDS)):
        Choice.objects.create(owner=person, key=Key.PAGE, level=level)
    actions.block(blocking, viewer)
    actions.block(viewer, blocked)
    return whose, viewer, readers


@pytest.mark.parametrize("who", ["viewer", "whose", "guest"])
def test_followers_are_counted_as_the_gate_shows_them(
    read: tuple[Person, Person, list[Person]], who: str
) -> None:
    whose, viewer, _readers = read
    number = {"viewer": viewer.pk, "whose": whose.pk, "guest": None}[who]
    shown = people.followers_shown(number, whose.pk)
    assert people.circle(number, whose.pk, 6).follower_count == len(shown)
    page = people.followers_page(number, whose.pk, None, 100)
    assert page.count == len(shown)
    assert {person.pk for person in page.people} == {person.pk for person in shown}


def test_pages_of_followers_are_all_of_them_once(read: tuple[Person, Person, list[Person]]) -> None:
    whose, viewer, _readers = read
    seen, page = [], people.followers_page(viewer.pk, whose.pk, None, 2)
    while page.before is not None:
        seen += page.people
        page = people.followers_page(viewer.pk, whose.pk, page.before, 2)
    seen += page.people
    assert sorted(p.pk for p in seen) == sorted(p.pk for p in people.followers_shown(viewer.pk, whose.pk))


def test_pages_of_whom_one_reads_are_all_of_them_once_and_nobody_hidden() -> None:
    me, viewer = a_person("Me"), a_person("Viewer")
    read = [a_person(f"Read {n}") for n in range(5)]
    for person in read:
        actions.follow(me, person)
    friends(me, read[0])  # a friend is among the friends
    actions.block(read[1], viewer)
    seen, page = [], people.followed_page(viewer.pk, me.pk, None, 2)
    while page.before is not None:
        seen += page.people
        page = people.followed_page(viewer.pk, me.pk, page.before, 2)
    assert [person.name for person in [*seen, *page.people]] == ["Read 4", "Read 3", "Read 2"]
    Choice.objects.create(owner=me, key=Key.FOLLOWERS, level=Level.NOBODY)
    assert people.followed_page(viewer.pk, me.pk, None, 2).people == []


def test_what_stands_between_two_is_told_to_each_from_their_side() -> None:
    me, other = a_person("Me"), a_person("Other")
    actions.follow(me, other)
    actions.ask(other, me)
    mine, theirs = people.bond(me.pk, other.pk), people.bond(other.pk, me.pk)
    assert (mine.i_follow, mine.asked_me, mine.i_asked) == (True, True, False)
    assert (theirs.follows_me, theirs.i_asked, theirs.asked_me) == (True, True, False)
    assert people.circle(me.pk, other.pk, 6).bond == mine
    assert people.circle(me.pk, me.pk, 6).bond is None
    assert people.circle(None, other.pk, 6).bond is None
