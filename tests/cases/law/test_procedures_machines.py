"""The stories of the eight kinds of proceedings, told with their dates, letters and effects."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from procedures_world import Road, utc

MON = "2026-11-16 15:00"  # the Monday before the week of Thanksgiving


def dmca(law: SimpleNamespace, **facts: Any) -> Road:
    road = Road(law, "dmca", "US", MON, "claimant", **facts)
    return road.do("check", "staff", MON, missing=[])


def countered(law: SimpleNamespace) -> Road:
    return dmca(law).do("remove", "staff", MON).do("counter", "uploader", MON, missing=[])


def refused(law: SimpleNamespace, why: str, road: Road, *event: str, **facts: Any) -> Any:
    before = road.case
    with pytest.raises(getattr(law.errors, why)) as raised:
        road.do(*event, **facts)
    assert road.case == before or law.proceeding.due(before, utc(event[2]))
    return raised.value


# --- A -----------------------------------------------------------------------------------------------


def test_a_notice_with_holes_silences_nothing_and_is_forgotten_after_thirty_days(
    law: SimpleNamespace,
) -> None:
    road = Road(law, "dmca", "US", MON, "claimant").do("check", "staff", MON, missing=["accuracy"])
    assert (road.state, road.letters[-1]) == ("defective", ("claimant", "ask_to_complete"))
    assert road.wait("2026-12-17 04:59").state == "defective"
    assert road.wait("2026-12-17 05:00").state == "abandoned"
    assert road.effects == []


def test_a_notice_is_completed(law: SimpleNamespace) -> None:
    road = Road(law, "dmca", "US", MON, "claimant").do("check", "staff", MON, missing=["accuracy"])
    road.do("check", "claimant", "2026-11-20 10:00", missing=["accuracy"])
    assert road.falls("completion") == utc("2026-12-21 05:00")
    assert road.do("check", "claimant", "2026-11-21 10:00", missing=[]).state == "valid"


def test_a_whole_notice_is_carried_out_within_a_day_by_silence_too(law: SimpleNamespace) -> None:
    assert dmca(law).wait("2026-11-17 14:59").state == "valid"
    road = dmca(law).wait("2026-11-17 15:00")
    assert (road.state, road.effects) == ("removed", ["block", "strike"])
    assert ("uploader", "removed_by_notice") in road.letters
    assert ("claimant", "acted") in road.letters


def test_a_notice_against_what_the_site_knows_is_never_carried_out(law: SimpleNamespace) -> None:
    road = dmca(law, standing="contradicted")
    assert str(refused(law, "NotMet", road, "remove", "staff", MON)) == "not_contradicted"
    road.wait("2026-11-18 15:00")
    assert (road.state, road.effects, road.letters[-1]) == ("refused", [], ("claimant", "refused"))


def test_a_refusal_has_a_reason(law: SimpleNamespace) -> None:
    road = dmca(law, reason="what the claimant said is no reason of the site")
    assert str(refused(law, "NotMet", road, "refuse", "staff", MON, reason=" ")) == "reasoned"
    refused(law, "NotMet", road, "refuse", "staff", MON)
    assert road.do("refuse", "staff", MON, reason="A quotation.").state == "refused"


def test_after_a_counter_notice_it_returns_on_the_tenth_business_day_over_a_holiday(
    law: SimpleNamespace,
) -> None:
    road = countered(law)
    (deadline,) = law.proceeding.deadlines(road.case)
    assert deadline.opens == utc("2026-12-02 05:00")  # the tenth, 1 December, is over in New York
    assert deadline.closes == utc("2026-12-08 05:00")  # and so is the fourteenth
    assert road.wait("2026-12-02 04:59").state == "countered"
    assert road.laid
    assert road.wait("2026-12-02 05:00").state == "restored"
    assert road.effects[-2:] == ["suspend", "unstrike"]
    assert road.letters[-2:] == [("uploader", "restored"), ("claimant", "restored_to_claimant")]


def test_a_suit_on_the_ninth_business_day_keeps_it_down(law: SimpleNamespace) -> None:
    road = countered(law).do("suit", "claimant", "2026-11-30 16:00")
    assert road.state == "litigation"
    assert road.wait("2027-12-02 05:00").state == "litigation"
    assert road.laid
    assert road.do("won_by_uploader", "court", "2027-12-03 05:00").state == "restored"
    assert not road.laid


def test_a_suit_after_the_tenth_business_day_comes_too_late(law: SimpleNamespace) -> None:
    road = countered(law)
    refused(law, "NotPossibleHere", road, "suit", "claimant", "2026-12-02 05:00")
    assert road.state == "restored"


def test_a_counter_notice_with_holes_starts_no_clock(law: SimpleNamespace) -> None:
    road = dmca(law).do("remove", "staff", MON).do("counter", "uploader", MON, missing=["consent"])
    assert (road.state, law.proceeding.deadlines(road.case)) == ("removed", ())
    assert road.letters[-1] == ("uploader", "ask_to_complete_counter")


@pytest.mark.parametrize("then", ["removed", "countered", "litigation"])
def test_a_retraction_gives_everything_back(law: SimpleNamespace, then: str) -> None:
    road = dmca(law).do("remove", "staff", MON)
    if then != "removed":
        road.do("counter", "uploader", MON, missing=[])
    if then == "litigation":
        road.do("suit", "claimant", MON)
    assert road.state == then
    road.do("retract", "claimant", "2026-11-20 10:00")
    assert (road.state, road.effects[-2:], road.laid) == ("retracted", ["lift", "unstrike"], False)


def test_only_the_right_party_may_bring_an_event(law: SimpleNamespace) -> None:
    for event, by in (
        ("suit", "uploader"),
        ("retract", "uploader"),
        ("mistake", "claimant"),
        ("restore", "staff"),
    ):
        refused(law, "NotYours", countered(law), event, by, "2026-11-20 10:00", reason="x")


def test_silence_cannot_be_called_before_it_falls(law: SimpleNamespace) -> None:
    refused(law, "TooEarly", countered(law), "restore", "clock", "2026-12-02 04:59")
    refused(law, "TooEarly", dmca(law), "remove", "clock", MON)


# --- B -----------------------------------------------------------------------------------------------


def claim(law: SimpleNamespace) -> Road:
    return Road(law, "claim", "DE", "2026-03-02 12:00", "machine").do(
        "dispute", "uploader", "2026-03-02 12:00", reason="It is mine."
    )


def test_a_claimant_silent_for_thirty_days_releases(law: SimpleNamespace) -> None:
    assert claim(law).wait("2026-04-01 21:59").state == "disputed"
    road = claim(law).wait("2026-04-01 22:00")
    assert (road.state, road.effects) == ("released", ["restore"])
    assert ("claimant", "silence_released") in road.letters


def test_a_claim_is_answered_in_its_order_by_whom_it_concerns_and_with_reasons(law: SimpleNamespace) -> None:
    early, late = "2026-03-02 13:00", "2026-03-11 12:00"
    claimed = Road(law, "claim", "DE", "2026-03-02 12:00", "machine")
    refused(law, "NotMet", claimed, "dispute", "uploader", early, reason=" ")
    refused(law, "NotPossibleHere", claimed, "appeal", "uploader", early, reason="It is mine.")
    refused(law, "NotYours", claim(law), "reject", "uploader", early, reason="It is mine.")
    refused(law, "NotMet", claim(law), "reject", "claimant", early)
    refused(law, "NotPossibleHere", claim(law), "notice", "claimant", early)
    appealed = refused_claim(law).do("appeal", "uploader", late, reason="It is mine.")
    assert appealed.do("notice", "claimant", late).state == "noticed"


def test_a_claim_whose_ground_is_gone_ends_wherever_it_stands(law: SimpleNamespace) -> None:
    late = "2026-03-11 12:00"
    for road in (
        claim(law),
        refused_claim(law),
        refused_claim(law).do("appeal", "uploader", late, reason="x"),
    ):
        assert road.do("clear", "machine", late).state == "ended"


def refused_claim(law: SimpleNamespace) -> Road:
    return claim(law).do("reject", "claimant", "2026-03-10 12:00", reason="It is ours.")


def test_whom_a_claimant_refuses_may_complain_to_the_site_whose_decision_has_reasons(
    law: SimpleNamespace,
) -> None:
    road = refused_claim(law)
    refused(law, "NotMet", road, "complain", "uploader", "2026-03-11 12:00", reason=" ")
    road.do("complain", "uploader", "2026-03-11 12:00", reason="It is mine.")
    assert road.letters[-2:] == [("uploader", "complaint_receipt"), ("claimant", "complained")]
    refused(law, "NotMet", road, "uphold", "staff", "2026-03-12 12:00", person=2)
    refused(law, "NotYours", road, "reverse", "claimant", "2026-03-12 12:00", reason="x", person=2)
    road.do("reverse", "staff", "2026-03-12 12:00", reason="It is hers.", person=2)
    assert (road.state, road.effects) == ("released", ["restore"])


def flagged(law: SimpleNamespace, **facts: Any) -> Road:
    road = Road(law, "claim", "DE", "2026-03-02 12:00", "machine")
    return road.do("flag", "machine", "2026-03-02 12:00", reason="A quotation.", **facts)


def test_a_use_declared_lawful_is_heard_until_a_person_decides_unless_it_is_manifestly_the_recording(
    law: SimpleNamespace,
) -> None:
    claimed = Road(law, "claim", "DE", "2026-03-02 12:00", "machine")
    refused(law, "NotYours", claimed, "flag", "uploader", "2026-03-02 12:00", reason="A quotation.")
    road = flagged(law, identical=False)
    assert (road.state, road.effects) == ("live_pending_review", ["pass"])
    held = flagged(law, identical=True)
    assert (held.state, held.effects) == ("held_for_review", [])
    assert road.falls("review") == utc("2026-03-05 12:00")
    assert road.wait("2026-03-05 12:00").state == "live_pending_review"
    assert road.letters[-1] == ("staff", "review_overdue")
    refused(law, "NotMet", road, "deny", "staff", "2026-03-06 12:00", person=2)
    road.do("deny", "staff", "2026-03-06 12:00", person=2, decider=2, reason="No source.")
    assert (road.state, road.effects[-2:]) == ("reinstated", ["end_pass", "deny"])
    assert (
        road.do("complain", "uploader", "2026-03-07 12:00", reason="There is.").state == "uploader_complained"
    )
    why = refused(law, "NotMet", road, "reverse", "staff", "2026-03-08 12:00", person=2, reason="Yes.")
    assert str(why) == "another_person"


@pytest.mark.parametrize("then", ["claimed", "disputed", "reinstated", "appealed", "uploader_complained"])
def test_a_use_may_be_declared_until_a_person_has_decided(law: SimpleNamespace, then: str) -> None:
    road = Road(law, "claim", "DE", "2026-03-02 12:00", "machine")
    for event, by in {
        "claimed": [],
        "disputed": [("dispute", "uploader")],
        "reinstated": [("dispute", "uploader"), ("reject", "claimant")],
        "appealed": [("dispute", "uploader"), ("reject", "claimant"), ("appeal", "uploader")],
        "uploader_complained": [("dispute", "uploader"), ("reject", "claimant"), ("complain", "uploader")],
    }[then]:
        road.do(event, by, "2026-03-02 12:00", reason="So it is.")
    assert road.state == then
    road.do("flag", "machine", "2026-03-02 13:00", identical=False)
    assert (road.state, [d.clock.name for d in law.proceeding.deadlines(road.case)]) == (
        "live_pending_review",
        ["review"],
    )


def test_what_was_found_lawful_may_be_complained_about_for_six_months(law: SimpleNamespace) -> None:
    road = flagged(law, identical=False)
    road.do("allow", "staff", "2026-03-03 12:00", person=2, decider=2, reason="Named and discussed.")
    assert (road.state, road.effects) == ("allowed", ["pass", "end_pass", "restore"])
    assert road.falls("complaint") == utc("2026-09-03 22:00")
    refused(law, "NotMet", road, "complain", "claimant", "2026-03-04 12:00", reason=" ")
    road.do("complain", "claimant", "2026-03-04 12:00", reason="It is not.")
    why = refused(law, "NotMet", road, "restrict", "staff", "2026-03-05 12:00", person=2, reason="So be it.")
    assert str(why) == "another_person"
    road.do("restrict", "staff", "2026-03-05 12:00", person=3, reason="It is not.")
    assert (road.state, road.effects[-2:]) == ("reinstated", ["end_pass", "deny"])
    silent = flagged(law, identical=False)
    silent.do("allow", "staff", "2026-03-03 12:00", person=2, reason="Named and discussed.")
    assert silent.wait("2026-09-03 22:00").state == "released"


@pytest.mark.parametrize(
    ("in_file", "file", "of_reference", "reference", "denied", "waits"),
    [
        (10, 60, 10, 60, 0, False),
        (29, 60, 29, 60, 0, False),
        (30, 60, 30, 60, 0, True),  # half of the recording
        (53, 60, 10, 600, 0, False),
        (54, 60, 10, 600, 0, True),  # nine tenths of the file
        (10, 60, 10, 60, 2, False),
        (10, 60, 10, 60, 3, True),
    ],
)
def test_what_is_manifestly_the_recording_or_comes_from_who_flags_everything_waits_unheard(
    law: SimpleNamespace,
    in_file: int,
    file: int,
    of_reference: int,
    reference: int,
    denied: int,
    *,
    waits: bool,
) -> None:
    little = law.lawful.Extent(1, 60, 1, 60)
    extents = [little, law.lawful.Extent(in_file, file, of_reference, reference)]
    now = utc("2026-03-02 12:00")
    past = [now - timedelta(days=364)] * denied + [now - timedelta(days=365)] * 5
    assert law.lawful.waits_unheard(extents, past, now) is waits
    assert law.lawful.waits_unheard([], past[:denied], now) is (denied >= 3)


def test_a_complaint_nobody_decides_is_reminded_of_and_releases_nothing(law: SimpleNamespace) -> None:
    road = refused_claim(law).do("complain", "uploader", "2026-03-11 12:00", reason="It is mine.")
    assert road.wait("2026-03-25 23:00").state == "uploader_complained"
    assert (road.letters[-1], road.effects) == (("staff", "complaint_overdue"), [])
    road.do("uphold", "staff", "2026-03-27 12:00", reason="It is theirs.", person=2)
    assert (road.state, road.case.closed) == ("upheld", False)
    refused(law, "NotPossibleHere", road, "complain", "uploader", "2026-03-28 12:00", reason="Again.")
    assert road.do("release", "claimant", "2026-03-29 12:00").state == "released"


def test_a_claimant_silent_for_seven_days_of_an_appeal_releases(law: SimpleNamespace) -> None:
    road = claim(law).do("reject", "claimant", "2026-03-10 12:00", reason="It is ours.")
    assert road.wait("2027-03-10 12:00").state == "reinstated"  # now it is the uploader's turn
    road.do("appeal", "uploader", "2027-03-10 12:00", reason="Listen again.")
    assert road.wait("2027-03-17 22:59").state == "appealed"
    assert road.wait("2027-03-17 23:00").state == "released"


def test_after_an_appeal_a_claimant_releases_or_gives_a_notice(law: SimpleNamespace) -> None:
    road = claim(law).do("reject", "claimant", "2026-03-10 12:00", reason="It is ours.")
    road.do("appeal", "uploader", "2026-03-11 12:00", reason="Listen again.")
    refused(law, "NotPossibleHere", road, "reject", "claimant", "2026-03-12 12:00", reason="No.")
    assert road.do("notice", "claimant", "2026-03-12 12:00").state == "noticed"
    assert road.effects == []


def test_a_rejection_has_a_reason(law: SimpleNamespace) -> None:
    refused(law, "NotMet", claim(law), "reject", "claimant", "2026-03-10 12:00")


# --- C -----------------------------------------------------------------------------------------------


def dsa(law: SimpleNamespace, **facts: Any) -> Road:
    road = Road(law, "dsa", "DE", "2026-01-05 10:00", "claimant", **facts)
    return road.do("check", "staff", "2026-01-05 10:00", missing=[])


def test_a_decision_is_reminded_of_once_and_never_taken_by_silence(law: SimpleNamespace) -> None:
    road = dsa(law).wait("2027-01-05 10:00")
    assert road.state == "acknowledged"
    assert road.letters.count(("staff", "decision_overdue")) == 1
    assert road.effects == []


def test_a_complaint_is_heard_for_six_months_and_not_longer(law: SimpleNamespace) -> None:
    road = dsa(law).do("restrict", "staff", "2026-01-06 10:00", decider=1)
    assert ("uploader", "statement_of_reasons") in road.letters
    assert road.falls("complaint") == utc("2026-07-06 22:00")
    road.do("complain", "uploader", "2026-07-06 21:59", reason="Lawful.")
    assert road.state == "uploader_complained"
    late = dsa(law).do("restrict", "staff", "2026-01-06 10:00", decider=1)
    refused(law, "NotPossibleHere", late, "complain", "uploader", "2026-07-06 22:00", reason="Lawful.")
    assert late.state == "closed"


def test_a_complaint_is_decided_by_a_person_and_by_another_one(law: SimpleNamespace) -> None:
    road = dsa(law).do("restrict", "staff", "2026-01-06 10:00", decider=1)
    road.do("complain", "uploader", "2026-02-01 10:00", reason="Lawful.")
    assert road.wait("2026-03-01 10:00").state == "uploader_complained"
    assert road.letters.count(("staff", "complaint_overdue")) == 1
    refused(law, "NotMet", road, "reverse", "staff", "2026-03-02 10:00", person=1)
    refused(law, "NotMet", road, "reverse", "staff", "2026-03-02 10:00")
    refused(law, "NotYours", road, "reverse", "machine", "2026-03-02 10:00", person=2)
    road.do("reverse", "staff", "2026-03-02 10:00", person=2)
    assert (road.state, road.effects) == ("reversed", ["block", "strike", "lift", "unstrike"])


def test_a_notifier_may_complain_too_and_then_the_uploader_has_six_months(law: SimpleNamespace) -> None:
    road = dsa(law).do("keep", "staff", "2026-01-06 10:00", decider=1, reason="Parody.")
    road.do("complain", "claimant", "2026-02-01 10:00", reason="It is none.")
    road.do("reverse", "staff", "2026-02-02 10:00", person=2)
    assert (road.state, road.laid) == ("restricted", True)
    assert road.falls("complaint") == utc("2026-08-03 22:00")  # 2 August is a Sunday
    road.do("complain", "uploader", "2026-07-01 10:00", reason="It is one.")
    road.do("uphold", "staff", "2026-07-02 10:00", person=3)
    road.do("go_out_of_court", "uploader", "2026-07-03 10:00").do(
        "follow_release", "staff", "2026-08-03 10:00"
    )
    assert (road.state, road.laid) == ("reversed", False)


def test_what_contradicts_the_notifier_is_not_restricted(law: SimpleNamespace) -> None:
    refused(law, "NotMet", dsa(law, standing="contradicted"), "restrict", "staff", "2026-01-06 10:00")


# --- D -----------------------------------------------------------------------------------------------


def test_stay_down_needs_proof_and_ends_by_retraction_court_licence_or_date(law: SimpleNamespace) -> None:
    at = "2026-01-05 10:00"
    for event, by in (("retract", "claimant"), ("court_ends", "court"), ("licence", "machine")):
        road = Road(law, "stay_down", "DE", at, "claimant")
        refused(law, "NotPossibleHere", road, "match", "machine", at, identical=True)
        road.do("prove", "staff", at).do("match", "machine", at, identical=True)
        assert road.wait("2036-01-05 10:00").state == "active"
        assert road.do(event, by, "2036-01-05 10:00").state == "ended"
        assert not road.laid
    road = Road(law, "stay_down", "DE", at, "claimant", until="2027-01-05T00:00:00+00:00").do(
        "prove", "staff", at
    )
    assert road.wait("2027-01-04 23:59").state == "active"
    assert road.wait("2027-01-05 00:00").state == "ended"


def test_stay_down_stops_what_is_identical_and_holds_the_rest_for_a_person(law: SimpleNamespace) -> None:
    at = "2026-01-05 10:00"
    road = Road(law, "stay_down", "DE", at, "claimant").do("prove", "staff", at)
    road.do("match", "machine", at, identical=True).do("match", "machine", at, identical=False)
    assert road.effects == ["block", "block", "hold"]
    assert ("staff", "review") in road.letters


def test_a_bare_reference_keeps_nothing_out(law: SimpleNamespace) -> None:
    road = Road(law, "stay_down", "DE", "2026-01-05 10:00", "claimant", standing="contradicted")
    refused(law, "NotMet", road, "prove", "staff", "2026-01-05 10:00")
    assert (road.wait("2026-03-05 10:00").state, road.effects) == ("abandoned", [])


# --- E -----------------------------------------------------------------------------------------------

SAT = "2015-05-02 09:00"


def ru_court(law: SimpleNamespace, **facts: Any) -> Road:
    return Road(law, "ru_court", "RU", SAT, "court", **facts)


def test_the_russian_route_runs_three_one_and_one_working_days(law: SimpleNamespace) -> None:
    road = ru_court(law)
    assert road.falls("regulator") == utc("2015-05-07 21:00")  # 4 May is a day off
    road.do("notify_host", "authority", "2015-05-07 09:00")
    assert road.falls("host") == utc("2015-05-08 21:00")
    road.do("notify_owner", "host", "2015-05-08 09:00")
    assert road.falls("owner") == utc("2015-05-12 21:00")  # Victory Day is kept on Monday
    road.do("suit", "claimant", "2015-05-09 09:00")
    road.do("restrict", "staff", "2015-05-12 09:00")
    assert (road.state, road.effects) == ("restricted", ["block"])
    assert ("host", "restriction_done") in road.letters
    assert road.wait("2025-05-12 09:00").state == "restricted"


def test_a_silent_site_loses_the_page_step_by_step_and_may_still_act(law: SimpleNamespace) -> None:
    road = ru_court(law).do("suit", "claimant", SAT).do("notify_owner", "authority", "2015-05-05 09:00")
    assert road.wait("2015-05-06 20:59").state == "owner_notified"
    assert road.wait("2015-05-06 21:00").state == "host_due"
    assert road.wait("2015-05-12 20:59").state == "host_due"
    assert road.wait("2015-05-12 21:00").state == "operators_due"
    assert road.wait("2015-05-13 21:00").state == "blocked_by_operators"
    assert road.effects == []
    assert road.do("restrict", "staff", "2015-05-15 21:00").state == "restricted"


def test_an_interim_act_lapses_when_no_suit_follows_in_its_term(law: SimpleNamespace) -> None:
    road = ru_court(law, suit_days=10).do("restrict", "staff", SAT)
    assert road.wait("2015-05-12 20:59").state == "restricted"
    assert road.laid
    road.wait("2015-05-12 21:00")
    assert (road.state, road.laid) == ("lapsed", False)
    assert ("uploader", "court_act_lapsed") in road.letters


def test_a_suit_in_the_term_keeps_the_interim_act(law: SimpleNamespace) -> None:
    road = ru_court(law).do("restrict", "staff", SAT).do("suit", "claimant", "2015-05-18 20:59")
    assert road.wait("2016-05-18 21:00").state == "restricted"
    late = ru_court(law).do("restrict", "staff", SAT)
    assert late.falls("suit") == utc("2015-05-18 21:00")  # the fifteenth day is a Sunday
    refused(law, "NotPossibleHere", late, "suit", "claimant", "2015-05-18 21:00")


def test_late_regulators_and_hosts_change_nothing(law: SimpleNamespace) -> None:
    road = ru_court(law).wait("2015-05-08 09:00").do("notify_host", "authority", "2015-05-08 10:00")
    assert road.wait("2015-05-15 09:00").state == "host_notified"
    assert road.effects == []


# --- F -----------------------------------------------------------------------------------------------


def application(law: SimpleNamespace, missing: list[str], **facts: Any) -> Road:
    road = Road(law, "ru_application", "RU", SAT, "claimant", **facts)
    return road.do("check", "staff", SAT, missing=missing)


def test_an_application_is_answered_within_a_day(law: SimpleNamespace) -> None:
    assert application(law, []).wait("2015-05-03 08:59").effects == []
    assert application(law, []).wait("2015-05-03 09:00").state == "removed"
    assert application(law, []).do("refuse", "staff", SAT, reason="Licence 5.").state == "refused"
    assert application(law, [], standing="contradicted").wait("2015-05-03 09:00").state == "refused"


def test_missing_data_is_asked_for_once_and_waited_for_a_day(law: SimpleNamespace) -> None:
    road = application(law, ["right"])
    assert (road.state, road.wait("2015-05-03 08:59").state) == ("asked", "asked")
    assert road.do("check", "claimant", "2015-05-03 08:59", missing=[]).state == "valid"
    assert application(law, ["right"]).do("check", "claimant", SAT, missing=["right"]).state == "dismissed"
    assert application(law, ["right"]).wait("2015-05-03 09:00").state == "dismissed"


# --- G -----------------------------------------------------------------------------------------------


def judged(law: SimpleNamespace, **facts: Any) -> Road:
    road = Road(law, "court", "RU", "2014-04-03 09:00", "claimant")
    road.do("evidence", "claimant", "2014-06-01 09:00").do("interim", "court", "2014-06-02 09:00")
    return road.do("judgment", "court", "2015-09-28 09:00", **facts)


def test_a_judgment_is_enforced_row_by_row_appealed_and_reversed(law: SimpleNamespace) -> None:
    road = judged(law, days=5)
    assert road.falls("enforcement") == utc("2015-10-03 21:00")
    road.do("comply", "staff", "2015-10-02 09:00")
    assert ("claimant", "certificate") in road.letters
    road.do("appeal", "staff", "2015-10-20 09:00")
    assert (road.state, road.laid) == ("appealed", True)
    road.do("reverse", "court", "2016-03-03 09:00")
    assert (road.state, road.laid) == ("reversed", False)


def test_an_appeal_that_suspends_gives_back_until_the_court_has_spoken(law: SimpleNamespace) -> None:
    road = judged(law).do("appeal", "staff", "2015-10-20 09:00", stayed=True)
    assert (road.state, road.laid) == ("stayed", False)
    assert (road.do("affirm", "court", "2016-03-03 09:00").state, road.laid) == ("final", True)


def test_a_judgment_nobody_appeals_within_a_month_is_final(law: SimpleNamespace) -> None:
    road = judged(law, days=300)
    assert road.wait("2015-10-28 20:59").state == "enforcing"
    assert road.wait("2015-10-28 21:00").state == "final"
    assert road.laid
    late = judged(law, days=300)
    refused(law, "NotPossibleHere", late, "appeal", "staff", "2015-10-28 21:00")


def test_enforcement_is_reminded_of_once(law: SimpleNamespace) -> None:
    road = judged(law, days=5).wait("2015-10-20 09:00")
    assert road.state == "enforcing"
    assert road.letters.count(("staff", "enforcement_overdue")) == 1


@pytest.mark.parametrize("when", ["2014-06-03 09:00", "2015-10-01 09:00"])
def test_one_claimant_settles_at_any_time(law: SimpleNamespace, when: str) -> None:
    road = Road(law, "court", "RU", "2014-04-03 09:00", "claimant").do("interim", "court", "2014-06-02 09:00")
    if when > "2015":
        road.do("judgment", "court", "2015-09-28 09:00")
    road.do("settle", "claimant", when)
    assert (road.state, road.laid) == ("settled", False)


# --- H -----------------------------------------------------------------------------------------------


def demand(law: SimpleNamespace, **facts: Any) -> Road:
    said = {"missing": []} | facts
    road = Road(law, "demand", "DE", "2026-03-02 10:00", "authority", "post", **said)
    return road.do("review", "staff", "2026-03-02 11:00")


def test_a_demand_with_a_legal_basis_is_met_narrowly_and_the_person_told(law: SimpleNamespace) -> None:
    road = demand(law).do("comply", "staff", "2026-03-03 10:00")
    assert (road.state, road.effects) == ("told", ["block"])
    assert ("uploader", "restricted_by_authority") in road.letters
    assert ("authority", "effect_given") in road.letters


@pytest.mark.parametrize("facts", [{"missing": ["law"]}, {"whole_site": True}])
def test_without_a_legal_basis_or_against_the_whole_site_nothing_can_be_complied_with(
    law: SimpleNamespace, facts: Any
) -> None:
    road = demand(law, **facts)
    refused(law, "NotMet", road, "comply", "staff", "2026-03-03 10:00")
    assert road.do("refuse", "staff", "2026-03-03 10:00", reason="No legal basis.").state == "refused"
    assert road.effects == []


def test_a_demand_is_never_met_by_silence(law: SimpleNamespace) -> None:
    road = demand(law).wait("2036-03-02 10:00")
    assert (road.state, road.effects) == ("legal_review", [])
    assert road.letters.count(("staff", "demand_overdue")) == 1


def test_a_ban_on_telling_ends_on_its_day(law: SimpleNamespace) -> None:
    road = demand(law, gag_until="2026-06-01T00:00:00+00:00").do("comply", "staff", "2026-03-03 10:00")
    assert road.state == "told_later"
    assert ("uploader", "restricted_by_authority") not in road.letters
    assert road.wait("2026-05-31 23:59").state == "told_later"
    assert road.wait("2026-06-01 00:00").state == "told"
    assert ("uploader", "restricted_by_authority") in road.letters


def test_an_authority_asked_in_vain_is_refused(law: SimpleNamespace) -> None:
    road = demand(law, missing=["law"]).do("ask", "staff", "2026-03-03 10:00")
    assert road.wait("2026-03-17 22:59").state == "asked"
    assert road.wait("2026-03-17 23:00").state == "refused"
    answered = demand(law, missing=["law"]).do("ask", "staff", "2026-03-03 10:00")
    answered.do("answer", "authority", "2026-03-04 10:00", missing=[]).do(
        "comply", "staff", "2026-03-05 10:00"
    )
    assert answered.state == "told"


def test_an_annulled_demand_gives_back(law: SimpleNamespace) -> None:
    road = demand(law).do("comply", "staff", "2026-03-03 10:00").do("annul", "court", "2026-04-03 10:00")
    assert (road.state, road.laid) == ("annulled", False)
    early = demand(law).do("annul", "authority", "2026-03-03 10:00")
    assert (early.state, early.effects) == ("annulled", [])


# --- all ---------------------------------------------------------------------------------------------


def test_a_proceeding_begins_with_its_own_event_by_its_own_party(law: SimpleNamespace) -> None:
    found = law.procedures.procedure_for("dmca", utc(MON), "US", law.terms.Subject.MUSIC)
    event = law.proceeding.Event
    with pytest.raises(law.errors.NotYours):
        law.proceeding.begin(found, "US", event("notice", law.terms.Party.UPLOADER, utc(MON)))
    with pytest.raises(law.errors.NotPossibleHere):
        law.proceeding.begin(found, "US", event("remove", law.terms.Party.CLAIMANT, utc(MON)))


def test_nothing_is_recorded_before_what_has_happened(law: SimpleNamespace) -> None:
    refused(law, "OutOfOrder", countered(law), "suit", "claimant", "2026-11-16 14:59")


def test_silence_comes_before_what_is_done_after_it(law: SimpleNamespace) -> None:
    case = countered(law).case
    late = law.proceeding.Event("suit", law.terms.Party.CLAIMANT, utc("2026-12-02 05:00"))
    with pytest.raises(law.errors.SilenceFirst):
        law.proceeding.step(case, late)


def test_what_a_party_may_do_now_is_listed(law: SimpleNamespace) -> None:
    party, possible = law.terms.Party, law.proceeding.possible
    case = countered(law).case
    assert possible(case, party.CLAIMANT, utc(MON)) == ("suit", "retract")
    assert possible(case, party.STAFF, utc(MON)) == ("mistake",)
    assert possible(case, party.UPLOADER, utc(MON)) == ()
    road = dsa(law).do("restrict", "staff", "2026-01-06 10:00", decider=1)
    assert "complain" in possible(road.case, party.UPLOADER, utc("2026-07-06 21:59"))
    assert "complain" not in possible(road.case, party.UPLOADER, utc("2026-07-06 22:00"))
    assert not road.case.closed
    assert road.do("retract", "claimant", "2026-01-07 10:00").case.closed
