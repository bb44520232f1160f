"""Where else an artist is: set by whoever's page it is, and nothing but web addresses."""

import pytest
from django.test import Client

from akkord.music.actions import claim_artist, decide_claim
from akkord.music.models import ArtistClaim, Track
from akkord.music.rules import link_from
from akkord.people.models import Person
from factories import a_person
from subsonic.library import a_song


@pytest.fixture
def song(boris: Person) -> Track:
    return a_song(boris, "Song", "Band", {})


def owned(person: Person, song: Track) -> None:
    claim = claim_artist(person, song.by_id or 0, "It is me, look at the page of the band.")
    decide_claim(a_person("Staff", is_staff=True), claim.pk, granted=True, reason="Seen.")


def test_whose_page_it_is_says_where_else_they_are(signed_in: Client, anna: Person, song: Track) -> None:
    owned(anna, song)
    said = "https://band.example/music\njavascript:alert(1)\n https://band.example/music \nhttps://x.example"
    place = f"/artist{song.by_id}"
    assert signed_in.post(f"{place}/links", {"links": said}).status_code == 302
    page = signed_in.get(place).text
    assert 'href="https://band.example/music" rel="me nofollow ugc noopener">band.example</a>' in page
    assert "javascript" not in page
    assert ArtistClaim.objects.get().links == ["https://band.example/music", "https://x.example"]
    many = "\n".join(f"https://x.example/{n}" for n in range(9))
    signed_in.post(f"{place}/links", {"links": many})
    assert len(ArtistClaim.objects.get().links) == 2


def test_nobody_else_does_and_what_is_given_up_shows_none(
    signed_in: Client, anna: Person, boris: Person, song: Track
) -> None:
    place = f"/artist{song.by_id}"
    assert signed_in.post(f"{place}/links", {"links": "https://x.example"}).status_code == 404
    owned(anna, song)
    signed_in.post(f"{place}/links", {"links": "https://x.example"})
    signed_in.post(f"{place}/give-up")
    assert "x.example" not in signed_in.get(place).text


@pytest.mark.parametrize(
    "said",
    [
        "javascript:alert(1)", "ftp://x.example", "https://", "https://localhost", "https://a b.example",
        "x.example", "https://me:pass@x.example", "https://x.example:99999", 'https://x.example/"onclick=',
        "https://x.example/\x00", "https://" + "a" * 300 + ".example",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_none(said: str) -> None:
    assert link_from(said) == ""
