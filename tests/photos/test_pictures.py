"""Promises of pictures: only pixels are kept, four formats are read, and a bomb costs nothing."""

import struct
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from akkord.photos.errors import NotAPicture, TooLarge
from akkord.photos.pictures import draw, draw_face
from akkord.photos.rules import FACE, LARGE, MOST_BYTES, Crop, box_of, fitted, middle


def a_picture(
    form: str = "JPEG", size: tuple[int, int] = (640, 480), mode: str = "RGB", **more: object
) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (200, 40, 40)).save(out, form, **more)
    return out.getvalue()


def a_bomb(side: int) -> bytes:
    """A PNG of a few bytes that claims to be `side` pixels wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(64)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_four_formats_become_jpegs_of_ours(form: str) -> None:
    drawn = draw(a_picture(form))
    assert (drawn.width, drawn.height) == (640, 480)
    for said in (drawn.large, drawn.small):
        assert Image.open(BytesIO(said)).format == "JPEG"


def test_where_and_with_what_it_was_taken_goes_nowhere() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRET CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x0112] = 6  # turned: its pixels are, and the note is gone
    drawn = draw(a_picture(exif=exif.tobytes(), comment=b"SECRET WORDS"))
    assert (drawn.width, drawn.height) == (480, 640)
    for said in (drawn.large, drawn.small):
        assert b"SECRET" not in said
        assert b"Exif" not in said


@pytest.mark.parametrize("side", [7000, 30_000, 2_000_000])
def test_a_pixel_bomb_is_refused_by_its_header(side: int) -> None:
    with pytest.raises(TooLarge if side < 20_000 else (TooLarge, NotAPicture)):
        draw(a_bomb(side))


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4", a_picture("BMP"),
     a_picture("TIFF"),
     a_picture()[:200], a_picture("PNG")[:60], b"\xff\xd8\xff\xe0" + bytes(400)],
)  # fmt: skip
def test_what_is_no_picture_of_the_four_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        draw(data)


def test_too_many_bytes_are_not_looked_at() -> None:
    with pytest.raises(TooLarge):
        draw(bytes(MOST_BYTES + 1))


@settings(max_examples=25)
@given(st.binary(min_size=1, max_size=300), st.integers(0, 2000))
def test_a_broken_file_is_refused_or_drawn_and_nothing_else(noise: bytes, at: int) -> None:
    whole = bytearray(a_picture(size=(40, 30)))
    whole[at : at + len(noise)] = noise
    with suppress(NotAPicture, TooLarge):
        assert max(draw(bytes(whole)).width, 1) <= LARGE


def test_transparent_is_white_and_a_square_is_a_square() -> None:
    out = BytesIO()
    Image.new("RGBA", (300, 200), (0, 0, 0, 0)).save(out, "PNG")
    drawn = draw(out.getvalue())
    assert Image.open(BytesIO(drawn.large)).getpixel((5, 5)) == (255, 255, 255)
    face = Image.open(BytesIO(draw_face(drawn.large, Crop(100, 0, 500))))
    assert face.size == (FACE, FACE)


sides = st.integers(1, 5000)


@given(sides, sides, st.integers(-10, 200_000), st.integers(-10, 200_000), st.integers(0, 3000))
def test_a_crop_lies_within_its_picture(width: int, height: int, left: int, top: int, side: int) -> None:
    x0, y0, x1, y1 = box_of(Crop(left, top, side), width, height)
    assert 0 <= x0 < x1 <= width
    assert 0 <= y0 < y1 <= height
    assert x1 - x0 == y1 - y0


@given(sides, sides)
def test_renditions_keep_their_shape_and_do_not_grow(width: int, height: int) -> None:
    wide, high = fitted(width, height, LARGE)
    assert wide <= min(width, LARGE)
    assert high <= min(height, LARGE)
    assert abs(wide * height - high * width) <= max(width, height)
    assert middle(width, height).side == 1000
