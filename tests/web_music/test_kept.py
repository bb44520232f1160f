"""The doors of music kept on a device."""

import pytest
from django.test import Client

from akkord.music import actions
from akkord.people.models import Person
from subsonic.library import a_song

ASKED = ["/listen/1/offline", "/listen/offline", "/listen/offline/plays"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ASKED)
def test_a_guest_is_told_to_sign_in(client: Client, address: str) -> None:
    answer = client.post(address, {}, content_type="application/json")
    assert (answer.status_code, answer.json()) == (401, {"error": "sign_in"})


def test_an_album_and_a_playlist_are_kept_whole(signed_in: Client, anna: Person, boris: Person) -> None:
    songs = [a_song(boris, f"Song {n}", "Anna", {"album": "Home", "track": str(n)}) for n in (1, 2)]
    listed = actions.make_playlist(anna, "Mornings", [each.pk for each in songs])
    named = f'<keep-here hidden data-tracks="{songs[0].pk} {songs[1].pk}"'
    for place in (f"/album{songs[0].album_id}", listed.get_absolute_url()):
        page = signed_in.get(place).content.decode()
        assert (named in page, page.count("<keep-here")) == (True, 1)
    assert "<keep-here" not in Client().get(f"/album{songs[0].album_id}").content.decode()
