"""A dry run says of counted plays what the law would have said of each, without the change and with it."""

from fractions import Fraction
from random import Random
from types import SimpleNamespace
from typing import Any

from law_random import questions, random_world
from law_world import LABEL, RIVAL, World, allowed_world, hour

from akkord.rights.terms import Action, CommercialModel, Money, Use, Verdict

WORLDS = 150
FREE = CommercialModel.FREE_OF_CHARGE


def only_owned(law: SimpleNamespace) -> World:
    world = allowed_world(law)
    world.drop("licences")
    return world


def proposed(law: SimpleNamespace, change: Any) -> Any:
    """The facts that `change` states in a world of their own."""
    world = World(law)
    change(world)
    return world.the_facts()


def asked(law: SimpleNamespace, world: World, change: Any, *plays: tuple[Any, ...]) -> Any:
    """The tally of (territory, hour, how many) plays under the change."""
    file, facts = world.the_file(), world.the_facts()
    tally = law.Tally()
    counted = [law.Counted(where, hour(at), Use.PLAY, FREE, many) for where, at, many in plays]
    tally.count(law.Prepared(file, facts), law.Prepared(file, change.applied_to(facts)), counted)
    return tally


def test_a_licence_proposed_for_next_year_is_tried_on_the_past(law: SimpleNamespace) -> None:
    licence = proposed(law, lambda w: w.license(where="DE", when=(9_000, 9_900))).licences
    tally = asked(
        law, only_owned(law), law.Change(licences=licence), ("DE", 1, 3), ("DE", 2, 4), ("FR", 1, 5)
    )
    assert dict(tally.plays) == {
        ("DE", Verdict.BLOCK, Verdict.ALLOW): 7,
        ("FR", Verdict.BLOCK, Verdict.BLOCK): 5,
    }
    assert (dict(tally.due_before), dict(tally.due_after)) == ({}, {(LABEL, Money.PAY): Fraction(7)})


def test_a_policy_that_blocks_takes_its_plays_and_their_money(law: SimpleNamespace) -> None:
    def change(world: World) -> None:
        world.policy(world.rule(Action.BLOCK, "DE"), when=(9_000, 9_900))

    policies = proposed(law, change).policies
    tally = asked(law, allowed_world(law), law.Change(policies=policies), ("DE", 1, 2), ("AT", 1, 3))
    assert dict(tally.plays) == {
        ("DE", Verdict.ALLOW, Verdict.BLOCK): 2,
        ("AT", Verdict.ALLOW, Verdict.ALLOW): 3,
    }
    assert dict(tally.due_before) == {(LABEL, Money.PAY): Fraction(5)}
    assert dict(tally.due_after) == {(LABEL, Money.PAY): Fraction(3)}


def test_what_would_be_withdrawn_is_left_out_and_nothing_else(law: SimpleNamespace) -> None:
    world = only_owned(law)
    first, second = world.license(where="DE"), world.license(where="AT")
    tally = asked(law, world, law.Change(ended_licences=frozenset({first.id})), ("DE", 1, 1), ("AT", 1, 1))
    assert tally.plays["DE", Verdict.ALLOW, Verdict.BLOCK] == 1
    assert tally.plays["AT", Verdict.ALLOW, Verdict.ALLOW] == 1
    world = allowed_world(law)
    block = world.policy(world.rule(Action.BLOCK))
    report = world.policy(world.rule(Action.REPORT))
    tally = asked(law, world, law.Change(ended_policies=frozenset({block.id})), ("DE", 1, 1))
    assert tally.plays["DE", Verdict.BLOCK, Verdict.ALLOW_REPORT] == 1
    assert second.id != first.id
    assert report.id != block.id


def test_owners_of_parts_are_due_parts_of_plays(law: SimpleNamespace) -> None:
    world = only_owned(law)
    world.drop("ownerships")
    world.own(LABEL, Fraction(2, 3))
    world.own(RIVAL, Fraction(1, 3))
    world.license(RIVAL)
    licence = proposed(law, lambda w: w.license(LABEL)).licences
    tally = asked(law, world, law.Change(licences=licence), ("DE", 1, 10))
    assert dict(tally.due_after) == {
        (LABEL, Money.PAY): Fraction(20, 3),
        (RIVAL, Money.PAY): Fraction(10, 3),
    }


def test_where_a_file_would_move_is_told_by_verdicts_for_the_whole_world(law: SimpleNamespace) -> None:
    world = only_owned(law)
    world.license(where="FR")
    licence = proposed(law, lambda w: w.license(where="DE FR")).licences
    file, facts = world.the_file(), world.the_facts()
    after = law.Change(licences=licence).applied_to(facts)
    moves = list(law.moves(law.Prepared(file, facts), law.Prepared(file, after), hour(1), Use.PLAY, [FREE]))
    assert [(m.before, m.after, str(m.territories)) for m in moves] == [(Verdict.BLOCK, Verdict.ALLOW, "DE")]


def test_counts_are_what_the_law_says_of_every_play(law: SimpleNamespace) -> None:
    """Property: the tally of any world under any change is the sum of what `decide` says play by play."""
    dice = Random(90)
    for _ in range(WORLDS):
        world, other = random_world(law, dice), random_world(law, dice)
        file, facts, theirs = world.the_file(), world.the_facts(), other.the_facts()
        change = law.Change(licences=theirs.licences, policies=theirs.policies)
        changed = change.applied_to(facts)
        tally, plays, due = law.Tally(), dict[Any, int](), dict[Any, Fraction]()
        prepared = law.Prepared(file, facts), law.Prepared(file, changed)
        for query, many in zip(questions(law, dice), (1, 2, 3), strict=False):
            counted = law.Counted(query.territory, query.at, query.use, query.model, many)
            tally.count(*prepared, [counted])
            plain = law.Query(query.territory, query.at, query.use, query.model)
            was, would = law.decide(plain, file, facts), law.decide(plain, file, changed)
            key = query.territory, was.verdict, would.verdict
            plays[key] = plays.get(key, 0) + many
            for payee in would.payees:
                whose = payee.party, payee.money
                due[whose] = due.get(whose, Fraction(0)) + payee.fraction * many
        assert dict(tally.plays) == plays
        assert dict(tally.due_after) == due
