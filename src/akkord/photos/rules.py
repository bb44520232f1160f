"""What is true of photos and albums, on plain values."""

import re
from typing import NamedTuple

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 40_000_000  # of a JPEG of one scan, which is decoded at a fraction of its size
# Of any other: as pixels, or as the coefficients of a JPEG of many scans, it stands in memory whole (some
# 160 MB, once more while it is made small).
MOST_PIXELS_WHOLE = 20_000_000
MOST_SCANS = 100  # of a JPEG: encoders make about ten; a file of 15 MB has room for a million
MOST_WORK = 400_000_000  # pixels times scans: some seconds
LARGE, SMALL, FACE = 1600, 360, 240  # the longer side of a rendition; the side of a face
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_IN_ALBUM = 1000
MOST_ALBUMS = 200  # of a person, of a community
MOST_A_DAY = 500  # of one person
MOST_BROUGHT = 20_000  # a person has, beyond which none are brought from another site
MOST_TITLE, MOST_WORDS = 100, 500
PAGE = 60
ALBUMS_PAGE = 48
OFFERED = 24  # of one's own, beside the box in which one writes


class Crop(NamedTuple):
    """A square of a picture: its left and upper edge and its side, in thousandths of the shorter side."""

    left: int
    top: int
    side: int


_MARKER = re.compile(rb"\xff+([\x01-\xfe])")  # ISO/IEC 10918-1, B.1.1.2: fill bytes may stand before it
_EOI, _SOS = 0xD9, 0xDA


def scans_of(data: bytes) -> int:
    """How many scans a JPEG has a decoder go through, up to one more than may be; 0 for what is none.

    Markers are found as libjpeg finds them: those below SOF0, RST and SOI have no length of their own.
    """
    if not data.startswith(b"\xff\xd8"):
        return 0
    at, scans = 2, 0
    while scans <= MOST_SCANS and (found := _MARKER.search(data, at)):
        at, marker = found.end(), found.group(1)[0]
        if marker == _EOI:
            break
        scans += marker == _SOS
        if marker >= 0xC0 and not 0xD0 <= marker <= 0xD8:
            at += int.from_bytes(data[at : at + 2], "big")
    return scans


def small_enough(width: int, height: int, scans: int, *, whole: bool) -> bool:
    """Whether a picture of so many pixels is decoded at all; `whole`: all of it stands in memory at once."""
    pixels = width * height
    return pixels <= (MOST_PIXELS_WHOLE if whole else MOST_PIXELS) and pixels * scans <= MOST_WORK


def tidy(text: str) -> str:
    """One line of words as it is kept."""
    return " ".join("".join(c if ord(c) >= 32 else " " for c in text).split())


def box_of(crop: Crop, width: int, height: int) -> tuple[int, int, int, int]:
    """The square in pixels (left, top, right, bottom), moved and cut so that it lies within the picture."""
    short = min(width, height)
    side = max(1, min(short, short * crop.side // 1000))
    left = max(0, min(width - side, short * crop.left // 1000))
    top = max(0, min(height - side, short * crop.top // 1000))
    return left, top, left + side, top + side


def middle(width: int, height: int) -> Crop:
    """The largest square in the middle."""
    short = min(width, height)
    return Crop((width - short) * 500 // short, (height - short) * 500 // short, 1000)


def fitted(width: int, height: int, longest: int) -> tuple[int, int]:
    """Width and height of a rendition: no side is longer, none is larger than it was."""
    longer = max(width, height)
    if longer <= longest:
        return width, height
    return max(1, round(width * longest / longer)), max(1, round(height * longest / longer))
