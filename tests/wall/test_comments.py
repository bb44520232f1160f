"""Promises of comments and likes: who says what where, who sees it, what is taken back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from akkord.flow import clock
from akkord.groups import actions as groups
from akkord.groups.models import Entry
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.people.rules.privacy import Audience, Key, Level
from akkord.wall import actions, errors, queries
from akkord.wall.models import Comment, Like, Post
from factories import a_club, a_person, a_post, a_track

pytestmark = pytest.mark.django_db


def said(reader: Person | None, post: Post) -> list[str]:
    listener = Listener(reader.pk if reader else None, "ZZ")
    return [c.text for c in queries.comments_of(listener, post).comments]


def test_answers_stand_in_the_thread_of_what_they_answer() -> None:
    anna, boris = a_person(), a_person("Boris")
    post = a_post(anna)
    first = actions.write_comment(boris, post, text="first")
    actions.write_comment(boris, post, text="second")
    answer = actions.write_comment(anna, post, text="to first", answers=first.pk)
    actions.write_comment(boris, post, text="to the answer", answers=answer.pk)
    page = queries.comments_of(Listener(None, "ZZ"), post)
    assert [(c.text, c.within, c.answers and c.answers.pk) for c in page.comments] == [
        ("first", False, None),
        ("to first", True, None),
        ("to the answer", True, anna.pk),
        ("second", False, None),
    ]


def test_a_comment_of_another_post_is_not_answered_here() -> None:
    anna = a_person()
    elsewhere = actions.write_comment(anna, a_post(anna), text="there")
    with pytest.raises(errors.NoSuchComment):
        actions.write_comment(anna, a_post(anna), text="here", answers=elsewhere.pk)


@pytest.mark.parametrize(("text", "reason"), [(" ", errors.NothingSaid), ("x" * 2001, errors.CommentTooLong)])
def test_what_cannot_be_a_comment_is_refused_by_name(text: str, reason: type[Exception]) -> None:
    anna = a_person()
    with pytest.raises(reason):
        actions.write_comment(anna, a_post(anna), text=text)


def test_the_walls_owner_says_who_comments() -> None:
    anna, boris = a_person(), a_person("Boris")
    post = a_post(anna)
    people.choose_audiences(anna, {Key.WALL_COMMENT: Audience(Level.FRIENDS)})
    with pytest.raises(errors.CommentsClosed):
        actions.write_comment(boris, post, text="Hi")
    people.befriend(anna, boris)
    actions.write_comment(boris, post, text="Hi")


def test_in_a_community_its_members_comment() -> None:
    owner, stranger = a_person(), a_person("Boris")
    club = a_club(owner)
    post = actions.write_post(owner, wall_group=club, text="Hello")
    with pytest.raises(errors.CommentsClosed):
        actions.write_comment(stranger, post, text="Hi")
    groups.join(stranger, club)
    actions.write_comment(stranger, post, text="Hi")


def test_who_blocks_me_says_nothing_to_me_and_likes_nothing_for_me() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    post = a_post(anna)
    actions.write_comment(boris, post, text="from Boris")
    actions.like(boris, post)
    people.block(boris, vera)
    assert said(vera, post) == []
    assert queries.likers(vera.pk, post).people == []
    assert said(anna, post) == ["from Boris"]
    assert [p.pk for p in queries.likers(anna.pk, post).people] == [boris.pk]


def test_a_comment_is_deleted_by_its_author_and_whoever_keeps_the_wall_only() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    post = a_post(anna)
    one, other = (actions.write_comment(boris, post, text=text) for text in ("one", "other"))
    with pytest.raises(errors.NotYours):
        actions.delete_comment(vera, one)
    actions.delete_comment(boris, one)
    actions.delete_comment(anna, other)
    actions.delete_comment(anna, other)
    post.refresh_from_db()
    assert (said(vera, post), post.comments) == ([], 0)


def test_a_comment_a_keeper_takes_away_stands_in_the_log_as_one() -> None:
    anna, boris = a_person(), a_person("Boris")
    club = a_club(anna)
    groups.join(boris, club)
    post = actions.write_post(anna, wall_group=club, text="Hello")
    actions.delete_comment(anna, actions.write_comment(boris, post, text="one"))
    assert [line.deed for line in Entry.objects.all()] == ["comment_removed"]


def test_whoever_deleted_a_comment_brings_it_back_within_a_day_and_nobody_else() -> None:
    anna, boris = a_person(), a_person("Boris")
    post = a_post(anna)
    comment = actions.write_comment(boris, post, text="mine")
    actions.delete_comment(boris, comment)
    comment.refresh_from_db()
    with pytest.raises(errors.UndoneTooLate):
        actions.restore_comment(anna, comment)
    view = queries.comments_of(Listener(boris.pk, "ZZ"), post).comments[0]
    assert (view.deleted, view.text) == (True, "")
    actions.restore_comment(boris, comment)
    assert said(anna, post) == ["mine"]
    actions.delete_comment(boris, comment)
    comment.refresh_from_db()
    with clock.at(clock.now() + timedelta(days=2)):
        with pytest.raises(errors.UndoneTooLate):
            actions.restore_comment(boris, comment)
        actions.forget_deleted()
    assert Comment.objects.get(pk=comment.pk).text == ""


def test_a_heart_counts_once_and_is_taken_back() -> None:
    anna, boris = a_person(), a_person("Boris")
    post = a_post(anna)
    actions.like(boris, post)
    actions.like(boris, post)
    view = queries.view_of(Listener(boris.pk, "ZZ"), post.pk)
    assert (view.likes, view.liked) == (1, True)
    actions.unlike(boris, post)
    actions.unlike(boris, post)
    view = queries.view_of(Listener(boris.pk, "ZZ"), post.pk)
    assert (view.likes, view.liked) == (0, False)


def test_the_last_three_comments_stand_under_a_post_in_a_list() -> None:
    anna = a_person()
    post = a_post(anna)
    for number in range(5):
        actions.write_comment(anna, post, text=str(number), track_ids=[a_track(anna).pk])
    view = queries.posts_on_person(Listener(None, "ZZ"), anna.pk).posts[0]
    assert view.comments == 5
    assert [c.text for c in view.last_comments] == ["2", "3", "4"]
    assert all(c.tracks for c in view.last_comments)


def test_a_long_talk_is_read_page_by_page_without_gap_or_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("akkord.wall.queries.comments.COMMENTS_PAGE", 3)
    anna = a_person()
    post = a_post(anna)
    roots = [actions.write_comment(anna, post, text=str(n)).pk for n in range(4)]
    answers = [actions.write_comment(anna, post, text=f"to {n}", answers=n).pk for n in roots]
    seen: list[int] = []
    page = queries.comments_of(Listener(None, "ZZ"), post)
    while True:
        seen += [c.number for c in page.comments]
        if page.after is None:
            break
        page = queries.comments_of(Listener(None, "ZZ"), post, after=page.after)
    assert seen == [n for pair in zip(roots, answers, strict=True) for n in pair]
    at = queries.comments_of(Listener(None, "ZZ"), post, at=answers[2])
    assert at.earlier
    assert at.comments[0].number == roots[2]


def test_more_comments_cost_no_more_queries() -> None:
    anna, reader = a_person(), a_person("Reader")
    post = a_post(anna)

    def cost() -> int:
        listener = Listener(reader.pk, "ZZ")
        queries.comments_of(listener, post)  # the law is asked about each track once
        with CaptureQueriesContext(connection) as asked:
            queries.posts_on_person(listener, anna.pk)
            queries.comments_of(listener, post)
        return len(asked)

    def more(number: int) -> None:
        other = a_person(f"Other {number}")
        first = actions.write_comment(other, post, text="x", track_ids=[a_track(other).pk])
        second = actions.write_comment(other, post, text="y", answers=first.pk)
        actions.write_comment(other, post, text="z", answers=second.pk)

    more(0)
    before = cost()
    for number in range(1, 5):
        more(number)
        actions.write_comment(reader, a_post(anna, str(number)), text="and here")
    assert cost() == before


def test_who_leaves_for_good_takes_comments_and_hearts_along() -> None:
    anna, boris = a_person(), a_person("Boris")
    post = a_post(anna)
    comment = actions.write_comment(boris, post, text="mine", track_ids=[a_track(boris).pk])
    answer = actions.write_comment(anna, post, text="to Boris", answers=comment.pk)
    for thing in (post, answer):
        actions.like(boris, thing)
    actions.forget_author(boris.pk)
    post.refresh_from_db()
    answer.refresh_from_db()
    assert (post.likes, post.comments, answer.likes) == (0, 1, 0)
    assert Comment.objects.get(pk=comment.pk).text == ""
    assert not Like.objects.filter(person=boris).exists()
    assert said(anna, post) == ["to Boris"]


def test_an_answer_does_not_name_whom_the_reader_may_not_see() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    post = a_post(anna)
    first = actions.write_comment(anna, post, text="first")
    second = actions.write_comment(boris, post, text="second", answers=first.pk)
    actions.write_comment(anna, post, text="third", answers=second.pk)

    def named(reader: Person) -> list[str]:
        shown = queries.comments_of(Listener(reader.pk, "ZZ"), post).comments
        return [view.answers.name for view in shown if view.answers]

    assert named(vera) == ["Boris"]
    people.block(boris, vera)
    assert named(vera) == []
