"""Who is paid what part of a play: exact shares, gaps and disputes in escrow, nothing for silence."""

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from law_world import (
    LABEL,
    LENGTH,
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
    Gaps,
    Money,
    Verdict,
    Why,
)

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
PAY, ESCROW, WAIVED = Money


def lines(world: World) -> list[tuple[Any, ...]]:
    return [(payee.party, payee.fraction, payee.money) for payee in world.decide().payees]


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
