"""A promise of cost: what feed and pages ask of the database is bounded, however many friends there are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from akkord.flow import clock
from akkord.people.models import Follow, FriendList, Friendship, Listed, Person
from akkord.rights import actions as rights
from akkord.rights.terms import CommercialModel, UseType
from akkord.wall import actions as wall
from cases import makers
from factories import a_person

pytestmark = pytest.mark.django_db
FRIENDS, POSTS, TRACKS = 300, 40, 8
# Every page with music that sounds, music that is silent, and comments of strangers. Whoever adds a question
# says why. Questions of the law are asked once for a track, and again when a fact has changed.
MOST = {
    "feed": 11,
    "further down": 11,
    "important": 12,
    "of a list": 12,  # who is on it, too
    "how many are new": 6,
    "own page": 18,
    "friend's page": 21,
}


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


def music(by: Person) -> list[int]:
    """Tracks of theirs, one of two licensed."""
    (licensing, agent), (silent, _nobody) = makers.label(), makers.label()
    rights.grant_licence(agent, licensing, uses=list(UseType), models=list(CommercialModel))
    sounds, half = makers.sounds(TRACKS), TRACKS // 2
    makers.matched(sounds, makers.recordings(licensing, half) + makers.recordings(silent, half))
    return [track.pk for track in makers.tracks(by, sounds)]


def test_feed_and_pages_ask_a_bounded_number_of_questions_with_300_friends(settings: object) -> None:
    settings.WAKES = {event: [] for event in settings.WAKES}  # type: ignore[attr-defined]
    me, stranger = (a_person(date_joined=clock.now() - timedelta(days=300)) for _ in range(2))
    near = crowd(me)
    tracks = music(near[0])
    for place, each in enumerate([*near[:POSTS], me]):
        post = wall.write_post(each, wall_person=each, text="Hello #tag", track_ids=[tracks[place % TRACKS]])
        wall.write_comment(stranger, post, text="hi")
    close = FriendList.objects.create(owner=me, name="Close")
    Listed.objects.bulk_create(Listed(friend_list=close, person=each) for each in near[:POSTS])
    browser = Client()
    browser.force_login(me, "allauth.account.auth_backends.AuthenticationBackend")
    browser.get("/about")
    asked = {}
    for name, place in (
        ("feed", "/feed"),
        ("further down", f"/feed?before={post.pk - POSTS // 2}"),
        ("important", "/feed?order=important"),
        ("of a list", f"/feed?list={close.pk}"),
        ("how many are new", f"/feed/new?after={post.pk - POSTS // 2}"),
        ("own page", f"/id{me.pk}"),
        ("friend's page", f"/id{near[0].pk}"),
    ):
        browser.get(place)  # what the law says of each track is known from now on
        with CaptureQueriesContext(connection) as questions:
            assert browser.get(place).status_code == 200
        asked[name] = len(questions)
    assert {name: number for name, number in asked.items() if number > MOST[name]} == {}, asked
