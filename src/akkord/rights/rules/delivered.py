"""From what a label's messages license to the facts that state it: licences, and policies for matches.

Pure. A message says its licences in DDEX's words and by local days (catalogue.ern.timeline); a fact has one
half-open period for a set of territories. Countries with the same period and the same terms share a fact.
Whatever of a deal is in doubt, or has no word here, licenses less (decision 0013).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil, floor
from typing import Final, TypeVar

from akkord.catalogue.ern.clocks import Stretch, stretches
from akkord.catalogue.ern.message import ClaimPolicy, Condition, Deal, Term
from akkord.catalogue.ern.territories import EVERYWHERE, NOWHERE, Territories
from akkord.catalogue.ern.timeline import Licence
from akkord.catalogue.ern.values import read_amount
from akkord.rights.rules.facts import ANY_AMOUNT, Band, Instance
from akkord.rights.terms import Action, CommercialModel, RecordingId, UseType

# A word of DDEX that has narrower words below it means all of them: a sender who permits every kind of stream
# must write Stream (ERN part 1, 6.18). Those that have no word here are left out.
_USES: Final = {use.value: frozenset({use}) for use in UseType} | {
    "Stream": frozenset({UseType.ON_DEMAND_STREAM, UseType.NON_INTERACTIVE_STREAM}),
    "Download": frozenset(
        {UseType.PERMANENT_DOWNLOAD, UseType.CONDITIONAL_DOWNLOAD, UseType.TETHERED_DOWNLOAD}
    ),
}
_MODELS: Final = {model.value: frozenset({model}) for model in CommercialModel}
_MILLISECONDS: Final = {"Millisecond": 1, "Second": 1000, "Minute": 60_000}
# relator → (more than, strictly)
_RELATORS: Final = {
    "MoreThan": (True, True),
    "MoreThanOrEqualTo": (True, False),
    "LessThan": (False, True),
    "LessThanOrEqualTo": (False, False),
}


@dataclass(frozen=True, slots=True)
class Permission:
    """What a licence permits."""

    uses: frozenset[UseType]
    models: frozenset[CommercialModel]


@dataclass(frozen=True, slots=True)
class Bands:
    """How much of a match a rule is about."""

    matched_ms: Band = ANY_AMOUNT
    percent_of_file: Band = ANY_AMOUNT
    percent_of_reference: Band = ANY_AMOUNT


@dataclass(frozen=True, slots=True)
class Wish:
    """What is done with matches that have so much in common."""

    action: Action
    bands: Bands = Bands()


Said = Permission | Wish
Word = TypeVar("Word", UseType, CommercialModel)


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact to be stated: what is said of which recordings, where, from when to when, by which message."""

    said: Said
    recordings: frozenset[RecordingId]
    territories: Territories
    starts: datetime | None
    ends: datetime | None
    message: str


def statements(
    licences: Iterable[Licence], known: Mapping[str, RecordingId], now: datetime
) -> list[Statement]:
    """The facts that state these licences from `now` on; `known` is ISRC → recording.

    What had been said and was over by now gives none. A message dated ahead counts from its date.
    """
    parts: dict[tuple[Said, frozenset[RecordingId], Stretch, str], Territories] = {}
    for licence in licences:
        if licence.known_until is not None and licence.known_until <= now:
            continue
        recordings = frozenset(
            known[each.canonical]
            for each in licence.recordings
            if each.kind == "ISRC" and each.canonical in known
        )
        for said in said_by(licence.deal) if recordings else ():
            for where, when in _periods(licence, now):
                key = (said, recordings, when, licence.message)
                parts[key] = _united(parts.get(key, NOWHERE), where)
    return [
        Statement(said, recordings, where, *when, message)
        for (said, recordings, when, message), where in parts.items()
    ]


def _periods(licence: Licence, now: datetime) -> Iterator[tuple[Territories, Stretch]]:
    """Where and when it holds, within the time in which it is the label's word."""
    for where, (starts, ends) in stretches(licence.territories, licence.validity, licence.known_from):
        if licence.known_from > now:
            starts = licence.known_from if starts is None else max(starts, licence.known_from)
        if licence.known_until is not None:
            ends = licence.known_until if ends is None else min(ends, licence.known_until)
        if starts is None or ends is None or starts < ends:
            yield where, (starts, ends)


def _united(one: Territories, other: Territories) -> Territories:
    return EVERYWHERE - ((EVERYWHERE - one) - other)


# --- what a deal says ----------------------------------------------------------------------------------


def said_by(deal: Deal) -> Iterator[Said]:
    """The permission of a deal and its wishes for matches.

    BlockAccess and ReportUsage are wishes. Monetize is the permission, where its conditions hold: where one
    of them does not, the match is blocked. A deal with policies that has no Monetize permits nothing. What a
    policy of other words or conditions means is not known: it blocks what it would block without conditions,
    and lets nothing pass.
    """
    monetized = [policy for policy in deal.policies if policy.type == "Monetize"]
    wishes = [wish for policy in deal.policies for wish in _wishes(policy)]
    yield from dict.fromkeys(wishes)
    outside = [_outside(policy) for policy in monetized]
    permission = Permission(_known(deal.uses, _USES), _known(deal.models, _MODELS))
    unclear = any(each is None for each in outside) or len(monetized) > 1
    if permission.uses and permission.models and (monetized or not deal.policies) and not unclear:
        yield permission
        yield from (wish for each in outside for wish in each or ())


def _known(terms: Iterable[Term], words: Mapping[str, frozenset[Word]]) -> frozenset[Word]:
    return frozenset(word for term in terms for word in words.get(term.value, ()))


def _wishes(policy: ClaimPolicy) -> Iterator[Wish]:
    measures = [measure for each in policy.conditions if (measure := _measure(each)) is not None]
    if policy.type == "ReportUsage" and len(measures) == len(policy.conditions):
        bands = _joined((each.name, each.surely) for each in measures)
        if bands is not None:
            yield Wish(Action.REPORT, bands)
    if policy.type == "BlockAccess":
        bands = _joined((each.name, each.perhaps) for each in measures)
        if bands is not None:
            yield Wish(Action.BLOCK, bands)


def _outside(policy: ClaimPolicy) -> Sequence[Wish] | None:
    """What is blocked because a condition of Monetize does not hold; None when one is not understood."""
    measures = [_measure(each) for each in policy.conditions]
    if any(measure is None for measure in measures):
        return None
    return [Wish(Action.BLOCK, part) for each in measures if each is not None for part in each.outside()]


@dataclass(frozen=True, slots=True)
class _Measure:
    """A condition: which measure of a match lies between two amounts, in milliseconds or whole per cent.

    A policy counts whole per cent: `surely` lies within what was written, `perhaps` around it.
    """

    name: str
    surely: Band
    perhaps: Band

    def outside(self) -> Iterator[Bands]:
        """Everything that is not surely within, of matches long enough to count at all."""
        if self.surely.at_least:
            yield self._counted(Band(0, self.surely.at_least))
        if self.surely.below is not None:
            yield self._counted(Band(self.surely.below))

    def _counted(self, band: Band) -> Bands:
        shortest = Instance().minimum_ms
        if self.name == "matched_ms":
            return Bands(matched_ms=Band(max(band.at_least, shortest), band.below))
        return replace(Bands(matched_ms=Band(shortest)), **{self.name: band})


def _measure(condition: Condition) -> _Measure | None:
    """A condition in our measures; None when it has another unit, relator or shape.

    A per cent is of the recording, unless the message says of what the user made.
    """
    amount = read_amount(condition.value)
    if amount is None or condition.segments or condition.relator not in _RELATORS:
        return None
    more, strictly = _RELATORS[condition.relator]
    if condition.unit == "Percent":
        name = "percent_of_file" if "User" in condition.reference else "percent_of_reference"
        whole = floor(amount)
    elif condition.unit in _MILLISECONDS:
        name, whole = "matched_ms", None
        amount *= _MILLISECONDS[condition.unit]
    else:
        return None
    if more:
        first = floor(amount) + 1 if strictly else ceil(amount)
        return _Measure(name, Band(first), Band(first if whole is None else whole))
    end = ceil(amount) if strictly else floor(amount) + 1
    return _Measure(name, Band(0, end if whole is None else whole), Band(0, end))


def _joined(measures: Iterable[tuple[str, Band]]) -> Bands | None:
    """All of them at once; None when they leave nothing."""
    joined = Bands()
    for name, band in measures:
        was: Band = getattr(joined, name)
        ends = [each.below for each in (was, band) if each.below is not None]
        both = Band(max(was.at_least, band.at_least), min(ends, default=None))
        if both.below is not None and both.below <= both.at_least:
            return None
        joined = replace(joined, **{name: both})
    return joined
