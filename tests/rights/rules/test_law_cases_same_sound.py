"""Two recordings with one sound: never doubled, and until it is agreed whose it is the stricter of both."""

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from law_world import LABEL, LENGTH, OTHER_SONG, RIVAL, SONG, World, hour, two_songs

from akkord.rights.terms import Action, BlockKind, Money, Scope, Verdict, Why

HALF = Fraction(1, 2)


def doubled(law: SimpleNamespace, *, merged: bool = False, second: int = RIVAL) -> World:
    """One sound under two recordings, each wholly owned and licensed; the ear named the first alone."""
    world = World(law)
    world.record()
    world.record(OTHER_SONG, works=(), releases=())
    world.match()
    world.own()
    world.own(second, recording=OTHER_SONG)
    world.license()
    if second != LABEL:
        world.license(second)
    world.same_sound(merged=merged)
    return world


def paid(world: World) -> dict[tuple[Any, Money], Fraction]:
    total: dict[tuple[Any, Money], Fraction] = {}
    for payee in world.decide().payees:
        key = (payee.party, payee.money)
        total[key] = total.get(key, Fraction(0)) + payee.fraction
    return total


def test_a_sound_under_two_owners_earns_once_and_waits(law: SimpleNamespace) -> None:
    world = doubled(law)
    assert world.verdict() == Verdict.ALLOW_REPORT
    assert paid(world) == {(LABEL, Money.ESCROW): HALF, (RIVAL, Money.ESCROW): HALF}
    assert [reason.why for reason in world.decide().tombstone] == [Why.SAME_SOUND]


def test_a_sound_twice_in_one_owners_catalogue_is_paid_as_ever(law: SimpleNamespace) -> None:
    world = doubled(law, second=LABEL)
    assert world.verdict() == Verdict.ALLOW
    assert paid(world) == {(LABEL, Money.PAY): 1}
    assert paid(doubled(law, second=LABEL, merged=True)) == {(LABEL, Money.PAY): 1}


@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize("number", [SONG, OTHER_SONG])
def test_what_forbids_either_silences_both(law: SimpleNamespace, merged: bool, number: int) -> None:
    for delivered in (None, SONG, OTHER_SONG):
        world = doubled(law, merged=merged)
        if delivered is not None:
            world.matches, world.file = [], {"delivered_as": delivered}
        assert world.verdict() == Verdict.ALLOW_REPORT
        world.block(BlockKind.COURT, Scope.recording(number))
        assert world.verdict() == Verdict.BLOCK


@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize("licensor", [LABEL, RIVAL])
def test_a_licence_of_one_does_not_license_what_the_other_forbids(
    law: SimpleNamespace, merged: bool, licensor: int
) -> None:
    world = doubled(law, merged=merged)
    world.drop("licences")
    world.license(licensor)
    assert world.verdict() == Verdict.BLOCK
    world = doubled(law, merged=merged)
    world.policy(world.rule(Action.BLOCK), owner=RIVAL)
    assert world.verdict() == Verdict.BLOCK


def test_what_an_owner_permits_of_one_of_its_own_it_permits_of_the_sound(law: SimpleNamespace) -> None:
    """An album that is delivered before its day silences no single of the same label."""
    for merged in (False, True):
        for of in ({"recordings": frozenset({SONG})}, {"recordings": frozenset({OTHER_SONG})}):
            world = doubled(law, second=LABEL, merged=merged)
            world.drop("licences")
            world.license(of=of)
            assert world.verdict() == Verdict.ALLOW
            world.drop("licences")
            world.grant(of=of)
            assert world.verdict() == Verdict.ALLOW
    partly = doubled(law, second=LABEL)
    partly.drop("licences")
    partly.own(RIVAL, HALF, OTHER_SONG)
    partly.license(of={"recordings": frozenset({SONG})})
    assert partly.verdict() == Verdict.BLOCK, "the label speaks for itself alone"
    foreign = doubled(law)
    foreign.drop("licences")
    foreign.license()
    foreign.license(RIVAL, of={"recordings": frozenset({SONG})})
    assert foreign.verdict() == Verdict.BLOCK, "nobody licenses what they do not own"


def test_until_it_is_agreed_each_recording_is_free_and_whole_by_itself(law: SimpleNamespace) -> None:
    apart, one = (doubled(law, merged=merged) for merged in (False, True))
    for world in (apart, one):
        world.drop("licences")
        world.free(OTHER_SONG)
    assert (apart.verdict(), one.verdict()) == (Verdict.BLOCK, Verdict.ALLOW)
    apart, one = (doubled(law, merged=merged) for merged in (False, True))
    for world in (apart, one):
        world.drop("ownerships")
        world.own(share=HALF)
        world.own(RIVAL, HALF, OTHER_SONG)
    assert (apart.verdict(), one.verdict()) == (Verdict.HOLD, Verdict.ALLOW)
    assert paid(one) == {(LABEL, Money.PAY): HALF, (RIVAL, Money.PAY): HALF}


def test_two_wholes_of_what_is_one_recording_are_an_overclaim(law: SimpleNamespace) -> None:
    decision = doubled(law, merged=True).decide()
    assert Why.OVERCLAIM in {reason.why for reason in decision.reasons}
    assert {payee.recording for payee in decision.payees} == {SONG}


def test_works_and_releases_of_both_are_those_of_the_one(law: SimpleNamespace) -> None:
    world = doubled(law, second=LABEL, merged=True)
    world.record(OTHER_SONG, works=(77,), releases=(88,))
    world.facts["recordings"].pop(1)
    world.drop("licences")
    world.license(of={"releases": frozenset({88})})
    assert world.verdict() == Verdict.ALLOW
    world.block(BlockKind.STAYDOWN, Scope.work(77))
    assert world.verdict() == Verdict.BLOCK


def test_a_sound_under_two_numbers_is_no_mix(law: SimpleNamespace) -> None:
    for merged in (False, True):
        world = doubled(law, second=LABEL, merged=merged)
        world.drop("licences")
        world.license(mix=(LENGTH + 1, 1))
        assert world.verdict() == Verdict.ALLOW
    mix = two_songs(law)
    mix.drop("licences")
    mix.license(mix=(LENGTH + 1, 1))
    mix.license(RIVAL)
    assert mix.verdict() == Verdict.BLOCK


def test_beside_another_song_a_doubled_one_weighs_once(law: SimpleNamespace) -> None:
    world = two_songs(law)
    world.record(103, works=(), releases=())
    world.own(13, recording=103)
    world.license(13)
    world.same_sound(SONG, 103)
    assert paid(world) == {
        (RIVAL, Money.PAY): HALF,
        (LABEL, Money.ESCROW): Fraction(1, 4),
        (13, Money.ESCROW): Fraction(1, 4),
    }


def test_a_part_that_only_one_of_them_has_is_that_one_alone(law: SimpleNamespace) -> None:
    """The other recording is an edit: the first 100 s of the song, from its own second 10 on."""
    shared = ((0, 100_000, 10_000, 110_000),)
    for f0, f1, verdict in ((0, 90_000, Verdict.BLOCK), (100_000, LENGTH, Verdict.ALLOW)):
        world = doubled(law)
        world.drop("same_sounds")
        world.same_sound(segments=shared, other_ms=110_000)
        world.matches = []
        world.match(f0=0, f1=f1 - f0, r0=f0, r1=f1)
        world.block(BlockKind.COURT, Scope.recording(OTHER_SONG))
        assert world.verdict() == verdict
    world = doubled(law)
    world.drop("same_sounds")
    world.same_sound(segments=shared, other_ms=110_000)
    band = {"percent_of_reference": (90, None), "segment": (105_000, 106_000)}
    world.policy(world.rule(Action.BLOCK, **band), owner=RIVAL)
    assert world.verdict() == Verdict.BLOCK


def test_sounds_are_followed_from_recording_to_recording(law: SimpleNamespace) -> None:
    world = doubled(law, second=LABEL)
    world.record(103, works=(), releases=())
    world.own(recording=103)
    world.same_sound(OTHER_SONG, 103)
    assert world.verdict() == Verdict.ALLOW
    world.block(BlockKind.COURT, Scope.recording(103))
    assert world.verdict() == Verdict.BLOCK


def test_a_block_on_another_number_of_an_unknown_recording_blocks(law: SimpleNamespace) -> None:
    world = doubled(law, merged=True)
    world.drop("recordings")
    assert world.verdict() == Verdict.HOLD
    world.block(BlockKind.COURT, Scope.recording(OTHER_SONG))
    assert world.verdict() == Verdict.BLOCK


def test_a_quotation_of_a_merged_recording_is_softened_under_each_number(law: SimpleNamespace) -> None:
    for number in (SONG, OTHER_SONG):
        world = doubled(law, merged=True)
        world.matches, world.file = [], {"lawful_use": True}
        world.match(f0=0, f1=20_000, r0=0, r1=20_000)
        world.block(BlockKind.OWNER_POLICY, Scope.recording(number))
        assert world.verdict() == Verdict.HOLD


def test_what_was_taken_back_joins_nothing_and_earlier_days_know_it(law: SimpleNamespace) -> None:
    world = doubled(law)
    world.drop("same_sounds")
    world.same_sound(withdrawn_at=hour(10), recorded_at=hour(2))
    world.block(BlockKind.COURT, Scope.recording(OTHER_SONG))
    assert world.verdict() == Verdict.ALLOW
    verdicts = [
        law.decide(world.the_query(), world.the_file(), law.known_at(world.the_facts(), hour(at))).verdict
        for at in (1, 2, 9, 10)
    ]
    assert verdicts == [Verdict.ALLOW, Verdict.BLOCK, Verdict.BLOCK, Verdict.ALLOW]
