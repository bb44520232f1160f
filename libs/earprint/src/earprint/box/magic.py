"""Which container a file is, by its own first bytes; the decoder is told, never asked."""

from __future__ import annotations

from collections.abc import Callable

from earprint.box.errors import Refused

HEAD = 128 * 1024  # bytes looked at
JUNK = 4096  # bytes that may stand before the first MPEG frame
JUNK_IF_NAMED = 65536  # the same if the name says mp3 or aac
MOST_TAG = 32 * 1024 * 1024  # an ID3v2 tag larger than this is not a tag
FRAMES_IN_A_ROW = 3  # headers that must follow one another before chance bytes count as MPEG audio

_FOREIGN = (
    b"PK\x03\x04", b"%PDF", b"<", b"GIF8", b"\x89PNG", b"\xff\xd8\xff", b"\x7fELF", b"MZ", b"\x1f\x8b",
    b"\x1aE\xdf\xa3", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"#EXT", b"[playlist]", b"ffconcat",
    b"v=0",
    b"#!", b"{", b"MThd", b"FORM", b"caff", b"\x30\x26\xb2\x75",
)  # fmt: skip

_BITRATES = {  # kbit/s by (MPEG-1?, layer), ISO 11172-3 2.4.2.3 and ISO 13818-3
    (True, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def container_of(read_at: Callable[[int, int], bytes], size: int, name_hint: str = "") -> str:
    """ffmpeg's name of the container: mp3, flac, ogg, mov, wav or aac. Raises Refused.

    `read_at(place, count)` reads bytes of the file; the hint only widens how far MPEG frames are looked for.
    """
    if size == 0:
        raise Refused("empty")
    start = _after_id3(read_at, size)
    head = read_at(start, HEAD)
    if head.startswith(b"fLaC"):
        return "flac"
    if start == 0:
        plain = _plain_container(head)
        if plain:
            return plain
        if head.startswith(_FOREIGN):
            raise Refused("not_audio")
    reach = JUNK_IF_NAMED if name_hint.lower().endswith((".mp3", ".aac")) or start else JUNK
    found = _mpeg_container(head, reach)
    if found is None:
        raise Refused("not_audio")
    return found


def _plain_container(head: bytes) -> str | None:
    if head.startswith(b"OggS"):
        return "ogg"
    if head[:4] in (b"RIFF", b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp":
        return "mov"
    return None


def _after_id3(read_at: Callable[[int, int], bytes], size: int) -> int:
    """Where the sound begins behind ID3v2 tags (id3.org, ID3v2.4 section 3.1; the size is syncsafe)."""
    start = 0
    for _ in range(4):  # some taggers put a second tag behind the first
        head = read_at(start, 10)
        if head[:3] != b"ID3" or len(head) < 10:
            return start
        length = sum((head[6 + i] & 0x7F) << (7 * (3 - i)) for i in range(4)) + 10
        if length > MOST_TAG:
            raise Refused("tag_bomb")
        start += length
        if start >= size:
            raise Refused("truncated")
    return start


def _mpeg_container(head: bytes, reach: int) -> str | None:
    at = head.find(b"\xff")
    while 0 <= at < reach:
        for kind, frame_length in (("mp3", _mp3_length), ("aac", _adts_length)):
            if _frames_follow(head, at, frame_length):
                return kind
        at = head.find(b"\xff", at + 1)
    return None


def _frames_follow(head: bytes, at: int, frame_length: Callable[[bytes], int]) -> bool:
    for number in range(FRAMES_IN_A_ROW):
        length = frame_length(head[at : at + 7])
        if length == 0:
            return number > 0 and at >= len(head) - 7  # the whole file is shorter than the frames wanted
        at += length
    return True


def _mp3_length(head: bytes) -> int:
    """Length of an MPEG layer III frame from its header, 0 if it is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    rate, bits = head[2] >> 2 & 3, head[2] >> 4
    if version == 1 or layer != 3 or rate == 3 or bits in (0, 15):
        return 0
    first = version == 3
    samples = 144 if first else 72
    return samples * _BITRATES[first, 3][bits] * 1000 // _RATES[version][rate] + (head[2] >> 1 & 1)


def _adts_length(head: bytes) -> int:
    """Length of an ADTS frame (ISO 13818-7 6.2), 0 if it is none."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or head[2] >> 2 & 15 > 12:
        return 0
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length > 7 else 0
