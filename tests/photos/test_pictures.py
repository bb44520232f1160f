"""Promises of pictures: only pixels are kept, four formats are read, and a bomb costs nothing."""

import struct
import threading
import time
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from akkord.photos import pictures
from akkord.photos.errors import NotAPicture, TooBusy, TooLarge
from akkord.photos.pictures import draw, draw_face
from akkord.photos.rules import (
    FACE,
    LARGE,
    MOST_BYTES,
    Crop,
    box_of,
    fitted,
    middle,
    scans_of,
    small_enough,
)


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


def of_many_scans(times: int) -> bytes:
    """A progressive JPEG whose last scan is gone through that many times more."""
    whole = a_picture(size=(16, 16), progressive=True)
    last = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + last * times + whole[-2:]


def test_a_jpeg_of_thousands_of_scans_is_refused_before_it_is_decoded() -> None:
    assert draw(of_many_scans(20)).width == 16
    began = time.monotonic()
    with pytest.raises(NotAPicture):
        draw(of_many_scans(260_000))
    assert time.monotonic() - began < 2


def test_scans_are_counted_as_a_decoder_counts_them() -> None:
    within = b"\xff\xe1\x00\x08\xff\xda\xff\xda\xff\xda"  # in a segment: words, not scans
    one = a_picture()
    assert scans_of(one[:2] + within + one[2:] + one) == 1  # and what follows the end is not read
    assert scans_of(b"\xff\xd8" + b"\x00\xff\xff\x02\xff\xda\x00\x02" * 3) == 3
    assert scans_of(a_picture("PNG")) == 0


@pytest.mark.parametrize(
    ("size", "scans", "whole", "taken"),
    [((7300, 5400), 1, False, True), ((7300, 5400), 1, True, False), ((5000, 4000), 10, True, True),
     ((5000, 4000), 30, True, False), ((640, 480), 100, True, True), ((8000, 6000), 1, False, False)],
)  # fmt: skip
def test_what_is_decoded_is_bounded_by_pixels_and_scans(
    size: tuple[int, int], scans: int, whole: bool, taken: bool
) -> None:
    assert small_enough(*size, scans, whole=whole) is taken


def test_who_finds_both_turns_taken_is_asked_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_turns", threading.BoundedSemaphore(1))
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)
    with pictures._turns, pytest.raises(TooBusy):
        draw(a_picture())
    assert draw(a_picture()).width == 640


@pytest.mark.parametrize("held", range(10))
def test_a_picture_stands_as_its_camera_was_held(held: int) -> None:
    out, marked, exif = BytesIO(), Image.new("RGB", (80, 48), "white"), Image.Exif()
    marked.paste("black", (0, 0, 16, 16))
    exif[0x0112] = held
    marked.save(out, "PNG", exif=exif.tobytes())
    wanted = ImageOps.exif_transpose(Image.open(BytesIO(out.getvalue())))
    drawn = Image.open(BytesIO(draw(out.getvalue()).large))
    assert drawn.size == wanted.size
    for corner in ((4, 4), (4, drawn.height - 5), (drawn.width - 5, 4), (drawn.width - 5, drawn.height - 5)):
        assert abs(drawn.getpixel(corner)[0] - wanted.convert("RGB").getpixel(corner)[0]) < 20


@pytest.mark.filterwarnings("ignore::UserWarning")  # the library says what it skips
@pytest.mark.parametrize(
    "notes",
    [
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x05\0\0\0\x01\0\0\0\x1a\0\0\0\x06\0\0\0\0",
        b"Exif\0\0II*\0\xff\xff\xff\xff",
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x02\0\0\0\x02a\0\0\0\0\0\0\0",
        b"Exif\0\0nonsense",
    ],
)
def test_odd_notes_of_a_camera_do_not_stop_a_picture(notes: bytes) -> None:
    assert draw(a_picture(exif=notes)).width == 640


def test_whatever_a_decoder_stumbles_over_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(*_said: object, **_more: object) -> None:
        raise struct.error("unpack requires a buffer of 4 bytes")

    monkeypatch.setattr(pictures.Image, "open", stumbles)
    with pytest.raises(NotAPicture):
        draw(a_picture())


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
