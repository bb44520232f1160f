"""Playlists as M3U files (UTF-8, #EXTM3U): written with the site's addresses, read by address or by names."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from . import tidy_words, title_from

MOST_LINES = 10_000


class Entry(NamedTuple):
    """A line of a playlist: the number of one of the site's tracks, or the names it goes by."""

    number: int | None
    title: str
    artist: str


def written(site: str, title: str, tracks: Iterable[tuple[int, str, str, float]]) -> str:
    """`tracks`: (number, title, artist, seconds)."""
    lines = ["#EXTM3U", f"#PLAYLIST:{tidy_words(title, 200)}"]
    for number, name, artist, seconds in tracks:
        told = tidy_words(f"{artist} - {name}" if artist else name, 400)
        lines += [f"#EXTINF:{round(seconds)},{told}", f"{site.rstrip('/')}/audio{number}"]
    return "\n".join(lines) + "\n"


def read(text: str, site: str) -> tuple[str, list[Entry]]:
    """(name, entries); what other programs add in lines of their own is passed over."""
    name = ""
    for line in text.splitlines()[:MOST_LINES]:
        if line.strip().startswith("#PLAYLIST:"):
            name = tidy_words(line.strip().removeprefix("#PLAYLIST:"), 100)
    return name, [_entry(place, told, site) for place, told in _lines(text)]


def places(text: str) -> list[str]:
    """Where each entry of `read` says that its sound lies: a path or an address as it is written."""
    return [place for place, _ in _lines(text)]


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """(place, what #EXTINF says of it)."""
    told = ""
    for line in text.lstrip("\ufeff").splitlines()[:MOST_LINES]:
        line = line.strip()
        if line.startswith("#EXTINF:"):
            told = line.partition(",")[2].strip()
        elif line and not line.startswith("#"):
            yield line, told
            told = ""


def _entry(place: str, told: str, site: str) -> Entry:
    found = re.fullmatch(re.escape(site.rstrip("/")) + r"/audio([1-9][0-9]{0,17})", place)
    title, artist = _names(told) if told else title_from({}, _file_name(place))
    return Entry(int(found[1]) if found else None, title, artist)


def _names(told: str) -> tuple[str, str]:
    """Title and artist of "Artist - Title", whatever else stands in either; the whole is a title without."""
    artist, dash, title = told.partition(" - ")
    if not dash or not title.strip():
        artist, title = "", told
    return tidy_words(title, 200) or "—", tidy_words(artist, 200)


def _file_name(place: str) -> str:
    try:
        path = urlsplit(place).path or place
    except ValueError:
        path = place
    return path.replace("\\", "/").rpartition("/")[2]
