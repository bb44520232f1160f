"""What is true of photos and albums, on plain values."""

from typing import NamedTuple

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 40_000_000  # of what was sent in: 120 MB while it is read
LARGE, SMALL, FACE = 1600, 360, 240  # the longer side of a rendition; the side of a face
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_IN_ALBUM = 1000
MOST_A_DAY = 500  # of one person
MOST_TITLE, MOST_WORDS = 100, 500
PAGE = 60
OFFERED = 24  # of one's own, beside the box in which one writes


class Crop(NamedTuple):
    """A square of a picture: its left and upper edge and its side, in thousandths of the shorter side."""

    left: int
    top: int
    side: int


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
