"""Rooms by their addresses: opened with one's queue, read by whom it was given to, steered by the host."""

import pytest
from django.test import Client

from akkord.dialogs.models import Message
from akkord.music import actions, queries
from akkord.music.models import Room
from akkord.people import actions as people
from akkord.people.models import Person
from web_music.tracks import make_track


@pytest.fixture
def queued(anna: Person) -> list[int]:
    numbers = [make_track(anna, title=f"Song {n}").pk for n in range(3)]
    actions.save_queue(anna, numbers, 1, 7000, "web")
    return numbers


def opened(signed_in: Client, **said: str) -> Room:
    answer = signed_in.post("/rooms", said)
    room = Room.objects.get()
    assert answer["Location"] == room.get_absolute_url()
    return room


def test_a_room_begins_with_my_queue_at_its_place(signed_in: Client, queued: list[int]) -> None:
    room = opened(signed_in)
    assert (room.tracks, room.at, room.ms) == (queued, 1, 7000)
    page = signed_in.get(room.get_absolute_url()).content.decode()
    assert "Song 2" in page
    assert "End the room" in page


def test_without_a_queue_there_is_a_word_and_no_room(signed_in: Client) -> None:
    page = signed_in.post("/rooms", follow=True).content.decode()
    assert "Your queue is empty" in page
    assert not Room.objects.exists()


def test_from_a_dialog_its_address_is_said_there(
    signed_in: Client, queued: list[int], anna: Person, boris: Person
) -> None:
    people.befriend(anna, boris)
    room = opened(signed_in, where=str(boris.pk))
    assert room.get_absolute_url() in Message.objects.get().text


@pytest.mark.parametrize("where", ["c987654321", "987654321", "x", "c", "٣", "1" * 40])
def test_a_dialog_that_is_not_mine_is_told_nothing(signed_in: Client, queued: list[int], where: str) -> None:
    signed_in.post("/rooms", {"where": where})
    assert not Message.objects.exists()


def test_the_state_is_for_who_sits_there(
    signed_in: Client, queued: list[int], boris: Person, client: Client
) -> None:
    place = opened(signed_in).get_absolute_url()
    other = Client()
    other.force_login(boris, "allauth.account.auth_backends.AuthenticationBackend")
    assert other.get(f"{place}/state").status_code == 404
    said = other.post(f"{place}/enter").json()
    assert [track["title"] for track in said["tracks"]] == ["Song 0", "Song 1", "Song 2"]
    assert (said["may_steer"], said["at"], len(said["people"])) == (False, 1, 2)
    assert said["now"] >= said["moved"]
    refused = other.post(f"{place}/steer", {"act": "pause"}, content_type="application/json")
    assert (refused.status_code, refused.json()["error"]) == (403, "not_your_hand")
    steered = signed_in.post(f"{place}/steer", {"act": "go", "at": 2}, content_type="application/json")
    assert steered.json()["at"] == 2
    assert other.get(f"{place}/state").json()["at"] == 2
    signed_in.post(f"{place}/leave")
    assert other.get(f"{place}/state").status_code == 404


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{", '{"act": "dance"}', '{"act": "go", "at": -1}', '{"act": "go", "at": true}',
     '{"act": "seek", "ms": 1e99}', '{"act": {}}', "[" * 900],
)  # fmt: skip
def test_what_no_hand_does_is_refused(signed_in: Client, queued: list[int], body: str) -> None:
    place = opened(signed_in).get_absolute_url()
    answer = signed_in.post(f"{place}/steer", body, content_type="application/json")
    assert answer.status_code == 400


def test_a_track_that_was_taken_away_keeps_its_place(
    signed_in: Client, queued: list[int], anna: Person
) -> None:
    place = opened(signed_in).get_absolute_url()
    actions.withdraw_track(anna, queries.track_by_number(queued[0]))
    said = signed_in.get(f"{place}/state").json()
    assert [track["title"] for track in said["tracks"]] == ["—", "Song 1", "Song 2"]
    assert len(said["lengths"]) == 3
