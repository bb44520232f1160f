"""Promises of polls and bookmarks: who chooses what, who is told, what is kept for oneself."""

from datetime import timedelta

import pytest

from akkord.flow import clock
from akkord.music.rules import Listener
from akkord.people.models import Person
from akkord.wall import actions, errors, queries
from akkord.wall.actions import Question
from akkord.wall.models import Bookmark, Post, Vote
from factories import a_person, a_post

pytestmark = pytest.mark.django_db


def asked(author: Person, **more: object) -> Post:
    question = Question("Tea or coffee?", ["Tea", "Coffee", "Water"], **more)  # type: ignore[arg-type]
    return actions.write_post(author, wall_person=author, poll=question)


def seen(reader: Person | None, post: Post) -> queries.PollView:
    view = queries.view_of(Listener(reader.pk if reader else None, "ZZ"), post.pk).poll
    assert view is not None
    return view


def numbers(post: Post) -> list[int]:
    return [answer.number for answer in seen(None, post).answers]


def test_how_a_poll_stands_is_told_to_whoever_chose_and_to_its_author() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    post = asked(anna)
    tea, _coffee, _water = numbers(post)
    actions.vote(boris, post, [tea])
    told = {name: seen(who, post) for name, who in (("anna", anna), ("boris", boris), ("vera", vera))}
    assert {name: view.told for name, view in told.items()} == {"anna": True, "boris": True, "vera": False}
    first = told["boris"].answers[0]
    assert (first.votes, first.share, first.mine) == (1, 100, True)
    assert all(a.votes == a.share == 0 for a in told["vera"].answers)


def test_a_vote_is_changed_and_taken_back_and_counts_once() -> None:
    anna, boris = a_person(), a_person("Boris")
    post = asked(anna)
    tea, coffee, _water = numbers(post)
    for answers, votes, voters in (([tea], [1, 0, 0], 1), ([coffee], [0, 1, 0], 1), ([], [0, 0, 0], 0)):
        actions.vote(boris, post, answers)
        view = seen(anna, post)
        assert ([a.votes for a in view.answers], view.voters) == (votes, voters)


def test_several_answers_only_where_they_are_asked_for_and_of_this_poll() -> None:
    anna = a_person()
    one, several = asked(anna), asked(anna, multiple=True)
    with pytest.raises(errors.NoSuchAnswer):
        actions.vote(anna, one, numbers(one)[:2])
    with pytest.raises(errors.NoSuchAnswer):
        actions.vote(anna, one, numbers(several)[:1])
    with pytest.raises(errors.NoSuchAnswer):
        actions.vote(anna, a_post(anna), [])
    actions.vote(anna, several, numbers(several)[:2])
    assert [a.votes for a in seen(anna, several).answers] == [1, 1, 0]


def test_a_poll_ends_and_is_told_to_all() -> None:
    anna, boris = a_person(), a_person("Boris")
    post = asked(anna, ends_at=clock.now() + timedelta(hours=1))
    actions.vote(anna, post, numbers(post)[:1])
    with clock.at(clock.now() + timedelta(hours=2)):
        with pytest.raises(errors.PollOver):
            actions.vote(boris, post, numbers(post)[:1])
        assert seen(boris, post).told


@pytest.mark.parametrize(
    "question",
    [
        Question("", ["a", "b"]),
        Question("q" * 201, ["a", "b"]),
        Question("Q", ["a"]),
        Question("Q", ["a", " A "]),
        Question("Q", [str(n) for n in range(11)]),
        Question("Q", ["a", "b" * 101]),
    ],
    ids=["nothing", "long", "one", "alike", "many", "long answer"],
)
def test_what_cannot_be_a_poll_is_refused_by_name(question: Question) -> None:
    anna = a_person()
    with pytest.raises(errors.BadPoll):
        actions.write_post(anna, wall_person=anna, text="x", poll=question)


def test_only_an_open_poll_says_who_chose_what() -> None:
    anna, boris = a_person(), a_person("Boris")
    for named in (True, False):
        post = asked(anna, named=named)
        tea = numbers(post)[0]
        actions.vote(boris, post, [tea])
        voters = queries.voters_of(anna.pk, post, seen(anna, post))
        assert {n: [p.pk for p in who] for n, who in voters.items()} == ({tea: [boris.pk]} if named else {})


def test_bookmarks_are_ones_own_and_only_of_what_one_sees() -> None:
    anna, boris = a_person(), a_person("Boris")
    post = a_post(anna)
    actions.keep(boris, post)
    actions.keep(boris, post)
    listener = Listener(boris.pk, "ZZ")
    assert [p.kept for p in queries.posts_kept(listener).posts] == [True]
    assert queries.posts_kept(Listener(anna.pk, "ZZ")).posts == []
    actions.delete_post(anna, post)
    assert queries.posts_kept(listener).posts == []


def test_who_leaves_for_good_takes_votes_and_bookmarks_along() -> None:
    anna, boris = a_person(), a_person("Boris")
    post = asked(anna)
    actions.vote(boris, post, numbers(post)[:1])
    actions.keep(boris, post)
    actions.forget_author(boris.pk)
    assert (seen(anna, post).voters, [a.votes for a in seen(anna, post).answers]) == (0, [0, 0, 0])
    assert not Vote.objects.exists()
    assert not Bookmark.objects.exists()
