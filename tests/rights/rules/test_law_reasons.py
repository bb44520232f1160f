"""Why: what each reason names, how it can be contested, in which order reasons come."""

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from law_world import (
    FILE,
    LABEL,
    OTHER_SONG,
    RIVAL,
    SONG,
    World,
    allowed_world,
    empty_world,
    owned_by,
    owned_world,
    two_songs,
)

from akkord.rights.terms import (
    Action,
    BlockKind,
    Contest,
    Doubt,
    Gaps,
    Mode,
    Money,
    Scope,
    Verdict,
    Why,
)

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
PAY, ESCROW, WAIVED = Money


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
