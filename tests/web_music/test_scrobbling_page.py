"""/settings/scrobbling: connected, refused with a reason, ended; one's own alone."""

from django.test import Client

from akkord.flow import clock
from akkord.music import actions
from akkord.music.models import Scrobbler
from akkord.people.models import Person

PLACE = "/settings/scrobbling"
FORM = {
    "protocol": "listenbrainz",
    "address": "https://api.listenbrainz.org",
    "name": "anna",
    "secret": "her own token",
}


def test_a_service_is_connected_shown_and_ended(signed_in: Client) -> None:
    assert signed_in.post(PLACE, FORM)["Location"] == PLACE
    page = signed_in.get(PLACE).content.decode()
    assert "https://api.listenbrainz.org · anna" in page
    assert "her own token" not in page
    signed_in.post(f"{PLACE}/{Scrobbler.objects.get().pk}/end")
    assert not Scrobbler.objects.exists()


def test_lost_listens_are_said_where_they_were_to_go(signed_in: Client) -> None:
    signed_in.post(PLACE, FORM)
    assert "lost" not in signed_in.get(PLACE).content.decode()
    Scrobbler.objects.update(lost=2, lost_at=clock.now())
    assert "2 listens were lost: the service did not take them" in signed_in.get(PLACE).content.decode()


def test_what_is_wrong_stands_at_its_field(signed_in: Client) -> None:
    answer = signed_in.post(PLACE, FORM | {"address": "https://elsewhere.example"})
    assert answer.status_code == 422
    assert "does not tell listens there" in answer.content.decode()
    assert signed_in.post(PLACE, FORM | {"protocol": "x"}).status_code == 422


def test_anothers_service_is_nobodys_to_end(signed_in: Client, boris: Person) -> None:
    theirs = actions.connect_scrobbler(boris, "listenbrainz", FORM["address"], "", "secret")
    signed_in.post(f"{PLACE}/{theirs.pk}/end")
    assert Scrobbler.objects.get() == theirs


def test_guests_are_asked_to_sign_in(client: Client) -> None:
    assert client.get(PLACE).status_code == 302
