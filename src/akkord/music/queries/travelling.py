"""Tracks as they travel between sites: by what a recording is called everywhere, and found again by that."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from akkord.music.models import Track
from akkord.music.rules import folded

from .bringing import few_at_once, names_now
from .gate import standing_matches, standing_tracks

CLOSE_SECONDS = 3.0  # two lengths of one recording differ by an encoder's silence


class Reference(NamedTuple):
    """A track without its sound: enough to know it by elsewhere. `seconds` 0: not known."""

    title: str
    artist: str
    seconds: float
    isrc: str


def references_to(numbers: Iterable[int]) -> dict[int, Reference]:
    """track → how another site would know it; a member's own by what the ear heard in it most."""
    tracks = standing_tracks().select_related("recording").in_bulk(set(numbers))
    heard: dict[int, str] = {}
    sounds = {track.sound_id for track in tracks.values() if track.recording_id is None}
    found = standing_matches().filter(sound__in=sounds, recording__isrc__isnull=False).order_by("score")
    for sound, isrc in found.values_list("sound_id", "recording__isrc"):
        heard[sound] = isrc or ""
    return {
        number: Reference(
            track.title,
            track.artist,
            track.seconds,
            (track.recording.isrc or "") if track.recording else heard.get(track.sound_id, ""),
        )
        for number, track in tracks.items()
    }


def found_here(asked: Sequence[Reference]) -> list[int | None]:
    """For each the number of a standing track: of its ISRC, else of its artist, title and length."""
    by_isrc = _by_isrc({each.isrc for each in asked if each.isrc})
    now = names_now({folded(each.artist) for each in asked if each.artist})
    named = _named(set(now.values()))
    return [
        by_isrc.get(each.isrc)
        or _as_long(named.get((now.get(folded(each.artist), ""), folded(each.title)), []), each.seconds)
        for each in asked
    ]


def _by_isrc(codes: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in few_at_once(codes):
        there = Track.objects.filter(withdrawn_at=None, recording__isrc__in=some)
        found |= {isrc: number for isrc, number in there.values_list("recording__isrc", "pk") if isrc}
    return found


def _named(keys: set[str]) -> dict[tuple[str, str], list[tuple[int, float]]]:
    """(artist, title) → (number, seconds) of the tracks so called, the oldest first."""
    found: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for some in few_at_once(keys):
        there = standing_tracks().filter(by__key__in=some).order_by("pk")
        for number, title, key, seconds in there.values_list("pk", "title", "by__key", "seconds"):
            found.setdefault((key or "", folded(title)), []).append((number, seconds))
    return found


def _as_long(found: list[tuple[int, float]], seconds: float) -> int | None:
    close = (n for n, length in found if not (seconds and length) or abs(seconds - length) <= CLOSE_SECONDS)
    return next(close, None)
