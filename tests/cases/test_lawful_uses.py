"""Uses declared lawful: heard or held while a person decides, with reasons, letters and complaints."""

from datetime import timedelta
from typing import Any

import pytest

from akkord.cases import claims, proceedings
from akkord.cases.law.terms import Party
from akkord.cases.models import Approval, Letter, Proceeding
from akkord.flow import clock
from akkord.music import queries as music
from akkord.music.models import Match, Upload
from akkord.music.rules import Listener
from akkord.people.actions import issue_token
from akkord.rights.terms import Verdict
from cases import makers
from cases.test_claims import held_entries, later, ordered, standing_lines, told
from labels.test_office_pages import signed_in
from music.conftest import data, log  # noqa: F401  (a store and a log of its own)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


def verdict(track: Any, territory: str) -> Verdict:
    return music.decide_for(Listener(None, territory), [track])[track.pk].verdict


def excerpt(seconds: float, *, file: float = makers.SECONDS) -> Any:
    """A label that licensed nothing, and a member's upload that holds so much of its recording."""
    label, rep = makers.label()
    mine = makers.recordings(label, 1)[0]
    sounds, member = makers.sounds(1), makers.person()
    part = [{"f0": 10.0, "f1": 10.0 + seconds, "r0": 0.0, "r1": seconds, "score": 1.0}]
    makers.matched(sounds, [mine])
    Match.objects.update(segments=part)
    (track,) = makers.tracks(member, sounds)
    type(track).objects.filter(pk=track.pk).update(seconds=file)
    track.refresh_from_db()
    return label, rep, member, track, mine


def decide(track: Any, *, first: bool = True) -> None:
    """What the life of an upload does: the law is asked, its claims are kept."""
    told([track])
    claims.keep_claims(track.upload_id, first=first)


def flagged(track: Any, use: str = "quotation", why: str = "Ten seconds, named and discussed.") -> None:
    Upload.objects.filter(pk=track.upload_id).update(lawful_use=use, lawful_why=why)


def the_claim() -> Proceeding:
    return Proceeding.objects.get(procedure="claim")


def acted(staff: Any, found: Proceeding, event: str, reason: str = "It names its source.") -> Any:
    place = f"/staff/review/proceeding-{found.pk}/act"
    return signed_in(staff).post(place, {"event": event, "reason": reason}, follow=True)


# --- before publishing -------------------------------------------------------------------------------


def test_a_flagged_quotation_is_heard_in_the_union_and_held_elsewhere_until_a_person_decides() -> None:
    _, _, member, track, _ = excerpt(10)
    flagged(track)
    decide(track)
    found = the_claim()
    assert found.state == "live_pending_review"
    assert (verdict(track, "DE"), verdict(track, "US")) == (Verdict.ALLOW, Verdict.HOLD)
    written = set(Letter.objects.values_list("to", "template"))
    assert written == {("uploader", "live_for_review"), ("claimant", "use_flagged")}
    decide(track, first=False)  # what facts change meanwhile does not end the review
    assert the_claim().state == "live_pending_review"
    staff = makers.person(is_staff=True)
    text = signed_in(staff).get("/staff/review").content.decode()
    assert "Ten seconds, named and discussed." in text
    acted(staff, found, "allow", "")
    assert the_claim().state == "live_pending_review"  # a decision has reasons
    acted(staff, found, "allow")
    assert (the_claim().state, verdict(track, "DE"), verdict(track, "US")) == (
        "allowed",
        Verdict.ALLOW,
        Verdict.ALLOW,
    )
    assert "It names its source." in Letter.objects.get(person=member, template="use_allowed").text
    assert standing_lines() == held_entries()
    # The recording itself stays known, and what else holds it is not freed.
    assert music.standing_matches().filter(sound=track.sound).exists()


def test_a_use_found_not_lawful_is_silent_and_its_uploader_has_the_reasons_and_two_roads() -> None:
    _, _, member, track, _ = excerpt(10)
    flagged(track)
    decide(track)
    acted(makers.person(is_staff=True), the_claim(), "deny", "Nothing is quoted, it is background.")
    assert (the_claim().state, verdict(track, "DE"), verdict(track, "US")) == (
        "reinstated",
        Verdict.BLOCK,
        Verdict.BLOCK,
    )
    letter = Letter.objects.get(person=member, template="use_denied")
    assert "Nothing is quoted, it is background." in letter.text
    page = signed_in(member).get(f"/proceedings/{the_claim().public_id}").content.decode()
    assert "Appeal" in page
    assert "Complain" in page
    assert standing_lines() == held_entries()


def test_what_is_manifestly_the_recording_waits_unheard_and_the_whole_is_stopped_before() -> None:
    _, _, _, much, _ = excerpt(35)
    flagged(much)
    decide(much)
    assert (the_claim().state, verdict(much, "DE")) == ("held_for_review", Verdict.HOLD)
    Proceeding.objects.all().delete()
    _, _, _, crop, _ = excerpt(20, file=21)  # a short piece, and nothing else
    flagged(crop)
    decide(crop)
    assert (the_claim().state, verdict(crop, "DE")) == ("held_for_review", Verdict.HOLD)
    Proceeding.objects.all().delete()
    _, _, _, whole, _ = excerpt(60)
    flagged(whole)
    decide(whole)
    assert (the_claim().state, verdict(whole, "DE")) == ("claimed", Verdict.BLOCK)


def test_a_flag_frees_nothing_from_a_stay_down() -> None:
    label, rep, _, track, mine = excerpt(10)
    ordered(rep, label, mine.isrc)
    flagged(track)
    decide(track)
    assert verdict(track, "DE") == Verdict.BLOCK


def test_whoever_flags_whatever_they_send_is_not_believed_beforehand() -> None:
    _, _, member, track, _mine = excerpt(10)
    past = makers.tracks(member, makers.sounds(3))
    Upload.objects.filter(track__in=past).update(denied_at=clock.now() - timedelta(days=30))
    flagged(track)
    decide(track)
    assert (the_claim().state, verdict(track, "DE")) == ("held_for_review", Verdict.HOLD)


# --- at the restricted track -------------------------------------------------------------------------


def test_a_use_is_declared_at_the_restricted_track_by_page_and_by_api() -> None:
    _, _, member, track, _ = excerpt(10)
    decide(track)
    assert (the_claim().state, verdict(track, "DE")) == ("claimed", Verdict.BLOCK)
    browser, place = signed_in(member), f"/audio/upload/{track.upload_id}"
    assert f"{place}/lawful-use" in browser.get(place).content.decode()
    lost = browser.post(f"{place}/lawful-use", {"lawful_use": "nonsense", "why": "Kept <words>."})
    assert lost.status_code == 422
    assert "Kept &lt;words&gt;." in lost.content.decode()
    assert browser.post(f"{place}/lawful-use", {"lawful_use": "parody", "why": " "}).status_code == 422
    headers = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(member, 'test')}"}
    answer = browser.post(
        f"/api/v1/uploads/{track.upload_id}/lawful-use",
        {"use": "parody", "why": "The refrain is turned round."},
        "application/json",
        **headers,
    )
    assert (answer.status_code, answer.json()["lawful_use"]) == (200, "parody")
    claims.keep_claims(track.upload_id, first=False)  # the job the decision wakes
    assert (the_claim().state, verdict(track, "DE"), verdict(track, "RU")) == (
        "live_pending_review",
        Verdict.ALLOW,
        Verdict.HOLD,
    )
    again = browser.post(f"{place}/lawful-use", {"lawful_use": "quotation", "why": "Or so."})
    assert again.status_code == 400  # said once, decided by a person


def test_who_disputed_first_may_still_let_a_person_decide_but_not_after_one_has() -> None:
    _, _, member, track, _ = excerpt(10)
    decide(track)
    claims.contest(member, track.upload_id, "lawful_use", "It is a quotation.")
    said = {"lawful_use": "quotation", "why": "Ten seconds, discussed."}
    signed_in(member).post(f"/audio/upload/{track.upload_id}/lawful-use", said)
    claims.keep_claims(track.upload_id, first=False)
    assert (the_claim().state, verdict(track, "DE")) == ("live_pending_review", Verdict.ALLOW)
    # Of another claim a person has said no already: declaring then frees nothing.
    _, _, other, second, _ = excerpt(10)
    decide(second)
    claim = Proceeding.objects.get(upload=second.upload_id)
    Proceeding.objects.filter(pk=claim.pk).update(state="upheld")
    signed_in(other).post(f"/audio/upload/{second.upload_id}/lawful-use", said)
    claims.keep_claims(second.upload_id, first=False)
    assert verdict(second, "DE") == Verdict.BLOCK


def test_nobody_flags_a_claim_past_the_law_by_the_page_of_the_proceeding() -> None:
    _, _, member, track, _ = excerpt(60)
    decide(track)
    page = f"/proceedings/{the_claim().public_id}"
    browser = signed_in(member)
    assert 'value="flag"' not in browser.get(page).content.decode()
    browser.post(f"{page}/step", {"event": "flag", "reason": "A quotation."})
    assert (the_claim().state, verdict(track, "DE")) == ("claimed", Verdict.BLOCK)


def test_a_stranger_declares_nothing_and_a_whole_recording_cannot_be_declared() -> None:
    _, _, member, track, _ = excerpt(60)
    decide(track)
    said = {"lawful_use": "quotation", "why": "Mine."}
    place = f"/audio/upload/{track.upload_id}/lawful-use"
    assert signed_in(makers.person()).post(place, said).status_code == 404
    assert signed_in(member).post(place, said).status_code == 400
    assert "lawful-use" not in signed_in(member).get(f"/audio/upload/{track.upload_id}").content.decode()


# --- after the decision ------------------------------------------------------------------------------


@pytest.fixture
def allowed() -> Any:
    label, rep, member, track, _ = excerpt(10)
    flagged(track)
    decide(track)
    first = makers.person(is_staff=True)
    acted(first, the_claim(), "allow")
    return label, rep, member, track, first


def test_a_claimant_may_complain_for_six_months_and_another_person_decides(allowed) -> None:  # type: ignore[no-untyped-def]
    label, rep, member, track, first = allowed
    place = f"/rights/{label.pk}/contests/{the_claim().pk}"
    signed_in(rep).post(f"{place}/complain", {"reason": "It is no quotation."})
    assert the_claim().state == "claimant_complained"
    acted(first, the_claim(), "restrict", "I was wrong.")
    assert the_claim().state == "claimant_complained"  # who decided first does not decide again
    signed_in(first).post(f"/staff/review/proceeding-{the_claim().pk}/leave")
    acted(makers.person(is_staff=True), the_claim(), "restrict", "No source is named.")
    assert (the_claim().state, verdict(track, "DE")) == ("reinstated", Verdict.BLOCK)
    assert Letter.objects.filter(person=member, template="use_denied").count() == 1
    assert standing_lines() == held_entries()
    assert not Approval.objects.exists()


def test_when_nobody_complains_the_claim_is_over(allowed) -> None:  # type: ignore[no-untyped-def]
    _, _, _, track, _ = allowed
    with later(days=190):
        assert the_claim().state == "released"
        assert verdict(track, "US") == Verdict.ALLOW
        with pytest.raises(Exception, match="cannot be done"):
            proceedings.record_event(the_claim().public_id, "complain", Party.CLAIMANT, facts={"reason": "x"})


def test_an_overdue_review_is_reminded_of_and_decides_nothing() -> None:
    _, _, _, track, _ = excerpt(10)
    flagged(track)
    decide(track)
    with later(hours=73):
        assert the_claim().state == "live_pending_review"
        assert Letter.objects.filter(to="staff", template="review_overdue").count() == 1


# --- hearing both sides ------------------------------------------------------------------------------


def test_its_uploader_and_the_staff_hear_what_is_held_beside_the_recording_and_nobody_else_does() -> None:
    _, _, member, track, _ = excerpt(35)
    flagged(track)
    decide(track)
    listener = Listener(member.pk, "US")
    (own,) = music.compare(listener, track)
    assert own.file.address.startswith("/stream/")
    assert own.reference is None  # the label has published nothing
    (strange,) = music.compare(Listener(makers.person().pk, "US"), track)
    assert (strange.file.address, strange.file.why) == ("", "blocked")
    staff = makers.person(is_staff=True)
    (seen,) = music.compare(Listener(staff.pk, "US"), track, staff=True)
    assert seen.file.address
    (refused,) = music.compare(Listener(makers.person().pk, "US"), track, staff=True)
    assert refused.file.why == "blocked"
    page = signed_in(member).get(f"/audio/upload/{track.upload_id}").content.decode()
    assert "#t=10.0,45.0" in page


def test_who_why_which_part_until_when_and_how_to_contest_is_said_wherever_it_is_silent() -> None:
    label, _, member, track, _ = excerpt(10)
    decide(track)
    said = f"{label.name} has not licensed this recording for here."
    part = "It is about 0:10–0:20 of it and has no end of its own."
    contest = "You can dispute the claim; the claimant must then answer."
    browser = signed_in(member)
    for place in (f"/audio{track.pk}", "/audio/uploads/mine", "/audio"):
        text = " ".join(browser.get(place).content.decode().split())
        for words in (said, part, contest):
            assert words in text, (place, words)
    text = " ".join(browser.get(f"/audio/upload/{track.upload_id}").content.decode().split())
    assert f"{said[:-1]} — 0:10–0:20 of your file; it has no end of its own; you can dispute" in text
    letter = Letter.objects.get(template="claimed", person=member)
    assert f"{label.name} claims 0:10–0:20 of Member — Upload 0" in letter.text
    assert "dispute it" in letter.text
    stranger = signed_in(makers.person())
    refused = stranger.post(f"/listen/{track.pk}").json()["telling"]
    assert " ".join(refused.split()) == f"{said} {part}"
    row = " ".join(stranger.get("/audio/new").content.decode().split())
    assert part in row
    assert contest not in row


# --- sounds nobody knows, under the strict mode ------------------------------------------------------


@pytest.fixture
def unknown(settings) -> Any:  # type: ignore[no-untyped-def]
    """An upload nobody knows, on a site that lets such be heard only after a person has listened."""
    settings.INSTANCE_MODE = "strict"
    member = makers.person()
    (track,) = makers.tracks(member, makers.sounds(1))
    decide(track)
    return member, track


def test_a_sound_nobody_knows_is_heard_once_its_sender_attested_and_a_person_listened(unknown) -> None:  # type: ignore[no-untyped-def]
    member, track = unknown
    assert verdict(track, "DE") == Verdict.HOLD
    assert not Proceeding.objects.exists()
    browser, place = signed_in(member), f"/audio/upload/{track.upload_id}"
    assert "I attest it" in browser.get(place).content.decode()
    assert signed_in(makers.person()).post(f"{place}/attest").status_code == 404
    headers = {"HTTP_AUTHORIZATION": f"Bearer {issue_token(member, 'test')}"}
    answer = browser.post(f"/api/v1/uploads/{track.upload_id}/attest", **headers)
    assert (answer.status_code, answer.json()["attested"]) == (200, True)
    browser.post(f"{place}/attest")  # twice is once
    for _ in range(2):
        claims.keep_claims(track.upload_id, first=False)
    found = Proceeding.objects.get()
    assert verdict(track, "DE") == Verdict.HOLD
    staff = makers.person(is_staff=True)
    assert f"item=proceeding-{found.pk}" in signed_in(staff).get("/staff/review").content.decode()
    acted(staff, found, "admit", "Her own guitar, named so in the file.")
    assert verdict(track, "DE") == Verdict.ALLOW_REPORT
    assert "Her own guitar" in Letter.objects.get(person=member, template="attest_allowed").text
    assert standing_lines() == held_entries()


def test_what_a_person_does_not_let_be_heard_stays_held_and_may_be_complained_about(unknown) -> None:  # type: ignore[no-untyped-def]
    member, track = unknown
    first, browser = makers.person(is_staff=True), signed_in(member)
    browser.post(f"/audio/upload/{track.upload_id}/attest")
    claims.keep_claims(track.upload_id, first=False)
    found = Proceeding.objects.get()
    acted(first, found, "hold_back", "A radio voice says the song’s name.")
    assert (Proceeding.objects.get().state, verdict(track, "DE")) == ("denied", Verdict.HOLD)
    browser.post(f"/proceedings/{found.public_id}/step", {"event": "complain", "reason": "It is my radio."})
    acted(first, found, "reverse", "So it is.")
    assert Proceeding.objects.get().state == "uploader_complained"
    signed_in(first).post(f"/staff/review/proceeding-{found.pk}/leave")
    acted(makers.person(is_staff=True), found, "reverse", "So it is.")
    assert (Proceeding.objects.get().state, verdict(track, "DE")) == ("allowed_unknown", Verdict.ALLOW_REPORT)


def test_what_is_recognised_meanwhile_is_its_owners_affair(unknown) -> None:  # type: ignore[no-untyped-def]
    member, track = unknown
    signed_in(member).post(f"/audio/upload/{track.upload_id}/attest")
    claims.keep_claims(track.upload_id, first=False)
    label, _ = makers.label()
    makers.matched([track.sound], makers.recordings(label, 1))
    decide(track, first=False)
    states = set(Proceeding.objects.values_list("procedure", "state"))
    assert states == {("unknown", "ended"), ("claim", "claimed")}
