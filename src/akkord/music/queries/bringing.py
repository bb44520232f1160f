"""Which of the site's tracks the entries of a playlist from elsewhere are."""

from collections.abc import Iterator, Sequence

from akkord.music.models import Artist
from akkord.music.rules import folded
from akkord.music.rules.m3u import Entry

from .gate import standing_tracks

AT_ONCE = 500


def matched(entries: Sequence[Entry]) -> list[int | None]:
    """For each entry the number of a standing track: by its address here, else by artist and title however
    they are spelled in case and spaces, the oldest of equals; None where there is none."""
    numbers = {entry.number for entry in entries if entry.number is not None}
    there = set(standing_tracks().filter(pk__in=numbers).values_list("pk", flat=True))
    now = names_now({folded(entry.artist) for entry in entries if entry.artist})
    by_names: dict[tuple[str, str], int] = {}
    for keys in few_at_once(set(now.values())):
        found = standing_tracks().filter(by__key__in=keys).order_by("-pk")
        for number, title, key in found.values_list("pk", "title", "by__key"):
            by_names[(key or "", folded(title))] = number
    return [
        entry.number
        if entry.number in there
        else by_names.get((now.get(folded(entry.artist), ""), folded(entry.title)))
        for entry in entries
    ]


def names_now(keys: set[str]) -> dict[str, str]:
    """Each name → the one its artist goes by, which is another where two were merged."""
    now = {key: key for key in keys}
    for some in few_at_once(keys):
        merged = Artist.objects.filter(key__in=some, merged_into__isnull=False)
        now |= dict(merged.values_list("key", "merged_into__key"))
    return now


def few_at_once(keys: set[str]) -> Iterator[list[str]]:
    ordered = sorted(keys)
    return (ordered[first : first + AT_ONCE] for first in range(0, len(ordered), AT_ONCE))
