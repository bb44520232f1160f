"""The review queue through its pages: one thing after another, letters first, nobody in the way."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from akkord.cases import proceedings
from akkord.cases.models import Approval, Letter, Proceeding
from akkord.flow import clock
from cases import makers
from cases.test_proceedings import demanded, notice
from labels.test_office_pages import signed_in
from music.conftest import data, log  # noqa: F401  (a store and a log of its own)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(log: None) -> Any:  # noqa: F811
    """Two of the staff, a complete notice, and a demand one of them has proposed to meet."""
    one, two = makers.person(is_staff=True), makers.person(is_staff=True)
    track, other = makers.tracks(makers.person(), makers.sounds(2))
    filed = proceedings.open_notice("dmca", notice(track), country="US")
    asked = demanded(other, one)
    proceedings.propose(one, asked.public_id, "comply", {"reason": "The law says so."})
    return one, two, filed, asked


def page(browser: Client, address: str = "/staff/review", **asked: str) -> str:
    return browser.get(address, asked).content.decode()


def test_everything_that_waits_is_in_one_queue_and_each_sees_first_what_they_may_decide(desk) -> None:  # type: ignore[no-untyped-def]
    one, two, filed, asked = desk
    approval = Approval.objects.get()
    mine, theirs = page(signed_in(one)), page(signed_in(two))
    for text in (mine, theirs):
        assert f"item=approval-{approval.pk}" in text
        assert f"item=proceeding-{filed.pk}" in text
        assert f"item=proceeding-{asked.pk}" not in text  # it waits for the second person, and once
    assert f"Proceeding {filed.pk}:" in mine
    assert "you proposed it" in page(signed_in(one), item=f"approval-{approval.pk}")
    refused = signed_in(one).post(
        f"/staff/review/approval-{approval.pk}/act", {"event": "comply"}, follow=True
    )
    assert "you may not decide it" in refused.content.decode()
    assert Approval.objects.get().approver is None
    done = signed_in(two).post(f"/staff/review/approval-{approval.pk}/act", {"event": "comply"}, follow=True)
    assert "Approved, and done." in done.content.decode()
    assert Approval.objects.get().approver == two


def test_letters_are_seen_in_both_languages_before_they_go_and_nothing_is_sent_by_looking(desk) -> None:  # type: ignore[no-untyped-def]
    one, _two, filed, _ = desk
    sent, browser, key = Letter.objects.count(), signed_in(one), f"proceeding-{filed.pk}"
    text = page(browser, item=key, event="refuse", reason="Not <b>yours</b>.")
    assert 'lang="en"' in text
    assert 'lang="ru"' in text
    assert text.count("Not &lt;b&gt;yours&lt;/b&gt;.") >= 3  # the field and both letters
    assert (Letter.objects.count(), Proceeding.objects.get(pk=filed.pk).state) == (sent, "valid")
    browser.post(f"/staff/review/{key}/act", {"event": "refuse", "reason": "Not <b>yours</b>."})
    assert Proceeding.objects.get(pk=filed.pk).state == "refused"
    assert Letter.objects.count() > sent
    assert "This waits for nobody any more." in browser.post(
        f"/staff/review/{key}/act", {"event": "refuse"}, follow=True
    ).content.decode()  # fmt: skip


def test_two_of_the_staff_do_not_work_on_one_thing(desk) -> None:  # type: ignore[no-untyped-def]
    one, two, filed, _ = desk
    key = f"proceeding-{filed.pk}"
    first, second = signed_in(one), signed_in(two)
    assert "It is yours" in first.post(f"/staff/review/{key}/take", follow=True).content.decode()
    assert one.name in page(second, item=key)
    for way in ("take", "act"):
        second.post(f"/staff/review/{key}/{way}", {"event": "refuse", "reason": "No."})
    assert Proceeding.objects.get(pk=filed.pk).state == "valid"
    second.post(f"/staff/review/{key}/leave")
    assert (
        "Somebody else is working" in second.post(f"/staff/review/{key}/take", follow=True).content.decode()
    )
    with clock.at(clock.now() + timedelta(minutes=15)):
        assert "It is yours" in second.post(f"/staff/review/{key}/take", follow=True).content.decode()


def test_nobody_but_staff_learns_of_the_queue(desk) -> None:  # type: ignore[no-untyped-def]
    _, _, filed, _ = desk
    for browser in (Client(), signed_in(makers.person())):
        assert browser.get("/staff/review").status_code == 404
        for way in ("take", "leave", "act"):
            assert browser.post(f"/staff/review/proceeding-{filed.pk}/{way}").status_code == 404
