"""Promises of suggested posts: only editors answer, once; the author reads why; a ban stops what waits."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from akkord.flow import clock
from akkord.groups import actions, errors, queries
from akkord.groups.queries import Group
from akkord.music.rules import Listener
from akkord.people.queries import Person
from akkord.wall import queries as walls
from akkord.wall.actions.suggested import publish_suggestion
from factories import a_person
from web.test_doors import page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Person:
    return a_person()


@pytest.fixture
def club(anna: Person) -> Group:
    return actions.found_group(anna, "Tram till Spring", kind="page")


def test_what_is_suggested_is_seen_by_editors_alone_until_they_publish_it(anna: Person, club: Group) -> None:
    boris, reader = a_person("Boris"), Listener(None, "DE")
    made = actions.suggest(boris, club, "  A poster \x00 ")
    assert not walls.posts_on_group(reader, club.pk).posts
    for who in (boris, a_person("Carla")):
        with pytest.raises(errors.NotAllowed):
            publish_suggestion(who, club, made.pk)
    publish_suggestion(anna, club, made.pk)
    shown = walls.posts_on_group(reader, club.pk).posts
    assert [(post.author.pk, post.text) for post in shown] == [(boris.pk, "A poster")]
    for again in (publish_suggestion, actions.turn_down):
        with pytest.raises(errors.NoSuchSuggestion):
            again(anna, club, made.pk)


def test_what_is_declined_tells_its_author_why_and_stands_in_the_log(anna: Person, club: Group) -> None:
    boris = a_person("Boris")
    actions.turn_down(anna, club, actions.suggest(boris, club, "Shoes").pk, "No adverts.")
    assert queries.suggestions_by(boris.pk, club)[0].answer == "No adverts."
    assert queries.log_of(club, None, 1)[0].deed == "suggestion_declined"


def test_a_ban_stops_what_waits(anna: Person, club: Group) -> None:
    boris = a_person("Boris")
    made = actions.suggest(boris, club, "Shoes")
    actions.ban(anna, club, boris, "spam", "day")
    with pytest.raises(errors.Banned):
        publish_suggestion(anna, club, made.pk)
    assert queries.waiting_suggestions(club).count() == 1
    with pytest.raises(errors.Banned):
        actions.suggest(boris, club, "More shoes")


def test_suggestions_are_bounded(anna: Person, club: Group) -> None:
    boris = a_person("Boris")
    for number in range(5):
        actions.suggest(boris, club, f"Post {number}")
    with pytest.raises(errors.TooManySuggested):
        actions.suggest(boris, club, "One more")
    with pytest.raises(errors.SaysNothing):
        actions.suggest(a_person("Carla"), club, " \x00 ")


def test_the_queue_is_answered_by_forms(anna: Person, club: Group) -> None:
    boris = a_person("Boris")
    at = f"/club{club.pk}"
    door, desk = signed_in(boris), signed_in(anna)
    assert f"{at}/suggest" in page(door, at)
    assert door.post(f"{at}/suggest", {"text": ""}).status_code == 422
    door.post(f"{at}/suggest", {"text": "<i>Hello</i>"})
    assert door.get(f"{at}/queue").status_code == 404
    assert "&lt;i&gt;Hello&lt;/i&gt;" in page(desk, f"{at}/queue")
    number = queries.waiting_suggestions(club).get().pk
    assert door.post(f"{at}/queue/{number}/publish").status_code == 404
    desk.post(f"{at}/queue/{number}/decline", {"answer": "Later"})
    assert "Later" in page(door, f"{at}/suggest")


def test_two_editors_at_once_publish_a_suggestion_once(anna: Person, club: Group) -> None:
    """Whoever comes second waits for the row and looks at it again: what the row says decides, no join."""
    made = actions.suggest(a_person("Boris"), club, "A poster")
    with CaptureQueriesContext(connection) as asked:
        publish_suggestion(anna, club, made.pk)
    taken = [each["sql"] for each in asked if each["sql"].startswith('UPDATE "groups_suggestion"')]
    assert len(taken) == 1
    assert "SELECT" not in taken[0]
    assert taken[0].count("IS NULL") == 2


def test_a_newcomer_suggests_no_text_of_many_links(club: Group) -> None:
    fresh = a_person("Fresh", date_joined=clock.now())
    with pytest.raises(errors.TooManyLinks):
        actions.suggest(fresh, club, " ".join(f"https://example.org/{n}" for n in range(3)))
    actions.suggest(fresh, club, "https://example.org/1")
