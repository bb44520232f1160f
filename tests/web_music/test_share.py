"""A share shows tracks to whoever has its address, counts who opens it, and opens nothing to anybody."""

from datetime import timedelta

import pytest
from django.test import Client

from akkord.flow import clock
from akkord.music import actions
from akkord.music.models import Share, Track
from akkord.people.models import Person
from cases import makers
from music import world
from subsonic.library import a_song

pytestmark = pytest.mark.django_db


@pytest.fixture
def boris() -> Person:
    return Person.objects.create(email="boris@example.org", name="Boris")


@pytest.fixture
def song(boris: Person) -> Track:
    return a_song(boris, "Шаг")


def test_a_share_is_opened_by_anybody_and_counted(client: Client, boris: Person, song: Track) -> None:
    shared = actions.share(boris, [song.pk], "For the road")
    page = client.get(shared.get_absolute_url())
    assert page.status_code == 200
    assert "For the road" in page.text
    assert f'data-track="{song.pk}"' in page.text
    assert client.post(f"/listen/{song.pk}").status_code == 200
    client.force_login(boris)
    client.get(shared.get_absolute_url())
    assert Share.objects.get().visits == 1
    assert client.get("/share/nobody-knows").status_code == 404
    actions.change_share(boris, shared.pk, expires=(clock.now() - timedelta(seconds=1),))
    assert client.get(shared.get_absolute_url()).status_code == 404


def test_a_share_gives_nobody_an_ear(client: Client, boris: Person, song: Track) -> None:
    shared = actions.share(boris, [song.pk])
    label, _rep = makers.label()
    (recording,) = makers.recordings(label, 1)
    world.slip_in_match(song.sound, recording)  # nobody has licensed it
    page = client.get(shared.get_absolute_url())
    assert page.status_code == 200
    assert "data-playable" not in page.text
    assert client.post(f"/listen/{song.pk}").status_code == 403
