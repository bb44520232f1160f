"""Communities' music: put there by reference by those who speak for it; seen as the community is read."""

import pytest

from akkord.groups import actions as groups
from akkord.groups.queries import Group
from akkord.music import actions, errors
from akkord.music.queries import clubs
from akkord.music.rules import Listener
from akkord.people import actions as people
from akkord.people.queries import Person
from akkord.people.rules.privacy import Audience, Key, Level
from factories import a_club, a_person, a_track
from web.test_doors import page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Person:
    return a_person("Anna")


@pytest.fixture
def club(anna: Person) -> Group:
    return a_club(anna)


def titles(viewer: Person | None, club: Group) -> list[str]:
    return [row.title for row in clubs.club_tracks(Listener(viewer.pk if viewer else None, "ZZ"), club)]


def test_editors_put_tracks_there_once_and_take_them_away(anna: Person, club: Group) -> None:
    boris = a_person("Boris")
    groups.join(boris, club)
    first, second = a_track(boris, "First"), a_track(anna, "Second")
    for verb in (actions.put_on_club, actions.take_off_club):
        with pytest.raises(errors.NotYours):
            verb(boris, club, first.pk)
    for track in (first, first, second):
        actions.put_on_club(anna, club, track.pk)
    assert titles(None, club) == ["Second", "First"]
    actions.take_off_club(anna, club, second.pk)
    actions.withdraw_track(boris, first)
    assert titles(anna, club) == []


def test_what_stands_there_makes_nothing_heard(anna: Person, club: Group) -> None:
    actions.put_on_club(anna, club, a_track(anna).pk)
    (row,) = clubs.club_tracks(Listener(None, "ZZ"), club)
    assert not row.playable


def test_behind_a_door_there_is_no_music(anna: Person, club: Group) -> None:
    actions.put_on_club(anna, club, a_track(anna).pk)
    groups.edit_group(anna, club, door="closed")
    stranger = a_person("Stranger")
    assert titles(stranger, club) == []
    page(signed_in(stranger), f"/club{club.pk}/music", 404)
    assert titles(anna, club) == ["Rain"]


def test_a_playlist_stands_there_while_its_owner_shows_it(anna: Person, club: Group) -> None:
    boris = a_person("Boris")
    public, own = actions.make_playlist(boris, "Public", public=True), actions.make_playlist(anna, "Own")
    actions.put_list_on_club(anna, club, public.pk)
    with pytest.raises(errors.NoSuchPlaylist):
        actions.put_list_on_club(anna, club, own.pk)
    assert [row.title for row in clubs.club_playlists(anna.pk, club)] == ["Public"]
    people.choose_audiences(boris, {Key.MUSIC: Audience(Level.NOBODY)})
    assert clubs.club_playlists(anna.pk, club) == []


def test_the_page_offers_ones_own_music_and_shows_what_was_put(anna: Person, club: Group) -> None:
    track, client = a_track(anna, "Tram"), signed_in(anna)
    shown = page(client, f"/club{club.pk}/music")
    assert f'<option value="{track.pk}">Anna — Tram</option>' in shown
    client.post(f"/club{club.pk}/music/put", {"track": track.pk})
    assert client.post(f"/club{club.pk}/music/put", {"track": "x"}).status_code == 404
    assert "Tram" in page(signed_in(a_person("Boris")), f"/club{club.pk}")
    client.post(f"/club{club.pk}/music/take", {"track": track.pk})
    assert titles(anna, club) == []
