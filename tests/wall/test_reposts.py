"""Promises of reposts, mentions and hashtags."""

import pytest

from akkord.groups import actions as groups
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.people.rules.privacy import Audience, Key, Level
from akkord.wall import actions, errors, queries
from akkord.wall.models import Post
from factories import a_club, a_person, a_post

pytestmark = pytest.mark.django_db


def passed_on(person: Person, post: Post, text: str = "") -> Post:
    return actions.write_post(person, wall_person=person, text=text, of=post)


def chain(reader: Person | None, post: Post) -> list[str | None]:
    view = queries.view_of(Listener(reader.pk if reader else None, "ZZ"), post.pk)
    return [source.text if source.speaker else None for source in view.chain]


def test_a_repost_shows_its_chain_the_nearest_first() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    first = a_post(anna, "first")
    second = passed_on(boris, first, "second")
    third = passed_on(vera, second, "third")
    assert chain(None, third) == ["second", "first"]
    first.refresh_from_db()
    assert first.reposts == 1


def test_a_repost_without_a_word_stands_for_what_it_passes_on() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    first = a_post(anna, "first")
    third = passed_on(vera, passed_on(boris, first))
    assert chain(None, third) == ["first"]
    first.refresh_from_db()
    assert first.reposts == 2


def test_what_the_reader_may_not_see_is_not_shown_within_a_repost() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    people.befriend(anna, boris)
    people.choose_audiences(anna, {Key.WALL: Audience(Level.FRIENDS)})
    post = passed_on(boris, a_post(anna, "for friends"), "look")
    assert chain(boris, post) == ["for friends"]
    assert chain(vera, post) == [None]
    assert chain(None, post) == [None]


def test_a_deleted_source_leaves_the_repost_and_takes_its_words() -> None:
    anna, boris = a_person(), a_person("Boris")
    first = a_post(anna, "first")
    post = passed_on(boris, first, "look")
    actions.delete_post(anna, first)
    assert chain(anna, post) == [None]
    actions.delete_post(boris, post)
    first.refresh_from_db()
    assert first.reposts == 0


def test_one_passes_on_to_a_community_one_belongs_to_only() -> None:
    anna, boris = a_person(), a_person("Boris")
    club, post = a_club(anna), a_post(anna)
    with pytest.raises(errors.NotYourWall):
        actions.write_post(boris, wall_group=club, of=post)
    groups.join(boris, club)
    actions.write_post(boris, wall_group=club, of=post)


def test_a_mention_names_whom_its_writer_sees_and_nobody_who_keeps_them_out() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    people.choose_address(boris, "boris.b")
    people.choose_address(vera, "vera.violin")
    people.block(vera, anna)
    post = a_post(anna, f"Hi @Boris.B, @vera.violin, @nobody.here and @id{boris.pk}")
    assert post.mentions == {"boris.b": boris.pk, f"id{boris.pk}": boris.pk}


def test_a_hashtag_leads_to_the_posts_the_reader_may_see() -> None:
    anna, boris = a_person(), a_person("Boris")
    a_post(anna, "one #Ёлка")
    a_post(boris, "two #елка #другое")
    people.choose_audiences(boris, {Key.WALL: Audience(Level.FRIENDS)})
    page = queries.posts_tagged(Listener(anna.pk, "ZZ"), "#ЕЛКА")
    assert [p.text for p in page.posts] == ["one #Ёлка"]


def test_who_leaves_for_good_takes_reposts_tags_and_names_along() -> None:
    anna, boris = a_person(), a_person("Boris")
    first = a_post(anna, "first")
    post = passed_on(boris, first, f"@id{anna.pk} #tag")
    actions.forget_author(boris.pk)
    post.refresh_from_db()
    first.refresh_from_db()
    assert (post.text, post.mentions, post.chain, post.of) == ("", {}, [], None)
    assert first.reposts == 0
    assert not post.tags.exists()


def test_a_repost_stands_for_no_post_that_its_author_may_not_see() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    first = a_post(anna, "first")
    silent = passed_on(boris, first)
    people.block(anna, vera)
    assert passed_on(vera, silent).of_id == silent.pk
    first.refresh_from_db()
    assert first.reposts == 1
