"""The page where a member licenses music of their own: read, signed, kept as evidence, taken back."""

import pytest
from django.test import Client

from akkord.catalogue import queries as catalogue
from akkord.ledger import actions as ledger
from akkord.music import actions
from akkord.music.models import OwnMusic, Track
from akkord.people.models import Person
from web_music.tracks import make_track

SIGNED = {
    "permission": "all",
    "territory": "Worldwide",
    "holders": "Anna 100",
    "writers": "Anna 50\nБорис 50 %",
    "performers": "Anna",
    "agreed": "on",
    "signed_as": "Anna Petrova",
}


@pytest.fixture
def log(db: None) -> None:
    """What is permitted has its line."""
    ledger.begin_log()


@pytest.fixture
def song(anna: Person, log: None) -> Track:
    return make_track(anna, title="Шаг")


def test_a_member_licenses_their_own_music_by_one_form(signed_in: Client, song: Track) -> None:
    place = f"/audio{song.pk}/rights"
    assert place in signed_in.get(f"/audio{song.pk}").text
    assert place in signed_in.get("/audio/uploads/mine").text
    assert signed_in.get(place).status_code == 200
    assert signed_in.post(place, SIGNED).status_code == 302
    kept = OwnMusic.objects.get()
    assert (kept.signed_as, kept.permission, kept.territory) == ("Anna Petrova", "all", "Worldwide")
    assert kept.writers == [{"name": "Anna", "share": "1/2"}, {"name": "Борис", "share": "1/2"}]
    assert "Everything this site does" in kept.signed_words
    page = signed_in.get(place).text
    assert "Anna Petrova" in page
    assert f"{place}/withdraw" in page
    assert signed_in.post(f"{place}/withdraw").status_code == 302
    assert not OwnMusic.objects.filter(withdrawn_at=None).exists()
    assert "Signed before" in signed_in.get(place).text


def test_the_log_is_not_filled_by_signing_anew(signed_in: Client, song: Track) -> None:
    """Each signature has its lines in the log, for ever."""
    answers = {signed_in.post(f"/audio{song.pk}/rights", SIGNED).status_code for _ in range(31)}
    assert answers == {302, 429}
    assert OwnMusic.objects.count() == 30


def test_a_musician_is_no_office_anybody_chooses(signed_in: Client, song: Track) -> None:
    signed_in.post(f"/audio{song.pk}/rights", SIGNED)
    party = OwnMusic.objects.get().recording.organisation
    assert party not in catalogue.organisations()
    assert party in catalogue.parties()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("agreed", ""), ("signed_as", " "), ("writers", "Anna 99"), ("holders", "nobody at all"),
        ("territory", "Mars"), ("permission", "everything"), ("made_in", "2999"), ("territory", ""),
    ],
)  # fmt: skip
def test_what_is_not_whole_is_not_signed_and_stays_in_the_form(
    signed_in: Client, song: Track, field: str, value: str
) -> None:
    answer = signed_in.post(f"/audio{song.pk}/rights", SIGNED | {field: value})
    assert answer.status_code == 422
    assert "Борис 50 %" in answer.text or field == "writers"
    assert value in answer.text
    assert not OwnMusic.objects.exists()


def test_nobody_reads_or_signs_for_anothers(signed_in: Client, boris: Person, log: None) -> None:
    theirs = make_track(boris)
    place = f"/audio{theirs.pk}/rights"
    assert place not in signed_in.get(f"/audio{theirs.pk}").text
    for answer in (
        signed_in.get(place),
        signed_in.post(place, SIGNED),
        signed_in.post(f"{place}/withdraw"),
    ):
        assert answer.status_code == 404
    assert not OwnMusic.objects.exists()


def test_a_track_taken_away_has_no_rights_page(signed_in: Client, anna: Person, song: Track) -> None:
    actions.withdraw_track(anna, song)
    assert signed_in.get(f"/audio{song.pk}/rights").status_code == 404
