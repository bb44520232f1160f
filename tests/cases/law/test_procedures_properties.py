"""What holds in every proceeding, whatever is done in it and however long nobody does anything."""

from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from procedures_world import ALWAYS, silent_after, utc

OPENED = {"ru_court": ("RU", "court"), "ru_application": ("RU", "claimant"), "dmca": ("US", "claimant")}
BEGUN = utc("2026-02-26 08:30")
# Where nothing may stay silent, however the proceeding got there.
GIVEN_BACK = {
    *("restored", "retracted", "withdrawn", "refused", "abandoned", "released", "reversed", "kept_upheld"),
    *("ended", "lapsed", "lifted", "dismissed", "settled", "stayed", "annulled", "legal_review", "valid"),
}
# The only proceedings in which silence itself takes something down: a whole notice the law says to act upon.
SILENCE_MAY_BLOCK = {("dmca", "remove"), ("ru_application", "remove")}
# When a ban on telling ends, what is down already is laid anew under the authority's name.
SILENCE_RENAMES = {("demand", "disclose")}

facts = st.fixed_dictionaries(
    {},
    optional={
        "missing": st.sampled_from([[], ["mail"]]),
        "standing": st.sampled_from(["unknown", "proven", "contradicted"]),
        "reason": st.sampled_from(["", "because"]),
        "person": st.integers(1, 3),
        "decider": st.integers(1, 3),
        "stayed": st.booleans(),
        "identical": st.booleans(),
        "whole_site": st.booleans(),
        "gag_until": st.sampled_from(["", "2026-08-01T00:00:00+00:00"]),
        "until": st.sampled_from(["", "2027-08-01T00:00:00+00:00"]),
        "suit_days": st.integers(-1, 30),
    },
)
# A choice among what is possible then, how many hours later, and what is said with it.
moves = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 24 * 40), facts), max_size=9)
PERSUASIVE = {"missing": [], "reason": "because", "person": 4}
machines = st.sampled_from(
    ["dmca", "claim", "dsa", "stay_down", "ru_court", "ru_application", "court", "demand", "unknown"]
)


def begun(law: SimpleNamespace, procedure: str, said: Any) -> Any:
    country, by = OPENED.get(procedure, ("DE", ""))
    found = law.procedures.procedure_for(procedure, BEGUN, country, law.terms.Subject.MUSIC)
    opening = law.machines.TABLES[found.machine].opening
    actor = law.terms.Party(by) if by else sorted(opening.actors)[0]
    return law.proceeding.begin(found, country, law.proceeding.Event(opening.event, actor, BEGUN, said))


def walked(law: SimpleNamespace, procedure: str, said: Any, path: Any) -> list[Any]:
    """All outcomes of a proceeding in which people do what the path chooses and clocks do the rest."""
    outcomes = [begun(law, procedure, said)]
    at = BEGUN
    for choice, hours, told in path:
        at += timedelta(hours=hours)
        outcomes += law.proceeding.due(outcomes[-1].case, at)
        case = outcomes[-1].case
        rows = [row for row in case.table.rows_from(case.state) if row.actors != {law.terms.Party.CLOCK}]
        if not rows:
            break
        row = rows[choice % len(rows)]
        actor = sorted(row.actors - {law.terms.Party.CLOCK})[
            choice % len(row.actors - {law.terms.Party.CLOCK})
        ]
        try:
            event = law.proceeding.Event(row.event, actor, at, PERSUASIVE | told)
            outcomes.append(law.proceeding.step(case, event))
        except (law.errors.NotMet, law.errors.TooEarly, law.errors.TooLate):
            continue
    return outcomes


def silent(outcomes: list[Any]) -> bool:
    return silent_after([effect.value for outcome in outcomes for effect in outcome.effects])


@given(machine=machines, said=facts, path=moves)
@ALWAYS
def test_no_step_skips_a_clock(law: SimpleNamespace, machine: str, said: Any, path: Any) -> None:
    """What happens, happens before the next silence falls; and silence falls exactly on its deadline."""
    outcomes = walked(law, machine, said, path)
    for before, after in pairwise(outcomes):
        assert after.event.at >= before.event.at
        if before.deadlines:
            next_ = before.deadlines[0]
            assert after.event.at <= next_.falls
            by_clock = after.event.actor == law.terms.Party.CLOCK
            assert by_clock == (after.event.at == next_.falls)


@given(machine=machines, said=facts, path=moves)
@ALWAYS
def test_silence_takes_nothing_down_but_by_a_whole_notice(
    law: SimpleNamespace, machine: str, said: Any, path: Any
) -> None:
    for outcome in walked(law, machine, said, path):
        named = (machine, outcome.event.name)
        by_clock = outcome.event.actor == law.terms.Party.CLOCK
        if by_clock and set(outcome.effects) & law.terms.SILENCING and named not in SILENCE_RENAMES:
            assert (machine, outcome.event.name) in SILENCE_MAY_BLOCK
            assert not outcome.case.facts.get("missing")
            assert outcome.case.facts.get("standing") != "contradicted"


@given(machine=machines, said=facts, path=moves)
@ALWAYS
def test_where_a_proceeding_gives_back_nothing_stays_silent(
    law: SimpleNamespace, machine: str, said: Any, path: Any
) -> None:
    outcomes = walked(law, machine, said, path)
    for n, outcome in enumerate(outcomes, 1):
        if outcome.state in GIVEN_BACK:
            assert not silent(outcomes[:n]), outcome.state


@given(machine=machines, said=facts, path=moves)
@ALWAYS
def test_strikes_go_with_what_they_were_for(law: SimpleNamespace, machine: str, said: Any, path: Any) -> None:
    counted = 0
    for outcome in walked(law, machine, said, path):
        counted += outcome.effects.count("strike") - outcome.effects.count("unstrike")
        assert counted in (0, 1)
        if outcome.state in GIVEN_BACK:
            assert counted == 0


@given(machine=machines, said=facts, path=moves)
@ALWAYS
def test_a_proceeding_left_alone_comes_to_rest(
    law: SimpleNamespace, machine: str, said: Any, path: Any
) -> None:
    """Each clock runs out once; silence never turns in a circle, and what is closed has no deadlines."""
    case = walked(law, machine, said, path)[-1].case
    fallen = law.proceeding.due(case, BEGUN + timedelta(days=3650))
    assert len(fallen) <= len(case.procedure.clocks)
    last = fallen[-1].case if fallen else case
    assert law.proceeding.deadlines(last) == ()
    if last.closed:
        assert law.proceeding.due(last, BEGUN + timedelta(days=9999)) == []


@given(said=facts, path=moves)
@ALWAYS
def test_a_dispute_nobody_answers_always_releases(law: SimpleNamespace, said: Any, path: Any) -> None:
    for outcome in walked(law, "claim", said, path):
        if outcome.state in ("disputed", "appealed"):
            (fallen,) = law.proceeding.due(outcome.case, outcome.event.at + timedelta(days=31, hours=1))
            assert fallen.state == "released"
            assert fallen.effects == (law.terms.Effect.RESTORE,)
            calendar = outcome.case.calendar
            last = calendar.day_of(fallen.event.at - timedelta(microseconds=1))
            days = (last - calendar.day_of(outcome.event.at)).days
            assert days == (30 if outcome.state == "disputed" else 7)


@given(said=facts, minutes=st.integers(0, 60 * 24 * 365 * 2))
@ALWAYS
def test_a_counter_notice_restores_between_the_tenth_and_the_fourteenth_business_day(
    law: SimpleNamespace, said: Any, minutes: int
) -> None:
    party, at = law.terms.Party, BEGUN + timedelta(minutes=minutes)
    case = begun(law, "dmca", {}).case
    for name, actor, told in (
        ("check", party.STAFF, {"missing": []}),
        ("remove", party.STAFF, {}),
        ("counter", party.UPLOADER, {"missing": []}),
    ):
        case = law.proceeding.step(case, law.proceeding.Event(name, actor, at, told)).case
    (restored,) = law.proceeding.due(case, at + timedelta(days=60))
    calendar = case.calendar
    received, back = calendar.day_of(at), calendar.day_of(restored.event.at)
    passed = [received + timedelta(days=n) for n in range(1, (back - received).days)]
    assert sum(calendar.is_working(each) for each in passed) == 10
    assert restored.state == "restored"


def test_every_state_can_be_reached_and_every_event_has_a_party(law: SimpleNamespace) -> None:
    for table in law.machines.TABLES.values():
        reached = {table.opening.to}
        while more := {row.to for row in table.rows if row.state in reached} - reached:
            reached |= more
        assert reached == table.states
        assert all(row.actors for row in table.rows)
        assert table.opening.state == ""


def test_what_the_clock_may_do_never_depends_on_a_condition_nobody_covers(law: SimpleNamespace) -> None:
    """Else a silence would fall and find no row: the proceeding would stand still for good."""
    opposite = {"contradicted": "not_contradicted", "not_contradicted": "contradicted"}
    for table in law.machines.TABLES.values():
        for row in table.rows:
            if law.terms.Party.CLOCK in row.actors and row.guards:
                (guard,) = row.guards
                others = [
                    r for r in table.rows_from(row.state, row.event) if law.terms.Party.CLOCK in r.actors
                ]
                assert any(opposite[guard] in r.guards for r in others)


@pytest.mark.parametrize("machine", ["dmca", "dsa", "ru_application"])
def test_a_notice_can_be_taken_back_in_every_state_that_is_not_over(
    law: SimpleNamespace, machine: str
) -> None:
    table = law.machines.TABLES[law.terms.Machine(machine)]
    left = {"defective", "asked", "incomplete", "kept", "uploader_complained", "notifier_complained"}
    for state in table.states - table.ends - left - {"upheld", "kept_upheld", "out_of_court"}:
        assert table.rows_from(state, "retract"), state
