"""The facts of the law: who owns, permits, forbids and frees what, where and when (rights.md section 5).

Facts are append-only and bitemporal. `valid` is when a fact holds in the world, half-open [start, end).
`recorded_at` and `withdrawn_at` are when this instance knew it; to change a fact (suspend a block, correct a
share) withdraw it and record its successor, and every earlier decision can still be recomputed (history.py).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import Final, TypeVar

from akkord.rights.rules.answers import Span
from akkord.rights.rules.errors import (
    EmptyPeriod,
    EmptySpan,
    NaiveInstant,
    NoLength,
    NoSegments,
    ShareOutOfRange,
)
from akkord.rights.terms import (
    AccountId,
    Action,
    BlockId,
    BlockKind,
    BlockState,
    CaseId,
    CommercialModel,
    Doubt,
    FileId,
    FreeId,
    Gaps,
    GrantId,
    Ground,
    GroupId,
    LicenceId,
    MatchId,
    Mode,
    OwnershipId,
    PartyId,
    PolicyId,
    RecordingId,
    ReleaseId,
    Right,
    SameSoundId,
    Scope,
    Standing,
    Use,
    UseType,
    WorkId,
)
from akkord.rights.territories import TerritorySet

ALL_USES: Final = frozenset(Use)

K = TypeVar("K")
F = TypeVar("F", bound="Fact")


@dataclass(frozen=True, slots=True)
class Period:
    """The half-open time [start, end); None is open. Raises EmptyPeriod, NaiveInstant."""

    start: datetime | None = None
    end: datetime | None = None

    def __post_init__(self) -> None:
        for bound in (self.start, self.end):
            if bound is not None and bound.tzinfo is None:
                raise NaiveInstant
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise EmptyPeriod


ALWAYS: Final = Period()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact says of itself: since when it is known, whether it was taken back, and its document."""

    recorded_at: datetime
    withdrawn_at: datetime | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording(Fact):
    """A sound recording of the catalogue, the releases it stands on and the works it performs.

    `also` are the other numbers under which it stands, by agreement of its owners (see SameSound).
    """

    id: RecordingId
    isrc: str | None = None
    releases: frozenset[ReleaseId] = frozenset()
    works: frozenset[WorkId] = frozenset()
    also: frozenset[RecordingId] = frozenset()


@dataclass(frozen=True, slots=True)
class Segment:
    """File f0 to f1 sounds like reference r0 to r1, in milliseconds; score 0 to 1 is the matcher's."""

    f0: int
    f1: int
    r0: int
    r1: int
    score: float = 1.0

    def __post_init__(self) -> None:
        for start, end in ((self.f0, self.f1), (self.r0, self.r1)):
            if start >= end:
                raise EmptySpan(start, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Fact):
    """The lined-up segments of a file and one reference of a recording; outside `valid` it proves nothing."""

    id: MatchId
    recording: RecordingId
    segments: tuple[Segment, ...]
    reference_ms: int
    engine: str
    valid: Period = ALWAYS

    def __post_init__(self) -> None:
        if self.reference_ms <= 0:
            raise NoLength
        if not self.segments:
            raise NoSegments


@dataclass(frozen=True, slots=True, kw_only=True)
class SameSound(Fact):
    """Two recordings of the catalogue hold one sound: f of a segment lies in `one`, r in `other`.

    `merged`: their owners agree that it is one recording under two numbers. Until they do, whoever holds
    one holds the other too, and both are judged.
    """

    id: SameSoundId
    one: RecordingId
    other: RecordingId
    segments: tuple[Segment, ...]
    one_ms: int
    other_ms: int
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Repertoire:
    """What a licence, policy or grant is about: a whole catalogue, or named recordings and releases."""

    catalogue: bool = False
    recordings: frozenset[RecordingId] = frozenset()
    releases: frozenset[ReleaseId] = frozenset()

    def covers(self, recording: Recording) -> bool:
        """Whether the recording belongs to it, by itself or by a release it stands on."""
        return (
            self.catalogue
            or recording.id in self.recordings
            or not self.recordings.isdisjoint(recording.also)
            or not self.releases.isdisjoint(recording.releases)
        )


CATALOGUE: Final = Repertoire(catalogue=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership(Fact):
    """A party holds a share of a right in a recording; exact fraction. Raises ShareOutOfRange."""

    id: OwnershipId
    recording: RecordingId
    party: PartyId
    share: Fraction
    standing: Standing
    territories: TerritorySet
    right: Right = Right.GENERAL
    valid: Period = ALWAYS

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ShareOutOfRange(self.share)


@dataclass(frozen=True, slots=True)
class MixTerms:
    """When a licence also covers a mix: how long it lasts at least, how many recordings at most."""

    shortest_ms: int
    most_recordings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence(Fact):
    """An owner permits uses of its repertoire. Without mix terms a mix is treated as any other file."""

    id: LicenceId
    licensor: PartyId
    repertoire: Repertoire
    uses: frozenset[UseType]
    models: frozenset[CommercialModel]
    territories: TerritorySet
    mix: MixTerms | None = None
    valid: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Band:
    """From `at_least` on, and, if given, staying under `below`."""

    at_least: int = 0
    below: int | None = None

    def holds(self, amount: int, whole: int = 1) -> bool:
        """Whether amount/whole lies in the band; exact, without dividing."""
        if amount < self.at_least * whole:
            return False
        return self.below is None or amount < self.below * whole


ANY_AMOUNT: Final = Band()


@dataclass(frozen=True, slots=True)
class Condition:
    """When an owner's rule fires; all parts must hold (as in YouTube's policies, rights.md 1.1).

    `segment` names a stretch of the recording in milliseconds: the match must sound in some of it.
    """

    territories: TerritorySet
    matched_ms: Band = ANY_AMOUNT
    percent_of_file: Band = ANY_AMOUNT
    percent_of_reference: Band = ANY_AMOUNT
    segment: Span | None = None


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """One line of an owner's policy."""

    condition: Condition
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Fact):
    """What an owner wants done with matches of its repertoire; of several rules that fire, block wins."""

    id: PolicyId
    owner: PartyId
    repertoire: Repertoire
    rules: tuple[PolicyRule, ...]
    valid: Period = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant(Fact):
    """An owner lets one account, community or file use its repertoire, without pay (allow-list)."""

    id: GrantId
    owner: PartyId
    to: AccountId | None = None
    group: GroupId | None = None
    file: FileId | None = None  # a claim on this very file was released
    repertoire: Repertoire
    territories: TerritorySet
    uses: frozenset[Use] = ALL_USES
    valid: Period = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Free(Fact):
    """The recording needs no licence there and then; the evidence is its source document."""

    id: FreeId
    recording: RecordingId
    ground: Ground
    territories: TerritorySet
    valid: Period = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Fact):
    """Somebody forbids. `claimant` is the party behind it, `authority` the court or office by name."""

    id: BlockId
    kind: BlockKind
    scope: Scope
    territories: TerritorySet
    uses: frozenset[Use] = ALL_USES
    state: BlockState = BlockState.ACTIVE
    case: CaseId | None = None
    claimant: PartyId | None = None
    authority: str | None = None
    valid: Period = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What is known of one file. `delivered_as` names the recording when the label delivered the file.

    `declared_as` names the recording its sender signed to be their own: asked only while nobody knows the
    sound. `groups` are the communities its sender keeps. `scanned` says: fingerprinted and looked up against
    the current index. `attested` and `reviewed` matter for unknown sounds in strict mode. `lawful_use` is the
    uploader's flag (quotation, parody, pastiche).
    """

    file: FileId
    length_ms: int
    scanned: bool
    account: AccountId | None = None
    groups: frozenset[GroupId] = frozenset()
    delivered_as: RecordingId | None = None
    declared_as: RecordingId | None = None
    matches: tuple[Match, ...] = ()
    doubts: frozenset[Doubt] = frozenset()
    attested: bool = False
    reviewed: bool = False
    lawful_use: bool = False

    def __post_init__(self) -> None:
        if self.length_ms <= 0:
            raise NoLength


@dataclass(frozen=True, slots=True)
class Instance:
    """The operator's settings the law knows. A match counts from `minimum_ms`; `whole_percent` of a reference
    makes it whole rather than partial (rule 8)."""

    mode: Mode = Mode.DEFAULT
    gaps: Gaps = Gaps.HOLD
    minimum_ms: int = 5_000
    whole_percent: int = 90


@dataclass(frozen=True)
class Facts:
    """The facts fetched for one file: its recordings, their owners, what those permit, blocks on all.

    More than is needed does no harm (a decision looks only at what concerns the file).
    A withdrawn fact is no fact. The indexes are made once, so keep the object when deciding often.
    """

    recordings: tuple[Recording, ...] = ()
    ownerships: tuple[Ownership, ...] = ()
    licences: tuple[Licence, ...] = ()
    policies: tuple[Policy, ...] = ()
    grants: tuple[Grant, ...] = ()
    free: tuple[Free, ...] = ()
    blocks: tuple[Block, ...] = ()
    same_sounds: tuple[SameSound, ...] = ()
    instance: Instance = Instance()

    @cached_property
    def recording(self) -> Mapping[RecordingId, Recording]:
        """Each recording by its id; what is one by agreement stands under its lowest number alone."""
        known = {recording.id: recording for recording in standing_facts(self.recordings)}
        for one, numbers in self._numbers.items():
            if members := [known.pop(number) for number in sorted(numbers) if number in known]:
                known[one] = replace(
                    members[0],
                    id=one,
                    releases=frozenset[ReleaseId]().union(*(each.releases for each in members)),
                    works=frozenset[WorkId]().union(*(each.works for each in members)),
                    also=numbers - {one},
                )
        return known

    def one(self, recording: RecordingId) -> RecordingId:
        """The number under which a recording is judged: the lowest of those that are one by agreement."""
        return self._ones.get(recording, recording)

    def numbers_of(self, one: RecordingId) -> frozenset[RecordingId]:
        """All the numbers of what is judged under this one."""
        return self._numbers.get(one, frozenset({one}))

    def sound(self, recording: RecordingId) -> RecordingId:
        """One number for all recordings with the same sound, agreed or not: what sounds once counts once."""
        return self._sounds.get(recording, recording)

    @cached_property
    def same_sounds_of(self) -> Mapping[RecordingId, list[SameSound]]:
        """What has the same sound as a recording, in the order of their ids."""
        found: dict[RecordingId, list[SameSound]] = {}
        for same in sorted(standing_facts(self.same_sounds), key=lambda same: same.id):
            found.setdefault(same.one, []).append(same)
            found.setdefault(same.other, []).append(same)
        return found

    @cached_property
    def _ones(self) -> Mapping[RecordingId, RecordingId]:
        return _lowest((same.one, same.other) for same in standing_facts(self.same_sounds) if same.merged)

    @cached_property
    def _numbers(self) -> Mapping[RecordingId, frozenset[RecordingId]]:
        found: dict[RecordingId, frozenset[RecordingId]] = {}
        for number, one in self._ones.items():
            found[one] = found.get(one, frozenset()) | {number}
        return found

    @cached_property
    def _sounds(self) -> Mapping[RecordingId, RecordingId]:
        return _lowest((same.one, same.other) for same in standing_facts(self.same_sounds))

    @cached_property
    def ownerships_of(self) -> Mapping[RecordingId, list[Ownership]]:
        """Who states to own a recording."""
        return _grouped(self.ownerships, lambda ownership: self.one(ownership.recording))

    @cached_property
    def free_of(self) -> Mapping[RecordingId, list[Free]]:
        """Why a recording may be free."""
        return _grouped(self.free, lambda free: self.one(free.recording))

    @cached_property
    def licences_of(self) -> Mapping[PartyId, list[Licence]]:
        """What an owner licensed."""
        return _grouped(self.licences, lambda licence: licence.licensor)

    @cached_property
    def policies_of(self) -> Mapping[PartyId, list[Policy]]:
        """What an owner wants done with matches."""
        return _grouped(self.policies, lambda policy: policy.owner)

    @cached_property
    def grants_of(self) -> Mapping[PartyId, list[Grant]]:
        """Whom an owner lets through."""
        return _grouped(self.grants, lambda grant: grant.owner)

    @cached_property
    def blocks_on(self) -> Mapping[Scope, list[Block]]:
        """What forbids a file, recording, work or account."""
        return _grouped(self.blocks, lambda block: block.scope)


def standing_facts(facts: Iterable[F]) -> Iterable[F]:
    """The facts that were not withdrawn."""
    return (fact for fact in facts if fact.withdrawn_at is None)


def _grouped(facts: Iterable[F], key: Callable[[F], K]) -> Mapping[K, list[F]]:
    groups: dict[K, list[F]] = {}
    for fact in standing_facts(facts):
        groups.setdefault(key(fact), []).append(fact)
    return groups


def _lowest(pairs: Iterable[tuple[RecordingId, RecordingId]]) -> Mapping[RecordingId, RecordingId]:
    """Each number that stands in a pair → the lowest of all that are joined to it, directly or by others."""
    lowest: dict[RecordingId, RecordingId] = {}
    for one, other in pairs:
        joined = {lowest.setdefault(one, one), lowest.setdefault(other, other)}
        for number, known in lowest.items():
            if known in joined:
                lowest[number] = min(joined)
    return lowest
