"""A sound nobody knows, signed by its sender to be theirs: that word permits, and stands below all others."""

from collections.abc import Callable
from fractions import Fraction
from random import Random
from types import SimpleNamespace

import pytest
from law_cases import ALLOW, BLOCK, HOLD, LICENSED, REPORT, UNLICENSED, Case, both, check, told
from law_random import questions, random_world
from law_world import LABEL, MEMBER, OTHER_SONG, RIVAL, SONG, World, empty_world, hour

from akkord.rights.terms import BlockKind, Doubt, Mode, Money, Scope, Standing, Use, Viewer, Why

MUSICIAN = 14
UNKNOWN = {Why.UNMATCHED}


def declared_world(law: SimpleNamespace) -> World:
    """Nobody knows the sound; its sender signed it to be their own song, and licenses it everywhere."""
    world = empty_world(law)
    world.record()
    world.file["declared_as"] = SONG
    world.own(MUSICIAN, standing=Standing.DECLARED)
    world.license(MUSICIAN)
    return world


def instead(kind: str, *changes: Callable[[World], object]) -> Callable[[World], object]:
    return both(lambda w: w.drop(kind), *changes)


def recognised(world: World) -> None:
    """Another recording is heard in it, and its label permits nothing."""
    world.record(OTHER_SONG)
    world.match(OTHER_SONG)
    world.own(LABEL, recording=OTHER_SONG)


DECLARED = [
    Case("a signed and licensed sound is heard", declared_world, lambda w: None, REPORT, UNKNOWN),
    Case(
        "where it is not licensed it is silent",
        declared_world,
        instead("licences", lambda w: w.license(MUSICIAN, where="DE")),
        BLOCK,
        UNLICENSED,
    ),
    Case("taken back, it is silent", declared_world, instead("licences"), BLOCK, UNLICENSED),
    Case(
        "a word without a statement changes nothing", declared_world, instead("ownerships"), REPORT, UNKNOWN
    ),
    Case(
        "free by its maker",
        declared_world,
        instead("licences", lambda w: w.free()),
        REPORT,
        UNKNOWN,
    ),
    Case(
        "recognised as a label's, the word is not asked",
        declared_world,
        recognised,
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "recognised as a label's who licenses it, the label is asked alone",
        declared_world,
        both(recognised, lambda w: w.license(LABEL)),
        ALLOW,
        LICENSED,
    ),
    Case(
        "a removal of the file stands above the word",
        declared_world,
        lambda w: w.block(BlockKind.NOTICE, Scope.file(501)),
        BLOCK,
        {Why.BLOCKED},
    ),
    Case(
        "a removal of the declared recording reaches the file",
        declared_world,
        lambda w: w.block(BlockKind.STAYDOWN, Scope.recording(SONG)),
        BLOCK,
        {Why.BLOCKED},
    ),
    Case(
        "a removal of the declared recording reaches the file when it is recognised as another, too",
        declared_world,
        both(recognised, lambda w: w.license(LABEL), lambda w: w.block(scope=Scope.recording(SONG))),
        BLOCK,
        {Why.BLOCKED},
    ),
    Case(
        "a block of the account stands above the word",
        declared_world,
        lambda w: w.block(scope=Scope.account(MEMBER)),
        BLOCK,
        {Why.BLOCKED},
    ),
    Case(
        "what was not looked up is held in spite of the word",
        declared_world,
        told(scanned=False),
        HOLD,
        {Why.NOT_SCANNED},
    ),
    Case(
        "a doubt holds in spite of the word",
        declared_world,
        told(doubts=frozenset({Doubt.ERROR})),
        HOLD,
        {Why.DOUBT},
    ),
    Case(
        "a proven owner's word stands in place of the signed one",
        declared_world,
        lambda w: w.own(RIVAL),
        BLOCK,
        UNLICENSED,
    ),
    Case(
        "a proven owner may license what another signed",
        declared_world,
        both(lambda w: w.own(RIVAL), instead("licences", lambda w: w.license(RIVAL))),
        ALLOW,
        LICENSED,
    ),
    Case(
        "a bare assertion of another changes nothing",
        declared_world,
        lambda w: w.own(RIVAL, standing=Standing.ASSERTED),
        REPORT,
        UNKNOWN,
    ),
]


@pytest.mark.parametrize("case", DECLARED, ids=str)
def test_the_signed_word(law: SimpleNamespace, case: Case) -> None:
    check(law, case)


def test_the_strict_mode_waits_for_a_persons_ear_in_spite_of_the_word(law: SimpleNamespace) -> None:
    world = declared_world(law)
    world.instance["mode"] = Mode.STRICT
    for said, verdict in (
        ({}, HOLD),
        ({"attested": True}, HOLD),
        ({"attested": True, "reviewed": True}, REPORT),
    ):
        world.file |= said
        assert world.verdict() == verdict
    assert not world.decide(viewer=Viewer.LISTENER, at=hour(13)).mute


def test_what_a_word_alone_earns_waits_and_what_is_proven_is_paid(law: SimpleNamespace) -> None:
    world = declared_world(law)
    (waiting,) = world.decide().payees
    assert (waiting.party, waiting.fraction, waiting.money) == (None, Fraction(1), Money.ESCROW)
    world.own(MUSICIAN)
    (paid,) = world.decide().payees
    assert (paid.party, paid.recording, paid.money) == (MUSICIAN, SONG, Money.PAY)


def test_copies_are_only_for_those_whom_the_licence_lets(law: SimpleNamespace) -> None:
    world = declared_world(law)
    world.drop("licences")
    world.grant(MUSICIAN, uses=frozenset({Use.PLAY, Use.SHARE}))
    assert [world.verdict(use=use) for use in (Use.PLAY, Use.SHARE, Use.DOWNLOAD, Use.OFFLINE)] == [
        REPORT, REPORT, BLOCK, BLOCK,
    ]  # fmt: skip


def test_a_word_never_opens_what_is_silent_without_it(law: SimpleNamespace) -> None:
    """In any world: with a signed word nothing is heard that would not be heard without."""
    dice, opened = Random(1914), 0
    for _ in range(300):
        world = random_world(law, dice)
        world.file["declared_as"] = dice.choice((SONG, OTHER_SONG))
        file, facts = world.the_file(), world.the_facts()
        bare = law.FileFacts(**{name: getattr(file, name) for name in file.__slots__} | {"declared_as": None})
        for query, _ in zip(questions(law, dice), range(4), strict=False):
            without, signed = law.decide(query, bare, facts), law.decide(query, file, facts)
            opened += without.verdict >= HOLD
            assert signed.verdict >= min(without.verdict, REPORT)
            assert not signed.audible or without.audible
    assert opened
