"""Promises of people: following, friends, look, tokens."""

import pytest

from akkord.people import actions, queries
from akkord.people.errors import NoSuchToken, OneselfFollowed
from factories import a_person, friends

pytestmark = pytest.mark.django_db


def test_friends_are_those_who_follow_each_other() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    friends(anna, boris)
    actions.follow(vera, anna)
    assert list(queries.friends_of(anna.pk)) == [boris]
    assert list(queries.requests_to(anna.pk)) == [vera]
    assert queries.waiting_requests(anna.pk) == 1
    assert queries.are_friends(anna.pk, boris.pk)
    assert not queries.are_friends(anna.pk, vera.pk)


def test_following_twice_is_once_and_nobody_follows_themselves() -> None:
    anna, boris = a_person(), a_person("Boris")
    actions.follow(anna, boris)
    actions.follow(anna, boris)
    assert queries.followers_of(boris.pk).count() == 1
    with pytest.raises(OneselfFollowed):
        actions.follow(anna, anna)


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


def test_people_are_found_by_every_word_of_their_name() -> None:
    anna = a_person("Anna Petrova")
    a_person("Anna Sidorova")
    assert list(queries.find_people("petrova anna")) == [anna]
