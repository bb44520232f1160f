"""Lists of music through the API: by their owner, as rows that say why they are silent."""

import pytest
from django.test import Client

from akkord.music import actions
from akkord.people.actions import issue_token
from akkord.people.models import Person
from factories import a_track

pytestmark = pytest.mark.django_db


def signed(person: Person) -> Client:
    return Client(headers={"Authorization": f"Bearer {issue_token(person, 'test')}"})


def test_a_playlist_is_made_filled_moved_about_and_deleted() -> None:
    anna = Person.objects.create(email="anna@example.org", name="Anna")
    boris = Person.objects.create(email="boris@example.org", name="Boris")
    one, two, three = (a_track(boris, title).pk for title in ("One", "Two", "Three"))
    api, other = signed(anna), signed(boris)
    json = {"content_type": "application/json"}
    made = api.post("/api/v1/playlists", {"title": "Roads", "tracks": [one, two]}, **json)
    assert made.status_code == 201
    place = f"/api/v1/playlists/{made.json()['number']}"
    assert api.post(f"{place}/tracks", {"tracks": [three, one]}, **json).status_code == 204
    assert api.post(f"{place}/move", {"taken": 3, "to": 0}, **json).status_code == 204
    assert api.delete(f"{place}/tracks/1").status_code == 204
    assert api.patch(place, {"about": "far"}, **json).json()["title"] == "Roads"
    said = api.get(place).json()
    assert [row["number"] for row in said["tracks"]] == [one, two, three]
    assert said["tracks"][0]["telling"]["state"] == "held"
    assert [row["title"] for row in api.get("/api/v1/playlists").json()["items"]] == ["Roads"]
    for asked in (
        other.get(place), other.patch(place, {"title": "Mine"}, **json), other.delete(place),
        other.put(f"{place}/tracks", {"tracks": []}, **json),
    ):  # fmt: skip
        assert asked.status_code == 404
    assert api.delete(place).status_code == 204
    assert api.get(place).status_code == 404


def test_likes_stars_and_places() -> None:
    anna = Person.objects.create(email="anna@example.org", name="Anna")
    tracks = [a_track(anna, title).pk for title in ("One", "Two")]
    api = signed(anna)
    json = {"content_type": "application/json"}
    assert api.put(f"/api/v1/likes/track/{tracks[0]}").status_code == 204
    assert api.get("/api/v1/likes/track").json()["items"] == [{"number": tracks[0]}]
    assert api.delete(f"/api/v1/likes/track/{tracks[0]}").status_code == 204
    assert api.put(f"/api/v1/stars/track/{tracks[0]}", {"stars": 5}, **json).status_code == 204
    assert api.put(f"/api/v1/stars/track/{tracks[0]}", {"stars": 6}, **json).status_code == 422
    assert api.put("/api/v1/likes/album/1").status_code == 404
    actions.move_in_music(anna, tracks[0], 0)
    assert api.put(f"/api/v1/music/{tracks[1]}/place", {"to": 1}, **json).status_code == 204
