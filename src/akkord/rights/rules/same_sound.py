"""Who holds a sound holds it under every number it has in the catalogue (SameSound in facts.py).

A match with one recording is carried over to each other one with the same sound, as far as the sound is
shared: so what forbids one forbids the other, and both owners are asked, whichever of them the ear named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from akkord.rights.rules.facts import Facts, Match, SameSound, Segment
from akkord.rights.terms import RecordingId

Found = Mapping[RecordingId, tuple[Match, ...]]


def under_every_number(found: Found, facts: Facts) -> dict[RecordingId, tuple[Match, ...]]:
    """Matches by recording, with those carried over, each under the number its recording is judged by."""
    held: dict[RecordingId, tuple[Match, ...]] = {}
    for matches in found.values():
        for match in matches:
            for each in _everywhere(match, facts):
                one = facts.one(each.recording)
                held[one] = (*held.get(one, ()), each)
    return held


def _everywhere(match: Match, facts: Facts) -> Iterator[Match]:
    """The match itself, and carried over to each recording that the sound reaches, by the shortest way."""
    reached, waiting = {match.recording}, [match]
    for here in waiting:
        yield here
        for same in facts.same_sounds_of.get(here.recording, ()):
            there = _carried(here, same)
            if there is not None and there.recording not in reached:
                reached.add(there.recording)
                waiting.append(there)


def _carried(match: Match, same: SameSound) -> Match | None:
    """The match as one with the other recording; None when it lies where their sounds part."""
    forth = match.recording == same.one
    shared = same.segments if forth else tuple(_turned(each) for each in same.segments)
    segments = tuple(
        segment for held in match.segments for each in shared if (segment := _through(held, each)) is not None
    )
    if not segments:
        return None
    other, length = (same.other, same.other_ms) if forth else (same.one, same.one_ms)
    return replace(match, recording=other, segments=segments, reference_ms=length)


def _turned(segment: Segment) -> Segment:
    return Segment(segment.r0, segment.r1, segment.f0, segment.f1, segment.score)


def _through(held: Segment, shared: Segment) -> Segment | None:
    """File to recording, and recording to the other one: what both have, in whole milliseconds."""
    start, end = max(held.r0, shared.f0), min(held.r1, shared.f1)
    if start >= end:
        return None
    f0, f1 = (held.f0 + (at - held.r0) * (held.f1 - held.f0) // (held.r1 - held.r0) for at in (start, end))
    r0, r1 = (
        shared.r0 + (at - shared.f0) * (shared.r1 - shared.r0) // (shared.f1 - shared.f0)
        for at in (start, end)
    )
    return Segment(f0, f1, r0, r1, held.score) if f0 < f1 and r0 < r1 else None
