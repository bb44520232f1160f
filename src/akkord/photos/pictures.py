"""Pictures people send in, read and drawn anew: what is kept is pixels of ours and nothing else of the file.

Four formats are tried and no other decoder of the library is (docs/decisions/0042). What a file claims to
measure, and how often it lets itself be gone through, is asked before anything of it is decoded, so a bomb
costs a header; place, camera and thumbnails that stood in it (EXIF, XMP, ICC) go nowhere.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from .errors import NotAPicture, TooBusy, TooLarge
from .rules import (
    FACE,
    FORMATS,
    LARGE,
    MOST_BYTES,
    MOST_SCANS,
    SMALL,
    Crop,
    box_of,
    fitted,
    scans_of,
    small_enough,
)

QUALITY = 85
# Two are read at once, so that memory has a bound, whoever sends how many.
_turns = threading.BoundedSemaphore(2)
PATIENCE = 10.0  # seconds: who waits holds a thread that others need

ORIENTATION = 0x0112
# EXIF 2.32, 4.6.4 A: how the camera was held, and what sets the picture upright.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Drawn:
    """JPEG bytes of the renditions, and the size of the large one in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int


def draw(data: bytes) -> Drawn:
    """The renditions of a file somebody sent in. Raises NotAPicture, TooLarge, TooBusy."""
    if len(data) > MOST_BYTES:
        raise TooLarge
    with _a_turn():
        large = _read(data)
        small = large.resize(fitted(*large.size, SMALL), Image.Resampling.LANCZOS)
        return Drawn(_jpeg(large), _jpeg(small), *large.size)


def draw_face(large: bytes, crop: Crop) -> bytes:
    """A square of a rendition of ours as a small JPEG. Raises TooBusy."""
    with _a_turn(), Image.open(BytesIO(large), formats=["JPEG"]) as picture:
        square = picture.crop(box_of(crop, *picture.size))
        return _jpeg(square.resize((FACE, FACE), Image.Resampling.LANCZOS))


@contextmanager
def _a_turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE):
        raise TooBusy
    try:
        yield
    finally:
        _turns.release()


def _read(data: bytes) -> Image.Image:
    """The large rendition, upright: made small before it is turned, so that little of it stands in memory."""
    scans = scans_of(data)
    if scans > MOST_SCANS:
        raise NotAPicture
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as found:
            whole = scans != 1 or "progressive" in found.info
            if not small_enough(*found.size, scans, whole=whole):
                raise TooLarge
            found.draft("RGB", (LARGE, LARGE))  # a large JPEG is decoded at a fraction of its size
            held = _held(found)
            large = _on_white(found).resize(fitted(*found.size, LARGE), Image.Resampling.LANCZOS)
            return large.transpose(UPRIGHT[held]) if held in UPRIGHT else large
    except TooLarge:
        raise
    except Exception as broken:  # decoders name what they stumble over in many ways, and all mean this
        raise NotAPicture from broken


def _held(picture: Image.Image) -> object:
    """How the camera was held, as the file says; None where its notes are no notes."""
    try:
        return picture.getexif().get(ORIENTATION)
    except Exception:  # noqa: BLE001 — a picture with broken notes is a picture: it stays as its pixels are
        return None


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(seen, mask=seen)
    return ground


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.info = {}  # words of the file that would be written again
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
