"""What the law gives the staff to decide, by the pages of the queue: doubtful rows and complaints."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from akkord.cases import actions, claims, proceedings
from akkord.cases.law.terms import Party
from akkord.cases.models import Approval, Letter, OrderRow, Proceeding
from akkord.cases.proceeding_queries import possible
from akkord.flow import clock
from akkord.ledger.models import Entry
from akkord.people.actions import issue_token
from akkord.rights.terms import Verdict
from cases import makers
from cases.conftest import ear  # noqa: F401  (a stand-in for the ear)
from cases.test_claims import ordered, told, verdict
from labels.test_office_pages import signed_in
from music.conftest import data, log  # noqa: F401  (a store and a log of its own)
from staff.test_review import page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wakes(settings, log) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    settings.WAKES = {event: [] for event in settings.WAKES}


# --- doubtful rows -----------------------------------------------------------------------------------


@pytest.fixture
def doubtful() -> Any:
    """An executed order of which one line may mean either of two tracks."""
    label, rep = makers.label()
    first, second = [makers.tracks(makers.person(), makers.sounds(1), "Twice")[0] for _ in range(2)]
    sure = makers.tracks(makers.person(), makers.sounds(1), "Once")[0]
    order = ordered(rep, label, f"Member — Twice 0\n/audio{sure.pk}")
    row = OrderRow.objects.get(order=order, found="ambiguous")
    return makers.person(is_staff=True), order, row, first, second


def test_a_doubtful_row_of_an_order_waits_for_a_person_who_hears_both_and_says_which(doubtful) -> None:  # type: ignore[no-untyped-def]
    staff, order, row, first, second = doubtful
    browser, key = signed_in(staff), f"line-{row.pk}"
    text = page(browser, item=key)
    assert f"/audio{first.pk}" in text
    assert f"/audio{second.pk}" in text
    assert (verdict(first), verdict(second)) == (Verdict.ALLOW_REPORT, Verdict.ALLOW_REPORT)
    done = browser.post(f"/staff/review/{key}/row", {"track": str(second.pk)}, follow=True).content.decode()
    assert "it is silent" in done
    assert f"item={key}" not in done
    assert (verdict(first), verdict(second)) == (Verdict.ALLOW_REPORT, Verdict.BLOCK)
    row.refresh_from_db()
    assert (row.decided_by, row.sound_id, row.claimant) == (staff, second.sound_id, order.organisation)
    said = json.loads(Entry.objects.order_by("pk").last().body)
    assert (said["actor"]["class"], said["kind"], said["demanded_at"][:10]) == (
        "label",
        "restrict",
        order.made_at.date().isoformat(),
    )
    assert "order_ref" not in said  # whose line counts the rows it was executed with


def test_a_row_that_means_none_of_them_silences_nothing_and_is_decided_once(doubtful) -> None:  # type: ignore[no-untyped-def]
    staff, _, row, first, second = doubtful
    browser, place = signed_in(staff), f"/staff/review/line-{row.pk}/row"
    assert "names none of them" in browser.post(place, {"track": "none"}, follow=True).content.decode()
    again = browser.post(place, {"track": str(first.pk)}, follow=True).content.decode()
    assert "This waits for nobody any more." in again
    assert (verdict(first), verdict(second)) == (Verdict.ALLOW_REPORT, Verdict.ALLOW_REPORT)


def test_a_row_can_mean_only_what_bears_its_name_and_what_is_anothers_stays(doubtful) -> None:  # type: ignore[no-untyped-def]
    staff, _, row, first, second = doubtful
    stranger = makers.tracks(makers.person(), makers.sounds(1), "Other")[0]
    browser, place = signed_in(staff), f"/staff/review/line-{row.pk}/row"
    assert "no such row" in browser.post(place, {"track": str(stranger.pk)}, follow=True).content.decode()
    rival, _rep = makers.label()
    makers.matched([second.sound], makers.recordings(rival, 1))
    before = verdict(second)
    said = browser.post(place, {"track": str(second.pk)}, follow=True).content.decode()
    assert "nothing follows" in said
    row.refresh_from_db()
    assert (row.refusal, row.block) == ("not_theirs", None)
    assert (verdict(first), verdict(second)) == (Verdict.ALLOW_REPORT, before)


def test_nothing_of_a_released_order_is_decided_any_more(doubtful) -> None:  # type: ignore[no-untyped-def]
    staff, order, row, *_ = doubtful
    actions.release_order(order.person, order, order.organisation)
    assert f"line-{row.pk}" not in page(signed_in(staff))


# --- complaints over claims --------------------------------------------------------------------------


@pytest.fixture
def refused() -> Any:
    """A claim its claimant stands by, and the uploader's word against that."""
    label, rep = makers.label()
    mine = makers.recordings(label, 1)[0]
    sound, member = makers.sounds(1), makers.person()
    makers.matched(sound, [mine])
    (track,) = makers.tracks(member, sound)
    told([track])
    claims.keep_claims(track.upload_id, first=True)
    (found,) = claims.contest(member, track.upload_id, "owner", "It is my own guitar.")
    claims.answer(rep, label, found.pk, release=False, answer="It is ours.")
    return label, rep, member, track, found


def complained(refused: Any) -> Proceeding:
    _, _, member, _, found = refused
    address = f"/proceedings/{found.public_id}/step"
    signed_in(member).post(address, {"event": "complain", "reason": "The claimant judges itself."})
    found.refresh_from_db()
    return found


def test_whom_a_claimant_refuses_may_complain_and_two_of_the_staff_take_the_claim_back(refused) -> None:  # type: ignore[no-untyped-def]
    _, _, member, track, _ = refused
    one, two = makers.person(is_staff=True), makers.person(is_staff=True)
    assert not page(signed_in(one)).count("item=proceeding-")
    found = complained(refused)
    assert found.state == "uploader_complained"
    key = f"proceeding-{found.pk}"
    text = page(signed_in(one), item=key, event="reverse", reason="The guitar is hers.")
    assert "needs a second person" in text
    assert text.count("The guitar is hers.") >= 1
    signed_in(one).post(f"/staff/review/{key}/act", {"event": "reverse", "reason": "The guitar is hers."})
    assert verdict(track) == Verdict.BLOCK
    asked = Approval.objects.get()
    signed_in(one).post(f"/staff/review/approval-{asked.pk}/act")
    assert verdict(track) == Verdict.BLOCK
    signed_in(two).post(f"/staff/review/approval-{asked.pk}/act")
    found.refresh_from_db()
    assert (found.state, verdict(track)) == ("released", Verdict.ALLOW_REPORT)
    written = Letter.objects.filter(proceeding=found)
    assert written.filter(person=member, template="complaint_reversed").exists()
    assert written.filter(to="claimant", template="released_to_claimant").exists()


def test_a_complaint_is_upheld_with_reasons_by_one_and_an_overdue_one_is_reminded_of(refused) -> None:  # type: ignore[no-untyped-def]
    _, _, member, track, _ = refused
    found = complained(refused)
    browser, key = signed_in(makers.person(is_staff=True)), f"proceeding-{found.pk}"
    with clock.at(clock.now() + timedelta(days=20)):
        proceedings.let_silence_fall(found.pk)
        assert "overdue since" in page(browser, item=key)
        browser.post(f"/staff/review/{key}/act", {"event": "uphold"})
        found.refresh_from_db()
        assert found.state == "uploader_complained"  # a decision has reasons
        browser.post(f"/staff/review/{key}/act", {"event": "uphold", "reason": "The recording is theirs."})
        found.refresh_from_db()
    assert (found.state, found.closed_at, verdict(track)) == ("upheld", None, Verdict.BLOCK)
    assert Letter.objects.filter(person=member, template="complaint_upheld").count() == 1
    assert possible(found, Party.UPLOADER) == ()


def test_an_uploader_disputes_and_complains_through_the_api_too() -> None:
    label, rep = makers.label()
    mine = makers.recordings(label, 1)[0]
    sound, member = makers.sounds(1), makers.person()
    makers.matched(sound, [mine])
    (track,) = makers.tracks(member, sound)
    told([track])
    claims.keep_claims(track.upload_id, first=True)
    place = f"/api/v1/uploads/{track.upload_id}"

    def asked(whose: Any, verb: str, **said: str) -> Any:
        headers = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(whose, 'test')}"}
        return signed_in(whose).post(f"{place}/{verb}", said, "application/json", **headers)

    assert asked(makers.person(), "contest", ground="owner", text="Mine.").status_code == 404
    (disputed,) = asked(member, "contest", ground="owner", text="Mine.").json()
    assert (disputed["claimant"], disputed["state"]) == (label.name, "disputed")
    assert asked(member, "complain", text="Now.").status_code == 422  # its claimant has not said no yet
    claims.answer(rep, label, Proceeding.objects.get().pk, release=False, answer="Ours.")
    (complained_of,) = asked(member, "complain", text="Nobody else has looked.").json()
    assert complained_of["state"] == "uploader_complained"


def test_every_proceeding_of_an_office_leads_to_a_page_its_reader_may_open(refused) -> None:  # type: ignore[no-untyped-def]
    label, rep, _, track, found = refused
    given = {
        "signature": "Ada Holder",
        "works": "Song",
        "places": f"https://akkord.example/audio{track.pk}",
        "mail": "ada@label.example",
        "good_faith": "on",
        "accuracy": "on",
    }
    proceedings.open_notice("dmca", given, country="US", organisation=label, person=rep)
    for reader in (rep, makers.person(is_staff=True)):
        browser = signed_in(reader)
        text = browser.get(f"/rights/{label.pk}/proceedings").content.decode()
        links = re.findall(r'<li><a href="([^"]+)">Proceeding', text)
        assert len(links) == 2
        assert [browser.get(link).status_code for link in links] == [200, 200]
        assert (f"/rights/{label.pk}/contests/{found.pk}" in links) == (reader == rep)
