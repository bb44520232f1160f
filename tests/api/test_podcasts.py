"""Podcasts through the API: what a program is told is what the page shows, and each refusal has its name."""

import pytest
from django.test import Client

from akkord.people.actions import issue_token
from akkord.people.models import Person
from akkord.podcasts import actions
from akkord.podcasts.models import Episode
from factories import a_person
from podcasts.conftest import ADDRESS, Net, _site, net

__all__ = ["_site", "net"]
pytestmark = pytest.mark.django_db


def signed(person: Person) -> Client:
    return Client(headers={"Authorization": f"Bearer {issue_token(person, 'test')}"})


def test_a_podcast_is_followed_read_brought_and_left(net: Net) -> None:
    anna = a_person("Anna")
    api, other, json = signed(anna), signed(a_person("Boris")), {"content_type": "application/json"}
    made = api.post("/api/v1/podcasts", {"address": ADDRESS}, **json)
    assert (made.status_code, made.json()["address"], made.json()["episodes"]) == (201, ADDRESS, 0)
    place = f"/api/v1/podcasts/{made.json()['number']}"
    actions.refresh(made.json()["number"])
    assert [(row["title"], row["episodes"]) for row in api.get("/api/v1/podcasts").json()] == [
        ("Night tram", 2)
    ]
    first = api.get(f"{place}/episodes?limit=1").json()
    rest = api.get(f"{place}/episodes?limit=1&cursor={first['next']}").json()
    assert [row["title"] for row in first["items"] + rest["items"]] == ["Two", "One"]
    assert rest["next"] is None
    two = f"{place}/episodes/{first['items'][0]['number']}"
    assert api.post(two).status_code == 202
    again = api.post(two)
    assert (again.status_code, again.json()["error"]) == (409, "episode_not_brought")
    assert api.get(f"{place}/episodes").json()["items"][0]["state"] == "wanted"
    assert api.delete(two).status_code == 204
    for asked in (other.get(place), other.get(f"{place}/episodes"), other.post(two), other.delete(place)):
        assert (asked.status_code, asked.json()["error"]) == (404, "no_such_podcast")
    assert api.delete(place).status_code == 204
    assert api.get(place).status_code == 404


@pytest.mark.parametrize("said", ["https://127.0.0.1/f", "ftp://radio.example/", "nonsense", ""])
def test_what_is_no_feed_of_the_public_internet_is_refused_by_name(net: Net, said: str) -> None:
    api = signed(a_person("Anna"))
    refused = api.post("/api/v1/podcasts", {"address": said}, content_type="application/json")
    assert (refused.status_code, refused.json()["error"]) == (422, "podcast_address")
    assert net.asked == []


def test_an_episode_stands_behind_its_own_podcast_alone(net: Net) -> None:
    anna = a_person("Anna")
    mine = actions.follow(anna, ADDRESS)
    actions.refresh(mine.pk)
    other = actions.follow(anna, "https://other.example/feed.xml")
    episode = Episode.objects.filter(feed=mine).first()
    assert episode is not None
    assert signed(anna).post(f"/api/v1/podcasts/{other.pk}/episodes/{episode.pk}").status_code == 404
