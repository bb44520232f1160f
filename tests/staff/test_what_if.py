"""What an organisation would have been due by other terms: beside its own, and nothing is written down."""

import pytest

from akkord.royalties import actions
from akkord.royalties.models import Part, Pool, Terms
from cases import makers
from labels.test_office_pages import signed_in
from royalties import books

pytestmark = pytest.mark.django_db


def test_other_terms_stand_beside_the_own_month_by_month() -> None:
    label, _ = makers.label(name="Night Label")
    pool = books.pool(books.shared_month())
    books.part(pool, label, 30_000_000, 6)
    books.part(pool, label, 10_000_000, 2, wait="dispute")
    operator = makers.person(is_staff=True)
    actions.state_terms(operator, Terms(organisation=label, starts=books.OCTOBER, currency="EUR"), "contract")
    browser = signed_in(operator)
    before = (Part.objects.count(), Pool.objects.count(), Terms.objects.count())
    assert "Reckon" in browser.get("/staff/what-if").content.decode()
    said = {"organisation": label.pk, "per_play": "10", "threshold": "2", "per_play_above": "1"}
    text = browser.get("/staff/what-if", said).content.decode()
    assert "30.00 EUR" in text
    assert "minimum per play" not in text, "20 + 4 is less than the share"
    text = browser.get("/staff/what-if", said | {"per_play_above": "20"}).content.decode()
    assert "100.00 EUR" in text, "2 plays of 10 and 4 of 20"
    assert "+70.00 EUR" in text
    assert "minimum per play" in text
    text = browser.get("/staff/what-if", {"organisation": label.pk, "rate": "1/2"}).content.decode()
    assert "-5.00 EUR" in text, "a half instead of three fifths of the same revenue"
    assert before == (Part.objects.count(), Pool.objects.count(), Terms.objects.count())


def test_what_makes_no_sense_is_said_beside_its_field_and_others_see_nothing() -> None:
    label, rep = makers.label()
    browser = signed_in(makers.person(is_staff=True))
    assert browser.get("/staff/what-if", {"organisation": label.pk, "rate": "3"}).status_code == 422
    assert browser.get("/staff/what-if", {"organisation": "x"}).status_code == 422
    assert browser.get("/staff/what-if", {"organisation": label.pk}).status_code == 200
    assert signed_in(rep).get("/staff/what-if").status_code in (302, 403, 404)
