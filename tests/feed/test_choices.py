"""Promises of the feed's orders and of what its reader leaves out: nothing hidden, nothing for others."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from akkord.feed import actions, errors, queries
from akkord.feed.models import HiddenPost, MutedAuthor, MutedWord
from akkord.feed.rules import importance, word_in
from akkord.flow import clock
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.wall import actions as wall
from factories import a_person, a_post, friends

HOUR = timedelta(hours=1)
counts = st.integers(0, 10_000)


def test_importance_is_the_stated_formula() -> None:
    assert importance(2, 3, 1, 4 * HOUR) == Fraction(1 + 2 + 6 + 3, 10)


@given(counts, counts, counts, st.integers(0, 168))
def test_more_of_anything_is_never_less_important_and_age_never_helps(
    likes: int, comments: int, reposts: int, hours: int
) -> None:
    here = importance(likes, comments, reposts, hours * HOUR)
    assert importance(likes + 1, comments, reposts, hours * HOUR) > here
    assert importance(likes, comments + 1, reposts, hours * HOUR) > here
    assert importance(likes, comments, reposts + 1, hours * HOUR) > here
    assert importance(likes, comments, reposts, (hours + 1) * HOUR) < here


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ёлки и ПАЛКИ!", "елки"),
        ("елкинский", ""),
        ("new  album out", "new album"),
        ("(a+b)", "a+b"),
        ("", ""),
    ],
)
def test_words_are_found_whole_and_in_any_spelling(text: str, found: str) -> None:
    assert word_in(text, ["елки", "new album", "a+b"]) == found


def page(reader: Person) -> list[tuple[str, str, str]]:
    found = queries.page(Listener(reader.pk, "ZZ"), reader)
    return [(e.post.text, e.why.value, e.folded_by) for e in found.entries]


@pytest.mark.django_db
def test_each_post_says_why_it_is_there() -> None:
    me, friend, read = a_person("Me"), a_person("Friend"), a_person("Read")
    friends(me, friend)
    people.follow(me, read)
    for who in (me, friend, read):
        a_post(who, who.name)
    assert page(me) == [("Read", "followed", ""), ("Friend", "friend", ""), ("Me", "own", "")]


@pytest.mark.django_db
def test_a_muted_word_folds_a_post_for_its_term_and_for_its_reader_alone() -> None:
    me, other, read = a_person("Me"), a_person("Other"), a_person("Read")
    for reader in (me, other):
        people.follow(reader, read)
    a_post(read, "Spoilers of the finale")
    actions.mute_word(me, " SPOILERS ", 1)
    assert page(me)[0][2] == "spoilers"
    assert page(other)[0][2] == ""
    with clock.at(clock.now() + timedelta(days=2)):
        assert page(me)[0][2] == ""


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["", "x", "y" * 61, "a\x00b"])
def test_what_is_no_word_is_refused_by_name(word: str) -> None:
    with pytest.raises(errors.BadWord):
        actions.mute_word(a_person(), word, None)


@pytest.mark.django_db
def test_a_hidden_post_and_a_muted_author_leave_the_feed_and_come_back() -> None:
    me, read = a_person("Me"), a_person("Read")
    people.follow(me, read)
    one, _two = a_post(read, "one"), a_post(read, "two")
    actions.hide_post(me, one)
    assert [text for text, *_ in page(me)] == ["two"]
    actions.mute_author(me, read, 7)
    assert page(me) == []
    with clock.at(clock.now() + timedelta(days=8)):
        assert [text for text, *_ in page(me)] == ["two"]
    actions.unmute_author(me, read.pk)
    actions.show_post(me, one.pk)
    assert [text for text, *_ in page(me)] == ["two", "one"]
    with pytest.raises(errors.MutedOneself):
        actions.mute_author(me, me, None)


@pytest.mark.django_db
def test_the_important_come_first_where_that_order_is_chosen() -> None:
    me, read = a_person("Me"), a_person("Read")
    people.follow(me, read)
    loved, _new = a_post(read, "loved"), a_post(read, "new")
    wall.like(me, loved)
    found = queries.important(Listener(me.pk, "ZZ"), me)
    assert [e.post.text for e in found.entries] == ["loved", "new"]
    assert [text for text, *_ in page(me)] == ["new", "loved"]


@pytest.mark.django_db
def test_a_feed_of_a_list_holds_those_on_it_and_is_its_owners_alone() -> None:
    me, near, far = a_person("Me"), a_person("Near"), a_person("Far")
    friends(me, near)
    friends(me, far)
    mine = people.make_list(me, "Near ones")
    people.put_on_list(me, mine.pk, [near.pk])
    a_post(near, "near")
    a_post(far, "far")
    found = queries.page(Listener(me.pk, "ZZ"), me, of_list=mine.pk)
    assert [(e.post.text, e.why.value) for e in found.entries] == [("near", "list")]
    with pytest.raises(errors.NoSuchList):
        queries.page(Listener(far.pk, "ZZ"), far, of_list=mine.pk)


@pytest.mark.django_db
def test_who_leaves_for_good_leaves_no_choices_behind() -> None:
    me, read = a_person("Me"), a_person("Read")
    post = a_post(read)
    actions.hide_post(me, post)
    actions.mute_author(me, read, None)
    actions.mute_author(read, me, None)
    actions.mute_word(me, "word", None)
    actions.forget_reader(me.pk)
    assert not any(table.objects.exists() for table in (HiddenPost, MutedAuthor, MutedWord))


@pytest.mark.django_db
def test_a_feed_costs_the_same_with_anything_left_out() -> None:
    me, read = a_person("Me"), a_person("Read")
    people.follow(me, read)
    posts = [a_post(read, f"post {n}") for n in range(3)]
    actions.mute_word(me, "nothing", None)
    actions.hide_post(me, posts[0])

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(me)
            queries.important(Listener(me.pk, "ZZ"), me)
        return len(asked)

    before = cost()
    for n in range(4):
        other = a_person(f"Other {n}")
        people.follow(me, other)
        actions.hide_post(me, a_post(other, "hidden"))
        a_post(other, "shown")
        actions.mute_word(me, f"word {n}", None)
    assert cost() == before


@pytest.mark.django_db
def test_the_pages_of_the_feed_do_what_they_say() -> None:
    me, read = a_person("Me"), a_person("Read")
    people.follow(me, read)
    post = a_post(read, "a spoiler")
    browser = Client()
    browser.force_login(me, "allauth.account.auth_backends.AuthenticationBackend")
    assert "you follow Read" in browser.get("/feed").content.decode()
    assert browser.post("/feed/muted", {"word": "x"}).status_code == 422
    browser.post("/feed/muted", {"word": "spoiler", "days": "7"})
    assert "Hidden by your word" in browser.get("/feed").content.decode()
    assert browser.get("/feed?list=99").status_code == 404
    assert "divided by its age" in browser.get("/feed?order=important").content.decode()
    wall.write_comment(me, post, text="noted")
    assert "noted" in browser.get("/feed/comments").content.decode()
    assert browser.get("/feed/new?after=0").json() == {"new": 1}
    browser.post(f"/feed/hide/{post.pk}")
    assert browser.get("/feed/new?after=0").json() == {"new": 0}
    assert f"/feed/show/{post.pk}" in browser.get("/feed/muted").content.decode()
    browser.post(f"/feed/mute/{read.pk}", {"days": "1"})
    assert f"/feed/unmute/{read.pk}" in browser.get("/feed/muted").content.decode()
