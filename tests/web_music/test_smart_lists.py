"""The editor of rules: it grows without losing what is typed, and says which rule is wrong."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from akkord.flow import clock
from akkord.music import actions, queries
from akkord.music.models import Playlist
from akkord.people.actions import befriend
from akkord.people.models import Person
from subsonic.library import a_song

FORM = {
    "match:0": "all",
    "field:0-0": "genre",
    "is:0-0": "is",
    "value:0-0": "Rock",
    "order": "newest",
    "most": "9",
}


@pytest.fixture
def mine(signed_in: Client) -> Playlist:
    said = signed_in.post("/audio/playlists/smart", {"title": "Rock"})
    made = Playlist.objects.get()
    assert said["Location"] == f"{made.get_absolute_url()}/rules"
    return made


def test_rules_are_written_saved_and_fill_the_page(signed_in: Client, boris: Person, mine: Playlist) -> None:
    a_song(boris, "Loud", "Anna", {"genre": "Rock"})
    a_song(boris, "Quiet", "Anna", {"genre": "Jazz"})
    place = f"{mine.get_absolute_url()}/rules"
    grown = signed_in.post(place, FORM | {"act": "group:0"}).content.decode()
    assert 'value="Rock"' in grown
    assert 'name="match:0-1"' in grown
    assert 'name="field:0-1-0"' in grown
    assert signed_in.post(place, FORM)["Location"] == mine.get_absolute_url()
    page = signed_in.get(mine.get_absolute_url()).content.decode()
    assert "Loud" in page
    assert "Quiet" not in page
    assert "Change the rules" in page
    a_song(boris, "Louder", "Anna", {"genre": "Rock"})
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert "Louder" in signed_in.get(mine.get_absolute_url()).content.decode()
    assert 'value="Rock"' in signed_in.get(place).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"value:0-0": ""}, {"most": "x"}, {"order": "up"}, {"field:0-0": "year", "is:0-0": "at_least"}]
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    signed_in: Client, mine: Playlist, wrong: dict[str, str]
) -> None:
    answer = signed_in.post(f"{mine.get_absolute_url()}/rules", FORM | wrong)
    assert answer.status_code == 422
    assert "Something is missing in the rules" in answer.content.decode()
    mine.refresh_from_db()
    assert mine.smart is None


def test_anothers_rules_are_nobodys_to_see(signed_in: Client, boris: Person) -> None:
    theirs = actions.make_playlist(boris, "Theirs", public=True)
    for place in (theirs.get_absolute_url(), f"/playlist1_{theirs.pk}"):
        assert signed_in.get(f"{place}/rules").status_code == 404


def test_a_friend_is_let_in_and_out_on_the_page(
    signed_in: Client, client: Client, anna: Person, boris: Person
) -> None:
    befriend(anna, boris)
    made = actions.make_playlist(anna, "Ours")
    place = made.get_absolute_url()
    signed_in.post(f"{place}/let-in", {"friend": boris.pk})
    assert [each.name for each in queries.editors_of(made.person_id, made)] == ["Boris"]
    assert "Filled together with:" in signed_in.get(place).content.decode()
    assert signed_in.post(f"{place}/let-in", {"friend": "x"}).status_code == 422
    signed_in.post(f"{place}/let-out", {"editor": boris.pk})
    assert queries.editors_of(made.person_id, made) == []


def test_who_looks_again_soon_writes_nothing(signed_in: Client, boris: Person, mine: Playlist) -> None:
    a_song(boris, "Loud", "Anna", {"genre": "Rock"})
    signed_in.post(f"{mine.get_absolute_url()}/rules", FORM)
    with CaptureQueriesContext(connection) as asked:
        signed_in.get(mine.get_absolute_url())
    changes = [each["sql"] for each in asked if each["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    assert [sql for sql in changes if "playlist" in sql] == []
