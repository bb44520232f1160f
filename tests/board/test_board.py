"""Promises of topics: who reads the community reads them, members write, keepers close, all of it logged."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from akkord.board import actions, errors, queries
from akkord.board.queries import Topic
from akkord.flow import clock
from akkord.groups import actions as groups
from akkord.groups import queries as clubs
from akkord.groups.queries import Group
from akkord.people import actions as people
from akkord.people.queries import Person
from factories import a_person
from web.test_doors import page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Person:
    return a_person()


@pytest.fixture
def club(anna: Person) -> Group:
    return groups.found_group(anna, "Night radio")


@pytest.fixture
def topic(anna: Person, club: Group) -> Topic:
    return actions.open_topic(anna, club, " Who  brings\nwhat ", "Pies \x00 first")


def texts(viewer: Person | None, topic: Topic) -> list[str]:
    return [remark.text for remark in queries.remarks_in(viewer.pk if viewer else None, topic).remarks]


def test_members_write_and_others_read(anna: Person, club: Group, topic: Topic) -> None:
    boris = a_person("Boris")
    assert topic.title == "Who brings what"
    with pytest.raises(errors.NotHere):
        actions.say(boris, club, topic, "Me")
    groups.join(boris, club)
    actions.say(boris, club, topic, "A mandolin")
    assert texts(None, topic) == ["Pies  first", "A mandolin"]
    assert queries.shown_topics(None, club, 5)[0].remarks == 2
    for text in (" ", "x" * 4001):
        with pytest.raises((errors.SaysNothing, errors.TooLong)):
            actions.say(boris, club, topic, text)


def test_behind_a_door_topics_are_not_there(anna: Person, club: Group, topic: Topic) -> None:
    groups.edit_group(anna, club, door="closed")
    stranger = a_person("Stranger")
    for at in (f"/board{club.pk}", topic.get_absolute_url()):
        assert Client().get(at).status_code == 404
        assert signed_in(stranger).get(at).status_code == 404
        assert signed_in(anna).get(at).status_code == 200
    assert not queries.shown_topics(stranger.pk, club, 5)


def test_a_topic_is_reached_through_its_own_community_alone(anna: Person, topic: Topic) -> None:
    other = groups.found_group(anna, "Other")
    assert signed_in(anna).get(f"/topic{other.pk}_{topic.pk}").status_code == 404


def test_a_closed_topic_is_written_in_by_keepers_alone(anna: Person, club: Group, topic: Topic) -> None:
    boris = a_person("Boris")
    groups.join(boris, club)
    with pytest.raises(errors.NotHere):
        actions.close(boris, club, topic, closed=True)
    actions.close(anna, club, topic, closed=True)
    topic.refresh_from_db()
    with pytest.raises(errors.NotHere):
        actions.say(boris, club, topic, "Late")
    actions.say(anna, club, topic, "Done")
    assert clubs.log_of(club, None, 1)[0].deed == "topic_closed"


def test_who_is_banned_reads_and_does_not_write(anna: Person, club: Group, topic: Topic) -> None:
    boris = a_person("Boris")
    groups.join(boris, club)
    groups.ban(anna, club, boris, "spam", "day")
    assert texts(boris, topic)
    with pytest.raises(errors.NotHere):
        actions.say(boris, club, topic, "Me again")


def test_keepers_take_away_and_the_log_tells(anna: Person, club: Group, topic: Topic) -> None:
    boris, carla = a_person("Boris"), a_person("Carla")
    for each in (boris, carla):
        groups.join(each, club)
    first, second = (actions.say(boris, club, topic, text) for text in ("Buy shoes", "Sorry"))
    with pytest.raises(errors.NotHere):
        actions.remove_remark(carla, club, topic, first.pk)
    actions.remove_remark(anna, club, topic, first.pk)
    actions.remove_remark(boris, club, topic, second.pk)
    assert [line.deed for line in clubs.log_of(club, None, 5)] == ["remark_removed"]
    assert texts(None, topic) == ["Pies  first"]
    with pytest.raises(errors.NoSuchRemark):
        actions.remove_remark(anna, club, topic, first.pk)
    actions.remove_topic(anna, club, topic)
    assert not queries.shown_topics(anna.pk, club, 5)


def test_whom_one_keeps_out_is_not_there_in_topics(club: Group, topic: Topic) -> None:
    boris, carla = a_person("Boris"), a_person("Carla")
    groups.join(boris, club)
    actions.say(boris, club, topic, "Hello")
    people.block(carla, boris)
    assert texts(carla, topic) == ["Pies  first"]


def test_topics_are_opened_and_answered_by_forms(anna: Person, club: Group) -> None:
    door = signed_in(anna)
    assert door.post(f"/board{club.pk}/new", {"title": "", "text": "x"}).status_code == 422
    at = door.post(f"/board{club.pk}/new", {"title": "<b>T</b>", "text": "<i>x</i>"})["Location"]
    assert "&lt;b&gt;T&lt;/b&gt;" in page(Client(), f"/board{club.pk}")
    assert "&lt;i&gt;x&lt;/i&gt;" in page(Client(), at)
    assert door.post(at, {"text": "more"}).status_code == 302
    assert door.post(at, {"text": ""}).status_code == 422
    assert Client().post(at, {"text": "more"}).status_code == 302
    for verb in ("close", "pin", "reopen", "unpin", "delete"):
        assert signed_in(a_person("Far")).post(f"{at}/{verb}")["Location"] == at
        assert door.post(f"{at}/{verb}").status_code == 302
    assert Client().get(at).status_code == 404


def test_many_topics_cost_as_few(anna: Person, club: Group) -> None:
    costs = []
    for _ in range(2):
        for number in range(3):
            actions.open_topic(anna, club, f"Topic {number}", "x")
        with CaptureQueriesContext(connection) as queried:
            queries.shown_topics(None, club, 50)
        costs.append(len(queried))
    assert costs[0] == costs[1]


def test_a_remark_deleted_by_two_at_once_is_counted_once(
    anna: Person, club: Group, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    boris = a_person("Boris")
    groups.join(boris, club)
    said = actions.say(boris, club, topic, "Hello")
    keeps = queries.keeps

    def meanwhile(*asked: Any) -> bool:
        actions.remove_remark(boris, club, topic, said.pk)
        return keeps(*asked)

    monkeypatch.setattr(queries, "keeps", meanwhile)
    with pytest.raises(errors.NoSuchRemark):
        actions.remove_remark(anna, club, topic, said.pk)
    topic.refresh_from_db()
    assert topic.remarks == len(texts(None, topic))
    assert not clubs.log_of(club, None, 5)


def test_what_somebody_said_is_counted_no_longer_after_they_left(club: Group, topic: Topic) -> None:
    boris = a_person("Boris")
    groups.join(boris, club)
    for text in ("one", "two"):
        last = actions.say(boris, club, topic, text)
    actions.remove_remark(boris, club, topic, last.pk)
    actions.forget_author(boris.pk)
    topic.refresh_from_db()
    assert topic.remarks == 1


def test_a_newcomer_writes_two_links_and_thirty_remarks_an_hour(club: Group, topic: Topic) -> None:
    fresh = a_person("Fresh", date_joined=clock.now())
    groups.join(fresh, club)
    links = " ".join(f"https://example.org/{n}" for n in range(3))
    with pytest.raises(errors.TooManyLinks):
        actions.open_topic(fresh, club, "Shoes", links)
    for n in range(30):
        actions.say(fresh, club, topic, f"{n}")
    with pytest.raises(errors.TooFast):
        actions.say(fresh, club, topic, "31")
    old = a_person("Old")
    groups.join(old, club)
    actions.say(old, club, topic, links)


def test_a_keeper_keeps_order_among_those_who_hide_from_them(anna: Person, club: Group) -> None:
    boris, keeper = a_person("Boris"), a_person("Keeper")
    for each in (boris, keeper):
        groups.join(each, club)
    groups.appoint(anna, club, keeper.pk, "moderator")
    topic = actions.open_topic(boris, club, "Noise", "Loud")
    people.block(boris, keeper)
    assert queries.topic_for(keeper.pk, club, topic.pk) == topic
    assert texts(keeper, topic) == ["Loud"]
    actions.close(keeper, club, topic, closed=True)
    remark = queries.remarks_in(anna.pk, topic).remarks[0]
    actions.remove_remark(keeper, club, topic, remark.number)
    assert [line.deed for line in clubs.log_of(club, anna.pk, 2)] == ["remark_removed", "topic_closed"]
