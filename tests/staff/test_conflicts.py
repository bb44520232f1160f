"""Conflicts of ownership on the operator's desk: documents are looked at, rulings need two, keys do both."""

import re
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from akkord.cases import conflicts
from akkord.cases.models import Conflict, Evidence, Settlement
from akkord.rights.models import Ownership
from akkord.rights.terms import Standing, Verdict
from cases import makers
from cases.test_conflicts import Rivals
from labels.test_office_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wakes(settings: Any) -> None:
    settings.WAKES = {event: [] for event in settings.WAKES}


@pytest.fixture
def rivals(monkeypatch: pytest.MonkeyPatch) -> Rivals:
    return Rivals(monkeypatch)


def text(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def keys_of(page: str) -> set[str]:
    return set(re.findall(r'data-key="(\w+)"', page))


def named(rivals: Rivals, found: Conflict, name: str = "contract.pdf") -> Evidence:
    return conflicts.give_evidence(rivals.lawyer, rivals.two, found.pk, name=name, sha256="ab" * 32)


def test_a_document_waits_in_the_queue_and_proves_with_a_key_or_proves_nothing(rivals: Rivals) -> None:
    found = rivals.claimed(Standing.ASSERTED)
    first, second = named(rivals, found), named(rivals, found, "letter.pdf")
    staff = signed_in(rivals.staff[0])
    queue = text(staff, f"/staff/review?item=evidence-{first.pk}")
    assert "contract.pdf" in queue
    assert "abababab" in queue
    assert {"a", "n", "c"} <= keys_of(queue)
    address = f"/staff/review/evidence-{second.pk}/conflict"
    assert "proves nothing" in staff.post(address, {"proves": "no"}, follow=True).content.decode()
    assert rivals.verdict() == Verdict.ALLOW
    staff.post(f"/staff/review/evidence-{first.pk}/conflict", {"proves": "yes"})
    assert rivals.verdict() == Verdict.BLOCK
    row = Ownership.objects.get(party=rivals.two, withdrawn_at=None)
    assert (row.standing, row.source) == ("evidenced", f"contract.pdf (SHA-256 {'ab' * 32})")
    assert row.entry is not None, "from now on a play needs its leave too"
    assert "evidence-" not in text(staff, "/staff/review")
    seen = text(signed_in(rivals.clerk), rivals.page(rivals.one, found))
    assert "looked at by the operator: proves nothing" in seen
    again = staff.post(f"/staff/conflicts/{found.pk}/evidence/{second.pk}", {"proves": "yes"}, follow=True)
    assert "no unproven statement" in again.content.decode()


def test_a_ruling_is_proposed_by_one_and_approved_by_another_of_the_staff(rivals: Rivals) -> None:
    found = rivals.claimed()
    first, second = map(signed_in, rivals.staff)
    page = f"/staff/conflicts/{found.pk}"
    assert page in text(first, "/staff/conflicts")
    said = {
        f"share_{rivals.one.pk}": "1/4",
        f"share_{rivals.two.pk}": "1/4",
        "court": "LG Hamburg, 310 O 1/26",
    }
    wrong = first.post(f"{page}/ruling", said)
    assert wrong.status_code == 422
    assert "exactly the whole" in wrong.content.decode()
    assert "LG Hamburg" in wrong.content.decode(), "nothing that was typed is lost"
    assert first.post(f"{page}/ruling", said | {"court": ""}).status_code == 422
    first.post(f"{page}/ruling", said | {f"share_{rivals.two.pk}": "3/4"})
    ruling = Settlement.objects.get()
    key = f"ruling-{ruling.pk}"
    own = text(first, f"/staff/review?item={key}")
    assert "you proposed it" in own
    assert "Enter" not in keys_of(own)
    first.post(f"{page}/rulings/{ruling.pk}/approve")
    assert first.post(f"/staff/review/{key}/conflict").status_code == 302
    assert Conflict.objects.get().state == "open", "one person is not two"
    theirs = text(second, f"/staff/review?item={key}")
    assert "LG Hamburg, 310 O 1/26" in theirs
    assert "Enter" in keys_of(theirs)
    done = second.post(f"/staff/review/{key}/conflict", follow=True).content.decode()
    assert "Approved, and done." in done
    assert Conflict.objects.get().state == "court"
    shares = {
        row.party_id: row.share for row in Ownership.objects.filter(withdrawn_at=None, standing="court")
    }
    assert shares == {rivals.one.pk: "1/4", rivals.two.pk: "3/4"}
    assert "LG Hamburg" in text(second, page)


def test_a_ruling_nobody_approved_in_a_day_waits_no_longer(rivals: Rivals) -> None:
    found = rivals.claimed()
    shares = {rivals.one.pk: Fraction(1), rivals.two.pk: Fraction(0)}
    asked = conflicts.propose_ruling(rivals.staff[0], found.pk, shares, court="LG Hamburg")
    rivals.at(1)
    second = signed_in(rivals.staff[1])
    assert f"ruling-{asked.pk}" not in text(second, "/staff/review")
    assert f"rulings/{asked.pk}/approve" not in text(second, f"/staff/conflicts/{found.pk}")
    late = second.post(f"/staff/conflicts/{found.pk}/rulings/{asked.pk}/approve", follow=True)
    assert "over" in late.content.decode()


def test_nobody_but_the_staff_finds_these_pages(rivals: Rivals) -> None:
    found = rivals.claimed(Standing.ASSERTED)
    document = named(rivals, found)
    for browser in (Client(), signed_in(rivals.clerk), signed_in(makers.person())):
        for address in ("/staff/conflicts", f"/staff/conflicts/{found.pk}"):
            assert browser.get(address).status_code == 404
        for address in (
            f"/staff/conflicts/{found.pk}/ruling",
            f"/staff/conflicts/{found.pk}/evidence/{document.pk}",
            f"/staff/conflicts/{found.pk}/rulings/1/approve",
            f"/staff/review/evidence-{document.pk}/conflict",
        ):
            assert browser.post(address).status_code == 404
    assert signed_in(rivals.staff[0]).get("/staff/conflicts/999999").status_code == 404
