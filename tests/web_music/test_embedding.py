"""Players on other sites: any page may frame them, their listener is a guest where they are."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from akkord.flow import clock
from akkord.music import actions
from akkord.music.models import Play, Track
from akkord.people.models import Person
from subsonic.library import a_song
from web_music.tracks import make_track


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.SITE_URL = "https://music.example"


@pytest.fixture
def track(boris: Person) -> Track:
    return a_song(boris, "Song", "Anna & <Co>", {"album": "Home"})


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_frame_of_any_site_may_show_it_and_nothing_is_kept_in_the_browser(
    strict: Client, track: Track
) -> None:
    answer = strict.get(f"/embed/audio{track.pk}")
    assert answer.status_code == 200
    assert "X-Frame-Options" not in answer.headers
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert not answer.cookies
    assert f"https://music.example/audio{track.pk}" in answer.content.decode()
    page = strict.get(f"/audio{track.pk}")
    assert page["X-Frame-Options"] == "SAMEORIGIN"


def test_who_listens_there_is_a_guest_and_is_counted_once(strict: Client, anna: Person, track: Track) -> None:
    strict.force_login(anna, backend="allauth.account.auth_backends.AuthenticationBackend")
    said = strict.post(f"/embed/listen/{track.pk}").json()
    play = Play.objects.get(pk=said["play"])
    assert (play.person, play.context) == (None, "embed")
    with clock.at(clock.now() + timedelta(minutes=1)):
        for _ in range(2):
            counted = strict.post(f"/embed/listen/{play.pk}/count", {"seconds": 31}, "application/json")
            assert counted.json() == {"counted": True}
    assert Play.objects.exclude(counted_at=None).count() == 1


def test_what_is_silent_for_a_guest_is_silent_there_also_for_its_uploader(
    strict: Client, boris: Person
) -> None:
    held = make_track(boris, heard=False)
    strict.force_login(boris, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Not identified yet" in strict.get(f"/embed/audio{held.pk}").content.decode()
    assert strict.post(f"/embed/listen/{held.pk}").status_code == 403


def test_only_what_every_guest_may_see_is_embedded(strict: Client, anna: Person, track: Track) -> None:
    own = actions.make_playlist(anna, "Own", [track.pk])
    shown = actions.make_playlist(anna, "Shown", [track.pk], public=True)
    assert strict.get(f"/embed/playlist{anna.pk}_{own.pk}").status_code == 404
    assert "Shown" in strict.get(f"/embed/playlist{anna.pk}_{shown.pk}").content.decode()
    assert "Home" in strict.get(f"/embed/album{track.album_id}").content.decode()


@pytest.mark.parametrize(
    "path", ["audio", "audio999", "audio1_1", "album0", "playlist1", "id1", "audiox", "audio١"]
)
def test_what_is_not_there_is_not_there(strict: Client, db: None, path: str) -> None:
    assert strict.get(f"/embed/{path}").status_code == 404
    assert strict.get("/oembed", {"url": f"https://music.example/{path}"}).status_code == 404


def test_oembed_tells_of_the_frame_within_the_asked_size(strict: Client, track: Track) -> None:
    place = {"url": f"https://music.example/audio{track.pk}", "maxwidth": "300", "maxheight": "x"}
    answer = strict.get("/oembed", place)
    said = answer.json()
    assert (said["version"], said["type"], said["width"], said["title"]) == ("1.0", "rich", 300, "Song")
    assert f'src="https://music.example/embed/audio{track.pk}"' in said["html"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert strict.get("/oembed", place | {"format": "xml"}).status_code == 501
    for url in ("https://evil.example/audio1", "http://[x", "", f"http://music.example/audio{track.pk}"):
        assert strict.get("/oembed", {"url": url}).status_code == 404


def test_a_link_is_previewed_by_what_its_page_says(strict: Client, track: Track) -> None:
    page = strict.get(f"/audio{track.pk}").content.decode()
    assert '<meta property="og:title" content="Anna &amp; &lt;Co&gt; — Song">' in page
    assert 'property="og:type" content="music.song"' in page
    assert "application/json+oembed" in page
    assert "music.album" in strict.get(f"/album{track.album_id}").content.decode()
    assert "oembed" not in strict.get(f"/artist{track.by_id}").content.decode()
