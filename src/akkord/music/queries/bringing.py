"""Which of the site's tracks the entries of a playlist from elsewhere are."""

from collections.abc import Sequence

from akkord.music.rules import folded
from akkord.music.rules.m3u import Entry

from .gate import standing_tracks

AT_ONCE = 500


def matched(entries: Sequence[Entry]) -> list[int | None]:
    """For each entry the number of a standing track: by its address here, else by artist and title however
    they are spelled in case and spaces, the oldest of equals; None where there is none."""
    numbers = {entry.number for entry in entries if entry.number is not None}
    there = set(standing_tracks().filter(pk__in=numbers).values_list("pk", flat=True))
    keys = sorted({folded(entry.artist) for entry in entries if entry.artist})
    by_names: dict[tuple[str, str], int] = {}
    for first in range(0, len(keys), AT_ONCE):
        found = standing_tracks().filter(by__key__in=keys[first : first + AT_ONCE]).order_by("-pk")
        for number, title, key in found.values_list("pk", "title", "by__key"):
            by_names[(key or "", folded(title))] = number
    return [
        entry.number if entry.number in there else by_names.get((folded(entry.artist), folded(entry.title)))
        for entry in entries
    ]
