"""Tags and cover of a file, cut to what a page can show: bounded, printable, and pictures only."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Mapping

from earprint.box.face import Cover

LONGEST = 300  # characters of one tag
LONGEST_LYRICS = 20_000
MOST_COVER = 5 * 1024 * 1024
MOST_PIXELS = 4096  # per side: a small picture file can unpack to gigabytes

_NAMES = {
    "title": "title", "artist": "artist", "album": "album", "date": "date", "year": "date", "tdrc": "date",
    "tyer": "date", "genre": "genre", "isrc": "isrc", "tsrc": "isrc", "track": "track",
    "tracknumber": "track",
}  # fmt: skip

# ID3's USLT comes as "lyrics-eng", MP4's ©lyr as "lyrics", Vorbis comments by any of these.
_LYRICS = frozenset({"lyrics", "unsyncedlyrics", "syncedlyrics", "unsynced lyrics"})


def readable(text: str) -> str:
    """One line without control characters, direction overrides or halves of characters."""
    spaced = "".join(" " if c in "\t\r\n\v\f\u2028\u2029" else c for c in text[: LONGEST * 4])
    kept = (c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))[:LONGEST].strip()


def wanted_tags(*sources: Mapping[str, str]) -> dict[str, str]:
    """The tags we keep, under our names; the first source that has one wins."""
    tags: dict[str, str] = {}
    for source in sources:
        for key, value in source.items():
            name = _NAMES.get(key.lower())
            cleaned = readable(value) if name and name not in tags else ""
            if name and cleaned:
                tags[name] = cleaned
    return tags


def lyrics_of(*sources: Mapping[str, str]) -> str:
    """The words of the song, if a tag holds them: lines kept, control characters not."""
    for source in sources:
        for key, value in source.items():
            if key.lower().partition("-")[0] in _LYRICS:
                lines = value[:LONGEST_LYRICS].replace("\r\n", "\n").replace("\r", "\n").split("\n")
                spaced = ("".join(" " if c.isspace() else c for c in line) for line in lines)
                kept = ("".join(c for c in line if c.isprintable()).rstrip() for line in spaced)
                if said := "\n".join(kept).strip():
                    return said
    return ""


def cover_of(data: bytes) -> Cover | None:
    """A cover by the picture's own magic; None for anything but a JPEG or PNG of sane size."""
    if not 0 < len(data) <= MOST_COVER:
        return None
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        sides, mime = _png_sides(data), "image/png"
    elif data.startswith(b"\xff\xd8\xff"):
        sides, mime = _jpeg_sides(data), "image/jpeg"
    else:
        return None
    if sides is None or not all(0 < side <= MOST_PIXELS for side in sides):
        return None
    return Cover(mime, data)


def _png_sides(data: bytes) -> tuple[int, int] | None:
    if data[12:16] != b"IHDR" or len(data) < 24:
        return None
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _jpeg_sides(data: bytes) -> tuple[int, int] | None:
    """Sides from the frame header (ITU-T T.81 B.2.2), walking the markers before it."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 2 + length
    return None
