"""One hearing of the law: the question, the file, its facts, and the time up to which the answer is good.

The horizon is the only way a rule asks whether a period holds, so no fact is consulted without its boundary
being remembered. Rules ask it last, after everything about the fact that is not time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from akkord.rights.rules.answers import Query, Span
from akkord.rights.rules.facts import (
    Band,
    Facts,
    FileFacts,
    Instance,
    Match,
    Period,
    Recording,
    Segment,
    standing_facts,
)
from akkord.rights.rules.same_sound import under_every_number
from akkord.rights.terms import MatchId, RecordingId
from akkord.rights.territories import TerritorySet

BY_WORD = MatchId(0)  # what is a recording by somebody's word, without a matcher


@dataclass(slots=True)
class Horizon:
    """The instant asked about, and the earliest boundary after it of any period consulted so far."""

    at: datetime
    until: datetime | None = None

    def holds(self, period: Period) -> bool:
        """Whether the half-open period contains the instant."""
        if period.start is not None and self.at < period.start:
            self._remember(period.start)
            return False
        if period.end is None:
            return True
        if self.at >= period.end:
            return False
        self._remember(period.end)
        return True

    def _remember(self, boundary: datetime) -> None:
        if self.until is None or boundary < self.until:
            self.until = boundary


class Hearing(NamedTuple):
    """What every rule of one decision looks at."""

    query: Query
    file: FileFacts
    facts: Facts
    horizon: Horizon

    def covers(self, territories: TerritorySet, valid: Period) -> bool:
        """Whether a fact speaks about the listener's territory at the instant asked about."""
        return self.query.territory in territories and self.horizon.holds(valid)


class Heard(NamedTuple):
    """A recording of the catalogue heard in the file, by one or several matches of its references."""

    recording: Recording
    matches: tuple[Match, ...]

    @property
    def spans(self) -> list[Span]:
        """Where in the file it sounds, in order, without overlaps."""
        return merged(Span(segment.f0, segment.f1) for match in self.matches for segment in match.segments)

    def counts(self, instance: Instance) -> bool:
        """Whether one of the matches is long enough for this instance to call the sound known.

        What its label delivered is known however short it is: nothing was guessed.
        """
        return any(match.id == BY_WORD or matched_ms(match) >= instance.minimum_ms for match in self.matches)

    def partial(self, instance: Instance) -> bool:
        """Whether every match leaves a good part of its reference out: a quotation, not the recording."""
        whole = Band(at_least=instance.whole_percent)
        return not any(whole.holds(reference_ms(match) * 100, match.reference_ms) for match in self.matches)


def links(file: FileFacts, facts: Facts) -> dict[RecordingId, tuple[Match, ...]]:
    """The matches of a file by recording, in order; a label's own file is its recording from end to end. What
    its sender declares it to be is linked without a match: blocks on it reach the file.

    What is one recording by agreement stands under one number (`Facts.one`).
    """
    found: dict[RecordingId, tuple[Match, ...]] = {}
    if file.delivered_as is not None:
        found[file.delivered_as] = (end_to_end(file, file.delivered_as, "delivery"),)
    for match in standing_facts(file.matches):
        found[match.recording] = (*found.get(match.recording, ()), match)
    if file.declared_as is not None and facts.one(file.declared_as) in facts.recording:
        found.setdefault(facts.one(file.declared_as), ())
    if facts.same_sounds:
        found = under_every_number(found, facts)
    return dict(sorted(found.items()))


def end_to_end(file: FileFacts, recording: RecordingId, by: str) -> Match:
    """The whole file as the whole recording, by somebody's word and without a matcher."""
    return Match(
        id=BY_WORD,
        recording=recording,
        segments=(Segment(0, file.length_ms, 0, file.length_ms),),
        reference_ms=file.length_ms,
        engine=by,
        recorded_at=datetime.min.replace(tzinfo=UTC),
    )


def matched_ms(match: Match) -> int:
    """How long the reference sounds in the file."""
    return total_ms(merged(Span(segment.f0, segment.f1) for segment in match.segments))


def reference_ms(match: Match) -> int:
    """How much of the reference sounds in the file."""
    return total_ms(merged(Span(segment.r0, segment.r1) for segment in match.segments))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same stretches in order, those that touch or overlap joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def total_ms(spans: Iterable[Span]) -> int:
    """The length of stretches that do not overlap."""
    return sum(span.end - span.start for span in spans)
