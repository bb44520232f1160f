"""What is true of documents, on plain values: which kinds there are, and whether there is sound in one.

A document is no way round the identification of sound. So what it is its bytes say, not its name; what holds
other files (OpenDocument, Office) is opened and each of them asked; archives, which hold anything, and in
turn archives, are no kind at all.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePath

MOST_BYTES = 10 * 1024 * 1024
MOST_A_DAY = 100
MOST_BROUGHT = 5000  # of one person, from other sites
MOST_ON_ONE = 10  # on a post, on a message
MOST_MEMBERS = 2000  # files in one
MOST_UNPACKED = 100 * 1024 * 1024
MOST_NAME = 120
FRAMES = 6  # of MPEG sound that follow one another: less may be chance, this is sound

_OFFICE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_OPEN = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}
_TEXTS = frozenset({"txt", "md", "csv"})
KINDS = frozenset({"pdf", *_OFFICE, *_OPEN, *_TEXTS})

# Heads of files that hold sound, or a film with it. Where a head is short, what follows is asked, too.
_HEADS = (
    b"OggS", b"fLaC", b"ID3", b"MThd", b"FORM", b"wvpk", b"MAC ", b"TTA1", b"#!AMR", b".snd", b"ADIF",
    b"caff",
    b"\x1aE\xdf\xa3", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", b"FLV\x01", b"FWS", b"CWS", b"DSD ", b"MPCK",
    b"MP+",
    b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"RF64", b"BW64",
)  # fmt: skip
# Within a file: what begins sound wherever it stands. A PDF may be an MP3, too.
_WITHIN = (b"OggS\x00\x02", b"fLaC\x00\x00\x00\x22", b"WAVEfmt ", b"#!AMR\n", b"caff\x00\x01\x00\x00")
_FTYP = re.compile(rb"\x00\x00\x00.ftyp[A-Za-z0-9 ]{4}", re.DOTALL)
# ISO 32000-1: a sound object, films, and files within the file (7.11.4, 13.3, 13.4, 13.6).
_IN_PDF = re.compile(rb"/(EmbeddedFile|Sound|Movie|RichMedia|Rendition|Launch)\b")
_STREAM = re.compile(rb"stream\r?\n")
_SYNC = re.compile(rb"\xff[\xe2-\xff]")
_BITRATES = {  # kbit/s by version and layer (ISO/IEC 11172-3 2.4.2.3, 13818-3)
    (1, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def kind_of(name: str) -> str:
    """The kind its name says ("pdf"); "" for none we take."""
    kind = PurePath(name).suffix.lower().removeprefix(".")
    return kind if kind in KINDS else ""


def tidy_name(name: str) -> str:
    """A file name as people may see it: the last part alone, printable, with its ending kept."""
    plain = "".join(c for c in PurePath(name.replace("\\", "/")).name if c.isprintable()).strip()
    path = PurePath(plain or "document")
    return path.stem[: MOST_NAME - len(path.suffix)] + path.suffix


def is_its_kind(kind: str, data: bytes) -> bool:
    """Whether the bytes are what the name says."""
    if kind == "pdf":
        return data.startswith(b"%PDF-")
    if kind in _TEXTS:
        return b"\x00" not in data and _is_text(data)
    opened = _opened(data)
    if opened is None:
        return False
    if kind in _OFFICE:
        names = opened.namelist()
        macros = any("vbaproject" in name.lower() for name in names)
        return (
            "[Content_Types].xml" in names and not macros and any(n.startswith(_OFFICE[kind]) for n in names)
        )
    return _mimetype(opened) == _OPEN[kind]


def holds_sound(kind: str, data: bytes) -> bool:
    """Whether there is sound in it: at its head, further on, or in one of the files within it."""
    if _sounds(data):
        return True
    if kind == "pdf":
        return bool(_IN_PDF.search(data)) or any(_hidden(part) for part in _unpacked(data))
    opened = None if kind in _TEXTS else _opened(data)
    return opened is not None and any(_sounds(part) or _is_archive(part) for part in _members(opened))


def _hidden(part: bytes) -> bool:
    """Of an unpacked stream of a PDF: sound, or an object that says there is."""
    return bool(_IN_PDF.search(part)) or _sounds(part)


def _sounds(data: bytes) -> bool:
    if data.startswith(_HEADS) or (data[:4] == b"RIFF" and data[8:12] in (b"WAVE", b"AVI ", b"RMID")):
        return True
    if any(mark in data for mark in _WITHIN) or _FTYP.search(data):
        return True
    return _has_mpeg(data)


def _has_mpeg(data: bytes) -> bool:
    """Whether as many frames of MPEG sound or ADTS follow one another anywhere as chance does not make."""
    return any(_run(data, found.start()) for found in _SYNC.finditer(data))


def _run(data: bytes, place: int) -> bool:
    for _ in range(FRAMES):
        length = _frame(data[place : place + 7])
        if not length:
            return False
        place += length
    return True


def _frame(head: bytes) -> int:
    """Bytes of the frame that begins so; 0 where none does."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    if head[1] & 0xF6 == 0xF0:  # ADTS (ISO/IEC 13818-7 6.2)
        length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
        return length if length > 7 and head[2] >> 2 & 15 < 13 else 0
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    index, rate = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer == 4 or index in (0, 15) or rate == 3:
        return 0
    bits = _BITRATES[1, layer] if version == 3 else _BITRATES[2, min(layer, 2)]
    per_second, padding = _RATES[version][rate], head[2] >> 1 & 1
    if layer == 1:
        return (12 * bits[index] * 1000 // per_second + padding) * 4
    samples = 72 if layer == 3 and version != 3 else 144
    return samples * bits[index] * 1000 // per_second + padding


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _opened(data: bytes) -> zipfile.ZipFile | None:
    try:
        opened = zipfile.ZipFile(BytesIO(data))
        infos = opened.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    large = sum(each.file_size for each in infos) > MOST_UNPACKED
    return None if not data.startswith(b"PK\x03\x04") or large or len(infos) > MOST_MEMBERS else opened


def _members(opened: zipfile.ZipFile) -> Iterator[bytes]:
    """Each file within, as far as it says it goes; what cannot be read counts as an archive in an archive."""
    for each in opened.infolist():
        try:
            with opened.open(each) as member:
                yield member.read(each.file_size)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
            yield b"PK\x03\x04"


def _is_archive(data: bytes) -> bool:
    heads = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\xd0\xcf\x11\xe0")
    return data.startswith(heads)


def _mimetype(opened: zipfile.ZipFile) -> bytes:
    try:
        with opened.open("mimetype") as said:
            return said.read(200).strip()
    except (KeyError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
        return b""


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Streams of a PDF that Flate packed (ISO 32000-1 7.4.4), all of them together within MOST_UNPACKED."""
    left = MOST_UNPACKED
    for found in _STREAM.finditer(data):
        if left <= 0:
            return
        try:
            part = zlib.decompressobj().decompress(data[found.end() :], min(left, 8 * 1024 * 1024))
        except zlib.error:
            continue
        left -= len(part)
        yield part
