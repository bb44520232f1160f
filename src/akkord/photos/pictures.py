"""Pictures people send in, read and drawn anew: what is kept is pixels of ours and nothing else of the file.

Four formats are tried and no other decoder of the library is (docs/decisions/0042). What a file claims to
measure is asked before anything of it is decoded, so a bomb costs a header; place, camera and thumbnails that
stood in it (EXIF, XMP, ICC) go nowhere.
"""

import threading
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from .errors import NotAPicture, TooLarge
from .rules import FACE, FORMATS, LARGE, MOST_BYTES, MOST_PIXELS, SMALL, Crop, box_of, fitted

QUALITY = 85
# Two are read at once, so that memory has a bound, whoever sends how many.
_turns = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Drawn:
    """JPEG bytes of the renditions, and the size of the large one in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int


def draw(data: bytes) -> Drawn:
    """The renditions of a file somebody sent in. Raises NotAPicture, TooLarge."""
    if len(data) > MOST_BYTES:
        raise TooLarge
    with _turns:
        picture = _read(data)
        large = picture.resize(fitted(*picture.size, LARGE), Image.Resampling.LANCZOS)
        small = large.resize(fitted(*large.size, SMALL), Image.Resampling.LANCZOS)
        return Drawn(_jpeg(large), _jpeg(small), *large.size)


def draw_face(large: bytes, crop: Crop) -> bytes:
    """A square of a rendition of ours as a small JPEG."""
    with _turns, Image.open(BytesIO(large), formats=["JPEG"]) as picture:
        square = picture.crop(box_of(crop, *picture.size))
        return _jpeg(square.resize((FACE, FACE), Image.Resampling.LANCZOS))


def _read(data: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise TooLarge
            found.draft("RGB", (LARGE, LARGE))  # a large JPEG is decoded at a fraction of its size
            upright = ImageOps.exif_transpose(found)
            return _on_white(upright)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as broken:
        raise NotAPicture from broken


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.info = {}  # words of the file that would be written again
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
