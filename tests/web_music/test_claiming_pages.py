"""Pages of artists as their claimants and the staff see them."""

import pytest
from django.test import Client

from akkord.flow import clock
from akkord.music import queries
from akkord.music.models import ArtistClaim, Play, Track
from akkord.people.models import Person
from subsonic.library import a_song

EVIDENCE = {"evidence": "My site links here: https://anna.example/links"}


@pytest.fixture
def track(boris: Person) -> Track:
    return a_song(boris, "Song", "Anna", {"album": "Home"})


@pytest.fixture
def staff(boris: Person) -> Client:
    Person.objects.filter(pk=boris.pk).update(is_staff=True)
    client = Client()
    client.force_login(boris, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_page_is_claimed_granted_and_then_says_whose_it_is(
    signed_in: Client, staff: Client, track: Track
) -> None:
    place = f"/artist{track.by_id}"
    assert signed_in.post(f"{place}/claim", {"evidence": "me"}).status_code == 422
    assert signed_in.post(f"{place}/claim", EVIDENCE)["Location"] == f"{place}/claim"
    assert signed_in.get(f"{place}/statistics").status_code == 404
    assert EVIDENCE["evidence"] in staff.get("/staff/artists").content.decode()
    claim = ArtistClaim.objects.get()
    sent = {"granted": "yes", "reason": "links back"}
    assert staff.post(f"/staff/artists/claims/{claim.pk}", {"granted": "yes"}).status_code == 422
    assert staff.post(f"/staff/artists/claims/{claim.pk}", sent).status_code == 302
    assert "This page belongs to:" in Client().get(place).content.decode()
    assert "links back" in signed_in.get(f"{place}/claim").content.decode()
    now = clock.now()
    said = {"use": "play", "verdict": "ALLOW", "facts_version": 1, "started_at": now, "counted_at": now}
    Play.objects.create(track=track, territory="DE", **said)
    page = signed_in.get(f"{place}/statistics").content.decode()
    assert "1 play" in page
    assert "Other countries" in page
    signed_in.post(f"{place}/give-up")
    assert queries.keepers_of(None, track.by_id or 0) == []


def test_nobody_but_the_staff_decides_or_merges(signed_in: Client, track: Track) -> None:
    signed_in.post(f"/artist{track.by_id}/claim", EVIDENCE)
    for place in (f"claims/{ArtistClaim.objects.get().pk}", "merge"):
        assert signed_in.post(f"/staff/artists/{place}", {"granted": "yes", "reason": "x"}).status_code == 404
    assert signed_in.get("/staff/artists").status_code == 404
    assert ArtistClaim.objects.get().state == "waiting"


def test_a_merged_name_leads_to_the_page_that_stays(staff: Client, boris: Person, track: Track) -> None:
    other = a_song(boris, "Other", "Anna B.")
    assert staff.post("/staff/artists/merge", {"one": "x", "into": "1"}).status_code == 422
    assert staff.post("/staff/artists/merge", {"one": "999", "into": "1"}).status_code == 422
    done = staff.post("/staff/artists/merge", {"one": other.by_id, "into": track.by_id})
    assert done["Location"] == f"/artist{track.by_id}"
    assert Client().get(f"/artist{other.by_id}")["Location"] == f"/artist{track.by_id}"
