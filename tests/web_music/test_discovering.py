"""Charts, radio and mixes: what is put before a listener may be heard by them, and says why it is there."""

import uuid
from array import array
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from akkord.flow import clock
from akkord.music import actions as music
from akkord.music import queries
from akkord.music.models import Play, Track
from akkord.music.queries import charts, likeness
from akkord.music.rules.moods import Mood
from akkord.people.actions import befriend, block, choose_audiences
from akkord.people.models import Person
from akkord.people.rules.privacy import Audience, Key, Level
from akkord.sound.models import Sound
from factories import a_person
from subsonic.library import a_song
from web_music.tracks import make_track

RUSSIA = {"REMOTE_ADDR": "127.0.1.1"}  # as a laptop stands for it


@pytest.fixture
def tracks(boris: Person) -> list[Track]:
    return [a_song(boris, f"Song {n}", f"Artist {n % 2}", {"genre": "Rock"}) for n in range(4)]


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    charts.forget_charts()


def heard(person: Person, *tracks: Track, territory: str = "RU", times: int = 1, ago: int = 0) -> None:
    """`ago`: days."""
    charts.forget_charts()
    now = clock.now() - timedelta(ago)
    said = {"person": person, "territory": territory, "use": "play", "verdict": "ALLOW", "facts_version": 1}
    Play.objects.bulk_create(
        Play(id=uuid.uuid4(), track=track, started_at=now, counted_at=now, **said)
        for track in tracks
        for _ in range(times)
    )


def order(page: str, tracks: list[Track]) -> list[int]:
    found = {page.find(f'data-track="{t.pk}"'): tracks.index(t) for t in tracks}
    return [number for at, number in sorted(found.items()) if at >= 0]


def test_the_chart_goes_by_listeners_and_leaves_out_what_may_not_be_heard(
    client: Client, anna: Person, boris: Person, tracks: list[Track]
) -> None:
    silent = make_track(boris, title="Silent", heard=False)
    heard(anna, tracks[0], times=9)
    heard(anna, tracks[2], silent)
    heard(boris, tracks[2], silent)
    page = client.get("/audio/charts").content.decode()
    assert order(page, tracks) == [2, 0]
    assert "2 listeners" in page
    assert f'data-track="{silent.pk}"' not in page
    assert client.get("/audio/charts?of=nonsense").status_code == 200


def crowd(number: int, city: str = "") -> list[Person]:
    return [a_person(f"Neighbour {n}", city=city) for n in range(number)]


def test_a_country_has_a_chart_of_its_own(client: Client, anna: Person, tracks: list[Track]) -> None:
    heard(anna, tracks[1], territory="DE")
    for person in crowd(5):
        heard(person, tracks[2])
    assert order(client.get("/audio/charts?of=country", **RUSSIA).content.decode(), tracks) == [2]
    assert order(client.get("/audio/charts").content.decode(), tracks) == [2, 1]


def test_a_place_with_too_few_people_has_no_chart_however_much_they_play(
    client: Client, tracks: list[Track]
) -> None:
    people = crowd(5)
    for person in people[:4]:
        heard(person, tracks[0], times=500)
    page = client.get("/audio/charts?of=country", **RUSSIA).content.decode()
    assert order(page, tracks) == []
    assert "shown from 5 people on" in page
    heard(people[4], tracks[1])
    assert order(client.get("/audio/charts?of=country", **RUSSIA).content.decode(), tracks) == [0, 1]


def test_a_city_is_those_who_show_every_member_that_they_live_there_and_what_they_hear(
    signed_in: Client, anna: Person, tracks: list[Track]
) -> None:
    def shown() -> list[int]:
        charts.forget_charts()
        return order(signed_in.get("/audio/charts?of=city").content.decode(), tracks)

    Person.objects.filter(pk=anna.pk).update(city="Орёл")
    near = crowd(5, "  орел ")
    for person in near[:4]:
        heard(person, tracks[3])
    for person in crowd(5, "Псков"):
        heard(person, tracks[2])
    heard(anna, tracks[0], times=9)
    assert shown() == []  # four besides who asks
    heard(near[4], tracks[3])
    assert shown() == [3, 0]
    but_one = Audience(Level.EXCEPT, people=frozenset({near[1].pk}))
    for key, audience in ((Key.CITY, but_one), (Key.MUSIC, but_one), (Key.MUSIC, Audience(Level.FRIENDS))):
        choose_audiences(near[0], {key: audience})
        assert shown() == [], key
        choose_audiences(near[0], {key: Audience(Level.MEMBERS)})


def test_nobody_tells_by_a_black_list_what_a_neighbour_listens_to(
    signed_in: Client, anna: Person, tracks: list[Track]
) -> None:
    Person.objects.filter(pk=anna.pk).update(city="Орёл")
    near = crowd(7, "Орёл")
    for person in near[1:]:
        heard(person, tracks[3])
    heard(near[0], tracks[1])
    assert order(signed_in.get("/audio/charts?of=city").content.decode(), tracks) == [3, 1]
    block(anna, near[0])
    charts.forget_charts()
    assert order(signed_in.get("/audio/charts?of=city").content.decode(), tracks) == [3, 1]
    with CaptureQueriesContext(connection) as asked:
        signed_in.get("/audio/charts?of=city")
    assert not [
        each for each in asked.captured_queries if "music_play" in each["sql"] and "COUNT" in each["sql"]
    ]


def test_a_mood_is_what_is_measured_and_says_so(client: Client, boris: Person, tracks: list[Track]) -> None:
    likeness.forget_figures()
    for place, track in enumerate(tracks):
        figures = [0.0] * 42
        figures[1] = float(place)  # how low it lies
        Sound.objects.filter(pk=track.sound_id).update(figures=array("f", figures).tobytes())
    silent = make_track(boris, title="Silent", heard=False)
    Sound.objects.filter(pk=silent.sound_id).update(figures=array("f", [9.0] * 42).tobytes())
    assert [n for n, _ in likeness.in_mood(Mood.DARK, 3)] == [silent.pk, tracks[3].pk, tracks[2].pk]
    assert [n for n, _ in likeness.in_mood(Mood.BRIGHT, 2)] == [tracks[0].pk, tracks[1].pk]
    page = client.get("/audio/mood/dark").content.decode()
    assert sorted(order(page, tracks)) == [0, 1, 2, 3]
    assert f'data-track="{silent.pk}"' not in page
    assert "Most of its sound lies low." in page
    assert client.get("/audio/mood/happy").status_code == 404


def placed(which: queries.Chart = queries.Chart.WEEK) -> list[tuple[str, int, int]]:
    found = queries.chart(queries.listener(None, "RU"), which)
    return [(place.row.title, place.days, place.people) for place in found]


def test_one_person_counts_once_a_day_and_of_equal_days_more_people_come_first(
    anna: Person, boris: Person, tracks: list[Track]
) -> None:
    heard(anna, tracks[0], times=50)
    for ago in range(3):
        heard(anna, tracks[1], times=2, ago=ago)
    heard(anna, tracks[2], tracks[2], tracks[3])
    heard(boris, tracks[2], tracks[3], times=3)
    heard(boris, tracks[2], ago=1)
    heard(boris, tracks[0], times=9, ago=8)
    assert placed() == [("Song 2", 3, 2), ("Song 1", 3, 1), ("Song 3", 2, 2), ("Song 0", 1, 1)]


def test_a_chart_is_counted_once_in_a_while_and_heard_by_each(anna: Person, tracks: list[Track]) -> None:
    for person in [anna, *crowd(4)]:
        heard(person, *tracks)
    assert len(placed()) == len(placed(queries.Chart.COUNTRY)) == 4
    with CaptureQueriesContext(connection) as asked:
        assert len(placed()) == 4
    assert not [each for each in asked.captured_queries if "COUNT" in each["sql"]]
    music.withdraw_track(tracks[0].person, tracks[0])
    assert len(placed()) == 3


def test_friends_count_where_they_show_their_music(
    signed_in: Client, anna: Person, boris: Person, tracks: list[Track]
) -> None:
    heard(boris, tracks[3])
    assert order(signed_in.get("/audio/charts?of=friends").content.decode(), tracks) == []
    befriend(anna, boris)
    assert order(signed_in.get("/audio/charts?of=friends").content.decode(), tracks) == [3]


def test_radio_begins_with_its_track_and_goes_on_with_what_the_same_people_hear(
    client: Client, anna: Person, boris: Person, tracks: list[Track]
) -> None:
    heard(anna, tracks[0], tracks[3])
    heard(boris, tracks[0], tracks[3])
    page = client.get(f"/audio{tracks[0].pk}/radio").content.decode()
    assert order(page, tracks)[:2] == [0, 3]
    assert sorted(order(page, tracks)) == [0, 1, 2, 3]
    artist = client.get(f"/artist{tracks[0].by_id}/radio").content.decode()
    assert {0, 2} <= set(order(artist, tracks))
    assert client.get("/audio999/radio").status_code == client.get("/artist999/radio").status_code == 404


def test_mixes_say_why_each_track_is_there_and_stay_for_the_day(
    signed_in: Client, anna: Person, boris: Person, tracks: list[Track]
) -> None:
    assert "too little of it yet" in signed_in.get("/audio/mixes").content.decode()
    heard(anna, tracks[0])
    heard(boris, tracks[0], tracks[1])
    page = signed_in.get("/audio/mixes").content.decode()
    assert "Because you listen to Artist 0" in page
    for why in ("you know it", "by Artist 0, new to you", "heard by their listeners", "of the same genre"):
        assert why in page
    assert order(signed_in.get("/audio/mixes").content.decode(), tracks) == order(page, tracks)


def test_mixes_are_for_who_is_signed_in(client: Client) -> None:
    assert client.get("/audio/mixes").status_code == 302
