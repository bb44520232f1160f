"""What is said in a community's name: shown so everywhere; who wrote it its keepers know, and nobody else."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from akkord.alerts import queries as alerts
from akkord.alerts import words
from akkord.archive import written as archived
from akkord.board import actions as board
from akkord.care.queries.things import seen_by
from akkord.care.rules import Thing
from akkord.feed import queries as feed
from akkord.flow import clock
from akkord.groups import actions as groups
from akkord.groups.queries import Group
from akkord.groups.rules import Role, Voice, knows_author
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.queries import Person
from akkord.photos import actions as photos
from akkord.wall import actions, errors, queries
from akkord.wall.actions.later import publish_due
from akkord.wall.models import Post
from alerts.test_alerts import work
from factories import a_club, a_person, a_post
from web.test_doors import page, signed_in

pytestmark = pytest.mark.django_db
HIDDEN = "Editor Hidden"


@pytest.fixture
def owner() -> Person:
    return a_person("Owner")


@pytest.fixture
def club(owner: Person) -> Group:
    return a_club(owner, "Night radio")


@pytest.fixture
def editor(owner: Person, club: Group) -> Person:
    made = a_person(HIDDEN)
    groups.join(made, club)
    groups.appoint(owner, club, made.pk, Role.EDITOR)
    return made


@pytest.fixture
def reader(club: Group) -> Person:
    made = a_person("Reader")
    groups.join(made, club)
    return made


def written(editor: Person, club: Group, voice: Voice = Voice.CLUB, text: str = "We are on air") -> Post:
    return actions.write_post(editor, wall_group=club, text=text, voice=voice)


def seen(viewer: Person | None, post: Post) -> queries.PostView:
    return queries.view_of(Listener(viewer.pk if viewer else None, "ZZ"), post.pk)


@pytest.mark.parametrize("voice", list(Voice))
@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("keeper", [False, True])
@pytest.mark.parametrize("shown", [False, True])
def test_who_is_told_who_wrote(voice: Voice, own: bool, keeper: bool, shown: bool) -> None:
    expected = {Voice.OWN: True, Voice.CLUB: own or keeper, Voice.SIGNED: own or keeper or shown}
    assert knows_author(voice, own, keeper, shown) == expected[voice]


def test_a_community_speaks_and_its_keepers_know_who_wrote(
    owner: Person, club: Group, editor: Person, reader: Person
) -> None:
    post = written(editor, club)
    for viewer in (None, reader):
        view = seen(viewer, post)
        assert (view.speaker, view.author) == (club, None)
    for viewer in (owner, editor):
        view = seen(viewer, post)
        assert (view.speaker, view.author) == (club, editor)
    signed = written(editor, club, Voice.SIGNED)
    assert seen(reader, signed).author == editor
    people.block(editor, reader)
    assert (seen(reader, signed).author, seen(reader, post).speaker) == (None, club)


def test_only_those_who_speak_for_it_do(owner: Person, club: Group, editor: Person, reader: Person) -> None:
    with pytest.raises(errors.NotYourWall):
        written(reader, club)
    with pytest.raises(errors.NotYourWall):
        actions.write_post(editor, wall_person=editor, text="Mine", voice=Voice.CLUB)
    post = written(editor, club)
    with pytest.raises(errors.CommentsClosed):
        actions.write_comment(reader, post, text="We", voice=Voice.CLUB)
    with pytest.raises(errors.CommentsClosed):
        actions.write_comment(editor, a_post(editor), text="We", voice=Voice.SIGNED)
    groups.appoint(owner, club, editor.pk, Role.MEMBER)
    with pytest.raises(errors.NotYourWall):
        actions.edit_post(editor, post, text="Not the editor any more", track_ids=[])
    with pytest.raises(errors.NotYours):
        actions.delete_post(editor, post)


def test_a_post_for_later_is_published_in_the_name_chosen(owner: Person, club: Group, editor: Person) -> None:
    at = clock.now() + timedelta(hours=1)
    later = actions.write_later(editor, at, wall_group=club, text="Tonight", voice=Voice.CLUB)
    with clock.at(at):
        publish_due(later.pk)
    assert seen(None, Post.objects.get(text="Tonight")).speaker == club


def test_no_page_and_no_answer_names_who_wrote(owner: Person, club: Group, editor: Person) -> None:
    reader = a_person("Reader")
    groups.join(reader, club)
    post = written(editor, club, text="We are on air #radio")
    own = actions.write_comment(reader, post, text="Hello")
    actions.write_comment(editor, post, text="Welcome", answers=own.pk, voice=Voice.CLUB)
    passed = actions.write_post(reader, wall_person=reader, text="Hear them", of=post)
    topic = board.open_topic(editor, club, "Plans", "What next?", Voice.CLUB)
    work()
    client = signed_in(reader)
    places = [
        f"/wall{post.pk}", f"/wall{passed.pk}", "/feed", "/search?q=air",
        topic.get_absolute_url(), "/notifications", f"/report/post/{post.pk}", f"/club{club.pk}/feed.atom",
        f"/wall{post.pk}/repost", f"/api/v1/posts/{post.pk}/comments",
    ]  # fmt: skip
    for place in places:
        answer = client.get(place)
        assert answer.status_code in (200, 401), place
        text = answer.content.decode()
        assert HIDDEN not in text, place
        assert f"/id{editor.pk}" not in text, place
    wall = page(client, f"/club{club.pk}").split('id="wall"')[1].split('id="members"')[0]
    assert "We are on air" in wall
    assert HIDDEN not in wall  # among the members they stand like any
    assert "Night radio answered your comment." in page(client, "/notifications")
    assert HIDDEN in page(signed_in(owner), f"/wall{post.pk}")
    assert HIDDEN in page(signed_in(owner), topic.get_absolute_url())


def test_alerts_name_the_community_and_not_its_editor(club: Group, editor: Person, reader: Person) -> None:
    people.choose_address(reader, "the.reader")
    written(editor, club, text="Thanks, @the.reader")
    work()
    lines = alerts.lines_for(Listener(reader.pk, "ZZ")).lines
    assert [words.sentence(line) for line in lines] == ["Night radio mentioned you."]
    assert alerts.unread(editor.pk) == 1  # their role


def test_it_is_in_the_feed_of_members_and_not_left_out_with_its_editor(
    club: Group, editor: Person, reader: Person
) -> None:
    post = written(editor, club)
    people.block(editor, reader)
    entries = feed.page(Listener(reader.pk, "ZZ"), reader).entries
    assert [(entry.post.number, entry.why) for entry in entries] == [(post.pk, feed.Why.GROUP)]


def test_a_report_reaches_who_wrote_and_tells_the_reporter_the_community(
    club: Group, editor: Person, reader: Person
) -> None:
    found = seen_by(Listener(reader.pk, "ZZ"), Thing.POST, written(editor, club).pk)
    assert (found.name, found.whose) == ("Night radio", editor.pk)


def test_it_stays_when_who_wrote_it_leaves(owner: Person, club: Group, editor: Person) -> None:
    post, own = written(editor, club), actions.write_post(editor, wall_group=club, text="Mine")
    actions.write_comment(editor, post, text="And we", voice=Voice.SIGNED)
    archive: list[Any] = list(archived.posts(Listener(editor.pk, "ZZ"), editor))
    assert {row["text"]: row["by"]["name"] for row in archive} == {
        "We are on air": "Night radio",
        "Mine": HIDDEN,
    }
    people.erase(editor)
    actions.forget_author(editor.pk)
    view = seen(owner, post)
    assert (view.text, view.speaker, view.author) == ("We are on air", club, None)
    assert [(said.text, said.author) for said in view.last_comments] == [("And we", None)]
    assert not queries.visible_posts().filter(pk=own.pk).exists()


@pytest.mark.parametrize("voice", [Voice.CLUB, Voice.SIGNED])
def test_a_photo_of_the_communitys_post_does_not_name_who_wrote(
    club: Group, editor: Person, reader: Person, voice: Voice, settings: Any, tmp_path: Any
) -> None:
    settings.DATA = tmp_path
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    photo = photos.send_in(editor, out.getvalue())
    post = actions.write_post(editor, wall_group=club, text="See", photo_ids=[photo.pk], voice=voice)
    text = signed_in(reader).get(f"/photo{photo.pk}?post={post.pk}").content.decode()
    assert (f"/id{editor.pk}" in text) == (voice is Voice.SIGNED)
