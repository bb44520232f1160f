"""What holds in every world: the properties P1 to P9, P14 and P15 of rights.md section 5, and rule 7."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from law_drafts import Draft, block_rules, blocks, licences, party, worlds
from law_world import LABEL, LAWS, NOW, RIVAL, SONG, STRANGER, World, hour, owned_world, two_songs

from akkord.rights.terms import Action, BlockState, Gaps, Money, Standing, Use, Verdict, Viewer, Why


def at_work(period: Any, at: datetime) -> bool:
    """Half-open, written out: [start, end)."""
    return not (period.start and at < period.start) and not (period.end and at >= period.end)


def here(world: World, fact: Any) -> bool:
    query = world.the_query()
    return query.territory in fact.territories and at_work(fact.valid, query.at)


@given(draft=worlds, more=blocks)
@LAWS
def test_p1_adding_a_block_never_lowers_the_verdict(law: SimpleNamespace, draft: Draft, more: Any) -> None:
    assert draft.build(law, more).verdict() >= draft.build(law).verdict()


@given(draft=worlds, more=blocks)
@LAWS
def test_p1_activating_a_block_never_lowers_the_verdict(
    law: SimpleNamespace, draft: Draft, more: Any
) -> None:
    verb, parts = more
    verdicts = [
        draft.build(law, (verb, {**parts, "state": state})).verdict()
        for state in (BlockState.LIFTED, BlockState.SUSPENDED, BlockState.ACTIVE)
    ]
    assert verdicts == sorted(verdicts)


@given(draft=worlds, owner=party, rule=block_rules)
@LAWS
def test_p1_a_blocking_rule_never_lowers_the_verdict(
    law: SimpleNamespace, draft: Draft, owner: int, rule: Any
) -> None:
    more = ("policy", {"owner": owner, "rules": [rule]})
    assert draft.build(law, more).verdict() >= draft.build(law).verdict()


@given(draft=worlds, more=licences)
@LAWS
def test_p2_a_licence_never_raises_the_verdict(law: SimpleNamespace, draft: Draft, more: Any) -> None:
    assert draft.build(law, more).verdict() <= draft.build(law).verdict()


@given(draft=worlds, data=st.data())
@LAWS
def test_p2_removing_shortening_or_shrinking_a_licence_never_lowers_it(
    law: SimpleNamespace, draft: Draft, data: Any
) -> None:
    world = draft.build(law)
    before = world.verdict()
    licences = world.facts.get("licences", [])
    if not licences:
        return
    nth = data.draw(st.integers(0, len(licences) - 1))
    old = licences[nth]
    change = data.draw(st.sampled_from(["remove", "shorten", "shrink"]))
    if change == "shorten":
        start = old.valid.start or hour(0)
        licences[nth] = replace(old, valid=law.Period(start, start + timedelta(hours=1)))
    elif change == "shrink":
        licences[nth] = replace(old, territories=old.territories - law.TerritorySet.of("RU", "JP"))
    else:
        licences.pop(nth)
    assert world.verdict() >= before


def cleared(world: World, owner: int, recording: Any) -> bool:
    """Whether an owner let the recording through by licence, grant or a reporting rule, told plainly."""
    query, file = world.the_query(), world.the_file()
    for licence in world.facts.get("licences", ()):
        about = licence.licensor == owner and licence.repertoire.covers(recording) and here(world, licence)
        if about and query.model in licence.models and licence.uses:
            return True
    for grant in world.facts.get("grants", ()):
        to_us = (grant.to and grant.to == file.account) or grant.group in file.groups
        if grant.owner == owner and to_us and query.use in grant.uses and here(world, grant):
            return True
    return any(
        policy.owner == owner
        and at_work(policy.valid, query.at)
        and any(rule.action == Action.REPORT for rule in policy.rules)
        for policy in world.facts.get("policies", ())
    )


@given(draft=worlds)
@LAWS
def test_p3_what_is_heard_is_cleared_by_every_owner_of_the_whole(law: SimpleNamespace, draft: Draft) -> None:
    world = draft.build(law)
    decision = world.decide()
    if decision.verdict >= Verdict.HOLD:
        return
    facts, file = world.the_facts(), world.the_file()
    known = {match.recording for match in file.matches if match.segments[0].f1 >= 5_000} | {file.delivered_as}
    for recording in facts.recordings:
        rows = [row for row in facts.ownerships if row.recording == recording.id and here(world, row)]
        rows = [row for row in rows if row.standing != Standing.ASSERTED and row.share]
        free = any(each.recording == recording.id and here(world, each) for each in facts.free)
        if recording.id not in known or free:
            continue
        assert rows
        assert all(cleared(world, row.party, recording) for row in rows)
        whole = sum(row.share for row in rows) >= 1
        in_escrow = any(
            reason.why == Why.GAP_IN_ESCROW and reason.recording == recording.id
            for reason in decision.reasons
        )
        assert whole != in_escrow
        assert whole or facts.instance.gaps == Gaps.ESCROW


@given(draft=worlds)
@LAWS
def test_p4_facts_about_elsewhere_or_another_time_change_nothing(law: SimpleNamespace, draft: Draft) -> None:
    world = draft.build(law)
    decision = world.decide()
    for kind in ("ownerships", "licences", "grants", "free", "blocks"):
        world.facts[kind] = [fact for fact in world.facts.get(kind, []) if here(world, fact)]
    world.facts["policies"] = [
        policy for policy in world.facts.get("policies", []) if at_work(policy.valid, world.the_query().at)
    ]
    assert replace(world.decide(), valid_until=decision.valid_until) == decision


@given(draft=worlds, seed=st.integers(0, 9))
@LAWS
def test_p5_the_order_of_facts_does_not_matter(law: SimpleNamespace, draft: Draft, seed: int) -> None:
    world = draft.build(law)
    decision = world.decide()
    for facts in (*world.facts.values(), world.matches):
        random.Random(seed).shuffle(facts)
    assert world.decide() == decision == world.decide()


@given(draft=worlds)
@LAWS
def test_p6_and_p15_money_is_whole_and_only_for_what_is_heard(law: SimpleNamespace, draft: Draft) -> None:
    decision = draft.build(law).decide()
    whys = {reason.why for reason in decision.reasons}
    earning = {Why.LICENSED, Why.UNMATCHED, Why.GAP_IN_ESCROW}
    assert bool(decision.payees) == (decision.verdict < Verdict.HOLD and bool(whys & earning))
    if decision.payees:
        assert decision.audible
        assert sum(payee.fraction for payee in decision.payees) == Fraction(1)
        assert all(payee.fraction > 0 for payee in decision.payees)
        assert any(payee.money != Money.WAIVED for payee in decision.payees)
        assert all(payee.party is not None or payee.money == Money.ESCROW for payee in decision.payees)


@given(start=st.integers(0, 40), length=st.integers(1, 40))
@LAWS
def test_p7_a_licence_holds_from_its_first_instant_and_not_at_its_last(
    law: SimpleNamespace, start: int, length: int
) -> None:
    world = owned_world(law)
    world.license(when=(start, start + length))
    tick = timedelta(microseconds=1)
    begin, end = hour(start), hour(start + length)
    asked = [begin - tick, begin, end - tick, end]
    assert [world.verdict(at=at) for at in asked] == [
        Verdict.BLOCK,
        Verdict.ALLOW,
        Verdict.ALLOW,
        Verdict.BLOCK,
    ]
    assert [world.decide(at=at).valid_until for at in asked] == [begin, end, end, None]


@given(draft=worlds, share=st.floats(0, 0.999))
@LAWS
def test_p8_the_answer_stands_until_its_end(law: SimpleNamespace, draft: Draft, share: float) -> None:
    world = draft.build(law)
    decision, at = world.decide(), world.the_query().at
    until = decision.valid_until or at + timedelta(days=99)
    assert until > at
    assert world.decide(at=at + (until - at) * share) == decision


@given(draft=worlds, one=blocks, other=blocks)
@LAWS
def test_p9_lifting_one_block_while_another_holds_changes_nothing(
    law: SimpleNamespace, draft: Draft, one: Any, other: Any
) -> None:
    world = draft.build(law, other)
    if world.verdict() < Verdict.BLOCK:
        return
    lifted = ("block", {**one[1], "state": BlockState.LIFTED})
    assert (
        draft.build(law, one, other).verdict() == draft.build(law, lifted, other).verdict() == Verdict.BLOCK
    )


@given(draft=worlds)
@LAWS
def test_p12_and_rule_1_what_is_in_doubt_is_never_heard_by_the_public(
    law: SimpleNamespace, draft: Draft
) -> None:
    unscanned = ("told", {"scanned": False})
    world = draft.build(law, unscanned)
    before = draft.build(law, ("told", {"scanned": True})).verdict()
    assert world.verdict() == max(before, Verdict.HOLD)
    heard = {viewer for viewer in Viewer if world.decide(viewer=viewer).audible}
    assert heard == (set() if world.verdict() == Verdict.BLOCK else {Viewer.UPLOADER, Viewer.RIGHTS_OFFICE})


@given(
    split=st.integers(1, 99),
    ways=st.tuples(*[st.sampled_from(["license", "grant"])] * 2),
    use=st.sampled_from(Use),
)
@LAWS
def test_p14_licensed_or_granted_and_unblocked_is_allowed(
    law: SimpleNamespace, split: int, ways: tuple[str, str], use: Use
) -> None:
    world = two_songs(law)
    for kind in ("ownerships", "licences"):
        world.drop(kind)
    for owner, share, way in [(LABEL, split, ways[0]), (RIVAL, 100 - split, ways[1])]:
        for recording in (101, 102):
            world.own(owner, Fraction(share, 100), recording=recording)
        getattr(world, way)(owner)
    assert world.verdict(use=use) == Verdict.ALLOW


@given(draft=worlds, rule=block_rules, share=st.sampled_from([Fraction(1), Fraction(1, 2)]))
@LAWS
def test_rule_7_a_bare_assertion_changes_nothing(
    law: SimpleNamespace, draft: Draft, rule: Any, share: Fraction
) -> None:
    claim = ("own", {"party": STRANGER, "share": share, "recording": SONG, "standing": Standing.ASSERTED})
    demand = ("policy", {"owner": STRANGER, "rules": [rule]})
    assert draft.build(law, claim, demand).decide() == draft.build(law).decide()


@given(draft=worlds)
@LAWS
def test_the_whole_world_is_answered_as_country_by_country(law: SimpleNamespace, draft: Draft) -> None:
    world = draft.build(law)
    query = world.the_query()
    answer = law.territories_by_verdict(world.the_file(), world.the_facts(), query.at, query.use, query.model)
    for code in ("RU", "DE", "JP", "ZZ", "KZ"):
        assert [verdict for verdict, places in answer.items() if code in places] == [
            world.verdict(territory=code)
        ]


@given(draft=worlds)
@LAWS
def test_what_is_muted_leaves_what_may_be_heard(law: SimpleNamespace, draft: Draft) -> None:
    world = draft.build(law)
    decision = world.decide()
    if not decision.mute:
        return
    assert decision.verdict >= Verdict.HOLD
    assert all(0 <= span.start < span.end <= world.the_file().length_ms for span in decision.mute)
    silenced = {reason.recording for reason in decision.reasons if reason.verdict >= Verdict.HOLD}
    world.matches = [match for match in world.matches if match.recording not in silenced]
    if world.the_file().delivered_as not in silenced and not any(
        licence.mix for licence in world.facts.get("licences", ())
    ):
        assert world.verdict() < Verdict.HOLD


def test_nothing_is_asked_of_the_clock(law: SimpleNamespace) -> None:
    world = owned_world(law)
    world.license(when=(0, 13))
    assert world.decide(at=NOW) == world.decide(at=NOW)
    assert world.decide(at=hour(-99)).valid_until == hour(0)
