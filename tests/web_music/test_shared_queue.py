"""The queue that pages and players of a person share."""

import uuid

import pytest
from django.test import Client

from akkord.flow.models import News
from akkord.music import actions
from akkord.people.models import Person
from subsonic.library import a_song

QUEUE = "/listen/queue"


def saved(client: Client, **said: object) -> int:
    whole = {"tracks": [], "current": None, "position_ms": 0, "device": "web-1", **said}
    return client.post(QUEUE, whole, "application/json").status_code


def test_what_one_device_queues_another_takes_up_at_its_place(
    signed_in: Client, anna: Person, boris: Person
) -> None:
    tracks = [a_song(boris, f"Song {n}").pk for n in range(3)]
    assert signed_in.get(QUEUE).json()["changed"] is None
    assert saved(signed_in, tracks=tracks, current=1, position_ms=5000, sounding=True) == 200
    said = signed_in.get(QUEUE).json()
    assert [track["number"] for track in said["tracks"]] == tracks
    assert (said["current"], said["position_ms"], said["device"]) == (1, 5000, "web-1")
    news = News.objects.get(kind="queue")
    assert (news.topic, news.payload) == (f"person:{anna.pk}", {"device": "web-1", "sounding": True})


def test_a_players_queue_is_the_pages_queue_and_withdrawn_tracks_leave_it(
    signed_in: Client, anna: Person, boris: Person
) -> None:
    gone, stays = a_song(boris, "Gone"), a_song(boris, "Stays")
    actions.save_queue(anna, [gone.pk, stays.pk], 1, 7000, "Player")
    actions.withdraw_track(boris, gone)
    said = signed_in.get(QUEUE).json()
    assert ([t["title"] for t in said["tracks"]], said["current"]) == (["Stays"], 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"tracks": "1"},
        {"tracks": [True]},
        {"tracks": [-1]},
        {"tracks": [2**60]},
        {"current": "0"},
        {"position_ms": 1.5},
        {"device": ""},
        {"device": "x" * 81},
    ],
)
def test_a_queue_that_makes_no_sense_is_refused(signed_in: Client, wrong: dict[str, object]) -> None:
    assert saved(signed_in, **wrong) == 400


def test_json_of_a_hundred_thousand_brackets_is_refused(signed_in: Client) -> None:
    deep = "[" * 100_000
    assert signed_in.post(QUEUE, deep, "application/json").status_code == 400
    counted = f"/listen/{uuid.uuid4()}/count"
    assert signed_in.post(counted, deep, "application/json").status_code == 400
    assert signed_in.post(counted, f'{{"seconds": 1{"0" * 400}}}', "application/json").status_code == 400


def test_a_guest_shares_no_queue(client: Client) -> None:
    assert client.get(QUEUE).status_code == 401
    assert saved(client) == 401
    assert client.delete(QUEUE).status_code == 405
