"""What a ZIP of music may hold, and what its names say; nothing of a name is ever a path here."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED

from . import tidy_words

MOST_ENTRIES = 2000
MOST_WAITING = 5  # ZIPs of one person that wait or are being unpacked
MOST_UNPACKED = 8 * 1024 * 1024 * 1024  # bytes of all entries as they say
MOST_RATIO = 100  # sound hardly gets smaller; what does by more is built to fill a disk
FREE_RATIO = 16 * 1024 * 1024  # so many bytes may have any ratio: playlists, a recording of silence
MOST_LIST_BYTES = 2 * 1024 * 1024  # of one M3U file
BEGINS = b"PK\x03\x04"  # APPNOTE.TXT 4.3.7
EMPTY = b"PK\x05\x06"
SOUNDS = (".mp3", ".flac", ".ogg", ".oga", ".opus", ".m4a", ".mp4", ".aac", ".wav")
LISTS = (".m3u", ".m3u8")
ENCRYPTED = 0x1  # of an entry's flags, APPNOTE.TXT 4.4.4


class Entry(NamedTuple):
    """An entry as the directory of a ZIP describes it; `size` in bytes when unpacked."""

    name: str
    size: int
    packed: int
    method: int
    flags: int


class Kind(StrEnum):
    """What is done with an entry."""

    SOUND = "sound"
    LIST = "list"
    NOTHING = "nothing"  # folders, and what systems put beside files


class Outcome(StrEnum):
    """What became of an entry: `waiting` until it is looked at."""

    WAITING = "waiting"
    TAKEN = "taken"
    KNOWN = "known"
    REFUSED = "refused"
    LIST = "list"


class Why(StrEnum):
    """Why an entry, or a whole ZIP, was not taken."""

    NOT_WHOLE = "not_whole"
    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"
    RATIO = "ratio"
    ENCRYPTED = "encrypted"
    METHOD = "method"
    NESTED = "nested"
    NOT_SOUND = "not_sound"
    EMPTY = "empty"
    BROKEN = "broken"
    SUSPENDED = "suspended"
    CLOSED = "closed"


def is_zip(first: bytes) -> bool:
    """Whether a file that begins so is a ZIP; no sound that is accepted begins so."""
    return first[:4] in (BEGINS, EMPTY)


def why_not_opened(entries: Sequence[Entry]) -> Why | None:
    """Why a ZIP is not unpacked at all."""
    if len(entries) > MOST_ENTRIES:
        return Why.TOO_MANY
    whole = sum(entry.size for entry in entries)
    if whole > MOST_UNPACKED:
        return Why.TOO_LARGE
    if whole > FREE_RATIO and whole > MOST_RATIO * sum(entry.packed for entry in entries):
        return Why.RATIO
    return None


def kind_of(name: str) -> Kind:
    """By its name; the box says of each sound what it is in truth."""
    last = name.replace("\\", "/").rpartition("/")[2]
    if not last or last.startswith(".") or last == "Thumbs.db" or name.startswith("__MACOSX/"):
        return Kind.NOTHING
    return Kind.LIST if last.lower().endswith(LISTS) else Kind.SOUND


def why_not_taken(entry: Entry, first: bytes, most: int) -> Why | None:
    """Why an entry is refused; `first`: how its bytes begin, `most`: how large a file sent in may be."""
    if is_zip(first):
        return Why.NESTED
    if not entry.name.lower().endswith((*SOUNDS, *LISTS)):
        return Why.NOT_SOUND
    if entry.size == 0:
        return Why.EMPTY
    return Why.TOO_LARGE if entry.size > most else None


def why_closed(entry: Entry) -> Why | None:
    """Why an entry cannot even be looked into."""
    if entry.flags & ENCRYPTED:
        return Why.ENCRYPTED
    return None if entry.method in (ZIP_STORED, ZIP_DEFLATED) else Why.METHOD


def shown(name: str) -> str:
    """An entry's name as people may see it, with its folders."""
    return tidy_words(name.replace("\\", "/"), 400) or "—"


def within(folder_of: str, line: str) -> str:
    """The name in the same ZIP or folder that a line of the list `folder_of` leads to; "" outside of it."""
    parts: list[str] = [] if line.startswith(("/", "\\")) else folder_of.replace("\\", "/").split("/")[:-1]
    for part in line.replace("\\", "/").split("/"):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
