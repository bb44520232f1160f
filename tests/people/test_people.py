"""Promises of people: reading, being friends, tokens, being found."""

from datetime import timedelta

import pytest

from akkord.flow import clock
from akkord.people import actions, queries
from akkord.people.errors import NoSuchRequest, NoSuchToken, NotWanted, OneselfFollowed, TooManyAsked
from akkord.people.rules.privacy import Audience, Key, Level
from factories import a_person, friends

pytestmark = pytest.mark.django_db


def test_a_request_that_is_accepted_makes_friends_who_read_each_other() -> None:
    anna, boris = a_person(), a_person("Boris")
    actions.ask(anna, boris)
    assert queries.requests_to(boris.pk) == [anna]
    assert queries.waiting_requests(boris.pk) == 1
    assert not queries.are_friends(anna.pk, boris.pk)
    actions.accept(boris, anna.pk)
    assert list(queries.friends_of(anna.pk)) == [boris]
    assert list(queries.friends_of(boris.pk)) == [anna]
    assert queries.follows(boris.pk, anna.pk)
    assert queries.waiting_requests(boris.pk) == 0


def test_who_is_declined_stays_a_follower_and_may_be_accepted_later() -> None:
    anna, boris = a_person(), a_person("Boris")
    actions.ask(anna, boris)
    actions.decline(boris, anna.pk)
    actions.ask(anna, boris)  # asking again does not ring again
    assert queries.waiting_requests(boris.pk) == 0
    assert queries.followers_shown(boris.pk, boris.pk) == [anna]
    actions.reconsider(boris, anna.pk)
    assert queries.requests_to(boris.pk) == [anna]
    actions.accept(boris, anna.pk)
    assert queries.are_friends(anna.pk, boris.pk)


def test_two_who_ask_each_other_are_friends() -> None:
    anna, boris = a_person(), a_person("Boris")
    assert not actions.ask(anna, boris)
    assert actions.ask(boris, anna)
    assert queries.are_friends(anna.pk, boris.pk)


def test_a_request_taken_back_leaves_nothing() -> None:
    anna, boris = a_person(), a_person("Boris")
    actions.ask(anna, boris)
    actions.take_back(anna, boris)
    assert queries.requests_to(boris.pk) == []
    assert not queries.follows(anna.pk, boris.pk)
    with pytest.raises(NoSuchRequest):
        actions.accept(boris, anna.pk)


def test_a_friendship_that_one_ends_leaves_the_other_a_follower_and_can_be_undone() -> None:
    anna, boris = a_person(), a_person("Boris")
    friends(anna, boris)
    actions.remove_friend(anna, boris)
    assert not queries.are_friends(boris.pk, anna.pk)
    assert queries.followers_shown(anna.pk, anna.pk) == [boris]
    assert not queries.follows(anna.pk, boris.pk)
    assert queries.waiting_requests(anna.pk) == 0
    actions.accept(anna, boris.pk)
    assert queries.are_friends(boris.pk, anna.pk)


def test_reading_each_other_is_no_friendship() -> None:
    anna, boris = a_person(), a_person("Boris")
    actions.follow(anna, boris)
    actions.follow(boris, anna)
    assert not queries.are_friends(anna.pk, boris.pk)
    assert queries.waiting_requests(anna.pk) == 0


def test_friends_who_do_not_read_each_other_stay_friends() -> None:
    anna, boris = a_person(), a_person("Boris")
    friends(anna, boris)
    actions.unfollow(anna, boris)
    assert queries.are_friends(anna.pk, boris.pk)
    assert queries.followed_numbers(anna.pk) == []


def test_nobody_asks_whom_does_not_let_them() -> None:
    anna, boris = a_person(), a_person("Boris")
    actions.choose_audiences(boris, {Key.ASK: Audience(Level.FRIENDS_OF_FRIENDS)})
    with pytest.raises(NotWanted):
        actions.ask(anna, boris)
    vera = a_person("Vera")
    friends(anna, vera)
    friends(boris, vera)
    actions.ask(anna, boris)
    assert queries.requests_to(boris.pk) == [anna]


def test_following_twice_is_once_and_nobody_follows_themselves() -> None:
    anna, boris = a_person(), a_person("Boris")
    actions.follow(anna, boris)
    actions.follow(anna, boris)
    assert queries.followers_shown(boris.pk, boris.pk) == [anna]
    with pytest.raises(OneselfFollowed):
        actions.follow(anna, anna)
    with pytest.raises(OneselfFollowed):
        actions.ask(anna, anna)


def test_a_revoked_token_opens_nothing() -> None:
    anna = a_person()
    text = actions.issue_token(anna, "script")
    assert queries.bearer(text) == anna
    actions.revoke_token(anna, queries.tokens_of(anna.pk)[0].pk)
    assert queries.bearer(text) is None


def test_nobody_revokes_anothers_token() -> None:
    anna, boris = a_person(), a_person("Boris")
    actions.issue_token(anna, "script")
    with pytest.raises(NoSuchToken):
        actions.revoke_token(boris, queries.tokens_of(anna.pk)[0].pk)


def test_nobody_asks_a_hundred_people_a_day() -> None:
    anna = a_person()
    for n in range(actions.MOST_ASKED_A_DAY):
        actions.ask(anna, a_person(f"Person {n}"))
    other = a_person("One too many")
    with pytest.raises(TooManyAsked):
        actions.ask(anna, other)
    with clock.at(clock.now() + timedelta(days=1, seconds=1)):
        actions.ask(anna, other)
