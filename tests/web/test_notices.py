"""Notices through the doors with a stepped clock: the scenarios as strangers, members and staff meet them."""

import json
import re
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import pytest
from django.test import Client

from akkord.cases import actions as cases
from akkord.cases.models import Letter, Order, Proceeding, ProceedingStep, Sanction, Strike
from akkord.flow import clock, jobs
from akkord.flow.models import Job
from akkord.ledger.models import Entry
from akkord.ledger.rules import in_force
from akkord.music import queries as music
from akkord.music.rules import Listener
from akkord.people.models import Person
from akkord.rights import actions as rights
from akkord.rights import queries as facts
from akkord.rights.models import Block
from akkord.rights.terms import CommercialModel, Ground, UseType, Verdict
from cases import makers

pytestmark = pytest.mark.django_db
MON = "2026-11-16 15:00"


@pytest.fixture(autouse=True)
def _wakes(settings: Any) -> None:
    settings.WAKES = {event: [] for event in settings.WAKES}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def later(instant: str) -> Any:
    """What fell due until then has been done by the worker, each at its own time; and it is that time."""
    moment = utc(instant)
    while job := Job.objects.filter(state="waiting", run_at__lte=moment).order_by("run_at", "pk").first():
        with clock.at(max(job.run_at, job.enqueued_at)):
            taken = jobs.take("tests")
            assert taken is not None
            assert jobs.run(taken, "tests"), Job.objects.get(pk=taken.id).error
    return clock.at(moment)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def staff() -> Client:
    return signed_in(makers.person(is_staff=True))


def verdict(track: Any, territory: str = "US") -> Verdict:
    return music.decide_for(Listener(None, territory), [track])[track.pk].verdict


def reasons(track: Any, territory: str) -> set[str]:
    decided = music.decide_for(Listener(None, territory), [track])[track.pk]
    return {reason.block.kind.value for reason in decided.reasons if getattr(reason, "block", None)}


def log_is_true() -> bool:
    """What stands in the log is exactly what the tables hold."""
    bodies = [json.loads(bytes(b)) for b in Entry.objects.order_by("pk").values_list("body", flat=True)]
    held = {r.entry for r in chain(music.restrictions_in_force(), facts.restrictions_in_force())}
    return set(in_force(bodies)) == held


def letters(template: str) -> int:
    return Letter.objects.filter(template=template).count()


def only() -> Proceeding:
    return Proceeding.objects.latest("pk")


def dmca(track: Any, **more: Any) -> dict[str, Any]:
    return {
        "signature": "Ada Holder",
        "works": "Song",
        "places": f"https://akkord.example/audio{track.pk}",
        "mail": "ada@label.example",
        "good_faith": "on",
        "accuracy": "on",
    } | more


COUNTER = {
    "signature": "Bo",
    "places": "audio1",
    "mistake": "on",
    "name": "Bo",
    "address": "1 Main Street",
    "phone": "+1 555 0100",
    "consent": "on",
}


def file(kind: str, given: dict[str, Any], at: str, expected: int = 302) -> Any:
    with clock.at(utc(at)):
        answer = Client().post(f"/notices/new/{kind}", given)
    assert answer.status_code == expected, answer.content.decode()[-3000:]
    return answer


def staff_step(desk: Client, event: str, at: str, actor: str = "staff", **more: Any) -> Any:
    with later(at):
        return desk.post(
            f"/staff/proceedings/{only().public_id}/step", {"event": event, "actor": actor} | more
        )


def approve(desk: Client, at: str) -> None:
    with later(at):
        asked = only().approvals.get(approved_at=None)
        desk.post(f"/staff/approvals/{asked.pk}/approve")


def a_track() -> Any:
    return makers.tracks(makers.person(), makers.sounds(1))[0]


# --- filing ------------------------------------------------------------------------------------------


def test_the_form_says_which_elements_are_missing_and_files_nothing() -> None:
    track = a_track()
    answer = file("dmca", dmca(track, accuracy="", mail="ada"), MON, 422)
    said = answer.content.decode()
    assert len(re.findall(r'class="error" id="id_(\w+)_error"', said)) == 2
    assert "penalty of perjury" in said
    assert not Proceeding.objects.exists()


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    "address", ["/notices", "/notices/new/dmca", "/notices/new/dsa", "/notices/rehearsal"]
)
def test_anybody_reads_the_forms(address: str, language: str) -> None:
    answer = Client(HTTP_ACCEPT_LANGUAGE=language).get(address)
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()
    assert Client().get("/notices/new/witchcraft").status_code == 404


def test_a_notice_is_followed_by_its_link_and_answered_by_its_uploader_alone() -> None:
    track = a_track()
    place = file("dmca", dmca(track), MON)["Location"]
    with later("2026-11-17 16:00"):
        assert "removed" in Client().get(place).content.decode()
        theirs = f"/proceedings/{only().public_id}"
        assert 'name="consent"' in signed_in(track.person).get(theirs).content.decode()
        assert signed_in(makers.person()).get(theirs).status_code == 404
        assert Client().get(theirs).status_code == 302
        assert "Your upload was removed" in signed_in(track.person).get("/letters").content.decode()
        assert "17 U.S.C. 512" in staff().get(f"/staff/proceedings/{only().public_id}").content.decode()
        assert staff().get("/staff/proceedings").status_code == 200
        assert signed_in(makers.person()).get("/staff/proceedings").status_code == 404


def test_an_organisation_files_for_itself_and_sees_its_proceedings() -> None:
    with clock.at(utc("2014-01-01")):
        label, rep = makers.label()
    with clock.at(utc(MON)):
        sent = dmca(a_track()) | {"organisation": str(label.pk)}
        place = signed_in(rep).post("/notices/new/dmca", sent)["Location"]
        assert only().organisation == label
        assert (
            f"/notices/{only().claimant_link}"
            in signed_in(rep).get(f"/rights/{label.pk}/proceedings").content.decode()
        )
        assert signed_in(rep).get(place).status_code == 200
        assert Client().get(place).status_code == 404
        stranger = signed_in(makers.person())
        assert stranger.post("/notices/new/dmca", sent).status_code == 404


# --- the scenarios -----------------------------------------------------------------------------------


def test_scenario_11_a_strangers_claim_on_a_free_recording_never_blocks_and_the_third_suspends() -> None:
    label, _rep = makers.label()
    recording = makers.recordings(label, 1)[0]
    rights.record_free(makers.person(is_staff=True), recording.pk, Ground.PUBLIC_DOMAIN, source="made 1901")
    track = a_track()
    makers.matched([track.sound], [recording])
    days = ["2026-11-16", "2026-11-18", "2026-11-20"]
    for day in days:
        file("dmca", dmca(track, mail="Troll@Nowhere.example"), f"{day} 10:00")
        with later(f"{day} 23:59"):
            pass
        with later(f"{day[:8]}{int(day[8:]) + 1} 12:00"):
            assert only().state == "refused"
            assert verdict(track) < Verdict.HOLD
    assert not Block.objects.exists()
    assert not Strike.objects.exists()
    assert [s.kind for s in Sanction.objects.order_by("pk")] == ["warn", "suspend"]
    statement = Letter.objects.get(template="suspended")
    assert "Statement of reasons" in statement.text
    assert statement.mail == "troll@nowhere.example"
    answer = file("dmca", dmca(track, mail="troll@nowhere.example"), "2026-11-22 10:00", 422)
    assert "not taken for a time" in answer.content.decode()
    file("dmca", dmca(a_track(), mail="troll@nowhere.example"), "2027-02-22 10:00")  # 90 days are over
    assert log_is_true()


def removed_and_countered(track: Any) -> Client:
    file("dmca", dmca(track), MON)
    desk = staff()
    staff_step(desk, "remove", MON)
    assert verdict(track) == Verdict.BLOCK
    with later(MON):
        place = f"/proceedings/{only().public_id}/counter"
        browser = signed_in(track.person)
        assert browser.post(place, COUNTER | {"consent": ""}).status_code == 422
        assert browser.post(place, COUNTER).status_code == 302
    assert only().state == "countered"
    return desk


def test_scenario_12_a_counter_notice_restores_after_the_tenth_business_day_over_a_holiday() -> None:
    track = a_track()
    removed_and_countered(track)
    with later("2026-12-02 04:59"):
        assert verdict(track) == Verdict.BLOCK
    with later("2026-12-02 05:00"):  # Thanksgiving lies between: 1 December was the tenth
        assert verdict(track) < Verdict.HOLD
    assert ProceedingStep.objects.get(event="restore").at == utc("2026-12-02 05:00")
    assert utc("2026-12-02 05:00") < utc("2026-12-08 05:00")  # the fourteenth is over then
    assert letters("restored") == letters("restored_to_claimant") == letters("counter_notice") == 1
    assert not Strike.objects.filter(lifted_at=None).exists()
    assert log_is_true()


def test_scenario_12_a_suit_on_the_ninth_business_day_keeps_it_down() -> None:
    track = a_track()
    removed_and_countered(track)
    with later("2026-11-30 16:00"):
        Client().post(f"/notices/{only().claimant_link}/step", {"event": "suit", "reason": "Case 5 of 2026"})
    with later("2027-11-30 16:00"):
        assert verdict(track) == Verdict.BLOCK
    assert only().state == "litigation"
    assert log_is_true()


def test_the_uploader_cannot_speak_for_the_claimant_by_what_both_sides_know() -> None:
    track = a_track()
    removed_and_countered(track)
    desk, known = signed_in(track.person), only().public_id
    assert desk.get(f"/proceedings/{known}").status_code == 200
    for address in ("", "/step", "/complete"):
        ask = desk.post if address else desk.get
        assert ask(f"/notices/{known}{address}", {"event": "retract"}).status_code == 404
    page = desk.get(f"/proceedings/{known}").content.decode() + desk.get("/letters").content.decode()
    assert str(only().claimant_link) not in page
    assert only().state == "countered"
    assert desk.get(f"/proceedings/{only().claimant_link}").status_code == 404


def court_order(places: str, at: str, desk: Client, procedure: str = "court", **more: Any) -> None:
    given = {
        "country": "US",
        "subject": "music",
        "court": "A court",
        "case_number": "5",
        "date": "2026-11-17",
        "claimant": "A label",
        "defendant": "The site",
        "operative": "Remove.",
        "kind": "final",
        "rows": places,
    } | more
    with later(at):
        answer = desk.post(f"/staff/proceedings/new/{procedure}", given)
    assert answer.status_code == 302, re.findall(r'error[^>]*">\s*<p>(.*?)</p>', answer.content.decode())


def test_scenario_12_a_courts_block_keeps_it_down_after_the_notice_has_gone() -> None:
    track = a_track()
    desk = removed_and_countered(track)
    first = only()
    court_order(f"/audio{track.pk}", "2026-11-18 10:00", desk)
    staff_step(desk, "judgment", "2026-11-18 11:00", "court")
    with later("2026-12-03 12:00"):
        first.refresh_from_db()
        assert first.state == "restored"
        assert verdict(track) == Verdict.BLOCK
        assert verdict(track, "DE") < Verdict.HOLD  # the court's word goes as far as its country
    assert log_is_true()


RU = {"country": "RU", "court": "Moscow City Court", "kind": "interim", "claimant": "A label"}


def test_scenario_14_the_russian_route_did_not_cover_music_in_2014() -> None:
    track, desk = a_track(), staff()
    with clock.at(utc("2014-04-03 09:00")):
        sent = RU | {"subject": "music", "rows": f"/audio{track.pk}"}
        answer = desk.post("/staff/proceedings/new/ru_court", sent)
    assert answer.status_code == 422
    assert "did not cover what is demanded" in answer.content.decode()
    assert not Proceeding.objects.exists()


def test_scenario_14_from_may_2015_it_does_and_three_one_and_one_working_days_run() -> None:
    track, desk = a_track(), staff()
    court_order(f"/audio{track.pk}", "2015-05-02 09:00", desk, "ru_court", **RU)
    assert only().version == "364-FZ"
    assert only().falls_at == utc("2015-05-07 21:00")  # 4 May is a day off
    staff_step(desk, "notify_host", "2015-05-07 09:00", "authority")
    assert only().falls_at == utc("2015-05-08 21:00")
    staff_step(desk, "notify_owner", "2015-05-08 09:00", "host")
    assert only().falls_at == utc("2015-05-12 21:00")  # Victory Day is kept on Monday
    staff_step(desk, "suit", "2015-05-09 09:00", "claimant")
    staff_step(desk, "restrict", "2015-05-12 09:00")
    assert (verdict(track, "RU"), verdict(track, "DE")) == (Verdict.BLOCK, Verdict.ALLOW_REPORT)
    assert letters("restriction_done") == 2
    with later("2016-05-12 09:00"):
        assert verdict(track, "RU") == Verdict.BLOCK
    assert log_is_true()


def test_scenario_15_an_interim_act_without_a_suit_lapses_and_its_rows_return() -> None:
    track, desk = a_track(), staff()
    before = verdict(track, "RU")
    court_order(f"/audio{track.pk}", "2015-05-02 09:00", desk, "ru_court", suit_days="10", **RU)
    staff_step(desk, "restrict", "2015-05-02 10:00")
    with later("2015-05-12 20:59"):
        assert verdict(track, "RU") == Verdict.BLOCK
    with later("2015-05-12 21:00"):
        assert verdict(track, "RU") == before
    assert only().state == "lapsed"
    step = ProceedingStep.objects.get(event="lapse")
    said = json.loads(bytes(step.entry.body))
    assert (said["kind"], said["actor"]["class"], said["automated"]["decision"]) == (
        "step",
        "automatic",
        True,
    )
    assert letters("court_act_lapsed") == 3
    assert log_is_true()


def test_scenario_16_an_appeal_reverses_and_what_a_notice_or_a_label_forbids_stays_down() -> None:
    with clock.at(utc("2014-01-01")):
        label, rep = makers.label()
        rights.grant_licence(rep, label, uses=list(UseType), models=list(CommercialModel))
    one, two = makers.recordings(label, 2)
    sounds = makers.sounds(3)
    tracks = makers.tracks(makers.person(), sounds)
    makers.matched(sounds[:2], [one, two])
    with clock.at(utc("2014-04-01 09:00")):
        order = cases.file_order(rep, label, title="Spring", reason="Not licensed", text=one.isrc or "")
        cases.execute_order(rep, order)
    assert Order.objects.exists()
    file("dmca", dmca(tracks[2]), "2014-04-02 09:00")
    desk = staff()
    staff_step(desk, "remove", "2014-04-02 10:00")
    rows = f"{one.isrc}\n{two.isrc}\n/audio{tracks[2].pk}"
    court_order(rows, "2014-04-03 09:00", desk, **RU)
    staff_step(desk, "judgment", "2015-09-28 09:00", "court")
    staff_step(desk, "comply", "2015-10-02 09:00")
    assert [verdict(track, "RU") for track in tracks] == [Verdict.BLOCK] * 3
    staff_step(desk, "appeal", "2015-10-20 09:00")
    staff_step(desk, "reverse", "2016-03-03 09:00", "court")
    assert only().state == "reversed"
    assert not Block.objects.filter(kind="court", withdrawn_at=None).exists()
    assert [verdict(track, "RU") for track in tracks] == [Verdict.BLOCK, Verdict.ALLOW, Verdict.BLOCK]
    assert letters("judgment_reversed") == 1
    assert log_is_true()


DEMAND = {
    "country": "DE",
    "subject": "music",
    "law": "StGB 130",
    "reason": "It incites.",
    "authority": "An office",
    "redress": "Widerspruch",
    "report_to": "An office",
}


def test_scenario_20_a_demand_without_a_legal_basis_is_refused_and_logged() -> None:
    track, desk = a_track(), staff()
    with clock.at(utc(MON)):
        sent = DEMAND | {"law": "", "places": f"/audio{track.pk}"}
        assert desk.post("/staff/proceedings/new/demand", sent).status_code == 302
    staff_step(desk, "review", MON)
    staff_step(desk, "comply", MON)
    approve(staff(), MON)
    assert only().state == "legal_review"  # two people cannot do what the law does not allow
    staff_step(desk, "refuse", MON, reason="No law is named.")
    assert (only().state, verdict(track, "DE")) == ("refused", Verdict.ALLOW_REPORT)
    assert "No law is named." in Letter.objects.get(template="demand_refused").text
    assert Entry.objects.filter(kind="step", ground="state").count() == 3
    assert log_is_true()


def test_scenario_20_a_lawful_demand_is_met_in_its_territory_alone_and_the_person_is_told() -> None:
    track, desk = a_track(), staff()
    with clock.at(utc(MON)):
        desk.post("/staff/proceedings/new/demand", DEMAND | {"places": f"/audio{track.pk}"})
    staff_step(desk, "review", MON)
    staff_step(desk, "comply", MON)
    assert verdict(track, "DE") == Verdict.ALLOW_REPORT  # one person alone changes nothing
    approve(desk, MON)
    assert verdict(track, "DE") == Verdict.ALLOW_REPORT  # nor does the same one twice
    approve(staff(), MON)
    assert (verdict(track, "DE"), verdict(track, "FR")) == (Verdict.BLOCK, Verdict.ALLOW_REPORT)
    block = Block.objects.get()
    assert (block.kind, block.territory, block.authority) == ("regulator", "DE", "An office")
    letter = Letter.objects.get(template="restricted_by_authority")
    assert (letter.person, "An office" in letter.text) == (track.person, True)
    assert log_is_true()


def test_scenario_20_a_ban_on_telling_ends_on_its_day_and_the_log_has_proved_it_all_along() -> None:
    track, desk = a_track(), staff()
    with clock.at(utc(MON)):
        sent = DEMAND | {"places": f"/audio{track.pk}", "gag_until": "2027-02-01T00:00"}
        desk.post("/staff/proceedings/new/demand", sent)
    staff_step(desk, "review", MON)
    staff_step(desk, "comply", MON)
    approve(staff(), MON)
    complied = ProceedingStep.objects.get(event="comply").entry
    assert letters("restricted_by_authority") == 0
    assert [block.authority for block in Block.objects.filter(withdrawn_at=None)] == ["…"]
    theirs = f"/proceedings/{only().public_id}"
    with later("2027-01-31 23:59"):
        assert letters("restricted_by_authority") == 0
        assert signed_in(track.person).get(theirs).status_code == 404
    with later("2027-02-01 00:00"):
        assert letters("restricted_by_authority") == 1
        assert signed_in(track.person).get(theirs).status_code == 200
    assert [block.authority for block in Block.objects.filter(withdrawn_at=None)] == ["An office"]
    assert (verdict(track, "DE"), verdict(track, "FR")) == (Verdict.BLOCK, Verdict.ALLOW_REPORT)
    disclosed = ProceedingStep.objects.get(event="disclose")
    assert disclosed.at == utc("2027-02-01 00:00")
    assert complied.pk < disclosed.entry.pk
    assert log_is_true()


def test_scenario_20_a_mistaken_listing_of_the_whole_site_changes_nothing() -> None:
    track, desk = a_track(), staff()
    with clock.at(utc("2013-05-24 09:00")):
        sent = DEMAND | {"country": "RU", "whole_site": "on", "places": "everything"}
        assert desk.post("/staff/proceedings/new/demand", sent).status_code == 302
    staff_step(desk, "review", "2013-05-24 09:30")
    staff_step(desk, "comply", "2013-05-24 10:00")
    approve(staff(), "2013-05-24 10:30")
    assert only().state == "legal_review"
    staff_step(desk, "annul", "2013-05-24 12:00", "authority")
    assert (only().state, Block.objects.exists()) == ("annulled", False)
    assert verdict(track, "RU") == Verdict.ALLOW_REPORT


# --- the rehearsal -----------------------------------------------------------------------------------


def test_a_rehearsal_shows_dates_and_letters_ahead_and_keeps_nothing() -> None:
    asked = {"procedure": "dmca", "country": "US", "subject": "music", "at": "2026-11-16T15:00"}
    path = ["check:claimant:2026-11-16T15:00", "remove:staff:2026-11-16T15:00"]
    chosen = asked | {"e": path, "do": "counter:uploader", "when": "2026-11-16T15:00"}
    page = Client().get("/notices/rehearsal", chosen).content.decode()
    assert "2 December 2026, 00:00" in page or "2 December, 00:00" in page
    assert "Your upload is back" in page
    assert not Proceeding.objects.exists()
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"procedure": "ru_court", "country": "RU", "at": "2014-04-03T09:00"}, "did not cover"),
        ({"procedure": "dsa"}, "No law known here"),
        ({"e": ["suit:claimant:2026-11-16T15:00"]}, "is not possible then"),
        ({"e": ["nonsense:nobody:x"]}, "cannot be done"),
        ({"e": ["x"]}, "cannot be done"),
    ],
)
def test_a_rehearsal_of_what_cannot_be_says_why(change: dict[str, Any], said: str) -> None:
    asked = {"procedure": "dmca", "country": "US", "subject": "music", "at": "2026-11-16T15:00"} | change
    assert said in Client().get("/notices/rehearsal", asked).content.decode()


# --- completing, strikes, emergencies ----------------------------------------------------------------


def test_an_incomplete_notice_is_filed_as_it_is_and_completed_by_its_link() -> None:
    track = a_track()
    place = file("dmca", dmca(track, accuracy="", as_it_is="1"), MON)["Location"]
    with later("2026-11-20 12:00"):
        assert (only().state, verdict(track)) == ("defective", Verdict.ALLOW_REPORT)
        assert "penalty of perjury" in Letter.objects.get(template="ask_to_complete").text
        assert "What is still missing" in Client().get(place).content.decode()
        assert Client().post(f"{place}/complete", dmca(track, accuracy="")).status_code == 422
        assert Client().post(f"{place}/complete", dmca(track)).status_code == 302
    with later("2026-11-21 12:00"):
        assert (only().state, verdict(track)) == ("removed", Verdict.BLOCK)


def test_a_member_sees_their_strikes_and_reads_the_rules() -> None:
    track = a_track()
    file("dmca", dmca(track), MON)
    staff_step(staff(), "remove", MON)
    browser = signed_in(track.person)
    with clock.at(utc("2026-11-20 12:00")):
        assert "1 strike" in browser.get("/letters").content.decode()
        assert browser.get("/letters/school").status_code == 200
        assert browser.post("/letters/school", {"bought": "0", "again": "2"}).status_code == 422
        right = {"bought": "1", "again": "2", "quotation": "0"}
        assert browser.post("/letters/school", right).status_code == 302
        assert "18 February 2027" in browser.get("/letters").content.decode()
    with clock.at(utc("2027-02-19 12:00")):
        assert "1 strike" not in browser.get("/letters").content.decode()


def test_an_emergency_is_shown_to_whoever_may_confirm_it() -> None:
    track, desk = a_track(), staff()
    with clock.at(utc(MON)):
        desk.post("/staff/proceedings/new/demand", DEMAND | {"places": f"/audio{track.pk}"})
    staff_step(desk, "review", MON)
    staff_step(desk, "comply", MON, emergency="1")
    assert verdict(track, "DE") == Verdict.BLOCK
    page = staff().get(f"/staff/proceedings/{only().public_id}").content.decode()
    assert "reversed unless confirmed" in page
    approve(staff(), MON)
    with later("2026-11-18 15:00"):
        assert verdict(track, "DE") == Verdict.BLOCK


def test_a_body_beyond_its_mandate_files_nothing() -> None:
    from akkord.catalogue import actions as catalogue

    with clock.at(utc("2014-01-01")):
        label, _rep = makers.label()
        body, person = makers.label("body")
        catalogue.record_mandate(body, label, "No. 1", territory="DE", starts=clock.now())
    with clock.at(utc(MON)):
        sent = dmca(a_track()) | {"organisation": str(label.pk)}
        assert signed_in(person).post("/notices/new/dmca", sent).status_code == 422
    assert not Proceeding.objects.exists()
