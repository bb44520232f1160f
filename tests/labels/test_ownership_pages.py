"""Ownership in the office and the API: mine, all, what counts on a day, and what was known when."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from akkord.catalogue import actions as catalogue
from akkord.flow import clock
from akkord.rights import actions as rights
from akkord.rights.models import Ownership
from akkord.rights.terms import Standing
from akkord.rights.territories import parse
from cases import makers
from labels.test_office_pages import signed_in

pytestmark = pytest.mark.django_db


class Shared:
    """A recording its label delivered, of which another label has proven a half in Germany."""

    def __init__(self) -> None:
        self.label, self.clerk = makers.label(name="Northern")
        self.rival, self.lawyer = makers.label(name="Southern")
        self.staff = makers.person(is_staff=True)
        (self.song,) = makers.recordings(self.label, 1)
        self.theirs = rights.record_ownership(
            self.staff,
            self.song.pk,
            self.rival,
            Fraction(1, 2),
            territories=parse("DE AT"),
            standing=Standing.EVIDENCED,
            source="contract 12",
        )
        self.page = f"/rights/{self.label.pk}/recordings/{self.song.pk}/ownership"

    def api(self, person: Any, number: int, recording: Any, query: str = "") -> Any:
        address = f"/api/v1/organisations/{number}/recordings/{recording}/ownership{query}"
        return signed_in(person).get(address)


@pytest.fixture
def shared(settings: Any) -> Shared:
    settings.WAKES = {event: [] for event in settings.WAKES}
    return Shared()


def test_all_statements_are_seen_by_each_party_in_words_and_by_no_stranger(shared: Shared) -> None:
    for number, person in ((shared.label.pk, shared.clerk), (shared.rival.pk, shared.lawyer)):
        address = f"/rights/{number}/recordings/{shared.song.pk}/ownership"
        text = signed_in(person).get(address).content.decode()
        assert "contract 12" in text
        assert "Austria, Germany" in text
        assert "proven by delivery or document" in text
        assert signed_in(makers.person()).get(address).status_code == 404
    stranger, other = makers.label()
    assert (
        signed_in(other).get(f"/rights/{stranger.pk}/recordings/{shared.song.pk}/ownership").status_code
        == 404
    )
    assert shared.api(other, stranger.pk, shared.song.pk).status_code == 404
    assert shared.api(other, shared.label.pk, shared.song.pk).status_code == 404


def test_mine_is_what_my_organisation_and_its_principals_state(shared: Shared) -> None:
    mine = shared.api(shared.clerk, shared.label.pk, shared.song.isrc, "?view=mine").json()["statements"]
    assert [row["name"] for row in mine] == ["Northern"]
    catalogue.record_mandate(shared.label, shared.rival, "agreement")
    mine = shared.api(shared.clerk, shared.label.pk, shared.song.isrc, "?view=mine").json()["statements"]
    assert [row["name"] for row in mine] == ["Northern", "Southern"]
    page = signed_in(shared.clerk).get(f"{shared.page}?view=mine").content.decode()
    assert "contract 12" in page


def test_what_counts_is_told_per_right_and_part_of_the_world(shared: Shared) -> None:
    said = shared.api(shared.clerk, shared.label.pk, shared.song.pk, "?view=effective").json()
    where = {(part["right"], part["territory"]): (part["total"], part["sum"]) for part in said["parts"]}
    assert where["make_available", "AT DE"] == ("3/2", "overclaim")
    assert where["make_available", "Worldwide -AT -DE +ZZ"] == ("1", "whole")
    page = signed_in(shared.clerk).get(f"{shared.page}?view=effective").content.decode()
    assert "more than the whole" in page
    assert "everywhere except Austria, Germany" in page


def test_what_was_known_on_an_earlier_day_can_be_asked(shared: Shared) -> None:
    Ownership.objects.update(recorded_at=clock.now() - timedelta(days=10))
    rights.withdraw_ownership(shared.staff, shared.theirs)
    now = shared.api(shared.clerk, shared.label.pk, shared.song.pk, "?view=effective").json()
    assert [part["sum"] for part in now["parts"]] == ["whole", "whole"]
    then = (clock.now() - timedelta(days=2)).date()
    past = shared.api(shared.clerk, shared.label.pk, shared.song.pk, f"?view=effective&known={then}").json()
    assert "overclaim" in {part["sum"] for part in past["parts"]}
    told = shared.api(shared.clerk, shared.label.pk, shared.song.pk, "?view=history").json()["history"]
    assert [(row["event"], row["name"]) for row in told] == [
        ("withdrawn", "Southern"),
        ("recorded", "Southern"),
        ("recorded", "Northern"),
    ]
    page = signed_in(shared.clerk).get(f"{shared.page}?view=history").content.decode()
    assert "taken back" in page
    assert "contract 12" in page


def test_a_share_is_stated_by_a_form_counts_for_nothing_yet_and_is_narrowed_and_taken_back(
    shared: Shared,
) -> None:
    browser = signed_in(shared.clerk)
    said = {"share": "50%", "right": "general", "territory": "DE FR", "source": "contract 3"}
    for wrong in ({"share": "2"}, {"territory": "XX"}, {"source": ""}, {"right": "moon"}):
        assert browser.post(f"{shared.page}/state", said | wrong).status_code == 422, wrong
    assert not Ownership.objects.filter(standing="asserted").exists()
    text = browser.post(f"{shared.page}/state", said, follow=True).content.decode()
    assert "contract 3" in text
    assert "stated, not proven" in text
    row = Ownership.objects.get(standing="asserted")
    assert signed_in(shared.lawyer).get(f"{shared.page}/{row.pk}").status_code == 404
    more = browser.post(f"{shared.page}/{row.pk}", {"act": "narrow", "share": "1", "territory": "DE"})
    assert more.status_code == 422
    browser.post(f"{shared.page}/{row.pk}", {"act": "narrow", "share": "1/3", "territory": "DE"})
    row = Ownership.objects.get(standing="asserted", withdrawn_at=None)
    assert (row.share, row.territory, row.source) == ("1/3", "DE", "contract 3")
    browser.post(f"{shared.page}/{row.pk}", {"act": "withdraw"})
    assert not Ownership.objects.filter(standing="asserted", withdrawn_at=None).exists()
    assert browser.get(f"{shared.page}/{row.pk}").status_code == 404


def test_taking_back_what_is_proven_has_its_line(shared: Shared) -> None:
    browser = signed_in(shared.lawyer)
    page = f"/rights/{shared.rival.pk}/recordings/{shared.song.pk}/ownership/{shared.theirs.pk}"
    assert browser.get(page).status_code == 200
    browser.post(page, {"act": "withdraw"})
    shared.theirs.refresh_from_db()
    assert shared.theirs.withdrawal is not None
