"""What is worked out once is what the law says each time, and the law is what its text says, read plainly."""

from dataclasses import replace
from fractions import Fraction
from itertools import islice
from random import Random
from types import SimpleNamespace
from typing import Any

from law_random import questions, random_world
from law_world import LABEL, OTHER_SONG, RIVAL, SONG, World, allowed_world, hour
from plain_law import answer

from akkord.rights.terms import BlockKind, Scope, Verdict, Viewer

WORLDS = 600  # `bench/decide.py --worlds 100000` asks more


def money_of(decision: Any) -> dict[tuple[Any, Any], Fraction]:
    total: dict[tuple[Any, Any], Fraction] = {}
    for payee in decision.payees:
        line = (payee.party, payee.money)
        total[line] = total.get(line, Fraction(0)) + payee.fraction
    return total


def test_the_law_the_prepared_law_and_the_plain_text_agree(law: SimpleNamespace) -> None:
    dice = Random(2014)
    seen = set()
    for _ in range(WORLDS):
        world = random_world(law, dice)
        file, facts = world.the_file(), world.the_facts()
        prepared = law.Prepared(file, facts)
        for query in islice(questions(law, dice), 6):
            decision = law.decide(query, file, facts)
            assert prepared.decide(query) == decision
            assert (decision.verdict, money_of(decision)) == answer(query, file, facts)
            seen.add((decision.verdict, decision.verdict < Verdict.HOLD and len(decision.payees)))
    assert {verdict for verdict, _ in seen} == set(Verdict)
    assert {0, 1, 2, 3} <= {payees for _, payees in seen}


def test_a_prepared_answer_changes_at_the_very_boundary(law: SimpleNamespace) -> None:
    world = allowed_world(law)
    world.block(when=(12, 20), where="DE")
    prepared = law.Prepared(world.the_file(), world.the_facts())
    asked = [prepared.decide(world.the_query(territory="DE", at=hour(at))) for at in (11.999, 12, 19.999, 20)]
    assert [each.verdict for each in asked] == [Verdict.ALLOW, Verdict.BLOCK, Verdict.BLOCK, Verdict.ALLOW]
    assert [each.valid_until for each in asked] == [hour(12), hour(20), hour(20), None]
    assert prepared.decide(world.the_query(territory="FR", at=hour(12))).verdict == Verdict.ALLOW


def test_what_is_one_by_agreement_keeps_the_releases_of_all_its_numbers(law: SimpleNamespace) -> None:
    world = World(law)
    world.record(releases=())
    world.record(OTHER_SONG, releases=(77,))
    world.match()
    world.own()
    world.license(of={"releases": frozenset({77})})
    world.same_sound(merged=True)
    query = world.the_query()
    prepared = law.Prepared(world.the_file(), world.the_facts())
    assert prepared.decide(query).verdict == world.verdict() == Verdict.ALLOW
    assert prepared.decide(query) == law.decide(query, world.the_file(), world.the_facts())


def test_a_prepared_answer_is_for_the_viewer_who_asks(law: SimpleNamespace) -> None:
    world = allowed_world(law)
    world.file = {"scanned": False}
    prepared = law.Prepared(world.the_file(), world.the_facts())
    heard = {viewer for viewer in Viewer if prepared.decide(world.the_query(viewer=viewer)).audible}
    assert heard == {Viewer.UPLOADER, Viewer.RIGHTS_OFFICE}


def test_facts_about_other_files_are_left_out_and_nothing_else_is(law: SimpleNamespace) -> None:
    world = allowed_world(law)
    world.block(BlockKind.NOTICE, when=(0, 1))
    world.block(BlockKind.NOTICE, Scope.account(21), when=(0, 2))
    mine = law.concerning(world.the_file(), world.the_facts())
    for number in range(5):
        world.record(900 + number, releases=(), works=())
        world.own(RIVAL, recording=900 + number)
        world.license(RIVAL, when=(number, number + 1), where="FR")
        world.license(LABEL, of={"recordings": frozenset({900 + number})})
        world.free(900 + number)
        world.block(scope=Scope.recording(900 + number))
        world.policy(world.rule("block"), owner=RIVAL)
        world.grant(RIVAL)
    assert law.concerning(world.the_file(), world.the_facts()) == mine
    everything = replace(world.the_facts(), recordings=mine.recordings)
    assert [len(getattr(mine, kind)) for kind in ("ownerships", "licences", "blocks")] == [1, 1, 2]
    assert len(everything.blocks) > len(mine.blocks)
    assert mine.recordings[0].id == SONG
