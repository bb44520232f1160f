"""A small world to judge: one upload that is one recording, owned by one label and licensed everywhere.

Every case starts from this allowed world and changes one thing. The world speaks to a `law`, the module under
test, so that the same promises can be checked against faulty copies of it (tests/rights/mutants).
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from types import ModuleType, SimpleNamespace
from typing import Any

from hypothesis import HealthCheck, settings

from akkord.rights.terms import (
    BlockKind,
    CommercialModel,
    Ground,
    Scope,
    Standing,
    Use,
    UseType,
    Verdict,
)

FILE, SONG, OTHER_SONG, WORK, RELEASE = 501, 101, 102, 301, 401
LABEL, RIVAL, STRANGER = 11, 12, 13
MEMBER, GROUP = 21, 31
LENGTH = 200_000

STREAM = frozenset({UseType.ON_DEMAND_STREAM, UseType.USER_MAKE_AVAILABLE_USER_PROVIDED})


def hour(count: float) -> datetime:
    """So many hours after the world began; questions are asked at hour 12."""
    return datetime(2014, 4, 3, tzinfo=UTC) + timedelta(hours=count)


NOW = hour(12)

# Deterministic, so that a property never flickers.
LAWS = settings(derandomize=True, max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@dataclass
class World:
    """Facts being gathered, and the question. Every method states one more thing."""

    law: SimpleNamespace
    facts: dict[str, list[Any]] = field(default_factory=dict)
    matches: list[Any] = field(default_factory=list)
    file: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    instance: dict[str, Any] = field(default_factory=dict)
    count: int = 0

    def next_id(self) -> int:
        self.count += 1
        return self.count

    def place(self, where: str) -> Any:
        """ "RU DE" are these countries, "*" is Worldwide, "* DE" is Worldwide without DE."""
        first, *rest = where.split() or [""]
        if first == "*":
            return self.law.TerritorySet.worldwide(rest)
        return self.law.TerritorySet.of(*where.split())

    def period(self, when: tuple[float | None, float | None]) -> Any:
        start, end = when
        return self.law.Period(*(None if at is None else hour(at) for at in (start, end)))

    def reach(self, what: Any) -> Any:
        return self.law.CATALOGUE if what is None else self.law.Repertoire(**what)

    def state(self, kind: str, fact: Any) -> Any:
        self.facts.setdefault(kind, []).append(fact)
        return fact

    def fact(self, where: str | None, when: tuple[float | None, float | None], more: dict[str, Any]) -> Any:
        said = {"id": self.next_id(), "recorded_at": hour(0), "valid": self.period(when), **more}
        return said if where is None else {**said, "territories": self.place(where)}

    def record(
        self,
        id: int = SONG,
        works: tuple[int, ...] = (WORK,),
        releases: tuple[int, ...] = (RELEASE,),
        **more: Any,
    ) -> Any:
        said = {"recorded_at": hour(0), **more}
        return self.state(
            "recordings",
            self.law.Recording(id=id, works=frozenset(works), releases=frozenset(releases), **said),
        )

    def match(
        self,
        recording: int = SONG,
        f0: int = 0,
        f1: int = LENGTH,
        r0: int = 0,
        r1: int = LENGTH,
        reference_ms: int = LENGTH,
        when: Any = (None, None),
        **more: Any,
    ) -> Any:
        segments = more.pop("segments", ((f0, f1, r0, r1),))
        fact = self.fact(None, when, more)
        match = self.law.Match(
            recording=recording,
            segments=tuple(self.law.Segment(*segment) for segment in segments),
            reference_ms=reference_ms,
            engine="1",
            **fact,
        )
        self.matches.append(match)
        return match

    def own(
        self,
        party: int = LABEL,
        share: Any = 1,
        recording: int = SONG,
        where: str = "*",
        when: Any = (None, None),
        standing: Standing = Standing.EVIDENCED,
        **more: Any,
    ) -> Any:
        fact = self.fact(where, when, more)
        return self.state(
            "ownerships",
            self.law.Ownership(
                party=party, share=Fraction(share), recording=recording, standing=standing, **fact
            ),
        )

    def license(
        self,
        licensor: int = LABEL,
        where: str = "*",
        when: Any = (None, None),
        uses: frozenset[UseType] = frozenset(UseType),
        models: frozenset[CommercialModel] = frozenset(CommercialModel),
        of: Any = None,
        mix: Any = None,
        **more: Any,
    ) -> Any:
        fact = self.fact(where, when, more)
        terms = None if mix is None else self.law.MixTerms(*mix)
        return self.state(
            "licences",
            self.law.Licence(
                licensor=licensor, uses=uses, models=models, repertoire=self.reach(of), mix=terms, **fact
            ),
        )

    def rule(self, action: Any, where: str = "*", **bands: Any) -> Any:
        made = {"segment": self.law.Span}
        told = {name: made.get(name, self.law.Band)(*said) for name, said in bands.items()}
        return self.law.PolicyRule(self.law.Condition(territories=self.place(where), **told), action)

    def policy(
        self, *rules: Any, owner: int = LABEL, when: Any = (None, None), of: Any = None, **more: Any
    ) -> Any:
        fact = self.fact(None, when, more)
        return self.state(
            "policies", self.law.Policy(owner=owner, rules=rules, repertoire=self.reach(of), **fact)
        )

    def grant(
        self,
        owner: int = LABEL,
        to: int | None = MEMBER,
        group: int | None = None,
        where: str = "*",
        when: Any = (None, None),
        of: Any = None,
        **more: Any,
    ) -> Any:
        fact = self.fact(where, when, more)
        return self.state(
            "grants", self.law.Grant(owner=owner, to=to, group=group, repertoire=self.reach(of), **fact)
        )

    def free(self, recording: int = SONG, where: str = "*", when: Any = (None, None), **more: Any) -> Any:
        fact = self.fact(where, when, more)
        return self.state("free", self.law.Free(recording=recording, ground=Ground.PUBLIC_DOMAIN, **fact))

    def block(
        self,
        kind: BlockKind = BlockKind.COURT,
        scope: Scope | None = None,
        where: str = "*",
        when: Any = (None, None),
        **more: Any,
    ) -> Any:
        fact = self.fact(where, when, more)
        return self.state("blocks", self.law.Block(kind=kind, scope=scope or Scope.recording(SONG), **fact))

    def same_sound(
        self,
        one: int = SONG,
        other: int = OTHER_SONG,
        *,
        merged: bool = False,
        segments: Any = ((0, LENGTH, 0, LENGTH),),
        one_ms: int = LENGTH,
        other_ms: int = LENGTH,
        **more: Any,
    ) -> Any:
        return self.state(
            "same_sounds",
            self.law.SameSound(
                id=self.next_id(),
                one=one,
                other=other,
                segments=tuple(self.law.Segment(*segment) for segment in segments),
                one_ms=one_ms,
                other_ms=other_ms,
                merged=merged,
                **{"recorded_at": hour(0), **more},
            ),
        )

    def drop(self, kind: str) -> None:
        """Take back everything stated of a kind."""
        self.facts.pop(kind, None)

    def the_facts(self) -> Any:
        return self.law.Facts(
            **{kind: tuple(facts) for kind, facts in self.facts.items()},
            instance=self.law.Instance(**self.instance),
        )

    def the_file(self) -> Any:
        told = {"file": FILE, "length_ms": LENGTH, "scanned": True, "account": MEMBER, **self.file}
        return self.law.FileFacts(matches=tuple(self.matches), **told)

    def the_query(self, **asked: Any) -> Any:
        told = {"territory": "RU", "at": NOW, "use": Use.PLAY, "model": CommercialModel.SUBSCRIPTION}
        return self.law.Query(**{**told, **self.query, **asked})

    def decide(self, **asked: Any) -> Any:
        return self.law.decide(self.the_query(**asked), self.the_file(), self.the_facts())

    def verdict(self, **asked: Any) -> Verdict:
        verdict: Verdict = self.decide(**asked).verdict
        return verdict


def empty_world(law: SimpleNamespace) -> World:
    """A scanned upload in which nothing was recognised."""
    return World(law)


def owned_world(law: SimpleNamespace) -> World:
    """The upload is the song, the label owns it, and nobody permitted anything yet."""
    world = World(law)
    world.record()
    world.match()
    world.own()
    return world


def owned_by(law: SimpleNamespace, *shares: tuple[int, Any]) -> World:
    """The upload is the song, owned so, and nothing is licensed."""
    world = empty_world(law)
    world.record()
    world.match()
    for party, share in shares:
        world.own(party, share)
    return world


def allowed_world(law: SimpleNamespace) -> World:
    """The same, licensed everywhere for everything."""
    world = owned_world(law)
    world.license()
    return world


def two_songs(law: SimpleNamespace) -> World:
    """A mix: the song for its first half, another label's song for the second, both licensed."""
    world = World(law)
    world.record()
    world.record(OTHER_SONG, works=(), releases=())
    world.match(f0=0, f1=100_000, r0=0, r1=100_000)
    world.match(OTHER_SONG, f0=100_000, f1=LENGTH, r0=0, r1=100_000)
    world.own()
    world.own(RIVAL, recording=OTHER_SONG)
    world.license()
    world.license(RIVAL)
    return world


def law_of(rules: ModuleType, territories: ModuleType) -> SimpleNamespace:
    """The words the tests need of one law: the real one or a faulty copy."""
    return SimpleNamespace(**vars(territories), **{name: getattr(rules, name) for name in rules.__all__})
