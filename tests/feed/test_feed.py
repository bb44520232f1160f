"""Promises of the feed: what is in it, and what reading it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from akkord.feed import queries
from akkord.groups import actions as groups
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.wall import actions as wall
from factories import a_club, a_person, a_post, a_track

pytestmark = pytest.mark.django_db


def texts(reader: Person) -> list[str]:
    return [p.text for p in queries.page(Listener(reader.pk, "ZZ"), reader).posts]


def test_the_feed_holds_those_i_follow_my_communities_and_myself() -> None:
    me, read, unread = a_person("Me"), a_person("Read"), a_person("Unread")
    club = a_club(read)
    other = a_club(unread)
    people.follow(me, read)
    groups.join(me, club)
    a_post(read, "by one I follow")
    a_post(unread, "by a stranger")
    a_post(me, "mine")
    wall.write_post(read, wall_group=club, text="in my community")
    wall.write_post(unread, wall_group=other, text="in another community")
    assert texts(me) == ["in my community", "mine", "by one I follow"]


def test_a_deleted_post_and_an_ended_follow_leave_the_feed_at_once() -> None:
    me, read = a_person("Me"), a_person("Read")
    people.follow(me, read)
    post = a_post(read, "here")
    assert texts(me) == ["here"]
    wall.delete_post(read, post)
    assert texts(me) == []
    a_post(read, "again")
    people.unfollow(me, read)
    assert texts(me) == []


def cost(reader: Person) -> int:
    with CaptureQueriesContext(connection) as asked:
        queries.page(Listener(reader.pk, "ZZ"), reader)
    return len(asked)


def test_a_longer_feed_costs_no_more_queries() -> None:
    me = a_person("Me")
    authors = [a_person(f"Author {n}") for n in range(10)]
    for author in authors:
        people.follow(me, author)
    a_post(authors[0], "first", [a_track(authors[0]).pk])
    short = cost(me)
    for author in authors:
        a_post(author, "more", [a_track(author, "a").pk, a_track(author, "b").pk])
    assert cost(me) == short
    assert short <= 21
