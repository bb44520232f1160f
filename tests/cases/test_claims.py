"""Claims on uploads: who opens them, what the uploader's word and the claimant's silence free, what stays."""

import json
from datetime import timedelta
from fractions import Fraction
from itertools import chain
from typing import Any

import pytest

from akkord.cases import actions, claim_queries, claims, errors, proceedings, stay_down
from akkord.cases.law.terms import Party
from akkord.cases.models import Letter, Proceeding, Strike
from akkord.catalogue.errors import NotRepresented
from akkord.catalogue.models import Recording
from akkord.flow import clock, jobs
from akkord.flow.models import Job
from akkord.ledger.models import Entry
from akkord.ledger.rules import in_force, order_differences
from akkord.music import actions as music_actions
from akkord.music import queries as music
from akkord.music.errors import NoSuchUpload
from akkord.music.rules import Listener
from akkord.rights import actions as rights
from akkord.rights import queries as facts
from akkord.rights.models import Block, Ownership
from akkord.rights.terms import BlockKind, CommercialModel, RecordingId, Scope, Standing, UseType, Verdict
from cases import makers

pytestmark = pytest.mark.django_db


def told(tracks: list[Any]) -> None:
    """What the life of an upload does when facts change: its story says what is silent."""
    for track in tracks:
        music_actions.retell(track.upload_id)


def verdict(track: Any) -> Verdict:
    return music.decide_for(Listener(None, "DE"), [track])[track.pk].verdict


def ordered(rep: Any, label: Any, text: str) -> Any:
    order = actions.file_order(rep, label, title="Autumn", reason="Not licensed", text=text)
    return actions.execute_order(rep, order)


@pytest.fixture
def world() -> Any:
    """A label with a recording under order, and two members' copies of it."""
    label, rep = makers.label()
    rights.grant_licence(rep, label, uses=list(UseType), models=list(CommercialModel))
    mine = makers.recordings(label, 1)[0]
    sounds, member = makers.sounds(2), makers.person()
    tracks = makers.tracks(member, sounds)
    makers.matched(sounds, [mine] * 2)
    ordered(rep, label, mine.isrc)
    told(tracks)
    return label, rep, member, tracks, mine


def open_claims(label: Any) -> list[Proceeding]:
    return list(Proceeding.objects.filter(organisation=label, closed_at=None).order_by("pk"))


def contest(member: Any, track: Any, ground: str = "wrong_match") -> Proceeding:
    (filed,) = claims.contest(member, track.upload_id, ground, "It is my own guitar.")
    return filed


def later(**passed: float) -> Any:
    """So much time has gone by, and what fell due was done by the worker, each at its own time."""
    moment = clock.now() + timedelta(**passed)
    while job := Job.objects.filter(state="waiting", run_at__lte=moment).order_by("run_at", "pk").first():
        with clock.at(max(job.run_at, job.enqueued_at)):
            taken = jobs.take("tests")
            assert taken is not None
            assert jobs.run(taken, "tests"), Job.objects.get(pk=taken.id).error
    return clock.at(moment)


def test_a_contest_goes_to_the_party_behind_the_silence_and_to_nobody_else(world) -> None:  # type: ignore[no-untyped-def]
    label, _, member, tracks, _ = world
    bystander, rep = makers.label()
    makers.matched([tracks[0].sound], makers.recordings(bystander, 1))
    rights.grant_licence(rep, bystander, uses=list(UseType), models=list(CommercialModel))
    filed = contest(member, tracks[0])
    assert list(claim_queries.claims_against(label.pk)) == [filed]
    assert not claim_queries.claims_against(bystander.pk).exists()
    assert contest(member, tracks[0]) == filed
    assert filed.state == "disputed"


def test_a_contest_needs_ones_own_claimed_upload_and_words(world) -> None:  # type: ignore[no-untyped-def]
    _, _, member, tracks, _ = world
    for ground, text in (("owner", "  "), ("nonsense", "x")):
        with pytest.raises(errors.ContestEmpty):
            claims.contest(member, tracks[0].upload_id, ground, text)
    with pytest.raises(NoSuchUpload):
        claims.contest(makers.person(), tracks[0].upload_id, "owner", "x")
    free = makers.tracks(member, makers.sounds(1))
    told(free)
    with pytest.raises(errors.NothingToContest):
        claims.contest(member, free[0].upload_id, "owner", "x")


def test_a_release_by_word_frees_exactly_that_sound(world) -> None:  # type: ignore[no-untyped-def]
    label, rep, member, tracks, mine = world
    filed = contest(member, tracks[0])
    answered = claims.answer(rep, label, filed.pk, release=True, answer="")
    assert answered.state == "released"
    assert verdict(tracks[0]) < Verdict.HOLD
    assert verdict(tracks[1]) == Verdict.BLOCK
    copies = makers.sounds(1)
    makers.matched(copies, [mine])
    assert verdict(makers.tracks(member, copies)[0]) == Verdict.BLOCK
    again = makers.tracks(makers.person(), [tracks[0].sound])[0]
    assert verdict(again) < Verdict.HOLD
    assert claims.answer(rep, label, filed.pk, release=False, answer="no").state == "released"


def test_a_release_by_word_frees_nothing_from_a_court(world) -> None:  # type: ignore[no-untyped-def]
    label, rep, member, tracks, mine = world
    forbidden = rights.Wanted(
        kind=BlockKind.COURT, scope=Scope.recording(RecordingId(mine.pk)), authority="LG Hamburg"
    )
    rights.block(makers.person(is_staff=True), forbidden)
    claims.answer(rep, label, contest(member, tracks[0]).pk, release=True, answer="")
    assert verdict(tracks[0]) == Verdict.BLOCK


def test_standing_by_a_claim_needs_words_and_frees_nothing(world) -> None:  # type: ignore[no-untyped-def]
    label, rep, member, tracks, _ = world
    filed = contest(member, tracks[0], "owner")
    with pytest.raises(errors.AnswerEmpty):
        claims.answer(rep, label, filed.pk, release=False, answer=" ")
    answered = claims.answer(rep, label, filed.pk, release=False, answer="It is ours.")
    assert answered.state == "reinstated"
    assert [step.said for step in answered.steps.order_by("pk")][-2:] == [
        "It is my own guitar.",
        "It is ours.",
    ]
    assert verdict(tracks[0]) == Verdict.BLOCK
    assert contest(member, tracks[0]).state == "appealed"
    with pytest.raises(errors.NoticeNeeded):
        claims.answer(rep, label, filed.pk, release=False, answer="It is ours.")


def test_only_the_claimant_answers(world) -> None:  # type: ignore[no-untyped-def]
    label, _, member, tracks, _ = world
    filed = contest(member, tracks[0])
    other, their_rep = makers.label()
    with pytest.raises(NotRepresented):
        claims.answer(their_rep, label, filed.pk, release=True, answer="")
    with pytest.raises(errors.NoSuchContest):
        claims.answer(their_rep, other, filed.pk, release=True, answer="")
    with pytest.raises(errors.SecondPersonNeeded):
        proceedings.record_event(filed.public_id, "release", Party.STAFF, person=makers.person(is_staff=True))


@pytest.fixture
def unlicensed() -> Any:
    """A label that licensed nothing, and a member whose upload holds its recording."""
    label, rep = makers.label()
    mine = makers.recordings(label, 1)[0]
    sound, member = makers.sounds(1), makers.person()
    makers.matched(sound, [mine])
    (track,) = makers.tracks(member, sound)
    told([track])
    claims.keep_claims(track.upload_id, first=True)
    return label, rep, member, track, mine


def test_a_decision_that_an_owner_refuses_opens_one_claim_and_a_licence_ends_it(unlicensed) -> None:  # type: ignore[no-untyped-def]
    label, rep, member, track, _ = unlicensed
    claims.keep_claims(track.upload_id, first=True)
    (claim,) = open_claims(label)
    assert (claim.state, claim.upload_id) == ("claimed", track.upload_id)
    assert Letter.objects.get(proceeding=claim).person == member
    rights.grant_licence(rep, label, uses=list(UseType), models=list(CommercialModel))
    told([track])
    claims.keep_claims(track.upload_id, first=False)
    assert open_claims(label) == []
    claim.refresh_from_db()
    assert claim.state == "ended"


def test_thirty_days_of_silence_release_the_claim_and_nothing_else(unlicensed) -> None:  # type: ignore[no-untyped-def]
    label, rep, member, track, mine = unlicensed
    filed = contest(member, track)
    with later(days=29):
        assert verdict(track) == Verdict.BLOCK
    with later(days=31):
        filed.refresh_from_db()
        assert filed.state == "released"
        assert verdict(track) < Verdict.HOLD
        assert {"released_by_silence", "silence_released"} <= set(
            Letter.objects.filter(proceeding=filed).values_list("template", flat=True)
        )
        assert standing_lines() == held_entries()
        # What is ordered of the recording afterwards silences this copy like every other.
        ordered(rep, label, mine.isrc)
        assert verdict(track) == Verdict.BLOCK


def test_silence_lifts_no_stay_down(world) -> None:  # type: ignore[no-untyped-def]
    _, _, member, tracks, _ = world
    filed = contest(member, tracks[0])
    with later(days=31):
        filed.refresh_from_db()
        assert filed.state == "released"
        assert verdict(tracks[0]) == Verdict.BLOCK


def test_one_owners_release_leaves_the_other_owners_claim(unlicensed) -> None:  # type: ignore[no-untyped-def]
    label, rep, member, track, mine = unlicensed
    other, their_rep = makers.label()
    Ownership.objects.filter(recording=mine).update(share="1/2")
    proven = {"standing": Standing.EVIDENCED, "source": "contract 1"}
    rights.record_ownership(makers.person(is_staff=True), mine.pk, other, Fraction(1, 2), **proven)
    both = claims.contest(member, track.upload_id, "owner", "Mine.")
    assert {filed.organisation for filed in both} == {label, other}
    for owner, acting, heard in ((label, rep, False), (other, their_rep, True)):
        (filed,) = [each for each in both if each.organisation == owner]
        claims.answer(acting, owner, filed.pk, release=True, answer="")
        assert (verdict(track) < Verdict.HOLD) == heard


def test_an_appeal_is_met_by_a_statutory_notice_or_released_in_seven_days(unlicensed) -> None:  # type: ignore[no-untyped-def]
    label, rep, member, track, _ = unlicensed
    filed = contest(member, track)
    claims.answer(rep, label, filed.pk, release=False, answer="It is ours.")
    assert contest(member, track).state == "appealed"
    with later(days=6):
        given = {
            "signature": "Ada Holder",
            "works": "Song",
            "places": f"https://akkord.example/audio{track.pk}",
            "mail": "ada@label.example",
            "good_faith": "on",
            "accuracy": "on",
        }
        proceedings.open_notice("dmca", given, country="US", organisation=label, person=rep)
        filed.refresh_from_db()
        assert filed.state == "noticed"
    assert verdict(track) == Verdict.BLOCK


def test_scenario_8_references_delivered_later_bring_one_letter_about_all_and_no_strike() -> None:
    """Small: silent by the decision; one digest for each uploader; no strikes for what came before."""
    label, _ = makers.label()
    one, other = makers.person(), makers.person()
    tracks = [*makers.tracks(one, makers.sounds(4)), *makers.tracks(other, makers.sounds(2))]
    told(tracks)
    mine = makers.recordings(label, len(tracks))
    makers.matched([track.sound for track in tracks], mine)
    told(tracks)
    for track in tracks:
        claims.keep_claims(track.upload_id, first=False)
        assert verdict(track) == Verdict.BLOCK
    assert not Letter.objects.exists()
    with later(hours=2):
        assert len(open_claims(label)) == len(tracks)
        sent = sorted(Letter.objects.values_list("person", "template"))
        assert sent == [(one.pk, "claims_found"), (other.pk, "claims_found")]
        assert not Strike.objects.exists()


def test_what_was_removed_and_comes_again_brings_one_strike_that_a_release_takes_back(world) -> None:  # type: ignore[no-untyped-def]
    label, rep, member, _, mine = world
    with later(hours=1):
        again, stranger = makers.tracks(member, makers.sounds(2)), makers.person()
        matched = [*again, *makers.tracks(stranger, makers.sounds(1))]
        makers.matched([track.sound for track in matched], [mine] * 3)
        told(matched)
        for track in matched:
            claims.keep_claims(track.upload_id, first=True)
        (strike,) = Strike.objects.all()
        assert (strike.person, strike.upload_id, strike.block.scope_id) == (
            member,
            again[0].upload_id,
            mine.pk,
        )
        assert Letter.objects.get(template="strike").person == member
        (filed,) = claims.contest(member, again[0].upload_id, "owner", "I made it.")
        claims.answer(rep, label, filed.pk, release=True, answer="")
        assert not Strike.objects.filter(lifted_at=None).exists()


def test_a_release_by_silence_counts_against_its_claimant(unlicensed, client) -> None:  # type: ignore[no-untyped-def]
    label, rep, member, track, mine = unlicensed
    second = makers.sounds(1)
    makers.matched(second, [mine])
    (stood_by,) = makers.tracks(member, second)
    told([stood_by])
    claims.keep_claims(stood_by.upload_id, first=True)
    claims.answer(rep, label, contest(member, stood_by).pk, release=False, answer="It is ours.")
    contest(member, track)
    with later(days=31):
        (score,) = client.get("/transparency/precision.json").json()["scores"]
        assert (score["party"], score["upheld"], score["decided"]) == (label.name, 1, 2)
        assert score["released_by_silence"] == 1
        (held,) = claim_queries.disputed_periods(track.upload_id)[label.pk]
        released = Proceeding.objects.get(upload=track.upload_id)
        assert (held.winner, held.ends) == (Party.UPLOADER, released.closed_at)
        assert label.name in client.get("/transparency/precision").content.decode()


def test_a_bare_claim_opens_and_silences_nothing_and_what_is_free_cannot_be_claimed() -> None:
    label, rep = makers.label()
    (track,) = makers.tracks(makers.person(), makers.sounds(1))
    told([track])
    filed = claims.claim(rep, label, track.pk, "It sounds like ours.")
    assert claims.claim(rep, label, track.pk, "Again.") == filed
    assert filed.facts["standing"] == "unknown"
    assert verdict(track) < Verdict.HOLD
    with pytest.raises(errors.NoReason):
        claims.claim(rep, label, track.pk, " ")
    with pytest.raises(NotRepresented):
        claims.claim(makers.person(), label, track.pk, "Mine.")
    owner, _ = makers.label()
    makers.matched([track.sound], makers.recordings(owner, 1))
    stranger, their_rep = makers.label()
    with pytest.raises(errors.NothingToClaim):
        claims.claim(their_rep, stranger, track.pk, "Ours.")


def test_a_released_notice_is_lifted_with_a_line_and_the_ear_forgets_it(ear) -> None:  # type: ignore[no-untyped-def]
    label, rep = makers.label()
    member = makers.person()
    sound, copy = makers.sounds(2)
    track, again = makers.tracks(member, [sound, copy])
    order = ordered(rep, label, f"/audio{track.pk}")
    stay_down.learn.func(order.pk)
    (listed,) = ear.knows
    makers.matched([copy], [Recording.objects.get(pk=listed)])
    told([track, again])
    assert verdict(again) == Verdict.BLOCK
    claims.answer(rep, label, contest(member, track).pk, release=True, answer="We were wrong.")
    assert verdict(track) < Verdict.HOLD
    assert verdict(again) < Verdict.HOLD
    assert not Block.objects.filter(withdrawn_at=None).exists()
    assert Block.objects.filter(lifting=None).count() == 0
    job = Job.objects.get(task__endswith="stay_down.forget")
    stay_down.forget.func(*job.arguments["args"])
    assert ear.knows == {}


def test_after_orders_notices_and_releases_the_log_stands_for_exactly_what_the_tables_hold(ear) -> None:  # type: ignore[no-untyped-def]
    label, rep = makers.label()
    member = makers.person()
    mine = makers.recordings(label, 2)
    matched, lone, other = makers.sounds(3)
    tracks = makers.tracks(member, [matched, lone, other])
    makers.matched([matched], [mine[0]])
    names = [mine[0].isrc, mine[1].isrc, *(f"/audio{t.pk}" for t in tracks)]
    order = ordered(rep, label, "\n".join(names))
    stay_down.learn.func(order.pk)
    told(tracks)
    assert standing_lines() == held_entries()
    for track in tracks[:2]:
        claims.answer(rep, label, contest(member, track).pk, release=True, answer="")
    told(tracks)
    assert standing_lines() == held_entries()
    assert verdict(tracks[2]) == Verdict.BLOCK
    assert list(order_differences(bodies())) == []


def bodies() -> list[dict[str, Any]]:
    return [json.loads(bytes(body)) for body in Entry.objects.order_by("pk").values_list("body", flat=True)]


def standing_lines() -> set[str]:
    return set(in_force(bodies()))


def held_entries() -> set[str]:
    return {held.entry for held in chain(music.restrictions_in_force(), facts.restrictions_in_force())}
