"""Pictures of communities: whose they are, who chooses and who sees them, and that they go with the photo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkord.groups import actions as groups
from akkord.groups.models import Group
from akkord.groups.rules import MOST_LINKS, links_in
from akkord.photos import actions, errors, queries
from akkord.photos.actions import Described
from akkord.photos.rules import ALBUMS_PAGE
from factories import a_club, a_person
from photos.test_photos import a_file, an_upload
from web.test_doors import page, signed_in

LINK = st.tuples(
    st.from_regex(r"https?://[a-z]{1,9}\.example/[a-z]{0,9}", fullmatch=True), st.text("abc ", max_size=9)
)


@pytest.mark.usefixtures("log")
def test_an_admin_chooses_and_whoever_knows_of_it_sees() -> None:
    anna, boris = a_person("Anna"), a_person("Boris")
    club = a_club(anna)
    with pytest.raises(errors.NotYours):
        actions.show_club_picture(boris, club, a_file(), cover=False)
    client = signed_in(anna)
    for what in ("face", "cover"):
        file = an_upload()
        client.post(f"/club{club.pk}/picture", {"what": what, "photo": file})
    club.refresh_from_db()
    assert club.face
    assert club.cover
    shown = page(signed_in(boris), f"/club{club.pk}")
    for place in (f"/club{club.pk}/face{club.face}", f"/club{club.pk}/cover{club.cover}"):
        assert place in shown
        assert signed_in(boris).get(place)["Content-Type"] == "image/jpeg"
    page(signed_in(boris), f"/club{club.pk}/face{club.cover}", 404)
    groups.edit_group(anna, club, door="private")
    page(signed_in(boris), f"/club{club.pk}/face{club.face}", 404)


@pytest.mark.usefixtures("log")
def test_what_is_no_picture_is_refused_and_a_deleted_photo_stands_for_nothing() -> None:
    anna = a_person()
    club = a_club(anna)
    refused = signed_in(anna).post(
        f"/club{club.pk}/picture", {"what": "cover", "photo": an_upload(data=b"no")}
    )
    assert refused.status_code == 422
    photo = actions.show_club_picture(anna, club, a_file(), cover=True)
    actions.delete_photo(anna, photo)
    assert Group.objects.get(pk=club.pk).cover is None
    kept = actions.show_club_picture(anna, club, a_file(), cover=False)
    actions.forget_owner(anna.pk)
    assert Group.objects.get(pk=club.pk).face is None
    assert kept.pk != photo.pk


@given(st.lists(LINK, max_size=MOST_LINKS))
def test_links_are_read_as_they_are_written(links: list[tuple[str, str]]) -> None:
    read = links_in("\n".join(f"{address} {words}" for address, words in links))
    assert [address for address, _words in read] == [address for address, _words in links]
    assert all(words for _address, words in read)


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "ftp://a.example", "words", "https://", "https://a.example\n" * 11]
)
def test_what_is_no_link_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        links_in(text)


@pytest.mark.usefixtures("log")
def test_links_and_contacts_stand_on_the_page_and_faults_keep_what_was_typed() -> None:
    anna = a_person()
    club = a_club(anna)
    told = {
        "name": "Jazz",
        "door": "open",
        "wall": "open",
        "contacts": "Ask Anna",
        "links": "https://jazz.example Our site",
    }
    signed_in(anna).post(f"/club{club.pk}/edit", told)
    shown = page(signed_in(anna), f"/club{club.pk}")
    assert "Ask Anna" in shown
    assert ">Our site</a>" in shown
    refused = signed_in(anna).post(f"/club{club.pk}/edit", told | {"links": "javascript:alert(1)"})
    assert refused.status_code == 422
    assert "javascript:alert(1)</textarea>" in refused.content.decode()


@pytest.mark.usefixtures("log")
def test_albums_come_a_page_at_a_time() -> None:
    anna = a_person()
    club = a_club(anna)
    for number in range(ALBUMS_PAGE + 1):
        actions.make_album(anna, Described(f"Album {number}"), club)
    first = queries.albums_of_group(anna.pk, club, "ZZ")
    last = queries.albums_of_group(anna.pk, club, "ZZ", first.before)
    assert (len(first.albums), len(last.albums), last.before) == (ALBUMS_PAGE, 1, None)
    assert f"?albums={first.before}" in page(signed_in(anna), f"/club{club.pk}/photos")
