"""Promises of a post's own audience, of pins, edits, drafts, waiting posts and undone deletions."""

from datetime import timedelta

import pytest

from akkord.flow import clock
from akkord.groups import actions as groups
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.people.rules.privacy import Audience, Level
from akkord.wall import actions, errors, queries
from akkord.wall.models import Draft, Later, Post, Version
from akkord.wall.rules import MOST_ANSWER, MOST_QUESTION, BegunPoll
from factories import a_club, a_person, a_post, a_track

pytestmark = pytest.mark.django_db


def narrow(author: Person, audience: Audience, text: str = "near") -> Post:
    return actions.write_post(author, wall_person=author, text=text, audience=audience)


def sees(viewer: Person | None, post: Post) -> bool:
    number = viewer.pk if viewer else None
    alone = bool(queries.seen_by(number, [Post.objects.get(pk=post.pk)]))
    wall = queries.posts_on_person(Listener(number, "ZZ"), post.wall_person_id or 0).posts
    assert alone is (post.pk in {view.number for view in wall})
    assert queries.count_on_person(number, post.wall_person_id or 0).seen == len(wall)
    return alone


@pytest.mark.parametrize(
    ("level", "who"),
    [
        (Level.EVERYONE, "guest member far friend listed"),
        (Level.MEMBERS, "member far friend listed"),
        (Level.EXCEPT, "member far friend"),
        (Level.FRIENDS_OF_FRIENDS, "far friend listed"),
        (Level.FRIENDS, "friend listed"),
        (Level.LISTS, "listed"),
        (Level.NOBODY, ""),
    ],
)
def test_each_of_the_seven_levels_shows_a_post_to_its_people_and_nobody_else(level: Level, who: str) -> None:
    anna, member, far, friend, listed = (a_person(name) for name in ("Anna", "M", "Far", "F", "L"))
    people.befriend(anna, friend)
    people.befriend(anna, listed)
    people.befriend(friend, far)
    family = people.make_list(anna, "Family")
    people.put_on_list(anna, family.pk, [listed.pk])
    lists = frozenset({family.pk}) if level in (Level.LISTS, Level.EXCEPT) else frozenset()
    post = narrow(anna, Audience(level, lists))
    viewers = {"guest": None, "member": member, "far": far, "friend": friend, "listed": listed}
    assert " ".join(name for name, viewer in viewers.items() if sees(viewer, post)) == who
    assert sees(anna, post)


def test_an_audience_is_chosen_on_ones_own_wall_among_ones_own_lists() -> None:
    anna, boris = a_person(), a_person("Boris")
    club = a_club(anna)
    foreign = people.make_list(boris, "Foreign")
    with pytest.raises(errors.NotYourAudience):
        actions.write_post(anna, wall_group=club, text="x", audience=Audience(Level.FRIENDS))
    with pytest.raises(errors.NotYourAudience):
        narrow(anna, Audience(Level.LISTS, frozenset({foreign.pk})))


def test_comments_and_likes_of_a_narrow_post_are_as_narrow() -> None:
    anna, boris = a_person(), a_person("Boris")
    post = narrow(anna, Audience(Level.FRIENDS))
    comment = actions.write_comment(anna, post, text="x")
    for asked in (
        lambda: queries.post_for(boris.pk, post.pk),
        lambda: queries.comment_for(boris.pk, comment.pk),
    ):
        with pytest.raises(LookupError):
            asked()


def test_a_pinned_post_stands_above_the_newest_and_only_there() -> None:
    anna, boris = a_person(), a_person("Boris")
    old, new = a_post(anna, "old"), a_post(anna, "new")
    with pytest.raises(errors.NotYours):
        actions.pin(boris, old)
    actions.pin(anna, new)
    actions.pin(anna, old)
    wall = queries.posts_on_person(Listener(None, "ZZ"), anna.pk).posts
    assert [(p.text, p.pinned) for p in wall] == [("old", True), ("new", False)]
    actions.unpin(anna, old)
    assert [p.text for p in queries.posts_on_person(Listener(None, "ZZ"), anna.pk).posts] == ["new", "old"]


def test_what_a_post_said_before_it_was_changed_stays_to_be_read() -> None:
    anna, boris = a_person(), a_person("Boris")
    track = a_track(anna).pk
    post = a_post(anna, "first #one", [track])
    with pytest.raises(errors.NotYourPost):
        actions.edit_post(boris, post, text="mine", track_ids=[])
    actions.edit_post(anna, post, text="second #two", track_ids=[])
    actions.edit_post(anna, post, text="second #two", track_ids=[])
    view = queries.view_of(Listener(None, "ZZ"), post.pk)
    assert (view.text, view.tracks, view.edited) == ("second #two", [], True)
    before = queries.versions_of(Listener(None, "ZZ"), post)
    assert [(v.text, [t.number for t in v.tracks]) for v in before] == [("first #one", [track])]
    assert list(post.tags.values_list("name", flat=True)) == ["two"]


def test_whoever_deleted_a_post_brings_it_back_within_a_day() -> None:
    anna, boris = a_person(), a_person("Boris")
    post = a_post(anna)
    actions.delete_post(anna, post)
    with pytest.raises(errors.NoSuchPost):
        actions.restore_post(boris, post.pk)
    actions.restore_post(anna, post.pk)
    assert queries.post_for(None, post.pk)
    actions.delete_post(anna, post)
    with clock.at(clock.now() + timedelta(days=2)), pytest.raises(errors.NoSuchPost):
        actions.restore_post(anna, post.pk)


def test_a_draft_is_kept_as_it_was_left() -> None:
    anna = a_person()
    actions.keep_draft(anna, f"id{anna.pk}", "beg", [])
    actions.keep_draft(anna, f"id{anna.pk}", "begun", [])
    draft = queries.draft_for(anna.pk, f"id{anna.pk}")
    assert draft is not None
    assert draft.text == "begun"


def test_a_draft_keeps_a_poll_however_unfinished() -> None:
    anna = a_person()
    begun = BegunPoll("Which day?" + "?" * 300, ("Friday", "", "S" * 300), named=True, ends="2031-01-")
    actions.keep_draft(anna, f"id{anna.pk}", "", [], poll=begun)
    draft = queries.draft_for(anna.pk, f"id{anna.pk}")
    assert draft is not None
    answers = ["Friday", "", "S" * MOST_ANSWER]
    kept = BegunPoll(begun.question[:MOST_QUESTION], answers, named=True, ends="2031-01-")
    assert BegunPoll(**draft.poll) == kept
    actions.keep_draft(anna, f"id{anna.pk}", "", [])
    assert queries.draft_for(anna.pk, f"id{anna.pk}") is None


def test_a_waiting_post_is_published_when_its_time_has_come_and_not_before() -> None:
    anna = a_person()
    at = clock.now() + timedelta(hours=3)
    later = actions.write_later(anna, at, wall_person=anna, text="later", audience=Audience(Level.FRIENDS))
    actions.publish_due(later.pk)
    assert not Post.objects.exists()
    with clock.at(at + timedelta(seconds=1)):
        actions.publish_due(later.pk)
        actions.publish_due(later.pk)
    post = Post.objects.get()
    assert (post.text, post.audience) == ("later", "friends")
    assert queries.waiting_posts(anna.pk) == []


def test_a_waiting_post_that_can_no_longer_stand_there_tells_its_author_why() -> None:
    anna, boris = a_person(), a_person("Boris")
    people.befriend(anna, boris)
    at = clock.now() + timedelta(hours=3)
    later = actions.write_later(boris, at, wall_person=anna, text="later")
    people.remove_friend(anna, boris)
    with clock.at(at):
        actions.publish_due(later.pk)
    assert queries.waiting_posts(boris.pk)[0].refused == "not_your_wall"


@pytest.mark.parametrize("away", [timedelta(), timedelta(days=400)])
def test_a_post_waits_for_a_time_to_come_and_a_year_at_most(away: timedelta) -> None:
    anna = a_person()
    with pytest.raises(errors.BadTime):
        actions.write_later(anna, clock.now() + away, wall_person=anna, text="x")


def test_who_leaves_for_good_leaves_no_draft_version_or_waiting_post() -> None:
    anna = a_person()
    post = a_post(anna, "first")
    actions.edit_post(anna, post, text="second", track_ids=[])
    actions.keep_draft(anna, f"id{anna.pk}", "begun", [])
    actions.write_later(anna, clock.now() + timedelta(hours=1), wall_person=anna, text="later")
    actions.forget_author(anna.pk)
    assert not any(table.objects.exists() for table in (Draft, Later, Version))


def test_a_waiting_post_keeps_out_whom_it_excludes() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    at = clock.now() + timedelta(hours=3)
    but_boris = Audience(Level.EXCEPT, people=frozenset({boris.pk}))
    later = actions.write_later(anna, at, wall_person=anna, text="later", audience=but_boris)
    with clock.at(at):
        actions.publish_due(later.pk)
    post = Post.objects.get()
    assert [sees(viewer, post) for viewer in (anna, boris, vera)] == [True, False, True]


def test_deleting_a_list_opens_no_post_to_whom_it_left_out() -> None:
    anna, boris, vera = a_person(), a_person("Boris"), a_person("Vera")
    people.befriend(anna, boris)
    gone, kept = people.make_list(anna, "Gone"), people.make_list(anna, "Kept")
    people.put_on_list(anna, gone.pk, [boris.pk])
    both = narrow(anna, Audience(Level.EXCEPT, frozenset({gone.pk, kept.pk})))
    other = narrow(anna, Audience(Level.EXCEPT, frozenset({kept.pk})))
    people.delete_list(anna, gone.pk)
    assert [sees(viewer, both) for viewer in (anna, boris, vera)] == [True, False, False]
    assert [sees(viewer, other) for viewer in (anna, boris, vera)] == [True, True, True]


@pytest.mark.parametrize("away", ["frozen_at", "suspended_at"])
def test_nothing_is_published_for_an_account_that_does_not_stand(away: str) -> None:
    anna, boris = a_person(), a_person("Boris")
    club = a_club(boris)
    groups.join(anna, club)
    at = clock.now() + timedelta(hours=3)
    for wall in ({"wall_person": anna}, {"wall_group": club}):
        later = actions.write_later(anna, at, **wall, text="later")
        Person.objects.filter(pk=anna.pk).update(**{away: clock.now()})
        with clock.at(at):
            actions.publish_due(later.pk)
        Person.objects.filter(pk=anna.pk).update(**{away: None})
    assert not Post.objects.exists()
    assert [each.refused for each in queries.waiting_posts(anna.pk)] == ["not_your_wall"] * 2


def test_what_is_written_elsewhere_leaves_a_draft_alone() -> None:
    anna = a_person()
    actions.keep_draft(anna, f"id{anna.pk}", "begun", [])
    a_post(anna, "by a program")
    draft = queries.draft_for(anna.pk, f"id{anna.pk}")
    assert draft is not None
    assert draft.text == "begun"
