"""Promises of walls: who writes, who deletes, what is kept."""

import pytest

from akkord.groups import actions as groups
from akkord.music.errors import NoSuchTrack
from akkord.music.rules import Listener
from akkord.wall import actions, errors, queries
from factories import a_club, a_person, a_post, a_track, friends

pytestmark = pytest.mark.django_db
STRANGER = Listener(None, "ZZ")


def test_a_post_keeps_its_text_and_the_order_of_its_tracks() -> None:
    anna = a_person()
    tracks = [a_track(anna, title).pk for title in ("one", "two", "three")]
    post = a_post(anna, " Hello\r\nworld ", tracks[::-1])
    view = queries.view_of(STRANGER, post.pk)
    assert view.text == "Hello\nworld"
    assert [row.number for row in view.tracks] == tracks[::-1]


@pytest.mark.parametrize(
    ("text", "reason"), [("  \n ", errors.NothingSaid), ("x" * 4001, errors.TooLong)], ids=["empty", "long"]
)
def test_what_cannot_be_a_post_is_refused_by_name(text: str, reason: type[Exception]) -> None:
    with pytest.raises(reason):
        a_post(a_person(), text)


def test_a_post_carries_at_most_ten_tracks() -> None:
    anna = a_person()
    with pytest.raises(errors.TooManyTracks):
        a_post(anna, "", [a_track(anna, str(n)).pk for n in range(11)])


def test_a_track_that_is_not_there_cannot_be_attached() -> None:
    with pytest.raises(NoSuchTrack):
        a_post(a_person(), "", [987654])


def test_only_friends_write_on_a_persons_wall() -> None:
    anna, boris = a_person(), a_person("Boris")
    with pytest.raises(errors.NotYourWall):
        actions.write_post(boris, wall_person=anna, text="Hi")
    friends(anna, boris)
    actions.write_post(boris, wall_person=anna, text="Hi")
    assert [p.text for p in queries.posts_on_person(STRANGER, anna.pk).posts] == ["Hi"]


def test_only_members_write_on_a_communitys_wall() -> None:
    owner, stranger = a_person(), a_person("Boris")
    club = a_club(owner)
    with pytest.raises(errors.NotYourWall):
        actions.write_post(stranger, wall_group=club, text="Hi")
    groups.join(stranger, club)
    assert actions.write_post(stranger, wall_group=club, text="Hi").pk


def test_a_post_is_deleted_by_its_author_or_the_keeper_of_the_wall_only() -> None:
    owner, member, stranger = a_person(), a_person("Boris"), a_person("Vera")
    club = a_club(owner)
    groups.join(member, club)
    groups.join(stranger, club)
    post = actions.write_post(member, wall_group=club, text="Hi")
    with pytest.raises(errors.NotYours):
        actions.delete_post(stranger, post)
    actions.delete_post(owner, post)
    with pytest.raises(errors.NoSuchPost):
        queries.post_for(None, post.pk)


def test_a_closed_account_takes_its_posts_with_it() -> None:
    anna = a_person()
    post = a_post(anna)
    anna.is_active = False
    anna.save()
    with pytest.raises(errors.NoSuchPost):
        queries.post_for(None, post.pk)


def test_a_long_wall_is_read_page_by_page_without_gap_or_repetition() -> None:
    anna = a_person()
    written = [a_post(anna, str(n)).pk for n in range(45)]
    seen: list[int] = []
    page = queries.posts_on_person(STRANGER, anna.pk)
    while True:
        seen += [p.number for p in page.posts]
        if page.before is None:
            break
        page = queries.posts_on_person(STRANGER, anna.pk, page.before)
    assert seen == written[::-1]
