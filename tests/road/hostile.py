"""Files that lie: small generators of every class the box must refuse or take correctly."""

import random
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

from akkord.sample.music import RATE
from road import sounds

MEMBER_CHUNK = 65535


def song(seconds: float = 8.0) -> bytes:
    return sounds.mp3(sounds.song("hostile")[: int(seconds * RATE)])


def wav(
    seconds: float = 2.0, *, rate: int = 8000, channels: int = 1, said: int | None = None, bits: int = 16
) -> bytes:
    """A WAV file whose data chunk claims `said` bytes."""
    noise = random.Random(7)
    data = bytes(noise.randrange(256) for _ in range(int(seconds * 8000) * 2))
    size = len(data) if said is None else said
    block = max(1, channels * bits // 8)
    head = struct.pack("<HHIIHH", 1, channels, rate, (rate * block) & 0xFFFFFFFF, block & 0xFFFF, bits)
    riff, said_size = (size + 36) & 0xFFFFFFFF, size & 0xFFFFFFFF
    fmt = b"fmt " + struct.pack("<I", 16) + head
    return b"RIFF" + struct.pack("<I", riff) + b"WAVE" + fmt + b"data" + struct.pack("<I", said_size) + data


def synchsafe(size: int) -> bytes:
    return bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))


def id3(frames: bytes, said: int | None = None) -> bytes:
    return b"ID3\x03\x00\x00" + synchsafe(len(frames) if said is None else said) + frames


def frame(name: bytes, body: bytes) -> bytes:
    return name + struct.pack(">I", len(body)) + b"\x00\x00" + body


def cover(mime: bytes, picture: bytes) -> bytes:
    return id3(frame(b"APIC", b"\x00" + mime + b"\x00\x03\x00" + picture))


def zipped() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x" * 1000)
    return out.getvalue()


def mutated(seed: int) -> bytes:
    """A song with bytes changed, cut and doubled."""
    chance, data = random.Random(seed), bytearray(song(4))
    for _ in range(chance.randrange(1, 200)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    cut = chance.randrange(len(data))
    return bytes(data[:cut] + data[chance.randrange(cut + 1) :])


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BOMB = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + struct.pack(">IIBBBBB", 60000, 60000, 8, 6, 0, 0, 0)

# What only a refusal answers.
REFUSED: dict[str, Callable[[str], bytes]] = {
    "text": lambda secret: b"not a sound at all " * 50,
    "random": lambda secret: random.Random(1).randbytes(50_000),
    "zeros": lambda secret: bytes(100_000),
    "HLS playlist": lambda secret: f"#EXTM3U\n#EXTINF:10,\nfile://{secret}\n".encode(),
    "M3U playlist": lambda secret: f"{secret}\n".encode(),
    "PLS playlist": lambda secret: f"[playlist]\nFile1={secret}\nNumberOfEntries=1\n".encode(),
    "concat script": lambda secret: f"ffconcat version 1.0\nfile '{secret}'\n".encode(),
    "concat behind a byte order mark": lambda secret: (
        b"\xef\xbb\xbf" + f"ffconcat version 1.0\nfile '{secret}'".encode()
    ),
    "DASH manifest": lambda secret: f'<?xml version="1.0"?><MPD><BaseURL>{secret}</BaseURL></MPD>'.encode(),
    "SDP": lambda secret: b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=audio 5004 RTP/AVP 0\n",
    "picture": lambda secret: BOMB + zlib.compress(bytes(1000)),
    "SVG": lambda secret: SVG,
    "HTML": lambda secret: b"<!doctype html><script>alert(1)</script>",
    "a header and nothing": lambda secret: sounds.flac(sounds.song("dawn")[:RATE])[:60],
    "a tag and nothing": lambda secret: id3(frame(b"TIT2", b"\x00Title")),
    "a tag claiming 256 MiB": lambda secret: id3(b"", said=(1 << 28) - 1) + bytes(1000),
    "no channels": lambda secret: wav(channels=0),
    "no rate": lambda secret: wav(rate=0),
    "one sample": lambda secret: wav(0.0001),
}
# What may be taken, as long as it is taken for what it is: length by decoding, no cover that is no picture.
EITHER: dict[str, Callable[[str], bytes]] = {
    "zip": lambda secret: zipped(),  # is unpacked, and what is in it refused by itself
    "a length of 4 GiB": lambda secret: wav(said=0xFFFFFFFF),
    "a length of 0": lambda secret: wav(said=0),
    "a length too long": lambda secret: wav(said=10**9),
    "half a file": lambda secret: song()[: len(song()) // 2],
    "an SVG cover": lambda secret: cover(b"image/svg+xml", SVG) + song(),
    "an SVG cover called PNG": lambda secret: cover(b"image/png", SVG) + song(),
    "a cover of 60000 × 60000": lambda secret: cover(b"image/png", BOMB) + song(),
    "a cover that is an address": lambda secret: cover(b"-->", f"file://{secret}".encode()) + song(),
    "a tag of 4 MiB": lambda secret: id3(frame(b"COMM", bytes(4 << 20))) + song(),
    "a thousand tags": lambda secret: id3(frame(b"TXXX", b"\x00a\x00b") * 1000) + song(),
    "song and zip": lambda secret: song() + zipped(),
    "song and HTML": lambda secret: song() + b"<script>alert(1)</script>",
    "HTML and song": lambda secret: b"<script>alert(1)</script>" + song(),
    "600 kHz": lambda secret: wav(rate=600_000),
    "silence": lambda secret: sounds.mp3(sounds.song("dawn")[: 5 * RATE] * 0),
    **{f"mutant {seed}": lambda secret, seed=seed: mutated(seed) for seed in range(12)},  # type: ignore[misc]
}
NAMES = [
    "../../../etc/passwd", "a\x01b.mp3", "x" * 2000 + ".mp3", "‮3pm.exe", ".", "..",
    "a\r\nSet-Cookie: x=1.mp3", "<script>alert(1)</script>.mp3", "CON.mp3", "%2e%2e%2f.mp3", "песня 🎵.mp3",
]  # fmt: skip
