"""Worlds to test the law's properties on, as plain drafts: a start, statements on top of it, and a question.

The constructive generator starts from an allowed world and perturbs it, the random one starts from nothing:
with random worlds alone, most seeded faults live on (rights.md section 0, fact 9).
"""

from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from hypothesis import strategies as st
from law_world import (
    FILE,
    GROUP,
    LABEL,
    LENGTH,
    MEMBER,
    OTHER_SONG,
    RELEASE,
    RIVAL,
    SONG,
    STRANGER,
    STREAM,
    WORK,
    World,
    allowed_world,
    empty_world,
    hour,
    two_songs,
)

from akkord.rights.terms import (
    Action,
    BlockKind,
    BlockState,
    CommercialModel,
    Gaps,
    Mode,
    Scope,
    Standing,
    Use,
    UseType,
)

Statement = tuple[str, dict[str, Any]]

SUBSCRIPTION, FREE_OF_CHARGE = CommercialModel.SUBSCRIPTION, CommercialModel.FREE_OF_CHARGE

where = st.sampled_from(["*", "*", "RU", "DE", "RU DE", "* RU", "* DE"])
when = st.sampled_from(
    [(None, None), (None, None), (0, 20), (0, 12), (12, 20), (13, 20), (None, 13), (12, None)]
)
party = st.sampled_from([LABEL, RIVAL])
song = st.sampled_from([SONG, OTHER_SONG])
of = st.sampled_from(
    [
        None,
        None,
        {"recordings": frozenset({SONG})},
        {"releases": frozenset({RELEASE})},
        {"recordings": frozenset()},
    ]
)
uses = st.sampled_from([frozenset(Use), frozenset({Use.PLAY}), frozenset({Use.DOWNLOAD})])
bands = st.fixed_dictionaries(
    {},
    optional={
        "matched_ms": st.sampled_from([(0, None), (50_000, None), (0, 50_000)]),
        "percent_of_file": st.sampled_from([(0, None), (50, None), (0, 50)]),
        "percent_of_reference": st.sampled_from([(0, None), (50, None), (0, 50)]),
        "segment": st.sampled_from([(0, 10_000), (40_000, 50_000), (90_000, 200_000)]),
    },
)


def said(verb: str, **parts: Any) -> st.SearchStrategy[Statement]:
    return st.tuples(st.just(verb), st.fixed_dictionaries(parts))


licences = said(
    "license",
    licensor=party,
    where=where,
    when=when,
    of=of,
    uses=st.sampled_from([frozenset(UseType), frozenset(UseType), STREAM]),
    models=st.sampled_from(
        [frozenset({SUBSCRIPTION, FREE_OF_CHARGE}), frozenset({SUBSCRIPTION}), frozenset({FREE_OF_CHARGE})]
    ),
    mix=st.sampled_from([None, None, (LENGTH, 1), (LENGTH + 1, 2), (0, 2)]),
)
blocks = said(
    "block",
    kind=st.sampled_from(BlockKind),
    scope=st.sampled_from(
        [
            Scope.recording(SONG),
            Scope.recording(OTHER_SONG),
            Scope.file(FILE),
            Scope.work(WORK),
            Scope.account(MEMBER),
            Scope.file(FILE + 1),
        ]
    ),
    where=where,
    when=when,
    uses=uses,
    state=st.sampled_from(BlockState),
)
block_rules = st.tuples(st.just(Action.BLOCK), where, bands)
rules = st.lists(st.tuples(st.sampled_from(Action), where, bands), min_size=1, max_size=2)
policies = said("policy", owner=st.sampled_from([LABEL, RIVAL, STRANGER]), rules=rules, when=when, of=of)
grants = said(
    "grant",
    owner=party,
    where=where,
    when=when,
    of=of,
    uses=uses,
    to=st.sampled_from([MEMBER, MEMBER + 1, None]),
    group=st.sampled_from([GROUP, None]),
    file=st.sampled_from([None, FILE, FILE + 1]),
)
free = said("free", recording=song, where=where, when=when)
ownerships = said(
    "own",
    party=party,
    recording=song,
    share=st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(0)]),
    where=where,
    when=when,
    standing=st.sampled_from([Standing.EVIDENCED, Standing.EVIDENCED, *Standing]),
)
lengths = st.sampled_from([1_000, 4_999, 5_000, 60_000, 180_000, LENGTH])
matches = st.builds(
    lambda recording, length, when: (
        "match",
        {"recording": recording, "f1": length, "r1": length, "when": when},
    ),
    song,
    lengths,
    st.sampled_from([(None, None)] * 4 + [(0, 12), (0, 20)]),
)
file_flags = said(
    "told",
    lawful_use=st.booleans(),
    attested=st.booleans(),
    reviewed=st.booleans(),
    scanned=st.sampled_from([True, True, True, False]),
    groups=st.sampled_from([frozenset(), frozenset({GROUP}), frozenset({GROUP, GROUP + 1})]),
    delivered_as=st.sampled_from([None, None, None, SONG]),
)
settings_said = said("setting", mode=st.sampled_from(Mode), gaps=st.sampled_from(Gaps))
withdrawals = said(
    "withdraw", kind=st.sampled_from(["ownerships", "licences", "recordings"]), nth=st.integers(0, 1)
)

perturbations = st.one_of(
    licences, blocks, policies, grants, free, ownerships, matches, file_flags, settings_said, withdrawals
)
questions = st.fixed_dictionaries(
    {
        "territory": st.sampled_from(["RU", "DE", "JP", "ZZ"]),
        "at": st.sampled_from([hour(11), hour(12), hour(13)]),
        "use": st.sampled_from([Use.PLAY, Use.PLAY, Use.DOWNLOAD]),
        "model": st.sampled_from([SUBSCRIPTION, SUBSCRIPTION, FREE_OF_CHARGE]),
    }
)


@dataclass(frozen=True)
class Draft:
    """A world that can be built for any law."""

    start: Any
    statements: tuple[Statement, ...]
    question: dict[str, Any]

    def build(self, law: SimpleNamespace, *more: Statement) -> World:
        world: World = self.start(law)
        world.query = dict(self.question)
        for verb, parts in (*self.statements, *more):
            state(world, verb, parts)
        return world


def state(world: World, verb: str, parts: dict[str, Any]) -> None:
    """Say one thing in the world."""
    if verb == "policy":
        told = [world.rule(action, place, **measures) for action, place, measures in parts["rules"]]
        world.policy(*told, **{name: part for name, part in parts.items() if name != "rules"})
    elif verb == "told":
        world.file.update(parts)
    elif verb == "setting":
        world.instance.update(parts)
    elif verb == "withdraw":
        del world.facts.get(parts["kind"], [])[parts["nth"] :]
    else:
        getattr(world, verb)(**parts)


def random_world(law: SimpleNamespace) -> World:
    """Two recordings nobody owns yet, not even heard."""
    world = empty_world(law)
    world.record()
    world.record(OTHER_SONG, works=(), releases=())
    return world


constructive = st.builds(
    Draft,
    st.sampled_from([allowed_world, two_songs, two_songs]),
    st.lists(perturbations, max_size=3).map(tuple),
    questions,
)
anything = st.builds(
    Draft,
    st.just(random_world),
    st.tuples(
        matches, ownerships, st.lists(st.one_of(matches, ownerships, licences, perturbations), max_size=9)
    ).map(lambda parts: (parts[0], parts[1], *parts[2])),
    questions,
)
worlds = st.one_of(constructive, constructive, anything)
