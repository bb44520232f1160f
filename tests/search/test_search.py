"""Promises of search: spellings are understood, and what is not for the reader is never among the found."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from akkord.flow import clock
from akkord.flow.models import Job
from akkord.groups import actions as groups
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.queries import Person
from akkord.people.rules.privacy import Audience, Key, Level
from akkord.search import actions, sources, tasks
from akkord.search.models import Document, Posting, Term
from akkord.search.queries import Found, find, find_people
from akkord.search.rules import About, Kind
from akkord.wall import actions as wall
from akkord.wall.models import Post
from akkord.words.spelling import keys_of
from factories import a_person, a_post, a_track, friends

pytestmark = pytest.mark.django_db
ALL = dict.fromkeys(Kind, 20)


@pytest.fixture
def anna() -> Person:
    return a_person("Алёна Петрова")


def look_again() -> None:
    for job in Job.objects.filter(task="akkord.search.tasks.look_again"):
        tasks.look_again.func(**job.arguments["kwargs"])


def found(text: str, viewer: Person | None = None) -> Found:
    actions.catch_up()
    return find(Listener(viewer.pk if viewer else None, "DE"), text, ALL)


@pytest.mark.parametrize(
    "typed",
    [
        "Алёна",
        "алена",
        "АЛЕНА ПЕТРОВА",
        "alyona",
        "Petrova",
        "петр",
        "Fk`yf",
        "gtnhjdf",
        "Петорва",
        "Петрва алён",
    ],
)
def test_a_name_is_found_however_it_is_typed(typed: str, anna: Person) -> None:
    a_person("Борис Кузнецов")
    assert [person.pk for person in found(typed).people] == [anna.pk]


def test_each_kind_is_found_by_its_words(anna: Person) -> None:
    club = groups.found_group(anna, "Кухонные концерты", "Играем дома")
    post = a_post(anna, "Сегодня в депо «Трамвай до весны»")
    track = a_track(anna, "Дождь над Тарту", "Алёна")
    assert [each.pk for each in found("kontserty doma").clubs] == [club.pk]
    assert [each.number for each in found("трамвай весны").posts] == [post.pk]
    assert [each.number for each in found("алена дождь", anna).tracks] == [track.pk]
    assert not found("слон")
    assert not found("")
    assert not found("!!! ь")


def test_the_nearest_name_stands_first(anna: Person) -> None:
    near, exact = a_person("Марина Иванова"), a_person("Мария Мари")
    assert [person.pk for person in found("мари").people] == [exact.pk, near.pk]


def test_what_privacy_hides_is_not_found(anna: Person) -> None:
    friend, stranger = a_person("Friend"), a_person("Stranger")
    friends(anna, friend)
    a_post(anna, "Тайное слово")
    secret = groups.found_group(anna, "Тайное общество", door="private")
    wall.write_post(anna, wall_group=secret, text="Тайное собрание")
    people.choose_audiences(anna, {key: Audience(Level.FRIENDS) for key in (Key.WALL, Key.FOUND)})
    for viewer in (None, stranger):
        hidden = found("тайное", viewer)
        assert not hidden.posts
        assert not hidden.clubs
        assert not found("петрова", viewer).people
    assert len(found("тайное", friend).posts) == 1
    assert found("петрова", friend).people
    assert {post.text for post in found("тайное", anna).posts} == {"Тайное слово", "Тайное собрание"}
    people.block(anna, friend)
    assert not found("тайное", friend)


def test_what_is_deleted_or_left_is_not_found(anna: Person) -> None:
    post = a_post(anna, "Временное")
    assert found("временное").posts
    wall.delete_post(anna, post)
    assert not found("временное")
    people.freeze(anna)
    assert not found("петрова")
    people.come_back(anna)
    assert found("петрова")


def test_a_changed_name_is_found_and_the_old_one_is_not(anna: Person, settings: LazySettings) -> None:
    assert found("петрова")
    people.edit_profile(anna, name="Алёна Сидорова")
    actions.look_again(Kind.PERSON, anna.pk)
    assert found("сидорова")
    assert not found("петрова")


def test_words_taken_out_of_a_post_find_it_no_longer(anna: Person) -> None:
    post = a_post(anna, "Мандолина")
    assert found("мандолина")
    wall.edit_post(anna, post, text="Балалайка", track_ids=[])
    look_again()
    assert found("балалайка")
    assert not found("мандолина")


def test_whoever_is_gone_leaves_no_word_in_the_index(anna: Person) -> None:
    a_post(anna, "Единственное")
    assert found("единственное")
    actions.forget_owner(anna.pk)
    assert not Posting.objects.exists()
    assert not Term.objects.exists()


def test_a_deleted_post_leaves_the_index_and_comes_back_with_its_undo(anna: Person) -> None:
    other, post = a_post(anna, "Мандолина дома"), a_post(anna, "Мандолина и тайна")
    assert len(found("мандолина").posts) == 2
    wall.delete_post(anna, post)
    look_again()
    assert not Term.objects.filter(key__startswith=keys_of("тайна")[0]).exists()
    assert [each.number for each in found("мандолина").posts] == [other.pk]
    wall.restore_post(anna, post.pk)
    look_again()
    assert [each.number for each in found("тайна").posts] == [post.pk]


def test_rebuilt_it_finds_the_same(anna: Person) -> None:
    a_post(anna, "Один два три")
    before = [post.number for post in found("два").posts]
    assert actions.rebuild() == 2
    assert [post.number for post in found("два").posts] == before != []


def test_what_comes_late_below_the_mark_is_found(anna: Person) -> None:
    post = a_post(anna, "Поздно")
    later = a_post(anna, "Раньше")
    actions.catch_up()
    Document.objects.filter(kind=Kind.POST, number=post.pk).delete()
    assert [each.number for each in found("поздно").posts] == [post.pk]
    assert [each.number for each in found("раньше").posts] == [later.pk]


def test_what_has_no_words_is_read_once(anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    silent = [a_post(anna, "… !!!") for _ in range(3)]
    actions.catch_up()
    read: list[int] = []
    of = sources.of

    def noted(kind: Kind, numbers: Iterable[int]) -> list[sources.Text]:
        read.extend(numbers)
        return of(kind, numbers)

    monkeypatch.setattr(sources, "of", noted)
    actions.catch_up()
    assert read == []
    late = a_post(anna, "Поздно")
    actions.catch_up()
    Document.objects.filter(kind=Kind.POST, number=late.pk).delete()
    actions.catch_up()
    assert read == [late.pk]
    Post.objects.filter(pk=silent[0].pk).update(text="Заговорила")
    actions.look_again(Kind.POST, silent[0].pk)
    assert [each.number for each in found("заговорила").posts] == [silent[0].pk]


def test_many_hits_cost_as_many_queries_as_few() -> None:
    costs = []
    for _ in range(2):
        for _ in range(4):
            a_post(a_person("Иван Хор"), "хор поёт")
        actions.catch_up()
        with CaptureQueriesContext(connection) as queried:
            find(Listener(None, "DE"), "хор", ALL)
        costs.append(len(queried))
    assert costs[0] == costs[1]


def looked_for(viewer: Person | None, words: str = "", **about: Any) -> list[Person]:
    actions.catch_up()
    return find_people(Listener(viewer.pk if viewer else None, "DE"), About(words, **about), 9)


def test_people_are_found_by_every_word_of_name_and_shown_city() -> None:
    anna, boris = a_person("Anna Petrova", city="Тарту"), a_person("Boris")
    a_person("Anna Sidorova", city="Tallinn")
    for words in ("petrova anna", "anna tartu", "Анна Тарту", "тарту"):
        assert looked_for(boris, words) == [anna]
        assert [each.pk for each in found(words, boris).people] == [anna.pk]
    assert looked_for(None, "tartu") == []  # members alone see the city, as it is at first
    people.choose_audiences(anna, {Key.CITY: Audience(Level.NOBODY)})
    assert looked_for(boris, "tartu") == looked_for(boris, city="tartu") == []
    assert not found("tartu", boris).people
    assert looked_for(boris, "petrova") == [anna]


def test_who_does_not_want_to_be_found_or_blocks_is_not() -> None:
    anna, boris = a_person("Anna Petrova"), a_person("Boris")
    people.choose_audiences(anna, {Key.FOUND: Audience(Level.FRIENDS)})
    assert looked_for(boris, "anna") == looked_for(boris, youngest=0) == []
    friends(anna, boris)
    assert looked_for(boris, "anna") == [anna]
    people.block(anna, boris)
    assert looked_for(boris, "anna") == looked_for(anna, "boris") == []


def test_age_is_asked_of_those_alone_who_show_birthday_and_year() -> None:
    today, boris = clock.now().date(), a_person("Boris")
    born = {n: today.replace(year=today.year - n, day=1, month=1) for n in (20, 30)}
    young, older = a_person("Young", born=born[20]), a_person("Older", born=born[30])
    a_person("Ageless")
    assert looked_for(boris, youngest=20, oldest=29) == []  # friends alone see the day, as it is at first
    for each in (young, older):
        people.choose_audiences(each, {Key.BIRTHDAY: Audience(Level.MEMBERS)})
    assert looked_for(boris, youngest=20, oldest=29) == [young]
    assert looked_for(boris, youngest=21) == [older]
    assert looked_for(boris, "older", oldest=29) == []
    people.edit_profile(young, born_year_shown=False)
    people.choose_audiences(older, {Key.BIRTHDAY: Audience(Level.NOBODY)})
    assert looked_for(boris, youngest=1, oldest=120) == []


def test_friends_in_common_are_those_that_are_shown() -> None:
    anna, boris, third, far = (a_person(name) for name in ("Anna", "Boris", "Third", "Far"))
    friends(anna, third)
    friends(boris, third)
    assert looked_for(anna, mutual=True) == [boris]
    assert far not in looked_for(anna, "far", mutual=True)
    assert looked_for(None, mutual=True) == []
    people.choose_audiences(boris, {Key.FRIENDS: Audience(Level.NOBODY)})
    assert looked_for(anna, mutual=True) == []


def test_without_words_everybody_is_listed_by_name() -> None:
    boris, anna = a_person("Boris"), a_person("Anna")
    assert looked_for(None) == [anna, boris]
    people.edit_profile(anna, city="Тверь")
    actions.look_again(Kind.PERSON, anna.pk)
    assert looked_for(boris, city="Tver") == [anna]
