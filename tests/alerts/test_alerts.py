"""What rings is a person's business, is told once, and never shows what its reader may not see."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from akkord.alerts import actions, queries, tasks, words
from akkord.alerts.models import Alert
from akkord.alerts.rules import Kind, Way
from akkord.flow import jobs
from akkord.flow.models import Job, News
from akkord.groups import actions as groups
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.actions import issue_token
from akkord.people.models import Person
from akkord.wall import actions as wall
from akkord.wall.models import Post
from factories import a_person, a_post, friends

pytestmark = pytest.mark.django_db


def work() -> None:
    """The worker does what waits."""
    while taken := jobs.take("tests"):
        assert jobs.run(taken, "tests"), Job.objects.get(pk=taken.id).error


def told(person: Person) -> list[str]:
    return [words.sentence(line) for line in queries.lines_for(Listener(person.pk, "ZZ")).lines]


@pytest.fixture
def anna() -> Person:
    return a_person()


@pytest.fixture
def boris() -> Person:
    return a_person("Boris")


def test_a_request_of_friendship_rings_and_its_answer_too(anna: Person, boris: Person) -> None:
    people.ask(boris, anna)
    work()
    assert told(anna) == ["Boris would like to be friends."]
    people.accept(anna, boris.pk)
    work()
    assert told(anna) == []
    assert told(boris) == ["Anna Petrova and you are friends now."]


def test_a_request_that_was_taken_back_is_not_told(anna: Person, boris: Person) -> None:
    people.ask(boris, anna)
    work()
    people.take_back(boris, anna)
    assert told(anna) == []


def test_who_writes_on_a_wall_rings_its_owner_and_nobody_rings_themselves(
    anna: Person, boris: Person
) -> None:
    friends(anna, boris)
    post = wall.write_post(boris, wall_person=anna, text="Hello there")
    tasks.post_written.func(post.pk, [])
    tasks.post_written.func(a_post(anna).pk, [])
    assert "Boris wrote on your wall." in told(anna)
    line = queries.lines_for(Listener(anna.pk, "ZZ")).lines[0]
    assert (line.thing.href, line.thing.text) == (f"/wall{post.pk}", "Hello there")


def test_a_comment_rings_whose_post_it_is_on_and_an_answer_whose_comment_it_answers(
    anna: Person, boris: Person
) -> None:
    post = a_post(anna, "What do you hear?")
    first = wall.write_comment(boris, post, text="Rain")
    tasks.comment_written.func(first.pk, [])
    assert told(anna) == ["Boris commented on a post of yours."]
    line = queries.lines_for(Listener(anna.pk, "ZZ")).lines[0]
    assert line.thing.href == f"/wall{post.pk}?at={first.pk}#comment{first.pk}"
    second = wall.write_comment(anna, post, text="Me too", answers=first.pk)
    tasks.comment_written.func(second.pk, [boris.pk])
    assert told(boris) == ["Anna Petrova answered your comment."]
    assert len(told(anna)) == 1
    tasks.liked.func(boris.pk, None, second.pk)
    assert "Boris liked your comment." in told(anna)
    wall.delete_comment(boris, first)
    assert told(anna) == ["Boris liked your comment."]


def test_likes_are_one_line_and_liking_again_rings_no_more(anna: Person) -> None:
    post = a_post(anna)
    for name in ("Boris", "Vera", "Gleb", "Dina", "Egor"):
        liker = a_person(name)
        tasks.liked.func(liker.pk, post.pk, None)
        tasks.liked.func(liker.pk, post.pk, None)
    assert told(anna) == ["Egor and 4 others liked your post."]
    assert queries.unread(anna.pk) == 5


def test_blocked_people_never_ring_and_what_rang_before_is_gone(anna: Person, boris: Person) -> None:
    post = a_post(anna)
    tasks.liked.func(boris.pk, post.pk, None)
    assert told(anna)
    people.block(anna, boris)
    assert told(anna) == []
    Alert.objects.all().delete()
    tasks.liked.func(boris.pk, post.pk, None)
    tasks.post_written.func(post.pk, [])
    assert Alert.objects.count() == 0


def test_who_may_not_see_a_post_is_not_told_of_it(anna: Person, boris: Person) -> None:
    post = a_post(boris, "Only for friends")
    tasks.post_written.func(post.pk, [anna.pk])
    assert told(anna) == ["Boris mentioned you."]
    people.close_page(boris, closed=True)
    assert told(anna) == []
    people.close_page(boris, closed=False)
    Post.objects.filter(pk=post.pk).update(deleted_at=post.made_at)
    assert told(anna) == []


def test_a_kind_switched_off_does_not_ring_but_a_decision_always_does(anna: Person, boris: Person) -> None:
    actions.choose(anna, {(kind, Way.PAGE): False for kind in Kind})
    tasks.liked.func(boris.pk, a_post(anna).pk, None)
    assert Alert.objects.count() == 0
    actions.ring(anna.pk, Kind.DECISION, "decision:1")
    assert queries.unread(anna.pk) == 1


def test_the_number_is_told_live_and_gone_once_the_page_is_read(anna: Person, boris: Person) -> None:
    tasks.liked.func(boris.pk, a_post(anna).pk, None)
    assert News.objects.filter(kind="alerts").latest("pk").payload == {"waiting": 1}
    client = Client()
    client.force_login(anna)
    assert '<span class="count">+1</span>' in client.get("/settings").content.decode()
    shown = client.get("/notifications").content.decode()
    assert "Boris liked your post." in shown
    assert queries.unread(anna.pk) == 0
    assert News.objects.filter(kind="alerts").latest("pk").payload == {"waiting": 0}
    assert "Boris liked your post." in client.get("/notifications").content.decode()


def test_switches_are_set_on_their_page(anna: Person) -> None:
    client = Client()
    client.force_login(anna)
    assert client.get("/settings/notifications").status_code == 200
    assert client.post("/settings/notifications", {"on": ["asked-page"]}).status_code == 302
    switches = queries.switches_of(anna.pk)
    assert switches[Kind.ASKED, Way.PAGE]
    assert not switches[Kind.LIKE, Way.PAGE]
    assert switches[Kind.DECISION, Way.PAGE]


def test_programs_read_the_same(anna: Person, boris: Person) -> None:
    tasks.liked.func(boris.pk, a_post(anna).pk, None)
    bearer = {"authorization": f"Bearer {issue_token(anna, 'reading')}"}
    said: dict[str, Any] = Client().get("/api/v1/notifications", headers=bearer).json()
    assert said["unread"] == 1
    assert said["lines"][0]["text"] == "Boris liked your post."
    assert said["lines"][0]["number"] > 0
    read = {"number": said["lines"][0]["number"]}
    tasks.liked.func(a_person("Vera").pk, a_post(anna).pk, None)
    answer = Client().post("/api/v1/notifications/read", read, "application/json", headers=bearer)
    assert answer.status_code == 204
    assert queries.unread(anna.pk) == 1
    actions.read_all(anna.pk)
    assert queries.unread(anna.pk) == 0


def test_many_lines_cost_as_many_queries_as_one(anna: Person) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            queries.lines_for(Listener(anna.pk, "ZZ"))
        return len(seen)

    def likes(names: str) -> None:
        for name in names:
            tasks.liked.func(a_person(name).pk, a_post(anna).pk, None)

    likes("B")
    one = cost()
    likes("CDE")
    assert cost() == one


def test_a_long_list_is_read_page_by_page(anna: Person, boris: Person) -> None:
    for number in range(35):
        actions.ring(anna.pk, Kind.LIKE, f"post:{a_post(anna, str(number)).pk}", boris.pk)
    first = queries.lines_for(Listener(anna.pk, "ZZ"))
    rest = queries.lines_for(Listener(anna.pk, "ZZ"), before=first.before)
    assert (len(first.lines), len(rest.lines), rest.before) == (30, 5, None)


def test_communities_ring_whom_they_invite_let_in_and_who_keeps_the_door(anna: Person, boris: Person) -> None:
    club = groups.found_group(anna, "Kitchen", "", door="closed")
    groups.join(boris, club)
    work()
    assert told(anna) == ["Boris would like to be let into a community of yours."]
    line = queries.lines_for(Listener(anna.pk, "ZZ")).lines[0]
    assert (line.thing.href, line.thing.text) == (f"/club{club.pk}/members", "Kitchen")
    groups.accept(anna, club, boris.pk)
    groups.appoint(anna, club, boris.pk, "editor")
    vera = a_person("Vera")
    friends(anna, vera)
    groups.invite(anna, club, vera)
    work()
    assert told(boris) == ["You have another role in a community.", "You are let into a community."]
    assert "Anna Petrova invites you to a community." in told(vera)
