"""What an answer carries beside its verdict: who is paid, why, until when, and what could be muted."""

from dataclasses import FrozenInstanceError, fields, replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from law_world import (
    FILE,
    LABEL,
    LENGTH,
    MEMBER,
    NOW,
    OTHER_SONG,
    RIVAL,
    SONG,
    World,
    allowed_world,
    empty_world,
    hour,
    owned_world,
    two_songs,
)

from akkord.rights.terms import (
    Action,
    BlockKind,
    BlockState,
    CommercialModel,
    Contest,
    Doubt,
    Gaps,
    Mode,
    Money,
    Right,
    Scope,
    Standing,
    Use,
    Verdict,
    Why,
)

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
PAY, ESCROW, WAIVED = Money


def lines(world: World) -> list[tuple[Any, ...]]:
    return [(payee.party, payee.fraction, payee.money) for payee in world.decide().payees]


def owned_by(law: SimpleNamespace, *shares: tuple[int, Any]) -> World:
    world = empty_world(law)
    world.record()
    world.match()
    for party, share in shares:
        world.own(party, share)
    return world


# Money


def test_a_sole_owner_is_paid_the_whole_under_its_licence(law: SimpleNamespace) -> None:
    world = owned_world(law)
    licence = world.license()
    assert world.decide().payees == (law.Payee(LABEL, Fraction(1), PAY, SONG, licence.id),)


def test_co_owners_are_paid_their_exact_shares(law: SimpleNamespace) -> None:
    world = owned_by(law, (RIVAL, 2 * THIRD), (LABEL, THIRD))
    world.license()
    world.license(RIVAL)
    assert lines(world) == [(LABEL, THIRD, PAY), (RIVAL, 2 * THIRD, PAY)]


def test_two_rows_of_one_owner_are_one_line(law: SimpleNamespace) -> None:
    world = owned_by(law, (LABEL, THIRD), (LABEL, 2 * THIRD))
    world.license()
    assert lines(world) == [(LABEL, Fraction(1), PAY)]


def test_of_several_licences_the_oldest_is_paid(law: SimpleNamespace) -> None:
    world = owned_world(law)
    world.license(where="DE")
    first = world.license()
    world.license()
    world.facts["licences"].reverse()
    assert world.decide().payees[0].licence == first.id


@pytest.mark.parametrize("waiving", ["grant", "report"])
def test_who_lets_it_pass_is_not_paid_and_does_not_swell_the_others(
    law: SimpleNamespace, waiving: str
) -> None:
    world = owned_by(law, (LABEL, THIRD), (RIVAL, 2 * THIRD))
    world.license(RIVAL)
    world.grant() if waiving == "grant" else world.policy(world.rule(Action.REPORT))
    assert lines(world) == [(LABEL, THIRD, WAIVED), (RIVAL, 2 * THIRD, PAY)]


def test_when_everybody_lets_it_pass_there_is_no_money(law: SimpleNamespace) -> None:
    world = owned_by(law, (LABEL, HALF), (RIVAL, HALF))
    world.grant()
    world.policy(world.rule(Action.REPORT), owner=RIVAL)
    assert (world.verdict(), lines(world)) == (Verdict.ALLOW_REPORT, [])


def test_a_gap_waits_in_escrow(law: SimpleNamespace) -> None:
    world = owned_by(law, (LABEL, THIRD))
    world.license()
    world.instance["gaps"] = Gaps.ESCROW
    assert lines(world) == [(LABEL, THIRD, PAY), (None, 2 * THIRD, ESCROW)]
    assert world.decide().payees[1].recording == SONG


def test_a_gap_waits_in_escrow_though_the_known_owner_asks_for_nothing(law: SimpleNamespace) -> None:
    world = owned_by(law, (LABEL, THIRD))
    world.grant()
    world.instance["gaps"] = Gaps.ESCROW
    assert lines(world) == [(LABEL, THIRD, WAIVED), (None, 2 * THIRD, ESCROW)]


def test_all_disputed_money_waits_in_escrow_by_claim(law: SimpleNamespace) -> None:
    world = owned_by(law, (LABEL, 1), (RIVAL, HALF))
    world.license()
    world.license(RIVAL)
    assert lines(world) == [(LABEL, 2 * THIRD, ESCROW), (RIVAL, THIRD, ESCROW)]


def test_a_generous_claimant_stays_in_the_dispute(law: SimpleNamespace) -> None:
    world = owned_by(law, (LABEL, 1), (RIVAL, 1))
    world.license()
    world.grant(RIVAL)
    assert lines(world) == [(LABEL, HALF, ESCROW), (RIVAL, HALF, ESCROW)]


def test_two_generous_claimants_dispute_over_nothing(law: SimpleNamespace) -> None:
    world = owned_by(law, (LABEL, 1), (RIVAL, 1))
    world.grant()
    world.grant(RIVAL)
    assert (world.verdict(), lines(world)) == (Verdict.ALLOW_REPORT, [])


def test_an_unknown_sound_earns_for_whoever_turns_up(law: SimpleNamespace) -> None:
    assert empty_world(law).decide().payees == (law.Payee(None, Fraction(1), ESCROW, None, None),)


def test_nobody_is_paid_for_a_free_recording(law: SimpleNamespace) -> None:
    world = owned_world(law)
    world.license()
    world.free()
    assert world.decide().payees == ()


def test_a_mix_pays_by_how_long_each_sounds(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.matches[1] = replace(world.matches[1], segments=(law.Segment(150_000, LENGTH, 0, 50_000),))
    assert [(p.recording, p.party, p.fraction) for p in world.decide().payees] == [
        (SONG, LABEL, 2 * THIRD),
        (OTHER_SONG, RIVAL, THIRD),
    ]


def test_two_matches_of_one_song_weigh_only_once_where_they_overlap(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.match(f0=50_000, f1=100_000, r0=0, r1=50_000)
    assert [payee.fraction for payee in world.decide().payees] == [HALF, HALF]


def test_a_free_part_of_a_mix_leaves_the_money_to_the_rest(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.free()
    assert lines(world) == [(RIVAL, Fraction(1), PAY)]


@pytest.mark.parametrize("forbid", ["hold", "block"])
def test_nobody_is_paid_for_what_is_not_heard(law: SimpleNamespace, forbid: str) -> None:
    world = allowed_world(law)
    if forbid == "block":
        world.block()
    else:
        world.file["scanned"] = False
    assert world.decide().payees == ()


def test_a_match_too_short_to_know_the_sound_by_leaves_its_money_waiting(law: SimpleNamespace) -> None:
    world = owned_by(law, (LABEL, HALF), (RIVAL, HALF))
    world.matches.clear()
    world.match(f1=1_000, r1=1_000)
    world.license(RIVAL)
    world.policy(world.rule(Action.REPORT))
    decision = world.decide()
    assert decision.verdict == Verdict.ALLOW_REPORT
    assert decision.payees == (law.Payee(None, Fraction(1), ESCROW),)
    assert {reason.why for reason in decision.reasons} == {Why.UNMATCHED, Why.OWNER_REPORTS, Why.LICENSED}


# Until when


@pytest.mark.parametrize(
    ("start", "end", "until"),
    [
        (None, None, None),
        (0, None, None),
        (0, 15, 15),
        (None, 15, 15),
        (12, 15, 15),
        (13, 15, 13),
        (13, None, 13),
        (0, 12, None),
    ],
)
@pytest.mark.parametrize("kind", ["block", "free", "license", "grant", "policy", "own", "match"])
def test_an_answer_lasts_until_the_next_boundary_of_what_it_looked_at(
    law: SimpleNamespace, kind: str, start: int | None, end: int | None, until: int | None
) -> None:
    world = owned_world(law)
    args = (world.rule(Action.REPORT),) if kind == "policy" else ()
    getattr(world, kind)(*args, when=(start, end))
    assert world.decide().valid_until == (None if until is None else hour(until))


def test_the_earliest_of_several_boundaries_ends_the_answer(law: SimpleNamespace) -> None:
    world = owned_world(law)
    for end in (20, 14, 17):
        world.license(when=(0, end))
    world.block(when=(15, 16))
    assert world.decide().valid_until == hour(14)


@pytest.mark.parametrize(
    "elsewhere",
    [
        lambda w: w.block(where="DE", when=(13, 14)),
        lambda w: w.block(uses=frozenset({Use.DOWNLOAD}), when=(13, 14)),
        lambda w: w.block(state=BlockState.LIFTED, when=(13, 14)),
        lambda w: w.block(BlockKind.NOTICE, state=BlockState.SUSPENDED, when=(13, 14)),
        lambda w: w.block(scope=Scope.account(MEMBER + 1), when=(13, 14)),
        lambda w: w.license(where="DE", when=(13, 14)),
        lambda w: w.license(models=frozenset({CommercialModel.FREE_OF_CHARGE}), when=(13, 14)),
        lambda w: w.license(uses=frozenset(), when=(13, 14)),
        lambda w: w.license(of={}, when=(13, 14)),
        lambda w: w.own(RIVAL, standing=Standing.ASSERTED, when=(13, 14)),
        lambda w: w.own(RIVAL, 0, when=(13, 14)),
        lambda w: w.own(RIVAL, right=Right.REPRODUCTION, when=(13, 14)),
        lambda w: w.own(RIVAL, where="DE", when=(13, 14)),
        lambda w: w.free(where="DE", when=(13, 14)),
        lambda w: w.grant(to=MEMBER + 1, when=(13, 14)),
        lambda w: w.grant(where="DE", when=(13, 14)),
        lambda w: w.policy(w.rule(Action.BLOCK, "DE"), when=(13, 14)),
        lambda w: w.policy(w.rule(Action.BLOCK), of={}, when=(13, 14)),
    ],
)
def test_boundaries_of_what_does_not_concern_the_question_end_nothing(
    law: SimpleNamespace, elsewhere: Any
) -> None:
    world = allowed_world(law)
    elsewhere(world)
    assert world.decide().valid_until is None


# Why


@pytest.mark.parametrize(
    ("kind", "contest"),
    [
        (BlockKind.COURT, Contest.COURT),
        (BlockKind.REGULATOR, Contest.AUTHORITY),
        (BlockKind.SAFETY, Contest.COMPLAINT),
        (BlockKind.STAYDOWN, Contest.DISPUTE),
        (BlockKind.NOTICE, Contest.COUNTER_NOTICE),
        (BlockKind.OWNER_POLICY, Contest.DISPUTE),
        (BlockKind.UPLOADER, Contest.OWN),
        (BlockKind.EMBARGO, Contest.WAIT),
    ],
)
def test_a_tombstone_names_who_forbids_by_which_case_and_how_to_contest(
    law: SimpleNamespace, kind: BlockKind, contest: Contest
) -> None:
    world = allowed_world(law)
    block = world.block(kind, case=77, claimant=LABEL, authority="Arbitration Court")
    assert world.decide().tombstone == (
        law.Reason(
            Why.BLOCKED,
            Verdict.BLOCK,
            contest,
            SONG,
            LABEL,
            "Arbitration Court",
            77,
            kind,
            None,
            (block.id,),
            None,
        ),
    )


def test_a_block_on_a_file_names_no_recording(law: SimpleNamespace) -> None:
    world = allowed_world(law)
    world.block(scope=Scope.file(FILE))
    assert world.decide().tombstone[0].recording is None


def test_a_softened_claim_asks_for_review(law: SimpleNamespace) -> None:
    world = allowed_world(law)
    world.matches.clear()
    world.match(f1=9_000, r1=9_000)
    world.file["lawful_use"] = True
    world.block(BlockKind.OWNER_POLICY)
    decision = world.decide()
    assert (decision.verdict, decision.tombstone[0].contest, decision.needs_review) == (
        Verdict.HOLD,
        Contest.REVIEW,
        True,
    )


@pytest.mark.parametrize("ruled", [False, True])
def test_a_quotation_is_reviewed_whoever_refuses_it(law: SimpleNamespace, ruled: bool) -> None:
    world = owned_world(law)
    world.matches.clear()
    world.match(f1=9_000, r1=9_000)
    world.file["lawful_use"] = True
    if ruled:
        world.policy(world.rule(Action.BLOCK))
    assert (reason_of(world).contest, world.decide().needs_review) == (Contest.REVIEW, True)


def reason_of(world: World) -> Any:
    (reason,) = world.decide().reasons
    return reason


def test_every_reason_names_its_recording_party_and_facts(law: SimpleNamespace) -> None:
    world = owned_by(law)
    assert reason_of(world) == law.Reason(Why.NO_OWNER, Verdict.HOLD, Contest.REVIEW, SONG)
    row = world.own()
    assert reason_of(world) == law.Reason(
        Why.UNLICENSED, Verdict.BLOCK, Contest.DISPUTE, SONG, LABEL, facts=(row.id,)
    )
    one, two = world.license(), world.license()
    world.facts["licences"].reverse()
    assert reason_of(world) == law.Reason(
        Why.LICENSED, Verdict.ALLOW, Contest.NOTHING, SONG, LABEL, facts=(one.id, two.id)
    )
    one, two = (world.policy(world.rule(Action.REPORT)) for _ in "12")
    world.facts["policies"].reverse()
    assert reason_of(world) == law.Reason(
        Why.OWNER_REPORTS, Verdict.ALLOW_REPORT, Contest.NOTHING, SONG, LABEL, facts=(one.id, two.id)
    )
    one, two = (world.policy(world.rule(Action.BLOCK)) for _ in "12")
    world.facts["policies"].reverse()
    assert reason_of(world) == law.Reason(
        Why.OWNER_BLOCKS, Verdict.BLOCK, Contest.DISPUTE, SONG, LABEL, facts=(one.id, two.id)
    )
    one, two = world.grant(), world.grant()
    world.facts["grants"].reverse()
    assert reason_of(world) == law.Reason(
        Why.GRANTED, Verdict.ALLOW, Contest.NOTHING, SONG, LABEL, facts=(one.id, two.id)
    )
    one, two = world.free(), world.free()
    world.facts["free"].reverse()
    assert reason_of(world) == law.Reason(
        Why.FREE, Verdict.ALLOW, Contest.NOTHING, SONG, facts=(one.id, two.id)
    )


def test_reasons_about_the_sum_of_shares_name_all_ownerships(law: SimpleNamespace) -> None:
    world = owned_by(law)
    rows = tuple(world.own(party, Fraction(1, 4)).id for party in (RIVAL, LABEL, RIVAL))
    world.facts["ownerships"].reverse()
    world.license()
    world.license(RIVAL)
    assert world.decide().tombstone == (law.Reason(Why.GAP, Verdict.HOLD, Contest.WAIT, SONG, facts=rows),)
    world.instance["gaps"] = Gaps.ESCROW
    assert world.decide().tombstone == (
        law.Reason(Why.GAP_IN_ESCROW, Verdict.ALLOW_REPORT, Contest.NOTHING, SONG, facts=rows),
    )
    rows = (*rows, world.own(LABEL, 1).id)
    assert world.decide().tombstone == (
        law.Reason(Why.OVERCLAIM, Verdict.ALLOW_REPORT, Contest.NOTHING, SONG, facts=rows),
    )


def test_an_unlicensed_owner_is_named_with_all_its_rows(law: SimpleNamespace) -> None:
    world = owned_by(law, (LABEL, HALF), (LABEL, HALF))
    rows = tuple(row.id for row in world.facts["ownerships"])
    world.facts["ownerships"].reverse()
    assert reason_of(world).facts == rows


def test_doubts_say_which_and_that_one_can_only_wait(law: SimpleNamespace) -> None:
    world = allowed_world(law)
    expired = [world.match(when=(0, 5)).id, world.match(when=(0, 6)).id]
    world.matches.reverse()
    world.match(OTHER_SONG)
    world.file.update(scanned=False, doubts=frozenset({Doubt.ERROR, Doubt.CLOCK}))
    held, wait = Verdict.HOLD, Contest.WAIT
    assert world.decide().tombstone == (
        law.Reason(Why.DOUBT, held, wait, doubt=Doubt.CLOCK),
        law.Reason(Why.DOUBT, held, wait, doubt=Doubt.ERROR),
        law.Reason(Why.NOT_SCANNED, held, wait),
        law.Reason(Why.MATCH_EXPIRED, held, wait, SONG, facts=tuple(expired)),
        law.Reason(Why.RECORDING_UNKNOWN, held, wait, OTHER_SONG),
    )


def test_an_unknown_sound_says_so(law: SimpleNamespace) -> None:
    world = empty_world(law)
    assert reason_of(world) == law.Reason(Why.UNMATCHED, Verdict.ALLOW_REPORT, Contest.NOTHING)
    assert not world.decide().needs_review
    world.instance["mode"] = Mode.STRICT
    assert reason_of(world) == law.Reason(Why.UNREVIEWED, Verdict.HOLD, Contest.REVIEW)
    assert world.decide().needs_review


def test_reasons_come_sternest_first_then_by_rule_recording_party_and_fact(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.drop("licences")
    world.drop("ownerships")
    for party, recording in [(RIVAL, SONG), (LABEL, SONG), (LABEL, OTHER_SONG)]:
        world.own(party, HALF, recording=recording)
    late, early = world.block(), world.block()
    assert late.id < early.id
    world.facts["blocks"].reverse()
    world.grant(RIVAL)
    assert [(r.verdict, r.why, r.recording, r.party) for r in world.decide().reasons] == [
        (Verdict.BLOCK, Why.BLOCKED, SONG, None),
        (Verdict.BLOCK, Why.BLOCKED, SONG, None),
        (Verdict.BLOCK, Why.UNLICENSED, SONG, LABEL),
        (Verdict.BLOCK, Why.UNLICENSED, OTHER_SONG, LABEL),
        (Verdict.HOLD, Why.GAP, OTHER_SONG, None),
        (Verdict.ALLOW, Why.GRANTED, SONG, RIVAL),
    ]
    assert [reason.facts for reason in world.decide().reasons[:2]] == [(late.id,), (early.id,)]


# What could be muted


def spans(world: World) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in world.decide().mute]


def test_a_mix_could_be_heard_without_its_unlicensed_song(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.facts["licences"].pop()
    assert (world.verdict(), spans(world)) == (Verdict.BLOCK, [(100_000, LENGTH)])


def test_a_mix_could_be_heard_without_its_unowned_song(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.facts["ownerships"].pop()
    assert (world.verdict(), spans(world)) == (Verdict.HOLD, [(100_000, LENGTH)])


def test_a_reported_song_of_a_mix_is_not_muted(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.facts["licences"].pop()
    world.policy(world.rule(Action.REPORT))
    assert spans(world) == [(100_000, LENGTH)]


def test_strict_two_silenced_songs_leave_an_unknown_rest(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.matches[1] = replace(world.matches[1], segments=(law.Segment(100_000, 150_000, 0, 50_000),))
    world.drop("licences")
    world.facts["ownerships"].pop()
    assert spans(world) == [(0, 150_000)]
    world.instance["mode"] = Mode.STRICT
    assert spans(world) == []


def test_nothing_is_muted_where_all_may_be_heard(law: SimpleNamespace) -> None:
    assert spans(two_songs(law)) == []
    assert spans(empty_world(law)) == []


def test_muting_all_is_no_way_out(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.drop("licences")
    assert spans(world) == []


@pytest.mark.parametrize(
    ("f0", "f1", "left"),
    [
        (0, LENGTH - 1, True),
        (1, LENGTH, True),
        (0, LENGTH, False),
        (-9, LENGTH + 9, False),
        (50, 9_000, True),
    ],
)
def test_something_must_be_left_to_hear(law: SimpleNamespace, f0: int, f1: int, left: bool) -> None:
    world = owned_world(law)
    world.matches.clear()
    world.match(f0=f0, f1=f1)
    assert spans(world) == ([(f0, f1)] if left else [])


def test_touching_stretches_are_muted_as_one(law: SimpleNamespace) -> None:
    world = owned_world(law)
    world.matches.clear()
    world.match(
        segments=(
            (50_000, 60_000, 0, 9),
            (10_000, 20_000, 0, 9),
            (20_000, 30_000, 0, 9),
            (15_000, 18_000, 0, 9),
        )
    )
    assert spans(world) == [(10_000, 30_000), (50_000, 60_000)]


def test_later_stretches_are_joined_too(law: SimpleNamespace) -> None:
    world = owned_world(law)
    world.matches.clear()
    world.match(
        segments=tuple((f0, f1, 0, 9) for f0, f1 in [(10, 20), (50, 60), (55, 70), (60, 65), (90, 6_000)])
    )
    assert spans(world) == [(10, 20), (50, 70), (90, 6_000)]


def test_two_stretches_that_leave_a_gap_leave_something(law: SimpleNamespace) -> None:
    world = owned_world(law)
    world.matches.clear()
    world.match(segments=((0, 90_000, 0, 90_000), (100_000, LENGTH, 100_000, LENGTH)))
    assert spans(world) == [(0, 90_000), (100_000, LENGTH)]


def test_an_unknown_rest_is_judged_as_unknown(law: SimpleNamespace) -> None:
    world = owned_world(law)
    world.matches.clear()
    world.match(f1=50_000, r1=50_000)
    assert spans(world) == [(0, 50_000)]
    world.instance["mode"] = Mode.STRICT
    assert spans(world) == []
    world.file.update(attested=True, reviewed=True)
    assert spans(world) == [(0, 50_000)]


def test_strict_a_rest_with_a_known_song_passes(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.instance["mode"] = Mode.STRICT
    world.facts["licences"].pop()
    assert spans(world) == [(100_000, LENGTH)]


def test_strict_a_rest_with_a_song_too_short_to_count_does_not(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.instance.update(mode=Mode.STRICT, minimum_ms=50_000)
    world.matches[0] = replace(world.matches[0], segments=(law.Segment(0, 9_000, 0, 9_000),))
    world.facts["licences"].clear()
    world.policy(world.rule(Action.REPORT))
    assert spans(world) == []


@pytest.mark.parametrize("barred", ["block", "doubt"])
def test_a_block_or_a_doubt_is_not_muted_away(law: SimpleNamespace, barred: str) -> None:
    world = two_songs(law)
    world.facts["licences"].pop()
    if barred == "block":
        world.block(scope=Scope.recording(OTHER_SONG))
    else:
        world.file["scanned"] = False
    assert spans(world) == []


# What cannot be stated


def test_impossible_facts_are_refused_by_name(law: SimpleNamespace) -> None:
    world = empty_world(law)
    naive = NOW.replace(tzinfo=None)
    for error, attempt in [
        (law.EmptyPeriod, lambda: world.period((3, 3))),
        (law.EmptyPeriod, lambda: world.period((4, 3))),
        (law.NaiveInstant, lambda: law.Period(naive, None)),
        (law.NaiveInstant, lambda: law.Period(None, naive)),
        (law.NaiveInstant, lambda: world.the_query(at=naive)),
        (law.ShareOutOfRange, lambda: world.own(share=Fraction(-1, 100))),
        (law.ShareOutOfRange, lambda: world.own(share=Fraction(101, 100))),
        (law.EmptySpan, lambda: law.Segment(5, 5, 0, 9)),
        (law.EmptySpan, lambda: law.Segment(0, 9, 5, 5)),
        (law.NoSegments, lambda: world.match(segments=())),
        (law.NoLength, lambda: world.match(reference_ms=0)),
        (law.NoLength, lambda: World(law, file={"length_ms": 0}).the_file()),
    ]:
        with pytest.raises(error) as refusal:
            attempt()
        assert isinstance(refusal.value, law.ImpossibleFact)
        assert str(refusal.value)


def test_the_smallest_possible_facts_are_accepted(law: SimpleNamespace) -> None:
    world = empty_world(law)
    world.own(share=0)
    world.own(share=1)
    world.match(f1=1, r1=1, reference_ms=1)
    assert law.FileFacts(file=1, length_ms=1, scanned=True).account is None


def test_what_was_stated_or_answered_cannot_be_changed(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.grant()
    world.free()
    world.block()
    world.policy(world.rule(Action.BLOCK))
    world.license(mix=(0, 0))
    facts, file, query, decision = world.the_facts(), world.the_file(), world.the_query(), world.decide()
    payee = empty_world(law).decide().payees[0]
    licence, rule = facts.licences[-1], facts.policies[0].rules[0]
    stated = [kind[0] for name, kind in vars(facts).items() if isinstance(kind, tuple)]
    for thing in (
        *(
            facts,
            file,
            query,
            decision,
            payee,
            decision.reasons[0],
            facts.instance,
            law.WORLDWIDE,
            law.ALWAYS,
        ),
        *(licence.mix, licence.repertoire, rule, rule.condition, rule.condition.matched_ms, *file.matches),
        *(file.matches[0].segments[0], *stated),
    ):
        with pytest.raises(FrozenInstanceError):
            setattr(thing, fields(thing)[0].name, None)
