"""Mandates by plain links and forms, and through the API: given, seen by both sides, taken back."""

from typing import Any

import pytest

from akkord.catalogue import queries
from akkord.flow import clock
from cases import makers
from labels.test_office_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides() -> tuple[Any, Any, Any, Any]:
    """A label with its clerk's browser, a body with its lawyer's."""
    label, clerk = makers.label()
    body, lawyer = makers.label("body")
    return label, signed_in(clerk), body, signed_in(lawyer)


def given(label: Any, clerk: Any, body: Any, **more: Any) -> Any:
    said = {"agent": body.pk, "document": "agreement 7", "territory": "DE AT", "scope": "catalogue"} | more
    return clerk.post(f"/rights/{label.pk}/mandates/new", said, follow=True)


def test_a_mandate_is_given_by_a_form_and_opens_the_office_to_the_agent(sides: Any) -> None:
    label, clerk, body, lawyer = sides
    assert lawyer.get(f"/rights/{label.pk}/orders").status_code == 404
    answer = given(label, clerk, body, delegable="on")
    assert answer.status_code == 200
    assert "agreement 7" in answer.content.decode()
    assert "may be passed on once" in answer.content.decode()
    seen = lawyer.get(f"/rights/{label.pk}/orders").content.decode()
    assert f"by mandate of {body.name}" in seen
    assert "AT DE" in seen
    assert label.name in lawyer.get(f"/rights/{body.pk}/mandates").content.decode()


def test_a_mandate_for_chosen_recordings_says_how_many(sides: Any) -> None:
    label, clerk, body, lawyer = sides
    recordings = makers.recordings(label, 2)
    answer = given(label, clerk, body, scope="recordings", recordings=[r.pk for r in recordings])
    assert "2 recordings" in answer.content.decode()
    assert "2 recordings" in lawyer.get(f"/rights/{label.pk}/orders").content.decode()


def test_what_cannot_be_a_mandate_is_said_beside_its_field_and_nothing_is_given(sides: Any) -> None:
    label, clerk, body, _ = sides
    for wrong, words in [
        ({"document": ""}, "required"),
        ({"territory": "Atlantis"}, "ATLANTIS"),
        ({"scope": "recordings"}, "Choose at least one."),
        ({"starts": "2026-05-02", "ends": "2026-05-01"}, "must not be before"),
        ({"agent": label.pk}, "Select a valid choice"),
    ]:
        answer = given(label, clerk, body, **wrong)
        assert answer.status_code == 422, wrong
        assert words.lower() in answer.content.decode().lower(), wrong
    assert not queries.mandates_of(label.pk).exists()


def test_either_side_ends_a_mandate_after_being_asked_and_no_one_else(sides: Any) -> None:
    label, clerk, body, lawyer = sides
    given(label, clerk, body)
    (mandate,) = queries.mandates_of(label.pk)
    place = f"/rights/{body.pk}/mandates/{mandate.pk}/end"
    assert clerk.get(place).status_code == 404  # the label's clerk has no desk at the body
    assert (
        signed_in(makers.label()[1]).get(f"/rights/{label.pk}/mandates/{mandate.pk}/end").status_code == 404
    )
    assert signed_in(makers.person(is_staff=True)).post(place).status_code == 404
    assert "agreement 7" in lawyer.get(place).content.decode()
    assert queries.mandates_in_force(clock.now()).exists()
    lawyer.post(place)
    assert not queries.mandates_in_force(clock.now()).exists()
    assert lawyer.get(f"/rights/{label.pk}/orders").status_code == 404
    assert lawyer.post(place).status_code == 404


def test_an_agent_gives_nobody_a_mandate_in_the_principals_name(sides: Any) -> None:
    label, clerk, body, lawyer = sides
    given(label, clerk, body)
    third, _ = makers.label("body")
    place = f"/rights/{label.pk}/mandates/new"
    assert lawyer.get(place).status_code == 404
    assert lawyer.post(place, {"agent": third.pk, "document": "x", "territory": "DE"}).status_code == 404
    assert queries.mandates_of(label.pk).count() == 1


def test_a_bodys_order_shows_each_label_its_own_rows_and_a_button_to_release_them(sides: Any) -> None:
    label, clerk, body, lawyer = sides
    other, _ = makers.label()
    given(label, clerk, body, territory="Worldwide")
    mine, theirs = makers.recordings(label, 1)[0], makers.recordings(other, 1)[0]
    said = {
        "title": "April",
        "reason": "Mine",
        "territory": "Worldwide",
        "names": f"{mine.isrc}\n{theirs.isrc}",
    }
    filed = lawyer.post(f"/rights/{body.pk}/orders/new", said, follow=True)
    order = filed.redirect_chain[-1][0].split("/")[-1]
    assert "its owner gave you no mandate" in filed.content.decode()
    assert "Silence 1 row now" in filed.content.decode()
    seen = clerk.get(f"/rights/{label.pk}/orders/{order}").content.decode()
    assert mine.isrc in seen
    assert theirs.isrc not in seen
    assert "Silence 1 row now" not in seen  # the body filed it, and the body executes it
    clerk.post(f"/rights/{label.pk}/orders/{order}/execute")
    assert "Preview" in clerk.get(f"/rights/{label.pk}/orders/{order}").content.decode()
    lawyer.post(f"/rights/{body.pk}/orders/{order}/execute")
    assert "Release all of it" in clerk.get(f"/rights/{label.pk}/orders/{order}").content.decode()
    answer = clerk.post(f"/rights/{label.pk}/orders/{order}/release", {"claimant": label.pk}, follow=True)
    assert "1 block was lifted" in answer.content.decode()
    answer = clerk.post(f"/rights/{label.pk}/orders/{order}/release", {"claimant": other.pk}, follow=True)
    assert "Nothing of this organisation is silenced" in answer.content.decode()
