"""A standing proceeding run ahead: what the page shows is what then happens, and looking changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from akkord.cases import proceedings
from akkord.cases.models import Letter, Proceeding, ProceedingStep
from akkord.flow import clock
from cases import makers
from cases.test_proceedings import MON, notice, utc
from labels.test_office_pages import signed_in
from music.conftest import data, log  # noqa: F401  (a store and a log of its own)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


@pytest.fixture
def filed() -> Any:
    """A complete notice, and one of the staff."""
    with clock.at(utc(MON)):
        track = makers.tracks(makers.person(), makers.sounds(1))[0]
        found = proceedings.open_notice("dmca", notice(track), country="US")
    return makers.person(is_staff=True), found, track


def page(staff: Any, found: Proceeding, **asked: Any) -> str:
    with clock.at(utc(MON) + timedelta(hours=1)):
        return signed_in(staff).get(f"/staff/proceedings/{found.public_id}/rehearsal", asked).content.decode()


def test_all_dates_and_letters_are_seen_with_their_own_names_and_nothing_is_kept(filed) -> None:  # type: ignore[no-untyped-def]
    staff, found, _ = filed
    before = (ProceedingStep.objects.count(), Letter.objects.count())
    text = page(staff, found)
    assert "If nobody acts any more" in text
    text = page(staff, found, e=["remove:staff:2026-11-16T17:00", "counter:uploader:2026-11-16T18:00"])
    assert "Your upload is back" in text
    assert "Ваша загрузка" in text  # every letter in every language
    assert f"/proceedings/{found.public_id}" in text  # its own page, its own names
    assert "Ada Holder" in text
    assert "2 December" in text  # the tenth business day over Thanksgiving
    assert (ProceedingStep.objects.count(), Letter.objects.count()) == before
    assert Proceeding.objects.get().state == "valid"


def test_what_was_rehearsed_is_what_happens(filed) -> None:  # type: ignore[no-untyped-def]
    staff, found, _ = filed
    text = page(staff, found, do="refuse:staff", when="2026-11-16T17:00", reason="It is a quotation.")
    with clock.at(utc("2026-11-16 17:00")):
        place = f"/staff/review/proceeding-{found.pk}/act"
        signed_in(staff).post(place, {"event": "refuse", "reason": "It is a quotation."})
    letter = Letter.objects.get(template="refused")
    assert escape(letter.text.split("\n")[0]) in text


def test_what_cannot_be_is_said_and_what_holds_otherwise_takes_another_road(filed) -> None:  # type: ignore[no-untyped-def]
    staff, found, _ = filed
    assert "is not possible then" in page(staff, found, e=["suit:claimant:2026-11-16T17:00"])
    assert "is not possible then" in page(
        staff, found, e=["remove:staff:2026-11-16T17:00"], c=["contradicted"]
    )
    browser = signed_in(staff)
    assert browser.get(f"/staff/proceedings/{found.public_id}/rehearsal", {"e": "x"}).status_code == 422
    for stranger in (Client(), signed_in(makers.person())):
        assert stranger.get(f"/staff/proceedings/{found.public_id}/rehearsal").status_code == 404


def test_a_claim_flagged_as_lawful_is_rehearsed_from_nothing_by_either_condition() -> None:
    asked = {
        "procedure": "claim",
        "country": "DE",
        "subject": "music",
        "at": "2026-11-16T15:00",
        "e": ["flag:machine:2026-11-16T16:00"],
    }
    assert "heard in part of the world" in Client().get("/notices/rehearsal", asked).content.decode()
    held = Client().get("/notices/rehearsal", asked | {"c": ["identical"]}).content.decode()
    assert "held until a person has decided" in held
