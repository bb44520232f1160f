"""What the door to listening answers: a start, a refusal with its reason, a count."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from akkord.flow import clock
from akkord.music.models import Play
from akkord.people.models import Person
from akkord.sound.models import Sound
from web_music.tracks import make_track


def test_a_start_says_where_the_sound_is(signed_in: Client, boris: Person) -> None:
    track = make_track(boris)
    answer = signed_in.post(f"/listen/{track.pk}")
    assert answer.status_code == 200
    said = answer.json()
    assert said["url"].startswith("/stream/")
    assert (said["title"], said["artist"], said["seconds"]) == ("Song", "Анна", 60.0)
    assert Play.objects.filter(pk=said["play"], track=track).exists()
    assert answer["Cache-Control"] == "no-store"


def test_a_silent_track_says_why_in_one_sentence_of_the_readers_language(
    signed_in: Client, boris: Person
) -> None:
    track = make_track(boris, heard=False)
    answer = signed_in.post(f"/listen/{track.pk}")
    assert answer.status_code == 403
    said = answer.json()
    assert said["error"] == "silent"
    assert said["telling"] == "Not identified yet: it stays silent until it has been looked up."
    assert not Play.objects.exists()


def test_what_is_being_prepared_is_asked_for_again(signed_in: Client, boris: Person) -> None:
    answer = signed_in.post(f"/listen/{make_track(boris, rendered=False).pk}")
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")


def test_a_row_whose_sound_is_being_made_asks_less_and_less_often(signed_in: Client, boris: Person) -> None:
    track = make_track(boris, rendered=False)
    asks = re.compile(rf'hx-get="(/audio{track.pk}/row\?asked=\d+)" hx-trigger="intersect once delay:(\d+)s"')
    page, pauses = signed_in.get(f"/audio{track.pk}/row").content.decode(), []
    for _ in range(12):
        (again, pause), *more = asks.findall(page)
        assert not more
        pauses.append(int(pause))
        page = signed_in.get(again).content.decode()
    assert pauses == [3, 4, 6, 10, 15, 22, 34, 51, 60, 60, 60, 60]
    Sound.objects.filter(pk=track.sound_id).update(rendition="1" * 64)
    made = signed_in.get(again).content.decode()
    assert "data-playable" in made
    assert not asks.search(made)
    for nonsense in ("-1", "x", "9" * 30, "²", ""):
        assert signed_in.get(f"/audio{track.pk}/row", {"asked": nonsense}).status_code == 200
    assert signed_in.get(f"/audio{track.pk + 1}/row").status_code == 404


def test_what_is_not_there_is_not_there(signed_in: Client) -> None:
    assert signed_in.post("/listen/99").status_code == 404
    assert signed_in.post(f"/listen/{uuid.uuid4()}/count", {"seconds": 30}).status_code == 404
    assert signed_in.get("/listen/99").status_code == 405


def test_a_listening_is_counted_once(signed_in: Client, boris: Person) -> None:
    track = make_track(boris)
    play = signed_in.post(f"/listen/{track.pk}").json()["play"]
    early = signed_in.post(f"/listen/{play}/count", {"seconds": 30}, "application/json")
    assert early.json() == {"counted": False}
    with clock.at(clock.now() + timedelta(seconds=31)):
        for _ in range(2):
            answer = signed_in.post(f"/listen/{play}/count", {"seconds": 30}, "application/json")
            assert answer.json() == {"counted": True}
    assert Play.objects.exclude(counted_at=None).count() == 1


@pytest.mark.parametrize(
    "said", ['{"seconds": "many"}', '{"seconds": null}', "[]", "{", '{"seconds": -1}', "{}"]
)
def test_nonsense_is_not_counted(signed_in: Client, boris: Person, said: str) -> None:
    play = signed_in.post(f"/listen/{make_track(boris).pk}").json()["play"]
    assert signed_in.post(f"/listen/{play}/count", said, "application/json").status_code == 400


def test_nan_and_infinity_are_no_seconds(signed_in: Client, boris: Person) -> None:
    play = signed_in.post(f"/listen/{make_track(boris).pk}").json()["play"]
    for said in ('{"seconds": NaN}', '{"seconds": Infinity}'):
        assert signed_in.post(f"/listen/{play}/count", said, "application/json").status_code == 400
