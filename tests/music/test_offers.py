"""A listener is asked about under their own offer: a licence for subscribers is for subscribers."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from akkord.flow import clock
from akkord.music import actions, errors, queries, streams
from akkord.music.actions.offline import Told
from akkord.music.models import Play, Track
from akkord.music.queries.remembering import forget_answers
from akkord.music.rules import Context, Listener
from akkord.people.models import Person
from akkord.rights import actions as rights
from akkord.rights.terms import CommercialModel, UseType, Verdict
from akkord.sound.models import Sound
from akkord.store.files import files
from akkord.subscriptions import actions as subscriptions
from akkord.subscriptions.models import Cover, Offer
from cases import makers
from music import world

pytestmark = pytest.mark.django_db
PLUS = CommercialModel.SUBSCRIPTION


@pytest.fixture
def track(log: None) -> Track:
    """A member's upload of a recording its label has licensed for subscribers alone."""
    plus = Offer.objects.create(
        slug="plus", name_en="Plus", name_ru="Плюс", model=PLUS.value, opened_at=clock.now()
    )
    assert plus.pk
    label, rep = makers.label(name="Northern Light")
    made = world.matched(makers.person(), makers.recordings(label, 1)[0])
    rights.grant_licence(rep, label, uses=list(UseType), models=[PLUS])
    return made


def subscriber(days: float = 30) -> Person:
    person = makers.person()
    Cover.objects.create(
        person=person, offer=Offer.objects.get(slug="plus"), sold_in="DE",
        starts=clock.now(), ends=clock.now() + timedelta(days=days),
    )  # fmt: skip
    return person


def started(listener: Listener, track: Track, **more: Any) -> Play:
    return Play.objects.get(pk=actions.start_play(listener, track.pk, **more).play_id)


def test_what_is_licensed_for_subscribers_is_heard_by_them_and_the_others_are_told_so(track: Track) -> None:
    paying, other = subscriber(), makers.person()
    play = started(queries.listener(paying.pk, "RU"), track)
    assert (play.offer, play.model, play.sold_in, play.territory) == ("plus", PLUS.value, "DE", "RU")
    for listener in (queries.listener(other.pk, "RU"), queries.listener(None, "RU")):
        with pytest.raises(errors.Silent) as refused:
            actions.start_play(listener, track.pk)
        telling: Any = refused.value.telling
        assert (telling.why, telling.models) == ("other_offer", [PLUS])
    client = Client()
    said = client.post(f"/listen/{track.pk}").json()
    assert said["telling"] == "Northern Light has licensed this recording for subscribers only."


def test_a_cover_is_seen_under_the_offer_its_viewer_has_at_that_moment(track: Track) -> None:
    Sound.objects.update(cover="0" * 64)
    paying, coming, never = subscriber(days=1), subscriber(days=3), makers.person()
    now = clock.now()
    Cover.objects.filter(person=coming).update(starts=now + timedelta(days=2))

    def seen(person: Person) -> bool:
        return queries.cover_for(person.pk, "RU", "track", track.pk) == "0" * 64

    assert [seen(person) for person in (paying, coming, never)] == [True, False, False]
    with clock.at(now + timedelta(days=2)):
        assert [seen(person) for person in (paying, coming, never)] == [False, True, False]
    assert queries.cover_for(paying.pk, "RU", "track", track.pk + 1) == ""


def test_a_sound_ends_with_the_subscription_it_was_heard_under(track: Track) -> None:
    paying = subscriber(days=1)
    listener = queries.listener(paying.pk, "RU")
    kept = files().keep([b"sound"])
    Sound.objects.update(rendition=kept.sha256, rendition_size=kept.size)
    token = actions.start_play(listener, track.pk).url.removeprefix("/stream/")
    opened = streams.open_stream(token, listener)
    assert streams.still_allowed(opened)
    with clock.at(clock.now() + timedelta(days=1)):
        assert not streams.still_allowed(opened)
        with pytest.raises(streams.Refused):
            streams.open_stream(token, queries.listener(paying.pk, "RU"))


def test_the_free_listener_is_asked_under_their_own_model(track: Track) -> None:
    label, rep = makers.label()
    free = world.matched(makers.person(), makers.recordings(label, 1)[0])
    rights.grant_licence(rep, label, uses=list(UseType), models=[CommercialModel.FREE_OF_CHARGE])
    play = started(queries.listener(makers.person().pk, "RU"), free, context=Context.WALL)
    assert (play.offer, play.model, play.sold_in) == ("free", "FreeOfChargeModel", "RU")
    assert play.context == "wall"
    (payee,) = play.payees
    assert payee["recording"] == makers.Recording.objects.get(organisation=label).pk


def test_an_upload_that_subscribers_hear_is_not_silent_for_the_world(track: Track) -> None:
    assert Verdict.BLOCK not in queries.decide_worldwide(track, clock.now()).by_verdict
    Offer.objects.filter(slug="plus").delete()
    assert Verdict.ALLOW not in queries.decide_worldwide(track, clock.now()).by_verdict


def test_a_first_offer_of_a_model_tells_decisions_anew(log: None) -> None:
    label, rep = makers.label()
    rights.grant_licence(rep, label, uses=list(UseType), models=[PLUS])
    made = world.upload(makers.person(), makers.sound(), makers.recordings(label, 1)[0])
    world.work_off()
    made.refresh_from_db()
    assert made.state == "blocked"
    staff = makers.person(is_staff=True)
    subscriptions.open_offer(staff, slug="plus", name_en="Plus", name_ru="Плюс", model=PLUS)
    world.work_off()
    made.refresh_from_db()
    assert made.state == "live"


def test_a_play_is_replayed_under_the_model_it_was_heard_under(track: Track) -> None:
    begun = clock.now()
    paying = subscriber()
    play = started(queries.listener(paying.pk, "RU"), track)
    started(queries.listener(None, "RU"), world.unmatched(makers.person()))
    Play.objects.update(counted_at=clock.now())
    later = clock.now() + timedelta(minutes=1)
    (replayed,) = queries.replay([track.pk], begun - timedelta(minutes=1), later, later)
    assert replayed.play == play
    assert [p.party for p in replayed.payees.now] == [makers.Recording.objects.get().organisation_id]
    Play.objects.update(model=CommercialModel.FREE_OF_CHARGE.value)
    (replayed,) = queries.replay([track.pk], begun - timedelta(minutes=1), later, later)
    assert [(p.party, p.money.value) for p in replayed.payees.now] == [(None, "escrow")]


def test_a_list_of_what_is_silent_for_want_of_an_offer_costs_no_more_queries(track: Track) -> None:
    label = makers.Recording.objects.get().organisation
    more = [world.matched(makers.person(), each) for each in makers.recordings(label, 5)]
    listener = queries.listener(None, "RU")

    def cost(tracks: list[Track]) -> int:
        asked = list(queries.tracks_by_numbers([t.pk for t in tracks]).values())
        forget_answers()
        with CaptureQueriesContext(connection) as seen:
            rows = queries.rows_of(listener, asked)
        assert all(row.telling and row.telling.why == "other_offer" for row in rows)
        return len(seen)

    assert cost([track, *more]) == cost([track]) <= 30


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"from": "wall"}, "wall"),
        ({"from": "feed"}, "feed"),
        ({"from": "moon"}, "page"),
        ({"from": ["wall"]}, "page"),
        ({}, "page"),
    ],
)
def test_a_player_says_where_it_was_and_nonsense_is_a_page(log: None, said: Any, kept: str) -> None:
    track = world.unmatched(makers.person())
    assert Client().post(f"/listen/{track.pk}", said, "application/json").status_code == 200
    assert Play.objects.get().context == kept


def test_what_was_heard_away_is_paid_under_the_offer_it_was_heard_under(track: Track) -> None:
    paying = subscriber(days=1)
    Sound.objects.update(rendition="a" * 64, rendition_size=1000)
    leave, _url = actions.keep_offline(queries.listener(paying.pk, "RU"), track.pk)
    heard = Told(uuid.uuid4(), leave.word, clock.now(), 90.0)
    with clock.at(clock.now() + timedelta(days=2)):  # the offer is over, and nothing is remembered of it
        forget_answers()
        assert actions.tell_offline(queries.listener(paying.pk, "RU"), [heard]) == {heard.play: True}
    play = Play.objects.get()
    assert (play.offer, play.model, play.sold_in) == ("plus", PLUS.value, "DE")
