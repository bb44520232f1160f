"""What cannot be stated, and that nothing stated or answered can be changed."""

from dataclasses import FrozenInstanceError, fields
from fractions import Fraction
from types import SimpleNamespace

import pytest
from law_world import (
    NOW,
    World,
    empty_world,
    two_songs,
)

from akkord.rights.terms import (
    Action,
    Money,
)

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
PAY, ESCROW, WAIVED = Money


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
    world.same_sound()
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
