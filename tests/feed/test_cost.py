"""A promise of cost: what feed and pages ask of the database is bounded, however many friends there are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from akkord.flow import clock
from akkord.people.models import Follow, Friendship, Person
from akkord.wall import actions as wall
from factories import a_person

pytestmark = pytest.mark.django_db
FRIENDS, POSTS = 300, 40
# What they asked when this was written: whoever adds a question says why. The aim for the feed is 12.
MOST = {"feed": 15, "own page": 20, "friend's page": 28}


def crowd(me: Person) -> list[Person]:
    """Friends of the person's, without the road that makes each."""
    joined = clock.now() - timedelta(days=300)
    made = Person.objects.bulk_create(
        Person(email=f"n{n}@test.example", name=f"N {n}", password="!", date_joined=joined)
        for n in range(FRIENDS)
    )
    pairs = [(me, each) for each in made] + [(each, me) for each in made]
    now = clock.now()
    Friendship.objects.bulk_create(Friendship(person=a, friend=b, since=now) for a, b in pairs)
    Follow.objects.bulk_create(Follow(follower=a, followed=b, since=now) for a, b in pairs)
    return made


def test_feed_and_pages_ask_a_bounded_number_of_questions_with_300_friends(settings: object) -> None:
    settings.WAKES = {event: [] for event in settings.WAKES}  # type: ignore[attr-defined]
    me = a_person(date_joined=clock.now() - timedelta(days=300))
    near = crowd(me)
    for each in near[:POSTS]:
        wall.write_comment(me, wall.write_post(each, wall_person=each, text="Hello #tag"), text="hi")
    browser = Client()
    browser.force_login(me, "allauth.account.auth_backends.AuthenticationBackend")
    browser.get("/about")
    asked = {}
    for name, place in (
        ("feed", "/feed"),
        ("own page", f"/id{me.pk}"),
        ("friend's page", f"/id{near[0].pk}"),
    ):
        with CaptureQueriesContext(connection) as questions:
            assert browser.get(place).status_code == 200
        asked[name] = len(questions)
    assert {name: number for name, number in asked.items() if number > MOST[name]} == {}, asked
